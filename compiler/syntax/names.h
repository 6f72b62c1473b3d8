// How names, laws and days of a syntax tree are spelt: one way for all who show or compare them.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/syntax/ast.h"

namespace acta::ast {

// `kz.assembly`, `refusal.late`.
[[nodiscard]] std::string Dotted(const Name& name);

// The name of the document's law or module; empty where it declares none.
[[nodiscard]] std::string NameOf(const Document& document);

// "2021-03-17"
[[nodiscard]] std::string Iso(const DateLit& date);

// Days since 1970-01-01, and back.
[[nodiscard]] std::int32_t DayOf(const DateLit& date);
[[nodiscard]] DateLit DateOf(std::int32_t day);

}  // namespace acta::ast
