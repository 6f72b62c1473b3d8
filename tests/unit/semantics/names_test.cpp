// What a name means, where it is looked for, and what is said when nothing fits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/semantics/checked.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Names, AMisspeltNameOffersTheNearest) {
  const auto checked =
      CheckText("facts\n participants : integer\nrule large\n is yes when particpants > 500");
  ASSERT_THAT(checked->Codes(), ElementsAre("A2001"));
  EXPECT_EQ(checked->reporter.diagnostics()[0].help, "did you mean `participants`?");
}

TEST(Names, SeveralIndependentErrorsComeOutOfOneRun) {
  const auto checked =
      CheckText("rule a\n is yes when foo\nrule b : integer\n is 3 days\nrule c : Nothing\n is 1");
  EXPECT_THAT(checked->Codes(), testing::UnorderedElementsAre("A2001", "A3001", "A2001"));
}

TEST(Names, AnUnknownNameIsReportedOnceHoweverDeepItStands) {
  const auto checked = CheckText("facts\n a : integer\nrule r : integer\n is (a + b) * 2 + a");
  EXPECT_THAT(checked->Codes(), ElementsAre("A2001"));
}

TEST(Names, FactsRulesAndEnumsShareOneNamespace) {
  EXPECT_THAT(CheckText("facts\n quorum : integer\nrule quorum : integer\n is 10")->Codes(),
              ElementsAre("A2002"));
  EXPECT_THAT(CheckText("enum Form is a\nentity Form\n x : integer")->Codes(),
              testing::Contains("A2002"));
}

TEST(Names, AUnitAParameterAndAPartyMayBeCalledTheSame) {
  const auto checked = CheckText(
      "unit KZT, mci\nparty mci\nparameter mci : money in KZT per mci\n from 2020-01-01 is 2651 "
      "KZT\n"
      "rule fine : money in KZT\n is 30 mci * mci");
  EXPECT_EQ(checked->Findings(), "");
}

TEST(Names, AMemberOfTheExpectedEnumNeedsNoQualifier) {
  const auto checked = CheckText(
      "enum Wine is red, white\nenum Flag is red, blue\nfacts\n wine : Wine\n flag : Flag\n"
      "rule both\n is yes when wine = red and red = flag");
  EXPECT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("both"), "yes when and(=(wine, red), =(red, flag))");
}

TEST(Names, AMemberThatIsAlsoAFactOfThatTypeMustBeQualified) {
  const std::string head =
      "enum Form is rally, picket\nfacts\n form, rally : Form\nrule r\n is yes when ";
  EXPECT_THAT(CheckText(head + "form = rally")->Codes(), ElementsAre("A2006"));
  EXPECT_THAT(CheckText(head + "form = Form.rally or rally = picket")->Codes(), ElementsAre());
}

TEST(Names, AGroundMayBeCalledLikeTheFactBehindIt) {
  const auto checked = CheckText(
      "facts\n threat : boolean\ngrounds refusal\n ground threat when threat\n"
      "rule r\n is yes when threat in refusal.grounds\nrule s\n is yes when refusal.threat");
  EXPECT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("r"), "yes when in set(threat, refusal.grounds)");
  EXPECT_EQ(checked->ClauseText("s"), "yes when refusal.threat");
}

TEST(Names, VariablesComeBeforeParametersBeforeFacts) {
  const auto checked = CheckText(
      "entity Person\n born : date\nfacts\n p : Person\n all : list of Person, at most 3\n"
      "rule old(p: Person)\n is yes when p.born < 1950-01-01\n"
      "rule any_old\n is yes when some p in all has old(p) \nrule one\n is yes when old(p)");
  EXPECT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("any_old"), "yes when at least 1 x0 in all has old(x0)");
}

TEST(Names, WhatIsDeclaredMayBeUsedBefore) {
  EXPECT_EQ(CheckText("rule a : Form\n is b\nrule b : Form\n is x\nenum Form is x, y")->Findings(),
            "");
}

TEST(Names, ACalendarIsNoValueAndAFactNoCalendar) {
  const std::string head =
      "calendar office\n covers 2020-01-01 to 2021-12-31\n weekend saturday, sunday\nfacts\n day : "
      "date\n";
  EXPECT_THAT(CheckText(head + "rule r\n is yes when office")->Codes(), testing::Contains("A2008"));
  EXPECT_THAT(CheckText(head + "rule r\n is yes when day is working day by day")->Codes(),
              testing::Contains("A2008"));
}

TEST(Names, TwoModulesMayDeclareTheSameNameIfItIsQualified) {
  const TestFile one{"one.acta", "module m.one\nenum Colour is red\nrule limit : integer\n is 1"};
  const TestFile two{"two.acta", "module m.two\nrule limit : integer\n is 2"};
  const auto bare =
      CheckFiles({{"act.acta", "use m.one\nuse m.two\nrule r : integer\n is limit"}, one, two});
  EXPECT_THAT(bare->Codes(), ElementsAre("A2006"));
  const auto qualified = CheckFiles(
      {{"act.acta", "use m.one\nuse m.two\nrule r : integer\n is m.one.limit + m.two.limit"},
       one,
       two});
  EXPECT_EQ(qualified->Findings(), "");
}

TEST(Names, WhatADocumentDoesNotUseItDoesNotSee) {
  const auto checked =
      CheckFiles({{"act.acta", "use m.one\nrule r : integer\n is limit"},
                  {"one.acta", "module m.one\nuse m.two\nrule a : integer\n is limit"},
                  {"two.acta", "module m.two\nrule limit : integer\n is secret"},
                  {"three.acta", "module m.three\nrule secret : integer\n is 3"}});
  ASSERT_THAT(checked->Codes(), ElementsAre("A2001"));
  EXPECT_THAT(checked->Findings(), HasSubstr("`secret`"));
}

TEST(Names, SoftWordsMakeGoodNames) {
  const auto checked = CheckText(
      "facts\n date : date\n title, due, answer : text\nrule r\n is yes when date.year = 2021 and "
      "title = due "
      "and answer != title");
  EXPECT_EQ(checked->Findings(), "");
}

TEST(Names, EveryRuleStandsUnderAProvisionOrSaysWhyNot) {
  const auto without = CheckFiles({{"a.acta.md", "Prose.\n\n```acta\nrule r\n is yes\n```\n"}});
  EXPECT_THAT(without->Codes(), ElementsAre("A2003"));
  const auto glossed =
      CheckFiles({{"a.acta.md", "Prose.\n\n```acta\nrule r gloss \"ours\"\n is yes\n```\n"}});
  EXPECT_THAT(glossed->Codes(), ElementsAre());
}

TEST(Citations, AreAppendedJoinedOrStandForThemselves) {
  const auto checked =
      CheckFiles({{"a.acta.md",
                   "# Article 5(6). Bars\nThe prose.\n\n```acta\nfacts\n a : boolean\nrule r\n"
                   " [(2)] is yes when a\n [first sentence] is yes when not a\n"
                   " [Civil Code Article 173] is yes\n is yes when a or a\n```\n"}});
  const ir::Program& program = checked->program;
  std::vector<std::string> texts;
  for (const ir::ClauseId id : program.groups[checked->FindRule("r")->root].clauses) {
    texts.push_back(program.citations[program.clauses[id].citation].text);
  }
  EXPECT_THAT(texts, ElementsAre("Article 5(6)(2)", "Article 5(6), first sentence",
                                 "Civil Code Article 173", "Article 5(6)"));
  const ir::Citation& own = program.citations[checked->FindRule("r")->citation];
  EXPECT_EQ(own.title, "Bars");
  EXPECT_THAT(own.prose, HasSubstr("The prose."));
}

TEST(Citations, OfAnotherActNameIt) {
  const auto checked = CheckFiles({{"a.acta.md",
                                    "# Fees Act\n\n```acta\nuse tax\n```\n\n## Article 1. "
                                    "Fees\n\n```acta\nrule pays\n is yes when "
                                    "taxable\n```\n"},
                                   {"tax.acta.md",
                                    "# Tax Code\n\n```acta\nmodule tax\nfacts\n resident : "
                                    "boolean\n```\n\n## Article 1. Residents\n\n"
                                    "```acta\nrule taxable\n [(2)] is yes when resident\n```\n"}});
  const ir::Program& program = checked->program;
  const auto citation_of = [&](const std::string& rule) {
    const ir::ClauseId clause = program.groups[checked->FindRule(rule)->root].clauses.front();
    return program.citations[program.clauses[clause].citation];
  };
  EXPECT_EQ(citation_of("pays").text, "Article 1");
  EXPECT_EQ(citation_of("pays").act, "");
  EXPECT_EQ(citation_of("taxable").text, "Article 1(2), Tax Code");
  EXPECT_EQ(citation_of("taxable").act, "Tax Code");
}

TEST(Citations, OfProvisionsThatAreCitedAlikeAreNotOne) {
  const auto checked = CheckFiles({{"a.acta.md",
                                    "## Article 1. Ponds\n### Part 1. Depth\n\n```acta\nfacts\n a "
                                    ": boolean\nrule x\n is yes when "
                                    "a\n```\n\n## Article 2. Rivers\n### Part 1. "
                                    "Width\n\n```acta\nrule y\n is yes when a\n```\n"}});
  EXPECT_THAT(checked->Codes(), testing::Contains("A2018"));
  const ir::Program& program = checked->program;
  const ir::Citation& x = program.citations[checked->FindRule("x")->citation];
  const ir::Citation& y = program.citations[checked->FindRule("y")->citation];
  EXPECT_EQ(x.text, y.text);
  EXPECT_NE(x.first, y.first);
  EXPECT_EQ(y.title, "Width");
}

TEST(Names, ClausesOfOneNameAreVersionsWhereTheirDaysAreApart) {
  const std::string head =
      "law visits\n governed by day\nfacts\n day : date\n late : boolean\nrule fee : integer\n"
      " clause base from 2020-01-01 until 2020-12-31 is 1\n";
  const std::string next = " clause base from 2021-01-01 is 2\n";
  const std::string answers = "answers\n fee \"?\"\n";
  EXPECT_THAT(CheckText(head + next + answers)->Codes(), testing::Not(testing::Contains("A2002")));
  EXPECT_TRUE(CheckText(head + " clause base from 2020-12-31 is 2\n" + answers)->Has("A2002"));
  EXPECT_TRUE(CheckText(head + " clause base is 2\n" + answers)->Has("A2002"));
  // What is tied to it by name is tied to all of them.
  const auto disapplied = CheckText(head + next + "disapply fee.base where late\n" + answers);
  ASSERT_FALSE(disapplied->Has("A2002"));
  for (const ir::Clause& clause : disapplied->program.clauses) {
    if (clause.name == "base") {
      EXPECT_EQ(clause.withdrawals.size(), 1U);
    }
  }
  const auto excepted = CheckText(head + next +
                                  "exception of_late to fee.base\n is 0 when late\n"
                                  "exception of_old to of_late\n is 1 when day < 2020-06-01\n" +
                                  answers);
  ASSERT_EQ(excepted->Codes(), std::vector<std::string>());
  const ir::Group& fee = excepted->program.groups[excepted->FindRule("fee")->root];
  ASSERT_EQ(fee.clause_exceptions.size(), 2U);
  for (const auto& [version, exception] : fee.clause_exceptions) {
    EXPECT_EQ(excepted->program.groups[exception].name, "of_late");
    EXPECT_EQ(excepted->program.groups[exception].exceptions.size(), 1U);
  }
}

}  // namespace
}  // namespace acta
