#include "compiler/plan/cost.h"

#include <algorithm>
#include <limits>

#include "compiler/base/int128.h"
#include "compiler/ir/walk.h"

namespace acta::plan {

namespace {

std::uint64_t Capped(UInt128 exact) {
  return exact > std::numeric_limits<std::uint64_t>::max()
             ? std::numeric_limits<std::uint64_t>::max()
             : static_cast<std::uint64_t>(exact);
}

std::uint64_t Plus(std::uint64_t a, std::uint64_t b) {
  return Capped(UInt128{a} + b);
}
std::uint64_t Times(std::uint64_t a, std::uint64_t b) {
  return Capped(UInt128{a} * b);
}

std::uint32_t Deeper(std::uint32_t depth, std::uint32_t by) {
  return depth > std::numeric_limits<std::uint32_t>::max() - by ? depth : depth + by;
}

}  // namespace

const Weight& Scales::Weigh(ir::RuleId id) {
  const ir::Rule& rule = program_.rules[id];
  Weight sum{.cost = 1, .depth = 1};
  struct Open {
    ir::GroupId group;
    std::uint32_t level;
  };
  std::vector<Open> open{{rule.root, 1}};
  while (!open.empty()) {
    const auto [group_id, level] = open.back();
    open.pop_back();
    const ir::Group& group = program_.groups[group_id];
    sum.cost = Plus(sum.cost, 1);
    for (const ir::GroupId exception : group.exceptions) {
      open.push_back({exception, level + 1});
    }
    for (const auto& [clause, exception] : group.clause_exceptions) {
      open.push_back({exception, level + 1});
    }
    for (const ir::ClauseId clause : group.clauses) {
      AddClause(program_.clauses[clause], level, sum);
    }
  }
  if (rule.otherwise) {
    const Weight& otherwise = WeighTree(rule.otherwise->value);
    sum.cost = Plus(sum.cost, otherwise.cost);
    sum.depth = std::max(sum.depth, Deeper(otherwise.depth, 1));
  }
  return rules_[id.value] = sum;
}

void Scales::AddClause(const ir::Clause& clause, std::uint32_t level, Weight& sum) {
  const auto add = [&](ir::NodeId root) {
    if (root.valid()) {
      const Weight& tree = WeighTree(root);
      sum.cost = Plus(sum.cost, tree.cost);
      sum.depth = std::max(sum.depth, Deeper(tree.depth, level));
    }
  };
  sum.cost = Plus(sum.cost, 1);
  add(clause.guard);
  add(clause.condition);
  std::ranges::for_each(clause.withdrawals, add);
  add(clause.value);
}

const Weight& Scales::WeighTree(ir::NodeId root) {
  struct Open {
    ir::NodeId node;
    bool operands_done;
  };
  std::vector<Open> open{{root, false}};
  while (!open.empty()) {
    const auto [id, operands_done] = open.back();
    open.pop_back();
    if (weighed_[id.value]) {
      continue;
    }
    const ir::Node& node = program_.nodes[id];
    if (operands_done) {
      nodes_[id.value] = NodeWeight(node);
      weighed_[id.value] = true;
      continue;
    }
    open.push_back({id, true});
    for (const ir::NodeId operand : program_.OperandsOf(node)) {
      open.push_back({operand, false});
    }
  }
  return nodes_[root.value];
}

Weight Scales::NodeWeight(const ir::Node& node) const {
  const std::span<const ir::NodeId> operands = program_.OperandsOf(node);
  Weight sum;
  std::uint64_t times = 1;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const Weight& operand = nodes_[operands[i].value];
    sum.cost = Plus(sum.cost, Times(times, operand.cost));
    sum.depth = std::max(sum.depth, operand.depth);
    if (i == 0 && ir::IsFold(node.op)) {
      // Everything after the list is evaluated for each element.
      times = program_.types[program_.nodes[operands[0]].type].at_most;
    }
  }
  if (node.op == ir::Op::kCall) {
    const Weight& callee = rules_[static_cast<std::size_t>(node.imm)];
    sum.cost = Plus(sum.cost, callee.cost);
    sum.depth = std::max(sum.depth, callee.depth);
  }
  return {.cost = Plus(sum.cost, 1), .depth = Deeper(sum.depth, 1)};
}

}  // namespace acta::plan
