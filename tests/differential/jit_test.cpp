// The interpreter against machine code over random programs and cases. The long run is
// acta_differential.
#include <gtest/gtest.h>

#include "tests/differential/native.h"

namespace acta::differential {
namespace {

void ExpectNoDifference(std::uint64_t first_seed, std::uint64_t programs, std::uint64_t cases,
                        std::span<const Way> ways) {
  Tally tally;
  for (std::uint64_t seed = first_seed;
       seed < first_seed + programs && tally.differences.size() < 5; ++seed) {
    CompareProgram(seed, cases, ways, tally);
  }
  for (const std::string& difference : tally.differences) {
    ADD_FAILURE() << difference;
  }
  EXPECT_EQ(tally.pairs, programs * cases);
  EXPECT_GT(tally.undetermined, tally.pairs);
}

TEST(MachineCode, AgreesWithTheInterpreterWhenQuicklyMade) {
  const std::vector<Way> ways = AllWays();
  ExpectNoDifference(1, 100, 200, std::span(ways).first(2));
}

TEST(MachineCode, AgreesWithTheInterpreterWhenCutIntoTheSmallestParts) {
  const std::vector<Way> ways = AllWays();
  ExpectNoDifference(500, 25, 100, std::span(ways).subspan(2, 1));
}

TEST(MachineCode, AgreesWithTheInterpreterAtTheDefaultLevel) {
  const std::vector<Way> ways = AllWays();
  ExpectNoDifference(1'000, 30, 100, std::span(ways).subspan(3, 1));
}

TEST(MachineCode, AgreesWithTheInterpreterWhenMostOptimised) {
  const std::vector<Way> ways = AllWays();
  ExpectNoDifference(2'000, 8, 150, std::span(ways).subspan(4, 1));
}

}  // namespace
}  // namespace acta::differential
