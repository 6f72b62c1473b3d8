// The provisions that decided an answer, nearest first; and what became of each clause, for
// coverage.
#include "runtime/core/outcome.h"
#include "runtime/explain/deciding.h"
#include "runtime/explain/lookup.h"

namespace acta::runtime {
namespace {

// Notes what one rule rests on.
class NoteTaker {
 public:
  explicit NoteTaker(acta_outcome& outcome) : outcome_(outcome), act_(*outcome.act), d_(act_.d) {}

  acta_status Take(std::uint32_t rule) {
    const std::size_t first = outcome_.notes.size();
    StepId step = 0;
    if (const acta_status status = outcome_.steps.Find(outcome_, rule, &step); status != ACTA_OK) {
      return status;
    }
    Rule(step);
    outcome_.notes_of[rule] = {static_cast<std::uint32_t>(first),
                               static_cast<std::uint32_t>(outcome_.notes.size() - first), true};
    return status_;
  }

 private:
  const Step& At(StepId id) const { return outcome_.steps[id]; }

  void Note(std::uint32_t note) {
    if (!outcome_.notes.Push(note)) {
      status_ = ACTA_NO_MEMORY;
    }
  }
  void Want(std::uint32_t rule) { Note(acta_outcome::kRuleNote | rule); }
  void Cite(std::uint32_t citation) {
    if (citation != ACTA_NONE) {
      Note(act_.first_citation[citation]);
    }
  }

  // An answer repeats a rule, and the governing date selects versions: neither stands under a
  // provision of its own.
  static bool StandsUnderAProvision(const acta_d_rule& rule) {
    return rule.role != ACTA_D_ROLE_ANSWER && rule.role != ACTA_D_ROLE_SCENARIO &&
           rule.role != ACTA_D_ROLE_GOVERNING_DATE;
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
    const std::uint32_t clause = At(id).index();
    const std::uint32_t own = d_.clauses[clause].citation;
    if (StandsUnderAProvision(d_.rules[act_.rule_of_group[act_.group_of_clause[clause]]])) {
      Cite(own != ACTA_NONE ? own : fallback);
    }
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

// Rules wait in a queue: nearest first, and no depth of rules can exhaust the stack.
acta_status CollectCitations(acta_outcome& outcome, std::uint32_t subject) {
  const Descriptor& d = outcome.act->d;
  outcome.citations.Clear();
  outcome.cited.Clear();
  outcome.visited.Clear();
  outcome.pending.Clear();
  if (!outcome.cited.Resize(d.citations.size(), 0) || !outcome.visited.Resize(d.rules.size(), 0) ||
      !outcome.notes_of.Resize(d.rules.size(), {0, 0, false}) || !outcome.pending.Push(subject)) {
    return ACTA_NO_MEMORY;
  }
  outcome.visited[subject] = 1;
  for (std::size_t i = 0; i < outcome.pending.size(); ++i) {
    const std::uint32_t rule = outcome.pending[i];
    if (!outcome.notes_of[rule].is_known) {
      if (const acta_status status = NoteTaker(outcome).Take(rule); status != ACTA_OK) {
        return status;
      }
    }
    const acta_outcome::Notes notes = outcome.notes_of[rule];
    for (std::uint32_t n = notes.first; n < notes.first + notes.count; ++n) {
      const std::uint32_t index = outcome.notes[n] & ~acta_outcome::kRuleNote;
      const bool is_rule = outcome.notes[n] != index;
      std::uint8_t& seen = is_rule ? outcome.visited[index] : outcome.cited[index];
      if (seen != 0) {
        continue;
      }
      seen = 1;
      if (!(is_rule ? outcome.pending : outcome.citations).Push(index)) {
        return ACTA_NO_MEMORY;
      }
    }
  }
  return ACTA_OK;
}

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
  if (const acta_status status = CollectCitations(*outcome, rule); status != ACTA_OK) {
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
