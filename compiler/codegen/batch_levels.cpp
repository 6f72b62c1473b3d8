// Clauses, exceptions and rules of batch evaluators: the table "Rules and exceptions" of
// docs/semantics.md, word by word.
#include <optional>

#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

// What is known of alternatives side by side, however many.
struct BatchWriter::LevelState {
  Value* some_yes;      // one surely applies
  Value* some_live;     // one is not known no
  Value* agreed;        // all live ones have known values, and those are equal
  Lanes value;          // of the first live one
  Value* conflict;      // two surely apply with known values that differ
  Value* settled;       // one surely applies with a known value:
  Lanes settled_value;  // the first such
};

BatchWriter::LevelState BatchWriter::Alone(const Applied& alternative) {
  const auto& [yes, no, value] = alternative;
  return {.some_yes = yes,
          .some_live = Not(no),
          .agreed = Or(no, value.known),
          .value = value,
          .conflict = None(),
          .settled = And(yes, value.known),
          .settled_value = value};
}

BatchWriter::LevelState BatchWriter::Beside(const LevelState& first, const LevelState& second) {
  Value* equal = Or(Not(And(first.some_live, second.some_live)), Same(first.value, second.value));
  Value* both_settled = And(first.settled, second.settled);
  Value* differ = IsNone(both_settled)
                      ? both_settled
                      : Without(both_settled, Same(first.settled_value, second.settled_value));
  const auto pick = [&](Value* condition, const Lanes& one, const Lanes& other) {
    return Merge(condition, one, other, Pick(condition, one.known, other.known));
  };
  return {.some_yes = Or(first.some_yes, second.some_yes),
          .some_live = Or(first.some_live, second.some_live),
          .agreed = And(And(first.agreed, second.agreed), equal),
          .value = pick(first.some_live, first.value, second.value),
          .conflict = Or(Or(first.conflict, second.conflict), differ),
          .settled = Or(first.settled, second.settled),
          .settled_value = pick(first.settled, first.settled_value, second.settled_value)};
}

BatchWriter::Applied BatchWriter::Level(const ir::Group& group,
                                        std::span<const Alternative> alternatives, const Env* env) {
  std::optional<LevelState> state;
  for (const Alternative& alternative : alternatives) {
    const auto* clause = std::get_if<ir::ClauseId>(&alternative);
    const LevelState alone =
        Alone(clause != nullptr ? Clause(group, *clause, env)
                                : Group(std::get<ir::GroupId>(alternative), env));
    // What never applies says nothing.
    if (!IsNone(alone.some_live)) {
      state = state ? Beside(*state, alone) : alone;
    }
  }
  if (!state) {
    return {None(), All(), Vector(Splat(8, 0), All(), 0, 0)};
  }
  return {state->some_yes, Not(state->some_live),
          WithKnown(state->value, Without(state->agreed, state->conflict))};
}

BatchWriter::Applied BatchWriter::Override(const Applied& x, const Applied& base) {
  if (IsAll(x.no)) {
    return base;
  }
  if (IsAll(base.no)) {
    return x;
  }
  Value* known = Or(And(x.yes, x.value.known), And(x.no, base.value.known));
  if (!IsAll(Or(x.yes, x.no))) {
    known = Or(known, Or(And(base.no, x.value.known), Agree(x.value, base.value)));
  }
  return {Or(x.yes, base.yes), And(x.no, base.no), Merge(x.no, base.value, x.value, known)};
}

BatchWriter::Applied BatchWriter::Group(ir::GroupId id, const Env* env) {
  const ir::Group& group = program.groups[id];
  const Applied exceptions = Level(group, ExceptionsTo(group), env);
  return Override(exceptions, Level(group, ClausesOf(group), env));
}

BatchWriter::Applied BatchWriter::Clause(const ir::Group& group, ir::ClauseId id, const Env* env) {
  const ir::Clause& clause = program.clauses[id];
  const Applied exceptions = Level(group, ExceptionsTied(group, id), env);
  Value* yes = All();
  Value* no = None();
  for (const ir::NodeId condition : {clause.guard, clause.condition}) {
    if (condition.valid()) {
      const Lanes truth = Node(condition, env);
      yes = And(yes, truth.value);
      no = Or(no, KnownNo(truth));
    }
  }
  for (const ir::NodeId withdrawal : clause.withdrawals) {
    const Lanes truth = Node(withdrawal, env);
    yes = And(yes, KnownNo(truth));
    no = Or(no, truth.value);
  }
  if (const std::uint32_t place = layout_.clauses()[id.index()];
      place != ACTA_NO_PLACE && domain_ == 0 && env == unit_.envs.None()) {
    b.CreateStore(yes, ScratchOfTile(place));
  }
  return Override(exceptions, {yes, no, Node(clause.value, env)});
}

// The value of the root where it applies, what the rule says otherwise where it does not.
Lanes BatchWriter::Result(const ir::Rule& rule, const Env* env) {
  const Applied root = Group(rule.root, env);
  if (IsAll(root.no)) {
    return rule.otherwise ? Node(rule.otherwise->value, env) : Undetermined(rule.type);
  }
  Value* applied = And(root.yes, root.value.known);
  if (!rule.otherwise) {
    return WithKnown(root.value, applied);
  }
  const Lanes otherwise = Node(rule.otherwise->value, env);
  Value* known = Or(applied, And(root.no, otherwise.known));
  if (!IsAll(Or(root.yes, root.no))) {
    known = Or(known, Agree(root.value, otherwise));
  }
  return Merge(root.no, otherwise, root.value, known);
}

}  // namespace acta::codegen
