// acta bench: what it says of what it measured. The golden tests hold what needs no clock.
#include "compiler/driver/bench.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/driver/bench_report.h"

namespace acta {
namespace {

using nlohmann::json;
using testing::HasSubstr;

BenchReport Measured() {
  return {
      .act = "Library Act",
      .facts = 5,
      .facts_read = 4,
      .answers = 2,
      .clauses = 3,
      .seed = 1,
      .first_day = "2020-01-01",
      .last_day = "2024-12-31",
      .readings = {{"count", "lenient"}, {"kin", std::nullopt}},
      .is_measured = true,
      .cases = 4'000'000,
      .resident = 1'000'000,
      .rounds = 9,
      .processor = "x86-64-v4 (AVX-512)",
      .populations = {{.percent_missing = 0,
                       .bytes_read = 30,
                       .bytes_written = 2,
                       .compared = 20'000,
                       .share_deferred = 0.25,
                       .share_undetermined = 0.125,
                       .batches = {{.threads = 1, .seconds = 4e-9, .touch = 3e-9, .share = 0.75},
                                   {.threads = 2, .seconds = 2e-9, .touch = 1.5e-9, .share = 0.75}},
                       .in_cache = 1.5e-9,
                       .row = 20e-9,
                       .traced = 600e-9}}};
}

TEST(BenchReports, SayWhatACaseCostsAndWhatShareOfTouchingThatIs) {
  const std::string text = BenchText(Measured());
  EXPECT_THAT(text, HasSubstr("reading count: lenient\nreading kin: left open\n"));
  EXPECT_THAT(text,
              HasSubstr("4,000,000 cases from memory (1,000,000 different ones again and again)"));
  EXPECT_THAT(text, testing::ContainsRegex(
                        "all facts given +1 +250.0 million +4.00 ns +3.00 ns +75 +1.00\n"));
  EXPECT_THAT(text, testing::ContainsRegex(
                        "all facts given +2 +500.0 million +2.00 ns +1.50 ns +75 +2.00\n"));
  EXPECT_THAT(text, testing::ContainsRegex("all facts given +1.50 ns +20.0 ns +600 ns\n"));
}

TEST(BenchReports, HaveNoFiguresWhereNothingWasMeasured) {
  BenchReport report = Measured();
  report.is_measured = false;
  report.populations.front().batches.clear();
  EXPECT_THAT(BenchText(report), testing::Not(HasSubstr(" ns")));
  const json found = json::parse(BenchJson(report));
  EXPECT_FALSE(found.contains("cases"));
  EXPECT_FALSE(found["populations"][0].contains("columns"));
}

TEST(BenchReports, GiveTheSameFiguresAsJson) {
  const json found = json::parse(BenchJson(Measured()));
  EXPECT_EQ(found["readings"]["count"], "lenient");
  EXPECT_TRUE(found["readings"]["kin"].is_null());
  const json& given = found["populations"][0];
  EXPECT_EQ(given["share_left_to_row"], 0.25);
  EXPECT_EQ(given["columns"][1]["threads"], 2);
  EXPECT_DOUBLE_EQ(given["columns"][0]["cases_per_second"], 250e6);
  EXPECT_EQ(given["columns"][0]["share_of_touch"], 0.75);
}

// Whatever the figures are: each is there, for each number of threads asked for.
TEST(Bench, MeasuresWithEachNumberOfThreadsAndMoreCasesThanMayLieInMemory) {
  testing::internal::CaptureStdout();
  const Exit exit = Bench({.act = "examples/kazakhstan/administrative_offences.acta.md",
                           .cases = 400'000,
                           .compared = 1'000,
                           .rounds = 1,
                           .threads = {1},
                           .memory_mib = 16,
                           .json = true});
  const json found = json::parse(testing::internal::GetCapturedStdout());
  EXPECT_EQ(exit, Exit::kFine);
  EXPECT_EQ(found["cases"], 7 * 65'536);
  EXPECT_EQ(found["different_cases"], 65'536);
  ASSERT_EQ(found["populations"].size(), 2U);
  for (const json& population : found["populations"]) {
    ASSERT_EQ(population["columns"].size(), 1U);
    EXPECT_GT(population["columns"][0]["nanoseconds"], 0);
    EXPECT_GT(population["columns"][0]["share_of_touch"], 0);
    EXPECT_GT(population["row_nanoseconds"], 0);
    EXPECT_GT(population["traced_row_nanoseconds"], 0);
  }
}

}  // namespace
}  // namespace acta
