// Types, units, kinds of durations, and what may be absent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/semantics/checked.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The codes that a rule of the type with this value yields, over a few facts.
std::vector<std::string> CodesOf(const std::string& type, const std::string& value) {
  const auto checked = CheckText(
      "unit metres, persons, KZT, EUR, mci\nenum Form is picket, rally\n"
      "entity Filing\n registered : date\n by : text\n"
      "facts\n n, m : integer\n len : integer of metres\n crowd : integer of persons\n share : "
      "decimal\n"
      " price, cost : money in KZT\n rate : money in KZT per mci\n units : integer of mci\n d, e : "
      "date\n"
      " t : datetime\n clock : time\n form : Form\n forms : set of Form\n maybe : optional date\n"
      " filing : optional Filing\n name : text\n when_open : period of dates\n"
      " days_off : list of date, at most 5\n euros : money in EUR\n"
      "rule r : " +
      type + "\n is " + value);
  std::vector<std::string> codes = checked->Codes();
  std::erase(codes, "A4008");
  return codes;
}

TEST(Types, MetresNeverMeetPersons) {
  const auto checked = CheckText(
      "unit metres, persons\nfacts\n len : integer of metres\nrule r\n is yes when len > 800 "
      "persons");
  ASSERT_THAT(checked->Codes(), ElementsAre("A3002"));
  EXPECT_EQ(checked->reporter.diagnostics()[0].message,
            "`integer of metres` meets `integer of persons`");
}

TEST(Types, SumsKeepTheirUnit) {
  EXPECT_THAT(CodesOf("integer of metres", "len + 5 metres - len"), ElementsAre());
  EXPECT_THAT(CodesOf("integer of metres", "len + 5"), ElementsAre("A3002"));
  EXPECT_THAT(CodesOf("integer", "len + 5 metres"), ElementsAre("A3002"));
  EXPECT_THAT(CodesOf("money in KZT", "price + euros"), ElementsAre("A3002"));
}

TEST(Types, ProductsAndQuotientsOfUnitsMakeSense) {
  EXPECT_THAT(CodesOf("money in KZT", "units * rate + price"), ElementsAre());
  EXPECT_THAT(CodesOf("integer of metres", "len * 3"), ElementsAre());
  EXPECT_THAT(CodesOf("integer", "len / 4 metres rounded down"), ElementsAre());
  EXPECT_THAT(CodesOf("integer of metres", "len / 4 rounded up"), ElementsAre());
  EXPECT_THAT(CodesOf("money in KZT per mci", "price / units"), ElementsAre());
  EXPECT_THAT(CodesOf("integer of mci", "price / rate rounded down"), ElementsAre());
  EXPECT_THAT(CodesOf("decimal", "price / cost rounded half up to 4 places"), ElementsAre());
  EXPECT_THAT(CodesOf("money in KZT", "price * 15% rounded half up to 2 places"), ElementsAre());
  EXPECT_THAT(CodesOf("integer of metres", "len * len"), ElementsAre("A3002"));
  EXPECT_THAT(CodesOf("money in KZT", "price * cost"), ElementsAre("A3002"));
}

TEST(Types, AWholeNumberMayStandForADecimalLiteral) {
  EXPECT_THAT(CodesOf("decimal", "share * 2 + 1"), ElementsAre());
  EXPECT_THAT(CodesOf("boolean", "yes when share > 1"), ElementsAre());
  EXPECT_THAT(CodesOf("decimal", "n"), ElementsAre("A3001"));
}

TEST(Types, RoundingKeepsToThePlacesOfTheType) {
  EXPECT_THAT(CodesOf("money in KZT", "price / 3 rounded up to 3 places"), ElementsAre("A3014"));
  EXPECT_THAT(CodesOf("decimal", "n / m rounded half even to 6 places"), ElementsAre());
}

TEST(Types, KindsOfDurationsDoNotMix) {
  EXPECT_THAT(CodesOf("boolean", "yes when e - d >= 5 working days"), ElementsAre("A3003"));
  EXPECT_THAT(CodesOf("days", "3 days + 2 weeks"), ElementsAre());
  EXPECT_THAT(CodesOf("days", "3 days + 1 months"), ElementsAre("A3003"));
  EXPECT_THAT(CodesOf("working days", "3 days"), ElementsAre("A3001"));
}

TEST(Types, ADateIsNoDatetime) {
  EXPECT_THAT(CodesOf("boolean", "yes when t < d"), ElementsAre("A3003"));
  EXPECT_THAT(CodesOf("boolean", "yes when t.date < d and t.time < 09:00"), ElementsAre());
  EXPECT_THAT(CodesOf("datetime", "d at clock"), ElementsAre());
}

TEST(Types, MembersOfDatesTimesAndPeriods) {
  EXPECT_THAT(CodesOf("integer", "d.year + d.month + d.day + clock.hour + clock.minute"),
              ElementsAre());
  EXPECT_THAT(CodesOf("boolean", "yes when d.weekday in {saturday, sunday}"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "when_open.start"), ElementsAre());
  EXPECT_THAT(CodesOf("integer", "t.year"), ElementsAre("A3005"));
  EXPECT_THAT(CodesOf("integer", "name.length"), ElementsAre("A3005"));
}

TEST(Types, SetsHoldMembersOfOneEnum) {
  EXPECT_THAT(CodesOf("boolean", "yes when form in forms and forms = {picket}"), ElementsAre());
  EXPECT_THAT(CodesOf("boolean", "yes when forms overlaps {rally}"), ElementsAre());
  EXPECT_THAT(CodesOf("boolean", "yes when form in {picket, monday}"), ElementsAre("A2001"));
  EXPECT_THAT(CodesOf("boolean", "yes when n in {1, 2, 3}"), ElementsAre());
  EXPECT_THAT(CodesOf("boolean", "yes when form in form"), ElementsAre("A3001"));
}

TEST(Types, TextsAreComparedForEqualityOnly) {
  EXPECT_THAT(CodesOf("boolean", "yes when name = \"a\""), ElementsAre());
  EXPECT_THAT(CodesOf("boolean", "yes when name < \"a\""), ElementsAre("A3003"));
}

TEST(Types, AnUnknownTypeSilencesItsUses) {
  const auto checked =
      CheckText("facts\n a : Nowhere\nrule r : Nowhere\n is a\nrule s\n is yes when r = a");
  EXPECT_THAT(checked->Codes(), ElementsAre("A2001", "A2001"));
}

TEST(Types, ListsAreBoundedAndNeverOptional) {
  EXPECT_THAT(CheckText("facts\n a : list of date")->Codes(), ElementsAre("A3011"));
  EXPECT_THAT(CheckText("facts\n a : list of boolean, at most 3")->Codes(), ElementsAre("A3011"));
  EXPECT_THAT(CheckText("rule r(a: list of date, at most 3)\n is yes")->Codes(),
              ElementsAre("A3011"));
}

TEST(Types, APathIsNoLongerThanAHostCanBeTold) {
  const auto law = [](std::size_t letters, const std::string& at_most) {
    const std::string born(letters, 'b');
    return "entity Person\n  " + born +
           " : date\nentity Group\n  members : list of Person, at most " + at_most +
           "\nfacts\n  first, second : Group\nrule r\n  is yes when some p in first.members has "
           "p." +
           born + " < 2000-01-01 or some p in second.members has p." + born + " < 2000-01-01\n";
  };
  // second.members[99].bbb
  const std::size_t most = 255 - std::string_view("second.members[99].").size();
  EXPECT_THAT(CheckText(law(most, "100"))->Codes(), ElementsAre());
  EXPECT_THAT(CheckText(law(most, "101"))->Codes(), ElementsAre("A3024"));
  EXPECT_THAT(CheckText(law(most + 2, "100"))->Codes(), ElementsAre("A3024", "A3024"));
}

TEST(Types, EntitiesHoldNeitherThemselvesNorACaseBeyondMeasure) {
  EXPECT_THAT(CheckText("entity A\n b : B\nentity B\n a : optional A")->Codes(),
              ElementsAre("A3013", "A3013"));
  std::string deep = "entity E0\n a, b, c, d, e, f, g, h : integer\n";
  for (int i = 1; i < 40; ++i) {
    deep += "entity E" + std::to_string(i) + "\n a, b, c, d, e, f, g, h : E" +
            std::to_string(i - 1) + "\n";
  }
  EXPECT_TRUE(CheckText(deep)->Has("A3021"));
}

TEST(Types, AUnitIsACurrencyWhereSomeTypeSaysMoneyInIt) {
  EXPECT_THAT(
      CheckText("unit EUR\nrule fee\n is yes when 5 EUR > 4.50 EUR\nfacts\n x : money in EUR")
          ->Codes(),
      testing::Not(testing::Contains("A3003")));
  EXPECT_THAT(CheckText("unit metres\nrule r\n is yes when 4.50 metres > 4 metres")->Codes(),
              ElementsAre("A3011"));
}

TEST(Types, RangesAndParametersAreWrittenOut) {
  EXPECT_THAT(
      CheckText("facts\n n : integer\nparameter p : integer\n from 2020-01-01 is n")->Codes(),
      testing::Contains("A3007"));
  EXPECT_THAT(CheckText("facts\n n : integer, 10 to 1")->Codes(), testing::Contains("A3020"));
  EXPECT_THAT(
      CheckText(
          "unit persons\nfacts\n n : integer of persons, 1 to 1_000\n d : date, 2020-01-01 to "
          "2020-12-31\n s : days, 1 to 10\nrule r\n is yes when n > 3 persons and d.year = 2020 "
          "and "
          "s > 3 days")
          ->Findings(),
      "");
}

TEST(Reasons, SayWhatCannotBeComputedAsItIsComputed) {
  for (const std::string value :
       {"(n + m) / (n - m)", "n - (m - 1)", "n - m - 1", "-(n + m) * 2", "(n + m) * (n - m)"}) {
    const auto checked = CheckText("facts\n n, m : integer\nrule r : decimal is " + value);
    std::vector<std::string> subjects;
    for (const ir::Reason& reason : checked->program.reasons) {
      subjects.push_back(reason.subject);
    }
    EXPECT_THAT(subjects, testing::Contains(value));
  }
}

TEST(Optional, AnUntestedValueIsNotUsed) {
  EXPECT_THAT(CodesOf("boolean", "yes when maybe < d"), ElementsAre("A3004"));
  EXPECT_THAT(CodesOf("date", "filing.registered"), ElementsAre("A3004"));
  EXPECT_THAT(CodesOf("date", "maybe"), ElementsAre("A3004"));
}

TEST(Optional, ATestNarrowsToTheRightOfAnd) {
  EXPECT_THAT(CodesOf("boolean", "yes when maybe is present and maybe < d"), ElementsAre());
  EXPECT_THAT(CodesOf("boolean", "yes when maybe < d and maybe is present"), ElementsAre("A3004"));
  EXPECT_THAT(CodesOf("boolean", "yes when filing is present and filing.registered < d"),
              ElementsAre());
}

TEST(Optional, AbsenceNarrowsToTheRightOfOrAndUnderElse) {
  EXPECT_THAT(CodesOf("boolean", "yes when maybe is absent or maybe < d"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "if maybe is absent then d else maybe"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "if maybe is present then maybe else d"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "if maybe is present then d else maybe"), ElementsAre("A3004"));
}

TEST(Optional, WhenAndUnlessNarrowTheValueOfTheirClause) {
  EXPECT_THAT(CodesOf("date", "maybe when maybe is present"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "maybe unless maybe is absent"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "maybe when not (maybe is absent or d = e)"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "maybe when maybe is present or d = e"), ElementsAre("A3004"));
}

TEST(Optional, AChoiceNarrowsWhereBothBranchesDo) {
  EXPECT_THAT(
      CodesOf("date", "maybe when if d = e then maybe is present else d < e and maybe is present"),
      ElementsAre());
  EXPECT_THAT(
      CodesOf("date", "maybe unless if d = e then maybe is absent or d > e else maybe is absent"),
      ElementsAre());
  EXPECT_THAT(CodesOf("date", "maybe when if maybe is present then d = e else maybe is present"),
              ElementsAre());
  // While the choice is open, it is yes where both branches are: then nothing is known of it.
  EXPECT_THAT(CodesOf("date", "maybe when if maybe is present then d = e else d < e"),
              ElementsAre("A3004"));
  EXPECT_THAT(CodesOf("date", "maybe when if d = e then maybe is present else d < e"),
              ElementsAre("A3004"));
}

TEST(Optional, AFilterNarrowsTheBodyOfAQuantifier) {
  const auto checked = CheckText(
      "entity P\n died : optional date\nfacts\n all : list of P, at most 3\nrule r\n"
      " is yes when some p in all where p.died is present has p.died < 2020-01-01");
  EXPECT_EQ(checked->Findings(), "");
}

TEST(Optional, AbsentIsAskedForNotCompared) {
  EXPECT_THAT(CodesOf("boolean", "yes when maybe = absent"), ElementsAre("A3017"));
  EXPECT_THAT(CodesOf("boolean", "yes when d is present"), ElementsAre("A3015"));
}

TEST(Optional, APlainValueFitsAnOptionalRule) {
  EXPECT_THAT(CodesOf("optional date", "d when n = 1"), ElementsAre());
  EXPECT_THAT(CodesOf("optional date", "absent when n = 1"), ElementsAre());
  EXPECT_THAT(CodesOf("date", "absent when n = 1"), ElementsAre("A3004"));
}

TEST(Match, SaysSomethingForEveryMember) {
  EXPECT_THAT(CodesOf("integer", "match form { picket: 1; rally: 2 }"), ElementsAre());
  EXPECT_THAT(CodesOf("integer", "match form { picket: 1; otherwise: 2 }"), ElementsAre());
  const auto gap = CheckText(
      "enum Form is picket, rally, march\nfacts\n form : Form\nrule r : integer\n is match form { "
      "rally: 1 }");
  ASSERT_THAT(gap->Codes(), ElementsAre("A4009"));
  EXPECT_THAT(gap->Findings(), HasSubstr("`picket`, `march`"));
}

TEST(Match, TakesValuesWrittenOutOfAnyScalarType) {
  EXPECT_THAT(CodesOf("integer", "match n { 1 or 2: 10; 3: 20; otherwise: 30 }"), ElementsAre());
  EXPECT_THAT(CodesOf("integer", "match n { 1: 10; 3: 20 }"), ElementsAre("A4009"));
  EXPECT_THAT(CodesOf("integer", "match n = 1 { yes: 10; no: 20 }"), ElementsAre());
  EXPECT_THAT(CodesOf("integer", "match form { picket: 1; picket or rally: 2 }"),
              ElementsAre("A4012"));
}

}  // namespace
}  // namespace acta
