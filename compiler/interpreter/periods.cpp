#include "compiler/interpreter/periods.h"

#include <algorithm>
#include <limits>

#include "compiler/interpreter/days.h"
#include "compiler/interpreter/numbers.h"

namespace acta::interpreter {

namespace {

constexpr std::int64_t kSecondsOfDay = 86400;

// After so many days every day of the year has come, 29 February too (1896 to 1904 is the longest
// it stays away).
constexpr std::int64_t kAllDaysOfTheYear = 8 * 366 + 1;

bool HasNoDays(const Period& dates) {
  return dates.start > dates.end;
}

}  // namespace

std::int64_t Pack(const Period& period) {
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(period.start) << 32) |
                                   (static_cast<std::uint64_t>(period.end) & 0xffffffff));
}

Period Unpack(std::int64_t payload) {
  return {.start = static_cast<std::int32_t>(static_cast<std::uint64_t>(payload) >> 32),
          .end = static_cast<std::int32_t>(static_cast<std::uint64_t>(payload) & 0xffffffff)};
}

bool InDates(std::int64_t date, const Period& dates) {
  return dates.start <= date && date <= dates.end;
}

bool InTimes(std::int64_t time, const Period& times) {
  return times.start <= times.end ? times.start <= time && time < times.end
                                  : time >= times.start || time < times.end;
}

bool OverlapDates(const Period& a, const Period& b) {
  return !HasNoDays(IntersectDates(a, b));
}

// If they share a second at all, they share the one with which one of them begins, or 00:00.
bool OverlapTimes(const Period& a, const Period& b) {
  const auto in_both = [&](std::int64_t second) {
    return second < kSecondsOfDay && InTimes(second, a) && InTimes(second, b);
  };
  return in_both(0) || in_both(a.start) || in_both(b.start);
}

bool SubsetDates(const Period& part, const Period& whole) {
  return HasNoDays(part) || (whole.start <= part.start && part.end <= whole.end);
}

Period IntersectDates(const Period& a, const Period& b) {
  return {.start = std::max(a.start, b.start), .end = std::min(a.end, b.end)};
}

bool InYearly(std::int64_t date, std::int64_t window) {
  const std::int64_t from = window / 4096;
  const std::int64_t to = window % 4096;
  const Civil civil = CivilOf(date);
  const std::int64_t day = civil.month * 32 + civil.day;
  return from <= to ? from <= day && day <= to : day >= from || day <= to;
}

bool OverlapYearly(const Period& dates, std::int64_t window) {
  const std::int64_t last = std::min(dates.end, dates.start + kAllDaysOfTheYear);
  for (std::int64_t date = dates.start; date <= last; ++date) {
    if (InYearly(date, window)) {
      return true;
    }
  }
  return false;
}

bool SubsetYearly(const Period& dates, std::int64_t window) {
  const std::int64_t last = std::min(dates.end, dates.start + kAllDaysOfTheYear);
  for (std::int64_t date = dates.start; date <= last; ++date) {
    if (!InYearly(date, window)) {
      return false;
    }
  }
  return true;
}

// ---- clocks
// ----------------------------------------------------------------------------------------------------

// Tries every offset that the zone ever had: the instant it would give counts if the offset was in
// force then.
std::optional<std::int64_t> ToInstant(const ir::Zone& zone, std::int64_t datetime) {
  if (!IsDate(FloorDiv(datetime, kSecondsOfDay))) {
    return std::nullopt;
  }
  std::optional<std::int64_t> found;
  std::int64_t begins = std::numeric_limits<std::int64_t>::min();
  for (std::size_t i = 0; i <= zone.changes.size(); ++i) {
    const std::int64_t offset = i == 0 ? zone.first_offset : zone.changes[i - 1].second;
    const std::int64_t ends =
        i == zone.changes.size() ? std::numeric_limits<std::int64_t>::max() : zone.changes[i].first;
    const std::int64_t instant = datetime - offset;
    if (begins <= instant && instant < ends) {
      if (found) {
        return std::nullopt;
      }
      found = instant;
    }
    begins = ends;
  }
  return found;
}

std::optional<std::int64_t> FromInstant(const ir::Zone& zone, std::int64_t instant) {
  std::int64_t offset = zone.first_offset;
  for (const auto& [at, changed] : zone.changes) {
    if (at <= instant) {
      offset = changed;
    }
  }
  const std::optional<std::int64_t> datetime = AsPayload(Int128{instant} + offset);
  return datetime && ToInstant(zone, *datetime) ? datetime : std::nullopt;
}

}  // namespace acta::interpreter
