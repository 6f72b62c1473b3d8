#include "compiler/interpreter/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acta::interpreter {
namespace {

using testing::ElementsAre;

constexpr Why kSlot{Why::Kind::kMissingSlot, 9};
constexpr Why kFirst{Why::Kind::kReason, 1};
constexpr Why kSecond{Why::Kind::kReason, 2};

TEST(Reasons, AreASet) {
  EXPECT_THAT((Reasons{kSecond, kSlot, kSecond, kFirst}), ElementsAre(kSlot, kFirst, kSecond));
  EXPECT_EQ((Reasons{kFirst, kSecond}), (Reasons{kSecond, kFirst}));
  EXPECT_NE((Reasons{kFirst}), (Reasons{kFirst, kSecond}));
  EXPECT_TRUE((Reasons{}.empty()));
}

TEST(Reasons, AreUnited) {
  Reasons reasons;
  reasons.Add({});
  EXPECT_TRUE(reasons.empty());
  reasons.Add({kFirst});
  EXPECT_THAT(reasons, ElementsAre(kFirst));
  reasons.Add({kSlot, kSecond});
  EXPECT_THAT(reasons, ElementsAre(kSlot, kFirst, kSecond));
  reasons.Add({kSecond});
  EXPECT_THAT(reasons, ElementsAre(kSlot, kFirst, kSecond));
}

TEST(Reasons, OfACopyAreItsOwn) {
  const Reasons original{kFirst};
  Reasons copy = original;
  copy.Add({kSecond});
  EXPECT_THAT(original, ElementsAre(kFirst));
  EXPECT_THAT(copy, ElementsAre(kFirst, kSecond));
}

}  // namespace
}  // namespace acta::interpreter
