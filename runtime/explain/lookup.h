// What a node read besides its operands.
#pragma once

#include <cstdint>

#include "runtime/core/descriptor.h"
#include "runtime/explain/steps.h"

namespace acta::runtime {

// The reading whose choice lies in this slot, or ACTA_NONE.
[[nodiscard]] std::uint32_t ReadingAt(const Descriptor& d, std::int64_t slot);
// The version of the parameter that the Lookup found on that date, or nullptr.
[[nodiscard]] const acta_d_version* VersionUsed(const Descriptor& d, const acta_d_node& node,
                                                const Step& date);
// Whether the Lookup is on a day of its own, `PARAMETER on D`, not on the governing date.
[[nodiscard]] bool NamesItsDay(const Descriptor& d, const acta_d_node& node);

}  // namespace acta::runtime
