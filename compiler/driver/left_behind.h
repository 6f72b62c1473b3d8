// What an amendment leaves behind that repeals something from a later day, or in some cases: it is
// still there, for the other days and cases, and must not decide on its own.
#pragma once

#include <vector>

#include "compiler/base/source_file.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/ast.h"

namespace acta {

// Whether an error of the law of a day, or of some cases, whose documents these are, is one of the
// law `of_all` days and cases too: an exception to what has ended would decide in its place, a
// question would be answered with no because nobody answers it any more. What norms demand and
// allow is just not demanded and allowed when they have ended, and a value is undetermined.
[[nodiscard]] bool IsLeftBehind(const Diagnostic& error,
                                const std::vector<ast::Document>& documents,
                                const SourceMap& sources, const std::vector<ast::Document>& of_all);

}  // namespace acta
