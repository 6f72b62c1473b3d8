// DuckDB, loaded when the first table is opened: it is large, and most of what `acta` does needs
// none of it. Private to compiler/tables.
#pragma once

#include <duckdb.h>

#include "compiler/base/result.h"

namespace acta::tables {

struct DuckFunctions {
#define ACTA_DUCK(name) decltype(&::name) name = nullptr;
#include "compiler/tables/duck_functions.def"
#undef ACTA_DUCK
};

// Loads it, once. Looked for at $ACTA_DUCKDB, beside the executable in ../lib, and where it lay
// when this was built. Fails with what to do when it is not there.
[[nodiscard]] Result<void> LoadDuck();
// Only after LoadDuck.
[[nodiscard]] const DuckFunctions& Ducks();

}  // namespace acta::tables
