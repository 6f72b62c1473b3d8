#include "tests/bench/peers/assembly_compiled.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/measure/row.h"

namespace acta::bench {

namespace {

std::unique_ptr<Session> LoadLaw() {
  std::unique_ptr<Session> session = LoadAct("tests/bench/assembly_law.acta.md", {});
  ACTA_CHECK(session->ok(),
             "the bench's act is sound, and the current directory the top of the repository");
  return session;
}

// The same act with every declared range of numbers opened up to 32 bits.
ir::RuleGraph Widened(ir::RuleGraph graph) {
  auto program = std::make_shared<ir::Program>(*graph.program);
  for (ir::FactField& fact : program->facts) {
    if (program->types[fact.type].kind == ir::Kind::kInteger) {
      fact.low = INT32_MIN;
      fact.high = INT32_MAX;
    }
  }
  graph.program = std::move(program);
  return graph;
}

std::uint32_t SlotOf(const ir::Program& program, std::string_view name) {
  const auto fact = std::ranges::find(program.facts, name, &ir::FactField::name);
  ACTA_CHECK(fact != program.facts.end(), "assembly_facts.def lists the facts of the act");
  return fact->offset;
}

Outcome OutcomeOf(bool known, std::int64_t payload) {
  return known ? static_cast<Outcome>(payload) : Outcome::kUndetermined;
}

}  // namespace

CompiledAssembly::CompiledAssembly(Widths widths)
    : session_(LoadLaw()),
      graph_(widths == Widths::kDeclared ? session_->graph : Widened(session_->graph)),
      object_(graph_, session_->sources),
      types_(program(), *object_.compiled().plan, object_.act()) {
  outcome_ = program().answers.front().rule;
#define ACTA_FACT(sort, name) slots_.push_back(SlotOf(program(), #name));
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
}

const ir::Calendar& CompiledAssembly::office_days() const {
  return *program().calendars.begin();
}

void CompiledAssembly::LayOut(const OpenAssembly& open, std::vector<std::int64_t>& slots) const {
  slots.assign(program().slot_count, ACTA_MISSING);
#define ACTA_FACT(sort, name)                    \
  if ((open.given >> Fact::name & 1) != 0) {     \
    slots[slots_[Fact::name]] = open.facts.name; \
  }
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
}

std::vector<std::int64_t> CompiledAssembly::SlotsOf(const OpenAssembly& open) const {
  std::vector<std::int64_t> slots;
  LayOut(open, slots);
  return slots;
}

Outcome CompiledAssembly::Interpret(const OpenAssembly& open) const {
  const interpreter::Evaluation evaluation =
      interpreter::Evaluate(graph(), SlotsOf(open), interpreter::Tracing::kOff);
  const interpreter::Value& value = evaluation.Of(outcome_);
  return OutcomeOf(value.known(), value.payload);
}

Outcome CompiledAssembly::EvaluateRow(const OpenAssembly& open) const {
  const std::vector<std::int64_t> slots = SlotsOf(open);
  measure::RowRunner runner(program(), compiled().row);
  const acta_frame& frame = runner.Run(slots);
  return OutcomeOf(frame.whys[outcome_.value] == 0, frame.values[outcome_.value]);
}

}  // namespace acta::bench
