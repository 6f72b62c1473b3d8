// The civil dates of batch evaluators against std::chrono: every day of 400 years, which then
// repeat.
#include <chrono>

#include <gtest/gtest.h>

#include "compiler/base/check.h"
#include "compiler/codegen/jit.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/builder.h"
#include "compiler/measure/block.h"

namespace acta::differential {
namespace {

using measure::BatchBlock;
using measure::BatchFound;
using measure::Slots;

using ir::Kind;
using ir::Op;
namespace chrono = std::chrono;

chrono::year_month_day CivilOf(std::int64_t day) {
  return chrono::sys_days(chrono::days(day));
}

std::int64_t MonthAndDay(chrono::year_month_day date) {
  return unsigned{date.month()} * 32 + unsigned{date.day()};
}

std::int64_t AgeOn(std::int64_t birth, std::int64_t on, bool on_last_of_february) {
  const auto born = CivilOf(birth);
  const auto now = CivilOf(on);
  std::int64_t birthday = MonthAndDay(born);
  if (on_last_of_february && birthday == 2 * 32 + 29 && !now.year().is_leap()) {
    birthday = 2 * 32 + 28;
  }
  return int{now.year()} - int{born.year()} - (MonthAndDay(now) < birthday ? 1 : 0);
}

std::int64_t DayOf(chrono::year_month_day date) {
  return chrono::sys_days(date).time_since_epoch().count();
}

// Rules about two dates, in the order of the answers below; facts whose range is these days, each
// of which is asked about.
void CompareEveryDay(std::int64_t first, std::int64_t last, bool is_declared) {
  constexpr std::int64_t kWinter = (11 * 32 + 15) * 4096 + (3 * 32 + 1);
  constexpr std::int64_t kSpring = (2 * 32 + 28) * 4096 + (5 * 32 + 31);
  ir::ProgramBuilder b;
  const ir::TypeId date = b.Of(Kind::kDate);
  const ir::TypeId number = b.Of(Kind::kInteger);
  const std::uint32_t birth = b.Fact("birth", date);
  const std::uint32_t on = b.Fact("on", date);
  if (is_declared) {
    for (ir::FactField& fact : b.program().facts) {
      fact.low = first;
      fact.high = last;
    }
  }
  ir::RuleGraph graph;
  const auto answer = [&](ir::TypeId type, ir::NodeId value) {
    const ir::RuleId rule = b.Rule("rule", type);
    b.Clause(rule, {.value = value});
    b.Answer(rule);
    graph.order.push_back(rule);
  };
  for (std::uint32_t part = 0; part < 4; ++part) {
    answer(number, b.Make(Op::kDatePart, number, {b.Slot(on, date)}, {.aux = part}));
  }
  for (std::uint32_t leap = 0; leap < 2; ++leap) {
    answer(number,
           b.Make(Op::kAge, number, {b.Slot(birth, date), b.Slot(on, date)}, {.aux = leap}));
  }
  for (const std::int64_t window : {kWinter, kSpring}) {
    answer(b.Of(Kind::kBoolean),
           b.Make(Op::kInYearly, b.Of(Kind::kBoolean), {b.Slot(on, date)}, {.imm = window}));
  }
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  const Result<CompiledAct> act = CompileJit(graph, {.level = OptimisationLevel::kFast});
  ACTA_CHECK(act.has_value(), "the act compiles");
  const Result<CompiledAct::Batch> batch = act->batch();
  ACTA_CHECK(batch.has_value(), "the act compiles for batches");

  const std::int64_t days = last - first + 1;
  std::vector<Slots> cases;
  for (std::int64_t i = 0; i < days; ++i) {
    Slots slots(graph.program->slot_count, 0);
    // Births keep to the end of February, where birthdays are hard, one year in three.
    slots[on] = first + i;
    slots[birth] = i % 3 == 0 ? DayOf(chrono::year(static_cast<int>(1901 + i % 130)) / 3 / 1) - 1
                              : first + (i * 7919) % days;
    cases.push_back(std::move(slots));
  }
  BatchBlock block(*graph.program, *batch->plan, cases);
  block.Run(batch->code->all_given);
  const auto in = [](std::int64_t day, std::int64_t from, std::int64_t to) {
    return from <= to ? from <= day && day <= to : from <= day || day <= to;
  };
  for (std::int64_t i = 0; i < days; ++i) {
    const auto row = static_cast<std::size_t>(i);
    const std::int64_t day = cases[row][on];
    const auto civil = CivilOf(day);
    const std::int64_t expected[] = {
        int{civil.year()},
        unsigned{civil.month()},
        unsigned{civil.day()},
        (chrono::weekday(chrono::sys_days(civil)).iso_encoding() + 6) % 7,
        AgeOn(cases[row][birth], day, false),
        AgeOn(cases[row][birth], day, true),
        in(MonthAndDay(civil), kWinter / 4096, kWinter % 4096) ? 1 : 0,
        in(MonthAndDay(civil), kSpring / 4096, kSpring % 4096) ? 1 : 0,
    };
    for (std::size_t result = 0; result < std::size(expected); ++result) {
      const BatchFound found = block.ResultOf(result, row);
      ASSERT_TRUE(found.known) << "day " << day << ", answer " << result;
      ASSERT_EQ(found.payload, expected[result]) << "day " << day << ", answer " << result;
    }
  }
}

TEST(BatchDates, AreThoseOfTheCalendarOnEveryDayOf400Years) {
  const std::int64_t first = DayOf(chrono::year(1800) / 1 / 1);
  CompareEveryDay(first, first + 146'096, /*is_declared=*/false);
}

// With as many days as have a leap day every fourth year, and with one more.
TEST(BatchDates, AreThoseOfTheCalendarWhereFactsSayThatNoCenturyTurns) {
  const std::int64_t first = DayOf(chrono::year(1900) / 3 / 1);
  const std::int64_t last = DayOf(chrono::year(2100) / 2 / 28);
  CompareEveryDay(first, last, /*is_declared=*/true);
  CompareEveryDay(first, last + 1, /*is_declared=*/true);
  CompareEveryDay(first - 1, last, /*is_declared=*/true);
}

// Clocks that go forward and back; early mornings around each change, and far from all of them.
TEST(BatchDates, ClockTimesAreThoseOfTheInterpreterAroundEachChange) {
  constexpr std::int64_t kHour = 3600;
  ir::ProgramBuilder b;
  const ir::TypeId datetime = b.Of(Kind::kDateTime);
  const std::uint32_t civil = b.Fact("civil", datetime);
  ir::Zone zone{.iana = "Test/Clock", .first_offset = 18'000, .changes = {}};
  for (const auto& [at, offset] : {std::pair{-1'000'000'000, 6},
                                   {100'000'000, 7},
                                   {500'000'000, 6},
                                   {1'000'000'000, 7},
                                   {1'700'000'000, 5}}) {
    zone.changes.emplace_back(at, static_cast<std::int32_t>(offset * kHour));
  }
  b.program().zone_sets.Add({.zones = {zone}, .by = {}});
  ir::RuleGraph graph;
  const auto answer = [&](ir::NodeId value) {
    const ir::RuleId rule = b.Rule("rule", datetime);
    b.Clause(rule, {.value = value});
    b.Answer(rule);
    graph.order.push_back(rule);
  };
  const ir::NodeParts fails{.imm = 0, .reason = b.Arithmetic("no such time")};
  answer(b.Make(Op::kToInstant, datetime, {b.Slot(civil, datetime)}, fails));
  answer(b.Make(Op::kFromInstant, datetime, {b.Slot(civil, datetime)}, fails));
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  const Result<CompiledAct> act = CompileJit(graph, {.level = OptimisationLevel::kFast});
  ACTA_CHECK(act.has_value(), "the act compiles");
  const Result<CompiledAct::Batch> batch = act->batch();
  ACTA_CHECK(batch.has_value(), "the act compiles for batches");

  std::vector<std::int64_t> times = {0, 1'600'000'000, 4'102'444'799, 4'102'444'800, -5'000'000'000,
                                     // At the ends of the years.
                                     (std::int64_t{ACTA_MAX_DAY} + 1) * 86400 - 2,
                                     (std::int64_t{ACTA_MAX_DAY} + 1) * 86400 - 20'000,
                                     std::int64_t{ACTA_MIN_DAY} * 86400};
  for (const auto& [at, offset] : zone.changes) {
    for (std::int64_t minutes = -12 * 60; minutes <= 24 * 60; minutes += 15) {
      times.push_back(at + minutes * 60);
      times.push_back(at + minutes * 60 - 1);
    }
  }
  // Each in a block of its own, among recent times and among all others.
  for (const std::int64_t time : times) {
    std::vector<Slots> cases;
    for (const std::int64_t other : {time, std::int64_t{1'750'000'000}, time + 1}) {
      Slots slots(graph.program->slot_count, 0);
      slots[civil] = other;
      cases.push_back(std::move(slots));
    }
    BatchBlock block(*graph.program, *batch->plan, cases);
    block.Run(batch->code->general);
    for (std::size_t row = 0; row < cases.size(); ++row) {
      const interpreter::Evaluation expected =
          interpreter::Evaluate(graph, cases[row], interpreter::Tracing::kOff);
      for (std::size_t result = 0; result < 2; ++result) {
        const interpreter::Value& value = expected.Of(graph.order[result]);
        const BatchFound found = block.ResultOf(result, row);
        ASSERT_EQ(found.known, value.known())
            << "time " << cases[row][civil] << ", answer " << result;
        if (found.known) {
          ASSERT_EQ(found.payload, value.payload)
              << "time " << cases[row][civil] << ", answer " << result;
        }
      }
    }
  }
}

// Days that lie near each other and weeks apart, in a calendar of so many days that is asked about
// beyond its ends.
void CompareWorkingDays(std::int64_t covered) {
  constexpr std::int64_t kFirst = 19'000;
  const std::int64_t last = kFirst + covered - 1;
  ir::ProgramBuilder b;
  const ir::TypeId date = b.Of(Kind::kDate);
  const ir::TypeId count = b.Of(Kind::kWorkingDays);
  const std::uint32_t on = b.Fact("on", date);
  ir::Calendar calendar{
      .name = "calendar", .first_day = kFirst, .last_day = static_cast<std::int32_t>(last)};
  for (std::int64_t day = 0; day < covered; ++day) {
    const bool is_in_holidays = day >= 100 && day < 240;
    calendar.working.push_back(day % 7 < 5 && !is_in_holidays);
  }
  b.program().calendars.Add(std::move(calendar));
  ir::RuleGraph graph;
  const auto answer = [&](Op op, ir::TypeId type, std::vector<ir::NodeId> operands,
                          std::uint32_t aux = 0) {
    const ir::NodeParts parts{.imm = 0, .aux = aux, .reason = b.Arithmetic("not covered")};
    const ir::RuleId rule = b.Rule("rule", type);
    b.Clause(rule, {.value = ir::AddNode(b.program(), op, type, operands, parts)});
    b.Answer(rule);
    graph.order.push_back(rule);
  };
  // Some lie behind the holidays: too far for the small numbers of a table.
  for (const std::int64_t days : {-300, -10, -1, 0, 1, 3, 10, 60}) {
    answer(Op::kAddWorkingDays, date, {b.Slot(on, date), b.Const(count, days)});
  }
  answer(Op::kRoll, date, {b.Slot(on, date)}, 0);
  answer(Op::kRoll, date, {b.Slot(on, date)}, 1);
  answer(Op::kIsWorkingDay, b.Of(Kind::kBoolean), {b.Slot(on, date)});
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  const Result<CompiledAct> act = CompileJit(graph, {.level = OptimisationLevel::kFast});
  ACTA_CHECK(act.has_value(), "the act compiles");
  const Result<CompiledAct::Batch> batch = act->batch();
  ACTA_CHECK(batch.has_value(), "the act compiles for batches");

  std::vector<Slots> cases;
  const auto ask_about = [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t day = from; day < to; ++day) {
      Slots slots(graph.program->slot_count, 0);
      slots[on] = day;
      cases.push_back(std::move(slots));
    }
  };
  ask_about(kFirst - 70, kFirst + 400);
  ask_about(last - 70, last + 70);
  BatchBlock block(*graph.program, *batch->plan, cases);
  block.Run(batch->code->general);
  for (std::size_t row = 0; row < cases.size(); ++row) {
    const interpreter::Evaluation expected =
        interpreter::Evaluate(graph, cases[row], interpreter::Tracing::kOff);
    for (std::size_t result = 0; result < graph.order.size(); ++result) {
      const interpreter::Value& value = expected.Of(graph.order[result]);
      const BatchFound found = block.ResultOf(result, row);
      ASSERT_EQ(found.known, value.known()) << "day " << cases[row][on] << ", answer " << result;
      if (found.known) {
        ASSERT_EQ(found.payload, value.payload)
            << "day " << cases[row][on] << ", answer " << result;
      }
    }
  }
}

TEST(BatchDates, WorkingDaysAreThoseOfTheInterpreterOnEveryDayAroundTheCalendar) {
  CompareWorkingDays(400);
}
TEST(BatchDates, WorkingDaysOfACalendarTooLongForTablesAreThoseOfTheInterpreter) {
  CompareWorkingDays(40'000);
}

}  // namespace
}  // namespace acta::differential
