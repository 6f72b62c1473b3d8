// What mattered: which operands gave a node its value, which clauses and exceptions gave a rule its
// result.
#pragma once

#include <cstdint>

#include "runtime/core/descriptor.h"
#include "runtime/explain/steps.h"

namespace acta::runtime {

// Calls visit(StepId) for each operand of a node that had a say in its value; a callee is none.
//   and, or: those that settled it; when nothing did, all of them (undetermined: the undetermined
//   ones) if, switch: the condition and the branch taken strict operators: all operands; when some
//   are undetermined, those sets of grounds: those that apply; folds: the elements that counted
template <class Visit>
void ForEachMattering(const Descriptor& d, const Steps& steps, const Step& whole, Visit visit);

// An operand among its neighbours.
struct Operand {
  const Step& whole;
  const Step& first;     // of all operands
  const Step& previous;  // the one before; the first has itself
  const Step& part;
  std::uint32_t position;
  bool any_undetermined;  // of all operands
};
[[nodiscard]] bool Matters(const Descriptor& d, const Operand& operand);

[[nodiscard]] ClauseParts PartsOf(const Descriptor& d, const Steps& steps, const Step& clause);

// Calls visit(StepId) for each clause and exception that gave the group its value: those that
// applied, or, when that is not settled, all that may.
template <class Visit>
void ForEachDeciding(const Steps& steps, const Step& group, Visit visit);

// How the exceptions at `first` (a chain that ends with the first step that is no group) stand
// together.
struct Exceptions {
  bool any_applies = false;
  bool any_undetermined = false;
};
[[nodiscard]] inline Exceptions ExceptionsAt(const Steps& steps, StepId first) {
  Exceptions found;
  for (StepId id = first; id != 0 && steps[id].is_group(); id = steps[id].next) {
    found.any_applies = found.any_applies || steps[id].applies == Truth::kYes;
    found.any_undetermined = found.any_undetermined || steps[id].applies == Truth::kUndetermined;
  }
  return found;
}

// ---- implementation
// --------------------------------------------------------------------------------------------

template <class Visit>
void ForEachMattering(const Descriptor& d, const Steps& steps, const Step& whole, Visit visit) {
  bool any_undetermined = false;
  for (StepId id = whole.first_part; id != 0; id = steps[id].next) {
    any_undetermined = any_undetermined || steps[id].why != 0;
  }
  StepId previous = whole.first_part;
  std::uint32_t position = 0;
  for (StepId id = whole.first_part; id != 0; previous = id, id = steps[id].next, ++position) {
    if (!steps[id].is_rule() && Matters(d, {whole, steps[whole.first_part], steps[previous],
                                            steps[id], position, any_undetermined})) {
      visit(id);
    }
  }
}

template <class Visit>
void ForEachDeciding(const Steps& steps, const Step& group, Visit visit) {
  const bool is_settled = group.applies == Truth::kYes && group.why == 0;
  const auto visit_exceptions = [&](StepId first, bool only_applying) {
    for (StepId id = first; id != 0 && steps[id].is_group(); id = steps[id].next) {
      if (steps[id].applies == Truth::kYes ||
          (!only_applying && steps[id].applies == Truth::kUndetermined)) {
        visit(id);
      }
    }
  };
  const Exceptions over_all = ExceptionsAt(steps, group.first_part);
  if (over_all.any_applies) {
    visit_exceptions(group.first_part, is_settled);
    return;
  }
  StepId first_clause = group.first_part;
  while (first_clause != 0 && steps[first_clause].is_group()) {
    first_clause = steps[first_clause].next;
  }
  // Some clause surely applies and the value is known: then what only may apply changed nothing.
  bool some_surely = false;
  for (StepId id = first_clause; id != 0; id = steps[id].next) {
    some_surely = some_surely || ExceptionsAt(steps, steps[id].first_part).any_applies ||
                  steps[id].truth() == Truth::kYes;
  }
  const bool only_sure = is_settled && some_surely;
  if (!only_sure) {
    visit_exceptions(group.first_part, false);
  }
  for (StepId id = first_clause; id != 0; id = steps[id].next) {
    const Step& clause = steps[id];
    const bool is_defeated = ExceptionsAt(steps, clause.first_part).any_applies;
    visit_exceptions(clause.first_part, only_sure);
    if (!is_defeated &&
        (clause.truth() == Truth::kYes || (!only_sure && clause.truth() == Truth::kUndetermined))) {
      visit(id);
    }
  }
}

}  // namespace acta::runtime
