// Errors of an amended law that stand in words nobody changed: which instruction brought them.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "compiler/amend/edits.h"
#include "compiler/diagnostics/reporter.h"

namespace acta {

// What is wrong with the law under these amendments, where it was written.
using ErrorsUnder =
    std::function<std::vector<Diagnostic>(std::span<const amend::Written> amendments)>;

// Lets errors that `stands_in_law` point at the first instruction of `amendments` with which they
// are there, if it is not there without any, and names the place in the law beside it. The law is
// checked anew for each instruction, up to the first 200.
void PointAtInstructions(std::span<const amend::Written> amendments,
                         const ErrorsUnder& errors_under,
                         const std::function<bool(const Span&)>& stands_in_law, Reporter& reporter);

}  // namespace acta
