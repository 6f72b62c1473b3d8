// Finding by hash and by halving: what is there, after few comparisons however much there is.
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/core/descriptor.h"
#include "runtime/core/hash_index.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

using runtime::HashIndex;
using runtime::HashOf;
using runtime::IsSameName;
using runtime::LastUpTo;

TEST(HashIndexes, CompareAConstantNumberOfTimesHoweverManyTextsThereAre) {
  HashIndex index(*acta_default_allocator());
  std::vector<std::string> texts;
  std::uint64_t comparisons = 0;
  const auto find = [&](const std::string& text) {
    return index.Find(HashOf(text, 7), [&](std::uint32_t i) {
      ++comparisons;
      return texts[i] == text;
    });
  };
  constexpr std::uint32_t kTexts = 200'000;
  for (std::uint32_t i = 0; i < kTexts; ++i) {
    texts.push_back("text " + std::to_string(i));
    ASSERT_EQ(find(texts[i]), ACTA_NONE);
    ASSERT_TRUE(index.Add(HashOf(texts[i], 7), i));
  }
  for (std::uint32_t i = 0; i < kTexts; ++i) {
    ASSERT_EQ(find(texts[i]), i);
  }
  EXPECT_LT(comparisons, 2 * kTexts) << "one for each that is found, and few for equal hashes";
}

TEST(HashIndexes, ForgetEverythingWhenCleared) {
  HashIndex index(*acta_default_allocator());
  const auto any = [](std::uint32_t) { return true; };
  EXPECT_EQ(index.Find(1, any), ACTA_NONE);
  ASSERT_TRUE(index.Add(1, 5));
  EXPECT_EQ(index.Find(1, any), 5U);
  index.Clear();
  EXPECT_EQ(index.Find(1, any), ACTA_NONE);
  EXPECT_EQ(index.size(), 0U);
}

TEST(HashIndexes, HashEveryByteAndTheLength) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const std::string text(size, 'a');
    EXPECT_NE(HashOf(text, 0), HashOf(text + "a", 0)) << size;
    EXPECT_NE(HashOf(text, 0), HashOf(text, 1)) << size;
    for (std::size_t i = 0; i < size; ++i) {
      std::string other = text;
      other[i] = 'b';
      EXPECT_NE(HashOf(text, 0), HashOf(other, 0)) << size << ' ' << i;
      EXPECT_FALSE(IsSameName(text, other)) << size << ' ' << i;
    }
    EXPECT_TRUE(IsSameName(text, std::string(text)));
    EXPECT_FALSE(IsSameName(text, text + "a"));
  }
}

TEST(Halving, FindsTheLastThatIsNotAboveAfterFewComparisons) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    numbers.push_back(10 + i / 2 * 4);
  }
  int comparisons = 0;
  const auto find = [&](std::uint32_t key) {
    comparisons = 0;
    return LastUpTo(numbers, key, [&](std::uint32_t number) {
      ++comparisons;
      return number;
    });
  };
  EXPECT_EQ(find(9), numbers.size()) << "there is none";
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::size_t last = i / 2 * 2 + 1;
    EXPECT_EQ(find(numbers[i]), last) << "of equals the last";
    EXPECT_EQ(find(numbers[i] + 3), last);
    EXPECT_LE(comparisons, 10);
  }
  EXPECT_EQ(LastUpTo(std::vector<std::uint32_t>(), 1, [](std::uint32_t n) { return n; }), 0U);
}

}  // namespace
}  // namespace acta
