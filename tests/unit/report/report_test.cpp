// What was found, as text, JSON and a page.
#include "compiler/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/report/numbers.h"

namespace acta::report {
namespace {

using testing::HasSubstr;
using testing::Not;

findings::Findings Example() {
  findings::Findings found{.act = "visits",
                           .title = "Rules of <visits>",
                           .path = "visits.acta.md",
                           .cases_from = "population usual, seed 1"};
  found.drawn = true;
  found.cases = 1'000;
  found.assumptions = {"kind is lunch 50%"};
  findings::Answer answer{
      .name = "late", .question = "Too late?", .type = "boolean", .outcomes = {"no", "yes"}};
  answer.matrix = {{600, 0}, {150, 250}};
  answer.changed = 150;
  findings::Responsible responsible{.provisions = {{"Article 1", "Notice", "Five days & no less."}},
                                    .amendments = {"shorter"},
                                    .cases = 150};
  responsible.transitions = {{1, 0, 150}};
  findings::Example example{.number = 7, .json = "{\"told\":\"2021-05-01\"}"};
  example.facts = {{"told", "2021-05-01", "when?"}};
  example.before = {"yes", "late = yes", {"Article 1"}};
  example.after = {"no", "late = no", {"Article 1"}};
  responsible.examples = {example};
  answer.responsible = {responsible};
  findings::Comparison comparison{.kind = findings::Comparison::Kind::kAlone,
                                  .name = "shorter",
                                  .amendment = "shorter",
                                  .changed_cases = 150};
  comparison.answers = {answer};
  found.comparisons = {comparison};
  return found;
}

TEST(Numbers, AreReadAtAGlance) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1'234'567), "1,234,567");
  EXPECT_EQ(Share(1, 3), "33.3%");
  EXPECT_EQ(Share(0, 3), "0%");
  EXPECT_EQ(Share(1, 1'000'000), "below 0.1%");
  EXPECT_EQ(Share(999'999, 1'000'000), "above 99.9%");
  EXPECT_EQ(Share(7, 7), "100.0%");
}

TEST(Report, SaysWhoChangesAndWhy) {
  const std::string text = TextOf(Example());
  EXPECT_THAT(text, HasSubstr("150 of 1,000 cases have some answer changed, 15.0% (± 2.2)"));
  EXPECT_THAT(text, HasSubstr("because of Article 1. Notice: 150 cases"));
  EXPECT_THAT(text, HasSubstr("yes -> no: 150"));
  EXPECT_THAT(text, HasSubstr("told is 2021-05-01"));
}

TEST(Report, SaysWhereAmendmentsAreNamedForWhatTheyDoAlone) {
  findings::Findings found = Example();
  found.amendments = {{"shorter"}, {"cheaper"}, {"grown_ups"}};
  found.comparisons[0].kind = findings::Comparison::Kind::kLeftOut;
  EXPECT_THAT(TextOf(found), Not(HasSubstr("does alone")));
  EXPECT_THAT(JsonOf(found), Not(HasSubstr("does alone")));
  found.amendments.push_back({"later"});
  EXPECT_THAT(TextOf(found), HasSubstr("\"by\" names here what an amendment does alone"));
  EXPECT_THAT(JsonOf(found), HasSubstr("what each does alone"));
}

TEST(Report, IsWholeAsJson) {
  const std::string json = JsonOf(Example());
  EXPECT_THAT(json, HasSubstr("\"changed\": 150"));
  EXPECT_THAT(json, HasSubstr("\"citation\": \"Article 1\""));
  EXPECT_THAT(json, HasSubstr("\"told\": \"2021-05-01\""));
}

TEST(Report, IsOnePageThatQuotesWhatItShows) {
  const std::string page = PageOf(Example(), "");
  EXPECT_THAT(page, HasSubstr("Rules of &lt;visits&gt;"));
  EXPECT_THAT(page, HasSubstr("Five days &amp; no less."));
  EXPECT_THAT(page, HasSubstr("drawn from assumptions"));
  EXPECT_THAT(page, HasSubstr("kind is lunch 50%"));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
}

TEST(Report, CountsTheChangesOfGroupsThatItDoesNotShow) {
  findings::Findings found = Example();
  findings::Grouping grouping{.fact = "guests"};
  for (std::uint64_t i = 0; i < 20; ++i) {
    grouping.groups.push_back({.label = std::to_string(i), .cases = 50, .changed = i});
  }
  found.comparisons[0].answers[0].by = {grouping};
  EXPECT_THAT(TextOf(found), HasSubstr("and 4 more                         70 of          200  35.0%"));
}

TEST(Report, OfCountedCasesHasNoSamplingError) {
  findings::Findings found = Example();
  found.drawn = false;
  EXPECT_THAT(TextOf(found), Not(HasSubstr("±")));
  EXPECT_THAT(PageOf(found, ""), Not(HasSubstr("drawn from assumptions")));
}

}  // namespace
}  // namespace acta::report
