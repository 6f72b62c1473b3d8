// The descriptor of an act: what the runtime needs of a rule graph to build cases and to explain
// answers, as bytes that an object file can carry (runtime/include/acta/descriptor.h).
#pragma once

#include <cstddef>
#include <vector>

#include "compiler/base/source_file.h"
#include "compiler/ir/graph.h"

namespace acta {

// Indices in the descriptor are the ids of the program: a trace names the same nodes, clauses,
// groups and rules. `sources` holds the texts that the spans of the program point into; expressions
// are quoted from them. The same graph gives the same bytes.
[[nodiscard]] std::vector<std::byte> WriteDescriptor(const ir::RuleGraph& graph,
                                                     const SourceMap& sources);

}  // namespace acta
