// Which nodes a rule is made of, whatever the depth of its exceptions and expressions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::ir {

// The roots of the rule's trees in the order of the trace: exceptions to a group before its
// clauses, exceptions to a clause before it; of a clause guard, condition, withdrawals, value; last
// the default.
[[nodiscard]] std::vector<NodeId> RootsOf(const Program& program, RuleId rule);

// Lists the nodes of one rule after the other; keeps its memory between them.
class NodeWalk {
 public:
  // `program` must outlive the walk.
  explicit NodeWalk(const Program& program) : program_(program), seen_(program.nodes.size(), 0) {}

  // Every node of the rule once, operands after the node that has them, otherwise in the order of
  // the trace.
  [[nodiscard]] std::vector<NodeId> NodesOf(RuleId rule);

 private:
  const Program& program_;
  std::vector<std::uint32_t> seen_;
  std::uint32_t round_ = 0;
};

// Of a field of a fact, or of an entity in one: its slot. Nothing where an element of a list or a
// parameter stands behind it.
[[nodiscard]] std::optional<std::uint32_t> StaticSlot(const Program& program, const Node& field);

// Whether the operator binds a variable (its `aux`) to each element of a list, its first operand.
[[nodiscard]] constexpr bool IsFold(Op op) {
  return op == Op::kAtLeast || op == Op::kCount || op == Op::kSum || op == Op::kEarliest ||
         op == Op::kLatest;
}

// Whether the operator asks the calendar that is its `imm`.
[[nodiscard]] constexpr bool AsksCalendar(Op op) {
  return op == Op::kIsWorkingDay || op == Op::kAddWorkingDays || op == Op::kWorkingDaysBetween ||
         op == Op::kRoll || op == Op::kAddWorkingSeconds;
}

}  // namespace acta::ir
