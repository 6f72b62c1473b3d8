// Clauses, exceptions and rules: each line of the table in docs/semantics.md.
#include <gtest/gtest.h>

#include "compiler/interpreter/combine.h"
#include "tests/unit/interpreter/workbench.h"

namespace acta::interpreter {
namespace {

using ir::Kind;
using ir::NodeId;

constexpr Why kConflict{Why::Kind::kReason, 100};
constexpr Why kUncovered{Why::Kind::kReason, 101};

Value OpenFor(std::uint32_t reason) {
  return Undetermined(Why{Why::Kind::kReason, reason});
}
Value OpenForAll(std::initializer_list<std::uint32_t> reasons) {
  Reasons all;
  for (const std::uint32_t reason : reasons) {
    all.Add({Why{Why::Kind::kReason, reason}});
  }
  return Undetermined(all);
}
const Value kYes = Known(1);
const Value kNo = Known(0);

Alternative LevelOf(std::vector<Alternative> alternatives) {
  return Level(alternatives, kConflict);
}

TEST(Level, OfNothingDoesNotApply) {
  EXPECT_EQ(LevelOf({}).applies, kNo);
}

TEST(Level, LeavesOutWhatDoesNotApplyWhateverItsValue) {
  const Alternative level = LevelOf({{kNo, OpenFor(1)}, {kYes, Known(7)}});
  EXPECT_EQ(level.applies, kYes);
  EXPECT_EQ(level.value, Known(7));
}

TEST(Level, AppliesWhenOneSurelyDoes) {
  EXPECT_EQ(LevelOf({{OpenFor(1), Known(7)}, {kYes, Known(7)}}).applies, kYes);
}

TEST(Level, MayApplyForTheReasonsOfAllThatMay) {
  EXPECT_EQ(LevelOf({{OpenFor(1), Known(7)}, {OpenFor(2), Known(8)}, {kNo, Known(9)}}).applies,
            OpenForAll({1, 2}));
}

TEST(Level, HasTheValueOnWhichAllAgreeEvenIfNoneIsSureToApply) {
  EXPECT_EQ(LevelOf({{OpenFor(1), Known(7)}, {OpenFor(2), Known(7)}}).value, Known(7));
}

TEST(Level, ConflictsWhenTwoThatSurelyApplyDiffer) {
  const Alternative level = LevelOf({{kYes, Known(7)}, {kYes, Known(8)}, {OpenFor(1), OpenFor(2)}});
  EXPECT_EQ(level.applies, kYes);
  EXPECT_EQ(level.value, Undetermined(kConflict));
}

TEST(Level, DoesNotConflictWithWhatMayApply) {
  EXPECT_EQ(LevelOf({{kYes, Known(7)}, {OpenFor(1), Known(8)}}).value, OpenFor(1));
}

TEST(Level, UnitesTheReasonsOfAllThatMayApply) {
  EXPECT_EQ(LevelOf({{OpenFor(1), OpenFor(2)}, {kYes, OpenFor(3)}, {kNo, OpenFor(4)}}).value,
            OpenForAll({1, 2, 3}));
}

TEST(Override, TakesTheExceptionThatApplies) {
  const Alternative result = Override({kYes, Known(1)}, {kYes, Known(2)});
  EXPECT_EQ(result.value, Known(1));
  EXPECT_EQ(Override({kYes, OpenFor(1)}, {kYes, Known(2)}).value, OpenFor(1));
}

TEST(Override, LeavesTheBaseWhenTheExceptionDoesNotApply) {
  const Alternative result = Override({kNo, Known(0)}, {OpenFor(1), Known(2)});
  EXPECT_EQ(result.applies, OpenFor(1));
  EXPECT_EQ(result.value, Known(2));
}

TEST(Override, AppliesWhenTheBaseDoesAndTheExceptionMay) {
  EXPECT_EQ(Override({OpenFor(1), Known(1)}, {kYes, Known(2)}).applies, kYes);
  EXPECT_EQ(Override({OpenFor(1), Known(1)}, {OpenFor(2), Known(2)}).applies, OpenForAll({1, 2}));
  EXPECT_EQ(Override({OpenFor(1), Known(1)}, {kNo, Known(2)}).applies, OpenFor(1));
}

TEST(Override, HasTheExceptionsValueWhenTheBaseDoesNotApply) {
  EXPECT_EQ(Override({OpenFor(1), Known(1)}, {kNo, OpenFor(2)}).value, Known(1));
}

TEST(Override, HasTheValueOnWhichExceptionAndBaseAgree) {
  EXPECT_EQ(Override({OpenFor(1), Known(7)}, {OpenFor(2), Known(7)}).value, Known(7));
}

TEST(Override, ElseUnitesAllFourReasons) {
  EXPECT_EQ(Override({OpenFor(1), OpenFor(2)}, {OpenFor(3), OpenFor(4)}).value,
            OpenForAll({1, 2, 3, 4}));
  EXPECT_EQ(Override({OpenFor(1), Known(7)}, {kYes, Known(8)}).value, OpenFor(1));
}

TEST(RuleResult, IsTheValueThatApplies) {
  EXPECT_EQ(RuleValue({kYes, Known(7)}, Known(0), kUncovered), Known(7));
  EXPECT_EQ(RuleValue({kYes, OpenFor(1)}, Known(0), kUncovered), OpenFor(1));
}

TEST(RuleResult, IsTheDefaultWhenNothingApplies) {
  EXPECT_EQ(RuleValue({kNo, Known(0)}, OpenFor(1), kUncovered), OpenFor(1));
}

TEST(RuleResult, IsUncoveredWithoutDefault) {
  EXPECT_EQ(RuleValue({kNo, Known(0)}, std::nullopt, kUncovered), Undetermined(kUncovered));
}

TEST(RuleResult, IsKnownWhenTheDefaultAgreesWithWhatMayApply) {
  EXPECT_EQ(RuleValue({OpenFor(1), Known(7)}, Known(7), kUncovered), Known(7));
}

TEST(RuleResult, ElseUnitesTheReasons) {
  EXPECT_EQ(RuleValue({OpenFor(1), OpenFor(2)}, OpenFor(3), kUncovered), OpenForAll({1, 2, 3}));
  EXPECT_EQ(RuleValue({OpenFor(1), Known(7)}, Known(8), kUncovered), OpenFor(1));
  EXPECT_EQ(RuleValue({OpenFor(1), Known(7)}, std::nullopt, kUncovered), OpenFor(1));
}

// ---- whole rules
// -----------------------------------------------------------------------------------------------

class Rules : public testing::Test {
 protected:
  NodeId Number(std::int64_t n) { return bench_.Const(Kind::kInteger, n); }
  ir::RuleId NewRule() { return bench_.b.Rule("period", bench_.b.Of(Kind::kInteger)); }
  ir::GroupId RootOf(ir::RuleId rule) { return bench_.b.program().rules[rule].root; }
  Value ResultOf(ir::RuleId rule) { return bench_.Run({rule}).Of(rule); }

  Workbench bench_;
};

TEST_F(Rules, AClauseWithoutConditionsApplies) {
  const ir::RuleId rule = NewRule();
  bench_.b.Clause(rule, {.value = Number(3)});
  EXPECT_THAT(ResultOf(rule), IsKnown(3));
}

TEST_F(Rules, AClauseNeedsItsGuardItsConditionAndNoWithdrawal) {
  const NodeId yes = bench_.Yes();
  const NodeId no = bench_.No();
  const auto result = [&](NodeId guard, NodeId condition, NodeId withdrawal) {
    const ir::RuleId rule = NewRule();
    bench_.b.Clause(rule, {.value = Number(3),
                           .condition = condition,
                           .guard = guard,
                           .withdrawals = {no, withdrawal}});
    return ResultOf(rule);
  };
  EXPECT_THAT(result(yes, yes, no), IsKnown(3));
  EXPECT_OPEN_FOR(bench_, result(no, yes, no), "period");
  EXPECT_OPEN_FOR(bench_, result(yes, no, no), "period");
  EXPECT_OPEN_FOR(bench_, result(yes, yes, yes), "period");
  EXPECT_OPEN_FOR(bench_, result(yes, yes, bench_.Open("withdrawn")), "withdrawn");
}

TEST_F(Rules, ABooleanRuleToWhichNothingAppliesIsNo) {
  const ir::RuleId rule = bench_.b.Rule("may", bench_.b.Of(Kind::kBoolean));
  bench_.b.Clause(rule, {.value = bench_.Yes(), .condition = bench_.No()});
  bench_.b.Otherwise(rule, bench_.No());
  EXPECT_THAT(ResultOf(rule), IsNoValue());
}

TEST_F(Rules, AnExceptionToAnExceptionBringsTheRuleBack) {
  const auto result = [&](NodeId excepted, NodeId restored) {
    const ir::RuleId rule = NewRule();
    bench_.b.Clause(rule, {.value = Number(1)});
    const ir::GroupId exception = bench_.b.Exception(RootOf(rule), "exception");
    bench_.b.Clause(exception, {.value = Number(2), .condition = excepted});
    bench_.b.Clause(bench_.b.Exception(exception, "back"),
                    {.value = Number(3), .condition = restored});
    return ResultOf(rule);
  };
  EXPECT_THAT(result(bench_.No(), bench_.No()), IsKnown(1));
  EXPECT_THAT(result(bench_.Yes(), bench_.No()), IsKnown(2));
  // It prevails over the exception, and so over the rule, whether or not the exception itself
  // applies.
  EXPECT_THAT(result(bench_.Yes(), bench_.Yes()), IsKnown(3));
  EXPECT_THAT(result(bench_.No(), bench_.Yes()), IsKnown(3));
  EXPECT_OPEN_FOR(bench_, result(bench_.Open("e"), bench_.No()), "e");
}

TEST_F(Rules, AnExceptionToAClauseStandsBesideTheOtherClauses) {
  const ir::RuleId rule = NewRule();
  const ir::ClauseId clause = bench_.b.Clause(rule, {.value = Number(1), .condition = bench_.No()});
  bench_.b.Clause(rule, {.value = Number(5)});
  bench_.b.Clause(bench_.b.Exception(RootOf(rule), clause, "to the clause"),
                  {.value = Number(2), .condition = bench_.Yes()});
  // The exception applies though its clause does not; it stands beside the other clause, with which
  // it disagrees.
  EXPECT_OPEN_FOR(bench_, ResultOf(rule), "period");
}

TEST_F(Rules, TwoExceptionsThatDisagreeConflict) {
  const ir::RuleId rule = NewRule();
  bench_.b.Clause(rule, {.value = Number(1)});
  for (const std::int64_t value : {2, 3}) {
    bench_.b.Clause(bench_.b.Exception(RootOf(rule), "exception"), {.value = Number(value)});
  }
  const Value value = ResultOf(rule);
  const Why conflict{Why::Kind::kReason, bench_.b.program().rules[rule].conflict.value};
  EXPECT_EQ(value.reasons, Reasons{conflict});
}

TEST_F(Rules, AResultIsReadByLaterRules) {
  const ir::RuleId first = NewRule();
  bench_.b.Clause(first, {.value = bench_.Open("a", Kind::kInteger)});
  const ir::RuleId second = NewRule();
  bench_.b.Clause(second, {.value = bench_.b.Result(first)});
  EXPECT_OPEN_FOR(bench_, bench_.Run({first, second}).Of(second), "a");
}

}  // namespace
}  // namespace acta::interpreter
