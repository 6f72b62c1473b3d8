// Nodes of the core: making, copying and comparing them.
#include <algorithm>

#include "compiler/semantics/context.h"

namespace acta::semantics {
namespace {

// What one program may copy: far beyond any act, far below what a machine minds.
constexpr std::size_t kMostCloned = 4'000'000;

void AppendKey(const ir::Program& program, NodeId id, std::string& key) {
  if (!id.valid()) {
    key += '?';
    return;
  }
  const ir::Node& node = program.nodes[id];
  key += fmt::format("{}.{}.{}.{}", static_cast<int>(node.op), node.type.value, node.imm, node.aux);
  if (node.op == Op::kUndetermined) {
    key += fmt::format("!{}", node.reason.value);
  }
  if (node.operand_count == 0) {
    return;
  }
  key += '(';
  for (const NodeId operand : program.OperandsOf(node)) {
    AppendKey(program, operand, key);
    key += ',';
  }
  key += ')';
}

}  // namespace

NodeId Context::Make(Op op, TypeId type, std::initializer_list<NodeId> operands, const Span& span,
                     ir::NodeParts parts) {
  return Make(op, type, std::span(operands.begin(), operands.size()), span, parts);
}

NodeId Context::Make(Op op, TypeId type, std::span<const NodeId> operands, const Span& span,
                     ir::NodeParts parts) {
  if (!type.valid() || std::ranges::any_of(operands, [](NodeId id) { return !id.valid(); })) {
    return {};
  }
  placed_.resize(program.nodes.size() + 1, false);
  for (const NodeId operand : operands) {
    placed_[operand.index()] = true;
  }
  parts.span = span;
  return ir::AddNode(program, op, type, operands, parts);
}

NodeId Context::Const(TypeId type, std::int64_t payload, const Span& span) {
  return Make(Op::kConst, type, {}, span, {.imm = payload});
}

NodeId Context::Bool(bool value, const Span& span) {
  return Const(Of(Kind::kBoolean), value ? 1 : 0, span);
}

std::optional<std::int64_t> Context::ConstantOf(NodeId node) const {
  if (!node.valid() || program.nodes[node].op != Op::kConst) {
    return std::nullopt;
  }
  return program.nodes[node].imm;
}

NodeId Context::Not(NodeId operand, const Span& span) {
  if (const auto constant = ConstantOf(operand)) {
    return Bool(*constant == 0, span);
  }
  return Make(Op::kNot, Of(Kind::kBoolean), {operand}, span);
}

NodeId Context::And(std::span<const NodeId> operands, const Span& span) {
  if (operands.empty()) {
    return Bool(true, span);
  }
  return operands.size() == 1 ? operands[0] : Make(Op::kAnd, Of(Kind::kBoolean), operands, span);
}

NodeId Context::Or(std::span<const NodeId> operands, const Span& span) {
  if (operands.empty()) {
    return Bool(false, span);
  }
  return operands.size() == 1 ? operands[0] : Make(Op::kOr, Of(Kind::kBoolean), operands, span);
}

NodeId Context::If(NodeId condition, NodeId then_value, NodeId else_value, TypeId type,
                   const Span& span) {
  return Make(Op::kIf, type, {condition, then_value, else_value}, span);
}

NodeId Context::Result(RuleId rule, const Span& span) {
  if (!rule.valid()) {
    return {};
  }
  return Make(Op::kRule, TypeOfRule(rule, span), {}, span,
              {.imm = static_cast<std::int64_t>(rule.value)});
}

NodeId Context::Undetermined(ReasonId reason, TypeId type, const Span& span) {
  return Make(Op::kUndetermined, type, {}, span, {.reason = reason});
}

NodeId Context::AsOf(const Span& span) {
  fact_used[0] = true;
  return Make(Op::kSlot, Of(Kind::kDate), {}, span, {.imm = 0});
}

NodeId Context::Fresh(NodeId node) {
  const bool placed = node.valid() && node.index() < placed_.size() && placed_[node.index()];
  return placed ? Clone(node) : node;
}

NodeId Context::Clone(NodeId node) {
  if (!node.valid()) {
    return {};
  }
  if (++cloned_ > kMostCloned) {
    if (cloned_ == kMostCloned + 1) {
      reporter.Report<diag::GrowsTooLarge>(program.nodes[node].span, kMostCloned);
    }
    return {};
  }
  const ir::Node copied = program.nodes[node];
  std::vector<NodeId> operands;
  operands.reserve(copied.operand_count);
  for (std::uint32_t i = 0; i < copied.operand_count; ++i) {
    operands.push_back(Clone(program.operands[copied.first_operand + i]));
  }
  return Make(
      copied.op, copied.type, operands, copied.span,
      {.imm = copied.imm, .aux = copied.aux, .reason = copied.reason, .citation = copied.citation});
}

std::string Context::KeyOf(NodeId id) const {
  std::string key;
  AppendKey(program, id, key);
  return key;
}

ReasonId Context::Reason(ReasonKind kind, std::string subject, const Span& span,
                         ir::CitationId citation, std::string doc) {
  return program.reasons.Add({.kind = kind,
                              .subject = std::move(subject),
                              .span = span,
                              .citation = citation,
                              .doc = std::move(doc)});
}

std::int64_t Context::InternText(const std::string& text) {
  const auto next = static_cast<std::int64_t>(program.texts.size());
  const auto [entry, added] = texts_.try_emplace(text, next);
  if (added) {
    program.texts.push_back(text);
  }
  return entry->second;
}

std::int64_t PackPeriod(std::int64_t start, std::int64_t end) {
  const auto low = static_cast<std::uint32_t>(static_cast<std::int32_t>(end));
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(start) << 32U) | low);
}

}  // namespace acta::semantics
