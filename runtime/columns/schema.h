// What a batch takes and gives, as Arrow schemas.
#pragma once

#include "runtime/columns/batch.h"
#include "runtime/columns/owned.h"

namespace acta::runtime::columns {

// False for want of memory; then `out` is released.
[[nodiscard]] bool MakeInputSchema(const Shape& shape, ArrowSchema* out);
[[nodiscard]] bool MakeOutputSchema(const acta_batch& batch, ArrowSchema* out);

// How many columns evaluation gives for an answer: itself, `$absent`, `$reasons`.
inline std::uint32_t ColumnsOf(const acta_batch& batch, const AnswerColumn& answer) {
  return 1 + (answer.optional ? 1 : 0) + (batch.wants_reasons() ? 1 : 0);
}

}  // namespace acta::runtime::columns
