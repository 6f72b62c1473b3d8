// The JSON Schema (2020-12) of an act's cases and of its answers.
#pragma once

#include <string>

#include "compiler/ir/program.h"

namespace acta {

// One schema document: `$defs/case` describes a case as `acta run --case` reads it, `$defs/answers` what `--json` prints for it.
// The document itself accepts a case. Ends with a line break; the same bytes for the same program.
[[nodiscard]] std::string JsonSchemaOf(const ir::Program& program);

}  // namespace acta
