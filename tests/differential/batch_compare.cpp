#include "tests/differential/batch_compare.h"

#include <fmt/format.h>

#include "compiler/interpreter/interpreter.h"
#include "tests/differential/generator.h"

namespace acta::differential {

using interpreter::Evaluation;
using measure::BatchBlock;
using measure::BatchFound;
using measure::Slots;

namespace {

void CompareBlock(const std::string& what, const BatchBlock& block,
                  std::span<const Evaluation> expected, const acta_batch_plan& plan,
                  BatchTally& tally) {
  for (std::size_t row = 0; row < expected.size(); ++row) {
    const bool marked = block.IsOutOfRange(row);
    if (marked ? !block.CaseIsOutside(row) && !block.SomeElementIsOutside(row)
               : block.CaseIsOutside(row)) {
      tally.differences.push_back(
          fmt::format("{}, case {}: {} out of range", what, row, marked ? "not" : "but"));
    }
    if (marked) {
      continue;
    }
    for (std::size_t i = 0; i < plan.result_count; ++i) {
      const ir::RuleId rule(plan.results[i].rule);
      const interpreter::Value& value = expected[row].Of(rule);
      const BatchFound found = block.ResultOf(i, row);
      ++tally.results;
      tally.known += found.known ? 1 : 0;
      tally.deferred += !found.known && found.deferred ? 1 : 0;
      const bool right = found.known ? value.known() && value.payload == found.payload
                                     : found.deferred || !value.known();
      if (!right) {
        tally.differences.push_back(
            fmt::format("{}, case {}, rule {}: {} {}; batch: {} {}", what, row, rule.value,
                        value.known() ? "known" : "undetermined", value.payload,
                        found.known ? "known" : "undetermined", found.payload));
      }
    }
    for (const interpreter::TraceRecord& record : expected[row].trace) {
      const std::uint32_t clause = record.tag & ~ACTA_TAG_MASK;
      if ((record.tag & ACTA_TAG_MASK) != ACTA_TAG_CLAUSE ||
          plan.clauses[clause] == ACTA_NO_PLACE) {
        continue;
      }
      const bool holds = record.payload != 0 && record.reasons.empty();
      if (block.Holds(clause, row) != holds && !(holds && block.IsDeferred(row))) {
        tally.differences.push_back(fmt::format("{}, case {}, clause {}: {}; batch: {}", what, row,
                                                clause, holds, block.Holds(clause, row)));
      }
    }
  }
}

}  // namespace

void CompareBatch(const ir::RuleGraph& graph, std::uint64_t seed, std::size_t cases,
                  const acta_batch_plan& plan, std::span<const NamedBatchCode> ways,
                  BatchTally& tally) {
  std::vector<Slots> all;
  std::vector<Slots> complete;
  std::vector<Evaluation> expected;
  std::vector<Evaluation> expected_complete;
  for (std::uint64_t number = 0; number < cases; ++number) {
    Slots slots = GenerateCase(*graph.program, seed * 1'000'003 + number);
    for (const ir::Reading& reading : graph.program->readings) {
      slots[reading.slot] = all.empty() ? slots[reading.slot] : all[0][reading.slot];
    }
    expected.push_back(interpreter::Evaluate(graph, slots, interpreter::Tracing::kOn));
    if (BatchBlock(*graph.program, plan, std::span(&slots, 1)).all_given()) {
      complete.push_back(slots);
      expected_complete.push_back(expected.back());
    }
    all.push_back(std::move(slots));
  }
  for (const NamedBatchCode& way : ways) {
    BatchBlock block(*graph.program, plan, all);
    block.Run(way.general);
    CompareBlock(fmt::format("seed {} {}", seed, way.name), block, expected, plan, tally);
    if (!complete.empty()) {
      BatchBlock given(*graph.program, plan, complete);
      given.Run(way.all_given);
      CompareBlock(fmt::format("seed {} {}, all given", seed, way.name), given, expected_complete,
                   plan, tally);
      ++tally.blocks_all_given;
    }
  }
}

}  // namespace acta::differential
