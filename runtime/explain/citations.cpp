// The provisions that decided an answer, nearest first; and what became of each clause, for
// coverage.
#include "runtime/core/outcome.h"
#include "runtime/explain/deciding.h"
#include "runtime/explain/lookup.h"

namespace acta::runtime {
namespace {

class CitationCollector {
 public:
  explicit CitationCollector(acta_outcome& outcome)
      : outcome_(outcome), act_(*outcome.act), d_(act_.d) {}

  acta_status Collect(std::uint32_t rule) {
    outcome_.citations.Clear();
    outcome_.cited.Clear();
    outcome_.visited.Clear();
    outcome_.pending.Clear();
    if (!outcome_.cited.Resize(d_.citations.size(), 0) ||
        !outcome_.visited.Resize(d_.rules.size(), 0)) {
      return ACTA_NO_MEMORY;
    }
    Want(rule);
    // Rules wait in a queue: nearest first, and no depth of rules can exhaust the stack.
    for (std::size_t i = 0; i < outcome_.pending.size() && status_ == ACTA_OK; ++i) {
      StepId step = 0;
      status_ = outcome_.steps.Find(outcome_, outcome_.pending[i], &step);
      if (status_ == ACTA_OK) {
        Rule(step);
      }
    }
    return status_;
  }

 private:
  const Step& At(StepId id) const { return outcome_.steps[id]; }

  void Check(bool good) {
    if (!good) {
      status_ = ACTA_NO_MEMORY;
    }
  }

  void Want(std::uint32_t rule) {
    if (outcome_.visited[rule] == 0) {
      outcome_.visited[rule] = 1;
      Check(outcome_.pending.Push(rule));
    }
  }

  void Cite(std::uint32_t citation) {
    if (citation == ACTA_NONE) {
      return;
    }
    const std::uint32_t first = act_.first_citation[citation];
    if (outcome_.cited[first] == 0) {
      outcome_.cited[first] = 1;
      Check(outcome_.citations.Push(first));
    }
  }

  void Rule(StepId id) {
    const acta_d_rule& rule = d_.rules[At(id).index()];
    const StepId root = At(id).first_part;
    const Truth applies = At(root).applies;
    if (applies != Truth::kNo) {
      Group(root, rule.citation);
    }
    if (applies == Truth::kYes && At(id).why == 0) {
      return;
    }
    const StepId otherwise = At(root).next;
    if (otherwise == 0) {
      Cite(rule.citation);
      return;
    }
    if (applies != Truth::kYes) {
      Cite(rule.otherwise_citation != ACTA_NONE ? rule.otherwise_citation : rule.citation);
      Node(otherwise);
    }
  }

  // `fallback`: the provision that a clause without a citation of its own stands under.
  void Group(StepId id, std::uint32_t fallback) {
    const std::uint32_t own = d_.groups[At(id).index()].citation;
    const std::uint32_t provision = own != ACTA_NONE ? own : fallback;
    ForEachDeciding(outcome_.steps, At(id), [&](StepId deciding) {
      if (At(deciding).is_group()) {
        Group(deciding, provision);
      } else {
        Clause(deciding, provision);
      }
    });
  }

  void Clause(StepId id, std::uint32_t fallback) {
    const std::uint32_t own = d_.clauses[At(id).index()].citation;
    Cite(own != ACTA_NONE ? own : fallback);
    const ClauseParts parts = PartsOf(d_, outcome_.steps, At(id));
    if (parts.condition != 0) {
      Node(parts.condition);
    }
    if (parts.guard != 0) {
      Node(parts.guard);
    }
    if (parts.value != 0) {
      Node(parts.value);
    }
  }

  void Node(StepId id) {
    const acta_d_node& node = d_.nodes[At(id).index()];
    Cite(node.citation);
    switch (node.op) {
      case ACTA_OP_Rule:
        if (act_.is_evaluated[static_cast<std::size_t>(node.imm)] != 0) {
          Want(static_cast<std::uint32_t>(node.imm));
        }
        return;
      case ACTA_OP_Reading:
        if (const std::uint32_t reading = ReadingAt(d_, node.imm); reading != ACTA_NONE) {
          Cite(d_.readings[reading].citation);
        }
        return;
      case ACTA_OP_Lookup:
        if (const acta_d_version* const version = VersionUsed(d_, node, At(At(id).first_part));
            version != nullptr) {
          Cite(version->citation);
        }
        break;
      default:
        break;
    }
    ForEachMattering(d_, outcome_.steps, At(id), [&](StepId part) { Node(part); });
    for (StepId part = At(id).first_part; part != 0; part = At(part).next) {
      if (At(part).is_rule()) {
        Rule(part);
      }
    }
  }

  acta_outcome& outcome_;
  const acta_act& act_;
  const Descriptor& d_;
  acta_status status_ = ACTA_OK;
};

}  // namespace

std::uint32_t ReadingAt(const Descriptor& d, std::int64_t slot) {
  for (std::uint32_t i = 0; i < d.readings.size(); ++i) {
    if (d.readings[i].slot == slot) {
      return i;
    }
  }
  return ACTA_NONE;
}

const acta_d_version* VersionUsed(const Descriptor& d, const acta_d_node& node, const Step& date) {
  if (date.why != 0) {
    return nullptr;
  }
  for (const acta_d_version& version :
       Descriptor::Part(d.versions, d.lookups[static_cast<std::size_t>(node.imm)].versions)) {
    if (version.from <= date.payload && date.payload <= version.until) {
      return &version;
    }
  }
  return nullptr;
}

}  // namespace acta::runtime

using namespace acta::runtime;  // The functions below are the C door of this namespace.

extern "C" {

acta_status acta_outcome_citations(acta_outcome* outcome, uint32_t subject,
                                   const uint32_t** indices, uint32_t* count) {
  std::uint32_t rule = 0;
  if (indices == nullptr || count == nullptr || !RuleOf(outcome, subject, &rule)) {
    return ACTA_BAD_ARGUMENT;
  }
  if (const acta_status status = CitationCollector(*outcome).Collect(rule); status != ACTA_OK) {
    return status;
  }
  *indices = outcome->citations.data();
  *count = static_cast<std::uint32_t>(outcome->citations.size());
  return ACTA_OK;
}

acta_status acta_outcome_coverage(const acta_outcome* outcome, uint8_t* clauses, uint8_t* groups) {
  if (outcome == nullptr || !outcome->is_evaluated) {
    return ACTA_BAD_ARGUMENT;
  }
  if (!outcome->is_traced) {
    return ACTA_NO_TRACE;
  }
  const Descriptor& d = outcome->act->d;
  for (const acta_trace_record& record : outcome->trace) {
    const std::uint32_t kind = record.tag & ACTA_TAG_MASK;
    const std::uint32_t index = record.tag & ~ACTA_TAG_MASK;
    const Truth truth = TruthOf(record.payload, record.why);
    const std::uint8_t seen = truth == Truth::kYes  ? ACTA_SEEN_YES
                              : truth == Truth::kNo ? ACTA_SEEN_NO
                                                    : ACTA_SEEN_UNDETERMINED;
    if (kind == ACTA_TAG_CLAUSE && clauses != nullptr && index < d.clauses.size()) {
      clauses[index] |= seen;
    } else if (kind == ACTA_TAG_GROUP_APPLIES && groups != nullptr && index < d.groups.size()) {
      groups[index] |= seen;
    }
  }
  return ACTA_OK;
}

}  // extern "C"
