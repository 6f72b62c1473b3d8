// Types and values in the words of the language: "list of Person, at most 16", "2021-03-17", "5
// working days".
#pragma once

#include <cstdint>
#include <string>

#include "compiler/ir/program.h"

namespace acta::ir {

// As the author would write the type: "optional money in KZT per mci".
[[nodiscard]] std::string TypeName(const Program& program, TypeId type);

// As the author would write the value. "absent", "missing" for the reserved payloads. A list is
// named by its length, an entity by its type and slot: their elements lie in a case, which is not
// known here.
[[nodiscard]] std::string FormatValue(const Program& program, TypeId type, std::int64_t payload);

// "2021-03-17", "-0044-03-15"; the day number where the date lies outside the years.
[[nodiscard]] std::string FormatDate(std::int64_t day);
// "09:00", "09:00:30", "24:00".
[[nodiscard]] std::string FormatTime(std::int64_t seconds);
// "2021-03-29 12:00".
[[nodiscard]] std::string FormatDateTime(std::int64_t seconds);

// "working days", "boolean", "set": the kind alone.
[[nodiscard]] std::string KindName(Kind kind);

}  // namespace acta::ir
