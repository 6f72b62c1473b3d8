// The rows of a table, file after file. Private to compiler/tables.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/tables/csv_broken.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/query.h"

namespace acta::tables {

// Rows that follow each other in one file: those of a chunk with the broken ones between them, or
// broken ones only.
struct Stretch {
  duckdb_data_chunk chunk = nullptr;  // belongs to who takes it; null: all are broken
  std::uint64_t rows = 0;             // broken ones too
  std::uint64_t first = 0;            // of the file, counted from 0
  std::size_t part = 0;               // of the plan
  std::vector<BrokenRow> broken;      // in order
};

// Reads each file as if nothing were wrong with it. Where that fails, its broken rows are looked
// for, and handed out in their places.
class RowReader {
 public:
  [[nodiscard]] static Result<RowReader> Open(std::unique_ptr<Duck> duck, Plan plan);

  [[nodiscard]] const Plan& plan() const { return plan_; }
  // What says the names and types of the columns.
  [[nodiscard]] duckdb_result& columns() { return rows_->result(); }
  // No rows behind the last.
  [[nodiscard]] Result<Stretch> Next();

 private:
  RowReader(std::unique_ptr<Duck> duck, Plan plan)
      : duck_(std::move(duck)), plan_(std::move(plan)) {}
  [[nodiscard]] const std::string& name() const { return plan_.parts[part_].name; }
  [[nodiscard]] Result<void> OpenPart();
  // Goes on behind the last row that was handed out.
  [[nodiscard]] Result<void> PassOverBroken(const std::string& why);

  std::unique_ptr<Duck> duck_;
  Plan plan_;
  std::size_t part_ = 0;
  std::unique_ptr<Rows> rows_;
  std::uint64_t next_ = 0;  // row of the file
  bool passes_over_broken_ = false;
  std::vector<BrokenRow> broken_;
  std::size_t next_broken_ = 0;
};

}  // namespace acta::tables
