// Civil dates by hand, as days since 1970-01-01 (H. Hinnant's algorithms).
#pragma once

#include <cstdint>

namespace acta::bench {

constexpr std::int32_t DayOf(std::int32_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int32_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int32_t>(day_of_era) - 719468;
}

struct CivilDate {
  std::int32_t year;
  unsigned month, day;
};

constexpr CivilDate CivilOf(std::int32_t days) {
  days += 719468;
  const std::int32_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned month_from_march = (5 * day_of_year + 2) / 153;
  const unsigned month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {static_cast<std::int32_t>(year_of_era) + era * 400 + (month <= 2), month,
          day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

constexpr bool IsLeap(std::int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

// Who was born on that day or before is so many years old on `day`. A birthday of 29 February falls
// on 1 March.
constexpr std::int32_t YearsBefore(std::int32_t day, std::int32_t years) {
  const CivilDate civil = CivilOf(day);
  const std::int32_t year = civil.year - years;
  const bool no_such_day = civil.month == 2 && civil.day == 29 && !IsLeap(year);
  return DayOf(year, civil.month, no_such_day ? 28 : civil.day);
}

}  // namespace acta::bench
