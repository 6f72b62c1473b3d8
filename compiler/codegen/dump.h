// The LLVM IR of an act, for those who want to see what it becomes: `acta dump --stage=llvm`.
#pragma once

#include <string>

#include "compiler/ir/graph.h"

namespace acta {

// All modules as text, before any pass: tables, the known path, the full path, the traced
// one, the batch evaluators for any block and for blocks in which all is given.
[[nodiscard]] std::string DumpLlvm(const ir::RuleGraph& graph);

}  // namespace acta
