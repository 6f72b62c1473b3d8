// Kernels on dates against the calendar of the standard library and against naive oracles.
#include <chrono>
#include <cstdint>
#include <optional>

#include <gtest/gtest.h>

#include "acta/kernels.h"

namespace acta {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

std::int64_t DayOf(year_month_day date) {
  return sys_days{date}.time_since_epoch().count();
}
std::int64_t DayOf(int y, unsigned m, unsigned d) {
  return DayOf(year{y} / month{m} / day{d});
}
year_month_day DateOf(std::int64_t number) {
  return sys_days{days{number}};
}

std::int64_t Period(std::int64_t start, std::int64_t end) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) << 32 |
                                   static_cast<std::uint32_t>(end));
}
std::int64_t Window(int from_month, int from_day, int to_month, int to_day) {
  return (from_month * 32 + from_day) * 4096 + to_month * 32 + to_day;
}

TEST(Dates, PartsAgreeWithTheStandardLibraryOverTenThousandYears) {
  const std::int64_t first = DayOf(-4000, 1, 1);
  const std::int64_t last = DayOf(6000, 12, 31);
  for (std::int64_t number = first; number <= last; ++number) {
    const year_month_day date = DateOf(number);
    if (acta_k_year_of(number) != static_cast<int>(date.year()) ||
        acta_k_month_of(number) != static_cast<unsigned>(date.month()) ||
        acta_k_day_of(number) != static_cast<unsigned>(date.day()) ||
        acta_k_weekday_of(number) != std::chrono::weekday{sys_days{date}}.iso_encoding() - 1) {
      FAIL() << "day " << number;
    }
  }
}

TEST(Dates, TheFirstAndLastDayOfTheYearsThatTheLawKnows) {
  EXPECT_EQ(acta_k_year_of(ACTA_MIN_DAY), -9999);
  EXPECT_EQ(acta_k_month_of(ACTA_MIN_DAY) * 100 + acta_k_day_of(ACTA_MIN_DAY), 101);
  EXPECT_EQ(acta_k_year_of(ACTA_MAX_DAY), 9999);
  EXPECT_EQ(acta_k_month_of(ACTA_MAX_DAY) * 100 + acta_k_day_of(ACTA_MAX_DAY), 1231);
}

TEST(Dates, AnyPayloadHasPartsWithoutUndefinedBehaviour) {
  for (const std::int64_t date : {INT64_MIN, INT64_MIN + 1, INT64_MAX, std::int64_t{1} << 41}) {
    EXPECT_GE(acta_k_month_of(date), 1);
    EXPECT_LE(acta_k_weekday_of(date), 6);
  }
}

// Month after month, as one would on paper.
std::optional<std::int64_t> AddMonthsByStepping(year_month_day from, int months,
                                                std::uint32_t rounding) {
  int y = static_cast<int>(from.year());
  unsigned m = static_cast<unsigned>(from.month());
  for (; months > 0; --months) {
    if (++m > 12) {
      m = 1;
      ++y;
    }
  }
  for (; months < 0; ++months) {
    if (--m < 1) {
      m = 12;
      --y;
    }
  }
  const year_month_day same_day = year{y} / month{m} / from.day();
  if (same_day.ok()) {
    return DayOf(same_day);
  }
  const std::int64_t last = DayOf(year_month_day{year{y} / month{m} / std::chrono::last});
  return rounding == 0 ? std::nullopt : std::optional(rounding == 1 ? last : last + 1);
}

TEST(Dates, MonthsAgreeWithSteppingInEveryRoundingMode) {
  // A whole cycle of leap years around a century that is none, and one that is.
  for (const int first_year : {1896, 1996}) {
    for (std::int64_t from = DayOf(first_year, 1, 1); from <= DayOf(first_year + 8, 12, 31);
         ++from) {
      const year_month_day date = DateOf(from);
      for (int months = -120; months <= 120; ++months) {
        for (const std::uint32_t rounding : {0U, 1U, 2U}) {
          const std::optional<std::int64_t> expected = AddMonthsByStepping(date, months, rounding);
          std::int64_t found = -1;
          const bool failed = acta_k_add_months(from, months, rounding, &found) != 0;
          if (failed == expected.has_value() || found != expected.value_or(0)) {
            FAIL() << from << " + " << months << " months, rounding " << rounding;
          }
        }
      }
    }
  }
}

TEST(Dates, MonthsOutsideTheYearsFail) {
  std::int64_t out = 0;
  EXPECT_EQ(acta_k_add_months(ACTA_MAX_DAY, 1, 1, &out), 1);
  EXPECT_EQ(acta_k_add_months(ACTA_MIN_DAY, -1, 1, &out), 1);
  EXPECT_EQ(acta_k_add_months(0, INT64_MAX, 1, &out), 1);
  EXPECT_EQ(acta_k_add_months(0, INT64_MIN, 1, &out), 1);
  EXPECT_EQ(acta_k_add_months(ACTA_MAX_DAY + 1, 0, 1, &out), 1);
  // 31 December 9999 minus ten months: 31 February would round up into March of the same year.
  EXPECT_EQ(acta_k_add_months(ACTA_MAX_DAY, -10, 2, &out), 0);
  EXPECT_EQ(out, DayOf(9999, 3, 1));
  EXPECT_EQ(acta_k_add_months(ACTA_MIN_DAY, 239987, 0, &out), 0);
  EXPECT_EQ(out, DayOf(9999, 12, 1));
}

// Counts birthdays one by one.
std::int64_t AgeByBirthdays(year_month_day birth, std::int64_t on, bool on_28_february) {
  const auto birthday = [&](int y) {
    const year_month_day same = year{y} / birth.month() / birth.day();
    return same.ok() ? DayOf(same) : on_28_february ? DayOf(y, 2, 28) : DayOf(y, 3, 1);
  };
  const int born = static_cast<int>(birth.year());
  int years = static_cast<int>(DateOf(on).year()) - born - 2;
  while (birthday(born + years + 1) <= on) {
    ++years;
  }
  return years;
}

TEST(Dates, AgeCountsBirthdays) {
  for (const year_month_day birth :
       {year{2000} / 2 / 29, year{2000} / 2 / 28, year{2000} / 3 / 1, year{1999} / 12 / 31,
        year{2000} / 1 / 1, year{1900} / 3 / 1, year{2001} / 6 / 15}) {
    for (std::int64_t on = DayOf(1890, 1, 1); on <= DayOf(2110, 1, 1); ++on) {
      for (const std::uint32_t leap : {0U, 1U}) {
        if (acta_k_age(DayOf(birth), on, leap) != AgeByBirthdays(birth, on, leap == 1)) {
          FAIL() << DayOf(birth) << " on " << on << " leap " << leap;
        }
      }
    }
  }
}

TEST(Dates, TheDayBeforeBirthIsMinusOne) {
  EXPECT_EQ(acta_k_age(100, 100, 0), 0);
  EXPECT_EQ(acta_k_age(100, 99, 0), -1);
}

TEST(YearlyWindows, AgreeWithLookingAtEveryDay) {
  const std::int64_t windows[] = {Window(5, 1, 5, 9),   Window(12, 20, 1, 10), Window(2, 29, 2, 29),
                                  Window(1, 1, 12, 31), Window(2, 28, 3, 1),   Window(3, 1, 2, 28),
                                  Window(7, 5, 7, 4),   Window(12, 31, 12, 31)};
  for (const std::int64_t window : windows) {
    for (std::int64_t start = DayOf(1895, 12, 1); start <= DayOf(1897, 3, 5); start += 3) {
      for (const std::int64_t length : {0, 1, 5, 30, 59, 300, 364, 365, 366, 1000, 3000}) {
        bool any = false;
        bool all = true;
        for (std::int64_t day_number = start; day_number <= start + length; ++day_number) {
          const bool in = acta_k_in_yearly(day_number, window) != 0;
          any = any || in;
          all = all && in;
        }
        const std::int64_t period = Period(start, start + length);
        if ((acta_k_overlap_yearly(period, window) != 0) != any ||
            (acta_k_subset_yearly(period, window) != 0) != all) {
          FAIL() << "window " << window << " from " << start << " for " << length;
        }
      }
    }
  }
}

TEST(YearlyWindows, APeriodWithoutDaysOverlapsNothingAndIsInEverything) {
  EXPECT_EQ(acta_k_overlap_yearly(Period(10, 9), Window(1, 1, 12, 31)), 0);
  EXPECT_EQ(acta_k_subset_yearly(Period(10, 9), Window(2, 29, 2, 29)), 1);
}

TEST(YearlyWindows, ContainTheirEnds) {
  EXPECT_EQ(acta_k_in_yearly(DayOf(2021, 5, 1), Window(5, 1, 5, 9)), 1);
  EXPECT_EQ(acta_k_in_yearly(DayOf(2021, 5, 9), Window(5, 1, 5, 9)), 1);
  EXPECT_EQ(acta_k_in_yearly(DayOf(2021, 5, 10), Window(5, 1, 5, 9)), 0);
  EXPECT_EQ(acta_k_in_yearly(DayOf(2021, 1, 10), Window(12, 20, 1, 10)), 1);
  EXPECT_EQ(acta_k_in_yearly(DayOf(2021, 12, 19), Window(12, 20, 1, 10)), 0);
}

TEST(PeriodsOfTimes, ShareAMinuteAsLookingAtEveryMinuteSays) {
  constexpr std::int64_t kHour = 3600;
  const auto contains = [](std::int64_t start, std::int64_t end, std::int64_t second) {
    return start <= end ? start <= second && second < end : second >= start || second < end;
  };
  for (std::int64_t a = 0; a <= 24; a += 3) {
    for (std::int64_t b = 0; b <= 24; b += 3) {
      for (std::int64_t c = 0; c <= 24; c += 3) {
        for (std::int64_t d = 0; d <= 24; d += 3) {
          bool shared = false;
          for (std::int64_t second = 0; second < 24 * kHour; second += 60) {
            shared = shared || (contains(a * kHour, b * kHour, second) &&
                                contains(c * kHour, d * kHour, second));
          }
          if ((acta_k_overlap_times(Period(a * kHour, b * kHour), Period(c * kHour, d * kHour)) !=
               0) != shared) {
            FAIL() << a << "-" << b << " and " << c << "-" << d;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace acta
