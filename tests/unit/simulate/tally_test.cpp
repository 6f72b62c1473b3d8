// Counts of threads add up to the counts of all, whatever was told apart and for how long.
#include "compiler/simulate/tally.h"

#include <array>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/simulate/sample.h"

namespace acta::simulate {
namespace {

// A thousand cases, case n answered n before and twice n after, as two threads would count them.
AnswerTally Counted(std::uint64_t first, std::uint64_t last) {
  AnswerTally tally;
  for (std::uint64_t number = first; number < last; ++number) {
    const auto before = static_cast<std::int64_t>(number);
    const std::int64_t after = before % 10 == 0 ? kOpenOutcome : before * 2;
    ++tally.matrix[{before, after}];
    if (before != after) {
      Alike& alike = tally.alike[{.before = before, .after = after, .items = {1}}];
      ++alike.count;
      alike.first.Add({number, {}});
    }
  }
  return tally;
}

ComparisonTally Sum(const std::vector<AnswerTally>& parts) {
  ComparisonTally sum;
  for (const AnswerTally& part : parts) {
    ComparisonTally one;
    one.answers.push_back(part);
    sum.Add(one);
  }
  return sum;
}

TEST(AnswerTally, CollapsedSaysHowManyValuesChangedToOthers) {
  AnswerTally tally = Counted(1, 1001);
  tally.Collapse();
  const std::map<std::pair<std::int64_t, std::int64_t>, std::uint64_t> wanted{
      {{kSomeValue, kSomeValue}, 900}, {{kSomeValue, kOpenOutcome}, 100}};
  EXPECT_EQ(tally.matrix, wanted);
  EXPECT_EQ(tally.other_value, 900U);
  ASSERT_EQ(tally.alike.size(), 2U);
  for (const auto& [key, alike] : tally.alike) {
    EXPECT_EQ(alike.count, key.after == kOpenOutcome ? 100U : 900U);
    ASSERT_EQ(alike.first.cases.size(), FirstCases::kMost);
    EXPECT_EQ(alike.first.cases[0].number, key.after == kOpenOutcome ? 10U : 1U);
  }
}

TEST(AnswerTally, CollapsedAgainIsTheSame) {
  AnswerTally once = Counted(1, 1001);
  once.Collapse();
  AnswerTally twice = once;
  twice.Collapse();
  EXPECT_EQ(twice.matrix, once.matrix);
  EXPECT_EQ(twice.other_value, once.other_value);
}

TEST(ComparisonTally, AddsUpWhicheverThreadToldValuesApart) {
  AnswerTally all = Counted(1, 1001);
  all.Collapse();
  for (const unsigned collapsed : {1U, 2U, 3U}) {
    std::vector<AnswerTally> parts{Counted(1, 400), Counted(400, 1001)};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if ((collapsed >> i & 1) != 0) {
        parts[i].Collapse();
      }
    }
    for (const std::vector<AnswerTally>& order :
         {parts, std::vector<AnswerTally>(parts.rbegin(), parts.rend())}) {
      const AnswerTally sum = Sum(order).answers.at(0);
      EXPECT_EQ(sum.matrix, all.matrix) << collapsed;
      EXPECT_EQ(sum.other_value, all.other_value) << collapsed;
      ASSERT_EQ(sum.alike.size(), all.alike.size()) << collapsed;
      for (const auto& [key, alike] : sum.alike) {
        EXPECT_EQ(alike.count, all.alike.at(key).count);
        EXPECT_EQ(alike.first.cases[2].number, all.alike.at(key).first.cases[2].number);
      }
    }
  }
}

// The texts of the sample's cells, which say the case's number here.
std::multiset<std::string> NumbersIn(const Sample& sample) {
  std::multiset<std::string> numbers;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    numbers.insert(sample[i].at(0).path);
  }
  return numbers;
}

void Offer(Sample& sample, std::uint64_t number) {
  if (sample.Wants(number)) {
    sample.Add(number, {{.path = std::to_string(number)}});
  }
}

TEST(Sample, IsTheSameHoweverTheCasesAreSharedOut) {
  constexpr std::uint64_t kCases = 40'000;
  Sample whole;
  std::array<Sample, 3> parts;
  for (std::uint64_t number = 0; number < kCases; ++number) {
    Offer(whole, number);
    Offer(parts[number / 1000 % parts.size()], number);
  }
  ASSERT_EQ(whole.size(), Sample::kMost);
  Sample merged;
  for (Sample& part : parts) {
    merged.Merge(std::move(part));
  }
  EXPECT_EQ(NumbersIn(merged), NumbersIn(whole));
}

TEST(Sample, IsTheSameWhereTheNumberOfCasesIsKnown) {
  constexpr std::uint64_t kCases = 40'000;
  Sample known(kCases);
  Sample unknown;
  for (std::uint64_t number = 0; number < kCases; ++number) {
    Offer(known, number);
    Offer(unknown, number);
  }
  EXPECT_EQ(NumbersIn(known), NumbersIn(unknown));
}

TEST(Sample, IsSpreadOverAllCases) {
  constexpr std::uint64_t kCases = 40'000;
  Sample sample;
  for (std::uint64_t number = 0; number < kCases; ++number) {
    Offer(sample, number);
  }
  std::array<std::size_t, 8> eighths{};
  for (const std::string& number : NumbersIn(sample)) {
    ++eighths[std::stoull(number) * 8 / kCases];
  }
  for (const std::size_t count : eighths) {
    EXPECT_NEAR(static_cast<double>(count), Sample::kMost / 8.0, 120);
  }
}

TEST(Sample, OfFewCasesIsAllOfThem) {
  Sample sample;
  for (std::uint64_t number = 0; number < 100; ++number) {
    Offer(sample, number);
  }
  EXPECT_EQ(sample.size(), 100U);
}

}  // namespace
}  // namespace acta::simulate
