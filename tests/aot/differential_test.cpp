// Ahead-of-time objects against the interpreter, over random programs and cases. Many acts live in
// one shared object: none may take another's functions or tables for its own.
#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "acta/acta.h"
#include "compiler/base/source_file.h"
#include "compiler/descriptor/descriptor.h"
#include "runtime/core/processor.h"
#include "tests/aot/linked_acts.h"
#include "tests/differential/batch_compare.h"
#include "tests/differential/generator.h"
#include "tests/differential/native.h"

namespace acta::aot {
namespace {

using differential::FirstDifference;
using differential::NativeRunner;

void ExpectOpens(const acta_compiled_act& compiled) {
  acta_detail detail{};
  detail.struct_size = sizeof detail;
  acta_act* act = nullptr;
  EXPECT_EQ(acta_act_load(&compiled, acta_default_allocator(), &act, &detail), ACTA_OK)
      << detail.message;
  acta_act_close(act);
}

// Programs of the seeds `first`, `first` + 1, ..., all in one shared object.
void ExpectNoDifference(std::uint64_t first, std::uint64_t programs, std::uint64_t cases,
                        OptimisationLevel level) {
  std::vector<ir::RuleGraph> graphs;
  for (std::uint64_t i = 0; i < programs; ++i) {
    graphs.push_back(differential::RandomGraph(first + i));
  }
  std::vector<ActToLink> wanted;
  for (const ir::RuleGraph& graph : graphs) {
    wanted.push_back({.name = fmt::format("random_{}", wanted.size()),
                      .graph = &graph,
                      .descriptor = WriteDescriptor(graph, SourceMap()),
                      .level = level});
  }
  const LinkedActs acts(wanted);
  NativeRunner runner;
  std::uint64_t undetermined = 0;
  for (std::uint64_t i = 0; i < programs; ++i) {
    const ir::RuleGraph& graph = graphs[i];
    const acta_compiled_act& compiled = acts.Act(wanted[i].name);
    ExpectOpens(compiled);
    for (std::uint64_t number = 0; number < cases; ++number) {
      const std::vector<std::int64_t> slots =
          differential::GenerateCase(*graph.program, (first + i) * 1'000'003 + number);
      const interpreter::Evaluation expected =
          interpreter::Evaluate(graph, slots, interpreter::Tracing::kOn);
      undetermined += static_cast<std::uint64_t>(std::ranges::count_if(
          graph.order, [&](ir::RuleId rule) { return !expected.Of(rule).known(); }));
      for (const acta_evaluator evaluator : {compiled.row, compiled.traced}) {
        const auto difference =
            FirstDifference(graph, expected, runner.Run(evaluator, graph, slots));
        ASSERT_FALSE(difference) << "seed " << first + i << ", case " << number
                                 << (evaluator == compiled.row ? ", row: " : ", traced: ")
                                 << *difference;
      }
    }
  }
  EXPECT_GT(undetermined, programs * cases);
}

TEST(CompiledObjects, AgreeWithTheInterpreterWhenQuicklyMade) {
  ExpectNoDifference(10'000, 50, 60, OptimisationLevel::kFast);
}

TEST(CompiledObjects, AgreeWithTheInterpreterAtTheDefaultLevel) {
  ExpectNoDifference(11'000, 8, 60, OptimisationLevel::kDefault);
}

TEST(CompiledObjects, AgreeWithTheInterpreterWhenMostOptimised) {
  ExpectNoDifference(12'000, 14, 60, OptimisationLevel::kMost);
}

// Every level of processors up to this one's.
TEST(CompiledObjects, TakeManyCasesAtOnceAsTheInterpreterTakesEach) {
  constexpr std::uint64_t kFirst = 13'000;
  constexpr std::uint64_t kPrograms = 6;
  std::vector<ir::RuleGraph> graphs;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    graphs.push_back(differential::RandomGraph(kFirst + i));
  }
  std::vector<ActToLink> wanted;
  for (const ir::RuleGraph& graph : graphs) {
    wanted.push_back({.name = fmt::format("random_{}", wanted.size()),
                      .graph = &graph,
                      .descriptor = WriteDescriptor(graph, SourceMap()),
                      .level = OptimisationLevel::kDefault,
                      .batch = true});
  }
  const LinkedActs acts(wanted);
  differential::BatchTally tally;
  std::set<std::uint32_t> levels;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    const acta_compiled_act& compiled = acts.Act(wanted[i].name);
    ExpectOpens(compiled);
    std::vector<differential::NamedBatchCode> ways;
    for (const acta_batch_code& code : std::span(compiled.code, compiled.code_count)) {
      if (code.level <= runtime::ProcessorLevel()) {
        levels.insert(code.level);
        ways.push_back({.name = fmt::format("level {}", code.level),
                        .general = code.general,
                        .all_given = code.all_given});
      }
    }
    differential::CompareBatch(graphs[i], kFirst + i, 150, *compiled.plan, ways, tally);
  }
  for (std::size_t i = 0; i < tally.differences.size() && i < 10; ++i) {
    ADD_FAILURE() << tally.differences[i];
  }
  if (levels.empty()) {
    GTEST_SKIP() << "this processor takes cases one by one";
  }
  EXPECT_GT(tally.known, tally.results / 10);
}

}  // namespace
}  // namespace acta::aot
