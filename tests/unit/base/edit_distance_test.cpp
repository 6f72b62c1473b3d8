#include "compiler/base/edit_distance.h"

#include <vector>

#include <gtest/gtest.h>

namespace acta {
namespace {

TEST(EditDistance, CountsALetterMoreLessOrOther) {
  EXPECT_EQ(EditDistance("quorum", "quorum"), 0u);
  EXPECT_EQ(EditDistance("quorum", "quorom"), 1u);
  EXPECT_EQ(EditDistance("quorum", "quoru"), 1u);
  EXPECT_EQ(EditDistance("", "due"), 3u);
}

TEST(EditDistance, SwappedNeighboursAreOneStep) {
  EXPECT_EQ(EditDistance("picket", "pikcet"), 1u);
}

TEST(EditDistance, CountsCharactersNotBytes) {
  EXPECT_EQ(EditDistance("митинг", "митинк"), 1u);
}

TEST(ClosestName, OffersTheNearestOfSeveral) {
  const std::vector<std::string> names = {"quota", "quorum", "forum"};
  EXPECT_EQ(ClosestName("quorom", names), "quorum");
}

TEST(ClosestName, OffersNothingThatIsTooFarToBeASlip) {
  const std::vector<std::string> names = {"organiser", "participant"};
  EXPECT_EQ(ClosestName("due", names), std::nullopt);
}

TEST(ClosestName, OfEquallyNearOnesTheFirst) {
  const std::vector<std::string> names = {"date", "data"};
  EXPECT_EQ(ClosestName("dat", names), "date");
}

TEST(ClosestName, AnEnormousNameCostsNothing) {
  const std::vector<std::string> names = {std::string(1'000'000, 'a')};
  EXPECT_EQ(ClosestName(std::string(1'000'000, 'b'), names), std::nullopt);
}

}  // namespace
}  // namespace acta
