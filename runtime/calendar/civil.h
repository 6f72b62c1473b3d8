// Days and civil dates, proleptic Gregorian, without tables and without branches on the year.
#pragma once

#include <cstdint>

#include "acta/evaluator.h"

namespace acta::runtime {

struct Civil {
  std::int64_t year = 0;
  std::int32_t month = 0;  // 1..12
  std::int32_t day = 0;    // 1..31
};

inline constexpr std::int64_t kSecondsPerDay = 86400;

constexpr bool IsDay(std::int64_t day) {
  return ACTA_MIN_DAY <= day && day <= ACTA_MAX_DAY;
}

// Rounds toward minus infinity; `divisor` is positive.
constexpr std::int64_t FloorDiv(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}
constexpr std::int64_t FloorMod(std::int64_t value, std::int64_t divisor) {
  const std::int64_t rest = value % divisor;
  return rest < 0 ? rest + divisor : rest;
}

constexpr bool IsLeap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr std::int32_t DaysInMonth(std::int64_t year, std::int32_t month) {
  if (month == 2) {
    return IsLeap(year) ? 29 : 28;
  }
  // 31 in January, March, May, July, then the other way round from August on.
  return 30 + ((month + (month >> 3)) & 1);
}

// Years begin on 1 March while computing, so that the leap day is the last of its year. Eras are
// 400 years.
constexpr std::int64_t DayFromCivil(Civil date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = FloorDiv(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// A day far outside the years that the law knows gives some date, without undefined behaviour.
constexpr Civil CivilFromDay(std::int64_t day) {
  constexpr std::int64_t kFar = std::int64_t{1} << 40;
  day = day < -kFar ? -kFar : day > kFar ? kFar : day;
  day += 719468;
  const std::int64_t era = FloorDiv(day, 146097);
  const std::int64_t day_of_era = day - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const auto day_of_month =
      static_cast<std::int32_t>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  const auto month = static_cast<std::int32_t>(month_from_march < 10 ? month_from_march + 3
                                                                     : month_from_march - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day_of_month};
}

// The year, which begins on 1 March, and the day of that year, from 0, as year * 512 + day: of the
// difference between two dates, years of 512 days are the completed ones.
constexpr std::int64_t LongYears(std::int64_t day) {
  // From 1 March 1900 to 28 February 2100 every fourth year is a leap year.
  constexpr std::int64_t kFirst = -25508;
  constexpr std::uint64_t kDays = 73049;
  const std::uint64_t days = static_cast<std::uint64_t>(day) - static_cast<std::uint64_t>(kFirst);
  if (days < kDays) {
    const std::uint32_t year = (4 * static_cast<std::uint32_t>(days) + 3) / 1461;
    return (1900 + std::int64_t{year}) * 512 + static_cast<std::int64_t>(days) - 1461 * year / 4;
  }
  const Civil civil = CivilFromDay(day);
  const std::int64_t year = civil.month <= 2 ? civil.year - 1 : civil.year;
  const std::int64_t month_from_march = (civil.month + 9) % 12;
  return year * 512 + (153 * month_from_march + 2) / 5 + civil.day - 1;
}

// Monday is 0. 1970-01-01 was a Thursday.
constexpr std::int64_t WeekdayOf(std::int64_t day) {
  return FloorMod(FloorMod(day, 7) + 3, 7);
}

constexpr bool IsCivil(std::int64_t year, std::int64_t month, std::int64_t day) {
  return -9999 <= year && year <= 9999 && 1 <= month && month <= 12 && 1 <= day &&
         day <= DaysInMonth(year, static_cast<std::int32_t>(month));
}

}  // namespace acta::runtime
