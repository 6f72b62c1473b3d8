#include "compiler/semantics/calendar_builder.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include <date/date.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/semantics/zone_loader.h"

namespace acta::semantics {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using Item = ast::CalendarItem;

std::int32_t Day(int year, unsigned month, unsigned day) {
  return static_cast<std::int32_t>(
      date::sys_days(date::year(year) / date::month(month) / date::day(day))
          .time_since_epoch()
          .count());
}

ast::CalendarRule On(int day, int month) {
  return {.day = {.day = day, .month = month}};
}

Item Yearly(const char* title, std::vector<ast::CalendarRule> rules) {
  return {.title = ast::Text{.text = title}, .every_year = std::move(rules)};
}
Item Dates(Item::Kind kind, std::vector<ast::DateLit> dates) {
  return {.kind = kind, .dates = std::move(dates)};
}
ast::Calendar Covering(ast::DateLit from, ast::DateLit to, std::vector<int> weekend = {5, 6}) {
  return {.items = {Dates(Item::Kind::kCovers, {from, to}),
                    {.kind = Item::Kind::kWeekend, .weekdays = std::move(weekend)}}};
}
const Item kSubstitute{.kind = Item::Kind::kSubstitute};

class CalendarTest : public testing::Test {
 protected:
  ir::Calendar Build(const ast::Calendar& declared) {
    return BuildCalendar(declared, "kz.working_days", reporter_,
                         [](const ast::Citation&) { return ir::CitationId(); });
  }
  std::vector<std::string> Codes() {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : reporter_.diagnostics()) {
      codes.emplace_back(diagnostic.code);
    }
    return codes;
  }
  static bool Works(const ir::Calendar& calendar, int year, unsigned month, unsigned day) {
    return calendar.working.at(
        static_cast<std::size_t>(Day(year, month, day) - calendar.first_day));
  }
  // The free days of a month that are no weekend, and the worked days that are.
  static std::vector<unsigned> Unusual(const ir::Calendar& calendar, int year, unsigned month) {
    std::vector<unsigned> days;
    const unsigned last =
        static_cast<unsigned>((date::year(year) / date::month(month) / date::last).day());
    for (unsigned day = 1; day <= last; ++day) {
      const bool weekend = ((Day(year, month, day) % 7 + 7 + 3) % 7) >= 5;
      if (Works(calendar, year, month, day) == weekend) {
        days.push_back(day);
      }
    }
    return days;
  }

  Reporter reporter_;
};

// A part of the calendar of Kazakhstan, see examples/kazakhstan/calendar.acta.md.
ast::Calendar Kazakhstan() {
  ast::Calendar calendar = Covering({2020, 1, 1}, {2026, 12, 31});
  calendar.items.push_back(Yearly("New Year", {On(1, 1), On(2, 1)}));
  calendar.items.push_back(Yearly("Nauryz", {On(21, 3), On(22, 3), On(23, 3)}));
  calendar.items.push_back(Yearly("Victory Day", {On(9, 5)}));
  Item republic = Yearly("Republic Day", {On(25, 10)});
  republic.from = ast::DateLit{2022, 10, 25};
  calendar.items.push_back(republic);
  Item president = Yearly("First President Day", {On(1, 12)});
  president.until = ast::DateLit{2021, 12, 1};
  calendar.items.push_back(president);
  Item christmas = Yearly("Orthodox Christmas", {On(7, 1)});
  christmas.kind = Item::Kind::kDayOff;
  calendar.items.push_back(christmas);
  calendar.items.push_back(Dates(Item::Kind::kDayOff, {{2020, 7, 31}, {2024, 6, 16}}));
  calendar.items.push_back(Dates(Item::Kind::kMoved, {{2020, 5, 11}, {2020, 5, 8}}));
  calendar.items.push_back(Dates(Item::Kind::kMoved, {{2020, 1, 5}, {2020, 1, 3}}));
  calendar.items.push_back(kSubstitute);
  return calendar;
}

TEST_F(CalendarTest, AHolidayOnAWeekendGivesTheNextWorkingDay) {
  const ir::Calendar calendar = Build(Kazakhstan());
  EXPECT_THAT(reporter_.diagnostics(), IsEmpty());
  // 21 March 2021 was a Sunday: Monday and Tuesday are holidays themselves, Wednesday is the
  // substitute.
  EXPECT_THAT(Unusual(calendar, 2021, 3), ElementsAre(22, 23, 24));
  // Two holidays on a weekend give two days.
  EXPECT_THAT(Unusual(calendar, 2025, 3), ElementsAre(21, 24, 25));
  // 1 January 2023 was a Sunday and the 2nd is a holiday: the 3rd.
  EXPECT_THAT(Unusual(calendar, 2023, 1), ElementsAre(2, 3));
}

TEST_F(CalendarTest, ADayOffOnAWeekendGivesNothing) {
  const ir::Calendar calendar = Build(Kazakhstan());
  EXPECT_THAT(Unusual(calendar, 2024, 6), IsEmpty());
  EXPECT_THAT(Unusual(calendar, 2020, 7), ElementsAre(31));
}

TEST_F(CalendarTest, ASubstituteCanBeMovedAway) {
  // 9 May 2020 was a Saturday, Monday 11 the substitute, which was moved to Friday 8.
  const ir::Calendar calendar = Build(Kazakhstan());
  EXPECT_THAT(Unusual(calendar, 2020, 5), ElementsAre(8));
  EXPECT_THAT(Unusual(calendar, 2020, 1), ElementsAre(1, 2, 3, 5, 7));
}

TEST_F(CalendarTest, HolidaysBeginAndEndWithTheirLaw) {
  const ir::Calendar calendar = Build(Kazakhstan());
  EXPECT_TRUE(Works(calendar, 2021, 10, 25));
  EXPECT_FALSE(Works(calendar, 2022, 10, 25));
  EXPECT_FALSE(Works(calendar, 2021, 12, 1));
  EXPECT_TRUE(Works(calendar, 2022, 12, 1));
}

TEST_F(CalendarTest, FreeDaysHaveTheirNamesInOrder) {
  const ir::Calendar calendar = Build(Kazakhstan());
  EXPECT_THAT(calendar.names, Contains(Pair(Day(2021, 3, 22), "Nauryz")));
  EXPECT_THAT(calendar.names,
              Contains(Pair(Day(2021, 3, 24), "substitute for Nauryz on 2021-03-21")));
  EXPECT_THAT(calendar.names, Contains(Pair(Day(2020, 5, 8), "day off moved from 2020-05-11")));
  EXPECT_TRUE(
      std::ranges::is_sorted(calendar.names, {}, &std::pair<std::int32_t, std::string>::first));
}

TEST_F(CalendarTest, AHolidayBeforeTheFirstDayGivesASubstituteWithin) {
  // 31 December 2022 was a Saturday.
  ast::Calendar declared = Covering({2023, 1, 1}, {2023, 1, 31});
  declared.items.push_back(Yearly("New Year's Eve", {On(31, 12)}));
  declared.items.push_back(kSubstitute);
  EXPECT_THAT(Unusual(Build(declared), 2023, 1), ElementsAre(2));
}

TEST_F(CalendarTest, WithoutSubstitutesAHolidayOnAWeekendIsLost) {
  ast::Calendar declared = Covering({2021, 1, 1}, {2021, 12, 31});
  declared.items.push_back(Yearly("Nauryz", {On(21, 3)}));
  EXPECT_THAT(Unusual(Build(declared), 2021, 3), IsEmpty());
}

TEST_F(CalendarTest, EasterMovesWithTheMoon) {
  ast::Calendar declared = Covering({1990, 1, 1}, {2100, 12, 31}, {});
  declared.items.push_back(Yearly("Easter", {{.kind = ast::CalendarRule::Kind::kEaster}}));
  declared.items.push_back(Yearly(
      "Easter Monday", {{.kind = ast::CalendarRule::Kind::kOrthodoxEaster, .offset_days = 1}}));
  const ir::Calendar calendar = Build(declared);
  for (const auto& [year, month, day] : {std::tuple{2000, 4, 23},
                                         {2008, 3, 23},
                                         {2019, 4, 21},
                                         {2021, 4, 4},
                                         {2024, 3, 31},
                                         {2025, 4, 20},
                                         {2038, 4, 25},
                                         {2100, 3, 28}}) {
    EXPECT_FALSE(Works(calendar, year, static_cast<unsigned>(month), static_cast<unsigned>(day)))
        << year;
  }
  for (const auto& [year, month, day] : {std::tuple{2000, 5, 1},
                                         {2008, 4, 28},
                                         {2019, 4, 29},
                                         {2021, 5, 3},
                                         {2024, 5, 6},
                                         {2025, 4, 21},
                                         {2100, 5, 3}}) {
    EXPECT_FALSE(Works(calendar, year, static_cast<unsigned>(month), static_cast<unsigned>(day)))
        << year;
  }
  EXPECT_EQ(std::ranges::count(calendar.working, false), 2 * 111);
}

TEST_F(CalendarTest, WeekdaysOfAMonthAreCountedFromItsBeginningOrItsEnd) {
  ast::Calendar declared = Covering({2021, 1, 1}, {2021, 12, 31});
  const auto nth = [](int n, int month) {
    return ast::CalendarRule{.kind = ast::CalendarRule::Kind::kNthWeekday,
                             .day = {.month = month},
                             .nth = n,
                             .weekday = 0};
  };
  declared.items.push_back(Yearly("First and last Monday", {nth(1, 5), nth(-1, 5), nth(4, 11)}));
  const ir::Calendar calendar = Build(declared);
  EXPECT_THAT(Unusual(calendar, 2021, 5), ElementsAre(3, 31));
  EXPECT_THAT(Unusual(calendar, 2021, 11), ElementsAre(22));
}

TEST_F(CalendarTest, TheTwentyNinthOfFebruaryComesInLeapYears) {
  ast::Calendar declared = Covering({2020, 1, 1}, {2021, 12, 31});
  declared.items.push_back(Dates(Item::Kind::kWorkingOn, {{2020, 2, 29}}));
  declared.items.push_back(Yearly("Leap Day", {On(29, 2)}));
  const ir::Calendar calendar = Build(declared);
  EXPECT_TRUE(Works(calendar, 2020, 2, 29)) << "`working on` comes last";
  EXPECT_THAT(Unusual(calendar, 2021, 2), IsEmpty());
}

TEST_F(CalendarTest, AWeekendLastsForItsTime) {
  ast::Calendar declared = Covering({2021, 12, 1}, {2022, 1, 31}, {4, 5});
  declared.items.back().until = ast::DateLit{2021, 12, 31};
  declared.items.push_back(
      {.kind = Item::Kind::kWeekend, .weekdays = {5, 6}, .from = ast::DateLit{2022, 1, 1}});
  const ir::Calendar calendar = Build(declared);
  // 31 December 2021 was a Friday.
  EXPECT_FALSE(Works(calendar, 2021, 12, 31));
  EXPECT_TRUE(Works(calendar, 2021, 12, 26));
  EXPECT_TRUE(Works(calendar, 2022, 1, 7));
  EXPECT_FALSE(Works(calendar, 2022, 1, 2));
}

TEST_F(CalendarTest, ASubstituteIsDueToTheDayOfTheHoliday) {
  ast::Calendar declared = Covering({2021, 1, 1}, {2021, 12, 31});
  declared.items.push_back(Yearly("Saturdays", {On(1, 5), On(8, 5)}));
  declared.items.push_back(kSubstitute);
  declared.items.back().until = ast::DateLit{2021, 5, 2};
  // Behind the time of substitutes, for a holiday in it.
  EXPECT_THAT(Unusual(Build(declared), 2021, 5), ElementsAre(3));
}

TEST_F(CalendarTest, DaysThatAreListedCountInTheirTimeOnly) {
  ast::Calendar declared = Covering({2021, 1, 1}, {2021, 12, 31});
  declared.items.push_back(Dates(Item::Kind::kDayOff, {{2021, 5, 5}, {2021, 5, 12}}));
  declared.items.back().until = ast::DateLit{2021, 5, 10};
  declared.items.push_back(Dates(Item::Kind::kWorkingOn, {{2021, 5, 8}, {2021, 5, 15}}));
  declared.items.back().from = ast::DateLit{2021, 5, 10};
  EXPECT_THAT(Unusual(Build(declared), 2021, 5), ElementsAre(5, 15));
}

TEST_F(CalendarTest, NothingEndsBeforeItBegins) {
  ast::Calendar declared = Covering({2021, 1, 1}, {2021, 12, 31});
  declared.items.back().from = ast::DateLit{2021, 5, 1};
  declared.items.back().until = ast::DateLit{2021, 4, 30};
  Build(declared);
  EXPECT_THAT(Codes(), ElementsAre("A2013"));
}

TEST_F(CalendarTest, ACalendarSaysWhatItCovers) {
  EXPECT_THAT(Build({}).working, IsEmpty());
  EXPECT_THAT(Build(Covering({2021, 1, 2}, {2021, 1, 1})).working, IsEmpty());
  EXPECT_THAT(Build(Covering({1600, 1, 1}, {2000, 1, 1})).working, IsEmpty());
  EXPECT_THAT(Codes(), ElementsAre("A4020", "A4020", "A4020"));
  EXPECT_EQ(Build(Covering({1600, 1, 1}, {1999, 12, 31})).working.size(), 146'097U);
}

TEST_F(CalendarTest, DatesOutsideAreReported) {
  ast::Calendar declared = Covering({2020, 1, 1}, {2020, 12, 31});
  declared.items.push_back(Dates(Item::Kind::kDayOff, {{2021, 7, 20}}));
  declared.items.push_back(Dates(Item::Kind::kMoved, {{2019, 5, 4}, {2021, 5, 7}}));
  declared.items.push_back(Dates(Item::Kind::kWorkingOn, {{2019, 12, 28}}));
  Build(declared);
  EXPECT_THAT(Codes(), ElementsAre("A4021", "A4021", "A4021", "A4021"));
}

TEST_F(CalendarTest, ThereMustBeADayOffToMoveAndAWorkingDayToMoveItTo) {
  ast::Calendar declared = Covering({2020, 1, 1}, {2020, 12, 31});
  declared.items.push_back(Dates(Item::Kind::kMoved, {{2020, 5, 8}, {2020, 5, 10}}));
  declared.items.push_back(Dates(Item::Kind::kMoved, {{2020, 5, 16}, {2020, 5, 16}}));
  Build(declared);
  EXPECT_THAT(Codes(), ElementsAre("A4022", "A4022", "A4022"));
}

TEST_F(CalendarTest, AnExtraWorkingDayIsExtra) {
  ast::Calendar declared = Covering({2020, 1, 1}, {2020, 12, 31});
  declared.items.push_back(Dates(Item::Kind::kWorkingOn, {{2020, 5, 15}, {2020, 5, 16}}));
  EXPECT_TRUE(Works(Build(declared), 2020, 5, 16));
  EXPECT_THAT(Codes(), ElementsAre("A4023"));
}

// ---- zones
// -----------------------------------------------------------------------------------------------------

std::int32_t OffsetAt(const ir::Zone& zone, std::int64_t instant) {
  std::int32_t offset = zone.first_offset;
  for (const auto& [at, changed] : zone.changes) {
    offset = at <= instant ? changed : offset;
  }
  return offset;
}

TEST(Zones, KazakhstanHasOneTimeSinceMarch2024) {
  const std::optional<ir::Zone> zone = LoadZone("Asia/Almaty");
  ASSERT_TRUE(zone.has_value());
  EXPECT_EQ(OffsetAt(*zone, Day(2024, 2, 29) * 86400LL - 6 * 3600 - 1), 6 * 3600);
  EXPECT_EQ(OffsetAt(*zone, Day(2024, 3, 1) * 86400LL), 5 * 3600);
  EXPECT_EQ(OffsetAt(*zone, Day(2099, 7, 1) * 86400LL), 5 * 3600);
}

TEST(Zones, SummerTimeGoesOnAfterTheListEnds) {
  const std::optional<ir::Zone> zone = LoadZone("Europe/Berlin");
  ASSERT_TRUE(zone.has_value());
  for (int year = 1997; year <= 2100; ++year) {
    ASSERT_EQ(OffsetAt(*zone, Day(year, 1, 15) * 86400LL), 3600) << year;
    ASSERT_EQ(OffsetAt(*zone, Day(year, 7, 15) * 86400LL), 7200) << year;
    // Always on the last Sundays of March and October, at 01:00 UTC.
    const auto last_sunday = [&](unsigned month) {
      const date::sys_days day(date::year(year) / date::month(month) / date::Sunday[date::last]);
      return day.time_since_epoch().count() * std::int64_t{86400} + 3600;
    };
    ASSERT_THAT(zone->changes, Contains(Pair(last_sunday(3), 7200))) << year;
    ASSERT_THAT(zone->changes, Contains(Pair(last_sunday(10), 3600))) << year;
  }
}

TEST(Zones, SouthOfTheEquatorSummerCrossesNewYear) {
  const std::optional<ir::Zone> zone = LoadZone("Australia/Sydney");
  ASSERT_TRUE(zone.has_value());
  EXPECT_EQ(OffsetAt(*zone, Day(2090, 1, 1) * 86400LL), 11 * 3600);
  EXPECT_EQ(OffsetAt(*zone, Day(2090, 7, 1) * 86400LL), 10 * 3600);
}

TEST(Zones, ChangesComeInOrderAndEachChangesSomething) {
  for (const char* name : {"Asia/Almaty", "Europe/Berlin", "America/New_York", "Africa/Casablanca",
                           "Asia/Gaza", "UTC"}) {
    const std::optional<ir::Zone> zone = LoadZone(name);
    ASSERT_TRUE(zone.has_value()) << name;
    std::int32_t offset = zone->first_offset;
    std::int64_t at = Day(1900, 1, 1) * std::int64_t{86400};
    for (const auto& change : zone->changes) {
      ASSERT_GT(change.first, at) << name;
      ASSERT_NE(change.second, offset) << name;
      std::tie(at, offset) = change;
    }
  }
}

TEST(Zones, ANameThatIsNoneIsAbsent) {
  EXPECT_FALSE(LoadZone("Asia/Nowhere").has_value());
  EXPECT_FALSE(LoadZone("../../../etc/passwd").has_value());
  EXPECT_FALSE(LoadZone("").has_value());
}

}  // namespace
}  // namespace acta::semantics
