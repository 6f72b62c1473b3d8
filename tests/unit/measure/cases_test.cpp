// Cases drawn from what an act declares; the same ones as rows and as columns.
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/engine/engine.h"
#include "compiler/driver/session.h"
#include "compiler/ir/builder.h"
#include "compiler/measure/draw.h"
#include "compiler/measure/pool.h"

namespace acta::measure {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

constexpr Days kDays{18'262, 19'722};

// An act of the tree, with all its evaluators.
class Act {
 public:
  explicit Act(const std::string& path)
      : session_(LoadAct(path, {})),
        engine_(
            *Engine::Make(session_->graph, session_->sources, EngineKind::kNative, Columns::kYes)),
        plan_(*engine_.compiled().batch()->plan),
        types_(program(), plan_, engine_.act()) {}

  [[nodiscard]] const ir::Program& program() const { return *session_->graph.program; }
  [[nodiscard]] const Engine& engine() const { return engine_; }
  [[nodiscard]] const ColumnTypes& types() const { return types_; }
  [[nodiscard]] CaseSource Source(unsigned percent_missing) const {
    const CaseDrawer drawer(program(), {.percent_missing = percent_missing, .days = kDays});
    return [drawer](std::size_t i, std::vector<std::int64_t>& slots) { drawer.Draw(i, slots); };
  }

 private:
  std::unique_ptr<Session> session_;
  Engine engine_;
  const acta_batch_plan& plan_;
  ColumnTypes types_;
};

const Act& EveryType() {
  static const Act* const act = new Act("tests/embed/every_type.acta.md");
  return *act;
}

std::uint32_t SlotOf(const ir::Program& program, std::string_view fact) {
  return std::ranges::find(program.facts, fact, &ir::FactField::name)->offset;
}

TEST(DrawnCases, AreTheSameForTheSameSeedWhateverWasDrawnBefore) {
  const ir::Program& program = EveryType().program();
  const CaseDrawer drawer(program, {.seed = 7, .percent_missing = 10, .days = kDays});
  const std::vector<std::int64_t> before = drawer.Draw(5);
  (void)drawer.Draw(1);
  EXPECT_EQ(drawer.Draw(5), before);
  EXPECT_NE(drawer.Draw(6), before);
  const CaseDrawer other(program, {.seed = 8, .percent_missing = 10, .days = kDays});
  EXPECT_NE(other.Draw(5), before);
}

TEST(DrawnCases, LieWithinTheDeclaredRangesAndTheDaysAskedFor) {
  const ir::Program& program = EveryType().program();
  const CaseDrawer drawer(program, {.days = kDays});
  const std::uint32_t people = SlotOf(program, "people");
  std::size_t longest = 0;
  for (std::uint64_t number = 0; number < 2'000; ++number) {
    const std::vector<std::int64_t> slots = drawer.Draw(number);
    ASSERT_THAT(slots[SlotOf(program, "number")], AllOf(Ge(-5), Le(70)));
    ASSERT_THAT(slots[SlotOf(program, "fee")], AllOf(Ge(0), Le(100'000'000)));
    ASSERT_THAT(slots[SlotOf(program, "day")], AllOf(Ge(kDays.first), Le(kDays.last)));
    ASSERT_THAT(slots[SlotOf(program, "colour")], AllOf(Ge(0), Le(2)));
    const auto length = static_cast<std::size_t>(slots[people] & 0xffffffff);
    longest = std::max(longest, length);
    ASSERT_LE(length, 8U);
  }
  EXPECT_GT(longest, 1U);
}

TEST(DrawnCases, DifferFromTheSameOnesWithGapsByTheGapsOnly) {
  const ir::Program& program = EveryType().program();
  const CaseDrawer whole(program, {.days = kDays});
  const CaseDrawer gaps(program, {.percent_missing = 25, .days = kDays});
  std::size_t missing = 0;
  std::size_t all = 0;
  for (std::uint64_t number = 0; number < 1'000; ++number) {
    const std::vector<std::int64_t> given = whole.Draw(number);
    const std::vector<std::int64_t> open = gaps.Draw(number);
    ASSERT_EQ(given.size(), open.size());
    for (const ir::FactField& fact : program.facts) {
      if (program.types[fact.type].kind != ir::Kind::kEntity) {
        ASSERT_NE(given[fact.offset], ACTA_MISSING) << fact.name;
        missing += open[fact.offset] == ACTA_MISSING ? 1 : 0;
        ++all;
        ASSERT_TRUE(open[fact.offset] == ACTA_MISSING || open[fact.offset] == given[fact.offset])
            << fact.name;
      }
    }
  }
  EXPECT_THAT(100 * missing / all, AllOf(Ge(23U), Le(27U)));
}

TEST(DrawnCases, TakeTheReadingsThatAreChosen) {
  const Act act("examples/kazakhstan/peaceful_assemblies_2020.acta.md");
  const CaseDrawer drawer(act.program(), {.days = kDays, .readings = {1, ACTA_MISSING, 0}});
  const std::vector<std::int64_t> slots = drawer.Draw(0);
  const std::vector<ir::Reading>& readings = act.program().readings;
  EXPECT_EQ(slots[readings[0].slot], 1);
  EXPECT_EQ(slots[readings[1].slot], ACTA_MISSING);
  EXPECT_EQ(slots[readings[2].slot], 0);
  EXPECT_EQ(slots[readings[3].slot], ACTA_MISSING);
}

TEST(LikelyDays, AreThoseInForceThatTheCalendarsCover) {
  ir::ProgramBuilder b;
  ir::Program& program = b.program();
  program.law.in_force_from = 1'000;
  program.law.in_force_until = 3'000;
  EXPECT_THAT(LikelyDays(program).first, AllOf(Ge(1'000), Le(1'100)));
  EXPECT_THAT(LikelyDays(program).last, AllOf(Ge(2'900), Le(3'000)));
  program.calendars.Add({.name = "office", .first_day = 2'000, .last_day = 9'000});
  EXPECT_THAT(LikelyDays(program).first, AllOf(Ge(2'000), Le(2'100)));
  EXPECT_THAT(LikelyDays(program).last, AllOf(Ge(2'900), Le(3'000)));
}

TEST(ColumnsOfCases, AreAnsweredAsTheirRowsAre) {
  const Act& act = EveryType();
  Crew crew(2);
  const acta_batch_options options{.struct_size = sizeof options};
  const Door door(act.engine().act(), options, 1);
  for (const unsigned percent : {0U, 5U, 40U}) {
    const CaseSource source = act.Source(percent);
    CasePool pool(act.types(), source, {.first = 100, .cases = 3'000, .of_window = 1'024}, crew);
    ASSERT_EQ(pool.windows(), 3U);
    RowRunner row(act.program(), act.engine().compiled().row());
    for (std::size_t i = 0; i < pool.windows(); ++i) {
      door.Evaluate(pool.schema(), pool[i], 0);
      EXPECT_EQ(FirstDifference(act.program(), door, pool[i], source, 1'024, row), std::nullopt)
          << percent << " % missing";
    }
  }
}

TEST(ColumnsOfCases, AreNotAnsweredAsOtherRowsAre) {
  const Act& act = EveryType();
  Crew crew(1);
  const acta_batch_options options{.struct_size = sizeof options};
  const Door door(act.engine().act(), options, 1);
  CasePool pool(act.types(), act.Source(0), {.cases = 64, .of_window = 64}, crew);
  door.Evaluate(pool.schema(), pool[0], 0);
  RowRunner row(act.program(), act.engine().compiled().row());
  const auto other = FirstDifference(act.program(), door, pool[0], act.Source(50), 64, row);
  ASSERT_TRUE(other.has_value());
  EXPECT_THAT(*other, testing::ContainsRegex("^case [0-9]+, `.*`: undetermined by the row"));
}

TEST(ColumnsOfCases, HoldWhatRulesReadInTheNarrowestTypes) {
  const Act act("tests/golden/build/quorum.acta");
  EXPECT_EQ(act.types().facts_read(), 1U);
  ASSERT_EQ(act.types().schema().n_children, 1);
  EXPECT_STREQ(act.types().schema().children[0]->name, "seats");
  const CaseColumns columns(act.types(), 100, act.Source(0));
  // 1 to 500 takes two bytes; no bitmap, since nothing is null.
  EXPECT_EQ(columns.bytes(), 200U);
  EXPECT_EQ(columns.array().children[0]->buffers[0], nullptr);
  const CaseColumns open(act.types(), 100, act.Source(50));
  EXPECT_EQ(open.bytes(), 213U);
  EXPECT_GT(open.array().children[0]->null_count, 0);
}

TEST(ColumnsOfCases, AreTouchedByBlocksThatCoverAllOfThem) {
  const Act& act = EveryType();
  Crew crew(1);
  CasePool pool(act.types(), act.Source(5), {.cases = 10'000, .of_window = 10'000}, crew);
  const CaseWindow& window = pool[0];
  EXPECT_EQ(window.cases.blocks(), 5U);
  std::size_t bytes = 0;
  for (const Stream& stream : window.reads) {
    EXPECT_EQ(stream.bytes_per_block % 64, 0U);
    bytes += stream.bytes_per_block * window.cases.blocks();
  }
  EXPECT_GE(bytes, window.cases.bytes());
  EXPECT_LE(bytes, window.cases.bytes() + window.reads.size() * window.cases.blocks() * 64);
  TouchShare(pool, 3, 0, 2);
}

TEST(Rows, AreEvaluatedWithAsMuchRoomAsReasonsAndTracesNeed) {
  const Act act("examples/kazakhstan/peaceful_assemblies_2020.acta.md");
  RowRunner runner(act.program(), act.engine().compiled().traced(), RowRunner::Trace::kYes);
  const acta_frame& frame = runner.Run(CaseDrawer(act.program(), {.percent_missing = 50}).Draw(1));
  EXPECT_EQ(frame.overflow, 0U);
  EXPECT_GT(frame.union_count, 1U);
  EXPECT_GT(frame.trace_count, 100U);
}

}  // namespace
}  // namespace acta::measure
