// A text that was put together from others knows where each byte was written.
#include "compiler/amend/text.h"

#include <gtest/gtest.h>

namespace acta::amend {
namespace {

constexpr SourceId kLaw(0);
constexpr SourceId kAmendment(1);

Text Law() {
  return {"rule notice is 5 days", Span{kLaw, 10, 31}};
}

TEST(AmendedText, IsTheOldTextWithTheEditsInIt) {
  std::vector<Edit> edits;
  edits.push_back({15, 21, Text("2 days", Span{kAmendment, 40, 46})});
  edits.push_back({0, 0, Text().Append("-- amended\n")});
  EXPECT_EQ(Edited(Law(), edits).view(), "-- amended\nrule notice is 2 days");
}

TEST(AmendedText, KnowsWhereItsBytesWereWritten) {
  std::vector<Edit> edits;
  edits.push_back({15, 21, Text("2 days", Span{kAmendment, 40, 46})});
  const Text amended = Edited(Law(), edits);
  EXPECT_EQ(amended.OriginOf(5, 11), (Span{kLaw, 15, 21}));
  EXPECT_EQ(amended.OriginOf(17, 21), (Span{kAmendment, 42, 46}));
  // Over a seam only the first part can be pointed at.
  EXPECT_EQ(amended.OriginOf(12, 21), (Span{kLaw, 22, 25}));
}

TEST(AmendedText, WhatNobodyWroteStandsNowhere) {
  const Text glue = Text().Append("\n```acta\n");
  EXPECT_FALSE(glue.OriginOf(0, 3).valid());
}

TEST(AmendedText, InsertionsAtOnePointKeepTheirOrder) {
  std::vector<Edit> edits;
  edits.push_back({4, 4, Text().Append("a ")});
  edits.push_back({4, 4, Text().Append("b ")});
  EXPECT_EQ(Edited(Text("one two", Span{kLaw, 0, 7}), edits).view(), "one a b two");
}

}  // namespace
}  // namespace acta::amend
