// Clauses, exceptions, defaults, rules with parameters, lists: what the rule says, and why not when
// it does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/codegen/dump.h"
#include "tests/unit/codegen/compiled.h"

namespace acta::codegen_test {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using ir::ProgramBuilder;
using ir::RuleId;
using ir::TypeId;

// An act with boolean facts in slots 1 to 4 and integer facts in 5 to 8.
class Builder : public ProgramBuilder {
 public:
  Builder() {
    for (int i = 0; i < 4; ++i) {
      Fact("truth", Of(Kind::kBoolean));
    }
    for (int i = 0; i < 4; ++i) {
      Fact("number", Of(Kind::kInteger));
    }
  }
  NodeId Truth(std::uint32_t i) { return Slot(i, Of(Kind::kBoolean)); }
  NodeId Number(std::uint32_t i) { return Slot(4 + i, Of(Kind::kInteger)); }
  NodeId Int(std::int64_t payload) { return Const(Of(Kind::kInteger), payload); }
};

using Slots = std::vector<std::int64_t>;
Slots Facts(Slots truths, Slots numbers = {}) {
  truths.resize(4, 0);
  numbers.resize(4, 0);
  Slots slots = {18262};
  slots.insert(slots.end(), truths.begin(), truths.end());
  slots.insert(slots.end(), numbers.begin(), numbers.end());
  return slots;
}

TEST(Clauses, ThatAgreeGiveTheirValueAndThatDifferAreAConflict) {
  Builder builder;
  const RuleId rule = builder.Rule("rule", builder.Of(Kind::kInteger));
  builder.Clause(rule, {.value = builder.Number(1), .condition = builder.Truth(1)});
  builder.Clause(rule, {.value = builder.Number(2), .condition = builder.Truth(2)});
  const ir::Rule made = builder.program().rules[rule];
  const Act act(std::move(builder).Build());

  EXPECT_EQ(act.Ask(rule, Facts({1, 0}, {7, 8})), Known(7));
  EXPECT_EQ(act.Ask(rule, Facts({0, 1}, {7, 8})), Known(8));
  EXPECT_EQ(act.Ask(rule, Facts({1, 1}, {7, 7})), Known(7));
  EXPECT_EQ(act.Ask(rule, Facts({1, 1}, {7, 8})), Open(For(made.conflict)));
  EXPECT_EQ(act.Ask(rule, Facts({0, 0}, {7, 8})), Open(For(made.uncovered)));
  EXPECT_EQ(act.Ask(rule, Facts({1, kMissing}, {7, 7})), Known(7));
  EXPECT_EQ(act.Ask(rule, Facts({1, kMissing}, {7, 8})), Open(MissingSlot(2)));
  EXPECT_EQ(act.Ask(rule, Facts({0, 1}, {kMissing, 8})), Known(8));
  EXPECT_EQ(act.Ask(rule, Facts({1, kMissing}, {kMissing, 8})),
            Open(Union(MissingSlot(2), MissingSlot(5))));
}

TEST(Exceptions, PrevailOverTheirClauseAndAreOpenOnlyWhereItMatters) {
  Builder builder;
  const RuleId rule = builder.Rule("rule", builder.Of(Kind::kInteger));
  const ir::ClauseId usual =
      builder.Clause(rule, {.value = builder.Int(10), .withdrawals = {builder.Truth(3)}});
  const ir::GroupId special =
      builder.Exception(builder.program().rules[rule].root, usual, "special");
  builder.Clause(special, {.value = builder.Number(1), .condition = builder.Truth(1)});
  const ir::GroupId rarer = builder.Exception(special, "rarer");
  builder.Clause(rarer, {.value = builder.Int(30), .condition = builder.Truth(2)});
  const ir::Rule made = builder.program().rules[rule];
  const Act act(std::move(builder).Build());

  EXPECT_EQ(act.Ask(rule, Facts({0, 0, 0}, {20})), Known(10));
  EXPECT_EQ(act.Ask(rule, Facts({1, 0, 0}, {20})), Known(20));
  EXPECT_EQ(act.Ask(rule, Facts({1, 1, 0}, {20})), Known(30));
  EXPECT_EQ(act.Ask(rule, Facts({0, 1, kMissing}, {kMissing})), Known(30));
  EXPECT_EQ(act.Ask(rule, Facts({kMissing, 0, 0}, {10})), Known(10));
  EXPECT_EQ(act.Ask(rule, Facts({kMissing, 0, 0}, {20})), Open(MissingSlot(1)));
  EXPECT_EQ(act.Ask(rule, Facts({0, 0, 1}, {20})), Open(For(made.uncovered)));
}

TEST(Defaults, StandWhereNothingApplies) {
  Builder builder;
  const RuleId rule = builder.Rule("rule", builder.Of(Kind::kBoolean));
  builder.Clause(rule, {.value = builder.Truth(2), .condition = builder.Truth(1)});
  builder.Otherwise(rule, builder.No());
  const Act act(std::move(builder).Build());

  EXPECT_EQ(act.Ask(rule, Facts({0, 1})), Known(0));
  EXPECT_EQ(act.Ask(rule, Facts({1, 1})), Known(1));
  EXPECT_EQ(act.Ask(rule, Facts({kMissing, 0})), Known(0));
  EXPECT_EQ(act.Ask(rule, Facts({kMissing, 1})), Open(MissingSlot(1)));
  EXPECT_EQ(act.Ask(rule, Facts({kMissing, kMissing})),
            Open(Union(MissingSlot(1), MissingSlot(2))));
}

TEST(Rules, ReadWhatEarlierRulesFound) {
  Builder builder;
  const RuleId first = builder.Rule("first", builder.Of(Kind::kInteger));
  builder.Clause(first, {.value = builder.Number(1)});
  const RuleId second = builder.Rule("second", builder.Of(Kind::kInteger));
  builder.Clause(second, {.value = builder.Make(Op::kAdd, builder.Of(Kind::kInteger),
                                                {builder.Result(first), builder.Int(1)},
                                                {.reason = builder.Arithmetic("sum")})});
  const Act act(std::move(builder).Build());
  EXPECT_EQ(act.Ask(second, Facts({}, {41})), Known(42));
  EXPECT_EQ(act.Ask(second, Facts({}, {kMissing})), Open(MissingSlot(5)));
}

TEST(Calls, PassArgumentsAsGivenUndeterminedOrNot) {
  Builder builder;
  const TypeId integer = builder.Of(Kind::kInteger);
  const RuleId callee = builder.Rule("choose", integer, {{"first", integer}, {"second", integer}});
  builder.Clause(callee, {.value = builder.Param(callee, 0), .condition = builder.Truth(1)});
  builder.Otherwise(callee, builder.Param(callee, 1));
  const RuleId rule = builder.Rule("rule", integer);
  const NodeId arguments[] = {builder.Number(1), builder.Number(2)};
  builder.Clause(rule, {.value = builder.Call(callee, arguments)});
  const Act act(std::move(builder).Build());

  EXPECT_EQ(act.Ask(rule, Facts({1}, {7, kMissing})), Known(7));
  EXPECT_EQ(act.Ask(rule, Facts({0}, {7, 8})), Known(8));
  EXPECT_EQ(act.Ask(rule, Facts({0}, {7, kMissing})), Open(MissingSlot(6)));
  EXPECT_EQ(act.Ask(rule, Facts({kMissing}, {7, 7})), Known(7));
}

TEST(Readings, AreOpenUntilAnAlternativeIsChosen) {
  Builder builder;
  const std::uint32_t reading = builder.Reading("meaning", {"narrow", "wide"});
  const NodeId choice = builder.Choice(reading);
  const ir::ReasonId open = builder.program().nodes[choice].reason;
  const RuleId rule = builder.Rule("rule", builder.Of(Kind::kInteger));
  builder.Clause(rule, {.value = builder.Make(Op::kSwitch, builder.Of(Kind::kInteger),
                                              {choice, builder.Int(3), builder.Int(5)})});
  const RuleId never = builder.Rule("never", builder.Of(Kind::kInteger));
  builder.Clause(never, {.value = builder.Make(Op::kUndetermined, builder.Of(Kind::kInteger), {},
                                               {.reason = open})});
  const Act act(std::move(builder).Build());
  Slots slots = Facts({});
  slots.push_back(kMissing);
  EXPECT_EQ(act.Ask(rule, slots), Open(For(open)));
  EXPECT_EQ(act.Ask(never, slots), Open(For(open)));
  slots.back() = 1;
  EXPECT_EQ(act.Ask(rule, slots), Known(5));
}

// ---- lists
// -----------------------------------------------------------------------------------------------------

// A list of persons with `of_age` and `fee`, in slot 9; the persons begin at slot 10.
class Persons {
 public:
  explicit Persons(Op op, std::int64_t imm = 0) {
    Builder builder;
    const TypeId boolean = builder.Of(Kind::kBoolean);
    const TypeId integer = builder.Of(Kind::kInteger);
    const ir::EntityId person = builder.Entity("Person", {{"of_age", boolean}, {"fee", integer}});
    const TypeId entity = builder.types().EntityOf(person);
    const TypeId list = builder.types().ListOf(entity, 10);
    const std::uint32_t slot = builder.Fact("persons", list);
    const auto field = [&](TypeId type, std::int64_t offset) {
      const NodeId element = builder.Make(Op::kElement, entity, {}, {.imm = 5});
      return builder.Make(Op::kField, type, {element}, {.imm = offset});
    };
    std::vector<NodeId> operands = {builder.Slot(slot, list), field(boolean, 0)};
    const bool has_value = op == Op::kSum || op == Op::kEarliest || op == Op::kLatest;
    if (has_value) {
      operands.push_back(field(integer, 1));
    }
    overflow_ = builder.Arithmetic("sum");
    rule_ = builder.Rule("fold", integer);
    builder.Clause(rule_, {.value = builder.Make(op, integer, operands,
                                                 {.imm = imm, .aux = 5, .reason = overflow_})});
    act_.emplace(std::move(builder).Build());
  }

  Outcome Over(const std::vector<std::pair<std::int64_t, std::int64_t>>& persons) const {
    Slots slots = Facts({});
    slots.push_back(static_cast<std::int64_t>((std::uint64_t{10} << 32) | persons.size()));
    for (const auto& [of_age, fee] : persons) {
      slots.push_back(of_age);
      slots.push_back(fee);
    }
    return act_->Ask(rule_, slots);
  }
  Outcome OverNothingGiven() const {
    Slots slots = Facts({});
    slots.push_back(kMissing);
    return act_->Ask(rule_, slots);
  }
  ir::ReasonId overflow() const { return overflow_; }

 private:
  std::optional<Act> act_;
  RuleId rule_;
  ir::ReasonId overflow_;
};

TEST(Folds, AtLeastIsSettledByEnoughOrByTooFew) {
  const Persons at_least_two(Op::kAtLeast, 2);
  EXPECT_EQ(at_least_two.Over({{1, 0}, {0, 0}, {1, 0}}), Known(1));
  EXPECT_EQ(at_least_two.Over({{1, 0}, {kMissing, 0}, {1, 0}}), Known(1));
  EXPECT_EQ(at_least_two.Over({{kMissing, 0}, {0, 0}}), Known(0));
  EXPECT_EQ(at_least_two.Over({{kMissing, 0}, {1, 0}, {kMissing, 0}}),
            Open(Union(MissingSlot(10), MissingSlot(14))));
  EXPECT_EQ(at_least_two.Over({}), Known(0));
  EXPECT_EQ(at_least_two.OverNothingGiven(), Open(MissingSlot(9)));
  EXPECT_EQ(Persons(Op::kAtLeast, 0).Over({}), Known(1));
  EXPECT_EQ(Persons(Op::kAtLeast, 0).OverNothingGiven(), Open(MissingSlot(9)));
}

TEST(Folds, CountNeedsEveryElement) {
  const Persons count(Op::kCount);
  EXPECT_EQ(count.Over({{1, 0}, {0, 0}, {1, 0}}), Known(2));
  EXPECT_EQ(count.Over({{1, 0}, {kMissing, 0}}), Open(MissingSlot(12)));
  EXPECT_EQ(count.OverNothingGiven(), Open(MissingSlot(9)));
}

TEST(Folds, SumIsExactAndSkipsWhatIsExcluded) {
  const Persons sum(Op::kSum);
  EXPECT_EQ(sum.Over({}), Known(0));
  EXPECT_EQ(sum.Over({{1, 5}, {0, kMissing}, {1, 7}}), Known(12));
  EXPECT_EQ(sum.Over({{kMissing, kMissing}, {1, 7}}),
            Open(Union(MissingSlot(10), MissingSlot(11))));
  EXPECT_EQ(sum.Over({{1, INT64_MAX}, {1, 7}, {1, -9}}), Known(INT64_MAX - 2));
  EXPECT_EQ(sum.Over({{1, INT64_MAX}, {1, 1}}), Open(For(sum.overflow())));
  EXPECT_EQ(sum.Over({{1, INT64_MIN + 2}, {1, -1}}), Open(For(sum.overflow())));
  EXPECT_EQ(sum.Over({{1, INT64_MAX}, {1, 1}, {1, kMissing}}), Open(MissingSlot(15)));
}

TEST(Folds, EarliestAndLatestOfNothingAreAbsent) {
  const Persons earliest(Op::kEarliest);
  const Persons latest(Op::kLatest);
  EXPECT_EQ(earliest.Over({{0, 3}}), Known(ACTA_ABSENT));
  EXPECT_EQ(latest.Over({}), Known(ACTA_ABSENT));
  EXPECT_EQ(earliest.Over({{1, 5}, {1, -3}, {0, -9}}), Known(-3));
  EXPECT_EQ(latest.Over({{1, 5}, {1, -3}, {0, 9}}), Known(5));
  EXPECT_EQ(latest.Over({{1, 5}, {1, kMissing}}), Open(MissingSlot(13)));
}

// ---- what is large
// ---------------------------------------------------------------------------------------------

TEST(LargeRules, AreCutAndMeanTheSame) {
  Builder builder;
  const TypeId boolean = builder.Of(Kind::kBoolean);
  std::vector<NodeId> many;
  for (int i = 0; i < 2'000; ++i) {
    many.push_back(builder.Make(Op::kLe, boolean, {builder.Number(1), builder.Int(100 + i)}));
  }
  many.push_back(builder.Truth(1));
  const RuleId conjunction = builder.Rule("conjunction", boolean);
  builder.Clause(conjunction, {.value = builder.Make(Op::kAnd, boolean, many)});

  const RuleId table = builder.Rule("table", builder.Of(Kind::kInteger));
  for (int i = 0; i < 2'000; ++i) {
    builder.Clause(
        table, {.value = builder.Int(i),
                .condition = builder.Make(Op::kEq, boolean, {builder.Number(2), builder.Int(i)})});
  }
  builder.Clause(table, {.value = builder.Int(-1), .condition = builder.Truth(2)});
  const ir::ReasonId conflict = builder.program().rules[table].conflict;

  NodeId chain = builder.Number(3);
  for (int i = 0; i < 1'000; ++i) {
    chain = builder.Make(Op::kAdd, builder.Of(Kind::kInteger), {chain, builder.Number(4)},
                         {.reason = conflict});
  }
  const RuleId sum = builder.Rule("sum", builder.Of(Kind::kInteger));
  builder.Clause(sum, {.value = chain});
  const Act act(std::move(builder).Build());

  EXPECT_EQ(act.Ask(conjunction, Facts({1}, {100})), Known(1));
  EXPECT_EQ(act.Ask(conjunction, Facts({0}, {100})), Known(0));
  EXPECT_EQ(act.Ask(conjunction, Facts({1}, {101})), Known(0));
  EXPECT_EQ(act.Ask(conjunction, Facts({kMissing}, {100})), Open(MissingSlot(1)));
  EXPECT_EQ(act.Ask(table, Facts({}, {0, 1'234})), Known(1'234));
  EXPECT_EQ(act.Ask(table, Facts({0, 1}, {0, 1'234})), Open(For(conflict)));
  EXPECT_EQ(act.Ask(table, Facts({0, 1}, {0, 5'000})), Known(-1));
  EXPECT_EQ(act.Ask(table, Facts({}, {0, kMissing})), Open(MissingSlot(6)));
  EXPECT_EQ(act.Ask(sum, Facts({}, {0, 0, 5, 2})), Known(2'005));
  EXPECT_EQ(act.Ask(sum, Facts({}, {0, 0, kMissing, 2})), Open(MissingSlot(7)));
}

// ---- what compiled code may call
// -------------------------------------------------------------------------------

TEST(Symbols, CompiledCodeNamesKernelsAndItsOwnActOnly) {
  Builder builder;
  const TypeId integer = builder.Of(Kind::kInteger);
  const RuleId rule = builder.Rule("rule", integer);
  builder.Clause(rule,
                 {.value = builder.Make(Op::kDiv, integer, {builder.Number(1), builder.Number(2)},
                                        {.imm = 1, .reason = builder.Arithmetic("ratio")})});
  const std::string text = DumpLlvm(InOrder(std::move(builder).Build()));
  EXPECT_THAT(text, testing::HasSubstr("@acta_k_div_scaled"));
  for (std::size_t at = text.find("\ndeclare"); at != std::string::npos;
       at = text.find("\ndeclare", at + 1)) {
    const std::size_t name = text.find('@', at) + 1;
    const std::string symbol = text.substr(name, text.find('(', name) - name);
    EXPECT_THAT(symbol, testing::AnyOf(testing::StartsWith("acta_k_"), testing::StartsWith("acta."),
                                       testing::HasSubstr(".with.overflow."),
                                       // Instructions of every processor, by LLVM's name.
                                       testing::StartsWith("llvm.prefetch."),
                                       testing::MatchesRegex("llvm\\.(smin|smax)\\.i64")));
  }
}

}  // namespace
}  // namespace acta::codegen_test
