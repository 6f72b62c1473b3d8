// Answers as Arrow arrays.
#pragma once

#include "runtime/columns/batch.h"
#include "runtime/columns/owned.h"

namespace acta::runtime::columns {

// Arrays for `rows` cases of the type of the batch's output schema, its answers and clauses set to
// write into them. False for want of memory; then `out` is released.
[[nodiscard]] bool MakeOutput(acta_batch& batch, std::int64_t rows, ArrowArray* out);
// After the batch ran: counts of nulls, dictionaries, reasons.
[[nodiscard]] bool FinishOutput(acta_batch& batch, ArrowArray* out);

}  // namespace acta::runtime::columns
