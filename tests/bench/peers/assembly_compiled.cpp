#include "tests/bench/peers/assembly_compiled.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/interpreter/interpreter.h"

namespace acta::bench {

namespace {

std::unique_ptr<Session> LoadLaw() {
  std::unique_ptr<Session> session = LoadAct("tests/bench/assembly_law.acta.md", {});
  ACTA_CHECK(session->ok(),
             "the bench's act is sound, and the current directory the top of the repository");
  return session;
}

CompiledAct Compile(const ir::RuleGraph& graph) {
  Result<CompiledAct> act = CompileJit(graph);
  ACTA_CHECK(act.has_value(), "the bench's act compiles");
  return *std::move(act);
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

CompiledAssembly::CompiledAssembly() : session_(LoadLaw()), act_(Compile(session_->graph)) {
  outcome_ = program().answers.front().rule;
#define ACTA_FACT(sort, name) slots_.push_back(SlotOf(program(), #name));
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
}

const ir::Calendar& CompiledAssembly::office_days() const {
  return *program().calendars.begin();
}

std::vector<std::int64_t> CompiledAssembly::SlotsOf(const OpenAssembly& open) const {
  std::vector<std::int64_t> slots(program().slot_count, ACTA_MISSING);
#define ACTA_FACT(sort, name)                    \
  if ((open.given >> Fact::name & 1) != 0) {     \
    slots[slots_[Fact::name]] = open.facts.name; \
  }
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
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
  std::vector<std::int64_t> values(program().rules.size());
  std::vector<std::uint32_t> whys(program().rules.size());
  constexpr std::uint32_t kMostUnions = 1024;
  acta_union unions[kMostUnions];
  acta_frame frame{};
  frame.struct_size = sizeof frame;
  frame.slots = slots.data();
  frame.values = values.data();
  frame.whys = whys.data();
  frame.unions = unions;
  frame.union_capacity = kMostUnions;
  act_.row()(&frame);
  ACTA_CHECK(frame.overflow == 0, "the frame is large enough");
  return OutcomeOf(whys[outcome_.value] == 0, values[outcome_.value]);
}

}  // namespace acta::bench
