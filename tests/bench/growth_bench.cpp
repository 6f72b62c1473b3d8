// How the whole way from text to machine code grows with an act: parse, check, plan, compile. Each
// should take ten times as long for ten times the rules.
#include <string>

#include <benchmark/benchmark.h>

#include "compiler/measure/memory.h"
#include "tests/bench/peers/statute.h"

namespace acta::bench {
namespace {

void GrowthFromText(benchmark::State& state) {
  const auto rules = static_cast<std::size_t>(state.range(0));
  const std::string text = Statute(rules);
  measure::ForgetPeak();
  for (auto _ : state) {
    const StageSeconds seconds = CompileStatute(text, rules);
    state.counters["parse_ms"] += 1e3 * seconds.parse;
    state.counters["check_ms"] += 1e3 * seconds.check;
    state.counters["plan_ms"] += 1e3 * seconds.plan;
    state.counters["jit_ms"] += 1e3 * seconds.compile;
  }
  for (auto& [name, counter] : state.counters) {
    counter.flags = benchmark::Counter::kAvgIterations;
  }
  constexpr double kMebibyte = 1 << 20;
  state.counters["text_MB"] = static_cast<double>(text.size()) / kMebibyte;
  state.counters["peak_MB"] = static_cast<double>(measure::PeakBytes()) / kMebibyte;
  state.counters["per_rule"] =
      benchmark::Counter(static_cast<double>(rules), benchmark::Counter::kIsIterationInvariantRate |
                                                         benchmark::Counter::kInvert);
}
BENCHMARK(GrowthFromText)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace acta::bench
