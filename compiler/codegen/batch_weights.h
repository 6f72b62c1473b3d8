// What decides where batch evaluators are cut into functions.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/ir/graph.h"

namespace acta::codegen {

// A rule heavier than this, with all that it calls, is left to the row evaluator.
inline constexpr std::uint64_t kHeaviestInline = 6'000;

struct BatchWeights {
  explicit BatchWeights(const ir::RuleGraph& graph);

  // Per rule: its operations, with those of all that it calls.
  std::vector<std::uint64_t> of;
  // Per rule: the rules whose results it looks at for each element of some list. They must be done
  // before the function begins in which it stands.
  std::vector<std::vector<ir::RuleId>> read_in_folds;

  [[nodiscard]] bool IsTooHeavy(ir::RuleId rule) const {
    return of[rule.index()] > kHeaviestInline;
  }
};

}  // namespace acta::codegen
