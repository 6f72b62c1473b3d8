// What a simulation costs beside what it is made of: drawing cases, answering them under one law,
// and comparing two laws with every change laid to its provisions. By the case; ratios matter, not
// times.
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "compiler/base/check.h"
#include "compiler/driver/population.h"
#include "compiler/driver/session.h"
#include "compiler/population/stream.h"
#include "compiler/simulate/simulate.h"

namespace acta {
namespace {

constexpr const char* kAct = "examples/kazakhstan/peaceful_assemblies_2020.acta.md";
constexpr const char* kAmendment = "examples/kazakhstan/recommendations/notice_two_days.acta.md";
constexpr const char* kPopulation = "examples/kazakhstan/population.acta.md";
constexpr std::uint64_t kCases = 1 << 20;

struct Ready {
  std::unique_ptr<Session> base = LoadAct(kAct, {});
  std::unique_ptr<Session> amended = LoadAct(kAct, {.with = {kAmendment}});
  std::optional<ir::Population> population = LoadPopulation(kPopulation, *base);
};

const Ready& Laws() {
  static const Ready ready;
  ACTA_CHECK(ready.base->ok() && ready.amended->ok() && ready.population, "the examples are sound");
  return ready;
}

void Rate(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(kCases));
}

// A million cases of the act, as columns, on one thread.
void DrawCases(benchmark::State& state) {
  const Ready& ready = Laws();
  for (auto _ : state) {
    population::PopulationStream stream(*ready.population, 1, kCases);
    std::unique_ptr<cases::CaseBlock> block;
    do {
      block = *stream.Next(std::move(block));
    } while (block != nullptr);
  }
  Rate(state);
}
BENCHMARK(DrawCases)->Unit(benchmark::kMillisecond);

// The same, and the act's answers.
void DrawAndAnswer(benchmark::State& state) {
  const Ready& ready = Laws();
  const auto law = simulate::Law::Make(ready.base->graph, ready.base->sources, {});
  ACTA_CHECK(law.has_value(), "the act compiles");
  const auto runner = simulate::Runner::Make(**law, ready.population->program, {}, {});
  ACTA_CHECK(runner.has_value(), "the act can be asked");
  for (auto _ : state) {
    population::PopulationStream stream(*ready.population, 1, kCases);
    std::unique_ptr<cases::CaseBlock> block;
    while ((block = *stream.Next(std::move(block))) != nullptr) {
      ACTA_CHECK((*runner)->Run(*block).has_value(), "the cases are sound");
    }
  }
  Rate(state);
}
BENCHMARK(DrawAndAnswer)->Unit(benchmark::kMillisecond);

// The whole of `acta simulate` but for loading: two laws compiled, answered, compared, laid to
// provisions, with examples. ARG: threads.
void SimulateTwoLaws(benchmark::State& state) {
  const Ready& ready = Laws();
  const simulate::Contender base{.graph = &ready.base->graph, .sources = &ready.base->sources};
  const std::vector<simulate::Contender> others{{.graph = &ready.amended->graph,
                                                 .sources = &ready.amended->sources,
                                                 .kind = findings::Comparison::Kind::kAlone,
                                                 .name = "notice_two_days",
                                                 .amendment = "notice_two_days"}};
  for (auto _ : state) {
    population::PopulationStream stream(*ready.population, 1, kCases);
    std::vector<cases::Reject> rejects;
    const auto found = simulate::Simulate(
        base, others, stream,
        {.facts = &ready.population->program, .threads = static_cast<unsigned>(state.range(0))}, {},
        rejects);
    ACTA_CHECK(found.has_value(), "the laws can be compared");
  }
  Rate(state);
}
BENCHMARK(SimulateTwoLaws)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace acta
