// Outcomes as JSON: the form stands at acta_outcome_json.
#include "runtime/core/outcome.h"
#include "runtime/explain/reasons_json.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

acta_status WriteAnswer(Writer& out, acta_outcome& outcome, std::uint32_t answer) {
  const acta_act& act = *outcome.act;
  const Descriptor& d = act.d;
  const std::uint32_t rule = d.answers[answer].rule;
  out.Put(act.HeadOfAnswer(answer));
  if (act.is_evaluated[rule] == 0) {
    out.Put('}');
    return ACTA_OK;
  }
  const std::uint32_t type = d.rules[rule].type;
  const std::int64_t payload = outcome.values[rule];
  const bool is_known = outcome.whys[rule] == 0;
  if (is_known && payload == ACTA_ABSENT) {
    out.Put(",\"status\":\"absent\"");
  } else if (is_known) {
    out.Put(",\"status\":\"known\",\"value\":");
    WriteJsonValue(out, act, &outcome.facts, type, payload);
  } else {
    out.Put(",\"status\":\"undetermined\"");
    if (d.types[type].kind == ACTA_KIND_SET) {
      out.Put(",\"at_least\":");
      WriteJsonValue(out, act, &outcome.facts, type, SureMembers(outcome, rule));
    }
    if (const acta_status status = ReasonsOf(outcome, rule); status != ACTA_OK) {
      return status;
    }
    out.Put(",\"reasons\":");
    WriteReasonsJson(out, outcome, outcome.reasons);
  }
  if (outcome.is_traced) {
    const std::uint32_t* citations = nullptr;
    std::uint32_t count = 0;
    if (const acta_status status = acta_outcome_citations(&outcome, answer, &citations, &count);
        status != ACTA_OK) {
      return status;
    }
    out.Put(",\"citations\":[");
    for (std::uint32_t i = 0; i < count; ++i) {
      out.Put(i == 0 ? "" : ",").Quoted(d.Text(d.citations[citations[i]].text));
    }
    out.Put(']');
  }
  out.Put('}');
  return ACTA_OK;
}

}  // namespace
}  // namespace acta::runtime

extern "C" acta_status acta_outcome_json(acta_outcome* outcome, acta_buffer* out) {
  using namespace acta::runtime;
  if (outcome == nullptr || !outcome->is_evaluated || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  Writer writer(outcome->act->allocator, *out);
  writer.Put('{');
  if (const acta_string id = acta_case_id(&outcome->facts); id.size != 0) {
    writer.Put("\"id\":").Put(FromString(id)).Put(',');
  }
  writer.Put("\"answers\":[");
  const auto count = static_cast<std::uint32_t>(outcome->act->d.answers.size());
  for (std::uint32_t answer = 0; answer < count; ++answer) {
    writer.Put(answer == 0 ? "" : ",");
    if (const acta_status status = WriteAnswer(writer, *outcome, answer); status != ACTA_OK) {
      return status;
    }
  }
  writer.Put("]}");
  return writer.Finish();
}
