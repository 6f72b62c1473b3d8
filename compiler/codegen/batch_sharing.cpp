#include "compiler/codegen/batch_sharing.h"

#include <map>
#include <tuple>
#include <utility>

#include "compiler/ir/walk.h"

namespace acta::codegen {
namespace {

// Many operations on wide values, look-ups, or code of the row evaluator for each row.
bool IsCostly(ir::Op op) {
  switch (op) {
    case ir::Op::kMulScaled:
    case ir::Op::kDiv:
    case ir::Op::kAddMonths:
    case ir::Op::kDatePart:
    case ir::Op::kDateOf:
    case ir::Op::kTimeOf:
    case ir::Op::kAge:
    case ir::Op::kToInstant:
    case ir::Op::kFromInstant:
    case ir::Op::kIsWorkingDay:
    case ir::Op::kAddWorkingDays:
    case ir::Op::kWorkingDaysBetween:
    case ir::Op::kRoll:
    case ir::Op::kAddWorkingSeconds:
    case ir::Op::kInYearly:
    case ir::Op::kOverlapYearly:
    case ir::Op::kSubsetYearly:
    case ir::Op::kLookup:
      return true;
    default:
      return false;
  }
}

using Shape =
    std::tuple<ir::Op, std::uint32_t, std::int64_t, std::uint32_t, std::vector<std::uint32_t>>;

}  // namespace

SharedNodes::SharedNodes(const ir::RuleGraph& graph)
    : first_(graph.program->nodes.size()),
      closed_(graph.program->nodes.size(), false),
      worth_keeping_(graph.program->nodes.size(), false) {
  const ir::Program& program = *graph.program;
  std::map<Shape, ir::NodeId> firsts;
  const auto look_at = [&](const auto& self, ir::NodeId id) -> void {
    if (first_[id.index()].valid()) {
      return;
    }
    const ir::Node& node = program.nodes[id];
    bool closed = node.op != ir::Op::kParam && node.op != ir::Op::kElement;
    Shape shape{node.op, node.type.value, node.imm, node.aux, {}};
    for (const ir::NodeId operand : program.OperandsOf(node)) {
      self(self, operand);
      std::get<4>(shape).push_back(first_[operand.index()].value);
      closed = closed && closed_[operand.index()];
    }
    const auto [found, is_new] = firsts.try_emplace(std::move(shape), id);
    first_[id.index()] = found->second;
    closed_[id.index()] = closed;
    if (!is_new && closed && IsCostly(node.op)) {
      worth_keeping_[found->second.index()] = true;
    }
  };
  for (const std::vector<ir::RuleId>* rules : {&graph.callees, &graph.order}) {
    for (const ir::RuleId rule : *rules) {
      for (const ir::NodeId root : ir::RootsOf(program, rule)) {
        look_at(look_at, root);
      }
    }
  }
}

}  // namespace acta::codegen
