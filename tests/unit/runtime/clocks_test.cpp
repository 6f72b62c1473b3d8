// Working days against a loop over days, instants against the zones of the date library, parameters
// by date.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <date/tz.h>
#include <gtest/gtest.h>

#include "acta/kernels.h"

namespace acta {
namespace {

constexpr std::int64_t kDay = 86400;

std::int64_t DayOf(int y, unsigned m, unsigned d) {
  return date::sys_days{date::year{y} / date::month{m} / date::day{d}}.time_since_epoch().count();
}

// A calendar like that of Kazakhstan: weekends, holidays with substitutes, days off, days moved.
class Calendar {
 public:
  Calendar() : first_(DayOf(2020, 1, 1)), last_(DayOf(2026, 12, 31)) {
    for (std::int64_t day = first_; day <= last_; ++day) {
      working_.push_back((day + 3) % 7 < 5);
    }
    for (int year = 2020; year <= 2026; ++year) {
      for (const auto& [month, day] : std::vector<std::pair<unsigned, unsigned>>{{1, 1},
                                                                                 {1, 2},
                                                                                 {3, 8},
                                                                                 {3, 21},
                                                                                 {3, 22},
                                                                                 {3, 23},
                                                                                 {5, 1},
                                                                                 {5, 7},
                                                                                 {5, 9},
                                                                                 {7, 6},
                                                                                 {8, 30},
                                                                                 {10, 25},
                                                                                 {12, 16}}) {
        Holiday(DayOf(year, month, day));
      }
      Set(DayOf(year, 1, 7), false);
    }
    Set(DayOf(2020, 7, 31), false);
    Set(DayOf(2020, 5, 8), false);
    Set(DayOf(2020, 5, 11), true);
    Set(DayOf(2021, 7, 3), true);
    Set(DayOf(2021, 7, 5), false);
    rank_.push_back(0);
    for (std::int64_t day = first_; day <= last_; ++day) {
      if (IsWorking(day)) {
        select_.push_back(static_cast<std::int32_t>(day));
      }
      rank_.push_back(static_cast<std::int32_t>(select_.size()));
    }
  }

  [[nodiscard]] std::int64_t first() const { return first_; }
  [[nodiscard]] std::int64_t last() const { return last_; }
  [[nodiscard]] bool Covers(std::int64_t day) const { return first_ <= day && day <= last_; }
  [[nodiscard]] bool IsWorking(std::int64_t day) const {
    return working_[static_cast<std::size_t>(day - first_)];
  }
  [[nodiscard]] acta_calendar Table() const {
    return {static_cast<std::int32_t>(first_),
            static_cast<std::int32_t>(last_),
            static_cast<std::int32_t>(select_.size()),
            0,
            rank_.data(),
            select_.data()};
  }

  // The count-th working day after (or before) the day, found by walking.
  [[nodiscard]] std::optional<std::int64_t> Walk(std::int64_t day, std::int64_t count) const {
    const std::int64_t step = count > 0 ? 1 : -1;
    for (std::int64_t left = count * step; left > 0;) {
      day += step;
      if (!Covers(day)) {
        return std::nullopt;
      }
      left -= IsWorking(day) ? 1 : 0;
    }
    return day;
  }

 private:
  void Set(std::int64_t day, bool working) {
    working_[static_cast<std::size_t>(day - first_)] = working;
  }
  void Holiday(std::int64_t day) {
    const bool on_weekend = (day + 3) % 7 >= 5;
    Set(day, false);
    for (std::int64_t next = day + 1; on_weekend && Covers(next); ++next) {
      if (IsWorking(next)) {
        Set(next, false);
        return;
      }
    }
  }

  std::int64_t first_, last_;
  std::vector<bool> working_;
  std::vector<std::int32_t> rank_, select_;
};

TEST(WorkingDays, EveryDayAndEveryCountUpToSixtyAgreeWithWalking) {
  const Calendar calendar;
  const acta_calendar table = calendar.Table();
  for (std::int64_t day = calendar.first(); day <= calendar.last(); ++day) {
    for (std::int64_t count = -60; count <= 60; ++count) {
      const auto expected = calendar.Walk(day, count);
      std::int64_t found = -1;
      const bool failed = acta_k_add_working_days(&table, day, count, &found) != 0;
      ASSERT_EQ(failed, !expected) << day << " + " << count;
      ASSERT_EQ(found, expected.value_or(0)) << day << " + " << count;
    }
  }
}

TEST(WorkingDays, RollingAndAskingAgreeWithWalking) {
  const Calendar calendar;
  const acta_calendar table = calendar.Table();
  for (std::int64_t day = calendar.first(); day <= calendar.last(); ++day) {
    std::int64_t found = -1;
    ASSERT_EQ(acta_k_is_working_day(&table, day, &found), 0);
    ASSERT_EQ(found, calendar.IsWorking(day) ? 1 : 0);
    for (const std::uint32_t back : {0U, 1U}) {
      const auto expected =
          calendar.IsWorking(day) ? std::optional(day) : calendar.Walk(day, back == 1 ? -1 : 1);
      const bool failed = acta_k_roll(&table, day, back, &found) != 0;
      ASSERT_EQ(failed, !expected) << day;
      ASSERT_EQ(found, expected.value_or(0)) << day;
    }
  }
}

TEST(WorkingDays, BetweenCountsTheLastButNotTheFirst) {
  const Calendar calendar;
  const acta_calendar table = calendar.Table();
  for (std::int64_t from = calendar.first(); from <= calendar.last(); from += 3) {
    std::int64_t expected = 0;
    for (std::int64_t to = from; to <= calendar.last() && to < from + 120; ++to) {
      expected += to > from && calendar.IsWorking(to) ? 1 : 0;
      std::int64_t found = -1;
      ASSERT_EQ(acta_k_working_days_between(&table, from, to, &found), 0);
      ASSERT_EQ(found, expected);
      ASSERT_EQ(acta_k_working_days_between(&table, to, from, &found), 0);
      ASSERT_EQ(found, -expected);
    }
  }
}

TEST(WorkingDays, OutsideOfCoversEveryQuestionFails) {
  const Calendar calendar;
  const acta_calendar table = calendar.Table();
  std::int64_t out = 5;
  for (const std::int64_t day : {calendar.first() - 1, calendar.last() + 1, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(acta_k_is_working_day(&table, day, &out), 1);
    EXPECT_EQ(acta_k_add_working_days(&table, day, 0, &out), 1);
    EXPECT_EQ(acta_k_roll(&table, day, 0, &out), 1);
    EXPECT_EQ(acta_k_working_days_between(&table, day, calendar.first(), &out), 1);
    EXPECT_EQ(acta_k_add_working_seconds(&table, day, 1, &out), 1);
    EXPECT_EQ(out, 0);
  }
  EXPECT_EQ(acta_k_add_working_days(&table, calendar.first(), INT64_MAX, &out), 1);
  EXPECT_EQ(acta_k_add_working_days(&table, calendar.first(), INT64_MIN, &out), 1);
  EXPECT_EQ(acta_k_add_working_seconds(&table, calendar.first() * kDay, INT64_MAX, &out), 1);
  EXPECT_EQ(acta_k_add_working_seconds(&table, calendar.first() * kDay, INT64_MIN, &out), 1);
}

// The clock hour by hour: an hour of a working day counts, any other does not.
std::optional<std::int64_t> WalkHours(const Calendar& calendar, std::int64_t civil,
                                      std::int64_t hours) {
  constexpr std::int64_t kHour = 3600;
  const std::int64_t step = hours > 0 ? kHour : -kHour;
  for (std::int64_t left = hours > 0 ? hours : -hours; left > 0; civil += step) {
    const std::int64_t hour_begins = hours > 0 ? civil : civil - kHour;
    const std::int64_t day = hour_begins / kDay;
    if (!calendar.Covers(day)) {
      return std::nullopt;
    }
    left -= calendar.IsWorking(day) ? 1 : 0;
    if (left == 0) {
      civil += step;
      break;
    }
  }
  return calendar.Covers(civil / kDay) ? std::optional(civil) : std::nullopt;
}

TEST(WorkingHours, AgreeWithWalkingHourByHour) {
  const Calendar calendar;
  const acta_calendar table = calendar.Table();
  for (std::int64_t day = calendar.first(); day <= calendar.last(); day += day % 40 == 0 ? 11 : 1) {
    for (const std::int64_t hour : {0, 9, 23}) {
      const std::int64_t civil = day * kDay + hour * 3600;
      for (const std::int64_t hours :
           {-100, -49, -48, -25, -24, -23, -1, 0, 1, 15, 23, 24, 25, 48, 72, 120}) {
        const auto expected = WalkHours(calendar, civil, hours);
        std::int64_t found = -1;
        const bool failed = acta_k_add_working_seconds(&table, civil, hours * 3600, &found) != 0;
        ASSERT_EQ(failed, !expected) << day << ' ' << hour << " + " << hours;
        ASSERT_EQ(found, expected.value_or(0)) << day << ' ' << hour << " + " << hours;
      }
    }
  }
}

// The zone as evaluators carry it, from the date library.
struct Zone {
  std::vector<std::int64_t> at;
  std::vector<std::int32_t> offset;

  explicit Zone(const date::time_zone& zone) {
    const auto begin = date::sys_seconds{date::sys_days{date::year{1900} / 1 / 1}};
    const auto end = date::sys_seconds{date::sys_days{date::year{2038} / 1 / 1}};
    offset.push_back(static_cast<std::int32_t>(zone.get_info(begin).offset.count()));
    for (date::sys_info info = zone.get_info(begin); info.end < end;
         info = zone.get_info(info.end)) {
      const auto next = zone.get_info(info.end).offset.count();
      if (next != offset.back()) {
        at.push_back(info.end.time_since_epoch().count());
        offset.push_back(static_cast<std::int32_t>(next));
      }
    }
  }
  [[nodiscard]] acta_zone Table() const {
    return {static_cast<std::uint32_t>(at.size()), 0, at.data(), offset.data()};
  }
};

TEST(Instants, AgreeWithTheDateLibraryEveryQuarterOfAnHourAroundEveryChange) {
  for (const std::string name : {"Asia/Almaty", "Europe/Berlin", "America/New_York",
                                 "Australia/Lord_Howe", "Pacific/Apia", "UTC"}) {
    const date::time_zone* const zone = date::locate_zone(name);
    const Zone ours(*zone);
    const acta_zone table = ours.Table();
    std::vector<std::int64_t> around = ours.at;
    around.push_back(1600000000);
    for (const std::int64_t change : around) {
      for (std::int64_t civil = change - 3 * kDay; civil <= change + 3 * kDay; civil += 900) {
        const date::local_seconds local{std::chrono::seconds{civil}};
        const date::local_info info = zone->get_info(local);
        // A change of rule without a change of the clock is one piece to us and two to the library.
        const bool is_unique = info.result == date::local_info::unique ||
                               (info.result != date::local_info::nonexistent &&
                                info.first.offset == info.second.offset);
        std::int64_t found = -1;
        const bool failed = acta_k_to_instant(&table, civil, &found) != 0;
        ASSERT_EQ(failed, !is_unique) << name << ' ' << civil;
        std::int64_t back = -1;
        if (is_unique) {
          ASSERT_EQ(found, civil - info.first.offset.count()) << name << ' ' << civil;
          ASSERT_EQ(acta_k_from_instant(&table, found, &back), 0) << name << ' ' << civil;
          ASSERT_EQ(back, civil) << name;
        } else if (info.result == date::local_info::ambiguous) {
          for (const auto& offset : {info.first.offset, info.second.offset}) {
            ASSERT_EQ(acta_k_from_instant(&table, civil - offset.count(), &back), 1)
                << name << ' ' << civil;
          }
        }
      }
    }
  }
}

TEST(Instants, OutsideTheYearsThereAreNone) {
  const Zone utc(*date::locate_zone("UTC"));
  const acta_zone table = utc.Table();
  std::int64_t out = 1;
  EXPECT_EQ(acta_k_to_instant(&table, (std::int64_t{ACTA_MAX_DAY} + 1) * kDay, &out), 1);
  EXPECT_EQ(acta_k_to_instant(&table, INT64_MIN, &out), 1);
  EXPECT_EQ(acta_k_to_instant(&table, INT64_MAX, &out), 1);
  EXPECT_EQ(acta_k_from_instant(&table, (std::int64_t{ACTA_MAX_DAY} + 1) * kDay, &out), 1);
  EXPECT_EQ(acta_k_from_instant(&table, INT64_MIN, &out), 1);
  EXPECT_EQ(acta_k_from_instant(&table, INT64_MAX, &out), 1);
}

TEST(Parameters, HaveTheValueOfTheVersionOnThatDate) {
  const acta_lookup_version versions[] = {{100, 199, 1}, {200, 250, 2}, {300, INT32_MAX, 3}};
  const acta_lookup table{3, 0, versions};
  const auto on = [&](std::int64_t date) -> std::optional<std::int64_t> {
    std::int64_t out = -1;
    return acta_k_lookup(&table, date, &out) == 0 ? std::optional(out) : std::nullopt;
  };
  EXPECT_EQ(on(99), std::nullopt);
  EXPECT_EQ(on(100), 1);
  EXPECT_EQ(on(199), 1);
  EXPECT_EQ(on(200), 2);
  EXPECT_EQ(on(250), 2);
  EXPECT_EQ(on(251), std::nullopt);
  EXPECT_EQ(on(300), 3);
  EXPECT_EQ(on(INT64_MIN), std::nullopt);
}

}  // namespace
}  // namespace acta
