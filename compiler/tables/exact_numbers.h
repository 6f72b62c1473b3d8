// Numbers in JSON, past DuckDB's doubles. Private to compiler/tables.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.h"
#include "compiler/tables/duck.h"

namespace acta::tables {

// The same JSON with each number that has a fraction or an exponent as a text: "0.1" for 0.1, digit
// for digit. What is no JSON stays none.
[[nodiscard]] std::string WithNumbersAsTexts(std::string_view json);

// Makes that a function of SQL, of this name.
inline constexpr const char* kNumbersAsTexts = "acta_numbers_as_texts";
[[nodiscard]] Result<void> RegisterNumbersAsTexts(Duck& duck);

}  // namespace acta::tables
