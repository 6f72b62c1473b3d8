// What reads a table in JSON. Private to compiler/tables.
#pragma once

#include <string>

#include "compiler/base/result.h"
#include "compiler/ir/program.h"
#include "compiler/tables/duck.h"

namespace acta::tables {

// The query whose rows are the objects of the files at `pattern`, which messages call `path`. What
// DuckDB would guess of a value from those around it is left as text. Where an optional fact or
// field `f` is null, `f$absent` beside it is true: as in a case of `acta run`, null says that there
// is none, and what is left out is missing.
[[nodiscard]] Result<std::string> JsonQuery(Duck& duck, const std::string& path,
                                            const std::string& pattern, const ir::Program& program);

}  // namespace acta::tables
