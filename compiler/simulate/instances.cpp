#include "compiler/simulate/instances.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "compiler/ir/builder.h"
#include "compiler/ir/print.h"
#include "compiler/ir/walk.h"

namespace acta::simulate {

namespace {

using ir::NodeId;
using ir::Op;
using ir::RuleId;

constexpr std::size_t kMostInstances = 1'000;
constexpr std::size_t kMostNodesOfCall = 200;

class Maker {
 public:
  Maker(const ir::RuleGraph& graph, const std::set<std::string>& rules)
      : graph_(graph), rules_(rules), program_(*graph.program) {}

  WithInstances Make() {
    for (const RuleId rule : graph_.order) {
      MakeThoseOf(rule);
      order_.push_back(rule);
    }
    return {.graph = {.program = std::make_shared<ir::Program>(std::move(program_)),
                      .order = std::move(order_),
                      .callees = graph_.callees},
            .instances = std::move(instances_)};
  }

 private:
  // Of the rule at hand: what stands for its parameters, and how far the numbers of variables in
  // that are moved, away from its own.
  struct Arguments {
    std::vector<NodeId> nodes;
    std::uint32_t moved_by = 0;
  };

  void MakeThoseOf(RuleId rule) {
    for (const NodeId root : ir::RootsOf(program_, rule)) {
      MakeThoseIn(root);
    }
  }

  void MakeThoseIn(NodeId id) {
    for (const NodeId operand : OperandsOf(id)) {
      MakeThoseIn(operand);
    }
    if (program_.nodes[id].op != Op::kCall || !IsWanted(id) || !IsOfTheCase(id)) {
      return;
    }
    if (const std::optional<RuleId> instance = InstanceOf(id)) {
      ir::Node& node = program_.nodes[id];
      node.op = Op::kRule;
      node.imm = instance->value;
      node.operand_count = 0;
    }
  }

  [[nodiscard]] std::vector<NodeId> OperandsOf(NodeId id) const {
    const auto operands = program_.OperandsOf(program_.nodes[id]);
    return {operands.begin(), operands.end()};
  }

  [[nodiscard]] const ir::Rule& RuleOf(NodeId call) const {
    return program_.rules[RuleId(static_cast<std::uint32_t>(program_.nodes[call].imm))];
  }

  // What is presumed for a rule is part of it.
  [[nodiscard]] bool IsWanted(NodeId call) const {
    const ir::Rule& rule = RuleOf(call);
    return rule.role == ir::RuleRole::kPresumed || rules_.contains(rule.name);
  }

  // Whether it asks about nothing that only the reader knows, and that in few words.
  [[nodiscard]] bool IsOfTheCase(NodeId call) const {
    const ir::Rule& rule = RuleOf(call);
    const auto operands = program_.OperandsOf(program_.nodes[call]);
    std::vector<std::pair<NodeId, std::set<std::int64_t>>> open;  // with the variables bound there
    for (std::size_t i = 0; i < operands.size(); ++i) {
      open.push_back({operands[i], {}});
      if (program_.types[program_.nodes[operands[i]].type].optional !=
          program_.types[rule.params[i].type].optional) {
        return false;
      }
    }
    std::size_t count = 0;
    while (!open.empty()) {
      const auto [id, bound] = std::move(open.back());
      open.pop_back();
      const ir::Node& node = program_.nodes[id];
      if (++count > kMostNodesOfCall || node.op == Op::kParam ||
          (node.op == Op::kElement && !bound.contains(node.imm))) {
        return false;
      }
      std::set<std::int64_t> inside = bound;
      if (ir::IsFold(node.op)) {
        inside.insert(node.aux);
      }
      for (const NodeId operand : program_.OperandsOf(node)) {
        open.emplace_back(operand, inside);
      }
    }
    return true;
  }

  // Nothing where there are enough, or where another call of the same words has other reasons.
  std::optional<RuleId> InstanceOf(NodeId call) {
    std::string name = ir::PrintNode(program_, call);
    if (const auto known = made_.find(name); known != made_.end()) {
      return HaveSameReasons(instances_.at(known->second).arguments, OperandsOf(call))
                 ? std::optional(known->second)
                 : std::nullopt;
    }
    if (made_.size() == kMostInstances) {
      return std::nullopt;
    }
    const RuleId asked(static_cast<std::uint32_t>(program_.nodes[call].imm));
    const Arguments arguments{OperandsOf(call), VariablesOf(asked)};
    ir::Rule rule = program_.rules[asked];
    rule.name = name;
    rule.params.clear();
    rule.root = CopyOf(rule.root, arguments);
    if (rule.otherwise) {
      rule.otherwise->value = CopyOf(rule.otherwise->value, arguments);
    }
    const RuleId instance = program_.rules.Add(std::move(rule));
    instances_[instance] = {asked, arguments.nodes};
    made_[std::move(name)] = instance;
    MakeThoseOf(instance);
    order_.push_back(instance);
    return instance;
  }

  [[nodiscard]] bool HaveSameReasons(std::span<const NodeId> one,
                                     std::span<const NodeId> other) const {
    return std::ranges::equal(one, other, [&](NodeId a, NodeId b) {
      const ir::Node& left = program_.nodes[a];
      const ir::Node& right = program_.nodes[b];
      return left.reason == right.reason &&
             HaveSameReasons(program_.OperandsOf(left), program_.OperandsOf(right));
    });
  }

  // One more than the highest number of a variable in the rule.
  [[nodiscard]] std::uint32_t VariablesOf(RuleId rule) const {
    std::uint32_t count = 0;
    for (const NodeId id : ir::NodeWalk(program_).NodesOf(rule)) {
      const ir::Node& node = program_.nodes[id];
      count = std::max(count, ir::IsFold(node.op) ? node.aux + 1 : 0);
    }
    return count;
  }

  ir::GroupId CopyOf(ir::GroupId id, const Arguments& arguments) {
    ir::Group group = program_.groups[id];
    for (ir::ClauseId& clause : group.clauses) {
      const ir::ClauseId own = clause;
      clause = CopyOf(own, arguments);
      for (auto& [target, exception] : group.clause_exceptions) {
        target = target == own ? clause : target;
      }
    }
    for (ir::GroupId& exception : group.exceptions) {
      exception = CopyOf(exception, arguments);
    }
    for (auto& [target, exception] : group.clause_exceptions) {
      exception = CopyOf(exception, arguments);
    }
    return program_.groups.Add(std::move(group));
  }

  ir::ClauseId CopyOf(ir::ClauseId id, const Arguments& arguments) {
    ir::Clause clause = program_.clauses[id];
    for (NodeId* const part : {&clause.guard, &clause.condition, &clause.value}) {
      if (part->valid()) {
        *part = CopyOf(*part, arguments);
      }
    }
    for (NodeId& withdrawal : clause.withdrawals) {
      withdrawal = CopyOf(withdrawal, arguments);
    }
    return program_.clauses.Add(std::move(clause));
  }

  NodeId CopyOf(NodeId id, const Arguments& arguments, std::uint32_t moved_by = 0) {
    ir::Node node = program_.nodes[id];
    if (node.op == Op::kParam) {
      return CopyOf(arguments.nodes[static_cast<std::size_t>(node.imm)], arguments,
                    arguments.moved_by);
    }
    std::vector<NodeId> operands = OperandsOf(id);
    for (NodeId& operand : operands) {
      operand = CopyOf(operand, arguments, moved_by);
    }
    node.imm += node.op == Op::kElement ? moved_by : 0;
    node.aux += ir::IsFold(node.op) ? moved_by : 0;
    return ir::AddNodeLike(program_, node, operands);
  }

  const ir::RuleGraph& graph_;
  const std::set<std::string>& rules_;
  ir::Program program_;
  std::vector<RuleId> order_;
  std::map<RuleId, Instance> instances_;
  std::map<std::string, RuleId> made_;
};

}  // namespace

WithInstances InstancesOf(const ir::RuleGraph& graph, const std::set<std::string>& rules) {
  return rules.empty() ? WithInstances{.graph = graph} : Maker(graph, rules).Make();
}

}  // namespace acta::simulate
