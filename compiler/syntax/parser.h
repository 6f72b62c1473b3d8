// Parse: the text of a law becomes its syntax tree.
#pragma once

#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta {

// Reads the document `source` of `sources`: Markdown when its path ends in `.md`, else one bare
// block of code. Reports A1xxx and A4002. A declaration that cannot be read is left out and reading
// goes on with the next, so several independent errors come out of one run. Takes time and memory
// linear in the text (limits.h).
[[nodiscard]] ast::Document Parse(const SourceMap& sources, SourceId source, Reporter& reporter);

}  // namespace acta
