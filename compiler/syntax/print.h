// Print: the syntax tree as text, for `acta dump --stage=ast` and for tests.
#pragma once

#include <string>

#include "compiler/syntax/ast.h"

namespace acta {

// Provisions first, then a line for each declaration and, indented, for each of its parts.
// Expressions are written operator first, in parentheses: `(and (>= (age of p.birth_date on d) 18
// years) (= p.citizenship kz))`.
[[nodiscard]] std::string Print(const ast::Document& document);

// One expression of the document.
[[nodiscard]] std::string Print(const ast::Document& document, ast::ExprId id);

}  // namespace acta
