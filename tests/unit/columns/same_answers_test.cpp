// Columns give the answers that the same cases get one by one, in whatever form they come.
#include <gtest/gtest.h>

#include "tests/unit/columns/checked_batch.h"
#include "tests/unit/columns/echo_act.h"

namespace acta {
namespace {

struct Trial {
  EchoOptions act;
  acta_batch_options options;
  Chances chances;
  RandomCases::Forms forms = RandomCases::Forms::kAny;
};

void Compare(const Trial& trial, std::uint64_t seed, std::size_t count) {
  const EchoAct act(trial.act);
  RandomCases random(act.get(), seed);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < count; ++i) {
    cases.push_back(random.Next(trial.chances));
  }
  acta_batch_options options = trial.options;
  const acta_batch_choice choice{"way", seed % 2 == 0 ? "strict" : nullptr};
  options.choices = &choice;
  options.choice_count = 1;
  Batch batch(act.get(), options);
  ASSERT_EQ(batch.Evaluate(random.Columns(cases, trial.forms)), ACTA_OK)
      << "seed " << seed << ": " << batch.detail().message;
  ExpectSameAnswers(act.get(), batch, cases, options);
  ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
}

constexpr std::size_t kCounts[] = {0, 1, 63, 64, 65, 128, 200, 333};

TEST(SameAnswers, WithoutABatchEvaluatorEachRowIsAsked) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Compare({.act = {.has_plan = false}, .options = {.flags = ACTA_BATCH_REASONS}}, seed,
            kCounts[seed]);
  }
}

TEST(SameAnswers, InTheirCanonicalForm) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Compare({.options = {.block_tiles = static_cast<std::uint32_t>(seed % 4)},
             .forms = RandomCases::Forms::kCanonical},
            seed, kCounts[seed]);
  }
}

TEST(SameAnswers, InAnyForm) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Compare({.options = {.block_tiles = static_cast<std::uint32_t>(seed % 4)}}, seed,
            kCounts[seed % std::size(kCounts)]);
  }
}

TEST(SameAnswers, WithTheReasonsOfWhatIsUndetermined) {
  for (std::uint64_t seed = 100; seed < 112; ++seed) {
    const std::uint32_t plain = seed % 2 == 0 ? ACTA_BATCH_PLAIN : 0;
    Compare({.options = {.flags = ACTA_BATCH_REASONS | plain}}, seed,
            kCounts[seed % std::size(kCounts)]);
  }
}

TEST(SameAnswers, WhenEverythingIsGiven) {
  for (std::uint64_t seed = 200; seed < 206; ++seed) {
    const std::uint64_t before = Calls().all_given;
    Compare({.chances = {.missing = 0, .absent = 50}, .forms = RandomCases::Forms::kCanonical},
            seed, kCounts[seed % std::size(kCounts)]);
    EXPECT_GE(Calls().all_given, before + (kCounts[seed % std::size(kCounts)] != 0 ? 1 : 0));
  }
}

TEST(SameAnswers, WhatTheBatchEvaluatorLeavesOpenIsAskedRowByRow) {
  for (std::uint64_t seed = 300; seed < 316; ++seed) {
    const std::uint32_t reasons = seed % 2 == 0 ? ACTA_BATCH_REASONS : 0;
    Compare({.act = {.unread = {"persons", "organisers", "note", "filing"}, .defers = true},
             .options = {.flags = reasons}},
            seed, kCounts[seed % std::size(kCounts)]);
  }
}

TEST(SameAnswers, ABadRowIsRejectedAndSpoilsNoOther) {
  for (std::uint64_t seed = 400; seed < 424; ++seed) {
    const std::uint32_t reasons = seed % 3 == 0 ? ACTA_BATCH_REASONS : 0;
    Compare({.act = {.has_plan = seed % 4 != 0},
             .options = {.flags = reasons, .block_tiles = static_cast<std::uint32_t>(seed % 3)},
             .chances = {.missing = 20, .absent = 30, .bad = 10}},
            seed, kCounts[seed % std::size(kCounts)]);
  }
}

}  // namespace
}  // namespace acta
