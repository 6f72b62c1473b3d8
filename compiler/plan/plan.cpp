#include "compiler/plan/plan.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/ir/verify.h"
#include "compiler/plan/cost.h"
#include "compiler/plan/dependencies.h"

namespace acta::plan {

namespace {

using ir::RuleId;

std::vector<RuleId> RootsOf(const ir::Program& program, Roots roots) {
  std::vector<RuleId> rules;
  for (const ir::Answer& answer : program.answers) {
    rules.push_back(answer.rule);
  }
  if (roots == Roots::kAnswersAndScenarios) {
    for (const ir::Scenario& scenario : program.scenarios) {
      for (const ir::Expectation& expectation : scenario.expectations) {
        rules.push_back(expectation.rule);
      }
    }
  }
  if (roots == Roots::kEveryRule) {
    for (const RuleId rule : program.rules.Ids()) {
      if (program.rules[rule].params.empty()) {
        rules.push_back(rule);
      }
    }
  }
  return rules;
}

// A compiled act carries nothing of its scenarios.
ir::Program WithoutScenarios(ir::Program program) {
  program.scenarios.clear();
  if (const std::optional<ir::Extent>& kept = program.before_scenarios) {
    program.rules.Truncate(kept->rules);
    program.groups.Truncate(kept->groups);
    program.clauses.Truncate(kept->clauses);
    program.nodes.Truncate(kept->nodes);
  }
  return program;
}

// ---- circles
// ---------------------------------------------------------------------------------------------------

// A circle of thousands is told by its beginning and its end.
constexpr std::size_t kStepsShown = 12;

// "a → b → a".
std::string InWords(const ir::Program& program, const std::vector<Reads>& way) {
  std::string words = program.rules[way.back().rule].name;
  for (std::size_t i = 0; i < way.size(); ++i) {
    if (i == kStepsShown && way.size() > kStepsShown + 1) {
      words += fmt::format(" → … {} more …", way.size() - 1 - i);
      i = way.size() - 1;
    }
    words += " → " + program.rules[way[i].rule].name;
  }
  return words;
}

void ReportCircle(const ir::Program& program, const std::vector<Reads>& way, Reporter& reporter) {
  RuleId from = way.back().rule;
  auto report = reporter.Report<diag::RuleCycle>(program.rules[from].span, InWords(program, way));
  for (std::size_t i = 0; i < std::min(way.size(), kStepsShown); ++i) {
    report.Label(
        program.nodes[way[i].where].span,
        fmt::format("`{}` needs `{}`", program.rules[from].name, program.rules[way[i].rule].name));
    from = way[i].rule;
  }
}

// By RuleId, whether the rule stands in a circle or needs one that does. Components come after what
// they read.
std::vector<bool> Unplannable(const Dependencies& dependencies,
                              const std::vector<Component>& components) {
  std::vector<bool> unplannable(dependencies.rule_count(), false);
  for (const Component& component : components) {
    const auto reads_such = [&](RuleId rule) {
      return std::ranges::any_of(dependencies.Of(rule),
                                 [&](const Reads& reads) { return unplannable[reads.rule.value]; });
    };
    if (component.circular || std::ranges::any_of(component.rules, reads_such)) {
      for (const RuleId rule : component.rules) {
        unplannable[rule.value] = true;
      }
    }
  }
  return unplannable;
}

// ---- rules that nobody needs
// -----------------------------------------------------------------------------------

// What an author writes as a rule of its own, as against the members of a norm and what the
// compiler adds.
bool StandsForItself(ir::RuleRole role) {
  switch (role) {
    case ir::RuleRole::kRule:
    case ir::RuleRole::kTable:
    case ir::RuleRole::kProhibition:
    case ir::RuleRole::kPermission:
    case ir::RuleRole::kGround:
      return true;
    case ir::RuleRole::kGroundsAny:
    case ir::RuleRole::kGroundsSet:
    case ir::RuleRole::kObligationMember:
    case ir::RuleRole::kPowerMember:
    case ir::RuleRole::kGoverningDate:
    case ir::RuleRole::kAnswer:
    case ir::RuleRole::kScenario:
    case ir::RuleRole::kPresumed:
      return false;
  }
  return false;
}

// Modules are libraries, and so is what a law takes from other documents: only its own rules are
// expected to be needed.
void ReportUnreached(const ir::Program& program, const std::vector<bool>& reached,
                     Reporter& reporter) {
  if (program.law.is_module || program.answers.empty()) {
    return;
  }
  const SourceId own_document = program.answers.front().span.source;
  for (const RuleId id : program.rules.Ids()) {
    const ir::Rule& rule = program.rules[id];
    if (!reached[id.value] && StandsForItself(rule.role) && rule.span.source == own_document) {
      reporter.Report<diag::RuleUnreached>(rule.span, rule.name);
    }
  }
}

// ---- bounds
// ----------------------------------------------------------------------------------------------------

struct GraphWeight {
  std::uint64_t cost = 0;
  std::optional<RuleId> dearest, deepest;
  Weight at_dearest, at_deepest;
};

GraphWeight WeightOf(const ir::RuleGraph& graph) {
  Scales scales(*graph.program);
  GraphWeight whole;
  const auto weigh = [&](RuleId rule) -> const Weight& {
    const Weight& weight = scales.Weigh(rule);
    // The first that goes too deep is the one to be told of: those that call it only go deeper.
    if (weight.depth > kDeepestEvaluation && !whole.deepest) {
      whole.deepest = rule;
      whole.at_deepest = weight;
    }
    return weight;
  };
  for (const RuleId rule : graph.callees) {
    weigh(rule);
  }
  for (const RuleId rule : graph.order) {
    const Weight& weight = weigh(rule);
    const std::uint64_t rest = std::numeric_limits<std::uint64_t>::max() - whole.cost;
    whole.cost += std::min(rest, weight.cost);
    if (!whole.dearest || weight.cost > whole.at_dearest.cost) {
      whole.dearest = rule;
      whole.at_dearest = weight;
    }
  }
  return whole;
}

std::string Number(std::uint64_t cost) {
  return cost == std::numeric_limits<std::uint64_t>::max() ? "more than 10^19"
                                                           : fmt::format("{}", cost);
}

void ReportWeight(const ir::RuleGraph& graph, Reporter& reporter) {
  const GraphWeight whole = WeightOf(graph);
  const auto& rules = graph.program->rules;
  if (whole.cost > kMostNodeEvaluations && whole.dearest) {
    reporter
        .Report<diag::EvaluationTooCostly>(rules[*whole.dearest].span, Number(whole.cost),
                                           kMostNodeEvaluations)
        .Label(rules[*whole.dearest].span,
               fmt::format("this rule alone takes {}", Number(whole.at_dearest.cost)))
        .Help("make the lists shorter (`at most`), or nest fewer of them in each other");
  }
  if (whole.deepest) {
    reporter
        .Report<diag::EvaluationTooDeep>(rules[*whole.deepest].span, rules[*whole.deepest].name,
                                         whole.at_deepest.depth, kDeepestEvaluation)
        .Help(
            "give a part of it to a rule without parameters: such a rule is evaluated on its own");
  }
}

}  // namespace

ir::RuleGraph Plan(ir::Program program, Roots roots, Reporter& reporter) {
  if (roots != Roots::kAnswersAndScenarios) {
    program = WithoutScenarios(std::move(program));
  }
  ir::RuleGraph graph{.program = std::make_shared<const ir::Program>(std::move(program))};
  const ir::Program& all = *graph.program;
  const Dependencies dependencies(all);
  const std::vector<RuleId> starts = RootsOf(all, roots);
  const std::vector<Component> components = OrderOf(dependencies, starts);
  for (const Component& component : components) {
    if (component.circular) {
      ReportCircle(all, WayRound(dependencies, component), reporter);
    }
  }
  const std::vector<bool> reached = ReachedFrom(dependencies, starts);
  ReportUnreached(all, reached, reporter);

  const std::vector<bool> unplannable = Unplannable(dependencies, components);
  for (const Component& component : components) {
    const RuleId rule = component.rules.front();
    if (reached[rule.value] && !unplannable[rule.value]) {
      (all.rules[rule].params.empty() ? graph.order : graph.callees).push_back(rule);
    }
  }
  ReportWeight(graph, reporter);
  ir::VerifyGraph(graph);
  return graph;
}

std::uint64_t CostOf(const ir::RuleGraph& graph) {
  return WeightOf(graph).cost;
}

}  // namespace acta::plan
