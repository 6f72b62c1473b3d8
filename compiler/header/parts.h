// The parts of the header, in the order in which they stand.
#pragma once

#include <string>

#include "compiler/header/shape.h"

namespace acta::header {

// What the law is called, or at least the act.
[[nodiscard]] std::string_view TitleOf(const HeaderSource& source);

// Enums and structs, with their layout asserted.
[[nodiscard]] std::string WriteTypes(const Shape& shape);
// The functions that evaluate a case, and what they need.
[[nodiscard]] std::string WriteEvaluation(const Shape& shape);
// The function that fills a case of the generic door.
[[nodiscard]] std::string WriteFilling(const Shape& shape);

}  // namespace acta::header
