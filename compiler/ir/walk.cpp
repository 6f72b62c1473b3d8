#include "compiler/ir/walk.h"

#include <map>
#include <ranges>
#include <variant>

namespace acta::ir {

namespace {

void AddRoots(const Clause& clause, std::vector<NodeId>& roots) {
  if (clause.guard.valid()) {
    roots.push_back(clause.guard);
  }
  if (clause.condition.valid()) {
    roots.push_back(clause.condition);
  }
  roots.insert(roots.end(), clause.withdrawals.begin(), clause.withdrawals.end());
  roots.push_back(clause.value);
}

}  // namespace

std::vector<NodeId> RootsOf(const Program& program, RuleId rule) {
  std::vector<NodeId> roots;
  // What is still to be taken, the next one last.
  std::vector<std::variant<GroupId, ClauseId>> open{program.rules[rule].root};
  while (!open.empty()) {
    const std::variant<GroupId, ClauseId> next = open.back();
    open.pop_back();
    if (const auto* clause = std::get_if<ClauseId>(&next)) {
      AddRoots(program.clauses[*clause], roots);
      continue;
    }
    const Group& group = program.groups[std::get<GroupId>(next)];
    std::multimap<ClauseId, GroupId> exceptions(group.clause_exceptions.rbegin(),
                                                group.clause_exceptions.rend());
    for (const ClauseId clause : std::views::reverse(group.clauses)) {
      open.emplace_back(clause);
      for (auto [tied, end] = exceptions.equal_range(clause); tied != end; ++tied) {
        open.emplace_back(tied->second);
      }
    }
    for (const GroupId exception : std::views::reverse(group.exceptions)) {
      open.emplace_back(exception);
    }
  }
  if (const auto& otherwise = program.rules[rule].otherwise) {
    roots.push_back(otherwise->value);
  }
  return roots;
}

std::vector<NodeId> NodeWalk::NodesOf(RuleId rule) {
  ++round_;
  std::vector<NodeId> nodes;
  std::vector<NodeId> open;
  for (const NodeId root : RootsOf(program_, rule)) {
    open.push_back(root);
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (seen_[id.value] == round_) {
        continue;
      }
      seen_[id.value] = round_;
      nodes.push_back(id);
      for (const NodeId operand : std::views::reverse(program_.OperandsOf(program_.nodes[id]))) {
        open.push_back(operand);
      }
    }
  }
  return nodes;
}

std::optional<std::uint32_t> StaticSlot(const Program& program, const Node& field) {
  std::uint32_t offset = 0;
  const Node* node = &field;
  while (true) {
    switch (node->op) {
      case Op::kField:
      case Op::kInner:
        offset += static_cast<std::uint32_t>(node->imm);
        break;
      case Op::kValue:
        break;
      case Op::kSlot: {
        const auto slot = static_cast<std::uint32_t>(node->imm);
        // An optional entity's fields begin behind the slot that says whether there is one.
        const bool is_entity = program.types[node->type].kind == Kind::kEntity;
        return slot + (is_entity && program.types[node->type].optional ? 1 : 0) + offset;
      }
      default:
        return std::nullopt;
    }
    node = &program.nodes[program.OperandsOf(*node)[0]];
  }
}

}  // namespace acta::ir
