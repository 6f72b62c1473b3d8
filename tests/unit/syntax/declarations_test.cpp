#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/syntax/reading.h"

namespace acta {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// The dump of the code without the places; what was said if it cannot be read.
std::string Dump(const std::string& code) {
  const Reading reading = ReadCode(code);
  if (!reading.reporter.diagnostics().empty()) {
    return Said(reading);
  }
  std::string dump = Print(reading.document);
  for (std::size_t at = dump.find("  @"); at != std::string::npos; at = dump.find("  @", at)) {
    dump.erase(at, dump.find('\n', at) - at);
  }
  return dump;
}

TEST(Declarations, ALawSaysWhoItIs) {
  EXPECT_EQ(Dump(R"(law kz.peaceful_assemblies
  title "On assemblies" number "333-VI" source "https://adilet.zan.kz"
  in force from 2020-06-06 until 2030-12-31
  governed by notification.registered
  time zone "Asia/Almaty"
  working days by kz.working_days
  counted by backward_count
  rounding months down)"),
            R"(law kz.peaceful_assemblies
  title "On assemblies"
  number "333-VI"
  source "https://adilet.zan.kz"
  in force from 2020-06-06 until 2030-12-31
  governed by notification.registered
  time zone "Asia/Almaty"
  working days by kz.working_days
  counted by backward_count
  rounding months down
)");
  EXPECT_EQ(Dump("law a time zone by place.zone"), "law a\n  time zone by place.zone\n");
}

TEST(Declarations, ModulesPartiesUnitsEnums) {
  EXPECT_EQ(
      Dump(
          R"(module std.assembly use kz.calendar party organiser "the organiser" party b unit metres, persons
enum Form "a form" is picket "picketing", meeting)"),
      R"(module std.assembly
use kz.calendar
party organiser "the organiser"
party b
unit metres, persons
enum Form "a form"
  picket "picketing"
  meeting
)");
}

TEST(Declarations, FactsAndEntitiesHaveFields) {
  EXPECT_EQ(Dump(R"(entity Person
  conviction : optional Conviction
facts
  starts, ends : datetime
  participants : integer of persons, 1 to 1_000_000
  organisers   : list of Person, at most 16
  income       : money in KZT, -5 KZT to 10.50 KZT "what comes in"
  threat       : boolean, judged by akimat "a threat"
  price        : money in KZT per mci
  days         : days, 1 days to 30
  hours, other : set of Form)"),
            R"(entity Person
  conviction : optional Conviction
facts
  starts, ends : datetime
  participants : integer of persons, 1 to 1000000
  organisers : list of Person, at most 16
  income : money in KZT, (- 5 KZT) to 10.5 KZT "what comes in"
  threat : boolean, judged by akimat "a threat"
  price : money in KZT per mci
  days : days, 1 days to 30
  hours, other : set of Form
)");
}

TEST(Declarations, EveryTypeHasItsWords) {
  const std::string types[] = {"boolean",
                               "integer",
                               "integer of metres",
                               "decimal",
                               "money in KZT",
                               "money in KZT per mci",
                               "date",
                               "time",
                               "datetime",
                               "days",
                               "working days",
                               "months",
                               "years",
                               "hours",
                               "minutes",
                               "period of dates",
                               "period of times",
                               "text",
                               "Form",
                               "std.Form",
                               "set of Form",
                               "optional date",
                               "list of Person",
                               "list of text, at most 3"};
  for (const std::string& type : types) {
    EXPECT_EQ(Dump("rule r : " + type), "rule r : " + type + "\n");
    EXPECT_EQ(Dump("facts f : " + type + " g : date"), "facts\n  f : " + type + "\n  g : date\n");
  }
}

TEST(Declarations, ARuleHasClauses) {
  EXPECT_EQ(Dump(R"(rule may(p: Person, n: integer of metres) : boolean "may?" gloss "no text"
  [(2)] clause short from 2030-01-01 until 2031-12-31 is yes when a unless b
  is no
  is 3 working days unless c)"),
            R"(rule may(p: Person, n: integer of metres) : boolean "may?" gloss "no text"
  [(2)] clause short from 2030-01-01 until 2031-12-31 is yes when a unless b
  is no
  is 3 working days unless c
)");
}

TEST(Declarations, ExceptionsWithdrawalsPresumptions) {
  EXPECT_EQ(Dump(R"(exception court to may.short gloss "x" is no when [(1)] p.incapacitated
disapply review.short gloss "y" [(3)] where form = picket
presumption peaceful for intent gloss "z" is peaceful_intent
presumption armed for intent from 2020-01-01 is no when [(1)] weapons [(2)] is no unless a)"),
            R"(exception court to may.short gloss "x"
  is no when (cited [(1)] p.incapacitated)
disapply review.short gloss "y"
  [(3)] where (= form picket)
presumption peaceful for intent gloss "z"
  is peaceful_intent
presumption armed for intent
  from 2020-01-01 is no when (cited [(1)] weapons)
  [(2)] is no unless a
)");
}

TEST(Declarations, NormsHaveTheirMembers) {
  EXPECT_EQ(
      Dump(R"(prohibition hours(p: Place) on organiser "hours" when a clause night when b unless c
permission official lifts hours, places when d
obligation notify on organiser
  when e [(1)] due 5 working days before starts.date counted by r [(2)] done registered
power refuse of akimat
  [(1)] must when f may clause x when g clause y when h
  [(2)] by 3 working days after registered
  done answer.date
grounds refusal by akimat
  [(2)] ground ineligible from 2021-01-01 when i unless j
  ground late when k)"),
      R"(prohibition hours(p: Place) on organiser "hours"
  when a
  clause night when b unless c
permission official lifts hours, places
  when d
obligation notify on organiser
  when e
  [(1)] due (before 5 working days starts.date counted by r)
  [(2)] done registered
power refuse of akimat
  may clause x when g
  may clause y when h
  [(1)] must when f
  [(2)] by (after 3 working days registered)
  done answer.date
grounds refusal by akimat
  [(2)] clause ineligible from 2021-01-01 when i unless j
  clause late when k
)");
}

TEST(Declarations, TheWordsOfNormsMayBeNamesOfFacts) {
  EXPECT_EQ(Dump("obligation due on may when must due 5 days before due done done"),
            "obligation due on may\n  when must\n  due (before 5 days due)\n  done done\n");
}

TEST(Declarations, ACalendarListsItsDays) {
  EXPECT_EQ(Dump(R"(calendar working_days "of the state"
  covers 2019-01-01 to 2027-12-31
  weekend saturday, sunday
  holiday "New Year" every year on 1 January, 2 January
  holiday every year on 25 October from 2022-10-25 until 2025-12-31 [S: x]
  holiday "Good Friday" every year on easter - 2 days, orthodox easter + 1 day, easter
  holiday "Spring" every year on first monday of May, second tuesday of march, last friday of may
  day off "Kurban Ait" on 2020-07-31, 2021-07-20 [S: muftiate]
  substitute next working day
  moved 2020-05-11 to 2020-05-08 [S: P1900000820]
  working on 2020-05-16)"),
            R"(calendar working_days "of the state"
  covers 2019-01-01 to 2027-12-31
  weekend 5 6
  holiday "New Year" every 01-01 every 01-02
  holiday every 10-25 from 2022-10-25 until 2025-12-31 [S: x]
  holiday "Good Friday" easter-2 orthodox easter+1 easter+0
  holiday "Spring" weekday 0 number 1 of month 05 weekday 1 number 2 of month 03 weekday 4 number -1 of month 05
  day off "Kurban Ait" 2020-07-31 2021-07-20 [S: muftiate]
  substitute next working day
  moved 2020-05-11 2020-05-08 [S: P1900000820]
  working on 2020-05-16
)");
}

TEST(Declarations, WhatACalendarSaysHasItsTime) {
  EXPECT_EQ(Dump(R"(calendar working_days
  covers 2019-01-01 to 2027-12-31
  weekend friday, saturday until 2021-12-31
  weekend saturday, sunday from 2022-01-01
  day off on 2021-07-20, 2022-07-09 from 2022-01-01 [S: muftiate]
  substitute next working day from 2022-01-01 until 2025-12-31
  working on 2020-05-16 until 2021-12-31 [(2)])"),
            R"(calendar working_days
  covers 2019-01-01 to 2027-12-31
  weekend 4 5 until 2021-12-31
  weekend 5 6 from 2022-01-01
  day off 2021-07-20 2022-07-09 from 2022-01-01 [S: muftiate]
  substitute next working day from 2022-01-01 until 2025-12-31
  working on 2020-05-16 until 2021-12-31 [(2)]
)");
}

TEST(Declarations, PeriodsAndParameters) {
  EXPECT_EQ(Dump(R"(period closed "no assemblies" is emergency or not spring
parameter mci : money in KZT per mci "index"
  from 2020-01-01 until 2020-03-31 is 2651 KZT
  from 2020-04-01 is 2778 KZT [S: news report])"),
            R"(period closed "no assemblies"
  is (or emergency (not spring))
parameter mci : money in KZT per mci "index"
  from 2020-01-01 until 2020-03-31 is 2651 KZT
  from 2020-04-01 is 2778 KZT [S: news report]
)");
}

TEST(Declarations, ATableHasRowsThatEndWithTheirLine) {
  EXPECT_EQ(Dump(R"(table fine(by: Offender) : integer of mci
  | by            | n        | is         |   -- the head
  | any           | < 5      | 30 mci     |
  [(2)] | a, b    | 5 to 10  | f(x) + 1   |
  | [(3)] not a   | >= 11, 3 | a and b    |
  | no            | no       | not a      |
  [(4)] from 2020-01-01 until 2020-12-31 | b | 4 | 1 |
  until 2019-12-31 | [(5)] b | 4 | 2 |
rule next is 1)"),
            R"(table fine(by: Offender) : integer of mci
  | by | n | is |
  | any | < 5 | 30 mci |
  [(2)] | a, b | 5 to 10 | (+ (f x) 1) |
  [(3)] | not a | >= 11, 3 | (and a b) |
  | no | no | (not a) |
  [(4)] from 2020-01-01 until 2020-12-31 | b | 4 | 1 |
  [(5)] until 2019-12-31 | b | 4 | 2 |
rule next
  is 1
)");
}

TEST(Declarations, ReadingsAndAnswers) {
  EXPECT_EQ(
      Dump(R"(reading backward "Which?" lenient "a" counts nth strict "b" counts clear other "c"
answers outcome "May it?" deadline "When?" is notify.due title "What?")"),
      R"(reading backward "Which?"
  lenient "a" counts nth
  strict "b" counts clear
  other "c"
answers
  outcome "May it?"
  deadline "When?" is notify.due
  title "What?"
)");
}

TEST(Declarations, AScenarioTellsACase) {
  EXPECT_EQ(Dump(R"(scenario "b" like "a"
  given form is rally, starts is 2021-03-29 12:00, as_of is 2021-03-17,
        organisers is list { {birth_date is 1990-01-01, citizenship is kz}, {a.b is absent} }, other is list {}
  without as_of, x.y
  under backward_count lenient
  expect notify.status is fulfilled because [Article 10(1)], [(2)]
  expect f(1, a) is undetermined because missing as_of, reading r, conflict, uncovered, arithmetic)"),
            R"(scenario "b" like "a"
  given form is rally
  given starts is 2021-03-29 12:00
  given as_of is 2021-03-17
  given organisers is (list (record (birth_date 1990-01-01) (citizenship kz)) (record (a.b absent)))
  given other is (list)
  without as_of
  without x.y
  under backward_count lenient
  expect notify.status is fulfilled because [Article 10(1)] because [(2)]
  expect f(1, a) is undetermined because missing as_of because reading r because conflict because uncovered because arithmetic
)");
}

TEST(Declarations, LayoutIsFree) {
  EXPECT_EQ(Dump("rule a is 1 rule b is 2"), Dump("rule\na\n\tis 1\r\nrule b -- comment\n is\n2"));
}

TEST(Declarations, AWordOfADeclarationWithinAnotherDoesNotEndIt) {
  const Reading reading = ReadCode(R"(rule a is any prohibition or every obligation
facts x : period of dates period : date party, other : text
rule b is x in period or y = party
scenario "s" expect a is no because reading r, reading s
table t | party | period | is |
  | 1 | 2 | 3 |
period p is 2020-01-01 to 2020-01-02)");
  EXPECT_THAT(reading.reporter.diagnostics(), IsEmpty()) << Said(reading);
  EXPECT_THAT(reading.document.decls, SizeIs(6));
}

TEST(Declarations, EveryPartKnowsWhereItStands) {
  const Reading reading = ReadCode(
      "-- шеру\nrule ереже : working days\n  clause ұзын is 7 working days when a.b\n\nrule c is "
      "1");
  ASSERT_THAT(reading.reporter.diagnostics(), IsEmpty());
  const auto& rule = reading.Get<ast::Rule>(0);
  EXPECT_EQ(reading.TextOf(reading.document.decls[0].span),
            "rule ереже : working days\n  clause ұзын is 7 working days when a.b");
  EXPECT_EQ(rule.name.text, "ереже");
  EXPECT_EQ(reading.TextOf(rule.name.span), "ереже");
  EXPECT_EQ(reading.TextOf(rule.type->span), "working days");
  EXPECT_EQ(reading.TextOf(rule.clauses[0].span), "clause ұзын is 7 working days when a.b");
  const ast::Expr& condition = reading.document.exprs[*rule.clauses[0].when];
  EXPECT_EQ(reading.TextOf(condition.span), "a.b");
  EXPECT_EQ(reading.TextOf(std::get<ast::NameRef>(condition.kind).name.parts[1].span), "b");
}

TEST(Declarations, NamesAreInNormalForm) {
  // "й" as one code point and as two.
  const Reading reading = ReadCode("rule \xD0\xB9 is 1\nrule \xD0\xB8\xCC\x86 is 2");
  EXPECT_EQ(reading.Get<ast::Rule>(0).name.text, reading.Get<ast::Rule>(1).name.text);
}

TEST(Declarations, AnAmbiguousIsAtTheBeginningOfALineIsReported) {
  EXPECT_TRUE(ReadCode("rule r : optional date\n  is a when b\n  is absent").Reports("A1034"));
  EXPECT_EQ(Dump("rule r is a when b is absent"), "rule r\n  is a when (is absent b)\n");
  EXPECT_EQ(Dump("rule r is a when (b\n is absent)"), "rule r\n  is a when (is absent b)\n");
  EXPECT_EQ(Dump("rule r is a when b\n clause c is absent"),
            "rule r\n  is a when b\n  clause c is absent\n");
  EXPECT_EQ(Dump("rule r is a when b\n is absent when c"),
            "rule r\n  is a when b\n  is absent when c\n");
}

}  // namespace
}  // namespace acta
