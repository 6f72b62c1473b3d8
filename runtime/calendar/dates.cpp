// Kernels on dates and on yearly windows. runtime/kernels.def says what each does.
#include <cstdint>

#include "acta/kernels.h"
#include "runtime/calendar/civil.h"

using acta::runtime::Civil;
using acta::runtime::CivilFromDay;
using acta::runtime::DayFromCivil;
using acta::runtime::DaysInMonth;
using acta::runtime::FloorDiv;
using acta::runtime::FloorMod;
using acta::runtime::IsDay;
using acta::runtime::IsLeap;
using acta::runtime::LongYears;

namespace {

// From -9999-01 to 9999-12 and back.
constexpr std::int64_t kMostMonths = 20000 * 12;

constexpr std::int64_t MonthAndDay(const Civil& date) {
  return date.month * 32 + date.day;
}

// A yearly window: month * 32 + day, both ends included, across new year when first > last.
struct Window {
  std::int64_t first;
  std::int64_t last;

  bool Contains(const Civil& date) const {
    const std::int64_t day = MonthAndDay(date);
    return first <= last ? first <= day && day <= last : day >= first || day <= last;
  }
};

Window WindowOf(std::int64_t packed) {
  return {FloorDiv(packed, 4096), FloorMod(packed, 4096)};
}

// The first day of `year` (or the first of the next) whose month and day are not before `first`.
std::int64_t FirstDayOfWindow(std::int64_t year, std::int64_t first) {
  const std::int64_t month = first / 32;
  const std::int64_t day = first % 32;
  if (month < 1) {
    return DayFromCivil({year, 1, 1});
  }
  if (month > 12) {
    return DayFromCivil({year + 1, 1, 1});
  }
  const auto existing_month = static_cast<std::int32_t>(month);
  if (day > DaysInMonth(year, existing_month)) {
    return DayFromCivil({month == 12 ? year + 1 : year, existing_month % 12 + 1, 1});
  }
  return DayFromCivil({year, existing_month, static_cast<std::int32_t>(day < 1 ? 1 : day)});
}

// 29 February is missing for eight years at most, around a century that is no leap year.
constexpr std::int64_t kLongestGapInYears = 9;

bool Overlaps(std::int64_t start, std::int64_t end, const Window& window) {
  if (start > end) {
    return false;
  }
  const Civil from = CivilFromDay(start);
  if (window.Contains(from)) {
    return true;
  }
  for (std::int64_t year = from.year; year <= from.year + kLongestGapInYears; ++year) {
    const std::int64_t candidate = FirstDayOfWindow(year, window.first);
    if (candidate > end) {
      return false;
    }
    if (candidate >= start && window.Contains(CivilFromDay(candidate))) {
      return true;
    }
  }
  return false;
}

std::int64_t StartOf(std::int64_t period) {
  return period >> 32;
}
std::int64_t EndOf(std::int64_t period) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(period));
}

// The part of the seconds [a_start, a_end) that also lies in [b_start, b_end) is not empty.
bool ShareSecond(std::int64_t a_start, std::int64_t a_end, std::int64_t b_start,
                 std::int64_t b_end) {
  return (a_start > b_start ? a_start : b_start) < (a_end < b_end ? a_end : b_end);
}

}  // namespace

extern "C" {

int64_t acta_k_year_of(int64_t date) {
  return CivilFromDay(date).year;
}
int64_t acta_k_month_of(int64_t date) {
  return CivilFromDay(date).month;
}
int64_t acta_k_day_of(int64_t date) {
  return CivilFromDay(date).day;
}
int64_t acta_k_weekday_of(int64_t date) {
  return acta::runtime::WeekdayOf(date);
}

int32_t acta_k_add_months(int64_t date, int64_t months, uint32_t rounding, int64_t* out) {
  *out = 0;
  if (!IsDay(date) || months < -kMostMonths || months > kMostMonths) {
    return 1;
  }
  const Civil from = CivilFromDay(date);
  const std::int64_t month_count = from.year * 12 + (from.month - 1) + months;
  Civil to{FloorDiv(month_count, 12), static_cast<std::int32_t>(FloorMod(month_count, 12)) + 1,
           from.day};
  const std::int32_t last = DaysInMonth(to.year, to.month);
  std::int64_t result = 0;
  if (to.day <= last) {
    result = DayFromCivil(to);
  } else if (rounding == 1) {
    to.day = last;
    result = DayFromCivil(to);
  } else if (rounding == 2) {
    to.day = last;
    result = DayFromCivil(to) + 1;
  } else {
    return 1;
  }
  if (!IsDay(result)) {
    return 1;
  }
  *out = result;
  return 0;
}

int64_t acta_k_age(int64_t birth, int64_t on, uint32_t leap) {
  constexpr std::int64_t kLastOfFebruary = 364;
  std::int64_t at = LongYears(on);
  // 28 February of a year that has no other day for who was born on a leap day.
  if (leap == 1 && (at & 511) == kLastOfFebruary && !IsLeap((at >> 9) + 1)) {
    ++at;
  }
  return (at - LongYears(birth)) >> 9;
}

int64_t acta_k_in_yearly(int64_t date, int64_t window) {
  return WindowOf(window).Contains(CivilFromDay(date)) ? 1 : 0;
}

int64_t acta_k_overlap_yearly(int64_t period, int64_t window) {
  return Overlaps(StartOf(period), EndOf(period), WindowOf(window)) ? 1 : 0;
}

int64_t acta_k_subset_yearly(int64_t period, int64_t window) {
  const Window inside = WindowOf(window);
  if (inside.first == inside.last + 1) {
    return 1;
  }
  const Window outside{inside.last + 1, inside.first - 1};
  return Overlaps(StartOf(period), EndOf(period), outside) ? 0 : 1;
}

int64_t acta_k_overlap_times(int64_t a, int64_t b) {
  // A period across midnight is two pieces; the second piece of an ordinary one is empty.
  const auto pieces_share = [](int64_t start, int64_t end, int64_t other) {
    const int64_t from = StartOf(other);
    const int64_t to = EndOf(other);
    if (from <= to) {
      return ShareSecond(start, end, from, to);
    }
    return ShareSecond(start, end, from, acta::runtime::kSecondsPerDay) ||
           ShareSecond(start, end, 0, to);
  };
  const int64_t from = StartOf(a);
  const int64_t to = EndOf(a);
  if (from <= to) {
    return pieces_share(from, to, b) ? 1 : 0;
  }
  return pieces_share(from, acta::runtime::kSecondsPerDay, b) || pieces_share(0, to, b) ? 1 : 0;
}

}  // extern "C"
