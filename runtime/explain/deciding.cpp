#include "runtime/explain/deciding.h"

namespace acta::runtime {
namespace {

// Whether an operand of a strict operator is behind its value. One that fails on known operands
// rests on all of them.
bool StrictMatters(const Operand& o) {
  return o.whole.why == 0 || o.part.why != 0 || !o.any_undetermined;
}

// `taken`: the position of the branch that a known condition takes.
bool BranchMatters(const Operand& o, std::int64_t taken) {
  const Step& condition = o.first;
  if (condition.why == 0) {
    return o.position == 0 || taken == static_cast<std::int64_t>(o.position);
  }
  // An open condition: the branches agree, or the open ones are to blame.
  return o.whole.why == 0 ? o.position != 0 : o.part.why != 0;
}

// Position 0 is the list; then bodies, or pairs of condition and value, one after the other.
bool FoldMatters(std::uint32_t op, const Operand& o) {
  if (o.position == 0) {
    return StrictMatters(o);
  }
  switch (op) {
    case ACTA_OP_AtLeast:
      return o.part.truth() == o.whole.truth();
    case ACTA_OP_Count:
      return o.whole.why == 0 ? o.part.truth() == Truth::kYes : o.part.why != 0;
    default: {
      const Step& condition = o.position % 2 == 1 ? o.part : o.previous;
      return condition.truth() != Truth::kNo && StrictMatters(o);
    }
  }
}

}  // namespace

bool Matters(const Descriptor& d, const Operand& o) {
  const std::uint32_t op = d.nodes[o.whole.index()].op;
  switch (op) {
    case ACTA_OP_And:
    case ACTA_OP_Or: {
      const Truth settles = op == ACTA_OP_And ? Truth::kNo : Truth::kYes;
      return o.whole.why != 0 ? o.part.why != 0
                              : o.whole.truth() != settles || o.part.truth() == settles;
    }
    case ACTA_OP_If:
      return BranchMatters(o, o.first.payload != 0 ? 1 : 2);
    case ACTA_OP_Switch:
      return BranchMatters(o, o.first.payload + 1);
    case ACTA_OP_SetOf:
      return o.part.why != 0 || o.part.payload != 0;
    case ACTA_OP_Call:
      return true;
    case ACTA_OP_AtLeast:
    case ACTA_OP_Count:
    case ACTA_OP_Sum:
    case ACTA_OP_Earliest:
    case ACTA_OP_Latest:
      return FoldMatters(op, o);
    default:
      return StrictMatters(o);
  }
}

ClauseParts PartsOf(const Descriptor& d, const Steps& steps, const Step& step) {
  const acta_d_clause& clause = d.clauses[step.index()];
  ClauseParts parts;
  StepId id = step.first_part;
  if (id != 0 && steps[id].is_group()) {
    parts.first_exception = id;
  }
  while (id != 0 && steps[id].is_group()) {
    id = steps[id].next;
  }
  const auto take = [&](std::uint32_t node) -> StepId {
    if (node == ACTA_NONE || id == 0) {
      return 0;
    }
    const StepId taken = id;
    id = steps[id].next;
    return taken;
  };
  parts.guard = take(clause.guard);
  parts.condition = take(clause.condition);
  parts.first_withdrawal = clause.withdrawals.count == 0 ? 0 : id;
  for (std::uint32_t i = 0; i < clause.withdrawals.count; ++i) {
    take(0);
  }
  parts.value = take(clause.value);
  return parts;
}

}  // namespace acta::runtime
