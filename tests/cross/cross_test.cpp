// Acts compiled for AArch64, evaluated there and compared with the interpreter here.
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/base/source_file.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/interpreter/interpreter.h"
#include "tests/cross/remote_acts.h"
#include "tests/differential/batch_compare.h"
#include "tests/differential/generator.h"
#include "tests/differential/native.h"

namespace acta::cross {
namespace {

constexpr std::uint64_t kFirstSeed = 20'000;

RemoteMachine AArch64() {
  return {.target = *FindTarget("aarch64-linux-gnu", ""),
          .c_compiler = ACTA_AARCH64_CC,
          .runtime = ACTA_AARCH64_RUNTIME,
          .emulator = ACTA_AARCH64_EMULATOR};
}

void ExpectNoDifference(std::uint64_t programs, std::uint64_t cases, OptimisationLevel level) {
  std::vector<ir::RuleGraph> graphs;
  for (std::uint64_t i = 0; i < programs; ++i) {
    graphs.push_back(differential::RandomGraph(kFirstSeed + i));
  }
  std::vector<aot::ActToLink> wanted;
  std::vector<std::vector<std::int64_t>> slots;
  for (const ir::RuleGraph& graph : graphs) {
    wanted.push_back({.name = fmt::format("random_{}", wanted.size()),
                      .graph = &graph,
                      .descriptor = WriteDescriptor(graph, SourceMap()),
                      .level = level});
    for (std::uint64_t number = 0; number < cases; ++number) {
      slots.push_back(differential::GenerateCase(*graph.program, slots.size()));
    }
  }
  std::vector<RemoteCase> asked;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    for (const bool traced : {false, true}) {
      asked.push_back({.act = i / cases, .traced = traced, .slots = slots[i]});
    }
  }
  std::vector<interpreter::Frame> found = RemoteActs(wanted, AArch64()).Evaluate(asked);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const ir::RuleGraph& graph = graphs[asked[i].act];
    const auto difference = differential::FirstDifference(
        graph, interpreter::Evaluate(graph, asked[i].slots, interpreter::Tracing::kOn),
        found[i].View(asked[i].slots));
    ASSERT_FALSE(difference) << "seed " << kFirstSeed + asked[i].act << ", case " << i / 2
                             << (asked[i].traced ? ", traced: " : ", row: ") << *difference;
  }
}

TEST(CompiledForAArch64, ActsAgreeWithTheInterpreterWhenQuicklyMade) {
  ExpectNoDifference(30, 30, OptimisationLevel::kFast);
}

TEST(CompiledForAArch64, ActsAgreeWithTheInterpreterWhenMostOptimised) {
  ExpectNoDifference(12, 40, OptimisationLevel::kMost);
}

TEST(CompiledForAArch64, ActsTakeManyCasesAtOnceAsTheInterpreterTakesEach) {
  constexpr std::uint64_t kPrograms = 4;
  std::vector<ir::RuleGraph> graphs;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    graphs.push_back(differential::RandomGraph(kFirstSeed + i));
  }
  std::vector<aot::ActToLink> wanted;
  for (const ir::RuleGraph& graph : graphs) {
    wanted.push_back({.name = fmt::format("random_{}", wanted.size()),
                      .graph = &graph,
                      .descriptor = WriteDescriptor(graph, SourceMap()),
                      .level = OptimisationLevel::kDefault,
                      .batch = true});
  }
  const RemoteActs acts(wanted, AArch64());
  differential::BatchTally tally;
  for (std::uint64_t i = 0; i < kPrograms; ++i) {
    const RemotePlan plan = acts.PlanOf(i);
    const auto evaluator = [&](bool all_given) {
      return [&acts, &plan, i, all_given](const acta_batch_block* block) {
        acts.EvaluateBlock(i, all_given, plan, *block);
      };
    };
    const differential::NamedBatchCode code{
        .name = "", .general = evaluator(false), .all_given = evaluator(true)};
    differential::CompareBatch(graphs[i], kFirstSeed + i, 150, plan.plan, std::span(&code, 1),
                               tally);
  }
  for (std::size_t i = 0; i < tally.differences.size() && i < 10; ++i) {
    ADD_FAILURE() << tally.differences[i];
  }
  EXPECT_GT(tally.known, tally.results / 10);
}

}  // namespace
}  // namespace acta::cross
