#include "runtime/explain/reasons_json.h"

namespace acta::runtime {

std::string_view ReasonWord(std::int32_t kind) {
  switch (static_cast<acta_reason_kind>(kind)) {
    case ACTA_REASON_MISSING:
      return "missing";
    case ACTA_REASON_READING:
      return "reading";
    case ACTA_REASON_CONFLICT:
      return "conflict";
    case ACTA_REASON_UNCOVERED:
      return "uncovered";
    case ACTA_REASON_ARITHMETIC:
      return "arithmetic";
  }
  return "unknown";
}

void WriteReasonsJson(Writer& out, const acta_outcome& outcome,
                      const Array<std::uint32_t>& reasons) {
  const Descriptor& d = outcome.act->d;
  const auto field = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      out.Put(",\"").Put(name).Put("\":").Quoted(value);
    }
  };
  out.Put('[');
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    acta_reason reason;
    DescribeReason(outcome, reasons[i], &reason);
    out.Put(i == 0 ? "{\"kind\":\"" : ",{\"kind\":\"")
        .Put(ReasonWord(reason.kind))
        .Put("\",\"subject\":");
    out.Quoted(reason.subject);
    if (reason.fact_type != ACTA_NO_INDEX) {
      field("type", d.Text(d.types[reason.fact_type].name));
    }
    field(reason.kind == ACTA_REASON_READING ? "question" : "doc", FromString(reason.doc));
    field("judged_by", FromString(reason.judged_by));
    if (reason.citation != ACTA_NO_INDEX) {
      field("citation", d.Text(d.citations[reason.citation].text));
    }
    out.Put('}');
  }
  out.Put(']');
}

}  // namespace acta::runtime
