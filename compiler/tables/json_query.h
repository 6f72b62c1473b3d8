// What reads a table in JSON. Private to compiler/tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/ir/program.h"
#include "compiler/tables/duck.h"

namespace acta::tables {

// How some files are read whose rows are objects of facts by name.
struct JsonReading {
  std::vector<std::string> files;
  std::vector<std::string> columns;  // `"name" := value` each, of the object `json`
  // Whether what is no JSON ends the reading, or is a row where each line is one.
  enum class Broken : std::uint8_t { kEnds, kIsARow } broken = Broken::kEnds;

  // The rows of `file`. The last column is null beside an object, and beside what is none it is
  // what stands there.
  [[nodiscard]] std::string Query(const std::string& file) const;
};

// Of the files at `pattern`, which messages call `path`. What DuckDB would guess of a value from
// those around it is left as text. Where an optional fact or field `f` is null, `f$absent` beside
// it is true: as in a case of `acta run`, null says that there is none, and what is left out is
// missing.
[[nodiscard]] Result<JsonReading> JsonReadingOf(Duck& duck, const std::string& path,
                                                const std::string& pattern,
                                                const ir::Program& program);

}  // namespace acta::tables
