// Properties of the meaning itself, over random programs and cases.
#include <array>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "acta/evaluator.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/print.h"
#include "compiler/ir/verify.h"
#include "compiler/plan/plan.h"
#include "tests/differential/generator.h"

namespace acta::differential {
namespace {

using interpreter::Evaluation;
using interpreter::Tracing;
using testing::IsEmpty;

ir::RuleGraph GraphOf(std::uint64_t seed) {
  Reporter reporter;
  ir::RuleGraph graph = plan::Plan(GenerateProgram(seed), plan::Roots::kAnswers, reporter);
  EXPECT_FALSE(reporter.HasErrors())
      << "seed " << seed << ": " << reporter.diagnostics().front().message;
  return graph;
}

TEST(Generator, MakesSoundProgramsOfTwelveRulesAndMore) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const ir::Program program = GenerateProgram(seed);
    ASSERT_THAT(ir::FaultsOf(program), IsEmpty()) << "seed " << seed;
    ASSERT_GE(program.rules.size(), 12U);
    const ir::RuleGraph graph = GraphOf(seed);
    ASSERT_THAT(ir::FaultsOf(graph), IsEmpty()) << "seed " << seed;
    ASSERT_LT(plan::CostOf(graph), 200'000U) << "seed " << seed;
  }
}

TEST(Generator, MakesTheSameOfTheSameSeed) {
  const ir::Program program = GenerateProgram(7);
  EXPECT_EQ(ir::PrintProgram(program), ir::PrintProgram(GenerateProgram(7)));
  EXPECT_NE(ir::PrintProgram(program), ir::PrintProgram(GenerateProgram(8)));
  EXPECT_EQ(GenerateCase(program, 1), GenerateCase(program, 1));
}

// Operators that are written, evaluated to something known, and left undetermined.
struct Hits {
  std::set<std::string_view> known, undetermined;
};

TEST(Generator, HitsEveryOperatorKnownAndUndetermined) {
  Hits hits;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const ir::RuleGraph graph = GraphOf(seed);
    for (const ir::Node& node : graph.program->nodes) {
      if (node.op == ir::Op::kConst) {
        hits.known.insert(ir::InfoOf(node.op).name);
        hits.undetermined.insert(ir::InfoOf(node.op).name);
      }
    }
    for (std::uint64_t number = 0; number < 10; ++number) {
      const Evaluation evaluation =
          Evaluate(graph, GenerateCase(*graph.program, number), Tracing::kOn);
      for (const interpreter::TraceRecord& record : evaluation.trace) {
        if ((record.tag & ACTA_TAG_MASK) == ACTA_TAG_NODE) {
          const ir::Op op = graph.program->nodes[ir::NodeId(record.tag & ~ACTA_TAG_MASK)].op;
          (record.reasons.empty() ? hits.known : hits.undetermined).insert(ir::InfoOf(op).name);
        }
      }
    }
  }
  for (const std::string_view name : std::array{
#define ACTA_OP(Name, name, arity, undetermined, can_fail) std::string_view(name),
#include "compiler/ir/operators.def"
#undef ACTA_OP
       }) {
    EXPECT_TRUE(hits.known.contains(name) || name == "undetermined") << name << " was never known";
    EXPECT_TRUE(hits.undetermined.contains(name)) << name << " was never undetermined";
  }
}

TEST(Knowledge, FillingAGapNeverChangesAKnownValue) {
  std::size_t filled = 0;
  std::size_t became_known = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const ir::RuleGraph graph = GraphOf(seed);
    std::vector<std::int64_t> slots = GenerateCase(*graph.program, seed * 31);
    Evaluation before = Evaluate(graph, slots, Tracing::kOff);
    for (std::uint64_t step = 0; step < 40; ++step) {
      std::vector<std::int64_t> more = FillOneGap(*graph.program, slots, step);
      if (more == slots) {
        break;
      }
      ++filled;
      Evaluation after = Evaluate(graph, more, Tracing::kOff);
      for (const ir::RuleId rule : graph.order) {
        if (before.Of(rule).known()) {
          ASSERT_EQ(before.Of(rule), after.Of(rule))
              << "seed " << seed << ", step " << step << ", " << graph.program->rules[rule].name;
        } else {
          became_known += after.Of(rule).known() ? 1 : 0;
        }
      }
      slots = std::move(more);
      before = std::move(after);
    }
  }
  EXPECT_GT(filled, 3'000U);
  EXPECT_GT(became_known, 500U);
}

TEST(Knowledge, TracingChangesNoValue) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const ir::RuleGraph graph = GraphOf(seed);
    const std::vector<std::int64_t> slots = GenerateCase(*graph.program, seed);
    EXPECT_EQ(Evaluate(graph, slots, Tracing::kOff).values,
              Evaluate(graph, slots, Tracing::kOn).values);
  }
}

TEST(FrameAdapter, GivesBackWhatItWasGiven) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const ir::RuleGraph graph = GraphOf(seed);
    const std::vector<std::int64_t> slots = GenerateCase(*graph.program, seed);
    const Evaluation evaluation = Evaluate(graph, slots, Tracing::kOn);
    interpreter::Frame frame = interpreter::ToFrame(evaluation);
    const Evaluation back = interpreter::FromFrame(frame.View(slots), evaluation.values.size());
    EXPECT_EQ(evaluation.values, back.values);
    EXPECT_EQ(evaluation.trace, back.trace);
  }
}

}  // namespace
}  // namespace acta::differential
