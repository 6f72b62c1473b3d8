// Scenarios, modules, and documents that are broken or huge.
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/semantics/modules.h"
#include "tests/unit/semantics/checked.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHead =
    "enum Form is rally, picket\nentity Filing\n day : date\n by : text\nentity Person\n born : "
    "date\n"
    "facts\n form : Form\n n : integer, 1 to 10\n filing : optional Filing\n people : list of "
    "Person, at most 2\n"
    " forms : set of Form\nreading rd \"?\"\n one \"1\"\n two \"2\"\n"
    "rule r : integer\n is n when form in forms and filing is present and filing.by = \"x\" and "
    "under rd one\n"
    " is count of people unless form in forms\n"
    "rule add(a: integer, b: integer) : integer\n is a + b\n"
    "rule grown(p: Person)\n is yes when p.born < 2000-01-01\n";

std::unique_ptr<Checked> With(const std::string& scenarios) {
  return CheckText(kHead + scenarios);
}

const ir::CaseValue* Field(const ir::CaseValue::Record& record, std::string_view name) {
  for (const auto& [field, value] : record.fields) {
    if (field == name) {
      return &value;
    }
  }
  return nullptr;
}

TEST(Scenarios, APathIntoAnOptionalEntityMakesItPresent) {
  const auto checked =
      With("scenario \"a\"\n given filing.day is 2020-01-01, form is picket\n expect r is 1");
  ASSERT_EQ(checked->Findings(), "");
  const auto* filing = Field(checked->program.scenarios[0].given, "filing");
  ASSERT_NE(filing, nullptr);
  EXPECT_TRUE(std::holds_alternative<ir::CaseValue::Record>(filing->value));
}

TEST(Scenarios, LikeTakesOverAndWithoutTakesAway) {
  const auto checked = With(
      "scenario \"b\" like \"a\"\n given n is 3\n without filing.day\n under rd two\n expect r is "
      "1\n"
      "scenario \"a\"\n given n is 2, form is rally, filing is {day is 2020-01-01, by is \"x\"}\n "
      "under rd one\n");
  ASSERT_EQ(checked->Findings(), "");
  const ir::Scenario& b = checked->program.scenarios[0];
  EXPECT_EQ(std::get<std::int64_t>(Field(b.given, "n")->value), 3);
  EXPECT_EQ(std::get<std::int64_t>(Field(b.given, "form")->value), 0);
  const auto& filing = std::get<ir::CaseValue::Record>(Field(b.given, "filing")->value);
  EXPECT_EQ(Field(filing, "day"), nullptr);
  EXPECT_NE(Field(filing, "by"), nullptr);
  EXPECT_THAT(b.under, ElementsAre(testing::Pair("rd", "two")));
}

TEST(Scenarios, LikeThemselvesOrNothingAreReported) {
  EXPECT_TRUE(With("scenario \"a\" like \"b\"\nscenario \"b\" like \"a\"")->Has("A2012"));
  EXPECT_TRUE(With("scenario \"a\" like \"c\"")->Has("A2001"));
  EXPECT_TRUE(With("scenario \"a\"\nscenario \"a\"")->Has("A2002"));
}

TEST(Scenarios, GivenValuesFitTheirFacts) {
  const auto codes = [](const std::string& given) {
    return With("scenario \"a\"\n given " + given)->Codes();
  };
  EXPECT_THAT(codes("n is 11"), ElementsAre("A3008"));
  EXPECT_THAT(codes("n is 2020-01-01"), ElementsAre("A3001"));
  EXPECT_THAT(codes("form is march"), ElementsAre("A2001"));
  EXPECT_THAT(codes("n is absent"), ElementsAre("A3015"));
  EXPECT_THAT(codes("filing is absent, forms is {}, people is list {}"), IsEmpty());
  EXPECT_THAT(codes("people is list { {born is 1990-01-01}, {}, {} }"), ElementsAre("A3008"));
  EXPECT_THAT(codes("people is list { {bron is 1990-01-01} }"), ElementsAre("A3005"));
  EXPECT_THAT(codes("filing.date is 2020-01-01"), ElementsAre("A3005"));
  EXPECT_THAT(codes("nn is 3"), ElementsAre("A2001"));
  EXPECT_THAT(codes("n is 3, n is 4"), ElementsAre("A2002"));
  EXPECT_THAT(codes("n is n"), ElementsAre("A3007"));
}

TEST(Scenarios, ExpectedValuesHaveTheTypeOfTheRule) {
  EXPECT_THAT(With("scenario \"a\"\n expect r is 2020-01-01")->Codes(), ElementsAre("A3001"));
  EXPECT_THAT(
      With("scenario \"a\"\n expect add(1, 2) is 3\n expect add(1, 2) is undetermined")->Codes(),
      IsEmpty());
  EXPECT_THAT(With("scenario \"a\"\n expect add(1) is 3")->Codes(), ElementsAre("A3006"));
  EXPECT_THAT(With("scenario \"a\"\n expect rr is 3")->Codes(), ElementsAre("A2001"));
}

TEST(Scenarios, ACallIsExpectedOfAHiddenRule) {
  const auto checked = With("scenario \"a\"\n expect add(1, 2) is 3");
  const ir::Expectation& expectation = checked->program.scenarios[0].expectations.at(0);
  EXPECT_EQ(expectation.text, "add(1, 2)");
  EXPECT_EQ(checked->program.rules[expectation.rule].role, ir::RuleRole::kScenario);
  EXPECT_EQ(expectation.value, 3);
}

TEST(Scenarios, ReasonsNameWhatExists) {
  const auto checked = With(
      "scenario \"a\"\n expect r is undetermined because missing filing.by, reading rd, conflict, "
      "uncovered r, "
      "missing people.born");
  ASSERT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->program.scenarios[0].expectations[0].reasons.size(), 5U);
  EXPECT_TRUE(
      With("scenario \"a\"\n expect r is undetermined because missing filing.of")->Has("A3005"));
  EXPECT_TRUE(With("scenario \"a\"\n expect r is undetermined because reading rx")->Has("A2001"));
}

constexpr const char* kCited =
    "## Article 5. A\n```acta\nfacts\n a : boolean\nrule r\n [(1)] is yes when a\n```\n"
    "## Article 6. B\n```acta\nscenario \"s\"\n given a is yes\n expect r is yes because [";

std::unique_ptr<Checked> Because(const std::string& citation) {
  return CheckFiles({{"law.acta.md", kCited + citation + "]\n```\n"}});
}

TEST(Scenarios, AnAnswerRestsOnlyOnWhatTheLawCites) {
  EXPECT_EQ(Because("Article 5(1)")->Findings(), "");
  const auto checked = Because("Article 5(2)");
  EXPECT_THAT(checked->Codes(), ElementsAre("A2017"));
  EXPECT_THAT(checked->Findings(), HasSubstr("did you mean `Article 5(1)`?"));
  EXPECT_THAT(Because("(1)")->Codes(), ElementsAre("A2017"));
}

TEST(Scenarios, WhereAScenarioStandsIsNoGround) {
  EXPECT_THAT(Because("Article 6")->Codes(), ElementsAre("A2017"));
}

TEST(Scenarios, AnAnswerComesBeforeTheRuleOfItsName) {
  const auto checked = CheckText(
      "law l\n in force from 2020-01-01\nfacts\n a : boolean\nrule r\n is yes when a\nanswers\n r "
      "\"?\"\n"
      "scenario \"s\"\n expect r is yes");
  const ir::Expectation& expectation = checked->program.scenarios[0].expectations.at(0);
  EXPECT_EQ(checked->program.rules[expectation.rule].role, ir::RuleRole::kAnswer);
}

TEST(Scenarios, UseNoFacts) {
  EXPECT_TRUE(CheckText("facts\n a, b : boolean\nrule r\n is yes when a\nscenario \"s\"\n given b "
                        "is yes\n expect b is yes")
                  ->Has("A4008"));
}

// ---- modules
// ---------------------------------------------------------------------------------------------------

struct Loaded {
  SourceMap sources;
  Reporter reporter;
  std::vector<ast::Document> documents;
  std::vector<std::string> read;
};

std::unique_ptr<Loaded> Load(const std::vector<TestFile>& files,
                             const std::vector<std::string>& dirs = {}) {
  auto loaded = std::make_unique<Loaded>();
  const auto find = [&files](const std::string& path) {
    return std::find_if(files.begin(), files.end(),
                        [&](const TestFile& file) { return file.path == path; });
  };
  const FileAccess access{
      .exists = [&](const std::string& path) { return find(path) != files.end(); },
      .read = [&, &read = loaded->read](const std::string& path) -> Result<std::string> {
        read.push_back(path);
        const auto file = find(path);
        if (file == files.end() || file->text == "unreadable") {
          return Fail("cannot read {}", path);
        }
        return file->text;
      }};
  loaded->documents =
      LoadProgram(files.front().path, dirs, loaded->sources, loaded->reporter, access);
  return loaded;
}

std::vector<std::string> CodesOf(const Loaded& loaded) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : loaded.reporter.diagnostics()) {
    codes.emplace_back(diagnostic.code);
  }
  return codes;
}

TEST(Modules, AreFoundBesideTheUserThenInTheFolders) {
  const auto loaded = Load({{"laws/act.acta", "use kz.calendar\nuse std.persons\nuse m.x"},
                            {"laws/calendar.acta", "module kz.calendar"},
                            {"lib/std/persons.acta.md", "```acta\nmodule std.persons\n```\n"},
                            {"lib/m.x.acta", "module m.x"}},
                           {"lib"});
  EXPECT_THAT(CodesOf(*loaded), IsEmpty());
  EXPECT_EQ(loaded->documents.size(), 4U);
}

TEST(Modules, AreReadOnceHoweverOftenUsed) {
  const auto loaded = Load({{"act.acta", "use a\nuse b"},
                            {"a.acta", "module a\nuse c"},
                            {"b.acta", "module b\nuse c"},
                            {"c.acta", "module c"}});
  EXPECT_THAT(CodesOf(*loaded), IsEmpty());
  EXPECT_EQ(loaded->documents.size(), 4U);
  EXPECT_EQ(std::count(loaded->read.begin(), loaded->read.end(), "c.acta"), 1);
}

TEST(Modules, AFileOfTheSameShortNameAboutSomethingElseIsPassedOver) {
  const auto loaded = Load({{"laws/act.acta", "use std.calendar"},
                            {"laws/calendar.acta", "module kz.calendar"},
                            {"lib/std/calendar.acta", "module std.calendar"}},
                           {"lib"});
  EXPECT_THAT(CodesOf(*loaded), IsEmpty());
  ASSERT_EQ(loaded->documents.size(), 2U);
}

TEST(Modules, MissingOnesSayWhereTheyWereLookedFor) {
  const auto loaded = Load({{"laws/act.acta", "use a.b"}}, {"lib"});
  ASSERT_THAT(CodesOf(*loaded), ElementsAre("A2005"));
  EXPECT_THAT(*loaded->reporter.diagnostics()[0].help,
              testing::AllOf(HasSubstr("laws/a/b.acta.md"), HasSubstr("laws/a.b.acta"),
                             HasSubstr("lib/b.acta.md")));
}

TEST(Modules, UnderAWrongNameAreReported) {
  const auto loaded = Load({{"act.acta", "use a.b"}, {"b.acta", "module b"}});
  EXPECT_THAT(CodesOf(*loaded), ElementsAre("A2007"));
}

TEST(Modules, CirclesAreShownAsAPath) {
  const auto loaded = Load({{"act.acta", "law act\nuse a"},
                            {"a.acta", "module a\nuse b"},
                            {"b.acta", "module b\nuse a"}});
  ASSERT_THAT(CodesOf(*loaded), ElementsAre("A2004"));
  EXPECT_THAT(loaded->reporter.diagnostics()[0].message, HasSubstr("a -> b -> a"));
}

TEST(Modules, UnreadableFilesAreReported) {
  EXPECT_THAT(CodesOf(*Load({{"act.acta", "use a"}, {"a.acta", "unreadable"}})),
              ElementsAre("A0001"));
  EXPECT_THAT(CodesOf(*Load({{"act.acta", "unreadable"}})), ElementsAre("A0001"));
}

TEST(Modules, HaveTheHeaderOfTheActThatUsesThem) {
  const auto checked = CheckFiles(
      {{"act.acta",
        "law act\n working days by desk\nuse m\ncalendar desk\n covers 2020-01-01 to 2020-12-31\n"
        " weekend sunday\nfacts\n d : date\nrule r : date\n is next_day(d)"},
       {"m.acta", "module m\nrule next_day(d: date) : date\n is 1 working days after d"}});
  EXPECT_EQ(checked->Findings(), "");
}

TEST(Modules, KeepTheirAnswersAndScenariosToThemselves) {
  const auto checked = CheckFiles(
      {{"act.acta", "use m\nfacts\n a : boolean\nrule r\n is yes when a\nanswers\n r \"?\""},
       {"m.acta",
        "module m\nfacts\n b : boolean\nrule s\n is yes when b\nanswers\n s \"?\"\n"
        "scenario \"x\"\n expect s is no"}});
  EXPECT_EQ(checked->Findings(), "");
  EXPECT_EQ(checked->program.answers.size(), 1U);
  EXPECT_TRUE(checked->program.scenarios.empty());
}

TEST(Modules, TwoDocumentsDoNotDeclareTheSameFact) {
  EXPECT_TRUE(CheckFiles({{"act.acta", "use m\nfacts\n a : boolean"},
                          {"m.acta", "module m\nfacts\n a : integer"}})
                  ->Has("A2002"));
}

// ---- broken and huge
// -------------------------------------------------------------------------------------------

TEST(Broken, DocumentsNeverLeaveAHalfMadeProgram) {
  for (const char* text :
       {"rule r : integer\n is", "rule r\n is yes when (a and",
        "facts\n a :", "table t(a: integer) : integer\n| a | is |\n", "exception x to\n is no",
        "enum E is", "obligation o\n due\n done", "scenario \"s\"\n given\n expect",
        "rule r(x: Nothing) : Nowhere\n is x.y.z + other(x) on 3", "period p is p",
        "law\n governed by", "use"}) {
    const auto checked = CheckText(text);
    EXPECT_THAT(ir::FaultsOf(checked->program), IsEmpty()) << text;
  }
}

TEST(Broken, ARuleWithAnErrorIsUndeterminedNotWrong) {
  const auto checked =
      CheckText("facts\n a : integer\nrule r : integer\n is a + nothing when a > 1");
  EXPECT_EQ(checked->ClauseText("r"),
            "undetermined(uncovered what was not understood) when <(1, a)");
}

TEST(Huge, AHundredThousandRulesAreCheckedInLinearTime) {
  const auto seconds = [](int rules) {
    std::string text = "enum Form is a, b\nfacts\n form : Form\n n : integer\n";
    for (int i = 0; i < rules; ++i) {
      text += "rule r" + std::to_string(i) + " : integer\n clause x is " + std::to_string(i) +
              " when form = a and n > 3\n is r" + std::to_string(i == 0 ? 0 : i - 1) +
              " when form = b\n";
    }
    SourceMap sources;
    Reporter reporter;
    const SourceId source = sources.Add("huge.acta", std::move(text));
    const std::vector<ast::Document> documents = {Parse(sources, source, reporter)};
    const auto begin = std::chrono::steady_clock::now();
    const ir::Program program = Check(documents, reporter);
    EXPECT_FALSE(reporter.HasErrors());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const double few = seconds(2'000);
  const double many = seconds(20'000);
  // Ten times the rules; a quadratic step would take a hundred times as long.
  EXPECT_LT(many, 40 * few + 0.5);
}

TEST(Huge, AThousandUnknownNamesCostNoMinutes) {
  std::string text = "facts\n a : boolean\n";
  for (int i = 0; i < 5'000; ++i) {
    text += "rule r" + std::to_string(i) + "\n is yes when unknown" + std::to_string(i) + "\n";
  }
  const auto checked = CheckText(text);
  EXPECT_EQ(checked->reporter.error_count(), 5'000U);
}

}  // namespace
}  // namespace acta
