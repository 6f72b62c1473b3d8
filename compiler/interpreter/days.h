// Dates in the simplest way that is right: years are counted, months are walked. Written apart from
// the runtime's kernels.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/base/int128.h"
#include "compiler/ir/program.h"

namespace acta::interpreter {

// Days are counted from 1970-01-01, which is 0.
struct Civil {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
};

[[nodiscard]] bool IsLeapYear(std::int64_t year);
[[nodiscard]] int DaysInMonth(std::int64_t year, int month);
[[nodiscard]] std::int64_t DayOf(const Civil& civil);
[[nodiscard]] Civil CivilOf(std::int64_t day);
// Monday is 0.
[[nodiscard]] int WeekdayOf(std::int64_t day);

// Whether the years are -9999 to 9999.
[[nodiscard]] bool IsDate(Int128 day);

[[nodiscard]] std::optional<std::int64_t> AddDays(std::int64_t date, std::int64_t count);

enum class MonthEnd : std::uint8_t { kNone, kDown, kUp };
[[nodiscard]] std::optional<std::int64_t> AddMonths(std::int64_t date, std::int64_t count,
                                                    MonthEnd rounding);

// Completed years; who was born on 29 February has a birthday on 1 March in common years, or on 28
// February.
[[nodiscard]] std::int64_t AgeOn(std::int64_t birth, std::int64_t on, bool leap_birthday_early);

// Working days, day by day over what the calendar knows. Absent where a given date or the result is
// not covered.
[[nodiscard]] std::optional<bool> IsWorkingDay(const ir::Calendar& calendar, std::int64_t date);
[[nodiscard]] std::optional<std::int64_t> AddWorkingDays(const ir::Calendar& calendar,
                                                         std::int64_t date, std::int64_t count);
[[nodiscard]] std::optional<std::int64_t> WorkingDaysBetween(const ir::Calendar& calendar,
                                                             std::int64_t from, std::int64_t to);
enum class Direction : std::uint8_t { kForward, kBack };
[[nodiscard]] std::optional<std::int64_t> Roll(const ir::Calendar& calendar, std::int64_t date,
                                               Direction direction);
// The clock runs on working days only, midnight to midnight: the earliest moment by which so many
// seconds have run, or, for negative ones, the latest from which so many run.
[[nodiscard]] std::optional<std::int64_t> AddWorkingSeconds(const ir::Calendar& calendar,
                                                            std::int64_t datetime,
                                                            std::int64_t seconds);

}  // namespace acta::interpreter
