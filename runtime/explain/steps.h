// A trace made walkable. The records of a trace stand in the order of docs/semantics.md#trace,
// parts before the whole; here each record, and each constant, is a step that knows its parts.
#pragma once

#include <cstdint>

#include "acta/acta.h"
#include "runtime/core/memory.h"

namespace acta::runtime {

enum class Truth : std::uint8_t { kNo, kYes, kUndetermined };

constexpr Truth TruthOf(std::int64_t payload, std::uint32_t why) {
  return why != 0 ? Truth::kUndetermined : payload != 0 ? Truth::kYes : Truth::kNo;
}

// Positions count from 1; 0 is no step.
using StepId = std::uint32_t;

struct Step {
  std::int64_t payload = 0;  // node: its value. clause: whether it applies by itself. group: its
                             // value. rule: its result
  std::uint32_t why = 0;
  std::uint32_t tag = 0;  // ACTA_TAG_NODE, _CLAUSE, _GROUP_VALUE, _RULE with the index
  StepId first_part = 0;
  StepId next = 0;              // the next part of the same whole
  Truth applies = Truth::kYes;  // group: whether any of its clauses or exceptions applies

  [[nodiscard]] std::uint32_t index() const { return tag & ~ACTA_TAG_MASK; }
  [[nodiscard]] std::uint32_t kind() const { return tag & ACTA_TAG_MASK; }
  [[nodiscard]] bool is_node() const { return kind() == ACTA_TAG_NODE; }
  [[nodiscard]] bool is_clause() const { return kind() == ACTA_TAG_CLAUSE; }
  [[nodiscard]] bool is_group() const { return kind() == ACTA_TAG_GROUP_VALUE; }
  [[nodiscard]] bool is_rule() const { return kind() == ACTA_TAG_RULE; }
  [[nodiscard]] Truth truth() const { return TruthOf(payload, why); }
};

// The steps of one outcome. Rules are decoded when they are first asked for.
//   rule:   root group [, default]
//   group:  exceptions to it, then clauses
//   clause: exceptions to it, [guard], [condition], withdrawals, value
//   node:   operands; a call: arguments, then the callee; a fold: list, then body (and value) of
//   each element
class Steps {
 public:
  explicit Steps(const acta_allocator& allocator) : steps_(allocator), ranges_(allocator) {}

  void Clear() {
    steps_.Clear();
    ranges_.Clear();
  }

  // The step of a rule that is evaluated once per case. ACTA_NO_TRACE, ACTA_BAD_TRACE,
  // ACTA_NO_MEMORY.
  [[nodiscard]] acta_status Find(const acta_outcome& outcome, std::uint32_t rule, StepId* out);

  [[nodiscard]] const Step& operator[](StepId id) const { return steps_[id - 1]; }

 private:
  friend class Decoder;
  struct Range {
    std::uint64_t begin, end;  // records of the rule, its own included
    StepId step;
  };
  acta_status Locate(const acta_outcome& outcome);

  Array<Step> steps_;
  Array<Range> ranges_;  // per rule; end 0: none
};

// The parts of a clause's step, by what they are.
struct ClauseParts {
  StepId first_exception = 0;
  StepId guard = 0, condition = 0, first_withdrawal = 0, value = 0;
};

}  // namespace acta::runtime
