// Clauses, exceptions and rules on the full path: the table "Rules and exceptions" of
// docs/semantics.md.
#include <algorithm>

#include "acta/evaluator.h"
#include "compiler/codegen/full.h"

namespace acta::codegen {

using llvm::Value;

// What is known of alternatives side by side, however many: two states merge into one.
struct FullWriter::LevelState {
  Value* some_yes;       // one surely applies
  Value* some_live;      // one is not known no
  Value* agreed;         // all live ones have known values, and those are equal
  Value* value;          // of the first live one
  Value* conflict;       // two surely apply with known values that differ
  Value* settled;        // one surely applies with a known value:
  Value* settled_value;  // the first such
  llvm::SmallVector<Value*> applies_whys;
  llvm::SmallVector<Value*> all_whys;  // of live ones: of applies and of value
};

FullWriter::LevelState FullWriter::Alone(const Applied& alternative) {
  const auto& [applies, value] = alternative;
  Value* no = KnownNo(applies);
  Value* yes = KnownYes(applies);
  Value* value_known = IsKnown(value);
  LevelState state{.some_yes = yes,
                   .some_live = Opposite(no),
                   .agreed = Either(no, value_known),
                   .value = value.payload,
                   .conflict = No(),
                   .settled = Both(yes, value_known),
                   .settled_value = value.payload,
                   .applies_whys = {},
                   .all_whys = {}};
  if (!applies.known()) {
    state.applies_whys.push_back(applies.why);
    state.all_whys.push_back(applies.why);
  }
  if (!value.known()) {
    state.all_whys.push_back(Choose(no, Why(0u), value.why));
  }
  return state;
}

FullWriter::LevelState FullWriter::Merge(LevelState first, const LevelState& second) {
  const auto [value, other_value] = Alike(first.value, second.value);
  const auto [settled_value, other_settled_value] =
      Alike(first.settled_value, second.settled_value);
  Value* both_live = Both(first.some_live, second.some_live);
  Value* equal = Either(Opposite(both_live), Same(value, other_value));
  Value* both_settled = Both(first.settled, second.settled);
  Value* differ = Both(both_settled, Opposite(Same(settled_value, other_settled_value)));
  LevelState merged{.some_yes = Either(first.some_yes, second.some_yes),
                    .some_live = Either(first.some_live, second.some_live),
                    .agreed = Both(Both(first.agreed, second.agreed), equal),
                    .value = Choose(first.some_live, value, other_value),
                    .conflict = Either(Either(first.conflict, second.conflict), differ),
                    .settled = Either(first.settled, second.settled),
                    .settled_value = Choose(first.settled, settled_value, other_settled_value),
                    .applies_whys = std::move(first.applies_whys),
                    .all_whys = std::move(first.all_whys)};
  merged.applies_whys.append(second.applies_whys);
  merged.all_whys.append(second.all_whys);
  return merged;
}

// applies: %some_yes; undetermined when only some are live
// value:   the one all live ones agree on; else undetermined, for the conflict alone or for every
// reason there is
Applied FullWriter::Finish(const LevelState& state) {
  const Val applies =
      Truth(state.some_yes, Opposite(state.some_live), JoinAll(state.applies_whys, state.some_yes));
  Value* open = Either(state.conflict, Opposite(state.agreed));
  if (IsNo(open)) {
    return {applies, {state.value}};
  }
  const auto reasons = [&]() -> Value* {
    Value* conflict = Why(rule_->conflict);
    return state.all_whys.empty() ? conflict
                                  : Choose(state.conflict, conflict, Join(state.all_whys));
  };
  return {applies,
          {.payload = state.value,
           .why = When(open, Why(0u), reasons, "level_why"),
           .settled = false,
           .is_known = Opposite(open)}};
}

llvm::StructType* FullWriter::LevelStateType() {
  return llvm::StructType::get(module.context(),
                               {module.i1, module.i1, module.i1, module.i64, module.i1, module.i1,
                                module.i64, module.i32, module.i32});
}

Value* FullWriter::Pack(const LevelState& state) {
  const auto joined = [&](std::span<Value* const> whys) {
    Value* why = JoinAll(whys);
    return why == nullptr ? Why(0u) : why;
  };
  Value* packed = llvm::PoisonValue::get(LevelStateType());
  unsigned field = 0;
  for (Value* part : {state.some_yes, state.some_live, state.agreed, AsInteger(state.value),
                      state.conflict, state.settled, AsInteger(state.settled_value),
                      joined(state.applies_whys), joined(state.all_whys)}) {
    packed = b.CreateInsertValue(packed, part, field++);
  }
  return packed;
}

FullWriter::LevelState FullWriter::StateFrom(Value* part) {
  const auto field = [&](unsigned index) { return b.CreateExtractValue(part, index); };
  return {.some_yes = field(0),
          .some_live = field(1),
          .agreed = field(2),
          .value = field(3),
          .conflict = field(4),
          .settled = field(5),
          .settled_value = field(6),
          .applies_whys = {field(7)},
          .all_whys = {field(8)}};
}

FullWriter::LevelState FullWriter::SideBySide(const ir::Group& group,
                                              std::span<const Alternative> alternatives) {
  std::vector<std::uint32_t> row;
  std::ranges::transform(
      alternatives, std::back_inserter(row),
      [&](const Alternative& alternative) { return weights.OfRow(alternative); });
  const auto ranges = weights.CutIntoRanges(row);
  std::optional<LevelState> state;
  const auto add = [&](LevelState more) {
    state = state ? Merge(*std::move(state), more) : std::move(more);
  };
  if (ranges.size() == 1) {
    // All are evaluated in order; then those that give the same constant merge first, for which
    // their values need not be compared.
    std::vector<LevelState> states;
    for (const Alternative& alternative : alternatives) {
      LevelState alone = Alone(Stand(group, alternative));
      const auto same = std::ranges::find_if(states, [&](const LevelState& other) {
        return llvm::isa<llvm::Constant>(alone.value) && other.value == alone.value;
      });
      if (same == states.end()) {
        states.push_back(std::move(alone));
      } else {
        *same = Merge(std::move(*same), alone);
      }
    }
    std::ranges::for_each(states, add);
    return *std::move(state);
  }
  for (const auto& [from, to] : ranges) {
    const auto range = alternatives.subspan(from, to - from);
    add(StateFrom(Part("level", LevelStateType(), [&](FullWriter& writer) {
      return writer.Pack(writer.SideBySide(group, range));
    })));
  }
  return *std::move(state);
}

Applied FullWriter::Level(const ir::Group& group, std::span<const Alternative> alternatives) {
  if (alternatives.empty()) {
    return {{No()}, {Int(0)}};
  }
  return Finish(SideBySide(group, alternatives));
}

Applied FullWriter::Stand(const ir::Group& group, const Alternative& alternative) {
  const auto* clause = std::get_if<ir::ClauseId>(&alternative);
  return clause != nullptr ? Clause(group, *clause) : Group(std::get<ir::GroupId>(alternative));
}

// %applies = or(%x.applies, %base.applies); the value is x's when x applies, base's when it does
// not; while that is open, x's when base does not apply, theirs when they agree, else undetermined
// for all their reasons.
Applied FullWriter::Override(const Applied& x, const Applied& base) {
  if (IsNo(x.applies.payload) && x.applies.known()) {
    return base;
  }
  const Val alternatives[] = {x.applies, base.applies};
  const Val applies = Or(alternatives);
  Value* x_no = KnownNo(x.applies);
  const bool all_known = x.value.known() && base.value.known();
  const auto [x_payload, base_payload] = Alike(x.value.payload, base.value.payload);
  Value* payload = Choose(x_no, base_payload, x_payload, "value");
  Value* why = Choose(x_no, WhyOf(base.value), WhyOf(x.value), "value_why");
  if (x.applies.known()) {
    return {applies,
            {.payload = payload,
             .why = all_known ? nullptr : why,
             .settled = all_known,
             .is_known = Choose(x_no, IsKnown(base.value), IsKnown(x.value))}};
  }
  Value* undecided = Opposite(IsKnown(x.applies));
  const auto reasons = [&] {
    Value* agree = Both(Both(IsKnown(x.value), IsKnown(base.value)),
                        Same(x.value.payload, base.value.payload));
    Value* whys[] = {x.applies.why, WhyOf(base.applies), WhyOf(x.value), WhyOf(base.value)};
    return Choose(KnownNo(base.applies), WhyOf(x.value), Choose(agree, Why(0u), Join(whys)));
  };
  Value* decided_why = When(undecided, why, reasons, "override_why");
  return {applies, {payload, decided_why, /*settled=*/false}};
}

// A group or clause as {i64 applies, i32 why, i64 value, i32 why}, when it is a part of its own.
static llvm::StructType* AppliedType(ModuleWriter& module) {
  return llvm::StructType::get(module.context(), {module.i64, module.i32, module.i64, module.i32});
}

Applied FullWriter::Group(ir::GroupId id) {
  if (!weights.KeptApart(id)) {
    return GroupHere(id);
  }
  return Unpacked(Part("group." + llvm::Twine(id.value), AppliedType(module),
                       [&](FullWriter& writer) { return writer.Pack(writer.GroupHere(id)); }));
}

Applied FullWriter::Clause(const ir::Group& group, ir::ClauseId id) {
  if (!weights.KeptApart(id)) {
    return ClauseHere(group, id);
  }
  return Unpacked(
      Part("clause." + llvm::Twine(id.value), AppliedType(module),
           [&](FullWriter& writer) { return writer.Pack(writer.ClauseHere(group, id)); }));
}

Value* FullWriter::Pack(const Applied& applied) {
  Value* packed = llvm::PoisonValue::get(AppliedType(module));
  unsigned field = 0;
  for (Value* part : {Settled(applied.applies), WhyOf(applied.applies), Settled(applied.value),
                      WhyOf(applied.value)}) {
    packed = b.CreateInsertValue(packed, part, field++);
  }
  return packed;
}

Applied FullWriter::Unpacked(Value* part) {
  const auto field = [&](unsigned index) { return b.CreateExtractValue(part, index); };
  return {{field(0), field(1)}, {field(2), field(3)}};
}

Applied FullWriter::GroupHere(ir::GroupId id) {
  const ir::Group& group = program.groups[id];
  const Applied exceptions = Level(group, ExceptionsTo(group));
  const Applied clauses = Level(group, ClausesOf(group));
  const Applied result = Override(exceptions, clauses);
  if (traced()) {
    RecordStep(ACTA_TAG_GROUP_APPLIES | id.value, result.applies);
    // What does not apply has no value.
    Value* no = KnownNo(result.applies);
    RecordStep(ACTA_TAG_GROUP_VALUE | id.value, {Choose(no, Int(0), Settled(result.value)),
                                                 Choose(no, Why(0u), WhyOf(result.value))});
  }
  return result;
}

Applied FullWriter::ClauseHere(const ir::Group& group, ir::ClauseId id) {
  const ir::Clause& clause = program.clauses[id];
  const Applied exceptions = Level(group, ExceptionsTied(group, id));
  std::vector<Val> conditions;
  for (const ir::NodeId condition : {clause.guard, clause.condition}) {
    if (condition.valid()) {
      conditions.push_back(Node(condition));
    }
  }
  for (const ir::NodeId withdrawal : clause.withdrawals) {
    conditions.push_back(Not(Node(withdrawal)));
  }
  // Before the record of the clause, as the trace has it.
  const Val value = Node(clause.value);
  const Applied own{And(conditions), value};
  RecordStep(ACTA_TAG_CLAUSE | id.value, own.applies);
  return Override(exceptions, own);
}

// The value of the root where it applies, what the rule says otherwise where it does not.
Val FullWriter::Result(const ir::Rule& rule) {
  const Applied root = Group(rule.root);
  const bool has_default = rule.otherwise.has_value();
  const Val otherwise =
      has_default ? Node(rule.otherwise->value) : Val{Int(0), Why(rule.uncovered)};
  if (IsYes(root.applies.payload) && root.applies.known()) {
    return root.value;
  }
  // Grounds that stand as a default are shown as far as they are known.
  const bool shows_mask = has_default && program.nodes[rule.otherwise->value].op == ir::Op::kSetOf;
  Value* no = KnownNo(root.applies);
  const auto [value, default_value] = shows_mask ? std::pair{Settled(root.value), otherwise.payload}
                                                 : Alike(root.value.payload, otherwise.payload);
  Value* payload = Choose(no, default_value, value, "result");
  const bool all_known = root.value.known() && otherwise.known();
  Value* why = all_known ? nullptr : Choose(no, WhyOf(otherwise), WhyOf(root.value), "result_why");
  if (root.applies.known()) {
    return {payload, why, /*settled=*/all_known || shows_mask};
  }
  Value* undecided = Opposite(IsKnown(root.applies));
  const auto reasons = [&]() -> Value* {
    if (!has_default) {
      Value* whys[] = {root.applies.why, WhyOf(root.value)};
      return Join(whys);
    }
    Value* agree = Both(Both(IsKnown(root.value), IsKnown(otherwise)),
                        Same(root.value.payload, otherwise.payload));
    Value* whys[] = {root.applies.why, WhyOf(root.value), WhyOf(otherwise)};
    return Choose(agree, Why(0u), Join(whys));
  };
  Value* decided_why = When(undecided, why == nullptr ? Why(0u) : why, reasons, "result_why");
  if (shows_mask) {
    Value* open = Both(undecided, b.CreateICmpNE(decided_why, Why(0u)));
    return {Choose(open, Int(0), payload), decided_why};
  }
  return {payload, decided_why, /*settled=*/false};
}

Val FullWriter::ResultOf(ir::RuleId id) {
  rule_ = &program.rules[id];
  read_.clear();
  const Val result = Result(*rule_);
  const Val stored{Settled(result), WhyOf(result)};
  RecordStep(ACTA_TAG_RULE | id.value, stored);
  return stored;
}

// ...
// store i64 %result, ptr %values[7]; store i32 %why, ptr %whys[7]
void FullWriter::Store(ir::RuleId rule, const Val& result) {
  b.CreateStore(result.payload, ValuePlace(rule));
  b.CreateStore(result.why, WhyPlace(rule));
}

void FullWriter::WriteRules(std::span<const ir::RuleId> rules) {
  for (const ir::RuleId rule : rules) {
    Store(rule, ResultOf(rule));
  }
  b.CreateRetVoid();
}

void FullWriter::CallRules(std::span<const ir::RuleId> rules) {
  for (const ir::RuleId rule : rules) {
    Store(rule, Unpack(b.CreateCall(module.RuleFunction(rule, path_), {frame()}, "result")));
  }
  b.CreateRetVoid();
}

void FullWriter::WriteFunction(ir::RuleId id) {
  for (unsigned i = 0; i < program.rules[id].params.size(); ++i) {
    scope.params.push_back({function->getArg(1 + 2 * i), function->getArg(2 + 2 * i)});
  }
  b.CreateRet(Pack(ResultOf(id)));
}

}  // namespace acta::codegen
