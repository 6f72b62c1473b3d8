// acta why and acta ask: the whole tree behind one question, and the missing fact to ask for next.
#pragma once

#include <string>

#include "compiler/driver/cases.h"

namespace acta {

// The full tree behind the answer, or the rule, named `question`, for each case.
[[nodiscard]] Exit Why(const CaseOptions& options, const std::string& question);

// For each case the missing fact that settles most.
[[nodiscard]] Exit Ask(const CaseOptions& options);

}  // namespace acta
