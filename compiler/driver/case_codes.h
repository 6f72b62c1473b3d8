// The diagnostic codes of what can be wrong with a case, by the runtime's status.
#pragma once

#include <acta/acta.h>

#include <string_view>

namespace acta {

// "A8002" for ACTA_WRONG_TYPE, and so on; "A9001" for what only we can cause.
[[nodiscard]] std::string_view CodeOf(acta_status status);

}  // namespace acta
