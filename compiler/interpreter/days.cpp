#include "compiler/interpreter/days.h"

#include <algorithm>

#include "compiler/interpreter/numbers.h"

namespace acta::interpreter {

namespace {

constexpr std::int64_t kSecondsOfDay = 86400;

// How many of the years up to and with `year` are leap years, counted from year 0 on (so that
// differences are right).
std::int64_t LeapYearsUpTo(std::int64_t year) {
  return FloorDiv(year, 4) - FloorDiv(year, 100) + FloorDiv(year, 400);
}

std::int64_t NewYear(std::int64_t year) {
  return 365 * (year - 1970) + LeapYearsUpTo(year - 1) - LeapYearsUpTo(1969);
}

}  // namespace

bool IsLeapYear(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysInMonth(std::int64_t year, int month) {
  switch (month) {
    case 2:
      return IsLeapYear(year) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11:
      return 30;
    default:
      return 31;
  }
}

std::int64_t DayOf(const Civil& civil) {
  std::int64_t day = NewYear(civil.year);
  for (int month = 1; month < civil.month; ++month) {
    day += DaysInMonth(civil.year, month);
  }
  return day + civil.day - 1;
}

Civil CivilOf(std::int64_t day) {
  // 400 years are 146097 days: begin near, and walk.
  std::int64_t year = 1970 + static_cast<std::int64_t>(Int128{day} * 400 / 146097);
  while (NewYear(year) > day) {
    --year;
  }
  while (NewYear(year + 1) <= day) {
    ++year;
  }
  std::int64_t rest = day - NewYear(year);
  int month = 1;
  while (rest >= DaysInMonth(year, month)) {
    rest -= DaysInMonth(year, month);
    ++month;
  }
  return {.year = year, .month = month, .day = static_cast<int>(rest) + 1};
}

// 1970-01-01 was a Thursday.
int WeekdayOf(std::int64_t day) {
  return static_cast<int>(day - 7 * FloorDiv(day, 7) + 3) % 7;
}

bool IsDate(Int128 day) {
  static const std::int64_t first = DayOf({-9999, 1, 1});
  static const std::int64_t last = DayOf({9999, 12, 31});
  return first <= day && day <= last;
}

std::optional<std::int64_t> AddDays(std::int64_t date, std::int64_t count) {
  const Int128 sum = Int128{date} + count;
  if (!IsDate(date) || !IsDate(sum)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(sum);
}

std::optional<std::int64_t> AddMonths(std::int64_t date, std::int64_t count, MonthEnd rounding) {
  if (!IsDate(date)) {
    return std::nullopt;
  }
  const Civil from = CivilOf(date);
  const Int128 months = Int128{from.year} * 12 + (from.month - 1) + count;
  // Ten thousand years at most: what is far outside never comes back.
  if (months < -12 * 10001 || months > 12 * 10001) {
    return std::nullopt;
  }
  Civil to;
  to.year = FloorDiv(static_cast<std::int64_t>(months), 12);
  to.month = static_cast<int>(static_cast<std::int64_t>(months) - 12 * to.year) + 1;
  to.day = from.day;
  std::int64_t day = 0;
  if (to.day <= DaysInMonth(to.year, to.month)) {
    day = DayOf(to);
  } else {
    const std::int64_t last_of_month = DayOf({to.year, to.month, DaysInMonth(to.year, to.month)});
    switch (rounding) {
      case MonthEnd::kNone:
        return std::nullopt;
      case MonthEnd::kDown:
        day = last_of_month;
        break;
      case MonthEnd::kUp:
        day = last_of_month + 1;
        break;
    }
  }
  return IsDate(day) ? std::optional(day) : std::nullopt;
}

std::int64_t AgeOn(std::int64_t birth, std::int64_t on, bool leap_birthday_early) {
  const Civil born = CivilOf(birth);
  const Civil today = CivilOf(on);
  Civil birthday{.year = today.year, .month = born.month, .day = born.day};
  if (birthday.day > DaysInMonth(birthday.year, birthday.month)) {
    birthday = leap_birthday_early ? Civil{today.year, 2, 28} : Civil{today.year, 3, 1};
  }
  const std::int64_t years = today.year - born.year;
  return on >= DayOf(birthday) ? years : years - 1;
}

// ---- working days
// ----------------------------------------------------------------------------------------------

namespace {

bool Covers(const ir::Calendar& calendar, Int128 date) {
  return calendar.first_day <= date && date <= calendar.last_day;
}

// `date` is covered.
bool Works(const ir::Calendar& calendar, std::int64_t date) {
  return calendar.working[static_cast<std::size_t>(date - calendar.first_day)];
}

}  // namespace

std::optional<bool> IsWorkingDay(const ir::Calendar& calendar, std::int64_t date) {
  if (!Covers(calendar, date)) {
    return std::nullopt;
  }
  return Works(calendar, date);
}

std::optional<std::int64_t> AddWorkingDays(const ir::Calendar& calendar, std::int64_t date,
                                           std::int64_t count) {
  if (!Covers(calendar, date)) {
    return std::nullopt;
  }
  const int step = count < 0 ? -1 : 1;
  while (count != 0) {
    date += step;
    if (!Covers(calendar, date)) {
      return std::nullopt;
    }
    if (Works(calendar, date)) {
      count -= step;
    }
  }
  return date;
}

std::optional<std::int64_t> WorkingDaysBetween(const ir::Calendar& calendar, std::int64_t from,
                                               std::int64_t to) {
  if (!Covers(calendar, from) || !Covers(calendar, to)) {
    return std::nullopt;
  }
  std::int64_t count = 0;
  for (std::int64_t date = std::min(from, to) + 1; date <= std::max(from, to); ++date) {
    count += Works(calendar, date) ? 1 : 0;
  }
  return to < from ? -count : count;
}

std::optional<std::int64_t> Roll(const ir::Calendar& calendar, std::int64_t date,
                                 Direction direction) {
  const int step = direction == Direction::kForward ? 1 : -1;
  for (; Covers(calendar, date); date += step) {
    if (Works(calendar, date)) {
      return date;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> AddWorkingSeconds(const ir::Calendar& calendar, std::int64_t datetime,
                                              std::int64_t seconds) {
  std::int64_t day = FloorDiv(datetime, kSecondsOfDay);
  if (!Covers(calendar, day)) {
    return std::nullopt;
  }
  Int128 moment = datetime;
  Int128 left = seconds;
  while (left > 0) {
    if (!Covers(calendar, day)) {
      return std::nullopt;
    }
    const Int128 day_ends = Int128{day + 1} * kSecondsOfDay;
    const Int128 runs = Works(calendar, day) ? std::min(left, day_ends - moment) : 0;
    left -= runs;
    moment = left > 0 ? day_ends : moment + runs;
    ++day;
  }
  // Backward, the clock runs through the day before a midnight.
  if (left < 0 && moment == Int128{day} * kSecondsOfDay) {
    --day;
  }
  while (left < 0) {
    if (!Covers(calendar, day)) {
      return std::nullopt;
    }
    const Int128 day_begins = Int128{day} * kSecondsOfDay;
    const Int128 runs = Works(calendar, day) ? std::min(-left, moment - day_begins) : 0;
    left += runs;
    moment = left < 0 ? day_begins : moment - runs;
    --day;
  }
  if (!Covers(calendar, FloorDiv(static_cast<std::int64_t>(moment), kSecondsOfDay))) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(moment);
}

}  // namespace acta::interpreter
