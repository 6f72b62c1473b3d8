#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/limits.h"
#include "tests/unit/syntax/reading.h"

namespace acta {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

struct Example {
  std::string text;
  bool is_markdown = false;
};

std::string Repeat(std::string_view text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) {
    repeated += text;
  }
  return repeated;
}

// The least text for each code of this room.
const std::map<std::string, Example>& Examples() {
  static const std::map<std::string, Example> examples = {
      {"A1001", {"rule a is \"\xFF\""}},
      {"A1002", {std::string(syntax::kMostFileBytes + 1, '\n')}},
      {"A1003", {"rule a is " + std::string(syntax::kMostNesting + 1, '(')}},
      {"A1004", {"rule a is 1 )"}},
      {"A1005", {"-- " + std::string(syntax::kMostLineBytes, 'x')}},
      {"A1006", {"rule a is " + Repeat("1 +\n", syntax::kMostDeclarationWords / 2) + "1"}},
      {"A1007", {Repeat("rule a is )\n", syntax::kMostSyntaxErrors + 1)}},
      {"A1008", {"```acta\nrule a is 1\n", true}},
      {"A1009", {"<!-- a\n", true}},
      {"A1010", {"```acta\n\n```\n", true}},
      {"A1011", {"    ```acta\n    rule a is 1\n    ```\n", true}},
      {"A1012", {"Article 1\n---------\n", true}},
      {"A1013", {"rule a is 1 ≤ 2"}},
      {"A1014", {"rule a is \"b"}},
      {"A1015", {"rule a is [(1) b"}},
      {"A1016", {"rule a is [ ] b"}},
      {"A1017", {R"(rule a is "\n")"}},
      {"A1018", {"rule a is"}},
      {"A1019", {"rule when is 1"}},
      {"A1020", {"5"}},
      {"A1021", {"rul a is 1"}},
      {"A1022", {"rule a is 2021-02-30"}},
      {"A1023", {"rule a is 24:01"}},
      {"A1024", {"rule a is 2021-3-1"}},
      {"A1025", {"rule a is 9:00"}},
      {"A1026", {"rule a is 9223372036854775808"}},
      {"A1027", {"rule a is 0.1234567"}},
      {"A1028", {"calendar c weekend sabato"}},
      {"A1029", {"calendar c holiday every year on 31 June"}},
      {"A1030", {"law a title \"b\" title \"c\""}},
      {"A1031", {"table t | a | is |\n | 1 |\n"}},
      {"A1032", {"rule a is b .c"}},
      {"A1033", {"rule a is (b)(c)"}},
      {"A1034", {"rule a is b when c\nis absent"}},
      {"A1035", {"table t | a | is |\n | 1 | any |\n"}},
      {"A1036", {Repeat("law a\n", syntax::kMostDeclarations + 1)}},
      {"A1037", {"amendment a to b\n  reword [Article 1] as \"# Article 2\""}},
      {"A1038", {"# Article 1\n\n```Acta\nrule a is 1\n```\n", true}},
      {"A4002", {"rule a is b and c or d"}},
  };
  return examples;
}

TEST(Mistakes, EveryCodeOfThisRoomIsReached) {
  for (const CatalogueRow& row : Catalogue()) {
    const std::string code(row.code);
    if (!code.starts_with("A1") && code != "A4002") {
      continue;
    }
    const auto example = Examples().find(code);
    ASSERT_NE(example, Examples().end()) << code;
    const Reading reading = example->second.is_markdown ? ReadMarkdown(example->second.text)
                                                        : ReadCode(example->second.text);
    EXPECT_TRUE(reading.Reports(code)) << code << " " << row.name << "\n" << Said(reading);
  }
}

TEST(Mistakes, SayWhatWasSeenAndWhatCouldStandHere) {
  EXPECT_EQ(ReadCode("rule a is").First().message, "this `rule` ends too early; expected a value");
  EXPECT_EQ(ReadCode("rule a : 5").First().message,
            "the number `5` cannot stand here; expected a type");
  EXPECT_EQ(ReadCode("law 5").First().message, "the number `5` cannot stand here; expected a name");
  EXPECT_EQ(ReadCode("exception a b").First().message,
            "the name `b` cannot stand here; expected `to`");
  EXPECT_EQ(ReadCode("rule a is (b").First().message,
            "this `rule` ends too early; expected an operator or `)`");
  EXPECT_EQ(
      ReadCode("disapply a.b").First().message,
      "this `disapply` ends too early; expected `gloss`, `where`, a citation in brackets or `.`");
}

TEST(Mistakes, AnAnswerWithoutItsQuestionIsNotTheFaultOfTheNext) {
  const Reading reading = ReadCode("answers\n  first\n  second \"Which?\"");
  EXPECT_EQ(reading.First().message, "this `first` ends too early; expected a text in quotes");
  EXPECT_THAT(reading.Codes(), SizeIs(1));
}

TEST(Mistakes, ATextThatAnAmendmentPutsInIsProse) {
  const auto reword = [](const std::string& words) {
    return ReadCode("amendment a to b\n  reword [Article 1] as \"Words.\" \"" + words + "\"");
  };
  EXPECT_TRUE(reword("# 1 rule for all.").Reports("A1037"));
  EXPECT_TRUE(reword("```acta").Reports("A1037"));
  EXPECT_TRUE(reword("<!-- no more").Reports("A1037"));
  EXPECT_FALSE(reword("#1 is no heading, ``` no block.").Reports("A1037"));
}

TEST(Mistakes, AMisspeltWordIsRecognised) {
  EXPECT_EQ(ReadCode("rule a is yes whne b").First().help, "did you mean `when`?");
  EXPECT_EQ(ReadCode("rule a is 5\n  unles b").First().help, "did you mean `unless`?");
  EXPECT_EQ(ReadCode("scenario \"a\" given b is 5\n expects c is 1").First().help,
            "did you mean `expect`?");
}

TEST(Mistakes, AMisspeltKeywordStillBeginsItsDeclaration) {
  const Reading reading =
      ReadCode("rul a is 1\nrule b is 2\nrulle c is 3\nfact x : date\nrule d is 4");
  EXPECT_THAT(reading.Codes(), ElementsAre("A1021", "A1021", "A1021"));
  EXPECT_EQ(reading.First().help, "did you mean `rule`?");
  EXPECT_THAT(reading.document.decls, SizeIs(5));
}

TEST(Mistakes, OneInADeclarationLeavesTheOthersStanding) {
  const Reading reading =
      ReadCode("rule a is )\nrule b is 1\nrule c is 1 when when\nfacts x : date\nlaw 5");
  EXPECT_THAT(reading.Codes(), SizeIs(3));
  EXPECT_THAT(reading.document.decls, SizeIs(2));
}

TEST(Mistakes, AReservedWordAsANameIsOneMistake) {
  EXPECT_THAT(ReadCode("rule table : integer is 5").Codes(), ElementsAre("A1019"));
  EXPECT_THAT(ReadCode("facts a : date before : date").Codes(), ElementsAre("A1019"));
}

TEST(Mistakes, AReservedWordIsSaidToBeOneWhereverANameIsMeant) {
  for (const std::string_view text :
       {"facts\n  grounds : boolean", "facts a : date\n  judged : date",
        "entity a\n  b : date\n  table, c : date", "unit grounds", "party table \"b\"",
        "unit a\nparty grounds\nunit b", "enum A is b, unit", "reading a \"b\"\n  before \"c\"",
        "answers\n  table \"b\"", "rule a(entity: date) is 1", "rule a is yes when grounds",
        "rule a is yes when grounds\nrule b is 1", "rule a is yes when grounds\n  is no",
        "rule a is (grounds = 2)", "rule a is b + judged", "scenario \"a\" given grounds is yes",
        "rule a is yes when some unit in b has c"}) {
    const Reading reading = ReadCode(std::string(text));
    EXPECT_THAT(reading.Codes(), ElementsAre("A1019")) << text << "\n" << Said(reading);
  }
  const Reading reading = ReadCode("facts\n  grounds : boolean");
  EXPECT_EQ(reading.First().message,
            "`grounds` is a reserved word of the language and cannot be a name");
  EXPECT_EQ(reading.First().help, "choose another name, or a longer one such as `the_grounds`");
}

TEST(Mistakes, AWordTooManyIsNoName) {
  EXPECT_THAT(ReadCode("rule a is 1 when when").Codes(), ElementsAre("A1004"));
  EXPECT_THAT(ReadCode("facts a : date\n  when b").Codes(), ElementsAre("A1004"));
  EXPECT_THAT(ReadCode("unit a\nrule\nrule b is 1").Codes(), ElementsAre("A1018"));
  EXPECT_FALSE(ReadCode("law a facts").reporter.HasErrors());
}

TEST(Mistakes, APartyMayBeCalledByAWordThatMayFollowInTheDeclarationBefore) {
  for (const std::string_view word : {"off", "day", "due", "covers", "by"}) {
    for (const std::string_view before :
         {"calendar c covers 2021-01-01 to 2021-12-31\n  weekend saturday", "rule a is b",
          "facts a : boolean", "obligation a when b\n  due c"}) {
      const Reading reading = ReadCode(std::string(before) + "\nparty " + std::string(word) +
                                       "\nparty d\nparty may \"e\"");
      EXPECT_THAT(reading.document.decls, SizeIs(4)) << before << " " << word << "\n"
                                                     << Said(reading);
    }
  }
  EXPECT_FALSE(ReadCode("obligation a on party due 5 days after b").reporter.HasErrors());
}

TEST(Mistakes, PointAtTheWordInAnyScript) {
  const Reading reading = ReadCode("rule шеру is “а”");
  EXPECT_EQ(reading.TextOf(reading.First().span), "“");
  EXPECT_EQ(reading.First().message, "the character `“` means nothing here");
  EXPECT_EQ(reading.First().help, "write `\"`");
}

TEST(Mistakes, AnInvalidByteIsNamedWithItsPlace) {
  const Reading reading = ReadCode("rule a is \"\xC3\x28\"");
  EXPECT_EQ(reading.First().message, "byte 11 of the file, 0xC3, is not valid UTF-8");
  EXPECT_EQ(reading.First().span.begin, 11u);
}

TEST(Mistakes, WhatFollowsFromAWrongSignIsNotReportedAgain) {
  EXPECT_THAT(ReadCode("rule a is yes when b ≥ 500").Codes(), ElementsAre("A1013"));
  EXPECT_THAT(ReadCode("rule a\n  [(2) is 5\nrule b is )").Codes(), ElementsAre("A1015", "A1004"));
  EXPECT_THAT(ReadCode("rule a is b . date").Codes(), ElementsAre("A1032"));
  EXPECT_THAT(ReadCode("rule a is ) ≥").Codes(), ElementsAre("A1013", "A1004"));
}

TEST(Mistakes, AWrongValueIsReportedAndTheDeclarationKept) {
  const Reading reading =
      ReadCode("rule a is 2021-02-30\nrule b is 25:00\nrule c is 99999999999999999999");
  EXPECT_THAT(reading.Codes(), ElementsAre("A1022", "A1023", "A1026"));
  EXPECT_THAT(reading.document.decls, SizeIs(3));
  EXPECT_EQ(reading.First().message, "2021-02-30 is no date: February 2021 has 28 days");
}

TEST(Mistakes, TheCalendarKnowsLeapYears) {
  EXPECT_FALSE(ReadCode("rule a is 2024-02-29").reporter.HasErrors());
  EXPECT_FALSE(ReadCode("rule a is 2000-02-29").reporter.HasErrors());
  EXPECT_TRUE(ReadCode("rule a is 1900-02-29").Reports("A1022"));
  EXPECT_TRUE(ReadCode("rule a is 2021-13-01").Reports("A1022"));
  EXPECT_TRUE(ReadCode("rule a is 2021-00-01").Reports("A1022"));
  EXPECT_TRUE(ReadCode("rule a is 2021-01-00").Reports("A1022"));
}

TEST(Limits, NestingJustWithinTheLimitIsRead) {
  const auto nested = [](std::string_view open, std::string_view inner, std::string_view close,
                         std::size_t depth) {
    return ReadCode("rule a is " + Repeat(open, depth) + std::string(inner) + Repeat(close, depth));
  };
  EXPECT_FALSE(nested("(", "b", ")", syntax::kMostNesting).reporter.HasErrors());
  EXPECT_THAT(nested("(", "b", ")", syntax::kMostNesting + 1).Codes(), ElementsAre("A1003"));
  EXPECT_FALSE(nested("not ", "b", "", syntax::kMostNesting).reporter.HasErrors());
  EXPECT_THAT(nested("- ", "b", "", 100'000).Codes(), ElementsAre("A1003"));
  EXPECT_THAT(nested("[c] ", "b", "", 100'000).Codes(), ElementsAre("A1003"));
  EXPECT_THAT(nested("if b then c else ", "d", "", 100'000).Codes(), ElementsAre("A1005"));
  EXPECT_THAT(nested("if\n", "", "", 100'000).Codes(), ElementsAre("A1003"));
  EXPECT_THAT(nested("some x in y has\n", "z", "", 10'000).Codes(), ElementsAre("A1003"));
  EXPECT_THAT(nested("count of x in y where\n", "z", "", 10'000).Codes(), ElementsAre("A1003"));
  EXPECT_THAT(nested("age of b on ", "z", "", 50'000).Codes(), ElementsAre("A1003"));
  EXPECT_THAT(nested("match b { c: ", "d", "}", 10'000).Codes(), ElementsAre("A1003"));
}

TEST(Limits, WhatIsLongButNotDeepIsRead) {
  EXPECT_FALSE(
      ReadCode("rule a is " + Repeat("no and not b and ", 10'000) + "c").reporter.HasErrors());
  EXPECT_FALSE(
      ReadCode("calendar c " + Repeat("working on 2020-01-01\n", 5'000)).reporter.HasErrors());
  EXPECT_FALSE(ReadCode("calendar c " + Repeat("holiday every year on 1 May\n", 5'000))
                   .reporter.HasErrors());
  EXPECT_FALSE(ReadCode("rule a " + Repeat("is if b then 1 else 2 when some x in y has z\n", 5'000))
                   .reporter.HasErrors());
}

TEST(Limits, AfterManyErrorsTheRestIsNotRead) {
  const Reading reading = ReadCode(Repeat("rule a is )\n", 10'000));
  EXPECT_EQ(reading.reporter.error_count(), syntax::kMostSyntaxErrors + 1);
  EXPECT_EQ(reading.Codes().back(), "A1007");
}

}  // namespace
}  // namespace acta
