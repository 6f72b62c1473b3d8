// What the 2020 act of Kazakhstan costs: to check, to compile, to ask, to explain. Ratios matter, not times: the machine is noisy.
#include <acta/acta.h>
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "compiler/base/check.h"
#include "compiler/base/file.h"
#include "compiler/driver/case_file.h"
#include "compiler/engine/engine.h"
#include "compiler/driver/session.h"

namespace acta {
namespace {

constexpr const char* kAct = "examples/kazakhstan/peaceful_assemblies_2020.acta.md";
// Some facts and readings are open: a fifth of the rules ends undetermined.
constexpr const char* kCase = "examples/kazakhstan/cases/rally.json";
// Every fact is given and every reading chosen.
constexpr const char* kCompleteCase = "examples/kazakhstan/cases/rally_under_way.json";

std::unique_ptr<Session> Load() {
  std::unique_ptr<Session> session = LoadAct(kAct, {});
  ACTA_CHECK(session->ok(), "the 2020 act is sound");
  return session;
}

// Bytes to rule graph: parse, check, plan.
void CheckAct(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Load());
}
BENCHMARK(CheckAct)->Unit(benchmark::kMillisecond);

// Rule graph to an engine that answers and explains.
void CompileAct(benchmark::State& state) {
  const std::unique_ptr<Session> session = Load();
  for (auto _ : state) {
    Result<Engine> engine = Engine::Make(session->graph, session->sources, EngineKind::kNative);
    ACTA_CHECK(engine.has_value(), "the 2020 act compiles");
    benchmark::DoNotOptimize(engine->act());
  }
}
BENCHMARK(CompileAct)->Unit(benchmark::kMillisecond);

// The traced evaluator is made when it is first asked for: what the first to ask waits.
void CompileTraced(benchmark::State& state) {
  const std::unique_ptr<Session> session = Load();
  for (auto _ : state) {
    state.PauseTiming();
    const Engine engine = *Engine::Make(session->graph, session->sources, EngineKind::kNative);
    const CaseHandle facts = engine.NewCase();
    state.ResumeTiming();
    benchmark::DoNotOptimize(engine.Evaluate(*facts, Trace::kOn));
  }
}
BENCHMARK(CompileTraced)->Unit(benchmark::kMillisecond);

// An engine, and an example's case in it.
struct Asked {
  std::unique_ptr<Session> session = Load();
  Engine engine;
  CaseHandle facts;
  std::string json;

  explicit Asked(EngineKind kind, const char* path = kCase)
      : engine(*Engine::Make(session->graph, session->sources, kind)), facts(engine.NewCase()) {
    json = *ReadFile(path);
    ACTA_CHECK(acta_case_read_json(facts.get(), json.data(), json.size(), nullptr) == ACTA_OK, "the example's case is sound");
    // So that the traced evaluator is there.
    benchmark::DoNotOptimize(engine.Evaluate(*facts, Trace::kOn));
  }
};

void Evaluate(benchmark::State& state, std::uint32_t flags, const char* path = kCase) {
  const Asked asked(EngineKind::kNative, path);
  acta_outcome* outcome = nullptr;
  ACTA_CHECK(acta_outcome_create(asked.engine.act(), &outcome) == ACTA_OK, "there is memory");
  const OutcomeHandle owner(outcome);
  const acta_evaluate_options options{.struct_size = sizeof options, .flags = flags};
  for (auto _ : state) {
    acta_evaluate_into(asked.facts.get(), &options, outcome);
    benchmark::ClobberMemory();
  }
}
void EvaluateUntraced(benchmark::State& state) { Evaluate(state, 0); }
void EvaluateTraced(benchmark::State& state) { Evaluate(state, ACTA_TRACE); }
void EvaluateUntracedComplete(benchmark::State& state) { Evaluate(state, 0, kCompleteCase); }
BENCHMARK(EvaluateUntraced);
BENCHMARK(EvaluateUntracedComplete);
BENCHMARK(EvaluateTraced);

// The evaluator alone, on memory of the caller's.
void EvaluateRow(benchmark::State& state) {
  const Asked asked(EngineKind::kNative);
  acta_frame_sizes sizes{.struct_size = sizeof sizes};
  acta_act_frame_sizes(asked.engine.act(), &sizes);
  std::vector<std::int64_t> values(sizes.values);
  std::vector<std::uint32_t> whys(sizes.values);
  std::vector<acta_union> unions(sizes.unions);
  std::size_t slot_count = 0;
  acta_frame frame{};
  frame.struct_size = sizeof frame;
  frame.slots = acta_case_slots(asked.facts.get(), &slot_count);
  frame.values = values.data();
  frame.whys = whys.data();
  frame.unions = unions.data();
  frame.union_capacity = sizes.unions;
  for (auto _ : state) {
    frame.union_count = 0;
    acta_evaluate_row(asked.engine.act(), &frame);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(EvaluateRow);

void EvaluateInterpreted(benchmark::State& state) {
  const Asked asked(EngineKind::kInterpreter);
  for (auto _ : state) benchmark::DoNotOptimize(asked.engine.Evaluate(*asked.facts, Trace::kOff));
}
BENCHMARK(EvaluateInterpreted);

// JSON in, answers with reasons and citations out.
void JsonInJsonOut(benchmark::State& state, std::uint32_t flags) {
  const Asked asked(EngineKind::kNative);
  acta_outcome* outcome = nullptr;
  ACTA_CHECK(acta_outcome_create(asked.engine.act(), &outcome) == ACTA_OK, "there is memory");
  const OutcomeHandle owner(outcome);
  const acta_evaluate_options options{.struct_size = sizeof options, .flags = flags};
  Buffer buffer;
  for (auto _ : state) {
    acta_case_read_json(asked.facts.get(), asked.json.data(), asked.json.size(), nullptr);
    acta_evaluate_into(asked.facts.get(), &options, outcome);
    acta_outcome_json(outcome, buffer.get());
    benchmark::DoNotOptimize(buffer.view());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * asked.json.size()));
}
void JsonUntraced(benchmark::State& state) { JsonInJsonOut(state, 0); }
void JsonTraced(benchmark::State& state) { JsonInJsonOut(state, ACTA_TRACE); }
BENCHMARK(JsonUntraced);
BENCHMARK(JsonTraced);

// One answer's whole tree as JSON, evaluated and traced each time.
void ExplainJson(benchmark::State& state) {
  const Asked asked(EngineKind::kNative);
  acta_outcome* outcome = nullptr;
  ACTA_CHECK(acta_outcome_create(asked.engine.act(), &outcome) == ACTA_OK, "there is memory");
  const OutcomeHandle owner(outcome);
  std::uint32_t answer = 0;
  ACTA_CHECK(acta_act_find_answer(asked.engine.act(), "outcome", &answer) == ACTA_OK, "the act answers `outcome`");
  const acta_evaluate_options options{.struct_size = sizeof options, .flags = ACTA_TRACE};
  Buffer buffer;
  for (auto _ : state) {
    acta_evaluate_into(asked.facts.get(), &options, outcome);
    acta_explain_json(outcome, answer, nullptr, buffer.get());
    benchmark::DoNotOptimize(buffer.view());
  }
}
BENCHMARK(ExplainJson);

}  // namespace
}  // namespace acta
