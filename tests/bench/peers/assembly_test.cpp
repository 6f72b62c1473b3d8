// The bench's act: every way of evaluating it comes to the same.
#include <array>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
