// The civil dates of batch evaluators against std::chrono: every day of 400 years, which then
// repeat.
#include <chrono>

#include <gtest/gtest.h>

#include "compiler/base/check.h"
#include "compiler/codegen/jit.h"
#include "compiler/ir/builder.h"
#include "tests/differential/batch_runner.h"

namespace acta::differential {
namespace {

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

}  // namespace
}  // namespace acta::differential
