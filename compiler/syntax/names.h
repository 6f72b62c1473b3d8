// How names, laws and days of a syntax tree are spelt: one way for all who show or compare them.
#pragma once

#include <string>

#include "compiler/syntax/ast.h"

namespace acta::ast {

// `kz.assembly`, `refusal.late`.
[[nodiscard]] std::string Dotted(const Name& name);

// The name of the document's law or module; empty where it declares none.
[[nodiscard]] std::string NameOf(const Document& document);

// "2021-03-17"
[[nodiscard]] std::string Iso(const DateLit& date);

}  // namespace acta::ast
