// What a simulation costs beside what it is made of: drawing cases, answering them under one law,
// and comparing two laws with every change laid to its provisions. By the case; ratios matter, not
// times.
#include <memory>
#include <span>
#include <string>

#include <benchmark/benchmark.h>

#include "compiler/base/check.h"
#include "compiler/driver/population.h"
#include "compiler/driver/session.h"
#include "compiler/population/stream.h"
#include "compiler/simulate/counts.h"
#include "compiler/simulate/setting.h"
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
  for (auto _ : state) {
    population::PopulationStream stream(*ready.population, 1, kCases);
    const auto runner = simulate::Runner::Make(**law, ready.population->program, {}, {});
    ACTA_CHECK(runner.has_value(), "the act can be asked");
    std::unique_ptr<cases::CaseBlock> block;
    while ((block = *stream.Next(std::move(block))) != nullptr) {
      ACTA_CHECK((*runner)->Run(*block).has_value(), "the cases are sound");
    }
  }
  Rate(state);
}
BENCHMARK(DrawAndAnswer)->Unit(benchmark::kMillisecond);

simulate::Contender Base(const Ready& ready) {
  return {.graph = &ready.base->graph, .sources = &ready.base->sources};
}
std::vector<simulate::Contender> Others(const Ready& ready) {
  return {{.graph = &ready.amended->graph,
           .sources = &ready.amended->sources,
           .kind = findings::Comparison::Kind::kAlone,
           .name = "notice_two_days",
           .amendment = "notice_two_days"}};
}

// Both laws compiled for columns, with all that is asked of them to tell why they differ.
void CompileTwoLaws(benchmark::State& state) {
  const Ready& ready = Laws();
  const std::vector<simulate::Contender> others = Others(ready);
  for (auto _ : state) {
    const auto setting = simulate::Prepare(
        Base(ready), others, {.facts = &ready.population->program, .threads = 1}, {}, {});
    ACTA_CHECK(setting.has_value(), "the laws compile");
  }
}
BENCHMARK(CompileTwoLaws)->Unit(benchmark::kMillisecond);

// The same cases again and again, drawn once.
class Kept final : public cases::CaseStream {
 public:
  explicit Kept(std::span<const std::unique_ptr<cases::CaseBlock>> blocks) : blocks_(blocks) {
    for (const auto& block : blocks) {
      size_ += static_cast<std::uint64_t>(block->array().length);
    }
  }

  Result<std::unique_ptr<cases::CaseBlock>> Next(std::unique_ptr<cases::CaseBlock>) override {
    return at_ < blocks_.size() ? std::make_unique<Lent>(*blocks_[at_++]) : nullptr;
  }
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return size_; }
  [[nodiscard]] std::string description() const override { return "kept cases"; }
  [[nodiscard]] std::uint64_t reject_count() const override { return 0; }
  [[nodiscard]] std::vector<cases::Reject> rejects() const override { return {}; }

 private:
  struct Lent final : cases::CaseBlock {
    explicit Lent(const cases::CaseBlock& block) : own(block) {}
    [[nodiscard]] std::uint64_t first() const override { return own.first(); }
    [[nodiscard]] const ArrowSchema& schema() const override { return own.schema(); }
    [[nodiscard]] const ArrowArray& array() const override { return own.array(); }
    const cases::CaseBlock& own;
  };
  std::span<const std::unique_ptr<cases::CaseBlock>> blocks_;
  std::uint64_t size_ = 0;
  std::size_t at_ = 0;
};

struct Drawn {
  population::PopulationStream stream{*Laws().population, 1, kCases};  // the blocks rest on it
  std::vector<std::unique_ptr<cases::CaseBlock>> blocks;
  Drawn() {
    while (auto block = *stream.Next(nullptr)) {
      blocks.push_back(std::move(block));
    }
  }
};

const std::vector<std::unique_ptr<cases::CaseBlock>>& DrawnOnce() {
  static const Drawn drawn;
  return drawn.blocks;
}

// Two laws' answers to cases that lie in memory, one thread: what attribution is measured against.
void AnswerTwoLaws(benchmark::State& state) {
  const Ready& ready = Laws();
  std::vector<std::unique_ptr<simulate::Law>> laws;
  std::vector<std::unique_ptr<simulate::Runner>> runners;
  for (const Session* session : {ready.base.get(), ready.amended.get()}) {
    laws.push_back(*simulate::Law::Make(session->graph, session->sources, {}));
    runners.push_back(*simulate::Runner::Make(*laws.back(), ready.population->program, {}, {}));
  }
  const auto& blocks = DrawnOnce();
  for (auto _ : state) {
    for (const auto& block : blocks) {
      for (const auto& runner : runners) {
        ACTA_CHECK(runner->Run(*block).has_value(), "the cases are sound");
      }
    }
  }
  Rate(state);
}
BENCHMARK(AnswerTwoLaws)->Unit(benchmark::kMillisecond);

// The same, compared, with each change laid to provisions, by groups, and the open answers of a
// sample looked at. The goal is twice AnswerTwoLaws. ARG: so many of a hundred blocks; the sample
// is the same of few and of many cases, so what it takes is what the times have in common.
void CompareTwoLaws(benchmark::State& state) {
  const Ready& ready = Laws();
  const std::vector<simulate::Contender> others = Others(ready);
  const simulate::Options options{.facts = &ready.population->program, .threads = 1};
  const auto setting =
      simulate::Prepare(Base(ready), others, options,
                        {*simulate::GroupingOf(ready.population->program, "participants")}, {});
  ACTA_CHECK(setting.has_value(), "the laws compile");
  const std::span all(DrawnOnce());
  const auto blocks = all.first(all.size() * static_cast<std::size_t>(state.range(0)) / 100);
  for (auto _ : state) {
    Kept cases(blocks);
    const auto counts = simulate::CountCases(*setting, cases, options, {});
    ACTA_CHECK(counts.has_value(), "the laws can be compared");
  }
  state.SetItemsProcessed(state.iterations() * kCases * state.range(0) / 100);
}
BENCHMARK(CompareTwoLaws)->Arg(100)->Arg(20)->Arg(1)->Unit(benchmark::kMillisecond);

// The whole of `acta simulate` but for loading: two laws compiled, answered, compared, laid to
// provisions, with examples. ARG: threads.
void SimulateTwoLaws(benchmark::State& state) {
  const Ready& ready = Laws();
  const std::vector<simulate::Contender> others = Others(ready);
  for (auto _ : state) {
    population::PopulationStream stream(*ready.population, 1, kCases);
    const auto found = simulate::Simulate(
        Base(ready), others, stream,
        {.facts = &ready.population->program, .threads = static_cast<unsigned>(state.range(0))},
        {});
    ACTA_CHECK(found.has_value(), "the laws can be compared");
  }
  Rate(state);
}
BENCHMARK(SimulateTwoLaws)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace acta
