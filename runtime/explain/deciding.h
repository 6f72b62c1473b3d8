// What mattered: which operands gave a node its value, which clauses and exceptions gave a rule its
// result.
#pragma once

#include <cstdint>

#include "runtime/core/descriptor.h"
#include "runtime/explain/steps.h"

namespace acta::runtime {

// An operand among its neighbours.
struct Operand {
  const Step& whole;
  const Step& part;
  std::uint32_t position;
  bool any_undetermined;  // of all operands, when the whole is
  // Of the first operand, and of the one before.
  std::int64_t first_payload;
  std::uint32_t first_why;
  Truth previous;
};
[[nodiscard]] bool Matters(const Descriptor& d, const Operand& operand);

// Whether an operand's say depends on what the others are: on the first, on all of them.
[[nodiscard]] inline bool RestsOnFirst(std::uint32_t op) {
  return op == ACTA_OP_If || op == ACTA_OP_Switch;
}
[[nodiscard]] inline bool RestsOnAll(std::uint32_t op) {
  return !RestsOnFirst(op) && op != ACTA_OP_And && op != ACTA_OP_Or && op != ACTA_OP_SetOf &&
         op != ACTA_OP_Call;
}

// Calls visit(const Step&, bool) for each operand of a node: whether it had a say in its value.
// Returns where the operands of a call end.
//   and, or: those that settled it; when nothing did, all of them (undetermined: the undetermined
//   ones)
//   if, switch: the condition and the branch taken
//   strict operators: all operands; when some are undetermined, those
//   sets of grounds: those that apply
//   folds: the elements that counted
// Operands for whose nodes wants(std::uint32_t) does not hold are left out where nothing rests on
// them.
template <class Wants, class Visit>
std::uint64_t ForEachJudged(const Descriptor& d, Steps& steps, const Step& whole, Wants wants,
                            Visit visit) {
  const acta_d_node& node = d.nodes[whole.index()];
  bool any_undetermined = false;
  if (whole.why != 0 && RestsOnAll(node.op)) {
    steps.ForEachOperand(
        whole, [&](const Step& part) { any_undetermined = any_undetermined || part.why != 0; });
  }
  Operands operands(steps, whole);
  bool wants_elements = false;
  for (const std::uint32_t operand : operands.of_element()) {
    wants_elements = wants_elements || wants(operand);
  }
  std::int64_t first_payload = 0;
  std::uint32_t first_why = 0;
  Truth previous = Truth::kNo;
  Step part;
  while (operands.next() != ACTA_NONE) {
    const std::uint32_t position = operands.position();
    const bool is_needed = operands.is_fold() || (position == 0 && RestsOnFirst(node.op));
    if (!is_needed && !wants(operands.next())) {
      operands.Skip();
      continue;
    }
    if (!operands.Read(&part)) {
      break;
    }
    if (position == 0) {
      first_payload = part.payload;
      first_why = part.why;
    }
    visit(std::as_const(part), Matters(d, {whole, part, position, any_undetermined, first_payload,
                                           first_why, previous}));
    previous = part.truth();
    if (operands.is_fold() && !wants_elements) {
      break;
    }
  }
  return operands.at();
}
template <class Visit>
std::uint64_t ForEachJudged(const Descriptor& d, Steps& steps, const Step& whole, Visit visit) {
  return ForEachJudged(d, steps, whole, [](std::uint32_t) { return true; }, visit);
}

// Whether the clause would apply, had nothing withdrawn it.
[[nodiscard]] bool IsWithdrawn(const Descriptor& d, Steps& steps, const Step& clause);

// Which parts gave a group its value: those that applied, or, when that is not settled, all that
// may.
class Deciders {
 public:
  Deciders(Steps& steps, const Step& group);

  // Whether an exception to the group prevails over all of its clauses.
  [[nodiscard]] bool is_by_exception() const { return by_exception_; }

  // Whether this part did, an exception to the group, to one of its clauses, or a clause, which an
  // exception to it may defeat.
  [[nodiscard]] bool HasException(const Step& exception) const {
    return Applies(exception.applies, is_settled_);
  }
  [[nodiscard]] bool HasTied(const Step& exception) const {
    return !by_exception_ && Applies(exception.applies, is_settled_);
  }
  [[nodiscard]] bool HasClause(const Step& clause, bool is_defeated) const {
    return !by_exception_ && !is_defeated && Applies(clause.truth(), is_settled_);
  }

 private:
  static bool Applies(Truth truth, bool surely) {
    return truth == Truth::kYes || (!surely && truth == Truth::kUndetermined);
  }

  // The group surely applies and its value is known. Then some part surely applies, and what only
  // may apply changed nothing.
  bool is_settled_;
  bool by_exception_ = false;
};

}  // namespace acta::runtime
