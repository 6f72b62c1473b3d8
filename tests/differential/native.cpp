#include "tests/differential/native.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/base/check.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/ir/print.h"
#include "compiler/plan/plan.h"
#include "tests/differential/generator.h"

namespace acta::differential {

using interpreter::Evaluation;
using interpreter::Tracing;

namespace {

// What stands behind the room an evaluator was given.
constexpr std::size_t kGuards = 4;
constexpr std::int64_t kGuardPayload = 0x5ca1ab1e;
constexpr acta_union kGuardUnion{0xfeedface, 0xfeedface};

std::string InWords(const interpreter::Reasons& reasons) {
  std::vector<std::string> words;
  for (const interpreter::Why& why : reasons) {
    words.push_back(fmt::format(
        "{} {}", why.kind == interpreter::Why::Kind::kReason ? "reason" : "slot", why.index));
  }
  return fmt::format("{{{}}}", fmt::join(words, ", "));
}

std::string NameOfTag(const ir::Program& program, std::uint32_t tag) {
  const std::uint32_t index = tag & ~ACTA_TAG_MASK;
  switch (tag & ACTA_TAG_MASK) {
    case ACTA_TAG_NODE:
      return fmt::format("node {} ({})", index,
                         ir::InfoOf(program.nodes[ir::NodeId(index)].op).name);
    case ACTA_TAG_CLAUSE:
      return fmt::format("clause {}", index);
    case ACTA_TAG_GROUP_APPLIES:
      return fmt::format("whether group {} applies", index);
    case ACTA_TAG_GROUP_VALUE:
      return fmt::format("the value of group {}", index);
    default:
      return fmt::format("rule {} ({})", index, program.rules[ir::RuleId(index)].name);
  }
}

}  // namespace

ir::RuleGraph RandomGraph(std::uint64_t seed) {
  Reporter reporter;
  ir::RuleGraph graph = plan::Plan(GenerateProgram(seed), plan::Roots::kAnswers, reporter);
  ACTA_CHECK(!reporter.HasErrors(), "the generator keeps within the bounds of plan/");
  return graph;
}

acta_frame NativeRunner::Run(acta_evaluator evaluator, const ir::RuleGraph& graph,
                             std::span<const std::int64_t> slots) {
  const std::size_t rule_count = graph.program->rules.size();
  std::size_t union_room = 3;
  std::size_t trace_room = 100;
  for (int attempt = 0; attempt < 3; ++attempt) {
    // Rules that are not evaluated stand at 0.
    values_.assign(rule_count, 0);
    whys_.assign(rule_count, 0);
    unions_.assign(union_room + kGuards, kGuardUnion);
    trace_.assign(trace_room + kGuards, {kGuardPayload, 0, 0});
    acta_frame frame{};
    frame.struct_size = sizeof frame;
    frame.slots = slots.data();
    frame.values = values_.data();
    frame.whys = whys_.data();
    frame.unions = unions_.data();
    frame.union_capacity = static_cast<std::uint32_t>(union_room);
    frame.trace = trace_.data();
    frame.trace_capacity = trace_room;
    evaluator(&frame);

    const auto is_guard = [](const acta_union& entry) {
      return entry.left == kGuardUnion.left && entry.right == kGuardUnion.right;
    };
    ACTA_CHECK(std::all_of(unions_.end() - kGuards, unions_.end(), is_guard),
               "unions stay within their room");
    ACTA_CHECK(std::all_of(
                   trace_.end() - kGuards, trace_.end(),
                   [](const acta_trace_record& record) { return record.payload == kGuardPayload; }),
               "the trace stays within its room");
    const bool too_small = frame.union_count > union_room || frame.trace_count > trace_room;
    ACTA_CHECK((frame.overflow != 0) == too_small, "an evaluator says when its room was too small");
    if (!too_small) {
      return frame;
    }
    union_room = std::max<std::size_t>(union_room, frame.union_count);
    trace_room = std::max<std::size_t>(trace_room, frame.trace_count);
  }
  ACTA_CHECK(false, "an evaluator that says how much room it needs is content with so much");
}

std::optional<std::string> FirstDifference(const ir::RuleGraph& graph, const Evaluation& expected,
                                           const acta_frame& found) {
  interpreter::HandleReader handles({found.unions, found.union_count});
  const std::span<const acta_trace_record> trace(found.trace, found.trace_count);
  const std::size_t steps = std::min(expected.trace.size(), trace.size());
  for (std::size_t i = 0; i < steps; ++i) {
    const interpreter::TraceRecord& a = expected.trace[i];
    const acta_trace_record& b = trace[i];
    if (a.tag != b.tag || a.payload != b.payload || !handles.Match(b.why, a.reasons)) {
      return fmt::format("step {}: {} = {} {}; native: {} = {} {}", i,
                         NameOfTag(*graph.program, a.tag), a.payload, InWords(a.reasons),
                         NameOfTag(*graph.program, b.tag), b.payload, InWords(handles.Of(b.why)));
    }
  }
  if (!trace.empty() && expected.trace.size() != trace.size()) {
    return fmt::format("the trace has {} steps; native: {}", expected.trace.size(), trace.size());
  }
  for (const ir::RuleId rule : graph.order) {
    const interpreter::Value& a = expected.Of(rule);
    const std::int64_t payload = found.values[rule.value];
    const std::uint32_t why = found.whys[rule.value];
    if (a.payload != payload || !handles.Match(why, a.reasons)) {
      return fmt::format("rule {} ({}) = {} {}; native: {} {}", rule.value,
                         graph.program->rules[rule].name, a.payload, InWords(a.reasons), payload,
                         InWords(handles.Of(why)));
    }
  }
  return std::nullopt;
}

std::vector<Way> AllWays() {
  const Cutting smallest{.part = 12, .row = 20, .chunk = 60, .module = 3'000};
  return {{"fast, full path only", {.level = OptimisationLevel::kFast, .known_path = false}},
          {"fast", {.level = OptimisationLevel::kFast}},
          {"fast, in the smallest parts", {.level = OptimisationLevel::kFast, .cutting = smallest}},
          {"default", {.level = OptimisationLevel::kDefault}},
          {"most", {.level = OptimisationLevel::kMost}}};
}

void CompareProgram(std::uint64_t seed, std::uint64_t cases, std::span<const Way> ways,
                    Tally& tally) {
  const ir::RuleGraph graph = RandomGraph(seed);
  std::vector<CompiledAct> acts;
  for (const Way& way : ways) {
    Result<CompiledAct> act = CompileJit(graph, way.options);
    ACTA_CHECK(act.has_value(), act.has_value() ? "" : act.error().message);
    acts.push_back(*std::move(act));
  }
  ++tally.programs;
  NativeRunner runner;
  for (std::uint64_t number = 0; number < cases; ++number) {
    const std::vector<std::int64_t> slots = GenerateCase(*graph.program, seed * 1'000'003 + number);
    const Evaluation expected = Evaluate(graph, slots, Tracing::kOn);
    ++tally.pairs;
    tally.values += graph.order.size();
    tally.records += expected.trace.size();
    tally.undetermined += static_cast<std::uint64_t>(std::ranges::count_if(
        graph.order, [&](ir::RuleId rule) { return !expected.Of(rule).known(); }));
    const auto compare = [&](const std::string& way, acta_evaluator evaluator) {
      ++tally.evaluations;
      if (const auto difference =
              FirstDifference(graph, expected, runner.Run(evaluator, graph, slots))) {
        tally.differences.push_back(
            fmt::format("seed {}, case {}, {}: {}", seed, number, way, *difference));
      }
    };
    for (std::size_t i = 0; i < acts.size(); ++i) {
      compare(ways[i].name, acts[i].row());
      // The traced evaluator is the same with and without the known path.
      if (ways[i].options.known_path) {
        compare(ways[i].name + ", traced", acts[i].traced());
      }
    }
  }
}

}  // namespace acta::differential
