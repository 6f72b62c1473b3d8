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
  if (o.first_why == 0) {
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
      const Truth condition = o.position % 2 == 1 ? o.part.truth() : o.previous;
      return condition != Truth::kNo && StrictMatters(o);
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
      return BranchMatters(o, o.first_payload != 0 ? 1 : 2);
    case ACTA_OP_Switch:
      return BranchMatters(o, o.first_payload + 1);
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

bool IsWithdrawn(const Descriptor& d, Steps& steps, const Step& clause) {
  if (d.clauses[clause.index()].withdrawals.count == 0 || clause.truth() != Truth::kNo) {
    return false;
  }
  const ClauseParts parts = steps.PartsOf(clause);
  return !parts.guard.is_no() && !parts.condition.is_no();
}

Deciders::Deciders(Steps& steps, const Step& group)
    : is_settled_(group.applies == Truth::kYes && group.why == 0) {
  steps.ForEachException(group, [&](const Step& exception) {
    by_exception_ = by_exception_ || exception.applies == Truth::kYes;
  });
}

}  // namespace acta::runtime
