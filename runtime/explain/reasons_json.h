// Reasons as JSON, for outcomes and explanations alike.
#pragma once

#include "runtime/core/outcome.h"
#include "runtime/core/writer.h"

namespace acta::runtime {

// "missing", "reading", "conflict", "uncovered", "arithmetic".
[[nodiscard]] std::string_view ReasonWord(std::int32_t kind);

// [{"kind","subject","type"?,"doc"?,"judged_by"?,"citation"?}]: single reasons, as CollectReasons
// leaves them.
void WriteReasonsJson(Writer& out, const acta_outcome& outcome,
                      const Array<std::uint32_t>& reasons);

}  // namespace acta::runtime
