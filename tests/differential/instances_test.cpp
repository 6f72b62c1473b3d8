// A law in which calls have become rules of their own answers as it did, over random programs.
#include "compiler/simulate/instances.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/verify.h"
#include "compiler/plan/plan.h"
#include "tests/differential/generator.h"

namespace acta::differential {
namespace {

using simulate::InstancesOf;
using simulate::WithInstances;
using testing::IsEmpty;

std::set<std::string> CalledRules(const ir::Program& program) {
  std::set<std::string> names;
  for (const ir::Rule& rule : program.rules) {
    if (!rule.params.empty()) {
      names.insert(rule.name);
    }
  }
  return names;
}

TEST(Instances, ChangeNoValueOfTheLaw) {
  std::size_t instances = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Reporter reporter;
    const ir::RuleGraph graph = plan::Plan(GenerateProgram(seed), plan::Roots::kAnswers, reporter);
    const WithInstances with = InstancesOf(graph, CalledRules(*graph.program));
    ASSERT_THAT(ir::FaultsOf(*with.graph.program), IsEmpty()) << "seed " << seed;
    ASSERT_THAT(ir::FaultsOf(with.graph), IsEmpty()) << "seed " << seed;
    ASSERT_EQ(with.graph.order.size(), graph.order.size() + with.instances.size());
    instances += with.instances.size();
    for (std::uint64_t number = 0; number < 10; ++number) {
      const std::vector<std::int64_t> slots = GenerateCase(*graph.program, seed * 31 + number);
      const auto wanted = Evaluate(graph, slots, interpreter::Tracing::kOff);
      const auto found = Evaluate(with.graph, slots, interpreter::Tracing::kOff);
      for (const ir::RuleId rule : graph.order) {
        ASSERT_EQ(found.Of(rule), wanted.Of(rule))
            << "seed " << seed << ", case " << number << ", " << graph.program->rules[rule].name;
      }
    }
  }
  EXPECT_GT(instances, 300U);
}

TEST(Instances, AreOnlyOfTheRulesThatAreNamed) {
  Reporter reporter;
  const ir::RuleGraph graph = plan::Plan(GenerateProgram(3), plan::Roots::kAnswers, reporter);
  EXPECT_THAT(InstancesOf(graph, {}).instances, IsEmpty());
  for (const std::string& name : CalledRules(*graph.program)) {
    for (const auto& [made, instance] : InstancesOf(graph, {name}).instances) {
      EXPECT_EQ(graph.program->rules[instance.rule].name, name);
    }
  }
}

}  // namespace
}  // namespace acta::differential
