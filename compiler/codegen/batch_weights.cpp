#include "compiler/codegen/batch_weights.h"

#include <algorithm>
#include <set>
#include <utility>

#include "compiler/ir/walk.h"

namespace acta::codegen {
namespace {

constexpr std::uint64_t kHeaviest = std::uint64_t{1} << 40;

std::uint64_t WeightOf(const ir::Node& node) {
  return ir::IsFold(node.op) ? 12 : node.op == ir::Op::kConst ? 0 : 1;
}

// Which rules a rule looks at in the bodies of its folds, and in those of what it calls.
class FoldReads {
 public:
  explicit FoldReads(const ir::Program& program) : program_(program) {}

  std::vector<ir::RuleId> Of(ir::RuleId rule) {
    found_.clear();
    seen_.clear();
    rules_.clear();
    VisitRule(rule, false);
    return {found_.begin(), found_.end()};
  }

 private:
  void VisitRule(ir::RuleId rule, bool inside) {
    if (!rules_.insert({rule.value, inside}).second) {
      return;
    }
    for (const ir::NodeId root : ir::RootsOf(program_, rule)) {
      Visit(root, inside);
    }
  }
  void Visit(ir::NodeId id, bool inside) {
    if (!seen_.insert({id.value, inside}).second) {
      return;
    }
    const ir::Node& node = program_.nodes[id];
    const ir::RuleId rule(static_cast<std::uint32_t>(node.imm));
    if (node.op == ir::Op::kRule && inside) {
      found_.insert(rule);
    }
    if (node.op == ir::Op::kCall) {
      VisitRule(rule, inside);
    }
    // An argument is evaluated wherever the callee names it, in its folds too.
    const bool operands_inside = inside || node.op == ir::Op::kCall || ir::IsFold(node.op);
    for (const ir::NodeId operand : program_.OperandsOf(node)) {
      Visit(operand, operands_inside);
    }
  }

  const ir::Program& program_;
  std::set<ir::RuleId> found_;
  std::set<std::pair<std::uint32_t, bool>> seen_;
  std::set<std::pair<std::uint32_t, bool>> rules_;
};

}  // namespace

BatchWeights::BatchWeights(const ir::RuleGraph& graph) {
  const ir::Program& program = *graph.program;
  of.resize(program.rules.size());
  read_in_folds.resize(program.rules.size());
  ir::NodeWalk walk(program);
  const auto weigh = [&](ir::RuleId rule) {
    std::uint64_t weight = 2;
    for (const ir::NodeId id : walk.NodesOf(rule)) {
      const ir::Node& node = program.nodes[id];
      weight += WeightOf(node);
      // Callees come first.
      weight += node.op == ir::Op::kCall ? of[static_cast<std::size_t>(node.imm)] : 0;
    }
    of[rule.index()] = std::min(weight, kHeaviest);
  };
  std::ranges::for_each(graph.callees, weigh);
  std::ranges::for_each(graph.order, weigh);
  FoldReads reads(program);
  for (const ir::RuleId rule : graph.order) {
    read_in_folds[rule.index()] = reads.Of(rule);
  }
}

}  // namespace acta::codegen
