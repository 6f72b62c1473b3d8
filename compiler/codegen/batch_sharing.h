// Which expressions are the same wherever they stand, and which of them are worth keeping from one
// function of a batch evaluator to the next.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/ir/graph.h"

namespace acta::codegen {

class SharedNodes {
 public:
  explicit SharedNodes(const ir::RuleGraph& graph);

  // The first of all nodes that compute the same, reasons apart.
  [[nodiscard]] ir::NodeId FirstLike(ir::NodeId node) const { return first_[node.index()]; }
  // Whether it names no parameter and no element: it has one value for each case.
  [[nodiscard]] bool IsClosed(ir::NodeId node) const { return closed_[node.index()]; }
  // Costly, and computed in several places.
  [[nodiscard]] bool IsWorthKeeping(ir::NodeId first) const {
    return worth_keeping_[first.index()];
  }

 private:
  std::vector<ir::NodeId> first_;
  std::vector<bool> closed_, worth_keeping_;
};

}  // namespace acta::codegen
