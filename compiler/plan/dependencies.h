// Which rule reads which, and an order in which each comes after what it reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::plan {

// A rule reads another, at this node.
struct Reads {
  ir::RuleId rule;
  ir::NodeId where;
};

// Every reading of every rule, through clauses, exceptions, withdrawals, guards and defaults.
class Dependencies {
 public:
  explicit Dependencies(const ir::Program& program);

  [[nodiscard]] std::span<const Reads> Of(ir::RuleId rule) const {
    return std::span(reads_).subspan(first_[rule.value],
                                     first_[rule.value + 1] - first_[rule.value]);
  }
  [[nodiscard]] std::size_t rule_count() const { return first_.size() - 1; }

 private:
  std::vector<Reads> reads_;
  // Where the readings of a rule begin; one more at the end.
  std::vector<std::size_t> first_;
};

// Rules that need each other, and so can only be evaluated together: one rule, or a circle.
struct Component {
  std::vector<ir::RuleId> rules;
  bool circular = false;
};

// All rules in components, each component after those it reads. What `roots` need comes first, in
// the order of the roots.
[[nodiscard]] std::vector<Component> OrderOf(const Dependencies& dependencies,
                                             std::span<const ir::RuleId> roots);

// The shortest way round from the first rule of a circular component back to it. `rule` of the last
// step is that first rule.
[[nodiscard]] std::vector<Reads> WayRound(const Dependencies& dependencies,
                                          const Component& component);

// By RuleId, whether a root is or needs the rule.
[[nodiscard]] std::vector<bool> ReachedFrom(const Dependencies& dependencies,
                                            std::span<const ir::RuleId> roots);

}  // namespace acta::plan
