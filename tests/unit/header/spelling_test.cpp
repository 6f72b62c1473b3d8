#include "compiler/header/spelling.h"

#include <cstdint>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acta::header {
namespace {

TEST(HeaderNames, NoTwoAreEqual) {
  Names names;
  EXPECT_EQ(names.Take("starts"), "starts");
  EXPECT_EQ(names.Take("starts"), "starts_2");
  EXPECT_EQ(names.Take("starts"), "starts_3");
}

TEST(HeaderNames, WhatIsMadeOfANameIsTakenToo) {
  Names names;
  EXPECT_EQ(names.Take("day", {"_state"}), "day");
  EXPECT_EQ(names.Take("day_state", {"_state"}), "day_state_2");

  Names other_way_round;
  EXPECT_EQ(other_way_round.Take("day_state", {"_state"}), "day_state");
  EXPECT_EQ(other_way_round.Take("day", {"_state"}), "day_2");
}

TEST(HeaderNames, AWordOfCOrCppGetsAnUnderscoreThatNobodyElseHas) {
  EXPECT_EQ(NoKeyword("class"), "class_");
  EXPECT_EQ(NoKeyword("co_yield"), "co_yield_");
  EXPECT_EQ(NoKeyword("_Bool"), "_Bool_");
  EXPECT_EQ(NoKeyword("std"), "std_");
  EXPECT_EQ(NoKeyword("classes"), "classes");
  Names names;
  EXPECT_EQ(names.Take("class_"), "class_");
  EXPECT_EQ(NoKeyword(names.Take("class")), "class_2");
}

TEST(HeaderNames, WhatAHeaderMayMeanByANameIsNone) {
  for (const std::string name : {"NULL", "errno", "complex", "I", "INT32_MIN", "EINVAL",
                                 "ACTA_MIN_DAY", "__DATE__", "_Bool", "int32_t"}) {
    EXPECT_EQ(NoKeyword(name), name + '_');
  }
  for (const std::string name : {"Form", "N", "A1b", "_1", "count", "t"}) {
    EXPECT_EQ(NoKeyword(name), name);
  }
}

TEST(HeaderNames, LettersBeyondAsciiAreSpeltOut) {
  EXPECT_EQ(Identifier("größe"), "gru00F6u00DFe");
  EXPECT_EQ(Identifier("refusal.late"), "refusal_late");
}

TEST(HeaderComments, NoWordsOfTheLawEndTheComment) {
  EXPECT_EQ(CommentText("a */ b"), "a * / b");
  EXPECT_EQ(CommentText("a /* b"), "a / * b");
  EXPECT_EQ(CommentText("*/*/"), "* / * /");
}

TEST(HeaderComments, StandOnOneLineAndHideNothing) {
  EXPECT_EQ(CommentText("one\ntwo"), "one two");
  EXPECT_EQ(CommentText("what\?\?/"), "what? ?/");
  EXPECT_EQ(CommentText("a\u202Eb\u2066c"), "abc");
  EXPECT_EQ(CommentText("one\\"), "one\\.");
}

TEST(HeaderLiterals, ReadBackAsWhatTheyWere) {
  EXPECT_EQ(StringLiteral("plain"), "\"plain\"");
  // Three octal digits: what follows is not read as part of the escape.
  EXPECT_EQ(StringLiteral("\"\\\x01"
                          "1"),
            "\"\\042\\134\\0011\"");
  EXPECT_EQ(StringLiteral("ö"), "\"\\303\\266\"");
}

TEST(HeaderLiterals, TheLeastNumberHasNone) {
  EXPECT_EQ(Int64Literal(-1), "INT64_C(-1)");
  EXPECT_EQ(Int64Literal(std::numeric_limits<std::int64_t>::min()), "INT64_MIN");
}

}  // namespace
}  // namespace acta::header
