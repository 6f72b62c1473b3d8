// What reads a table. Private to compiler/tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/ir/program.h"
#include "compiler/tables/csv_query.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/tables.h"

namespace acta::tables {

// The queries whose rows are a source's, one after the other, each with the same columns.
struct Plan {
  struct Part {
    std::string name;  // of the file, or of what stands for some
    std::string query;
  };
  std::vector<Part> parts;
  std::optional<CsvShape> csv;  // of which each part is a file
  // Whether the last column is none of the table: it is the row as it stands, in JSON.
  bool tells_json = false;
};

// By the ending of the source's name. What DuckDB would guess of a value from those around it is
// left as text, for the reader of the fact.
[[nodiscard]] Result<Plan> PlanOf(Duck& duck, const Source& source, const ir::Program& program);

}  // namespace acta::tables
