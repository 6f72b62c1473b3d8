// Counting, dates, calendars, clocks and periods: which operators each form becomes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/semantics/checked.h"

namespace acta {
namespace {

using testing::ElementsAre;

constexpr const char* kHead =
    "law office\n time zone \"Asia/Almaty\"\n working days by desk\n"
    "calendar desk\n covers 2020-01-01 to 2021-12-31\n weekend saturday, sunday\n"
    "calendar other\n covers 2020-01-01 to 2021-12-31\n weekend sunday\n"
    "reading how \"?\"\n loose \"a\" counts nth\n tight \"b\" counts clear\n"
    "reading mute \"?\"\n one \"a\"\n two \"b\"\n"
    "facts\n d : date\n t : datetime\n clock : time\n span : period of dates\n n : days\n w : "
    "working days\n";

std::unique_ptr<Checked> Rule(const std::string& type, const std::string& value) {
  return CheckText(kHead + std::string("rule r : ") + type + "\n is " + value);
}

// The rule's value as operators, or the codes of what is wrong with it.
std::string Lowered(const std::string& type, const std::string& value) {
  const auto checked = Rule(type, value);
  if (!checked->reporter.HasErrors()) {
    return checked->ClauseText("r");
  }
  std::string codes;
  for (const std::string& code : checked->Codes()) {
    codes += codes.empty() ? code : " " + code;
  }
  return codes;
}

TEST(Counting, DaysBeforeAfterClearAndFrom) {
  EXPECT_EQ(Lowered("date", "5 days before d"), "add days(d, -5 days)");
  EXPECT_EQ(Lowered("date", "5 days clear before d"), "add days(d, -6 days)");
  EXPECT_EQ(Lowered("date", "5 days after d"), "add days(d, 5 days)");
  EXPECT_EQ(Lowered("date", "5 days clear after d"), "add days(d, 6 days)");
  EXPECT_EQ(Lowered("date", "5 days counting from d"), "add days(d, 4 days)");
  EXPECT_EQ(Lowered("date", "n before d"), "add days(d, negate(n))");
  EXPECT_EQ(Lowered("date", "5 days before 2020-03-03"), "2020-02-27");
}

TEST(Counting, WorkingDaysOnTheLawsCalendarOrTheNamedOne) {
  EXPECT_EQ(Lowered("date", "5 working days before d"),
            "add working days by desk(d, -5 working days)");
  EXPECT_EQ(Lowered("date", "5 working days clear before d by other"),
            "add working days by other(d, -6 working days)");
  EXPECT_EQ(Lowered("date", "1 working days after d"),
            "add working days by desk(d, 1 working day)");
  EXPECT_EQ(Lowered("working days", "working days from d to t.date by other"),
            "working days between by other(d, date of(t))");
  EXPECT_EQ(Lowered("boolean", "yes when d is working day"), "yes when is working day by desk(d)");
}

TEST(Counting, TheFirstWorkingDayAtOrAfterTheAnchorIsTheFirst) {
  EXPECT_EQ(Lowered("date", "3 working days counting from d"),
            "add working days by desk(roll forward(d), 2 working days)");
}

TEST(Counting, AReadingSwitchesBetweenItsAlternatives) {
  EXPECT_EQ(Lowered("date", "5 working days before d counted by how"),
            "switch(reading how, add working days by desk(d, -5 working days), "
            "add working days by desk(d, -6 working days))");
  EXPECT_EQ(Lowered("date", "5 working days before d counted by mute"), "A3022");
  EXPECT_EQ(Lowered("date", "5 working days clear before d counted by how"), "A3022");
}

TEST(Counting, TheLawsReadingStandsBehindWorkingDaysBeforeOnly) {
  const std::string head = std::string(kHead).replace(0, 10, "law office\n counted by how");
  EXPECT_THAT(CheckText(head + "rule r : date\n is 5 working days before d")->ClauseText("r"),
              testing::StartsWith("switch(reading how"));
  EXPECT_THAT(CheckText(head + "rule r : date\n is 5 working days after d")->ClauseText("r"),
              testing::StartsWith("add working days"));
  EXPECT_THAT(CheckText(head + "rule r : date\n is 5 days before d")->ClauseText("r"),
              testing::StartsWith("add days"));
}

TEST(Counting, RollingGoesToAWorkingDay) {
  EXPECT_THAT(Lowered("date", "10 days after d rolling forward"), testing::StartsWith("roll"));
  EXPECT_EQ(Lowered("datetime", "10 hours after t rolling forward"), "A3022");
}

TEST(Counting, ElapsedHoursGoThroughInstants) {
  EXPECT_EQ(Lowered("datetime", "48 hours before t"), "from instant(+(to instant(t), -172800))");
  EXPECT_EQ(Lowered("datetime", "t + 90 minutes"), "from instant(+(to instant(t), 5400))");
  EXPECT_EQ(Lowered("datetime", "8 hours after t skipping days off"),
            "add working seconds by desk(t, 28800)");
  EXPECT_EQ(Lowered("date", "8 hours after d"), "A3001");
  EXPECT_THAT(CheckText("facts\n t : datetime\nrule r : datetime\n is t + 1 hours")->Codes(),
              testing::Contains("A2014"));
}

TEST(Counting, MonthsRoundAsSaid) {
  EXPECT_THAT(Rule("date", "d + 1 months")->Codes(), testing::Contains("A4015"));
  EXPECT_THAT(Rule("date", "d + 1 months rounding down")->Codes(),
              testing::Not(testing::Contains("A4015")));
  EXPECT_THAT(Rule("date", "2020-01-15 + 1 months")->Codes(),
              testing::Not(testing::Contains("A4015")));
  EXPECT_EQ(Lowered("date", "2 months counting from d"), "A3022");
  EXPECT_EQ(Lowered("date", "d + 3 days rounding up"), "A3018");
}

TEST(Counting, DaysAndMonthsMoveTheDateOfADatetime) {
  EXPECT_EQ(Lowered("datetime", "t + 2 days"), "at(add days(date of(t), 2 days), time of(t))");
  EXPECT_EQ(Lowered("datetime", "t - w"),
            "at(add working days by desk(date of(t), negate(w)), time of(t))");
  EXPECT_EQ(Lowered("datetime", "t + 1 month rounding down"),
            "at(add months rounding down(date of(t), 1 month), time of(t))");
  EXPECT_EQ(Lowered("datetime", "t - 2 years rounding up"),
            "at(add months rounding up(date of(t), -24 months), time of(t))");
  EXPECT_THAT(Rule("datetime", "t + 1 month")->Codes(), testing::Contains("A4015"));
  EXPECT_EQ(Lowered("datetime", "1969-12-15 09:00 + 1 month"),
            "at(add months(1969-12-15, 1 month), 09:00)");
  EXPECT_THAT(Rule("datetime", "2020-01-15 09:00 + 1 month")->Codes(),
              testing::Not(testing::Contains("A4015")));
  EXPECT_EQ(Lowered("datetime", "t + 3 days rounding up"), "A3018");
  EXPECT_EQ(Lowered("datetime", "t + 3 hours rounding up"), "A3018");
  EXPECT_EQ(Rule("datetime", "d + 3 hours")->reporter.diagnostics().front().help,
            "say from which hour of the day: `DATE at 09:00`");
}

TEST(Counting, AWindowReachesFromFarToNear) {
  EXPECT_EQ(Lowered("boolean", "yes when t.date in between 30 days and 10 days before d"),
            "yes when in dates(date of(t), period(add days(d, -30 days), add days(d, -10 days)))");
}

TEST(Counting, WithoutACalendarThereAreNoWorkingDays) {
  EXPECT_THAT(CheckText("facts\n d : date\nrule r : date\n is 5 working days after d")->Codes(),
              testing::Contains("A2014"));
}

TEST(Counting, ADateOutsideTheCalendarIsToldWhereItIsWrittenOut) {
  EXPECT_THAT(Rule("boolean", "yes when 2030-01-01 is working day")->Codes(),
              testing::Contains("A4016"));
}

TEST(Dates, DifferencesAreDaysAndElapsedMinutes) {
  EXPECT_EQ(Lowered("days", "d - d"), "-(d, d)");
  EXPECT_EQ(Lowered("minutes", "t - t"),
            "/ [scale 1, places 0, mode 1](-(to instant(t), to instant(t)), 60)");
}

TEST(Dates, AnAgeIsInYears) {
  EXPECT_THAT(Rule("boolean", "yes when age of d on t.date >= 18 years")->Codes(),
              testing::Not(testing::Contains("A3001")));
  EXPECT_EQ(Lowered("boolean", "yes when age of d on t.date >= 18"), "A3003");
}

std::string InPeriod(const std::string& declared, const std::string& question) {
  const auto checked =
      CheckText(std::string("facts\n d : date\n clock : time\n span : period of dates\n") +
                declared + "\nrule r\n is yes when " + question);
  std::string text = checked->ClauseText("r");
  return checked->reporter.HasErrors() ? checked->Findings() : text.substr(text.find("when ") + 5);
}

TEST(Periods, AStretchAWindowOfTheYearAndTimesOfTheDay) {
  EXPECT_EQ(InPeriod("period p is 2020-03-16 to 2020-05-11", "d in p"),
            "in dates(d, 2020-03-16 to 2020-05-11)");
  EXPECT_EQ(InPeriod("period p is 22:00 to 06:00", "clock in p"),
            "in times(clock, 22:00 to 06:00)");
  EXPECT_THAT(InPeriod("period p is every year from 1 May to 9 May", "d in p"),
              testing::StartsWith("in yearly"));
}

TEST(Periods, SetAlgebraBecomesTruthValuesOfADay) {
  const std::string declared =
      "period a is 2020-03-16 to 2020-05-11\nperiod b is every year from 1 May to 9 May\nperiod c "
      "is a or b\n";
  EXPECT_THAT(InPeriod(declared, "d in c"), testing::MatchesRegex("or.in dates.*in yearly.*"));
  EXPECT_THAT(InPeriod(declared, "d in (not c)"),
              testing::MatchesRegex("and.not.in dates.*not.in yearly.*"));
  EXPECT_THAT(InPeriod(declared, "d not in a"), testing::StartsWith("not(in dates"));
}

TEST(Periods, AStretchOverlapsAChoiceItsCommonPartAndTheRest) {
  const std::string declared =
      "period a is 2020-03-16 to 2020-05-11\nperiod b is every year from 1 May to 9 May\n"
      "period e is every year from 1 June to 9 July\n";
  EXPECT_THAT(InPeriod(declared, "span overlaps (a or b)"),
              testing::MatchesRegex("or.overlap dates.*overlap yearly.*"));
  EXPECT_THAT(InPeriod(declared, "span overlaps (a and b)"),
              testing::MatchesRegex("overlap yearly.*intersect dates.*"));
  EXPECT_THAT(InPeriod(declared, "span overlaps (not b)"),
              testing::StartsWith("not(subset yearly"));
  EXPECT_THAT(InPeriod(declared, "span overlaps (a and (b or e))"),
              testing::StartsWith("or(overlap yearly"));
  EXPECT_THAT(InPeriod(declared, "span overlaps (b and e)"), testing::HasSubstr("A3012"));
}

TEST(Periods, AWholeStretchMayLieWithin) {
  EXPECT_THAT(InPeriod("period a is 2020-03-16 to 2020-05-11", "span in a"),
              testing::StartsWith("subset dates"));
}

TEST(Periods, NoneIsDefinedByItselfOrWithoutEnd) {
  EXPECT_THAT(InPeriod("period a is b or b\nperiod b is a or a", "d in a"),
              testing::HasSubstr("A2012"));
  EXPECT_THAT(InPeriod("period a is every year from 1 May to 9 May", "a.start = d"),
              testing::HasSubstr("A3023"));
  EXPECT_THAT(InPeriod("period a is 2020-05-11 to 2020-05-10", "d in a"),
              testing::HasSubstr("A3020"));
}

TEST(Periods, DatesLieInNoPeriodOfTimes) {
  EXPECT_THAT(InPeriod("period a is 22:00 to 06:00", "d in a"), testing::HasSubstr("A3001"));
  EXPECT_THAT(
      InPeriod(
          "period a is 22:00 to 06:00\nperiod b is 2020-01-01 to 2020-01-02\nperiod c is a or b",
          "d in c"),
      testing::HasSubstr("A3001"));
}

TEST(Zones, AreKnownByTheirIanaName) {
  EXPECT_THAT(CheckText("law a\n time zone \"Asia/Alma-Ata-2\"")->Codes(), ElementsAre("A2015"));
}

TEST(Zones, MayBeChosenByAFact) {
  const auto checked = CheckText(
      "law a\n time zone by town\nenum Town is almaty \"Asia/Almaty\", berlin \"Europe/Berlin\"\n"
      "facts\n town : Town\n t : datetime\nrule r : datetime\n is t + 1 hours");
  EXPECT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->program.zone_sets[ir::ZoneSetId(0)].zones.size(), 2U);
}

}  // namespace
}  // namespace acta
