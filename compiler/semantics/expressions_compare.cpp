// Comparisons: equality, order, membership, overlap.
#include <algorithm>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

std::string_view WordOf(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::kEq:
      return "=";
    case ast::CompareOp::kNe:
      return "!=";
    case ast::CompareOp::kLt:
      return "<";
    case ast::CompareOp::kLe:
      return "<=";
    case ast::CompareOp::kGt:
      return ">";
    case ast::CompareOp::kGe:
      return ">=";
    case ast::CompareOp::kIn:
      return "in";
    case ast::CompareOp::kNotIn:
      return "not in";
    case ast::CompareOp::kOverlaps:
      return "overlaps";
  }
  return "?";
}

}  // namespace

NodeId Lowerer::On(const ast::Compare& tree, ast::ExprId, const Span& span, TypeId) {
  switch (tree.op) {
    case ast::CompareOp::kIn:
      return IsIn(tree, span);
    case ast::CompareOp::kNotIn:
      return context_.Not(IsIn(tree, span), span);
    case ast::CompareOp::kOverlaps:
      return DoOverlap(tree, span);
    case ast::CompareOp::kEq:
    case ast::CompareOp::kNe:
    case ast::CompareOp::kLt:
    case ast::CompareOp::kLe:
    case ast::CompareOp::kGt:
    case ast::CompareOp::kGe:
      break;
  }
  for (const ast::ExprId side : {tree.left, tree.right}) {
    if (side.valid() && std::holds_alternative<ast::AbsentLit>(ExprOf(side).kind)) {
      context_.reporter.Report<diag::ComparedWithAbsent>(span).Help(
          "write `... is absent` or `... is present`");
      return {};
    }
  }
  const auto [left, right] = LowerPair(tree.left, tree.right, {});
  if (!left.valid() || !right.valid()) {
    return {};
  }
  if (TypeOf(left) != TypeOf(right)) {
    return Mismatch(span, left, right, WordOf(tree.op));
  }
  const Kind kind = KindOf(left);
  const bool is_equality = tree.op == ast::CompareOp::kEq || tree.op == ast::CompareOp::kNe;
  const bool comparable =
      is_equality ? kind != Kind::kEntity && kind != Kind::kList : ir::HasOrder(kind);
  if (!comparable) {
    context_.reporter.Report<diag::KindsDoNotMix>(span, context_.NameOf(TypeOf(left)),
                                                  context_.NameOf(TypeOf(right)), WordOf(tree.op));
    return {};
  }
  const TypeId boolean = context_.Of(Kind::kBoolean);
  switch (tree.op) {
    case ast::CompareOp::kEq:
      return context_.Make(Op::kEq, boolean, {left, right}, span);
    case ast::CompareOp::kNe:
      return context_.Make(Op::kNe, boolean, {left, right}, span);
    case ast::CompareOp::kLt:
      return context_.Make(Op::kLt, boolean, {left, right}, span);
    case ast::CompareOp::kLe:
      return context_.Make(Op::kLe, boolean, {left, right}, span);
    case ast::CompareOp::kGt:
      return context_.Make(Op::kLt, boolean, {right, left}, span);
    case ast::CompareOp::kGe:
      return context_.Make(Op::kLe, boolean, {right, left}, span);
    case ast::CompareOp::kIn:
    case ast::CompareOp::kNotIn:
    case ast::CompareOp::kOverlaps:
      break;
  }
  return {};
}

NodeId Lowerer::IsIn(const ast::Compare& tree, const Span& span) {
  const TypeId boolean = context_.Of(Kind::kBoolean);
  if (LooksLikePeriod(tree.right)) {
    const NodeId left = LowerRequired(tree.left);
    const auto period = LowerPeriod(tree.right);
    if (!left.valid() || !period) {
      return {};
    }
    const Kind kind = KindOf(left);
    if (kind == period->kind) {
      return Within(left, period->tree, kind, span);
    }
    const bool of_dates = period->kind == Kind::kPeriodOfDates;
    const Kind point = of_dates ? Kind::kDate : Kind::kTime;
    if (kind != point) {
      context_.ReportMismatch(ExprOf(tree.left).span, context_.Of(point), TypeOf(left));
      return {};
    }
    return InPeriod(left, period->tree, period->kind, span);
  }
  if (const auto* set = std::get_if<ast::SetLit>(&ExprOf(tree.right).kind)) {
    const bool member_first = NeedsExpectation(tree.left) && !set->members.empty();
    const NodeId hint = member_first ? LowerRequired(set->members.front()) : NodeId();
    const NodeId left = LowerRequired(tree.left, hint.valid() ? TypeOf(hint) : TypeId());
    if (!left.valid()) {
      return {};
    }
    if (KindOf(left) == Kind::kEnum) {
      const TypeId type = context_.types.SetOf(context_.TypeOf(TypeOf(left)).enumeration);
      return context_.Make(Op::kMember, boolean, {left, LowerAs(tree.right, type)}, span);
    }
    // Not of an enum: one of these values.
    if (KindOf(left) == Kind::kEntity || KindOf(left) == Kind::kList) {
      context_.reporter.Report<diag::KindsDoNotMix>(span, context_.NameOf(TypeOf(left)), "{...}",
                                                    "in");
      return {};
    }
    std::vector<NodeId> tests;
    for (const ast::ExprId member : set->members) {
      const NodeId value = LowerAs(member, TypeOf(left));
      const NodeId subject = tests.empty() ? left : context_.Clone(left);
      tests.push_back(context_.Make(Op::kEq, boolean, {subject, value}, span));
    }
    return context_.Or(tests, span);
  }
  const NodeId right = LowerRequired(tree.right);
  if (!right.valid()) {
    return {};
  }
  const ir::Type type = context_.TypeOf(TypeOf(right));
  if (type.kind == Kind::kSet) {
    const NodeId left = LowerAs(tree.left, context_.types.EnumOf(type.enumeration));
    return context_.Make(Op::kMember, boolean, {left, right}, span);
  }
  if (type.kind == Kind::kPeriodOfDates || type.kind == Kind::kPeriodOfTimes) {
    const NodeId left = LowerRequired(tree.left);
    if (!left.valid()) {
      return {};
    }
    const PeriodTree period{.basic = right};
    if (KindOf(left) == type.kind) {
      return Within(left, period, type.kind, span);
    }
    const TypeId point = context_.Of(type.kind == Kind::kPeriodOfDates ? Kind::kDate : Kind::kTime);
    const NodeId fitted = Fit(left, point, ExprOf(tree.left).span);
    return fitted.valid() ? InPeriod(fitted, period, type.kind, span) : NodeId();
  }
  DiagnosticBuilder report = context_.reporter.Report<diag::TypeMismatch>(
      ExprOf(tree.right).span, "a set or a period",
      fmt::format("`{}`", context_.NameOf(TypeOf(right))));
  if (type.kind == Kind::kList) {
    report.Help("ask its elements: `some x in LIST has x = ...`");
  }
  return {};
}

NodeId Lowerer::DoOverlap(const ast::Compare& tree, const Span& span) {
  if (!LooksLikePeriod(tree.left) && !LooksLikePeriod(tree.right)) {
    const auto [left, right] = LowerPair(tree.left, tree.right, {});
    if (!left.valid() || !right.valid()) {
      return {};
    }
    const Kind kind = KindOf(left);
    if (TypeOf(left) != TypeOf(right)) {
      return Mismatch(span, left, right, "overlaps");
    }
    if (kind == Kind::kSet) {
      const NodeId both = context_.Make(Op::kSetIntersection, TypeOf(left), {left, right}, span);
      return context_.Make(Op::kNe, context_.Of(Kind::kBoolean),
                           {both, context_.Const(TypeOf(left), 0, span)}, span);
    }
    if (kind != Kind::kPeriodOfDates && kind != Kind::kPeriodOfTimes) {
      return Mismatch(span, left, right, "overlaps");
    }
    return Overlaps(left, PeriodTree{.basic = right}, kind, span);
  }
  auto left = LowerPeriod(tree.left);
  auto right = LowerPeriod(tree.right);
  if (!left || !right) {
    return {};
  }
  if (left->kind != right->kind) {
    context_.reporter.Report<diag::KindsDoNotMix>(span, context_.NameOf(context_.Of(left->kind)),
                                                  context_.NameOf(context_.Of(right->kind)),
                                                  "overlaps");
    return {};
  }
  // Overlap is the same from both sides: put the single stretch of time first.
  if (left->tree.shape != PeriodTree::Shape::kBasic) {
    std::swap(left, right);
  }
  if (left->tree.shape != PeriodTree::Shape::kBasic) {
    return Undecidable(span);
  }
  return Overlaps(left->tree.basic, right->tree, left->kind, span);
}

}  // namespace acta::semantics
