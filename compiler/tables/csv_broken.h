// Rows of CSV that are none of their table. Private to compiler/tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/tables/csv_query.h"

namespace acta::tables {

// A row with another number of cells than there are columns, with quotes that do not close, with
// bytes that are no text, or too long.
struct BrokenRow {
  std::uint64_t row = 0;  // of the file, counted from 0 below the first line
  std::string column;     // where that shows
  std::string expected, found;
};

// All of `file`, in its order; there may be none, where DuckDB failed at rows that are sound. Fails
// where they are too many to hold in memory, and where it cannot be told which rows they are; then
// it says `why` the reading had failed.
[[nodiscard]] Result<std::vector<BrokenRow>> BrokenRowsOf(Duck& duck, const CsvShape& shape,
                                                          const std::string& file,
                                                          const std::string& why);

}  // namespace acta::tables
