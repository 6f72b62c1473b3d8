// What reads a table in JSON. Private to compiler/tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/ir/program.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/tables.h"

namespace acta::tables {

// How some files are read whose rows are objects of facts by name.
struct JsonReading {
  std::vector<std::string> files;
  std::vector<std::string> columns;  // `value AS "name"` each, of the object `json`
  // Whether what is no JSON ends the reading, or is a row where each line is one.
  enum class Broken : std::uint8_t { kEnds, kIsARow } broken = Broken::kEnds;

  // The rows of `file`. The last column is the row as it stands; null where it is no JSON.
  [[nodiscard]] std::string Query(const std::string& file) const;
};

// Of the files at `pattern`, which messages call as `source` does. What DuckDB would guess of a
// value from those around it is left as text, and what is to be read as an entity, a list, a set or
// a period is null where another value stands: one row does not change how the others are read.
// Where an optional fact or field `f` is null, `f$absent` beside it is true: as in a case of `acta
// run`, null says that there is none, and what is left out is missing. Fails where all files are
// blank: an empty array says that there are no cases, an empty file says nothing.
[[nodiscard]] Result<JsonReading> JsonReadingOf(Duck& duck, const Source& source,
                                                const std::string& pattern,
                                                const ir::Program& program);

}  // namespace acta::tables
