// Rules, exceptions, norms, tables, readings: what they become.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/semantics/checked.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Exceptions, StandUnderARuleAClauseOrAnotherException) {
  const auto checked = CheckText(
      "facts\n a, b, c, d : boolean\nrule r\n clause one is yes when a\n clause two is yes when b\n"
      "exception x to r\n is no when c\nexception y to x\n is yes when d\nexception z to r.two\n "
      "is no when d");
  ASSERT_EQ(checked->Findings(), "");
  const ir::Program& program = checked->program;
  const ir::Group& root = program.groups[checked->FindRule("r")->root];
  ASSERT_EQ(root.exceptions.size(), 1U);
  EXPECT_EQ(program.groups[root.exceptions[0]].name, "x");
  EXPECT_EQ(program.groups[program.groups[root.exceptions[0]].exceptions.at(0)].name, "y");
  ASSERT_EQ(root.clause_exceptions.size(), 1U);
  EXPECT_EQ(program.clauses[root.clause_exceptions[0].first].name, "two");
}

TEST(Exceptions, InheritTypeAndParameters) {
  const auto checked = CheckText(
      "entity P\n born : date\nrule fee(p: P) : integer\n is 10\n"
      "exception old to fee\n is 5 when p.born < 1950-01-01\nexception wrong to fee\n is yes");
  EXPECT_THAT(checked->Codes(), ElementsAre("A3001"));
}

TEST(Exceptions, ToEachOtherExceptNothing) {
  EXPECT_TRUE(
      CheckText(
          "facts\n a : boolean\nexception x to y\n is yes when a\nexception y to x\n is no when a")
          ->Has("A2012"));
}

TEST(Exceptions, AreAimedAtWhatExists) {
  EXPECT_TRUE(CheckText("rule r\n is yes\nexception x to r.nothing\n is no")->Has("A2016"));
  EXPECT_TRUE(CheckText("rule rr\n is yes\nexception x to r\n is no")->Has("A2001"));
  EXPECT_TRUE(CheckText("facts\n f : boolean\nexception x to f\n is no")->Has("A2008"));
}

TEST(Exceptions, ReachMembersOfNorms) {
  const auto checked = CheckText(
      "facts\n a, b : boolean\n d : date\n done_on : optional date\nobligation o\n when a\n due "
      "d\n done done_on\n"
      "exception x to o.applies\n is no when b\nexception y to o.due\n is d + 1 days when b\n"
      "grounds g\n ground late when a\nexception z to g.late\n is no when b");
  EXPECT_EQ(checked->Findings(), "");
}

TEST(Disapply, WithdrawsAllClausesOrTheNamedOne) {
  const auto checked = CheckText(
      "facts\n a, b : boolean\nrule r : integer\n clause one is 1 when a\n clause two is 2 when "
      "not a\n"
      "disapply r.one where b\ndisapply r where a and b");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("r", 0),
            "1 when a unless withdrawn by b unless withdrawn by and(a, b)");
  EXPECT_EQ(checked->ClauseText("r", 1), "2 when not(a) unless withdrawn by and(a, b)");
}

TEST(Disapply, WithdrawsEachGroundOfAList) {
  const auto checked = CheckText(
      "facts\n a, b : boolean\ngrounds g\n ground one when a\n ground two when not a\n"
      "disapply g where b");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("g.one", 0), "yes when a unless withdrawn by b");
  EXPECT_EQ(checked->ClauseText("g.two", 0), "yes when not(a) unless withdrawn by b");
  EXPECT_TRUE(CheckText("facts\n a : boolean\ngrounds g\n ground one when a\n"
                        "exception x to g\n is no when a")
                  ->Has("A2008"));
}

TEST(Permission, LiftsEveryClauseOfAProhibition) {
  const auto checked = CheckText(
      "party o\nfacts\n a, b, c : boolean\nprohibition p on o\n when a\n when b\npermission l "
      "lifts p\n when c");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("p", 1), "yes when b unless withdrawn by l");
  EXPECT_TRUE(
      CheckText("facts\n a : boolean\nrule r\n is yes when a\npermission l lifts r\n when a")
          ->Has("A2008"));
}

TEST(Presumption, IsTheRulesDefault) {
  const auto checked = CheckText(
      "facts\n a : boolean\nrule r : integer\n is 1 when a\npresumption usual for r\n is 5\n"
      "rule s\n is no when a\npresumption yes_of_course for s\n is yes");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->FindRule("r")->otherwise->name, "usual");
  EXPECT_EQ(ir::PrintNode(checked->program, checked->FindRule("s")->otherwise->value), "yes");
  EXPECT_TRUE(
      CheckText("rule r : integer\n is 1\npresumption a for r\n is 5\npresumption b for r\n is 6")
          ->Has("A4013"));
}

TEST(Presumption, OfSomeDaysOrCasesIsARuleThatFallsToWhatTheOtherFellTo) {
  const auto checked = CheckText(
      "law l\n governed by asked\nfacts\n asked : date\n a : boolean\n"
      "rule r : integer\n is 1 when a\npresumption usual for r\n from 2020-01-01 is 5\n"
      "rule s(n : integer)\n is no when a\npresumption big for s\n is yes when n > 9");
  ASSERT_EQ(checked->Findings(), "");
  const ir::Rule& r = *checked->FindRule("r");
  EXPECT_EQ(r.otherwise->name, "");
  EXPECT_EQ(ir::PrintNode(checked->program, r.otherwise->value), "r.presumed");
  const ir::Rule& presumed = *checked->FindRule("r.presumed");
  EXPECT_FALSE(presumed.otherwise.has_value());
  EXPECT_EQ(presumed.uncovered, r.uncovered);
  EXPECT_EQ(ir::PrintNode(checked->program, checked->FindRule("s")->otherwise->value),
            "s.presumed(parameter 0)");
  EXPECT_EQ(ir::PrintNode(checked->program, checked->FindRule("s.presumed")->otherwise->value),
            "no");
}

TEST(Presumption, OfOtherDaysIsNoRival) {
  const std::string law =
      "law l\n governed by asked\nfacts\n asked : date\n a : boolean\n"
      "rule r : integer\n is 1 when a\n"
      "presumption old for r\n from 2020-01-01 until 2020-12-31 is 5\n";
  EXPECT_EQ(CheckText(law + "presumption new for r\n from 2021-01-01 is 6")->Findings(), "");
  EXPECT_EQ(CheckText(law + "presumption other for r\n is 6 unless a")->Findings(), "");
  EXPECT_TRUE(CheckText(law + "presumption new for r\n from 2020-07-01 is 6")->Has("A4013"));
  EXPECT_TRUE(CheckText(law + "presumption new for r\n is 6")->Has("A4013"));
  EXPECT_TRUE(CheckText(law + "presumption empty for r")->Has("A2009"));
}

TEST(Rules, BooleanOnesFallToNoOthersAreUncovered) {
  const auto checked =
      CheckText("facts\n a : boolean\nrule r\n is yes when a\nrule s : integer\n is 1 when a");
  EXPECT_EQ(ir::PrintNode(checked->program, checked->FindRule("r")->otherwise->value), "no");
  EXPECT_FALSE(checked->FindRule("s")->otherwise.has_value());
}

TEST(Rules, WithoutAnythingToSayAreReported) {
  EXPECT_THAT(CheckText("rule r : integer")->Codes(), ElementsAre("A2009"));
  EXPECT_THAT(CheckText("rule r : integer\npresumption p for r\n is 1")->Codes(), IsEmpty());
  EXPECT_THAT(CheckText("party o\nprohibition p on o")->Codes(), ElementsAre("A2009"));
}

TEST(Rules, VersionsAreGuardedByTheGoverningDate) {
  const auto checked = CheckText(
      "law l\n governed by asked\nfacts\n asked : date\nrule r : integer\n from 2020-01-01 until "
      "2020-12-31 is 1\n"
      " from 2021-01-01 is 2");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("r", 0),
            "1 guarded by in dates(governing_date, 2020-01-01 to 2020-12-31)");
  EXPECT_EQ(checked->ClauseText("r", 1),
            "2 guarded by in dates(governing_date, 2021-01-01 to 9999-12-31)");
  EXPECT_EQ(checked->ClauseText("governing_date"), "asked");
  EXPECT_TRUE(CheckText("rule r : integer\n from 2021-01-01 until 2020-01-01 is 1")->Has("A2013"));
}

TEST(Rules, ALawIsGovernedByADateAndByAsOfWhenItNamesNone) {
  EXPECT_THAT(CheckText("law l\n governed by n\nfacts\n n : integer")->Codes(),
              ElementsAre("A3001"));
  EXPECT_EQ(CheckText("law l")->ClauseText("governing_date"), "as_of");
  EXPECT_EQ(
      CheckText("law l\n governed by d\nfacts\n d : optional date")->ClauseText("governing_date"),
      "value(d)");
}

TEST(Rules, ClausesUnderOneConditionAreReported) {
  const std::string head = "facts\n a : boolean\nrule r : integer\n clause one is 1 when a\n";
  EXPECT_THAT(CheckText(head + " is 1 when a")->Codes(), ElementsAre("A4004"));
  EXPECT_THAT(CheckText(head + " is 2 when a")->Codes(), ElementsAre("A4007"));
  EXPECT_THAT(CheckText(head + " is 2 when not a")->Codes(), IsEmpty());
  EXPECT_THAT(CheckText(head + " is 2 when a\ndisapply r.one where a")->Codes(), IsEmpty());
}

TEST(Rules, TakeWhatTheirHeadLists) {
  EXPECT_THAT(
      CheckText("rule f(a: integer) : integer\n is a\nrule g : integer\n is f(1, 2)")->Codes(),
      ElementsAre("A3006"));
  EXPECT_THAT(CheckText("rule f(a: integer) : integer\n is a\nrule g : integer\n is f")->Codes(),
              ElementsAre("A3006"));
  EXPECT_THAT(CheckText("rule f(a: integer) : integer\n is a\nrule g : integer\n is f(2020-01-01)")
                  ->Codes(),
              ElementsAre("A3001"));
}

TEST(Norms, MembersNeedTheirParts) {
  const std::string head = "party o\nfacts\n a : boolean\n d : date\nobligation ob on o\n when a\n";
  EXPECT_THAT(CheckText(head + "rule r\n is yes when ob.status = late")->Codes(),
              testing::Contains("A4014"));
  EXPECT_THAT(CheckText(head + "rule r\n is yes when ob.stat = late")->Codes(),
              testing::Contains("A3005"));
  EXPECT_THAT(CheckText(head + " due d\nrule r\n is yes when ob.due is present")->Codes(),
              IsEmpty());
}

TEST(Norms, ADeadlineHasTheTypeOfItsExpression) {
  const auto checked = CheckText(
      "law l\n time zone \"Asia/Almaty\"\nfacts\n a : boolean\n t : datetime\n when_done : "
      "optional date\n"
      "obligation first\n when a\n due 48 hours before t\n done when_done\n"
      "obligation second\n when a\n due if first.due is present then first.due.date else t.date\n "
      "done when_done");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(ir::TypeName(checked->program, checked->FindRule("first.due")->type),
            "optional datetime");
  EXPECT_EQ(ir::TypeName(checked->program, checked->FindRule("second.due")->type), "optional date");
  // A datetime is compared with the end of `as_of`. A date of an act is told from the date of the
  // deadline; on that day itself its hour is not known.
  EXPECT_THAT(checked->ClauseText("first.silent"),
              HasSubstr("<(value(first.due), at(as_of, 24:00))"));
  EXPECT_THAT(checked->ClauseText("first.status"),
              HasSubstr("if(<(date of(value(first.due)), value(first.done)), no, "
                        "if(<(value(first.done), date of(value(first.due))), yes, "
                        "undetermined(arithmetic the hour of `first.done`)))"));
}

TEST(Norms, ADeadlineThatLeadsBackToItselfIsReported) {
  EXPECT_TRUE(CheckText("facts\n a : boolean\nobligation o\n when a\n due if o.due is present then "
                        "o.due else as_of")
                  ->Has("A2012"));
}

TEST(Norms, MustImpliesMay) {
  const auto checked = CheckText("facts\n a, b : boolean\npower p\n may when a\n must when b\n");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("p.may", 0), "yes when a");
  EXPECT_EQ(checked->ClauseText("p.may", 1), "yes when p.must");
}

TEST(Norms, GroundsMakeAnEnumAndASet) {
  const auto checked = CheckText(
      "facts\n a, b : boolean\ngrounds refusal\n [(1)] ground first when a\n [(2)] ground second "
      "when b\n"
      "rule r\n is yes when refusal.grounds = {first, second}");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(ir::TypeName(checked->program, checked->FindRule("refusal.grounds")->type),
            "set of refusal");
  EXPECT_EQ(checked->ClauseText("refusal.applies"), "or(refusal.first, refusal.second)");
}

TEST(Norms, QuestionsOverAllNormsAreAskedOnce) {
  const auto checked = CheckText(
      "party o\nparty y\nfacts\n a, b : boolean\n d : optional date\nprohibition p on o\n when a\n"
      "prohibition q on y\n when b\nobligation ob on o\n when a\n done d\n"
      "rule r\n is yes when not any prohibition and every obligation on o\n"
      "rule s\n is yes when any prohibition or any prohibition on o");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("any prohibition"), "or(p, q)");
  EXPECT_EQ(checked->ClauseText("any prohibition on o"), "p");
  EXPECT_EQ(checked->ClauseText("every obligation on o"),
            "in set(ob.status, {not_applicable, fulfilled})");
  EXPECT_EQ(checked->ClauseText("r"), "yes when and(not(any prohibition), every obligation on o)");
}

TEST(Parameters, VersionsLastUntilTheNextAndDoNotOverlap) {
  const auto checked = CheckText(
      "parameter p : days\n from 2020-01-01 is 5 days\n from 2021-01-01 until 2021-06-30 is 7 "
      "days\n"
      "rule r : days\n is p\nrule s(d: date) : days\n is p on d");
  ASSERT_EQ(checked->Findings(), "");
  const ir::Lookup& lookup = checked->program.lookups[ir::LookupId(0)];
  EXPECT_EQ(ir::FormatDate(lookup.versions.at(0).until), "2020-12-31");
  EXPECT_EQ(ir::FormatDate(lookup.versions.at(1).until), "2021-06-30");
  EXPECT_EQ(checked->ClauseText("r"), "p on(governing_date)");
  EXPECT_EQ(checked->ClauseText("s"), "p on(parameter 0)");
  EXPECT_TRUE(CheckText("parameter p : days\n from 2020-01-01 until 2020-12-31 is 5 days\n"
                        " from 2020-12-31 is 7 days")
                  ->Has("A2011"));
}

std::unique_ptr<Checked> Table(const std::string& rows) {
  return CheckText(
      "enum Kind is car, bike, bus\ntable fee(what: Kind, age: integer, old: boolean) : integer\n"
      "| what | age | old | is |\n" +
      rows);
}

TEST(Tables, RowsBecomeClauses) {
  const auto checked = Table(
      "| car, bus | < 18    | no  | 1 |\n| car, bus | >= 18   | no  | 2 |\n"
      "| not bike | any     | yes | 3 |\n| bike     | any     | any | 0 |\n");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->ClauseText("fee", 0),
            "1 when and(or(=(parameter 0, car), =(parameter 0, bus)), <(parameter 1, 18), "
            "not(parameter 2))");
  EXPECT_EQ(checked->ClauseText("fee", 3), "0 when =(parameter 0, bike)");
}

TEST(Tables, AGapIsShownByACase) {
  const auto checked = Table(
      "| car | 0 to 17 | any | 1 |\n| car | >= 18 | any | 2 |\n| bike, bus | any | any | 0 |\n");
  ASSERT_THAT(checked->Codes(), ElementsAre("A4005"));
  EXPECT_THAT(checked->Findings(), HasSubstr("what = car, age = -1, old = no"));
}

TEST(Tables, ValuesThatThereCannotBeAreNoGap) {
  const auto table = [](const std::string& column, const std::string& rows) {
    return CheckText(
        "law l\nentity P\n n : integer, 0 to 3\nfacts\n d : date\n t : time\n p : P\n q : optional "
        "P\n"
        " ps : list of P, at most 3\nrule few(x: P) : integer\n is got(x)\n"
        "table got(x: P) : integer\n| x.n | is |\n| 0 to 2 | 1 |\n| 3 | 2 |\n"
        "table t1 : integer\n| " +
        column + " | is |\n" + rows);
  };
  EXPECT_FALSE(table("d.month", "| 1 to 6 | 1 |\n| 7 to 12 | 2 |\n")->Has("A4005"));
  EXPECT_FALSE(table("t.hour", "| 0 to 11 | 1 |\n| 12 to 23 | 2 |\n")->Has("A4005"));
  EXPECT_FALSE(table("p.n", "| 0 to 3 | 1 |\n")->Has("A4005"));
  EXPECT_FALSE(table("count of ps", "| 0 | 1 |\n| >= 1 | 2 |\n")->Has("A4005"));
  EXPECT_THAT(table("d.month", "| 1 to 6 | 1 |\n| 8 to 12 | 2 |\n")->Findings(),
              HasSubstr("d.month = 7"));
  EXPECT_THAT(table("count of ps", "| 0 | 1 |\n")->Findings(), HasSubstr("count of ps = 1"));
  EXPECT_THAT(table("p.n", "| 0 to 2 | 1 |\n")->Findings(), HasSubstr("p.n = 3"));
}

TEST(Tables, AnOverlapWithAnotherResultIsShownByACase) {
  const auto differing = Table("| any | <= 18 | any | 1 |\n| any | >= 18 | any | 2 |\n");
  ASSERT_THAT(differing->Codes(), ElementsAre("A4006"));
  EXPECT_THAT(differing->Findings(), HasSubstr("what = car, age = 18, old = no"));
  EXPECT_THAT(Table("| any | <= 18 | any | 1 |\n| any | >= 18 | any | 1 |\n")->Codes(), IsEmpty());
}

TEST(Tables, RowsAreHeldAgainstThoseOfTheSameDay) {
  const auto table = [](const std::string& rows) {
    return CheckText(
        "law l\n in force from 2020-01-01\n governed by d\nfacts\n d : date\n"
        " n : integer, 1 to 9\ntable t : integer\n| n | is |\n" +
        rows);
  };
  const auto checked = table(
      "until 2020-12-31 | any | 1 |\nfrom 2021-01-01 | < 5 | 2 |\nfrom 2021-01-01 | >= 5 | 3 |\n");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_THAT(
      ir::PrintNode(
          checked->program,
          checked->program.clauses[checked->program.groups[checked->FindRule("t")->root].clauses[1]]
              .guard),
      HasSubstr("2021-01-01"));
  const auto gap = table("until 2020-12-31 | any | 1 |\nfrom 2021-01-01 | < 5 | 2 |\n");
  EXPECT_THAT(gap->Codes(), ElementsAre("A4005"));
  EXPECT_THAT(gap->Findings(), HasSubstr("n = 5, from 2021-01-01"));
  EXPECT_THAT(table("| any | 1 |\nfrom 2021-01-01 | 5 | 2 |\n")->Codes(), ElementsAre("A4006"));
  // As a table that was repealed, or has not begun.
  EXPECT_EQ(table("until 2020-12-31 | any | 1 |\n")->Findings(), "");
  EXPECT_EQ(table("from 2021-01-01 | any | 1 |\n")->Findings(), "");
  // Before the law was in force no row is missed.
  EXPECT_EQ(table("from 2020-01-01 | < 5 | 1 |\n| >= 5 | 2 |\n")->Findings(), "");
  EXPECT_THAT(table("from 2021-01-01 until 2020-01-01 | any | 1 |\n")->Codes(),
              ElementsAre("A2013"));
}

TEST(Tables, TheRangeOfAFactBoundsItsColumn) {
  EXPECT_THAT(CheckText("facts\n n : integer, 1 to 10\ntable t : integer\n| n | is |\n| < 5 | 1 "
                        "|\n| 5 to 10 | 2 |\n")
                  ->Codes(),
              IsEmpty());
}

TEST(Tables, CellsHaveTheTypeOfTheirColumn) {
  EXPECT_TRUE(Table("| car | yes | any | 1 |\n")->Has("A3001"));
  EXPECT_TRUE(Table("| < car | 1 | any | 1 |\n")->Has("A3003"));
  EXPECT_TRUE(Table("| plane | 1 | any | 1 |\n")->Has("A2001"));
}

TEST(Answers, AreWithheldWhileTheLawIsNotInForce) {
  const auto checked = CheckText(
      "law l\n in force from 2020-06-06 until 2020-12-31\nfacts\n a : boolean\nrule r\n is yes "
      "when a\n"
      "answers\n r \"R?\"\n other \"A?\" is a");
  ASSERT_EQ(checked->Findings(), "");
  ASSERT_EQ(checked->program.answers.size(), 2U);
  const ir::Rule& answer = checked->program.rules[checked->program.answers[1].rule];
  EXPECT_EQ(answer.role, ir::RuleRole::kAnswer);
  EXPECT_EQ(checked->ClauseText("other"),
            "if(in dates(governing_date, 2020-06-06 to 2020-12-31), a, undetermined(uncovered l))");
}

TEST(Answers, AreNoEntitiesAndHaveOneNameEach) {
  EXPECT_TRUE(CheckText("entity P\n x : date\nfacts\n p : P\nanswers\n p \"?\"")->Has("A3011"));
  EXPECT_TRUE(CheckText("facts\n a : boolean\nanswers\n a \"?\"\n a \"?\"")->Has("A2002"));
}

TEST(Facts, ThatNothingUsesAreTold) {
  EXPECT_THAT(CheckText("facts\n a, b : boolean\nrule r\n is yes when a")->Codes(),
              ElementsAre("A4008"));
  EXPECT_THAT(CheckText("module m\nfacts\n a, b : boolean")->Codes(), IsEmpty());
}

TEST(Facts, LieOneAfterAnotherEntitiesInPlace) {
  const auto checked = CheckText(
      "entity Inner\n x, y : integer\nentity Outer\n a : Inner\n b : optional Inner\n c : list of "
      "Inner, at most 3\n"
      "facts\n o : Outer\n p : optional Outer\n last : boolean\nreading rd \"?\"\n one \"1\"\n two "
      "\"2\"\n"
      "rule r : integer\n is o.a.y when o.b is present and o.b.x = 1 and p is absent and last and "
      "under rd one");
  ASSERT_EQ(checked->Findings(), "");
  const auto& facts = checked->program.facts;
  EXPECT_EQ(facts[0].name, "as_of");
  EXPECT_EQ(facts[1].offset, 1U);
  EXPECT_EQ(facts[2].offset, 7U);
  EXPECT_EQ(facts[3].offset, 14U);
  EXPECT_EQ(checked->program.readings[0].slot, 15U);
  EXPECT_EQ(checked->program.slot_count, 16U);
}

}  // namespace
}  // namespace acta
