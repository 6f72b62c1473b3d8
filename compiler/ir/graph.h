// The rule graph: a checked program, the rules that are to be evaluated, and an order in which each comes after what it reads.
// Interpreter, code generator, solver and documentation see this and nothing above it.
#pragma once

#include <memory>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::ir {

struct RuleGraph {
  std::shared_ptr<const Program> program;
  // The memoised rules (no parameters) to evaluate, each after what it reads. Names rules reached from the roots only.
  std::vector<RuleId> order;
  // Rules with parameters that are reached, callees first.
  std::vector<RuleId> callees;
};

}  // namespace acta::ir
