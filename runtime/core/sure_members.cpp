// What is certain of a set of grounds that is not known as a whole.
#include "runtime/core/outcome.h"

namespace acta::runtime {
namespace {

// An answer repeats its rule where its law is in force: a few steps lead from one to the other.
constexpr int kMostSteps = 8;

bool IsGoverningDateKnown(const acta_outcome& outcome) {
  const Descriptor& d = outcome.act->d;
  for (std::uint32_t rule = 0; rule < d.rules.size(); ++rule) {
    if (d.rules[rule].role == ACTA_D_ROLE_GOVERNING_DATE && outcome.whys[rule] != 0) {
      return false;
    }
  }
  return true;
}

// The value of a rule that has one clause, no condition and no exception; ACTA_NONE for any other.
std::uint32_t OnlyValueOf(const Descriptor& d, std::uint32_t rule) {
  const acta_d_group& root = d.groups[d.rules[rule].root];
  if (root.clauses.count != 1 || root.exceptions.count != 0 || root.clause_exceptions.count != 0) {
    return ACTA_NONE;
  }
  const acta_d_clause& clause = d.clauses[d.Indices(root.clauses)[0]];
  const bool is_bound =
      clause.guard != ACTA_NONE || clause.condition != ACTA_NONE || clause.withdrawals.count != 0;
  return is_bound ? ACTA_NONE : clause.value;
}

// The rule that the node repeats: itself, or where the law is in force.
std::uint32_t RepeatedBy(const Descriptor& d, const acta_d_node& node) {
  if (node.op == ACTA_OP_Rule) {
    return static_cast<std::uint32_t>(node.imm);
  }
  if (node.op != ACTA_OP_If) {
    return ACTA_NONE;
  }
  const acta_d_node& then_value = d.nodes[d.OperandsOf(node)[1]];
  const acta_d_node& else_value = d.nodes[d.OperandsOf(node)[2]];
  const bool is_guard = then_value.op == ACTA_OP_Rule && else_value.op == ACTA_OP_Undetermined;
  return is_guard ? static_cast<std::uint32_t>(then_value.imm) : ACTA_NONE;
}

}  // namespace

std::int64_t SureMembers(const acta_outcome& outcome, std::uint32_t rule) {
  const Descriptor& d = outcome.act->d;
  if (!IsGoverningDateKnown(outcome)) {
    return 0;
  }
  for (int step = 0; step < kMostSteps; ++step) {
    const std::uint32_t value = OnlyValueOf(d, rule);
    if (value == ACTA_NONE) {
      return 0;
    }
    const acta_d_node& node = d.nodes[value];
    if (node.op == ACTA_OP_SetOf) {
      std::int64_t sure = 0;
      const auto grounds = d.OperandsOf(node);
      for (std::size_t i = 0; i < grounds.size(); ++i) {
        const acta_d_node& ground = d.nodes[grounds[i]];
        const auto of = static_cast<std::uint32_t>(ground.imm);
        if (ground.op == ACTA_OP_Rule && outcome.whys[of] == 0 && outcome.values[of] == 1) {
          sure |= std::int64_t{1} << i;
        }
      }
      return sure;
    }
    // The same reasons on both sides: the answer is undetermined because the rule is.
    const std::uint32_t repeated = RepeatedBy(d, node);
    if (repeated == ACTA_NONE || outcome.whys[repeated] != outcome.whys[rule]) {
      return 0;
    }
    rule = repeated;
  }
  return 0;
}

}  // namespace acta::runtime
