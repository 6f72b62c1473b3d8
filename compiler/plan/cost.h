// How much work, and how deep a stack, one evaluation can take.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::plan {

// In evaluations of nodes (every list full; it stops counting at the largest number) and in levels
// of nesting.
struct Weight {
  std::uint64_t cost = 0;
  std::uint32_t depth = 0;
};

// Weighs the rules of a program, one after the other, callees first.
class Scales {
 public:
  explicit Scales(const ir::Program& program)
      : program_(program),
        nodes_(program.nodes.size()),
        rules_(program.rules.size()),
        weighed_(program.nodes.size(), false) {}

  // The weight of one evaluation of the rule, calls included. The rules it calls must have been
  // weighed.
  const Weight& Weigh(ir::RuleId rule);
  [[nodiscard]] const Weight& Of(ir::RuleId rule) const { return rules_[rule.value]; }

 private:
  // The weight of the node; its operands' have been found.
  [[nodiscard]] Weight NodeWeight(const ir::Node& node) const;
  const Weight& WeighTree(ir::NodeId root);
  void AddClause(const ir::Clause& clause, std::uint32_t level, Weight& sum);

  const ir::Program& program_;
  std::vector<Weight> nodes_, rules_;
  std::vector<bool> weighed_;
};

}  // namespace acta::plan
