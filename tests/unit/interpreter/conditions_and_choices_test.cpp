// What looks past an undetermined operand: conditions, choices, sets of grounds; and what comes
// from the case.
#include <gtest/gtest.h>

#include "tests/unit/interpreter/workbench.h"

namespace acta::interpreter {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;

class Conditions : public testing::Test {
 protected:
  NodeId And(std::initializer_list<NodeId> operands) {
    return bench_.Make(Op::kAnd, Kind::kBoolean, operands);
  }
  NodeId Or(std::initializer_list<NodeId> operands) {
    return bench_.Make(Op::kOr, Kind::kBoolean, operands);
  }
  NodeId Number(std::int64_t n) { return bench_.Const(Kind::kInteger, n); }

  Workbench bench_;
};

TEST_F(Conditions, NotSwapsYesAndNoAndKeepsReasons) {
  EXPECT_THAT(bench_.Of(bench_.Make(Op::kNot, Kind::kBoolean, {bench_.Yes()})), IsNoValue());
  EXPECT_THAT(bench_.Of(bench_.Make(Op::kNot, Kind::kBoolean, {bench_.No()})), IsYesValue());
  EXPECT_OPEN_FOR(bench_, bench_.Of(bench_.Make(Op::kNot, Kind::kBoolean, {bench_.Open("a")})),
                  "a");
}

TEST_F(Conditions, AndIsNoAsSoonAsOneIsNo) {
  EXPECT_THAT(bench_.Of(And({bench_.Open("a"), bench_.No(), bench_.Open("b")})), IsNoValue());
  EXPECT_THAT(bench_.Of(And({bench_.Yes(), bench_.Yes()})), IsYesValue());
}

TEST_F(Conditions, AndWithoutANoUnitesTheReasons) {
  EXPECT_OPEN_FOR(bench_, bench_.Of(And({bench_.Open("a"), bench_.Yes(), bench_.Open("b")})), "a",
                  "b");
}

TEST_F(Conditions, OrIsYesAsSoonAsOneIsYes) {
  EXPECT_THAT(bench_.Of(Or({bench_.Open("a"), bench_.Yes()})), IsYesValue());
  EXPECT_THAT(bench_.Of(Or({bench_.No(), bench_.No()})), IsNoValue());
}

TEST_F(Conditions, OrWithoutAYesUnitesTheReasons) {
  EXPECT_OPEN_FOR(bench_, bench_.Of(Or({bench_.Open("a"), bench_.No(), bench_.Open("b")})), "a",
                  "b");
}

TEST_F(Conditions, NothingToAskIsYesForAndAndNoForOr) {
  EXPECT_THAT(bench_.Of(And({})), IsYesValue());
  EXPECT_THAT(bench_.Of(Or({})), IsNoValue());
}

// plan/ lets nothing deeper through (plan::kDeepestEvaluation).
TEST_F(Conditions, TheDeepestExpressionAllowedIsEvaluated) {
  NodeId value = bench_.Yes();
  for (int i = 0; i < 1'000; ++i) {
    value = bench_.Make(Op::kNot, Kind::kBoolean, {value});
  }
  EXPECT_THAT(bench_.Of(value), IsYesValue());
}

class Choices : public Conditions {
 protected:
  NodeId If(NodeId condition, NodeId then_value, NodeId else_value) {
    return bench_.Make(Op::kIf, Kind::kInteger, {condition, then_value, else_value});
  }
  NodeId OpenNumber(const std::string& why) { return bench_.Open(why, Kind::kInteger); }
};

TEST_F(Choices, AKnownConditionLooksAtItsBranchOnly) {
  EXPECT_THAT(bench_.Of(If(bench_.Yes(), Number(1), OpenNumber("b"))), IsKnown(1));
  EXPECT_THAT(bench_.Of(If(bench_.No(), OpenNumber("a"), Number(2))), IsKnown(2));
  EXPECT_OPEN_FOR(bench_, bench_.Of(If(bench_.Yes(), OpenNumber("a"), Number(2))), "a");
}

TEST_F(Choices, AnUndeterminedConditionDoesNotMatterWhenBothBranchesAgree) {
  EXPECT_THAT(bench_.Of(If(bench_.Open("c"), Number(1), Number(1))), IsKnown(1));
}

TEST_F(Choices, OtherwiseAllReasonsCount) {
  EXPECT_OPEN_FOR(bench_, bench_.Of(If(bench_.Open("c"), Number(1), Number(2))), "c");
  EXPECT_OPEN_FOR(bench_, bench_.Of(If(bench_.Open("c"), OpenNumber("a"), Number(2))), "c", "a");
}

TEST_F(Choices, ASwitchTakesTheBranchOfItsOrdinal) {
  const ir::EnumId form = bench_.b.Enum("Form", {"picket", "meeting", "rally"});
  const ir::TypeId type = bench_.b.types().EnumOf(form);
  const auto choose = [&](NodeId selector, NodeId rally) {
    return bench_.Make(Op::kSwitch, Kind::kInteger, {selector, Number(7), Number(7), rally});
  };
  const NodeId open =
      bench_.b.Make(Op::kUndetermined, type, {}, {.reason = bench_.b.Uncovered("form")});
  EXPECT_THAT(bench_.Of(choose(bench_.b.Const(type, 2), Number(9))), IsKnown(9));
  EXPECT_THAT(bench_.Of(choose(bench_.b.Const(type, 0), OpenNumber("r"))), IsKnown(7));
  EXPECT_THAT(bench_.Of(choose(open, Number(7))), IsKnown(7));
  EXPECT_OPEN_FOR(bench_, bench_.Of(choose(open, OpenNumber("r"))), "form", "r");
}

class Sets : public Conditions {
 protected:
  const ir::EnumId form_ = bench_.b.Enum("Form", {"picket", "meeting", "rally"});
  const ir::TypeId member_ = bench_.b.types().EnumOf(form_);
  const ir::TypeId set_ = bench_.b.types().SetOf(form_);
  NodeId Set(std::int64_t mask) { return bench_.b.Const(set_, mask); }
};

TEST_F(Sets, HaveMembersUnionsIntersectionsAndDifferences) {
  const auto make = [&](Op op) { return bench_.b.Make(op, set_, {Set(0b011), Set(0b110)}); };
  EXPECT_THAT(bench_.Of(make(Op::kSetUnion)), IsKnown(0b111));
  EXPECT_THAT(bench_.Of(make(Op::kSetIntersection)), IsKnown(0b010));
  EXPECT_THAT(bench_.Of(make(Op::kSetDifference)), IsKnown(0b001));
  const NodeId rally = bench_.b.Const(member_, 2);
  EXPECT_THAT(bench_.Of(bench_.b.Make(Op::kSetSingle, set_, {rally})), IsKnown(0b100));
  EXPECT_THAT(bench_.Of(bench_.Make(Op::kMember, Kind::kBoolean, {rally, Set(0b100)})),
              IsYesValue());
  EXPECT_THAT(bench_.Of(bench_.Make(Op::kMember, Kind::kBoolean, {rally, Set(0b011)})),
              IsNoValue());
}

TEST_F(Sets, OfGroundsKeepTheMaskOfWhatIsSure) {
  const Value all =
      bench_.Of(bench_.b.Make(Op::kSetOf, set_, {bench_.Yes(), bench_.No(), bench_.Yes()}));
  EXPECT_THAT(all, IsKnown(0b101));

  const NodeId partial =
      bench_.b.Make(Op::kSetOf, set_, {bench_.Yes(), bench_.Open("a"), bench_.Open("b")});
  const ir::RuleId rule = bench_.b.Rule("grounds", set_);
  bench_.b.Clause(rule, {.value = partial});
  const Evaluation evaluation = bench_.Run({rule}, {}, Tracing::kOn);
  const auto record =
      std::ranges::find(evaluation.trace, ACTA_TAG_NODE | partial.value, &TraceRecord::tag);
  ASSERT_NE(record, evaluation.trace.end());
  EXPECT_EQ(record->payload, 0b001);
  EXPECT_EQ(record->reasons.size(), 2U);
  // The rule's own result shows no part of it.
  EXPECT_EQ(evaluation.Of(rule).payload, 0);
  EXPECT_OPEN_FOR(bench_, evaluation.Of(rule), "a", "b");
}

class Cases : public Conditions {};

TEST_F(Cases, AMissingFactIsAReasonAndAnAbsentOneIsKnowledge) {
  const ir::TypeId filed = bench_.b.types().Optional(bench_.b.Of(Kind::kDate));
  const std::uint32_t slot = bench_.b.Fact("filed", filed);
  const NodeId present = bench_.Make(Op::kPresent, Kind::kBoolean, {bench_.b.Slot(slot, filed)});
  EXPECT_OPEN_FOR(bench_, bench_.Of(present, {0, ACTA_MISSING}), "missing filed");
  EXPECT_THAT(bench_.Of(present, {0, ACTA_ABSENT}), IsNoValue());
  EXPECT_THAT(bench_.Of(present, {0, 18000}), IsYesValue());
}

TEST_F(Cases, TheValueOfWhatIsAbsentIsUncovered) {
  const ir::TypeId filed = bench_.b.types().Optional(bench_.b.Of(Kind::kDate));
  const std::uint32_t slot = bench_.b.Fact("filed", filed);
  const NodeId value = bench_.Make(Op::kValue, Kind::kDate, {bench_.b.Slot(slot, filed)},
                                   {.reason = bench_.b.Uncovered("no filing")});
  EXPECT_THAT(bench_.Of(value, {0, 18000}), IsKnown(18000));
  EXPECT_OPEN_FOR(bench_, bench_.Of(value, {0, ACTA_ABSENT}), "no filing");
}

TEST_F(Cases, AnOpenReadingIsAReasonUntilAnAlternativeIsChosen) {
  const std::uint32_t reading = bench_.b.Reading("backward_count", {"lenient", "strict"});
  const NodeId choice = bench_.b.Choice(reading);
  EXPECT_OPEN_FOR(bench_, bench_.Of(choice, {0, ACTA_MISSING}), "backward_count");
  EXPECT_THAT(bench_.Of(choice, {0, 1}), IsKnown(1));
}

TEST_F(Cases, FieldsLieBehindTheirEntity) {
  const ir::TypeId date = bench_.b.Of(Kind::kDate);
  const ir::EntityId conviction = bench_.b.Entity("Conviction", {{"pronounced", date}});
  const ir::TypeId of_conviction = bench_.b.types().EntityOf(conviction);
  const ir::EntityId person = bench_.b.Entity("Person", {{"born", date}, {"first", of_conviction}});
  const ir::TypeId of_person = bench_.b.types().EntityOf(person);
  const std::uint32_t slot = bench_.b.Fact("organiser", of_person);
  const NodeId organiser = bench_.b.Const(of_person, slot);
  const NodeId first = bench_.b.Make(Op::kInner, of_conviction, {organiser}, {.imm = 1});
  const NodeId born = bench_.Make(Op::kField, Kind::kDate, {organiser}, {.imm = 0});
  const NodeId pronounced = bench_.Make(Op::kField, Kind::kDate, {first}, {.imm = 0});
  EXPECT_THAT(bench_.Of(born, {0, 100, 200}), IsKnown(100));
  EXPECT_THAT(bench_.Of(pronounced, {0, 100, 200}), IsKnown(200));
  EXPECT_OPEN_FOR(bench_, bench_.Of(pronounced, {0, 100, ACTA_MISSING}), "missing slot 2");
}

TEST_F(Cases, CallsPassUndeterminedArgumentsOn) {
  const ir::TypeId integer = bench_.b.Of(Kind::kInteger);
  const ir::RuleId callee = bench_.b.Rule(
      "first_of", integer, {{.name = "a", .type = integer}, {.name = "b", .type = integer}});
  bench_.b.Clause(callee, {.value = bench_.b.Param(callee, 0)});
  const auto call = [&](NodeId a, NodeId b) { return bench_.b.Call(callee, std::vector{a, b}); };
  EXPECT_THAT(bench_.Of(call(Number(1), bench_.Open("b", Kind::kInteger))), IsKnown(1));
  EXPECT_OPEN_FOR(bench_, bench_.Of(call(bench_.Open("a", Kind::kInteger), Number(2))), "a");
}

}  // namespace
}  // namespace acta::interpreter
