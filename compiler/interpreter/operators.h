// The strict operators on known operands.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "compiler/ir/program.h"

namespace acta::interpreter {

// What the strict operator of `node` gives. Absent when it fails: the node's reason then says why.
// Not for `Field`, which looks into the case.
[[nodiscard]] std::optional<std::int64_t> Apply(const ir::Program& program, const ir::Node& node,
                                                std::span<const std::int64_t> operands);

}  // namespace acta::interpreter
