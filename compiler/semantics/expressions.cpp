// The walk over expressions: expectation, optional values and what tests say about them, logic,
// `if`, sets.
#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {

NodeId Lowerer::LowerRaw(ast::ExprId id, TypeId expected) {
  if (!id.valid()) {
    return {};
  }
  const ast::Expr& expr = ExprOf(id);
  return std::visit([&](const auto& tree) { return On(tree, id, expr.span, expected); }, expr.kind);
}

NodeId Lowerer::Lower(ast::ExprId id, TypeId expected) {
  return Tested(LowerRaw(id, expected), id);
}

NodeId Lowerer::LowerRequired(ast::ExprId id, TypeId expected) {
  const NodeId node = Lower(id, expected);
  return node.valid() ? Required(node, ExprOf(id).span) : node;
}

NodeId Lowerer::LowerAs(ast::ExprId id, TypeId expected) {
  const NodeId node = Lower(id, expected);
  if (!node.valid() || !expected.valid()) {
    return {};
  }
  return Fit(node, expected, ExprOf(id).span);
}

std::optional<std::int64_t> Lowerer::Literal(ast::ExprId id, TypeId expected) {
  const NodeId node = LowerAs(id, expected);
  if (!node.valid()) {
    return std::nullopt;
  }
  const auto constant = context_.ConstantOf(node);
  if (!constant) {
    context_.reporter.Report<diag::NotWrittenOut>(ExprOf(id).span);
  }
  return constant;
}

bool Lowerer::IsOptional(NodeId node) const {
  return node.valid() && context_.TypeOf(TypeOf(node)).optional;
}

NodeId Lowerer::Required(NodeId node, const Span& span) {
  if (!IsOptional(node)) {
    return node;
  }
  context_.reporter.Report<diag::OptionalNotTested>(span, context_.NameOf(TypeOf(node)))
      .Help("test it first: `... is present and ...`");
  return {};
}

// An optional value that a test around it showed to be present is a plain one.
NodeId Lowerer::Tested(NodeId node, ast::ExprId id) {
  if (!IsOptional(node)) {
    return node;
  }
  const bool known_present = !present_.empty() && present_.contains(context_.KeyOf(node));
  const bool is_absent = context_.ConstantOf(node).has_value();
  if (!known_present && (untested_ != Untested::kUncovered || is_absent)) {
    return node;
  }
  return Present(node, TextOf(id), ExprOf(id).span);
}

NodeId Lowerer::Present(NodeId node, const std::string& what, const Span& span) {
  if (!node.valid()) {
    return {};
  }
  const ReasonId absent =
      context_.Reason(ReasonKind::kUncovered, what, span, context_.Cite(place_));
  return context_.Make(Op::kValue, context_.types.Required(TypeOf(node)), {node}, span,
                       {.reason = absent});
}

NodeId Lowerer::Fit(NodeId node, TypeId expected, const Span& span) {
  const TypeId found = TypeOf(node);
  if (found == expected) {
    return node;
  }
  // What is surely there fits where something may be absent.
  if (context_.TypeOf(expected).optional && context_.types.Required(expected) == found) {
    return node;
  }
  context_.ReportMismatch(span, expected, found);
  return {};
}

Lowerer::Narrowing::Narrowing(Lowerer& lowerer, std::vector<std::string> keys)
    : lowerer_(lowerer), keys_(std::move(keys)) {
  for (const std::string& key : keys_) {
    ++lowerer_.present_[key];
  }
}

Lowerer::Narrowing::~Narrowing() {
  for (const std::string& key : keys_) {
    const auto entry = lowerer_.present_.find(key);
    if (--entry->second == 0) {
      lowerer_.present_.erase(entry);
    }
  }
}

std::vector<std::string> Lowerer::PresentWhen(NodeId condition, bool yes) const {
  if (!condition.valid()) {
    return {};
  }
  const ir::Node& node = context_.program.nodes[condition];
  const auto operands = context_.program.OperandsOf(node);
  if (node.op == Op::kNot) {
    return PresentWhen(operands[0], !yes);
  }
  if (node.op == Op::kPresent) {
    return yes ? std::vector{context_.KeyOf(operands[0])} : std::vector<std::string>();
  }
  if (node.op == Op::kIf) {
    return PresentWhenChosen(operands[0], operands[1], operands[2], yes);
  }
  if (node.op != Op::kAnd && node.op != Op::kOr) {
    return {};
  }
  // A conjunction that holds says what each part says; one that fails, what all parts say.
  const bool all_hold = (node.op == Op::kAnd) == yes;
  std::vector<std::string> keys = PresentWhen(operands[0], yes);
  for (const NodeId operand : operands.subspan(1)) {
    std::vector<std::string> more = PresentWhen(operand, yes);
    if (all_hold) {
      keys.insert(keys.end(), more.begin(), more.end());
    } else {
      std::erase_if(
          keys, [&](const std::string& key) { return std::ranges::find(more, key) == more.end(); });
    }
  }
  return keys;
}

// While the choice is open both branches say the same.
std::vector<std::string> Lowerer::PresentWhenChosen(NodeId choice, NodeId first, NodeId second,
                                                    bool yes) const {
  const std::vector<std::string> by_first = PresentWhen(first, yes);
  const std::vector<std::string> by_second = PresentWhen(second, yes);
  std::vector<std::string> keys;
  const auto add_common = [&keys](const std::vector<std::string>& some,
                                  const std::vector<std::string>& others) {
    std::ranges::copy_if(some, std::back_inserter(keys), [&](const std::string& key) {
      return std::ranges::find(others, key) != others.end();
    });
  };
  add_common(by_first, by_second);
  add_common(by_second, PresentWhen(choice, true));
  add_common(by_first, PresentWhen(choice, false));
  return keys;
}

bool Lowerer::NeedsExpectation(ast::ExprId id) const {
  if (!id.valid()) {
    return false;
  }
  const ast::ExprKind& kind = ExprOf(id).kind;
  if (const auto* negate = std::get_if<ast::Negate>(&kind)) {
    return NeedsExpectation(negate->operand);
  }
  if (const auto* cited = std::get_if<ast::Cited>(&kind)) {
    return NeedsExpectation(cited->operand);
  }
  if (const auto* ref = std::get_if<ast::NameRef>(&kind)) {
    const std::string& name = ref->name.parts[0].text;
    if (ref->name.parts.size() != 1 || FindVariable(name) != nullptr || FindParam(name)) {
      return false;
    }
    return std::ranges::none_of(context_.names.Find(name), [&](const Symbol& symbol) {
      return context_.Sees(place_.document, symbol.document);
    });
  }
  return std::holds_alternative<ast::AbsentLit>(kind) ||
         std::holds_alternative<ast::IntLit>(kind) ||
         std::holds_alternative<ast::DecimalLit>(kind) || std::holds_alternative<ast::SetLit>(kind);
}

std::pair<NodeId, NodeId> Lowerer::LowerPair(ast::ExprId left, ast::ExprId right, TypeId hint) {
  const auto type_of = [&](NodeId node) { return node.valid() ? TypeOf(node) : hint; };
  if (NeedsExpectation(left) && !NeedsExpectation(right)) {
    const NodeId second = LowerRequired(right, hint);
    return {LowerRequired(left, type_of(second)), second};
  }
  const NodeId first = LowerRequired(left, hint);
  return {first, LowerRequired(right, type_of(first))};
}

NodeId Lowerer::Mismatch(const Span& span, NodeId left, NodeId right, std::string_view word) {
  if (!left.valid() || !right.valid()) {
    return {};
  }
  const ir::Type& first = context_.TypeOf(TypeOf(left));
  const ir::Type& second = context_.TypeOf(TypeOf(right));
  const bool has_units = first.kind == Kind::kInteger || first.kind == Kind::kMoney;
  if (has_units && first.kind == second.kind) {
    context_.reporter.Report<diag::UnitMismatch>(span, context_.NameOf(TypeOf(left)),
                                                 context_.NameOf(TypeOf(right)));
    return {};
  }
  DiagnosticBuilder report = context_.reporter.Report<diag::KindsDoNotMix>(
      span, context_.NameOf(TypeOf(left)), context_.NameOf(TypeOf(right)), word);
  const auto are = [&](Kind one, Kind other) {
    return (first.kind == one && second.kind == other) ||
           (first.kind == other && second.kind == one);
  };
  if (are(Kind::kDate, Kind::kDateTime)) {
    report.Help("take the day of the datetime: `.date`");
  } else if (are(Kind::kTime, Kind::kDateTime)) {
    report.Help("take the time of the datetime: `.time`");
  } else if (are(Kind::kDate, Kind::kHours) || are(Kind::kDate, Kind::kMinutes)) {
    report.Help("say from which hour of the day: `DATE at 09:00`");
  }
  return {};
}

ReasonId Lowerer::Arithmetic(ast::ExprId id, const Span& span) {
  return context_.Reason(ReasonKind::kArithmetic, TextOf(id), span, context_.Cite(place_));
}

TypeId Lowerer::Common(NodeId first, NodeId second, const Span& span) {
  if (!first.valid() || !second.valid()) {
    return {};
  }
  const TypeId one = TypeOf(first);
  const TypeId other = TypeOf(second);
  if (one == other) {
    return one;
  }
  if (context_.types.Required(one) == context_.types.Required(other)) {
    return context_.types.Optional(one);
  }
  context_.ReportMismatch(span, one, other);
  return {};
}

NodeId Lowerer::On(const ast::ErrorExpr&, ast::ExprId, const Span&, TypeId) {
  return {};
}

NodeId Lowerer::On(const ast::BoolLit& tree, ast::ExprId, const Span& span, TypeId) {
  return context_.Bool(tree.value, span);
}

NodeId Lowerer::On(const ast::TextLit& tree, ast::ExprId, const Span& span, TypeId) {
  return context_.Const(context_.Of(Kind::kText), context_.InternText(tree.text), span);
}

NodeId Lowerer::On(const ast::AbsentLit&, ast::ExprId, const Span& span, TypeId expected) {
  if (!expected.valid()) {
    context_.reporter.Report<diag::CannotTellType>(span, "`absent`")
        .Help("test for it: `... is absent`");
    return {};
  }
  return context_.Const(context_.types.Optional(expected), INT64_MIN, span);
}

NodeId Lowerer::On(const ast::AsOf&, ast::ExprId, const Span& span, TypeId) {
  return context_.AsOf(span);
}

NodeId Lowerer::On(const ast::Cited& tree, ast::ExprId, const Span&, TypeId expected) {
  const NodeId node = LowerRaw(tree.operand, expected);
  if (node.valid() && !context_.program.nodes[node].citation.valid()) {
    context_.program.nodes[node].citation = context_.Cite(place_, tree.citation);
  }
  return node;
}

NodeId Lowerer::On(const ast::Not& tree, ast::ExprId, const Span& span, TypeId) {
  return context_.Not(LowerCondition(tree.operand), span);
}

NodeId Lowerer::On(const ast::And& tree, ast::ExprId, const Span& span, TypeId) {
  std::vector<NodeId> operands;
  std::deque<Narrowing> tests;
  for (const ast::ExprId operand : tree.operands) {
    operands.push_back(LowerCondition(operand));
    tests.emplace_back(*this, PresentWhen(operands.back(), true));
  }
  return context_.And(operands, span);
}

NodeId Lowerer::On(const ast::Or& tree, ast::ExprId, const Span& span, TypeId) {
  std::vector<NodeId> operands;
  std::deque<Narrowing> tests;
  for (const ast::ExprId operand : tree.operands) {
    operands.push_back(LowerCondition(operand));
    tests.emplace_back(*this, PresentWhen(operands.back(), false));
  }
  return context_.Or(operands, span);
}

NodeId Lowerer::On(const ast::IsPresent& tree, ast::ExprId, const Span& span, TypeId) {
  const NodeId operand = LowerRaw(tree.operand, {});
  if (!operand.valid()) {
    return {};
  }
  if (!IsOptional(operand)) {
    context_.reporter.Report<diag::NeverAbsent>(ExprOf(tree.operand).span,
                                                context_.NameOf(TypeOf(operand)));
    return {};
  }
  const NodeId present = context_.Make(Op::kPresent, context_.Of(Kind::kBoolean), {operand}, span);
  return tree.negated ? context_.Not(present, span) : present;
}

NodeId Lowerer::On(const ast::If& tree, ast::ExprId, const Span& span, TypeId expected) {
  const NodeId condition = LowerCondition(tree.condition);
  const auto lower_then = [&](TypeId hint) {
    const Narrowing test(*this, PresentWhen(condition, true));
    return Lower(tree.then_value, hint);
  };
  const auto lower_else = [&](TypeId hint) {
    const Narrowing test(*this, PresentWhen(condition, false));
    return Lower(tree.else_value, hint);
  };
  const auto hint_from = [&](NodeId node) {
    return expected.valid() || !node.valid() ? expected : TypeOf(node);
  };
  NodeId then_value;
  NodeId else_value;
  if (NeedsExpectation(tree.then_value) && !NeedsExpectation(tree.else_value)) {
    else_value = lower_else(expected);
    then_value = lower_then(hint_from(else_value));
  } else {
    then_value = lower_then(expected);
    else_value = lower_else(hint_from(then_value));
  }
  const TypeId type = Common(then_value, else_value, span);
  return context_.If(condition, then_value, else_value, type, span);
}

NodeId Lowerer::On(const ast::SetLit& tree, ast::ExprId, const Span& span, TypeId expected) {
  TypeId member_type;
  if (expected.valid() && context_.TypeOf(expected).kind == Kind::kSet) {
    member_type = context_.types.EnumOf(context_.TypeOf(expected).enumeration);
  }
  std::vector<NodeId> members;
  for (const ast::ExprId member : tree.members) {
    members.push_back(member_type.valid() ? LowerAs(member, member_type) : LowerRequired(member));
    if (!member_type.valid() && members.back().valid()) {
      member_type = TypeOf(members.back());
    }
  }
  if (std::ranges::any_of(members, [](NodeId node) { return !node.valid(); })) {
    return {};
  }
  if (!member_type.valid()) {
    context_.reporter.Report<diag::CannotTellType>(span, "`{}`");
    return {};
  }
  if (context_.TypeOf(member_type).kind != Kind::kEnum) {
    context_.reporter.Report<diag::TypeMismatch>(span, "members of an enum",
                                                 fmt::format("`{}`", context_.NameOf(member_type)));
    return {};
  }
  const ir::EnumId enumeration = context_.TypeOf(member_type).enumeration;
  if (const std::size_t count = context_.program.enums[enumeration].members.size();
      count > kMostInSet) {
    context_.reporter.Report<diag::SetTooLarge>(span, context_.program.enums[enumeration].name,
                                                count, kMostInSet);
    return {};
  }
  const TypeId type = context_.types.SetOf(enumeration);
  std::uint64_t mask = 0;
  std::vector<NodeId> computed;
  for (const NodeId member : members) {
    if (const auto ordinal = context_.ConstantOf(member)) {
      mask |= std::uint64_t{1} << static_cast<unsigned>(*ordinal);
    } else {
      computed.push_back(context_.Make(Op::kSetSingle, type, {member}, span));
    }
  }
  NodeId set;
  if (mask != 0 || computed.empty()) {
    set = context_.Const(type, static_cast<std::int64_t>(mask), span);
  }
  for (const NodeId single : computed) {
    set = set.valid() ? context_.Make(Op::kSetUnion, type, {set, single}, span) : single;
  }
  return set;
}

NodeId Lowerer::On(const ast::RecordLit&, ast::ExprId, const Span& span, TypeId) {
  context_.reporter.Report<diag::OnlyInScenarios>(span, "record");
  return {};
}

NodeId Lowerer::On(const ast::ListLit&, ast::ExprId, const Span& span, TypeId) {
  context_.reporter.Report<diag::OnlyInScenarios>(span, "list");
  return {};
}

NodeId Lowerer::On(const ast::Under& tree, ast::ExprId, const Span& span, TypeId) {
  const auto symbol = context_.FindKind(place_.document, tree.reading, SymbolKind::kReading);
  if (!symbol) {
    return {};
  }
  const ir::Reading& reading = context_.program.readings[symbol->index];
  const TypeId type = context_.types.EnumOf(reading.alternatives);
  const NodeId chosen =
      context_.Make(Op::kReading, type, {}, tree.reading.span,
                    {.imm = reading.slot, .reason = context_.reading_reasons[symbol->index]});
  const NodeId named =
      EnumMember(reading.alternatives, tree.alternative.text, tree.alternative.span);
  return context_.Make(Op::kEq, context_.Of(Kind::kBoolean), {chosen, named}, span);
}

NodeId Lowerer::On(const ast::AnyProhibition& tree, ast::ExprId, const Span& span, TypeId) {
  const ir::PartyId party = context_.FindParty(place_.document, tree.party);
  return tree.party && !party.valid() ? NodeId() : context_.AnyProhibition(party, span);
}

NodeId Lowerer::On(const ast::EveryObligation& tree, ast::ExprId, const Span& span, TypeId) {
  const ir::PartyId party = context_.FindParty(place_.document, tree.party);
  return tree.party && !party.valid() ? NodeId() : context_.EveryObligation(party, span);
}

}  // namespace acta::semantics
