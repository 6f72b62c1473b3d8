// Periods: single stretches, windows of the year, and what `or`, `and`, `not` make of them.
#include <algorithm>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

using Shape = PeriodTree::Shape;

PeriodTree Join(Shape shape, std::vector<PeriodTree> parts) {
  return {.shape = shape, .parts = std::move(parts)};
}

// `not` moved down to the stretches: not (a or b) is not a and not b.
PeriodTree Complement(const PeriodTree& tree) {
  if (tree.shape == Shape::kNot) {
    return tree.parts[0];
  }
  if (tree.shape == Shape::kOr || tree.shape == Shape::kAnd) {
    std::vector<PeriodTree> parts;
    std::ranges::transform(tree.parts, std::back_inserter(parts), Complement);
    return Join(tree.shape == Shape::kOr ? Shape::kAnd : Shape::kOr, std::move(parts));
  }
  return Join(Shape::kNot, {tree});
}

}  // namespace

NodeId Lowerer::On(const ast::PeriodOf& tree, ast::ExprId, const Span& span, TypeId) {
  const auto [start, end] = LowerPair(tree.start, tree.end, {});
  if (!start.valid() || !end.valid()) {
    return {};
  }
  const Kind kind = KindOf(start);
  if (kind != KindOf(end) || (kind != Kind::kDate && kind != Kind::kTime)) {
    return Mismatch(span, start, end, "to");
  }
  const TypeId type =
      context_.Of(kind == Kind::kDate ? Kind::kPeriodOfDates : Kind::kPeriodOfTimes);
  const auto first = context_.ConstantOf(start);
  const auto last = context_.ConstantOf(end);
  if (first && last) {
    if (kind == Kind::kDate && *first > *last) {
      context_.reporter.Report<diag::EmptyRange>(span, ir::FormatDate(*first),
                                                 ir::FormatDate(*last));
      return {};
    }
    return context_.Const(type, PackPeriod(*first, *last), span);
  }
  return context_.Make(Op::kMakePeriod, type, {start, end}, span);
}

NodeId Lowerer::On(const ast::EveryYear&, ast::ExprId, const Span& span, TypeId) {
  context_.reporter.Report<diag::NotOneStretch>(span).Help(
      "ask whether a date is in it, or whether a period overlaps it");
  return {};
}

bool Lowerer::LooksLikePeriod(ast::ExprId id) const {
  if (!id.valid()) {
    return false;
  }
  const ast::ExprKind& kind = ExprOf(id).kind;
  const auto any = [&](const std::vector<ast::ExprId>& operands) {
    return std::ranges::any_of(operands, [&](ast::ExprId part) { return LooksLikePeriod(part); });
  };
  if (const auto* ref = std::get_if<ast::NameRef>(&kind)) {
    const std::string& name = ref->name.parts[0].text;
    if (FindVariable(name) != nullptr || FindParam(name)) {
      return false;
    }
    // The name itself, or the last part of a qualified one; members of periods are no periods.
    const auto symbols = context_.names.Find(ref->name.parts.back().text);
    return std::ranges::any_of(symbols, [&](const Symbol& symbol) {
      const bool meant = ref->name.parts.size() == 1 ||
                         (symbol.document != kBuiltIn &&
                          semantics::TextOf(ref->name) == context_.documents[symbol.document].name +
                                                              "." + ref->name.parts.back().text);
      return symbol.kind == SymbolKind::kPeriod && meant &&
             context_.Sees(place_.document, symbol.document);
    });
  }
  if (const auto* both = std::get_if<ast::And>(&kind)) {
    return any(both->operands);
  }
  if (const auto* either = std::get_if<ast::Or>(&kind)) {
    return any(either->operands);
  }
  if (const auto* negated = std::get_if<ast::Not>(&kind)) {
    return LooksLikePeriod(negated->operand);
  }
  if (const auto* cited = std::get_if<ast::Cited>(&kind)) {
    return LooksLikePeriod(cited->operand);
  }
  return std::holds_alternative<ast::EveryYear>(kind) ||
         std::holds_alternative<ast::PeriodOf>(kind) || std::holds_alternative<ast::Window>(kind);
}

std::optional<PeriodSet> Lowerer::LowerPeriod(ast::ExprId id) {
  if (!id.valid()) {
    return std::nullopt;
  }
  const ast::Expr& expr = ExprOf(id);
  if (const auto* yearly = std::get_if<ast::EveryYear>(&expr.kind)) {
    const auto code = [](const ast::DayMonth& day) { return day.month * 32 + day.day; };
    return PeriodSet{Kind::kPeriodOfDates,
                     {.shape = Shape::kYearly,
                      .yearly = std::int64_t{code(yearly->from)} * 4096 + code(yearly->to)}};
  }
  if (const auto* negated = std::get_if<ast::Not>(&expr.kind)) {
    auto inner = LowerPeriod(negated->operand);
    if (inner) {
      inner->tree = Complement(inner->tree);
    }
    return inner;
  }
  if (const auto* cited = std::get_if<ast::Cited>(&expr.kind)) {
    return LowerPeriod(cited->operand);
  }
  const auto* both = std::get_if<ast::And>(&expr.kind);
  const auto* either = std::get_if<ast::Or>(&expr.kind);
  if (both != nullptr || either != nullptr) {
    PeriodSet joined{.tree = {.shape = both != nullptr ? Shape::kAnd : Shape::kOr}};
    bool sound = true;
    for (const ast::ExprId operand : both != nullptr ? both->operands : either->operands) {
      auto part = LowerPeriod(operand);
      if (!part) {
        sound = false;
        continue;
      }
      if (!joined.tree.parts.empty() && part->kind != joined.kind) {
        context_.ReportMismatch(ExprOf(operand).span, context_.Of(joined.kind),
                                context_.Of(part->kind));
        sound = false;
        continue;
      }
      joined.kind = part->kind;
      joined.tree.parts.push_back(std::move(part->tree));
    }
    return sound ? std::optional(std::move(joined)) : std::nullopt;
  }
  if (const auto* ref = std::get_if<ast::NameRef>(&expr.kind);
      ref != nullptr && LooksLikePeriod(id)) {
    const auto symbol = context_.FindKind(place_.document, ref->name, SymbolKind::kPeriod);
    if (!symbol) {
      return std::nullopt;
    }
    PeriodInfo& info = context_.periods[symbol->index];
    if (info.under_way) {
      context_.reporter.Report<diag::DefinedByItself>(expr.span, semantics::TextOf(ref->name));
      return std::nullopt;
    }
    info.under_way = true;
    auto period = Lowerer(context_, info.place).LowerPeriod(info.tree->value);
    context_.periods[symbol->index].under_way = false;
    return period;
  }
  const NodeId basic = LowerRequired(id);
  if (!basic.valid()) {
    return std::nullopt;
  }
  const Kind kind = KindOf(basic);
  if (kind != Kind::kPeriodOfDates && kind != Kind::kPeriodOfTimes) {
    context_.reporter.Report<diag::TypeMismatch>(
        expr.span, "a period", fmt::format("`{}`", context_.NameOf(TypeOf(basic))));
    return std::nullopt;
  }
  return PeriodSet{kind, {.basic = basic}};
}

NodeId Lowerer::InPeriod(NodeId point, const PeriodTree& tree, Kind kind, const Span& span) {
  const TypeId boolean = context_.Of(Kind::kBoolean);
  switch (tree.shape) {
    case Shape::kBasic:
      return context_.Make(kind == Kind::kPeriodOfDates ? Op::kInDates : Op::kInTimes, boolean,
                           {context_.Fresh(point), context_.Fresh(tree.basic)}, span);
    case Shape::kYearly:
      return context_.Make(Op::kInYearly, boolean, {context_.Fresh(point)}, span,
                           {.imm = tree.yearly});
    case Shape::kNot:
      return context_.Not(InPeriod(point, tree.parts[0], kind, span), span);
    case Shape::kOr:
    case Shape::kAnd: {
      std::vector<NodeId> parts;
      parts.reserve(tree.parts.size());
      for (const PeriodTree& part : tree.parts) {
        parts.push_back(InPeriod(point, part, kind, span));
      }
      return tree.shape == Shape::kOr ? context_.Or(parts, span) : context_.And(parts, span);
    }
  }
  return {};
}

NodeId Lowerer::Undecidable(const Span& span) {
  context_.reporter.Report<diag::PeriodUndecidable>(span).Help(
      "ask about a single stretch of time, or ask several questions");
  return {};
}

// Whether a stretch of time shares a day with the set.
NodeId Lowerer::Overlaps(NodeId period, const PeriodTree& tree, Kind kind, const Span& span) {
  const TypeId boolean = context_.Of(Kind::kBoolean);
  const bool of_dates = kind == Kind::kPeriodOfDates;
  switch (tree.shape) {
    case Shape::kBasic:
      return context_.Make(of_dates ? Op::kOverlapDates : Op::kOverlapTimes, boolean,
                           {context_.Fresh(period), context_.Fresh(tree.basic)}, span);
    case Shape::kYearly:
      return context_.Make(Op::kOverlapYearly, boolean, {context_.Fresh(period)}, span,
                           {.imm = tree.yearly});
    case Shape::kNot:
      // It shares a day with the rest of time unless all of it lies within.
      return context_.Not(Within(period, tree.parts[0], kind, span), span);
    case Shape::kOr: {
      std::vector<NodeId> parts;
      parts.reserve(tree.parts.size());
      for (const PeriodTree& part : tree.parts) {
        parts.push_back(Overlaps(period, part, kind, span));
      }
      return context_.Or(parts, span);
    }
    case Shape::kAnd:
      break;
  }
  if (tree.parts.size() == 1) {
    return Overlaps(period, tree.parts[0], kind, span);
  }
  // A common part with a stretch is a stretch again; a choice is taken apart.
  for (std::size_t i = 0; i < tree.parts.size(); ++i) {
    const PeriodTree& part = tree.parts[i];
    PeriodTree rest = tree;
    rest.parts.erase(rest.parts.begin() + static_cast<std::ptrdiff_t>(i));
    if (part.shape == Shape::kBasic && of_dates) {
      const NodeId common =
          context_.Make(Op::kIntersectDates, context_.Of(kind),
                        {context_.Fresh(period), context_.Fresh(part.basic)}, span);
      return Overlaps(common, rest, kind, span);
    }
    if (part.shape == Shape::kOr) {
      std::vector<NodeId> choices;
      for (const PeriodTree& choice : part.parts) {
        PeriodTree one = rest;
        one.parts.push_back(choice);
        choices.push_back(Overlaps(period, one, kind, span));
      }
      return context_.Or(choices, span);
    }
    if (part.shape == Shape::kAnd) {
      rest.parts.insert(rest.parts.end(), part.parts.begin(), part.parts.end());
      return Overlaps(period, rest, kind, span);
    }
  }
  return Undecidable(span);
}

// It lies within when it has a part in it and none in the rest of the day.
NodeId Lowerer::WithinTimes(NodeId period, NodeId around, const Span& span) {
  const TypeId boolean = context_.Of(Kind::kBoolean);
  const TypeId time = context_.Of(Kind::kTime);
  const NodeId end = context_.Make(Op::kPeriodEnd, time, {context_.Fresh(around)}, span);
  const NodeId start = context_.Make(Op::kPeriodStart, time, {context_.Fresh(around)}, span);
  const NodeId rest =
      context_.Make(Op::kMakePeriod, context_.Of(Kind::kPeriodOfTimes), {end, start}, span);
  const auto overlaps = [&](NodeId other) {
    return context_.Make(Op::kOverlapTimes, boolean, {context_.Fresh(period), other}, span);
  };
  return context_.And({overlaps(context_.Fresh(around)), context_.Not(overlaps(rest), span)}, span);
}

// Whether all of a stretch of time lies within the set.
NodeId Lowerer::Within(NodeId period, const PeriodTree& tree, Kind kind, const Span& span) {
  const TypeId boolean = context_.Of(Kind::kBoolean);
  const bool of_dates = kind == Kind::kPeriodOfDates;
  switch (tree.shape) {
    case Shape::kBasic:
      return of_dates ? context_.Make(Op::kSubsetDates, boolean,
                                      {context_.Fresh(period), context_.Fresh(tree.basic)}, span)
                      : WithinTimes(period, tree.basic, span);
    case Shape::kYearly:
      return context_.Make(Op::kSubsetYearly, boolean, {context_.Fresh(period)}, span,
                           {.imm = tree.yearly});
    case Shape::kNot:
      return context_.Not(Overlaps(period, tree.parts[0], kind, span), span);
    case Shape::kAnd: {
      std::vector<NodeId> parts;
      parts.reserve(tree.parts.size());
      for (const PeriodTree& part : tree.parts) {
        parts.push_back(Within(period, part, kind, span));
      }
      return context_.And(parts, span);
    }
    case Shape::kOr:
      // Within a choice means: shares no day with what none of them covers.
      return context_.Not(Overlaps(period, Complement(tree), kind, span), span);
  }
  return {};
}

}  // namespace acta::semantics
