// What every stage promises about the program it hands on, checked after the stage.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/graph.h"
#include "compiler/ir/program.h"

namespace acta::ir {

// Each broken promise as a sentence: ids that name nothing, operands of the wrong number or kind,
// trees that are none, parameters and elements out of place, versions out of order. Empty for a
// sound program. At most 20.
[[nodiscard]] std::vector<std::string> FaultsOf(const Program& program);

// The same for the graph: every rule once, each after what it reads, nothing left out that is read.
// Takes the program as sound.
[[nodiscard]] std::vector<std::string> FaultsOf(const RuleGraph& graph);

// ACTA_CHECK that there are none. Do nothing in builds without ACTA_CHECKED.
void VerifyProgram(const Program& program);
void VerifyGraph(const RuleGraph& graph);

}  // namespace acta::ir
