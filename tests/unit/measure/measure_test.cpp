// Threads, rounds, touching: what figures rest on.
#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/memory.h"
#include "compiler/measure/touch.h"

namespace acta::measure {
namespace {

TEST(Memory, IsZeroedAndAlignedForWholePages) {
  const Memory memory(100);
  EXPECT_GE(memory.size(), 100U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory.data()) % 4096, 0U);
  EXPECT_THAT(ArrayIn<std::uint64_t>(memory, 12), testing::Each(0U));
}

TEST(Crew, EachThreadDoesItsPartAsOftenAsAsked) {
  Crew crew(3);
  std::array<std::atomic<int>, 3> done{};
  crew.Do([&](unsigned thread) { ++done[thread]; }, 5);
  crew.Do([&](unsigned thread) { ++done[thread]; });
  for (const std::atomic<int>& times : done) {
    EXPECT_EQ(times, 6);
  }
}

TEST(Contest, EachEntrantTakesItsTurnInEachRoundAfterOneThatDoesNotCount) {
  Crew crew(1);
  Contest contest;
  std::vector<int> turns;
  contest.Enter("first", crew, [&](unsigned) { turns.push_back(1); });
  contest.Enter("second", crew, [&](unsigned) { turns.push_back(2); });
  contest.Hold(3);
  EXPECT_THAT(turns, testing::ElementsAre(1, 2, 1, 2, 1, 2, 1, 2));
}

TEST(Contest, TheRatioSaysHowManyTimesAsLongItTakes) {
  Crew crew(1);
  Contest contest;
  std::atomic<std::uint64_t> sum = 0;
  const auto count_to = [&](std::uint64_t end) {
    for (std::uint64_t i = 0; i < end; ++i) {
      sum.fetch_add(i, std::memory_order_relaxed);
    }
  };
  const auto once = contest.Enter("once", crew, [&](unsigned) { count_to(100'000); }, 0.002);
  const auto ten_times = contest.Enter("ten times", crew, [&](unsigned) { count_to(1'000'000); });
  contest.Hold(7);
  EXPECT_EQ(contest.Ratio(once, once), 1);
  EXPECT_THAT(contest.Ratio(ten_times, once), testing::AllOf(testing::Gt(5), testing::Lt(20)));
}

TEST(Median, IsTheMiddleOne) {
  EXPECT_EQ(Median({5, 1, 4}), 4);
  EXPECT_EQ(Median({7}), 7);
}

TEST(Touch, ReadsEachByteOfItsBlocksOnceAndWritesAllOfTheirs) {
  constexpr std::size_t kWords = 24;  // of 3 blocks of 64 bytes
  const Memory memory(2 * kWords * sizeof(std::uint64_t));
  const auto words = ArrayIn<std::uint64_t>(memory, 2 * kWords);
  for (std::size_t i = 0; i < kWords; ++i) {
    words[i] = i;
  }
  const Stream read{memory.data(), 64};
  const Stream written{memory.data() + kWords * sizeof(std::uint64_t), 64};
  // Blocks 1 and 2: the words 8 to 23.
  EXPECT_EQ(TouchBlocks({&read, 1}, {&written, 1}, 1, 2), 248U);
  EXPECT_THAT(words.subspan(kWords, 8), testing::Each(0U));
  EXPECT_THAT(words.subspan(kWords + 8, 8), testing::Each(92U));
  EXPECT_THAT(words.subspan(kWords + 16, 8), testing::Each(248U));
}

}  // namespace
}  // namespace acta::measure
