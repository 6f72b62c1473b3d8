// What reads a table in CSV. Private to compiler/tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/tables/duck.h"

namespace acta::tables {

// What the first line of some files says of the rows below it. Nothing is guessed from the rows.
struct CsvShape {
  std::vector<std::string> files;    // in the order in which they are read
  std::vector<std::string> columns;  // as the first line names them, told apart
  char delimiter = ',';              // between the names, and so between the cells
};

// Of the files at `pattern`, which messages call `path`. What stands between the names (a comma, a
// semicolon, a tabulator or a bar) stands between all cells. Fails where there is no such file,
// where a column has no name or that of another one, and where files have other columns than the
// first.
[[nodiscard]] Result<CsvShape> CsvShapeOf(Duck& duck, const std::string& path,
                                          const std::string& pattern);

// How rows are read that are none of their table.
enum class Broken : std::uint8_t {
  kEnds,          // the first one ends the reading
  kIsPassedOver,  // as if there were none
  kIsNoted,       // and noted in DuckDB's tables of rejects
};

// The call of DuckDB that reads `file`: all cells as texts, empty ones as nulls.
// Where nothing may be broken, parts of the file are read side by side, and what a part takes for
// the beginning of a row is compared with where the part before ends. What is broken is passed over
// from the beginning on: no part may take a line within quotes for a row.
[[nodiscard]] std::string ReadCsv(const CsvShape& shape, const std::string& file, Broken broken);
// The same for the lines of a file, whatever quotes are in them, as a column `line` in which a
// blank one is null. `more`: options of DuckDB. Where the column is not asked for, any bytes are a
// line.
[[nodiscard]] std::string ReadLines(const std::string& file, std::string_view more);
// Without blank ones, and with a column `nothing` beside, which is null. Where `line` is not asked
// for, any bytes are one.
[[nodiscard]] std::string ReadWrittenLines(const std::string& file);

}  // namespace acta::tables
