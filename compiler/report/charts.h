// The charting library that was at hand when this was built; empty when none was.
#pragma once

#include <string_view>

namespace acta::report {

[[nodiscard]] std::string_view Charts();

}  // namespace acta::report
