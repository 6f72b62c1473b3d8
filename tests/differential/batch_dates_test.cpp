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

// Rules about two dates, in the order of the answers below.
TEST(BatchDates, AreThoseOfTheCalendarOnEveryDayOf400Years) {
  constexpr std::int64_t kWinter = (11 * 32 + 15) * 4096 + (3 * 32 + 1);
  constexpr std::int64_t kSpring = (2 * 32 + 28) * 4096 + (5 * 32 + 31);
  ir::ProgramBuilder b;
  const ir::TypeId date = b.Of(Kind::kDate);
  const ir::TypeId number = b.Of(Kind::kInteger);
  const std::uint32_t birth = b.Fact("birth", date);
  const std::uint32_t on = b.Fact("on", date);
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

  constexpr std::int64_t kDays = 146'097;
  const std::int64_t first =
      chrono::sys_days(chrono::year(1800) / 1 / 1).time_since_epoch().count();
  std::vector<Slots> cases;
  for (std::int64_t i = 0; i < kDays; ++i) {
    Slots slots(graph.program->slot_count, 0);
    // Births keep to the end of February, where birthdays are hard, one year in three.
    slots[on] = first + i;
    slots[birth] = i % 3 == 0
                       ? chrono::sys_days(chrono::year(static_cast<int>(1900 + i % 130)) / 3 / 1)
                                 .time_since_epoch()
                                 .count() -
                             1
                       : first + (i * 7919) % kDays;
    cases.push_back(std::move(slots));
  }
  BatchBlock block(*graph.program, *batch->plan, cases);
  block.Run(batch->code->all_given);
  const auto in = [](std::int64_t day, std::int64_t from, std::int64_t to) {
    return from <= to ? from <= day && day <= to : from <= day || day <= to;
  };
  for (std::int64_t i = 0; i < kDays; ++i) {
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
  answer(b.Make(Op::kFromInstant, datetime, {b.Slot(civil, datetime)}, {.imm = 0}));
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  const Result<CompiledAct> act = CompileJit(graph, {.level = OptimisationLevel::kFast});
  ACTA_CHECK(act.has_value(), "the act compiles");
  const Result<CompiledAct::Batch> batch = act->batch();
  ACTA_CHECK(batch.has_value(), "the act compiles for batches");

  std::vector<std::int64_t> times = {0, 1'600'000'000, 4'102'444'799, 4'102'444'800,
                                     -5'000'000'000};
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

}  // namespace
}  // namespace acta::differential
