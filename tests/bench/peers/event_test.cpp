// The 2020 act of Kazakhstan: its core by hand and compiled comes to the same.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/measure/crew.h"
#include "compiler/measure/pool.h"
#include "tests/bench/peers/event_by_hand.h"
#include "tests/bench/peers/event_compiled.h"

namespace acta::bench {
namespace {

constexpr std::size_t kCases = 50'000;

TEST(EventAct, ByHandAndCompiledItsCoreComesToTheSame) {
  const CompiledEventAct core(CompiledEventAct::Answers::kCore);
  const EventByHand by_hand(core.working_days());
  const EventCases cases(core.program(), 1, 0);
  measure::Crew crew(2);
  measure::CasePool pool(
      core.types(), [&](std::size_t i, std::vector<std::int64_t>& slots) { cases.Draw(i, slots); },
      {.cases = kCases, .of_window = kCases}, crew);
  const measure::Door door(core.act(), core.options(), 1);
  door.Evaluate(pool.schema(), pool[0], 0);
  std::vector<std::int64_t> slots;
  std::set<EventOutcome> seen;
  for (std::size_t i = 0; i < kCases; ++i) {
    cases.Draw(i, slots);
    const EventDecision expected = DecisionIn(pool[0].answers, i);
    const EventDecision found = by_hand.Decide(cases.RowOf(slots));
    ASSERT_EQ(found.form, expected.form) << "case " << i;
    ASSERT_EQ(found.procedure, expected.procedure) << "case " << i;
    ASSERT_EQ(found.barred_organisers, expected.barred_organisers) << "case " << i;
    ASSERT_EQ(found.forbidden, expected.forbidden) << "case " << i;
    ASSERT_EQ(found.timeliness, expected.timeliness) << "case " << i;
    ASSERT_EQ(found.filing_status, expected.filing_status) << "case " << i;
    ASSERT_EQ(found.answering_status, expected.answering_status) << "case " << i;
    ASSERT_EQ(found.outcome, expected.outcome) << "case " << i;
    ASSERT_EQ(found, expected) << "case " << i;
    seen.insert(found.outcome);
  }
  EXPECT_EQ(seen.size(), 11U) << "the cases stir every outcome";
}

}  // namespace
}  // namespace acta::bench
