// Time zones from the system's database.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/ir/program.h"

namespace acta::semantics {

// The clock of a zone such as "Asia/Almaty": its offset at the beginning of 1900 and every change
// of offset from then to the end of 2100. Where the database stops listing changes, the rule that
// it gives for the time after is followed. Absent when the database does not know the name.
[[nodiscard]] std::optional<ir::Zone> LoadZone(std::string_view iana);

}  // namespace acta::semantics
