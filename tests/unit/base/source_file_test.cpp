#include "compiler/base/source_file.h"

#include <gtest/gtest.h>

namespace acta {
namespace {

TEST(SourceFile, LinesAndColumnsCountFromOne) {
  const SourceFile file("a.acta", "rule x\n  is 1\n");
  EXPECT_EQ(file.Locate(0), (LineColumn{1, 1}));
  EXPECT_EQ(file.Locate(5), (LineColumn{1, 6}));
  EXPECT_EQ(file.Locate(9), (LineColumn{2, 3}));
}

TEST(SourceFile, ColumnsCountCodePoints) {
  const SourceFile file("a.acta", "шеру rule");
  EXPECT_EQ(file.Locate(9), (LineColumn{1, 6}));
}

TEST(SourceFile, AnOffsetPastTheEndMeansTheEnd) {
  const SourceFile file("a.acta", "ab\ncd");
  EXPECT_EQ(file.Locate(1000), (LineColumn{2, 3}));
}

TEST(SourceFile, AnEmptyTextHasOneEmptyLine) {
  const SourceFile file("a.acta", "");
  EXPECT_EQ(file.line_count(), 1u);
  EXPECT_EQ(file.LineText(1), "");
  EXPECT_EQ(file.Locate(0), (LineColumn{1, 1}));
}

TEST(SourceFile, ALineIsShownWithoutItsBreakWhateverTheBreak) {
  const SourceFile file("a.acta", "one\r\ntwo\nthree");
  EXPECT_EQ(file.LineText(1), "one");
  EXPECT_EQ(file.LineText(2), "two");
  EXPECT_EQ(file.LineText(3), "three");
}

TEST(SourceMap, GivesBackWhatASpanCovers) {
  SourceMap sources;
  const SourceId id = sources.Add("a.acta", "rule quorum is 10");
  EXPECT_EQ(sources.TextOf({id, 5, 11}), "quorum");
  EXPECT_EQ(sources.TextOf({id, 15, 1000}), "10");
  EXPECT_EQ(sources.TextOf({id, 1000, 2000}), "");
}

TEST(SourceMap, FindsASourceByItsPath) {
  SourceMap sources;
  sources.Add("a.acta", "");
  const SourceId second = sources.Add("b.acta", "");
  EXPECT_EQ(sources.FindByPath("b.acta"), second);
  EXPECT_EQ(sources.FindByPath("c.acta"), std::nullopt);
}

TEST(Span, JoinCoversBoth) {
  const SourceId source(0);
  EXPECT_EQ(Join({source, 3, 5}, {source, 8, 9}), (Span{source, 3, 9}));
}

TEST(Span, ASpanThatStandsNowhereAddsNothing) {
  const Span somewhere{SourceId(0), 3, 5};
  EXPECT_EQ(Join(Span{}, somewhere), somewhere);
  EXPECT_EQ(Join(somewhere, Span{}), somewhere);
}

}  // namespace
}  // namespace acta
