#include "compiler/engine/engine.h"

#include <span>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/interpreter/interpreter.h"

namespace acta {
namespace {

Error RuntimeError(std::string_view what, acta_status status) {
  return Error{fmt::format("{}: {}", what, acta_status_name(status))};
}

// The runtime needs some evaluator to open an act; the interpreter's outcomes come through acta_outcome_from_frame.
void NoEvaluator(acta_frame*) { ACTA_CHECK(false, "an act opened for the interpreter is never evaluated natively"); }

}  // namespace

Result<Engine> Engine::Make(const ir::RuleGraph& graph, const SourceMap& sources, EngineKind kind, Columns columns) {
  Engine engine;
  engine.graph_ = graph;
  engine.kind_ = kind;
  engine.descriptor_ = std::make_unique<std::vector<std::byte>>(WriteDescriptor(graph, sources));
  acta_act_options options{};
  options.struct_size = sizeof options;
  options.descriptor = engine.descriptor_->data();
  options.descriptor_size = engine.descriptor_->size();
  options.allocator = *acta_default_allocator();
  options.row = NoEvaluator;
  options.traced = NoEvaluator;
  if (kind == EngineKind::kNative) {
    ACTA_TRY(CompiledAct compiled, CompileJit(graph, JitOptions{}));
    engine.compiled_ = std::make_unique<CompiledAct>(std::move(compiled));
    options.row = engine.compiled_->row();
    options.traced = engine.compiled_->traced();
    if (columns == Columns::kYes) {
      ACTA_TRY(const CompiledAct::Batch batch, engine.compiled_->batch());
      options.plan = batch.plan;
      options.code = batch.code;
    }
  }
  acta_act* act = nullptr;
  acta_detail detail{};
  detail.struct_size = sizeof detail;
  if (const acta_status status = acta_act_open(&options, &act, &detail); status != ACTA_OK) {
    return tl::unexpected(RuntimeError(fmt::format("the runtime refuses the compiled act ({})", detail.message), status));
  }
  engine.act_.reset(act);
  return engine;
}

CaseHandle Engine::NewCase() const {
  acta_case* facts = nullptr;
  ACTA_CHECK(acta_case_create(act_.get(), &facts) == ACTA_OK, "there is memory for a case");
  return CaseHandle(facts);
}

CaseHandle Engine::Clone(const acta_case& facts) const {
  acta_case* copy = nullptr;
  ACTA_CHECK(acta_case_clone(&facts, &copy) == ACTA_OK, "there is memory for a case");
  return CaseHandle(copy);
}

Result<OutcomeHandle> Engine::Evaluate(const acta_case& facts, Trace trace) const {
  acta_outcome* outcome = nullptr;
  acta_status status = ACTA_OK;
  if (kind_ == EngineKind::kNative) {
    acta_evaluate_options options{};
    options.struct_size = sizeof options;
    options.flags = trace == Trace::kOn ? ACTA_TRACE : 0;
    status = acta_evaluate(&facts, &options, &outcome);
  } else {
    std::size_t count = 0;
    const std::int64_t* slots = acta_case_slots(&facts, &count);
    const interpreter::Tracing tracing = trace == Trace::kOn ? interpreter::Tracing::kOn : interpreter::Tracing::kOff;
    interpreter::Frame frame = interpreter::ToFrame(interpreter::Evaluate(graph_, std::span(slots, count), tracing));
    acta_frame view = frame.View(std::span(slots, count));
    if (trace == Trace::kOff) view.trace = nullptr;
    status = acta_outcome_from_frame(&facts, &view, &outcome);
  }
  if (status != ACTA_OK) return tl::unexpected(RuntimeError("the evaluation failed", status));
  return OutcomeHandle(outcome);
}

}  // namespace acta
