#include "compiler/diagnostics/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace acta {
namespace {

using testing::HasSubstr;
using testing::Not;

// What is said about `text` when the span [begin, end) of it holds an unknown name.
std::string TextFor(std::string text, std::uint32_t begin, std::uint32_t end) {
  SourceMap sources;
  const SourceId source = sources.Add("act.acta", std::move(text));
  return RenderText({{.code = "A2001", .message = "unknown name", .span = {source, begin, end}}},
                    sources);
}

TEST(RenderText, ShowsTheLineTheCaretsTheLabelsAndTheHelp) {
  SourceMap sources;
  const SourceId source = sources.Add("act.acta", "rule quorum : integer\n\nrule x\n  is quorom\n");
  const Diagnostic diagnostic{.code = "A2001",
                              .message = "unknown name `quorom`",
                              .span = {source, 35, 41},
                              .labels = {{{source, 5, 11}, "this one is declared"}},
                              .help = "did you mean `quorum`?"};
  EXPECT_EQ(RenderText({diagnostic}, sources),
            "error[A2001]: unknown name `quorom`\n"
            " --> act.acta:4:6\n"
            "  |\n"
            "4 |   is quorom\n"
            "  |      ^^^^^^\n"
            "  |\n"
            "1 | rule quorum : integer\n"
            "  |      ------ this one is declared\n"
            "  = help: did you mean `quorum`?\n"
            "\n"
            "1 error\n");
}

TEST(RenderText, ALabelOnTheSameLineDoesNotRepeatTheLine) {
  SourceMap sources;
  const SourceId source = sources.Add("act.acta", "a and b or c");
  const Diagnostic diagnostic{.code = "A4002",
                              .severity = Severity::kWarning,
                              .message = "mixed",
                              .span = {source, 2, 5},
                              .labels = {{{source, 8, 10}, "and this"}}};
  EXPECT_EQ(RenderText({diagnostic}, sources),
            "warning[A4002]: mixed\n"
            " --> act.acta:1:3\n"
            "  |\n"
            "1 | a and b or c\n"
            "  |   ^^^\n"
            "  |         -- and this\n"
            "\n"
            "1 warning\n");
}

TEST(RenderText, ALabelInAnotherFileNamesThatFile) {
  SourceMap sources;
  const SourceId act = sources.Add("act.acta", "quorum");
  const SourceId other = sources.Add("other.acta", "quorum");
  const Diagnostic diagnostic{.code = "A2002",
                              .message = "twice",
                              .span = {act, 0, 6},
                              .labels = {{{other, 0, 6}, "first here"}}};
  EXPECT_THAT(RenderText({diagnostic}, sources), HasSubstr("  |\n"
                                                           "1 | quorum\n"
                                                           "  | ^^^^^^\n"
                                                           " ::: other.acta:1:1\n"
                                                           "  |\n"
                                                           "1 | quorum\n"
                                                           "  | ------ first here\n"));
}

TEST(RenderText, CaretsStandUnderWideAndAccentedCharacters) {
  EXPECT_THAT(TextFor("集会 xy", 7, 9), HasSubstr("1 | 集会 xy\n  |      ^^\n"));
  EXPECT_THAT(TextFor("шеру xy", 9, 11), HasSubstr("1 | шеру xy\n  |      ^^\n"));
  EXPECT_THAT(TextFor("集会", 0, 6), HasSubstr("  | ^^^^\n"));
}

TEST(RenderText, ATabIsFourBlanks) {
  EXPECT_THAT(TextFor("\tx", 1, 2), HasSubstr("1 |     x\n  |     ^\n"));
}

TEST(RenderText, OfASpanOverSeveralLinesTheFirstIsUnderlined) {
  EXPECT_THAT(TextFor("rule x\n  is 1\n", 0, 13), HasSubstr("1 | rule x\n  | ^^^^^^\n"));
}

TEST(RenderText, TheEndOfTheFileCanBePointedAt) {
  EXPECT_THAT(TextFor("rule", 4, 4), HasSubstr("1 | rule\n  |     ^\n"));
  EXPECT_THAT(TextFor("", 0, 0), HasSubstr("1 | \n  | ^\n"));
}

TEST(RenderText, OfAnEnormousLineOnlyTheNeighbourhoodIsShown) {
  const std::string text = TextFor(std::string(10'000'000, 'a') + "\n", 5'000'000, 9'000'000);
  EXPECT_LT(text.size(), 1000u);
  EXPECT_THAT(text, HasSubstr("1 | ...aaa"));
  EXPECT_THAT(text, HasSubstr("aaa...\n"));
}

TEST(RenderText, ControlCharactersOfTheSourceDoNotReachTheTerminal) {
  EXPECT_THAT(TextFor("\x1b[2J x\x07\u202e", 0, 1), Not(HasSubstr("\x1b")));
  EXPECT_THAT(TextFor("\u202e x", 0, 1), Not(HasSubstr("\u202e")));
  EXPECT_EQ(RenderText({{.code = "A0001", .message = "a\x1b[2J\nb"}}, SourceMap()),
            "error[A0001]: a\ufffd[2J\nb\n\n1 error\n");
}

TEST(RenderText, ADiagnosticWithoutAPlaceIsASentence) {
  EXPECT_EQ(RenderText({{.code = "A0001", .message = "cannot read x"}}, SourceMap()),
            "error[A0001]: cannot read x\n\n1 error\n");
  EXPECT_EQ(RenderText({}, SourceMap()), "");
}

TEST(RenderText, ColourIsUsedOnlyWhenAskedFor) {
  const std::vector<Diagnostic> diagnostics = {{.code = "A0001", .message = "x"}};
  EXPECT_THAT(RenderText(diagnostics, SourceMap(), Colour::kAlways), HasSubstr("\x1b[1;31merror"));
  EXPECT_THAT(RenderText(diagnostics, SourceMap(), Colour::kNever), Not(HasSubstr("\x1b")));
}

class StructuredOutput : public testing::Test {
 protected:
  SourceMap sources_;
  SourceId source_ = sources_.Add("ac t.acta", "rule шеру\nis x");
  std::vector<Diagnostic> diagnostics_ = {{.code = "A2001",
                                           .message = "unknown \xff name",
                                           .span = {source_, 17, 18},
                                           .labels = {{{source_, 5, 13}, "here"}},
                                           .help = "say y"}};
  std::vector<Found> acts_ = {{diagnostics_, &sources_}};
};

TEST_F(StructuredOutput, JsonGivesOffsetsLinesAndColumns) {
  const auto json = nlohmann::json::parse(RenderJson(acts_));
  const auto& entry = json.at("diagnostics").at(0);
  EXPECT_EQ(entry.at("code"), "A2001");
  EXPECT_EQ(entry.at("severity"), "error");
  EXPECT_EQ(entry.at("location").at("path"), "ac t.acta");
  EXPECT_EQ(entry.at("location").at("begin"),
            (nlohmann::json{{"offset", 17}, {"line", 2}, {"column", 4}}));
  EXPECT_EQ(entry.at("labels").at(0).at("location").at("end").at("column"), 10);
  EXPECT_EQ(entry.at("help"), "say y");
}

TEST_F(StructuredOutput, SarifNamesTheRuleTheRegionAndTheRelatedPlaces) {
  const auto log = nlohmann::json::parse(RenderSarif(acts_));
  EXPECT_EQ(log.at("version"), "2.1.0");
  const auto& run = log.at("runs").at(0);
  EXPECT_EQ(run.at("tool").at("driver").at("rules").at(0).at("name"), "UnknownName");
  const auto& result = run.at("results").at(0);
  EXPECT_EQ(result.at("ruleId"), "A2001");
  const auto& place = result.at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "ac%20t.acta");
  EXPECT_EQ(place.at("region").at("startLine"), 2);
  EXPECT_EQ(place.at("region").at("startColumn"), 4);
  EXPECT_EQ(result.at("relatedLocations").at(0).at("message").at("text"), "here");
}

TEST_F(StructuredOutput, SeveralActsAreOneDocument) {
  SourceMap others;
  const SourceId other = others.Add("other.acta", "rule x");
  acts_.push_back({{{.code = "A2001", .message = "unknown name", .span = {other, 5, 6}}}, &others});
  const auto json = nlohmann::json::parse(RenderJson(acts_));
  EXPECT_EQ(json.at("diagnostics").at(1).at("location").at("path"), "other.acta");
  const auto log = nlohmann::json::parse(RenderSarif(acts_));
  EXPECT_EQ(log.at("runs").size(), 1U);
  EXPECT_EQ(log.at("runs").at(0).at("results").size(), 2U);
  EXPECT_EQ(log.at("runs").at(0).at("tool").at("driver").at("rules").size(), 1U);
}

TEST_F(StructuredOutput, NothingToReportIsStillADocument) {
  EXPECT_EQ(nlohmann::json::parse(RenderJson({})).at("diagnostics").size(), 0u);
  EXPECT_EQ(nlohmann::json::parse(RenderSarif({})).at("runs").at(0).at("results").size(), 0u);
}

}  // namespace
}  // namespace acta
