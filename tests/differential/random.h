// Payloads that lie where evaluators go wrong.
#pragma once

#include <cstdint>

#include "compiler/base/random.h"
#include "compiler/ir/program.h"

namespace acta::differential {

// A payload of a scalar type, neither missing nor (but for optional types) absent. Half of them lie
// on boundaries: of the type, of the month and the year, of the program's calendars, parameters and
// clocks.
[[nodiscard]] std::int64_t RandomPayload(const ir::Program& program, const ir::Type& type,
                                         Random& random);

// A small number of values of the type, for programs in which clauses often agree.
[[nodiscard]] std::int64_t CommonPayload(const ir::Program& program, const ir::Type& type,
                                         Random& random);

}  // namespace acta::differential
