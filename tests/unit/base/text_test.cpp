#include "compiler/base/text.h"

#include <gtest/gtest.h>

namespace acta {
namespace {

TEST(Text, FindsTheFirstByteThatIsNotUtf8) {
  EXPECT_EQ(FindInvalidUtf8("митинг"), std::nullopt);
  EXPECT_EQ(FindInvalidUtf8("ab\xff"), 2u);
  EXPECT_EQ(FindInvalidUtf8("a\xc3"), 1u);
}

TEST(Text, SurrogatesAndOverlongFormsAreNotUtf8) {
  EXPECT_EQ(FindInvalidUtf8("\xed\xa0\x80"), 0u);
  EXPECT_EQ(FindInvalidUtf8("\xc0\xaf"), 0u);
  EXPECT_EQ(FindInvalidUtf8("\xf4\x90\x80\x80"), 0u);
}

TEST(Text, ANulByteIsACharacter) {
  EXPECT_EQ(FindInvalidUtf8(std::string_view("a\0b", 3)), std::nullopt);
  EXPECT_EQ(CountCodePoints(std::string_view("a\0b", 3)), 3u);
}

TEST(Text, CountsCodePointsNotBytes) {
  EXPECT_EQ(CountCodePoints("шеру"), 4u);
  EXPECT_EQ(CountCodePoints("集会"), 2u);
}

TEST(Text, IdentifiersWrittenInTwoWaysNormalizeToOne) {
  EXPECT_EQ(NormalizeNfc("e\u0301tat"), "\u00e9tat");
  EXPECT_EQ(NormalizeNfc(""), "");
  EXPECT_EQ(NormalizeNfc("\xff"), std::nullopt);
}

TEST(Text, EastAsianCharactersTakeTwoColumnsAndAccentsNone) {
  EXPECT_EQ(DisplayWidth(U'a'), 1);
  EXPECT_EQ(DisplayWidth(U'集'), 2);
  EXPECT_EQ(DisplayWidth(U'\u0301'), 0);
}

}  // namespace
}  // namespace acta
