// Builder, verifier and printers.
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/ir/builder.h"
#include "compiler/ir/print.h"
#include "compiler/ir/verify.h"
#include "compiler/ir/walk.h"

namespace acta::ir {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(OperatorTable, NamesEachOperatorOnce) {
  EXPECT_EQ(InfoOf(Op::kConst).name, "const");
  EXPECT_EQ(InfoOf(Op::kLatest).name, "latest");
  EXPECT_EQ(InfoOf(Op::kIf).arity, 3);
  EXPECT_TRUE(InfoOf(Op::kAddDays).can_fail);
  EXPECT_EQ(InfoOf(Op::kAnd).undetermined, Undetermined::kKleene);
}

TEST(Types, EqualOnesHaveOneId) {
  Program program;
  const TypeId date = AddType(program, {.kind = Kind::kDate});
  EXPECT_EQ(AddType(program, {.kind = Kind::kDate}), date);
  EXPECT_NE(AddType(program, {.kind = Kind::kDate, .optional = true}), date);
  TypeTable table(program);
  EXPECT_EQ(table.Of(Kind::kDate), date);
  EXPECT_EQ(table.Required(table.Optional(date)), date);
}

TEST(Layout, AnEntityTakesTheSumOfItsFieldsAndAnOptionalOneAPresenceMore) {
  ProgramBuilder b;
  const EntityId inner = b.Entity("Inner", {{"a", b.Of(Kind::kDate)}, {"b", b.Of(Kind::kDate)}});
  const TypeId of_inner = b.types().EntityOf(inner);
  const EntityId outer = b.Entity("Outer", {{"in_place", of_inner},
                                            {"maybe", b.types().Optional(of_inner)},
                                            {"many", b.types().ListOf(of_inner, 9)}});
  EXPECT_EQ(b.program().entities[outer].width, 6U);
  EXPECT_EQ(b.program().entities[outer].fields[2].offset, 5U);
  EXPECT_EQ(b.Fact("first", b.types().EntityOf(outer)), 1U);
  EXPECT_EQ(b.Fact("second", b.Of(Kind::kDate)), 7U);
}

class Verifier : public testing::Test {
 protected:
  NodeId Number(std::int64_t n) { return b_.Const(b_.Of(Kind::kInteger), n); }
  RuleId RuleWith(NodeId value) {
    const RuleId rule = b_.Rule("rule", b_.program().nodes[value].type);
    b_.Clause(rule, {.value = value});
    return rule;
  }
  void ExpectFault(std::string_view what) {
    EXPECT_THAT(FaultsOf(b_.program()), Contains(HasSubstr(std::string(what))));
  }

  ProgramBuilder b_;
};

TEST_F(Verifier, FindsNothingInASoundProgram) {
  RuleWith(b_.Make(Op::kAdd, b_.Of(Kind::kInteger), {Number(1), Number(2)},
                   {.reason = b_.Arithmetic("sum")}));
  EXPECT_THAT(FaultsOf(b_.program()), IsEmpty());
}

TEST_F(Verifier, CountsOperands) {
  RuleWith(b_.Make(Op::kNot, b_.Of(Kind::kBoolean), {b_.Yes(), b_.Yes()}));
  ExpectFault("`not` has its number of operands");
}

TEST_F(Verifier, LooksAtTheTypesOfOperands) {
  RuleWith(b_.Make(Op::kAnd, b_.Of(Kind::kBoolean), {Number(1)}));
  ExpectFault("`and` has boolean operands");
}

TEST_F(Verifier, WantsAReasonFromWhatCanFail) {
  RuleWith(b_.Make(Op::kAdd, b_.Of(Kind::kInteger), {Number(1), Number(2)}));
  ExpectFault("`+` has a reason when it fails");
}

TEST_F(Verifier, WantsValuesOfTheTypeOfTheirRule) {
  const RuleId rule = b_.Rule("rule", b_.Of(Kind::kDate));
  b_.Clause(rule, {.value = Number(1)});
  ExpectFault("`rule` has values and conditions of its type, and not integer");
}

TEST_F(Verifier, WantsElementsWithinTheirFolds) {
  RuleWith(b_.Make(Op::kElement, b_.Of(Kind::kInteger), {}, {.imm = 3}));
  ExpectFault("an element in `rule` stands within its fold");
}

TEST_F(Verifier, WantsParametersThatTheRuleHas) {
  RuleWith(b_.Make(Op::kParam, b_.Of(Kind::kInteger), {}, {.imm = 0}));
  ExpectFault("`rule` has a parameter 0 of type integer");
}

TEST_F(Verifier, WantsABranchForEachMember) {
  const TypeId form = b_.types().EnumOf(b_.Enum("Form", {"picket", "rally"}));
  RuleWith(b_.Make(Op::kSwitch, b_.Of(Kind::kInteger), {b_.Const(form, 0), Number(1)}));
  ExpectFault("`switch` has a branch for each ordinal");
}

TEST_F(Verifier, FindsTreesThatAreNone) {
  const NodeId inner = b_.Make(Op::kNot, b_.Of(Kind::kBoolean), {b_.Yes()});
  RuleWith(inner);
  b_.program().operands[b_.program().nodes[inner].first_operand] = inner;
  ExpectFault("no node is an operand of itself");
}

TEST_F(Verifier, WantsEachGroupInOnePlace) {
  const RuleId rule = RuleWith(Number(1));
  const GroupId root = b_.program().rules[rule].root;
  b_.program().groups[root].exceptions.push_back(root);
  ExpectFault("a group stands in one place");
}

TEST_F(Verifier, WantsVersionsApart) {
  b_.program().lookups.Add({.name = "mci",
                            .type = b_.Of(Kind::kInteger),
                            .versions = {{.from = 1, .until = 5}, {.from = 5, .until = 9}}});
  ExpectFault("the versions of parameter `mci` are in order and apart");
}

TEST_F(Verifier, WantsCalendarsThatKnowTheirDays) {
  b_.program().calendars.Add({.name = "c", .first_day = 0, .last_day = 3, .working = {true}});
  ExpectFault("calendar `c` knows each of its days");
}

TEST_F(Verifier, WantsRulesOfAGraphAfterWhatTheyRead) {
  const RuleId first = RuleWith(Number(1));
  const RuleId second = RuleWith(b_.Result(first));
  const auto program = std::make_shared<const Program>(b_.program());
  EXPECT_THAT(FaultsOf(RuleGraph{.program = program, .order = {first, second}}), IsEmpty());
  EXPECT_THAT(FaultsOf(RuleGraph{.program = program, .order = {second, first}}),
              Contains(HasSubstr("`rule` comes after what it reads")));
  EXPECT_THAT(FaultsOf(RuleGraph{.program = program, .order = {second}}),
              Contains(HasSubstr("leaves out")));
}

TEST(Walk, ListsRootsInTheOrderOfTheTrace) {
  ProgramBuilder b;
  const RuleId rule = b.Rule("rule", b.Of(Kind::kBoolean));
  const GroupId root = b.program().rules[rule].root;
  std::vector<NodeId> nodes;
  for (int i = 0; i < 7; ++i) {
    nodes.push_back(b.Yes());
  }
  const ClauseId clause = b.Clause(
      rule,
      {.value = nodes[5], .condition = nodes[3], .guard = nodes[2], .withdrawals = {nodes[4]}});
  b.Clause(b.Exception(root, clause, "to the clause"), {.value = nodes[1]});
  b.Clause(b.Exception(root, "to the rule"), {.value = nodes[0]});
  b.Otherwise(rule, nodes[6]);
  EXPECT_EQ(RootsOf(b.program(), rule), nodes);
  NodeWalk walk(b.program());
  EXPECT_EQ(walk.NodesOf(rule), nodes);
}

TEST(Print, ShowsRulesAsTheyAreUnderstood) {
  ProgramBuilder b;
  const std::uint32_t born = b.Fact("born", b.Of(Kind::kDate));
  const RuleId rule = b.Rule("may_meet", b.Of(Kind::kBoolean));
  const NodeId age = b.Make(Op::kAge, b.Of(Kind::kYears),
                            {b.Slot(born, b.Of(Kind::kDate)), b.Slot(0, b.Of(Kind::kDate))});
  const NodeId adult =
      b.Make(Op::kLe, b.Of(Kind::kBoolean), {b.Const(b.Of(Kind::kYears), 18), age});
  b.Clause(rule, {.value = b.Yes(), .condition = adult});
  const GroupId exception = b.Exception(b.program().rules[rule].root, "emergency");
  b.Clause(exception, {.value = b.No()});
  b.Otherwise(rule, b.No());
  b.Answer(rule);
  EXPECT_EQ(PrintProgram(b.program()),
            "law built\n"
            "  in force 1970-01-01 to 1970-01-01\n"
            "facts (2 slots with readings)\n"
            "  as_of: date @0\n"
            "  born: date @1\n"
            "rule may_meet: boolean\n"
            "  exception emergency to the clauses here\n"
            "    clause is no\n"
            "  clause is yes\n"
            "    when <=(18 years, age(born, as_of))\n"
            "  otherwise no\n"
            "answer may_meet is may_meet\n");
}

}  // namespace
}  // namespace acta::ir
