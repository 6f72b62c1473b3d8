// What machine code costs: to make, for acts of growing size, and to run, for one case.
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/codegen/jit.h"
#include "compiler/ir/builder.h"

namespace acta {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;

constexpr std::int64_t kFirstDay = 18262;  // 2020-01-01
constexpr std::int64_t kDays = 1461;

// An act whose rules are like those of statutes, six sorts in turn, about ten nodes each: a
// condition, a deadline in days, a value with an exception, an amount, a conclusion from earlier
// rules, a deadline in working days.
class SyntheticAct {
 public:
  explicit SyntheticAct(std::size_t rules) {
    ir::Calendar calendar{
        .name = "calendar", .first_day = kFirstDay - 400, .last_day = kFirstDay + kDays + 400};
    for (std::int64_t day = calendar.first_day; day <= calendar.last_day; ++day) {
      calendar.working.push_back((day + 3) % 7 < 5);
    }
    builder_.program().calendars.Add(std::move(calendar));
    const std::size_t facts = std::clamp<std::size_t>(rules / 4, 12, 2'000);
    for (std::size_t i = 0; i < facts; ++i) {
      const Kind kind = i % 3 == 0 ? Kind::kBoolean : i % 3 == 1 ? Kind::kInteger : Kind::kDate;
      slots_[i % 3].push_back(builder_.Fact("fact_" + std::to_string(i), builder_.Of(kind)));
    }
    for (std::size_t i = 0; i < rules; ++i) {
      AddRule(i);
    }
    graph_.program = std::make_shared<const ir::Program>(std::move(builder_).Build());
    for (const ir::RuleId rule : graph_.program->rules.Ids()) {
      graph_.order.push_back(rule);
    }
  }

  [[nodiscard]] const ir::RuleGraph& graph() const { return graph_; }

  // A case in which a share of the facts is missing.
  [[nodiscard]] std::vector<std::int64_t> Case(std::uint64_t seed, int percent_missing) const {
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> slots(graph_.program->slot_count, 0);
    for (std::size_t sort = 0; sort < 3; ++sort) {
      for (const std::uint32_t slot : slots_[sort]) {
        const auto number = static_cast<std::int64_t>(random() >> 1);
        const bool missing = static_cast<int>(random() % 100) < percent_missing;
        slots[slot] = missing     ? ACTA_MISSING
                      : sort == 0 ? number % 2
                      : sort == 1 ? number % 1'000
                                  : kFirstDay + number % kDays;
      }
    }
    slots[0] = kFirstDay + 365;
    return slots;
  }

 private:
  NodeId Boolean() { return builder_.Slot(Pick(slots_[0]), builder_.Of(Kind::kBoolean)); }
  NodeId Integer() { return builder_.Slot(Pick(slots_[1]), builder_.Of(Kind::kInteger)); }
  NodeId Date() { return builder_.Slot(Pick(slots_[2]), builder_.Of(Kind::kDate)); }
  NodeId Number(std::int64_t number) { return builder_.Const(builder_.Of(Kind::kInteger), number); }
  NodeId Truth(Op op, std::initializer_list<NodeId> operands) {
    return builder_.Make(op, builder_.Of(Kind::kBoolean), operands);
  }
  template <class T>
  const T& Pick(const std::vector<T>& from) {
    return from[random_() % from.size()];
  }

  void AddRule(std::size_t i) {
    const std::size_t sort = i % 6;
    const Kind kind = sort == 0 || sort == 4   ? Kind::kBoolean
                      : sort == 2 || sort == 3 ? Kind::kInteger
                                               : Kind::kDate;
    const ir::TypeId type = builder_.Of(kind);
    const ir::RuleId rule = builder_.Rule("rule_" + std::to_string(i), type);
    const ir::NodeParts fails{.reason = builder_.Arithmetic("operation")};
    const ir::NodeParts in_calendar{.imm = 0, .reason = fails.reason};
    switch (sort) {
      case 0:
        builder_.Clause(
            rule, {.value = builder_.Yes(),
                   .condition = Truth(
                       Op::kAnd, {Boolean(), Truth(Op::kLe, {Integer(), Number(900)}),
                                  Truth(Op::kOr, {Boolean(), Truth(Op::kNot, {Boolean()})})})});
        builder_.Otherwise(rule, builder_.No());
        break;
      case 1:
        builder_.Clause(rule,
                        {.value = builder_.Make(Op::kAddDays, type, {Date(), Integer()}, fails)});
        break;
      case 2: {
        const ir::ClauseId usual = builder_.Clause(rule, {.value = Number(10)});
        const ir::GroupId root = builder_.program().rules[rule].root;
        const ir::GroupId exception = builder_.Exception(root, usual, "special");
        builder_.Clause(exception, {.value = Number(20),
                                    .condition = Truth(Op::kLt, {Integer(), Number(500)})});
        builder_.Clause(exception, {.value = Number(20),
                                    .condition = Truth(
                                        Op::kAnd, {Boolean(), Truth(Op::kLe, {Date(), Date()})})});
        break;
      }
      case 3:
        builder_.Clause(
            rule, {.value = builder_.Make(
                       Op::kIf, type,
                       {Boolean(), builder_.Make(Op::kAdd, type, {Integer(), Integer()}, fails),
                        builder_.Make(Op::kMul, type, {Integer(), Number(3)}, fails)})});
        break;
      case 4:
        builder_.Clause(
            rule, {.value = builder_.Yes(),
                   .condition =
                       Truth(Op::kAnd, {builder_.Result(Pick(truths_)),
                                        Truth(Op::kLe, {Date(), builder_.Result(Pick(dates_))})}),
                   .withdrawals = {Boolean()}});
        builder_.Otherwise(rule, builder_.No());
        break;
      default:
        builder_.Clause(rule, {.value = builder_.Make(Op::kAddWorkingDays, type,
                                                      {Date(), Number(-10)}, in_calendar)});
        break;
    }
    if (kind == Kind::kBoolean) {
      truths_.push_back(rule);
    } else if (kind == Kind::kDate) {
      dates_.push_back(rule);
    }
  }

  ir::ProgramBuilder builder_;
  ir::RuleGraph graph_;
  std::mt19937_64 random_{1};
  std::vector<std::uint32_t> slots_[3];
  std::vector<ir::RuleId> truths_, dates_;
};

CompiledAct Compile(const ir::RuleGraph& graph, OptimisationLevel level) {
  Result<CompiledAct> act = CompileJit(graph, {.level = level});
  ACTA_CHECK(act.has_value(), "the synthetic act compiles");
  return *std::move(act);
}

double PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void CompileAtLevel(benchmark::State& state, OptimisationLevel level) {
  const SyntheticAct act(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(Compile(act.graph(), level).row());
  }
  state.counters["per_rule"] = benchmark::Counter(
      static_cast<double>(state.range(0)),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.counters["peak_MB"] = PeakMegabytes();
}
void JitCompileFast(benchmark::State& state) {
  CompileAtLevel(state, OptimisationLevel::kFast);
}
void JitCompileDefault(benchmark::State& state) {
  CompileAtLevel(state, OptimisationLevel::kDefault);
}
BENCHMARK(JitCompileFast)
    ->Arg(300)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(JitCompileDefault)
    ->Arg(300)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond);

// One case after another of a handful, so that no predictor learns them by heart.
void Evaluate(benchmark::State& state, OptimisationLevel level, bool traced, int percent_missing) {
  const auto rules = static_cast<std::size_t>(state.range(0));
  const SyntheticAct synthetic(rules);
  const CompiledAct act = Compile(synthetic.graph(), level);
  const acta_evaluator evaluator = traced ? act.traced() : act.row();
  std::vector<std::vector<std::int64_t>> cases;
  for (std::uint64_t seed = 0; seed < 64; ++seed) {
    cases.push_back(synthetic.Case(seed, percent_missing));
  }
  std::vector<std::int64_t> values(rules);
  std::vector<std::uint32_t> whys(rules);
  std::vector<acta_union> unions(20 * rules);
  std::vector<acta_trace_record> trace(traced ? 60 * rules : 0);
  acta_frame frame{};
  frame.struct_size = sizeof frame;
  frame.values = values.data();
  frame.whys = whys.data();
  frame.unions = unions.data();
  frame.union_capacity = static_cast<std::uint32_t>(unions.size());
  frame.trace = trace.data();
  frame.trace_capacity = trace.size();
  std::size_t next = 0;
  for (auto _ : state) {
    frame.slots = cases[next++ % cases.size()].data();
    frame.union_count = 0;
    frame.trace_count = 0;
    evaluator(&frame);
  }
  ACTA_CHECK(frame.overflow == 0, "the benchmark's frame is large enough");
  state.counters["records"] = static_cast<double>(frame.trace_count);
  state.counters["nodes"] = static_cast<double>(synthetic.graph().program->nodes.size());
}
void OneCase(benchmark::State& state) {
  Evaluate(state, OptimisationLevel::kDefault, false, 0);
}
void OneCaseFast(benchmark::State& state) {
  Evaluate(state, OptimisationLevel::kFast, false, 0);
}
void OneCaseMost(benchmark::State& state) {
  Evaluate(state, OptimisationLevel::kMost, false, 0);
}
void OneCaseTenthMissing(benchmark::State& state) {
  Evaluate(state, OptimisationLevel::kDefault, false, 10);
}
void OneCaseTraced(benchmark::State& state) {
  Evaluate(state, OptimisationLevel::kDefault, true, 0);
}
BENCHMARK(OneCase)->Arg(300)->Arg(10'000);
BENCHMARK(OneCaseFast)->Arg(300);
BENCHMARK(OneCaseMost)->Arg(300);
BENCHMARK(OneCaseTenthMissing)->Arg(300);
BENCHMARK(OneCaseTraced)->Arg(300);

}  // namespace
}  // namespace acta
