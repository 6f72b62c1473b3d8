// The interpreter's own calendar arithmetic, against the simplest things one can say about it.
#include "compiler/interpreter/days.h"

#include <gtest/gtest.h>

#include "acta/evaluator.h"

namespace acta::interpreter {
namespace {

TEST(Days, FollowEachOtherThroughAWholeCycle) {
  Civil expected{.year = 1900, .month = 1, .day = 1};
  const std::int64_t first = DayOf(expected);
  for (std::int64_t day = first; day < first + 146'097; ++day) {
    const Civil civil = CivilOf(day);
    ASSERT_EQ(civil.year, expected.year);
    ASSERT_EQ(civil.month, expected.month);
    ASSERT_EQ(civil.day, expected.day);
    ASSERT_EQ(DayOf(civil), day);
    ASSERT_EQ(WeekdayOf(day + 1), (WeekdayOf(day) + 1) % 7);
    if (++expected.day > DaysInMonth(expected.year, expected.month)) {
      expected.day = 1;
      if (++expected.month > 12) {
        expected.month = 1;
        ++expected.year;
      }
    }
  }
  EXPECT_EQ(expected.year, 2300);
}

TEST(Days, BeginWithThursdayTheFirstOfJanuary1970) {
  EXPECT_EQ(DayOf({1970, 1, 1}), 0);
  EXPECT_EQ(WeekdayOf(0), 3);
  EXPECT_EQ(WeekdayOf(DayOf({2021, 3, 21})), 6);
}

TEST(Days, EndWithTheYears) {
  EXPECT_EQ(DayOf({-9999, 1, 1}), ACTA_MIN_DAY);
  EXPECT_EQ(DayOf({9999, 12, 31}), ACTA_MAX_DAY);
  EXPECT_FALSE(IsDate(ACTA_MIN_DAY - 1));
  EXPECT_FALSE(IsDate(ACTA_MAX_DAY + 1));
}

TEST(Days, MonthsThereAndBackAreNoMovementWhenTheDayExists) {
  for (std::int64_t day = DayOf({2019, 1, 1}); day < DayOf({2021, 1, 1}); ++day) {
    for (std::int64_t months = -40; months <= 40; ++months) {
      const auto there = AddMonths(day, months, MonthEnd::kNone);
      ASSERT_EQ(there.has_value(),
                AddMonths(day, months, MonthEnd::kDown) == AddMonths(day, months, MonthEnd::kUp));
      ASSERT_TRUE(!there || AddMonths(*there, -months, MonthEnd::kNone) == day);
    }
  }
}

}  // namespace
}  // namespace acta::interpreter
