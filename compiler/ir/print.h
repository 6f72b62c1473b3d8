// The program and the rule graph as text, for `acta dump`: readable, complete, and the same for the
// same program.
#pragma once

#include <string>

#include "compiler/ir/graph.h"
#include "compiler/ir/program.h"

namespace acta::ir {

[[nodiscard]] std::string PrintProgram(const Program& program);
[[nodiscard]] std::string PrintGraph(const RuleGraph& graph);

// One tree of nodes: `and(<=(18 years, age(...)), may_organise(p))`.
[[nodiscard]] std::string PrintNode(const Program& program, NodeId node);

}  // namespace acta::ir
