#include "tests/unit/codegen/compiled.h"

#include <gtest/gtest.h>

#include "compiler/base/check.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/ir/verify.h"

namespace acta::codegen_test {

using interpreter::Evaluation;

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  out << outcome.payload << " {";
  for (const interpreter::Why& why : outcome.reasons) {
    out << (why.kind == interpreter::Why::Kind::kMissingSlot ? " slot " : " reason ") << why.index;
  }
  return out << " }";
}

ir::RuleGraph InOrder(ir::Program program) {
  ir::RuleGraph graph;
  for (const ir::RuleId rule : program.rules.Ids()) {
    (program.rules[rule].params.empty() ? graph.order : graph.callees).push_back(rule);
  }
  graph.program = std::make_shared<const ir::Program>(std::move(program));
  return graph;
}

CompiledAct Compile(const ir::RuleGraph& graph, const JitOptions& options) {
  Result<CompiledAct> act = CompileJit(graph, options);
  ACTA_CHECK(act.has_value(), "a test's act compiles");
  return *std::move(act);
}

Evaluation Run(acta_evaluator evaluator, const ir::RuleGraph& graph,
               std::span<const std::int64_t> slots) {
  const std::size_t rules = graph.program->rules.size();
  std::vector<std::int64_t> values(rules);
  std::vector<std::uint32_t> whys(rules);
  std::vector<acta_union> unions(10'000);
  std::vector<acta_trace_record> trace(100'000);
  acta_frame frame{};
  frame.struct_size = sizeof frame;
  frame.slots = slots.data();
  frame.values = values.data();
  frame.whys = whys.data();
  frame.unions = unions.data();
  frame.union_capacity = static_cast<std::uint32_t>(unions.size());
  frame.trace = trace.data();
  frame.trace_capacity = trace.size();
  evaluator(&frame);
  ACTA_CHECK(frame.overflow == 0, "a test's frame is large enough");
  return interpreter::FromFrame(frame, rules);
}

Act::Act(ir::Program program) : graph_(InOrder(std::move(program))) {
  for (const JitOptions& options :
       {JitOptions{.level = OptimisationLevel::kFast, .known_path = false},
        JitOptions{.level = OptimisationLevel::kFast}, JitOptions{}}) {
    compiled_.push_back(Compile(graph_, options));
  }
}

Outcome Act::Ask(ir::RuleId rule, std::span<const std::int64_t> slots) const {
  const auto outcome = [&](acta_evaluator evaluator) {
    const Evaluation evaluation = Run(evaluator, graph_, slots);
    return Outcome{evaluation.Of(rule).payload, evaluation.Of(rule).reasons};
  };
  const Outcome traced = outcome(compiled_.back().traced());
  for (const CompiledAct& compiled : compiled_) {
    EXPECT_EQ(outcome(compiled.row()), traced) << "the evaluators disagree on rule " << rule.value;
  }
  return traced;
}

std::vector<interpreter::TraceRecord> Act::Trace(std::span<const std::int64_t> slots) const {
  return Run(compiled_.back().traced(), graph_, slots).trace;
}

}  // namespace acta::codegen_test
