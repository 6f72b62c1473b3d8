// The order of the trace, part by part.
#include <gtest/gtest.h>

#include "compiler/interpreter/frame_adapter.h"
#include "tests/unit/interpreter/workbench.h"

namespace acta::interpreter {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using testing::ElementsAre;

std::uint32_t Node(NodeId id) {
  return ACTA_TAG_NODE | id.value;
}
std::uint32_t Clause(ir::ClauseId id) {
  return ACTA_TAG_CLAUSE | id.value;
}
std::uint32_t Applies(ir::GroupId id) {
  return ACTA_TAG_GROUP_APPLIES | id.value;
}
std::uint32_t GroupValue(ir::GroupId id) {
  return ACTA_TAG_GROUP_VALUE | id.value;
}
std::uint32_t Rule(ir::RuleId id) {
  return ACTA_TAG_RULE | id.value;
}

class Trace : public testing::Test {
 protected:
  NodeId Fact(const std::string& name, Kind kind = Kind::kBoolean) {
    return bench_.b.Slot(bench_.b.Fact(name, bench_.b.Of(kind)), bench_.b.Of(kind));
  }
  std::vector<std::uint32_t> TagsOf(std::vector<ir::RuleId> order,
                                    std::vector<std::int64_t> slots = {}) {
    std::vector<std::uint32_t> tags;
    for (const TraceRecord& record :
         bench_.Run(std::move(order), std::move(slots), Tracing::kOn).trace) {
      tags.push_back(record.tag);
    }
    return tags;
  }

  Workbench bench_;
};

TEST_F(Trace, GoesThroughExceptionsBeforeWhatTheyExceptAndTheDefaultLast) {
  const ir::RuleId rule = bench_.b.Rule("may", bench_.b.Of(Kind::kBoolean));
  const ir::GroupId root = bench_.b.program().rules[rule].root;
  const NodeId guard = Fact("guard");
  const NodeId condition = Fact("condition");
  const NodeId withdrawal = Fact("withdrawal");
  const NodeId value = Fact("value");
  const ir::ClauseId clause = bench_.b.Clause(
      rule, {.value = value, .condition = condition, .guard = guard, .withdrawals = {withdrawal}});
  const ir::GroupId to_clause = bench_.b.Exception(root, clause, "to the clause");
  const NodeId to_clause_value = Fact("b");
  const ir::ClauseId to_clause_clause = bench_.b.Clause(to_clause, {.value = to_clause_value});
  const ir::GroupId to_group = bench_.b.Exception(root, "to the rule");
  const NodeId to_group_value = Fact("a");
  const ir::ClauseId to_group_clause = bench_.b.Clause(to_group, {.value = to_group_value});
  const NodeId otherwise = Fact("default");
  bench_.b.Otherwise(rule, otherwise);

  EXPECT_THAT(TagsOf({rule}),
              ElementsAre(Node(to_group_value), Clause(to_group_clause), Applies(to_group),
                          GroupValue(to_group), Node(to_clause_value), Clause(to_clause_clause),
                          Applies(to_clause), GroupValue(to_clause), Node(guard), Node(condition),
                          Node(withdrawal), Node(value), Clause(clause), Applies(root),
                          GroupValue(root), Node(otherwise), Rule(rule)));
}

TEST_F(Trace, EvaluatesOperandsThatCannotMatterAnymore) {
  const NodeId a = Fact("a");
  const NodeId b = Fact("b");
  const NodeId both = bench_.Make(Op::kAnd, Kind::kBoolean, {a, bench_.No(), b});
  const ir::RuleId rule = bench_.b.Rule("may", bench_.b.Of(Kind::kBoolean));
  const ir::ClauseId clause = bench_.b.Clause(rule, {.value = both});
  const ir::GroupId root = bench_.b.program().rules[rule].root;
  // A constant writes no record.
  EXPECT_THAT(TagsOf({rule}), ElementsAre(Node(a), Node(b), Node(both), Clause(clause),
                                          Applies(root), GroupValue(root), Rule(rule)));
}

TEST_F(Trace, ShowsNothingOfTheValueOfAGroupThatDoesNotApply) {
  const ir::RuleId rule = bench_.b.Rule("may", bench_.b.Of(Kind::kBoolean));
  bench_.b.Clause(rule, {.value = Fact("a"), .condition = bench_.No()});
  const Evaluation evaluation = bench_.Run({rule}, {}, Tracing::kOn);
  const auto tag = GroupValue(bench_.b.program().rules[rule].root);
  const auto record = std::ranges::find(evaluation.trace, tag, &TraceRecord::tag);
  ASSERT_NE(record, evaluation.trace.end());
  EXPECT_EQ(*record, (TraceRecord{.tag = tag}));
}

TEST_F(Trace, HasTheWholeOfACalledRuleBetweenArgumentsAndCall) {
  const ir::TypeId integer = bench_.b.Of(Kind::kInteger);
  const ir::RuleId callee = bench_.b.Rule("callee", integer, {{.name = "a", .type = integer}});
  const NodeId param = bench_.b.Param(callee, 0);
  const ir::ClauseId callee_clause = bench_.b.Clause(callee, {.value = param});
  const NodeId argument = Fact("n", Kind::kInteger);
  const NodeId call = bench_.b.Call(callee, std::vector{argument});
  const ir::RuleId rule = bench_.b.Rule("caller", integer);
  const ir::ClauseId clause = bench_.b.Clause(rule, {.value = call});
  const auto root = [&](ir::RuleId id) { return bench_.b.program().rules[id].root; };
  EXPECT_THAT(TagsOf({rule}),
              ElementsAre(Node(argument), Node(param), Clause(callee_clause), Applies(root(callee)),
                          GroupValue(root(callee)), Rule(callee), Node(call), Clause(clause),
                          Applies(root(rule)), GroupValue(root(rule)), Rule(rule)));
}

TEST_F(Trace, HasTheBodyOfAFoldOnceForEachElement) {
  const ir::TypeId integer = bench_.b.Of(Kind::kInteger);
  const ir::TypeId list_type = bench_.b.types().ListOf(integer, 2);
  const NodeId list = bench_.b.Slot(bench_.b.Fact("numbers", list_type), list_type);
  const NodeId element = bench_.b.Make(Op::kElement, integer, {}, {.imm = 0});
  const NodeId sum = bench_.b.Make(Op::kSum, integer, {list, bench_.Yes(), element},
                                   {.reason = bench_.b.Arithmetic("sum")});
  const ir::RuleId rule = bench_.b.Rule("total", integer);
  const ir::ClauseId clause = bench_.b.Clause(rule, {.value = sum});
  const ir::GroupId root = bench_.b.program().rules[rule].root;
  EXPECT_THAT(TagsOf({rule}, {0, static_cast<std::int64_t>(2ULL << 32 | 2), 5, 6}),
              ElementsAre(Node(list), Node(element), Node(element), Node(sum), Clause(clause),
                          Applies(root), GroupValue(root), Rule(rule)));
}

TEST_F(Trace, IsEmptyUnlessAskedFor) {
  const ir::RuleId rule = bench_.b.Rule("may", bench_.b.Of(Kind::kBoolean));
  bench_.b.Clause(rule, {.value = Fact("a")});
  EXPECT_TRUE(bench_.Run({rule}).trace.empty());
}

TEST(Handles, NameOneReasonOrAUnionOfSeveral) {
  Evaluation evaluation;
  const Why slot{Why::Kind::kMissingSlot, 7};
  const Why reason{Why::Kind::kReason, 3};
  evaluation.values = {
      {.payload = 5}, {.reasons = {slot}}, {.reasons = {reason}}, {.reasons = {slot, reason}}};
  const Frame frame = ToFrame(evaluation);
  EXPECT_THAT(frame.whys, ElementsAre(0U, ACTA_WHY_SLOT | 7U, 4U, ACTA_WHY_UNION | 0U));
  ASSERT_EQ(frame.unions.size(), 1U);
  HandleReader handles(frame.unions);
  EXPECT_EQ(handles.Of(frame.whys[3]), (Reasons{slot, reason}));
}

TEST(Handles, MatchExactlyTheReasonsBehindThem) {
  constexpr Why kFirst{Why::Kind::kMissingSlot, 1};
  constexpr Why kSecond{Why::Kind::kReason, 1};
  // The second union holds the first; the third holds nothing.
  const std::vector<acta_union> unions{{ACTA_WHY_SLOT | 1U, 2U}, {ACTA_WHY_UNION | 0U, 3U}, {0, 0}};
  HandleReader handles(unions);
  EXPECT_TRUE(handles.Match(0, {}));
  EXPECT_FALSE(handles.Match(0, {kFirst}));
  EXPECT_TRUE(handles.Match(ACTA_WHY_SLOT | 1U, {kFirst}));
  EXPECT_FALSE(handles.Match(ACTA_WHY_SLOT | 1U, {}));
  EXPECT_FALSE(handles.Match(2U, {kFirst}));
  EXPECT_TRUE(handles.Match(ACTA_WHY_UNION | 1U, {kFirst, kSecond, {Why::Kind::kReason, 2}}));
  EXPECT_TRUE(handles.Match(ACTA_WHY_UNION | 0U, {kSecond, kFirst}));
  EXPECT_FALSE(handles.Match(ACTA_WHY_UNION | 1U, {kFirst, kSecond}));
  EXPECT_FALSE(handles.Match(ACTA_WHY_UNION | 2U, {}));
}

}  // namespace
}  // namespace acta::interpreter
