// What the runtime adds around an evaluation: facts from JSON, answers to JSON, citations,
// explanations. The evaluator below only copies what the interpreter found once, so that the
// figures are the runtime's alone.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "acta/acta.h"
#include "compiler/base/check.h"
#include "compiler/base/source_file.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/ir/builder.h"

namespace acta {
namespace {

constexpr std::uint32_t kFacts = 40;
constexpr std::uint32_t kRules = 130;
constexpr std::uint32_t kAnswers = 12;

// About 3,000 nodes: rules of three clauses over facts and over each other, each with its citation.
ir::RuleGraph GenerateLaw() {
  ir::ProgramBuilder b;
  const ir::TypeId boolean = b.Of(ir::Kind::kBoolean);
  std::vector<std::uint32_t> facts;
  for (std::uint32_t i = 0; i < kFacts; ++i) {
    facts.push_back(b.Fact("fact_" + std::to_string(i), boolean));
  }
  ir::RuleGraph graph;
  std::vector<ir::RuleId> rules;
  for (std::uint32_t i = 0; i < kRules; ++i) {
    const ir::RuleId rule = b.Rule("rule_" + std::to_string(i), boolean);
    b.Otherwise(rule, b.No());
    for (std::uint32_t clause = 0; clause < 3; ++clause) {
      const auto fact = [&](std::uint32_t n) {
        return b.Slot(facts[(i * 7 + clause * 5 + n) % kFacts], boolean);
      };
      const ir::NodeId either =
          b.Make(ir::Op::kOr, boolean, {fact(0), b.Make(ir::Op::kNot, boolean, {fact(1)})});
      const ir::NodeId other = i < 10 ? fact(2) : b.Result(rules[i - 1 - clause * 3]);
      const ir::NodeId condition = b.Make(ir::Op::kAnd, boolean, {either, other});
      const ir::ClauseId made = b.Clause(
          rule, {.value = b.Yes(), .condition = condition, .guard = {}, .withdrawals = {}});
      b.program().clauses[made].citation = b.program().citations.Add(
          {.text = "Article " + std::to_string(i) + "(" + std::to_string(clause + 1) + ")",
           .title = "Title",
           .prose = {},
           .span = {}});
    }
    rules.push_back(rule);
    graph.order.push_back(rule);
  }
  for (std::uint32_t i = 0; i < kAnswers; ++i) {
    b.Answer(rules[kRules - 1 - i * 9]);
    b.program().answers.back().question = "Is it so?";
  }
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  return graph;
}

// The frame that the evaluator below copies.
const interpreter::Frame* recorded = nullptr;

void Replay(acta_frame* frame) {
  std::ranges::copy(recorded->values, frame->values);
  std::ranges::copy(recorded->whys, frame->whys);
  frame->union_count = static_cast<std::uint32_t>(recorded->unions.size());
  frame->trace_count = frame->trace == nullptr ? 0 : recorded->trace.size();
  if (frame->union_count > frame->union_capacity || frame->trace_count > frame->trace_capacity) {
    frame->overflow = 1;
    return;
  }
  std::ranges::copy(recorded->unions, frame->unions);
  if (frame->trace != nullptr) {
    std::ranges::copy(recorded->trace, frame->trace);
  }
}
void ReplayRow(acta_frame* frame) {
  frame->trace = nullptr;
  Replay(frame);
}

void Good(acta_status status) {
  ACTA_CHECK(status == ACTA_OK, "the benchmark asks for nothing wrong");
}

class Bench {
 public:
  // `given`: how many of the facts the case gives.
  explicit Bench(std::uint32_t given)
      : graph_(GenerateLaw()), descriptor_(WriteDescriptor(graph_, SourceMap())) {
    acta_act_options options{};
    options.struct_size = sizeof options;
    options.descriptor = descriptor_.data();
    options.descriptor_size = descriptor_.size();
    options.row = ReplayRow;
    options.traced = Replay;
    options.allocator = *acta_default_allocator();
    Good(acta_act_open(&options, &act_, nullptr));
    Good(acta_case_create(act_, &facts_));
    Good(acta_outcome_create(act_, &outcome_));
    json_ = "{\"as_of\": \"2021-03-01\"";
    for (std::uint32_t i = 0; i < given; ++i) {
      json_ += ", \"fact_" + std::to_string(i) + "\": " + (i % 3 == 0 ? "false" : "true");
    }
    json_ += "}";
    Good(acta_case_read_json(facts_, json_.data(), json_.size(), nullptr));
    std::size_t count = 0;
    const std::int64_t* slots = acta_case_slots(facts_, &count);
    frame_ = interpreter::ToFrame(
        interpreter::Evaluate(graph_, {slots, count}, interpreter::Tracing::kOn));
    recorded = &frame_;
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  ~Bench() {
    acta_buffer_free(&text_);
    acta_outcome_free(outcome_);
    acta_case_free(facts_);
    acta_act_close(act_);
  }

  void Read() { Good(acta_case_read_json(facts_, json_.data(), json_.size(), nullptr)); }
  void Evaluate(std::uint32_t flags) {
    acta_evaluate_options options{};
    options.struct_size = sizeof options;
    options.flags = flags;
    Good(acta_evaluate_into(facts_, &options, outcome_));
  }
  void WriteJson() { Good(acta_outcome_json(outcome_, &text_)); }
  void Explain() { Good(acta_explain_json(outcome_, 0, nullptr, &text_)); }
  void ExplainInWords() { Good(acta_explain_text(outcome_, 0, nullptr, &text_)); }

  void Tell(benchmark::State& state) const {
    state.counters["nodes"] = static_cast<double>(graph_.program->nodes.size());
    state.counters["bytes"] = static_cast<double>(text_.size);
  }
  [[nodiscard]] const std::vector<std::byte>& descriptor() const { return descriptor_; }

 private:
  ir::RuleGraph graph_;
  std::vector<std::byte> descriptor_;
  interpreter::Frame frame_;
  std::string json_;
  acta_act* act_ = nullptr;
  acta_case* facts_ = nullptr;
  acta_outcome* outcome_ = nullptr;
  acta_buffer text_{};
};

// The goal is 50 microseconds, evaluation included.
void BM_TracedOutcomeToJson(benchmark::State& state) {
  Bench bench(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    bench.Evaluate(ACTA_TRACE);
    bench.WriteJson();
  }
  bench.Tell(state);
}
BENCHMARK(BM_TracedOutcomeToJson)->Arg(kFacts)->Arg(kFacts / 2)->Unit(benchmark::kMicrosecond);

void BM_ExplainToJson(benchmark::State& state) {
  Bench bench(kFacts);
  for (auto _ : state) {
    bench.Evaluate(ACTA_TRACE);
    bench.Explain();
  }
  bench.Tell(state);
}
BENCHMARK(BM_ExplainToJson)->Unit(benchmark::kMicrosecond);

void BM_ExplainInWords(benchmark::State& state) {
  Bench bench(kFacts);
  for (auto _ : state) {
    bench.Evaluate(ACTA_TRACE);
    bench.ExplainInWords();
  }
  bench.Tell(state);
}
BENCHMARK(BM_ExplainInWords)->Unit(benchmark::kMicrosecond);

// The goal is 3 microseconds for facts in and answers out.
void BM_JsonInAndOut(benchmark::State& state) {
  Bench bench(kFacts);
  for (auto _ : state) {
    bench.Read();
    bench.Evaluate(0);
    bench.WriteJson();
  }
  bench.Tell(state);
}
BENCHMARK(BM_JsonInAndOut)->Unit(benchmark::kMicrosecond);

// What the C ABI adds to one evaluation.
void BM_EvaluateInto(benchmark::State& state) {
  Bench bench(kFacts);
  for (auto _ : state) {
    bench.Evaluate(0);
  }
}
BENCHMARK(BM_EvaluateInto)->Unit(benchmark::kNanosecond);

void BM_OpenAct(benchmark::State& state) {
  const Bench bench(kFacts);
  acta_act_options options{};
  options.struct_size = sizeof options;
  options.descriptor = bench.descriptor().data();
  options.descriptor_size = bench.descriptor().size();
  options.row = ReplayRow;
  options.allocator = *acta_default_allocator();
  for (auto _ : state) {
    acta_act* act = nullptr;
    Good(acta_act_open(&options, &act, nullptr));
    acta_act_close(act);
  }
  state.counters["bytes"] = static_cast<double>(bench.descriptor().size());
}
BENCHMARK(BM_OpenAct)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace acta
