// The strict operators on known operands: the arithmetic that all paths share.
#pragma once

#include <span>

#include "compiler/codegen/function_writer.h"

namespace acta::codegen {

struct Computed {
  llvm::Value* payload = nullptr;
  // i1: the operation fails, for the node's reason. Null: it cannot.
  llvm::Value* failed = nullptr;
};

// The operation of `node`, which is strict, has operands and reads no slot. With operands that are
// undetermined, and so hold any payload, the code computes something without trapping or touching
// memory it should not.
[[nodiscard]] Computed Compute(FunctionWriter& writer, const ir::Node& node,
                               std::span<llvm::Value* const> operands);

}  // namespace acta::codegen
