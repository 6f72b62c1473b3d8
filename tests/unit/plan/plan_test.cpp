#include "compiler/plan/plan.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/ir/builder.h"

namespace acta::plan {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using ir::RuleId;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PlanTest : public testing::Test {
 protected:
  RuleId Rule(const std::string& name) { return b_.Rule(name, b_.Of(Kind::kBoolean)); }
  // The rule's value is that of the others, all of them.
  void Reads(RuleId rule, std::vector<RuleId> others) {
    std::vector<NodeId> operands;
    for (const RuleId other : others) {
      operands.push_back(b_.Result(other));
    }
    b_.Clause(rule, {.value = b_.Make(Op::kAnd, b_.Of(Kind::kBoolean), operands)});
  }
  ir::RuleGraph PlanAll(Roots roots = Roots::kAnswers) {
    return Plan(b_.program(), roots, reporter_);
  }
  std::vector<std::string> NamesOf(const ir::RuleGraph& graph, const std::vector<RuleId>& rules) {
    std::vector<std::string> names;
    for (const RuleId rule : rules) {
      names.push_back(graph.program->rules[rule].name);
    }
    return names;
  }
  std::vector<std::string> Codes() {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : reporter_.diagnostics()) {
      codes.emplace_back(diagnostic.code);
    }
    return codes;
  }

  ir::ProgramBuilder b_;
  Reporter reporter_;
};

TEST_F(PlanTest, EachRuleComesAfterWhatItReads) {
  const RuleId a = Rule("a");
  const RuleId b = Rule("b");
  const RuleId c = Rule("c");
  Reads(a, {b, c});
  Reads(b, {c});
  Reads(c, {});
  b_.Answer(a);
  const ir::RuleGraph graph = PlanAll();
  EXPECT_THAT(NamesOf(graph, graph.order), ElementsAre("c", "b", "a"));
  EXPECT_THAT(reporter_.diagnostics(), IsEmpty());
}

TEST_F(PlanTest, GuardsConditionsWithdrawalsExceptionsAndDefaultsAreRead) {
  const RuleId rule = Rule("rule");
  std::vector<RuleId> parts;
  for (const char* name :
       {"guard", "condition", "withdrawal", "to_clause", "to_rule", "presumed"}) {
    parts.push_back(Rule(name));
    b_.Clause(parts.back(), {.value = b_.Yes()});
  }
  const auto read = [&](std::size_t i) { return b_.Result(parts[i]); };
  const ir::ClauseId clause = b_.Clause(
      rule, {.value = b_.Yes(), .condition = read(1), .guard = read(0), .withdrawals = {read(2)}});
  const ir::GroupId root = b_.program().rules[rule].root;
  b_.Clause(b_.Exception(root, clause, "x"), {.value = read(3)});
  b_.Clause(b_.Exception(root, "y"), {.value = read(4)});
  b_.Otherwise(rule, read(5));
  b_.Answer(rule);
  const ir::RuleGraph graph = PlanAll();
  EXPECT_EQ(graph.order.size(), 7U);
  EXPECT_EQ(graph.order.back(), rule);
}

TEST_F(PlanTest, RulesWithParametersAreCalleesAndWhatTheyReadComesBeforeTheirCallers) {
  const ir::TypeId integer = b_.Of(Kind::kInteger);
  const RuleId base = b_.Rule("base", integer);
  b_.Clause(base, {.value = b_.Const(integer, 1)});
  const RuleId inner = b_.Rule("inner", integer, {{.name = "n", .type = integer}});
  b_.Clause(inner, {.value = b_.Result(base)});
  const RuleId outer = b_.Rule("outer", integer, {{.name = "n", .type = integer}});
  b_.Clause(outer, {.value = b_.Call(inner, std::vector{b_.Param(outer, 0)})});
  const RuleId answer = b_.Rule("answer", integer);
  b_.Clause(answer, {.value = b_.Call(outer, std::vector{b_.Const(integer, 2)})});
  b_.Answer(answer);
  const ir::RuleGraph graph = PlanAll();
  EXPECT_THAT(NamesOf(graph, graph.callees), ElementsAre("inner", "outer"));
  EXPECT_THAT(NamesOf(graph, graph.order), ElementsAre("base", "answer"));
}

TEST_F(PlanTest, ACircleIsShownAsAPathAndLeftOut) {
  const RuleId a = Rule("a");
  const RuleId b = Rule("b");
  const RuleId c = Rule("c");
  const RuleId d = Rule("d");
  Reads(a, {b});
  Reads(b, {c});
  Reads(c, {a, d});
  Reads(d, {});
  b_.Answer(a);
  const ir::RuleGraph graph = PlanAll();
  ASSERT_THAT(Codes(), ElementsAre("A4001"));
  EXPECT_THAT(reporter_.diagnostics()[0].message, HasSubstr("a → b → c → a"));
  EXPECT_EQ(reporter_.diagnostics()[0].labels.size(), 3U);
  EXPECT_EQ(reporter_.diagnostics()[0].labels[2].text, "`c` needs `a`");
  EXPECT_THAT(NamesOf(graph, graph.order), ElementsAre("d"));
}

TEST_F(PlanTest, ARuleThatNeedsItselfIsACircleToo) {
  const RuleId a = Rule("a");
  Reads(a, {a});
  b_.Answer(a);
  PlanAll();
  ASSERT_THAT(Codes(), ElementsAre("A4001"));
  EXPECT_THAT(reporter_.diagnostics()[0].message, HasSubstr("a → a"));
}

TEST_F(PlanTest, ALongCircleIsToldInShort) {
  std::vector<RuleId> ring;
  for (int i = 0; i < 1000; ++i) {
    ring.push_back(Rule("r" + std::to_string(i)));
  }
  for (std::size_t i = 0; i < ring.size(); ++i) {
    Reads(ring[i], {ring[(i + 1) % ring.size()]});
  }
  b_.Answer(ring[0]);
  PlanAll();
  ASSERT_THAT(Codes(), ElementsAre("A4001"));
  EXPECT_THAT(reporter_.diagnostics()[0].message, HasSubstr("r11 → r12 → … 987 more … → r0"));
}

TEST_F(PlanTest, EveryCircleIsReportedEvenWhereNoAnswerNeedsIt) {
  const RuleId a = Rule("a");
  const RuleId b = Rule("b");
  const RuleId c = Rule("c");
  Reads(a, {});
  Reads(b, {b});
  Reads(c, {c});
  b_.Answer(a);
  PlanAll();
  EXPECT_EQ(std::ranges::count(Codes(), "A4001"), 2);
}

TEST_F(PlanTest, ARuleThatNoAnswerNeedsIsAWarning) {
  const RuleId a = Rule("a");
  const RuleId b = Rule("b");
  const RuleId c = Rule("c");
  Reads(a, {});
  Reads(b, {c});
  Reads(c, {});
  b_.program().scenarios.push_back({.title = "asks for c", .expectations = {{.rule = c}}});
  b_.Answer(a);
  PlanAll();
  EXPECT_THAT(Codes(), ElementsAre("A4003", "A4003"));
  EXPECT_FALSE(reporter_.HasErrors());

  Reporter with_scenarios;
  const ir::RuleGraph graph = Plan(b_.program(), Roots::kAnswersAndScenarios, with_scenarios);
  ASSERT_EQ(with_scenarios.diagnostics().size(), 1U);
  EXPECT_THAT(with_scenarios.diagnostics()[0].message, HasSubstr("`b`"));
  EXPECT_THAT(NamesOf(graph, graph.order), ElementsAre("a", "c"));
}

TEST_F(PlanTest, ModulesAndForeignDocumentsAreNotExpectedToBeUsed) {
  const RuleId a = Rule("a");
  const RuleId b = Rule("b");
  Reads(a, {});
  Reads(b, {});
  b_.program().rules[b].span.source = SourceId(3);
  b_.Answer(a);
  PlanAll();
  EXPECT_THAT(Codes(), IsEmpty());
  b_.program().rules[b].span.source = SourceId();
  b_.program().law.is_module = true;
  PlanAll();
  EXPECT_THAT(Codes(), IsEmpty());
}

TEST_F(PlanTest, MembersOfNormsAreNotExpectedToBeUsed) {
  const RuleId a = Rule("a");
  const RuleId silent = Rule("notify.silent");
  Reads(a, {});
  Reads(silent, {});
  b_.program().rules[silent].role = ir::RuleRole::kObligationMember;
  b_.Answer(a);
  PlanAll();
  EXPECT_THAT(Codes(), IsEmpty());
}

// Folds over a list of `at_most` elements, nested `depth` times.
NodeId Nested(ir::ProgramBuilder& b, std::uint32_t slot, ir::TypeId list, int depth) {
  NodeId body = b.Yes();
  for (int i = 0; i < depth; ++i) {
    body = b.Make(Op::kAtLeast, b.Of(Kind::kBoolean), {b.Slot(slot, list), body},
                  {.imm = 1, .aux = static_cast<std::uint32_t>(i)});
  }
  return body;
}

TEST_F(PlanTest, CostMultipliesOverNestedLists) {
  const ir::TypeId list = b_.types().ListOf(b_.Of(Kind::kInteger), 100);
  const std::uint32_t slot = b_.Fact("numbers", list);
  const RuleId rule = Rule("rule");
  b_.Clause(rule, {.value = Nested(b_, slot, list, 2)});
  b_.Answer(rule);
  // Each inner fold: itself, its list, 100 constants; the outer one: itself, its list, 100 inner
  // ones; rule, group, clause.
  EXPECT_EQ(CostOf(PlanAll()), 3U + 2 + 100 * 102);
}

TEST_F(PlanTest, TooCostlyAnEvaluationIsAnError) {
  const ir::TypeId list = b_.types().ListOf(b_.Of(Kind::kInteger), 1'000'000);
  const std::uint32_t slot = b_.Fact("numbers", list);
  const RuleId rule = Rule("rule");
  b_.Clause(rule, {.value = Nested(b_, slot, list, 8)});
  b_.Answer(rule);
  PlanAll();
  ASSERT_THAT(Codes(), ElementsAre("A4010"));
  EXPECT_THAT(reporter_.diagnostics()[0].message, HasSubstr("more than 10^19"));
}

TEST_F(PlanTest, CallsMultiplyToo) {
  const ir::TypeId integer = b_.Of(Kind::kInteger);
  RuleId below;
  // Each rule calls the one below it twice.
  for (int i = 0; i < 40; ++i) {
    const RuleId rule = b_.Rule("r" + std::to_string(i), integer, {{.name = "n", .type = integer}});
    NodeId value = b_.Param(rule, 0);
    if (below.valid()) {
      const NodeId call = b_.Call(below, std::vector{value});
      value = b_.Make(Op::kAdd, integer, {call, b_.Call(below, std::vector{value})},
                      {.reason = b_.Arithmetic("sum")});
    }
    b_.Clause(rule, {.value = value});
    below = rule;
  }
  const RuleId answer = b_.Rule("answer", integer);
  b_.Clause(answer, {.value = b_.Call(below, std::vector{b_.Const(integer, 1)})});
  b_.Answer(answer);
  PlanAll();
  EXPECT_THAT(Codes(), ElementsAre("A4010"));
}

TEST_F(PlanTest, TooDeepAnExpressionIsAnErrorAndBreaksNothing) {
  const RuleId rule = Rule("rule");
  NodeId value = b_.Yes();
  for (int i = 0; i < 300'000; ++i) {
    value = b_.Make(Op::kNot, b_.Of(Kind::kBoolean), {value});
  }
  b_.Clause(rule, {.value = value});
  b_.Answer(rule);
  PlanAll();
  ASSERT_THAT(Codes(), ElementsAre("A4011"));
  EXPECT_THAT(reporter_.diagnostics()[0].message, HasSubstr("`rule` nests 300002 levels deep"));
}

TEST_F(PlanTest, ExceptionsOfExceptionsCountAsDepth) {
  const RuleId rule = Rule("rule");
  ir::GroupId group = b_.program().rules[rule].root;
  b_.Clause(group, {.value = b_.Yes()});
  for (std::uint32_t i = 0; i < kDeepestEvaluation; ++i) {
    group = b_.Exception(group, "x");
    b_.Clause(group, {.value = b_.No()});
  }
  b_.Answer(rule);
  PlanAll();
  EXPECT_THAT(Codes(), ElementsAre("A4011"));
}

TEST_F(PlanTest, AHundredThousandRulesInOneChainAreOrdered) {
  std::vector<RuleId> chain;
  for (int i = 0; i < 100'000; ++i) {
    chain.push_back(Rule("r" + std::to_string(i)));
  }
  for (std::size_t i = 0; i < chain.size(); ++i) {
    Reads(chain[i], i + 1 < chain.size() ? std::vector{chain[i + 1]} : std::vector<RuleId>{});
  }
  b_.Answer(chain[0]);
  const ir::RuleGraph graph = PlanAll();
  EXPECT_EQ(graph.order.size(), chain.size());
  EXPECT_EQ(graph.order.front(), chain.back());
  EXPECT_THAT(reporter_.diagnostics(), IsEmpty());
}

TEST_F(PlanTest, TheSameProgramGivesTheSameOrder) {
  const RuleId a = Rule("a");
  const RuleId b = Rule("b");
  Reads(a, {});
  Reads(b, {});
  b_.Answer(b);
  b_.Answer(a);
  EXPECT_EQ(PlanAll().order, PlanAll().order);
}

}  // namespace
}  // namespace acta::plan
