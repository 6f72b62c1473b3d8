// Periods of dates and of times, windows of the year, clocks of the zones.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/ir/program.h"

namespace acta::interpreter {

// A period of dates has both its ends; one whose start lies after its end has no days. A period of
// times has its start and not its end, and crosses midnight when it starts after it ends.
struct Period {
  std::int64_t start = 0;
  std::int64_t end = 0;
};
[[nodiscard]] std::int64_t Pack(const Period& period);
[[nodiscard]] Period Unpack(std::int64_t payload);

[[nodiscard]] bool InDates(std::int64_t date, const Period& dates);
[[nodiscard]] bool InTimes(std::int64_t time, const Period& times);
// Whether some date lies in both; whether some second of the day does.
[[nodiscard]] bool OverlapDates(const Period& a, const Period& b);
[[nodiscard]] bool OverlapTimes(const Period& a, const Period& b);
[[nodiscard]] bool SubsetDates(const Period& part, const Period& whole);
[[nodiscard]] Period IntersectDates(const Period& a, const Period& b);

// A window of the year as it stands in `imm` of the yearly operators.
[[nodiscard]] bool InYearly(std::int64_t date, std::int64_t window);
[[nodiscard]] bool OverlapYearly(const Period& dates, std::int64_t window);
[[nodiscard]] bool SubsetYearly(const Period& dates, std::int64_t window);

// The instant of a clock time. Absent when the clock skips it, when it comes twice, or when its
// date is none.
[[nodiscard]] std::optional<std::int64_t> ToInstant(const ir::Zone& zone, std::int64_t datetime);
[[nodiscard]] std::optional<std::int64_t> FromInstant(const ir::Zone& zone, std::int64_t instant);

}  // namespace acta::interpreter
