// Whether the rows of a decision table say one thing, and something, for every case.
// Internal to semantics/.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/reporter.h"

namespace acta::semantics {

struct TableColumn {
  std::string name;
  std::int64_t low = 0, high = 0;  // its values, both included
  bool decidable = true;           // false: texts, sets, periods, what another asks about too
  std::function<std::string(std::int64_t)> format;
};

// What one cell allows.
struct TableCellSet {
  std::vector<std::pair<std::int64_t, std::int64_t>> intervals;  // both ends included
  bool decidable = true;  // false: a test against something computed
};

struct TableRow {
  std::vector<TableCellSet> cells;
  std::optional<std::int64_t> value;         // when it is written out
  std::int32_t first_day = 0, last_day = 0;  // on which it is in force, both included
  Span span;
};

struct TableToCheck {
  std::string name;
  Span span;
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
  std::int32_t first_day = 0, last_day = 0;  // of the law
};

// Reports A4005 with a case that no row covers on a day on which some are in force, and A4006 with
// a case for which two rows give different results on one day. What cannot be decided, or would
// take too long, is not reported.
void CheckTable(const TableToCheck& table, Reporter& reporter);

}  // namespace acta::semantics
