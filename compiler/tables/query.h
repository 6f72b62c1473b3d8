// What reads a table. Private to compiler/tables.
#pragma once

#include <string>

#include "compiler/base/result.h"
#include "compiler/ir/program.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/tables.h"

namespace acta::tables {

// The query whose rows are the source's, by the ending of its name. What DuckDB would guess of a
// value from those around it is left as text, for the reader of the fact.
[[nodiscard]] Result<std::string> QueryOf(Duck& duck, const Source& source,
                                          const ir::Program& program);

}  // namespace acta::tables
