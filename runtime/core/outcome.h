// An outcome: what an evaluator wrote, beside the case it was asked about.
#pragma once

#include <cstdint>

#include "acta/acta.h"
#include "runtime/core/case.h"
#include "runtime/core/memory.h"

struct acta_outcome {
  explicit acta_outcome(const acta_act& of)
      : act(&of),
        facts(of),
        values(of.allocator),
        whys(of.allocator),
        unions(of.allocator),
        trace(of.allocator),
        ranges(of.allocator),
        seen_unions(of.allocator),
        pending(of.allocator),
        reasons(of.allocator),
        citations(of.allocator),
        visited(of.allocator),
        noted(of.allocator),
        notes(of.allocator),
        notes_of(of.allocator) {}

  const acta_act* act;
  acta_case facts;
  acta::runtime::Array<std::int64_t> values;  // per rule
  acta::runtime::Array<std::uint32_t> whys;   // per rule
  acta::runtime::Array<acta_union> unions;
  acta::runtime::Array<acta_trace_record> trace;
  bool is_evaluated = false;
  bool is_traced = false;

  // The records of a rule in the trace, its own included; end 0: it has none of its own.
  struct Range {
    std::uint64_t begin, end;
  };
  // What one rule rests on, found once: citations and, marked by kRuleNote, other rules; nearest
  // first, each once.
  static constexpr std::uint32_t kRuleNote = 0x80000000U;
  struct Notes {
    std::uint32_t first, count;
    bool is_known;
  };

  // Computed when first asked for; acta_evaluate_into forgets them.
  acta::runtime::Array<Range> ranges;  // per rule
  acta::runtime::Marks seen_unions;
  acta::runtime::Array<std::uint32_t> pending;
  acta::runtime::Array<std::uint32_t> reasons;  // of `reasons_of`, sorted
  std::uint32_t reasons_of = ACTA_NONE;         // a rule
  acta::runtime::Array<std::uint32_t> citations;
  // Rules, while explaining; citations and behind them rules, while collecting citations, and while
  // taking notes of one rule.
  acta::runtime::Marks visited, noted;
  acta::runtime::Array<std::uint32_t> notes;
  acta::runtime::Array<Notes> notes_of;  // per rule
};

namespace acta::runtime {

// The rule behind a subject; false when there is none in this outcome.
[[nodiscard]] bool RuleOf(const acta_outcome* outcome, std::uint32_t subject, std::uint32_t* rule);
// The position of the answer, or ACTA_NONE when the subject is a rule.
[[nodiscard]] inline std::uint32_t AnswerOf(std::uint32_t subject) {
  return (subject & ACTA_SUBJECT_RULE) != 0 ? ACTA_NONE : subject;
}

// Evaluates the case that `outcome.facts` holds, forgetting what was computed about another.
// ACTA_NO_TRACE when it is to be traced and the act cannot.
[[nodiscard]] acta_status EvaluateFacts(acta_outcome& outcome, bool traced);

// The members that surely belong to the rule's set although the whole is undetermined: the grounds
// that are known to apply. Empty for whatever is no set of grounds, or is not in force for sure.
[[nodiscard]] std::int64_t SureMembers(const acta_outcome& outcome, std::uint32_t rule);

// Leaves the reasons behind `why` in `reasons`, each once: missing slots in order, then the others
// by kind.
[[nodiscard]] acta_status CollectReasons(acta_outcome& outcome, std::uint32_t why,
                                         Array<std::uint32_t>& reasons);
// Those of a rule, kept until another rule is asked for.
[[nodiscard]] acta_status ReasonsOf(acta_outcome& outcome, std::uint32_t rule);
// A reason in full. `why` is a single one, as CollectReasons leaves them.
void DescribeReason(const acta_outcome& outcome, std::uint32_t why, acta_reason* out);

}  // namespace acta::runtime
