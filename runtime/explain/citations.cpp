// The provisions that decided an answer, nearest first; and what became of each clause, for
// coverage.
#include "runtime/core/outcome.h"
#include "runtime/explain/deciding.h"
#include "runtime/explain/lookup.h"

namespace acta::runtime {
namespace {

// Notes what one rule rests on: citations and, marked by kRuleNote, other rules; nearest first,
// each once.
class NoteTaker {
 public:
  explicit NoteTaker(acta_outcome& outcome)
      : outcome_(outcome), act_(*outcome.act), d_(act_.d), steps_(outcome) {}

  // Leaves them at the end of the notes.
  acta_status Take(std::uint32_t rule, acta_outcome::Notes* out) {
    const std::size_t first = outcome_.notes.size();
    outcome_.noted.Clear();
    if (Step step; steps_.Find(rule, &step)) {
      Rule(step);
    }
    if (steps_.status() != ACTA_OK) {
      return steps_.status();
    }
    *out = {static_cast<std::uint32_t>(first),
            static_cast<std::uint32_t>(outcome_.notes.size() - first), true};
    return has_memory_ ? ACTA_OK : ACTA_NO_MEMORY;
  }

 private:
  void Want(std::uint32_t rule) {
    if (outcome_.noted.Add(static_cast<std::uint32_t>(d_.citations.size()) + rule)) {
      has_memory_ = outcome_.notes.Push(acta_outcome::kRuleNote | rule) && has_memory_;
    }
  }
  void Cite(std::uint32_t citation) {
    if (citation == ACTA_NONE) {
      return;
    }
    const std::uint32_t first = d_.citations[citation].first;
    if (outcome_.noted.Add(first)) {
      has_memory_ = outcome_.notes.Push(first) && has_memory_;
    }
  }

  // An answer repeats a rule, and the governing date selects versions: neither stands under a
  // provision of its own.
  static bool StandsUnderAProvision(const acta_d_rule& rule) {
    return rule.role != ACTA_D_ROLE_ANSWER && rule.role != ACTA_D_ROLE_SCENARIO &&
           rule.role != ACTA_D_ROLE_GOVERNING_DATE;
  }

  // The result of a rule that says itself whether something is presumed, and by which provision.
  bool IsPresumed(const Step& otherwise) const {
    const acta_d_node& node = d_.nodes[otherwise.index()];
    return (node.op == ACTA_OP_Rule || node.op == ACTA_OP_Call) &&
           d_.rules[static_cast<std::size_t>(node.imm)].role == ACTA_D_ROLE_PRESUMED;
  }

  void Rule(const Step& step) {
    const acta_d_rule& rule = d_.rules[step.index()];
    Step root;
    if (!steps_.Root(step, &root)) {
      return;
    }
    if (root.applies != Truth::kNo) {
      Group(root, {rule.citation, StandsUnderAProvision(rule)});
    }
    if (root.applies == Truth::kYes && step.why == 0) {
      return;
    }
    if (root.applies == Truth::kNo) {
      Missed(root);
    }
    if (rule.otherwise == ACTA_NONE) {
      Cite(rule.citation);
      return;
    }
    Step otherwise;
    if (root.applies != Truth::kYes && steps_.Default(step, root, &otherwise)) {
      // What a rule of its own presumes is as near as what the law presumes always.
      if (Step presumed; IsPresumed(otherwise) && steps_.ResultOf(otherwise, &presumed)) {
        Rule(presumed);
        return;
      }
      Cite(rule.otherwise_citation != ACTA_NONE ? rule.otherwise_citation : rule.citation);
      Node(otherwise);
    }
  }

  // A default rests on what kept the clauses from applying. Of several clauses that is named only
  // where one was withdrawn.
  void Missed(const Step& root) {
    const acta_d_group& group = d_.groups[root.index()];
    Withdrawn(root);
    if (group.clauses.count != 1 || group.exceptions.count != 0) {
      return;
    }
    steps_.ForEachClause(root, [&](const Step& clause) {
      const ClauseParts parts = steps_.PartsOf(clause);
      const Step& missing = parts.guard.is_no() ? parts.guard : parts.condition;
      if (missing.is_no()) {
        Node(missing);
      }
    });
  }

  // Whatever withdrew a clause that would else have applied, here or in an exception.
  void Withdrawn(const Step& group) {
    steps_.ForEachException(group, [&](const Step& exception) {
      if (exception.applies == Truth::kNo && MayBeWithdrawn(exception)) {
        Withdrawn(exception);
      }
    });
    if (!MayBeWithdrawn(group)) {
      return;
    }
    steps_.ForEachClause(group, [&](const Step& clause) {
      if (!IsWithdrawn(d_, steps_, clause)) {
        return;
      }
      const acta_d_slice& withdrawals = d_.clauses[clause.index()].withdrawals;
      std::uint32_t citation = withdrawals.first + withdrawals.count;
      steps_.ForEachWithdrawal(clause, steps_.PartsOf(clause).withdrawals,
                               [&](const Step& withdrawal) {
                                 const std::uint32_t own = d_.indices[citation++];
                                 if (withdrawal.truth() == Truth::kYes) {
                                   Cite(own);
                                   Node(withdrawal);
                                 }
                               });
    });
  }

  [[nodiscard]] bool MayBeWithdrawn(const Step& group) const {
    bool any = false;
    for (const std::uint32_t clause : d_.Indices(d_.groups[group.index()].clauses)) {
      any = any || d_.clauses[clause].withdrawals.count != 0;
    }
    return any;
  }

  // What a clause without a citation of its own stands under, and whether clauses are cited at all.
  struct Provision {
    std::uint32_t citation;
    bool is_cited;
  };

  void Group(const Step& group, Provision provision) {
    if (const std::uint32_t own = d_.groups[group.index()].citation; own != ACTA_NONE) {
      provision.citation = own;
    }
    const Deciders deciders(steps_, group);
    steps_.ForEachException(group, [&](const Step& exception) {
      if (deciders.HasException(exception)) {
        Group(exception, provision);
      }
    });
    if (deciders.is_by_exception()) {
      return;
    }
    Withdrawn(group);
    steps_.ForEachClause(group, [&](const Step& clause) {
      bool is_defeated = false;
      steps_.ForEachException(clause, [&](const Step& exception) {
        is_defeated = is_defeated || exception.applies == Truth::kYes;
        if (deciders.HasTied(exception)) {
          Group(exception, provision);
        }
      });
      if (deciders.HasClause(clause, is_defeated)) {
        Clause(clause, provision);
      }
    });
  }

  void Clause(const Step& step, Provision provision) {
    if (provision.is_cited) {
      const std::uint32_t own = d_.clauses[step.index()].citation;
      Cite(own != ACTA_NONE ? own : provision.citation);
    }
    const ClauseParts parts = steps_.PartsOf(step);
    for (const Step* const part : {&parts.condition, &parts.guard, &parts.value}) {
      if (part->exists()) {
        Node(*part);
      }
    }
  }

  void Node(const Step& step) {
    const auto rests_on_more = [&](std::uint32_t node) {
      return act_.record_counts.RestsOnMore(node);
    };
    if (!rests_on_more(step.index())) {
      return;
    }
    const acta_d_node& node = d_.nodes[step.index()];
    Cite(d_.CitationOf(node));
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
      case ACTA_OP_SetOf:
        steps_.ForEachOperand(step, [&](const Step& member) { WithdrawnMember(member); });
        break;
      case ACTA_OP_Lookup:
        steps_.ForEachOperand(step, [&](const Step& date) {
          if (const acta_d_version* const version = VersionUsed(d_, node, date);
              version != nullptr) {
            Cite(version->citation);
          }
        });
        break;
      case ACTA_OP_IsWorkingDay:
      case ACTA_OP_AddWorkingDays:
      case ACTA_OP_WorkingDaysBetween:
      case ACTA_OP_Roll:
        Days(step);
        break;
      default:
        break;
    }
    const std::uint64_t operands_end =
        ForEachJudged(d_, steps_, step, rests_on_more, [&](const Step& part, bool matters) {
          if (matters) {
            Node(part);
          }
        });
    if (node.op == ACTA_OP_Call) {
      if (Step callee; steps_.Callee(step, operands_end, &callee)) {
        Rule(callee);
      }
    }
  }

  // What made days free, or had them worked, of those that were looked at.
  void Days(const Step& step) {
    if (step.why != 0) {
      return;
    }
    const acta_d_node& node = d_.nodes[step.index()];
    std::int64_t ends[2] = {0, 0};
    std::size_t count = 0;
    steps_.ForEachOperand(step, [&](const Step& operand) {
      if (count < 2) {
        ends[count++] = operand.payload;
      }
    });
    if (node.op == ACTA_OP_IsWorkingDay) {
      ends[1] = ends[0];
    } else if (node.op != ACTA_OP_WorkingDaysBetween) {
      ends[1] = step.payload;
    }
    const std::int64_t from = ends[0] < ends[1] ? ends[0] : ends[1];
    const std::int64_t to = ends[0] < ends[1] ? ends[1] : ends[0];
    // The day from which one counts is not counted itself.
    const std::int64_t uncounted = node.op == ACTA_OP_AddWorkingDays       ? ends[0]
                                   : node.op == ACTA_OP_WorkingDaysBetween ? from
                                                                           : ACTA_ABSENT;
    const acta_d_calendar& calendar = d_.calendars[static_cast<std::size_t>(node.imm)];
    for (const acta_d_day_name& day : Descriptor::Part(d_.day_names, calendar.names)) {
      if (from <= day.day && day.day <= to && day.day != uncounted) {
        Cite(day.citation);
      }
    }
  }

  // A ground that does not apply, be it only because it was withdrawn.
  void WithdrawnMember(const Step& member) {
    const acta_d_node& node = d_.nodes[member.index()];
    const auto rule = static_cast<std::uint32_t>(node.imm);
    Step step;
    Step root;
    if (member.truth() == Truth::kNo && node.op == ACTA_OP_Rule && act_.is_evaluated[rule] != 0 &&
        steps_.Find(rule, &step) && steps_.Root(step, &root) && root.applies == Truth::kNo) {
      Withdrawn(root);
    }
  }

  acta_outcome& outcome_;
  const acta_act& act_;
  const Descriptor& d_;
  Steps steps_;
  bool has_memory_ = true;
};

// Rules wait in a queue: nearest first, and no depth of rules can exhaust the stack.
acta_status CollectCitations(acta_outcome& outcome, std::uint32_t subject) {
  const Descriptor& d = outcome.act->d;
  const auto citation_count = static_cast<std::uint32_t>(d.citations.size());
  outcome.citations.Clear();
  outcome.pending.Clear();
  if (!outcome.noted.Reserve(d.citations.size() + d.rules.size()) ||
      !outcome.visited.Reserve(d.citations.size() + d.rules.size()) ||
      !outcome.notes_of.Resize(d.rules.size(), {0, 0, false}) || !outcome.pending.Push(subject)) {
    return ACTA_NO_MEMORY;
  }
  outcome.visited.Clear();
  outcome.visited.Add(citation_count + subject);
  NoteTaker note_taker(outcome);
  for (std::size_t i = 0; i < outcome.pending.size(); ++i) {
    const std::uint32_t rule = outcome.pending[i];
    acta_outcome::Notes notes = outcome.notes_of[rule];
    if (!notes.is_known) {
      if (const acta_status status = note_taker.Take(rule, &notes); status != ACTA_OK) {
        return status;
      }
      outcome.notes_of[rule] = notes;
    }
    for (std::uint32_t n = notes.first; n < notes.first + notes.count; ++n) {
      const std::uint32_t index = outcome.notes[n] & ~acta_outcome::kRuleNote;
      const bool is_rule = outcome.notes[n] != index;
      if (outcome.visited.Add(is_rule ? citation_count + index : index) &&
          !(is_rule ? outcome.pending : outcome.citations).Push(index)) {
        return ACTA_NO_MEMORY;
      }
    }
  }
  return ACTA_OK;
}

}  // namespace

std::uint32_t ReadingAt(const Descriptor& d, std::int64_t slot) {
  if (slot < 0 || slot > UINT32_MAX) {
    return ACTA_NONE;
  }
  const std::size_t i = LastUpTo(d.readings, static_cast<std::uint32_t>(slot),
                                 [](const acta_d_reading& reading) { return reading.slot; });
  return i < d.readings.size() && d.readings[i].slot == slot ? static_cast<std::uint32_t>(i)
                                                             : ACTA_NONE;
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

bool NamesItsDay(const Descriptor& d, const acta_d_node& node) {
  const acta_d_node& day = d.nodes[d.OperandsOf(node)[0]];
  return day.op != ACTA_OP_Rule ||
         d.rules[static_cast<std::size_t>(day.imm)].role != ACTA_D_ROLE_GOVERNING_DATE;
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
