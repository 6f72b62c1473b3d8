// The bench's act: every way of evaluating it comes to the same.
#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/measure/pool.h"
#include "tests/bench/peers/agreement.h"
#include "tests/bench/peers/assembly_by_hand.h"
#include "tests/bench/peers/assembly_compiled.h"
#ifdef ACTA_DUCKDB
#include "tests/bench/peers/assembly_sql.h"
#endif

namespace acta::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kCases = 20'000;
constexpr std::size_t kInterpreted = 500;

OpenAssembly Draw(std::uint64_t number, unsigned percent_missing) {
  return {DrawAssembly(kSeed, number), DrawGiven(kSeed, number, percent_missing)};
}

TEST(Assembly, ByHandAndCompiledItComesToTheSame) {
  const CompiledAssembly compiled;
  const AssemblyByHand by_hand(compiled.office_days());
  for (std::uint64_t number = 0; number < kCases; ++number) {
    const OpenAssembly open = Draw(number, 0);
    const Outcome outcome = compiled.EvaluateRow(open);
    ASSERT_EQ(by_hand.Decide(open.facts), outcome) << "case " << number;
    ASSERT_EQ(by_hand.DecideOpen(open), outcome) << "case " << number;
  }
}

TEST(Assembly, ByHandAndCompiledItComesToTheSameWhenFactsAreMissing) {
  const CompiledAssembly compiled;
  const AssemblyByHand by_hand(compiled.office_days());
  for (std::uint64_t number = 0; number < kCases; ++number) {
    const OpenAssembly open = Draw(number, number % 2 == 0 ? 5 : 40);
    ASSERT_EQ(by_hand.DecideOpen(open), compiled.EvaluateRow(open)) << "case " << number;
  }
}

TEST(Assembly, InterpretedItComesToTheSame) {
  const CompiledAssembly compiled;
  for (std::uint64_t number = 0; number < kInterpreted; ++number) {
    const OpenAssembly open = Draw(number, number % 2 == 0 ? 0 : 10);
    ASSERT_EQ(compiled.Interpret(open), compiled.EvaluateRow(open)) << "case " << number;
  }
}

TEST(Assembly, InColumnsItComesToTheSameHoweverWideTheyAre) {
  constexpr std::size_t kWindow = 1'000;
  measure::Crew crew(2);
  for (const Widths widths : {Widths::kDeclared, Widths::k32Bits}) {
    const CompiledAssembly compiled(widths);
    const measure::Door door(compiled.act(), {.struct_size = sizeof(acta_batch_options)}, 1);
    for (const unsigned percent_missing : {0U, 5U}) {
      measure::CasePool pool(
          compiled.types(),
          [&](std::size_t i, std::vector<std::int64_t>& slots) {
            compiled.LayOut(Draw(i, percent_missing), slots);
          },
          {.cases = kCases, .of_window = kWindow}, crew);
      const std::vector<Outcome> outcomes = OutcomesOf(door, pool, kCases);
      ASSERT_EQ(outcomes.size(), kCases);
      for (std::uint64_t number = 0; number < kCases; ++number) {
        ASSERT_EQ(outcomes[number], compiled.EvaluateRow(Draw(number, percent_missing)))
            << "case " << number;
      }
    }
  }
}

TEST(Assembly, WiderColumnsHaveMoreBytes) {
  measure::Crew crew(1);
  const auto bytes_of = [&](Widths widths) {
    const CompiledAssembly compiled(widths);
    measure::CasePool pool(
        compiled.types(),
        [&](std::size_t i, std::vector<std::int64_t>& slots) {
          compiled.LayOut(Draw(i, 0), slots);
        },
        {.cases = 64, .of_window = 64}, crew);
    return pool.bytes_read();
  };
  EXPECT_GT(bytes_of(Widths::k32Bits), bytes_of(Widths::kDeclared) + 20);
}

TEST(Agreement, IsBrokenByOneOutcomeThatDiffers) {
  Agreement agreement({Outcome::kRefused, Outcome::kLimited});
  agreement.Compare("who says the same", std::vector{Outcome::kRefused, Outcome::kLimited});
  agreement.Compare("who is asked less", std::vector{Outcome::kRefused});
  EXPECT_TRUE(agreement.holds());
  agreement.Compare("who differs", std::vector{Outcome::kRefused, Outcome::kForbidden});
  EXPECT_FALSE(agreement.holds());
}

#ifdef ACTA_DUCKDB
TEST(Assembly, AsSqlItComesToTheSame) {
  const CompiledAssembly compiled;
  const AssemblyByHand by_hand(compiled.office_days());
  std::vector<Assembly> given;
  std::vector<OpenAssembly> open;
  std::vector<Outcome> outcomes_given;
  std::vector<Outcome> outcomes_open;
  for (std::uint64_t number = 0; number < kCases; ++number) {
    open.push_back(Draw(number, number % 2 == 0 ? 5 : 40));
    given.push_back(open.back().facts);
    outcomes_open.push_back(by_hand.DecideOpen(open.back()));
    outcomes_given.push_back(by_hand.Decide(given.back()));
  }
  AssemblySql sql(compiled.office_days());
  sql.LoadAllGiven(given);
  EXPECT_EQ(sql.Outcomes(), outcomes_given);
  sql.Load(open);
  EXPECT_EQ(sql.Outcomes(), outcomes_open);
}
#endif

TEST(Assembly, DrawnCasesLieWithinTheRangesThatTheActDeclares) {
  const CompiledAssembly compiled;
  for (std::uint64_t number = 0; number < kCases; ++number) {
    const std::vector<std::int64_t> slots = compiled.SlotsOf(Draw(number, 0));
    for (const ir::FactField& fact : compiled.program().facts) {
      if (fact.low) {
        ASSERT_THAT(slots[fact.offset],
                    testing::AllOf(testing::Ge(*fact.low), testing::Le(*fact.high)))
            << fact.name << " of case " << number;
      }
    }
  }
}

TEST(Assembly, EachOutcomeIsThatOfSomeCasesInAHundred) {
  const CompiledAssembly compiled;
  const AssemblyByHand by_hand(compiled.office_days());
  std::array<std::size_t, kOutcomes> seen{};
  for (std::uint64_t number = 0; number < kCases; ++number) {
    ++seen[static_cast<std::size_t>(by_hand.DecideOpen(Draw(number, 5)))];
  }
  EXPECT_THAT(seen, testing::Each(testing::Ge(kCases / 100)));
}

}  // namespace
}  // namespace acta::bench
