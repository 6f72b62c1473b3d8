// Amend then compile equals writing the consolidated law by hand: the same program, the same
// answers of every engine, whatever the order of the amendments.
#include <gtest/gtest.h>

#include "compiler/amend/apply.h"
#include "compiler/amend/changes.h"
#include "compiler/base/check.h"
#include "compiler/codegen/jit.h"
#include "compiler/diagnostics/render.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/print.h"
#include "compiler/plan/plan.h"
#include "compiler/semantics/check.h"
#include "compiler/syntax/parser.h"
#include "tests/differential/amended_law.h"
#include "tests/differential/batch_compare.h"
#include "tests/differential/generator.h"
#include "tests/differential/native.h"

namespace acta::differential {
namespace {

// The law with the amendments applied, in the order of their writing or backwards.
std::string Amended(const AmendedLaw& made, bool backwards) {
  SourceMap sources;
  Reporter reporter;
  const std::vector<ast::Document> law{
      Parse(sources, sources.Add("law.acta.md", made.law), reporter)};
  std::vector<ast::Document> files{
      Parse(sources, sources.Add("amendments.acta", made.amendments), reporter)};
  const std::vector<std::string> wanted{""};
  const amend::Settled settled(sources, std::move(files), wanted, {}, reporter);
  std::vector<amend::Written> amendments = settled.amendments();
  if (backwards) {
    std::ranges::reverse(amendments);
  }
  const std::vector<amend::LawText> texts = amend::Apply(law, sources, amendments, {}, reporter);
  EXPECT_FALSE(reporter.HasErrors()) << RenderText(reporter.diagnostics(), sources, Colour::kNever);
  return texts.empty() ? made.law : texts[0].text.view();
}

ir::RuleGraph GraphOf(const std::string& text) {
  SourceMap sources;
  Reporter reporter;
  const std::vector<ast::Document> documents{
      Parse(sources, sources.Add("law.acta.md", text), reporter)};
  ir::Program program = Check(documents, reporter);
  EXPECT_FALSE(reporter.HasErrors())
      << RenderText(reporter.diagnostics(), sources, Colour::kNever) << text;
  return plan::Plan(std::move(program), plan::Roots::kAnswersAndScenarios, reporter);
}

// The provisions in which two laws differ, be it in a word of their prose.
std::vector<std::string> ProvisionsChanged(const std::string& one, const std::string& other) {
  SourceMap sources;
  Reporter reporter;
  const ast::Document before = Parse(sources, sources.Add("one.acta.md", one), reporter);
  const ast::Document after = Parse(sources, sources.Add("other.acta.md", other), reporter);
  std::vector<std::string> changed;
  for (const amend::ProvisionChange& change : amend::ChangesBetween(before, one, after, other)) {
    changed.push_back(change.citation);
  }
  return changed;
}

// Each day covered, and what the free ones are called.
using Days = std::pair<std::vector<bool>, std::vector<std::pair<std::int32_t, std::string>>>;

Days DaysOf(const ir::RuleGraph& graph) {
  const ir::Calendar& calendar = *graph.program->calendars.begin();
  auto names = calendar.names;
  std::ranges::sort(names);
  return {calendar.working, std::move(names)};
}

class RandomAmendments : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomAmendments, MakeTheLawWrittenByHand) {
  const AmendedLaw made = RandomAmendedLaw(GetParam());
  const std::string amended = Amended(made, false);
  const ir::RuleGraph graph = GraphOf(amended);
  const ir::RuleGraph by_hand = GraphOf(made.by_hand);
  EXPECT_EQ(ir::PrintProgram(*graph.program), ir::PrintProgram(*by_hand.program))
      << made.amendments << amended;
  EXPECT_EQ(DaysOf(graph), DaysOf(by_hand)) << made.amendments << amended;
  EXPECT_EQ(ProvisionsChanged(amended, made.by_hand), std::vector<std::string>())
      << amended << made.by_hand;
  EXPECT_EQ(Amended(made, true), amended) << "those that do not clash commute";
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomAmendments, testing::Range<std::uint64_t>(1, 121));

// Each engine evaluates the law as amended, and is held against the interpreter on the law that was
// written by hand.
class EnginesOfAmended : public testing::TestWithParam<std::uint64_t> {};

TEST_P(EnginesOfAmended, AnswerAsTheLawWrittenByHand) {
  const AmendedLaw made = RandomAmendedLaw(GetParam());
  const ir::RuleGraph by_hand = GraphOf(made.by_hand);
  const ir::RuleGraph amended = GraphOf(Amended(made, false));
  ASSERT_EQ(by_hand.order.size(), amended.order.size());
  for (const Way& way : AllWays()) {
    const Result<CompiledAct> act = CompileJit(amended, way.options);
    ASSERT_TRUE(act.has_value()) << act.error().message;
    NativeRunner runner;
    for (std::uint64_t number = 0; number < 60; ++number) {
      const auto slots = GenerateCase(*by_hand.program, GetParam() * 1'000 + number);
      const auto expected = Evaluate(by_hand, slots, interpreter::Tracing::kOn);
      const auto difference =
          FirstDifference(by_hand, expected, runner.Run(act->row(), amended, slots));
      ASSERT_FALSE(difference.has_value()) << way.name << ": " << *difference << made.amendments;
    }
  }
  const Result<CompiledAct> act = CompileJit(amended, {.level = OptimisationLevel::kFast});
  ASSERT_TRUE(act.has_value());
  const Result<CompiledAct::Batch> batch = act->batch();
  ASSERT_TRUE(batch.has_value());
  const NamedBatchCode code{
      .name = "", .general = batch->code->general, .all_given = batch->code->all_given};
  BatchTally tally;
  CompareBatch(by_hand, GetParam(), 200, *batch->plan, std::span(&code, 1), tally);
  EXPECT_TRUE(tally.differences.empty()) << tally.differences.front() << made.amendments;
  EXPECT_GT(tally.results, 0U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, EnginesOfAmended, testing::Range<std::uint64_t>(1, 25));

}  // namespace
}  // namespace acta::differential
