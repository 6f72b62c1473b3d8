// What reads a table in CSV. Private to compiler/tables.
#pragma once

#include <string>

#include "compiler/base/result.h"
#include "compiler/tables/duck.h"

namespace acta::tables {

// The query whose rows are those of the files at `pattern`, which messages call `path`: all cells
// as texts, empty ones as nulls. The first line names the columns; what stands between them in it
// (a comma, a semicolon, a tabulator or a bar) stands between all cells. Nothing is guessed from
// the lines below. Fails where there is no such file, where a column has no name or that of another
// one, and where files have other columns than the first.
[[nodiscard]] Result<std::string> CsvQuery(Duck& duck, const std::string& path,
                                           const std::string& pattern);

}  // namespace acta::tables
