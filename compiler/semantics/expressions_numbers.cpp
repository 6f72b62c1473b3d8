// Numbers: literals with their units, arithmetic, rounding.
#include <array>
#include <limits>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

constexpr std::int64_t kMillion = 1'000'000;

bool IsDuration(Kind kind) {
  switch (kind) {
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
      return true;
    case Kind::kBoolean:
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kPeriodOfDates:
    case Kind::kPeriodOfTimes:
    case Kind::kEnum:
    case Kind::kSet:
    case Kind::kEntity:
    case Kind::kList:
    case Kind::kText:
      return false;
  }
  return false;
}

bool IsNumber(Kind kind) {
  return kind == Kind::kInteger || kind == Kind::kDecimal || kind == Kind::kMoney;
}

// The two smallest words are reserved.
std::optional<std::int64_t> Product(std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  if (__builtin_mul_overflow(left, right, &result) ||
      result <= std::numeric_limits<std::int64_t>::min() + 1) {
    return std::nullopt;
  }
  return result;
}

std::optional<std::int64_t> Total(std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  if (__builtin_add_overflow(left, right, &result) ||
      result <= std::numeric_limits<std::int64_t>::min() + 1) {
    return std::nullopt;
  }
  return result;
}

// How many decimal places the payload of a kind holds.
int PlacesOf(Kind kind) {
  return kind == Kind::kDecimal ? 6 : kind == Kind::kMoney ? 2 : 0;
}

}  // namespace

NodeId Lowerer::On(const ast::IntLit& tree, ast::ExprId, const Span& span, TypeId expected) {
  const ir::Type want = expected.valid() ? context_.TypeOf(expected) : ir::Type{};
  const auto scaled = [&](TypeId type, std::int64_t factor) {
    const auto payload = Product(tree.value, factor);
    if (!payload) {
      context_.reporter.Report<diag::PayloadTooLarge>(span, context_.NameOf(type));
      return NodeId();
    }
    return context_.Const(type, *payload, span);
  };
  if (!tree.unit) {
    const bool as_decimal = expected.valid() && want.kind == Kind::kDecimal;
    return as_decimal ? scaled(context_.Of(Kind::kDecimal), kMillion)
                      : context_.Const(context_.Of(Kind::kInteger), tree.value, span);
  }
  const ir::UnitId unit = context_.FindUnit(place_.document, *tree.unit);
  if (!unit.valid()) {
    return {};
  }
  // A unit may be a currency: then the literal is money, unless an integer of it is wanted.
  const bool wants_money = expected.valid() && want.kind == Kind::kMoney && want.unit == unit;
  const bool wants_integer = expected.valid() && want.kind == Kind::kInteger && want.unit == unit;
  if (wants_money) {
    return scaled(context_.types.Required(expected), 100);
  }
  if (!wants_integer && context_.currencies.contains(unit.value)) {
    return scaled(context_.types.Intern({.kind = Kind::kMoney, .unit = unit}), 100);
  }
  return context_.Const(context_.types.Intern({.kind = Kind::kInteger, .unit = unit}), tree.value,
                        span);
}

std::optional<std::int64_t> Lowerer::Bound(ast::ExprId id, TypeId expected) {
  if (!id.valid()) {
    return std::nullopt;
  }
  const auto* negated = std::get_if<ast::Negate>(&ExprOf(id).kind);
  const auto* number =
      std::get_if<ast::IntLit>(&ExprOf(negated != nullptr ? negated->operand : id).kind);
  const Kind kind = context_.TypeOf(expected).kind;
  if (number == nullptr || number->unit || (kind != Kind::kInteger && !IsDuration(kind))) {
    return Literal(id, expected);
  }
  return negated != nullptr ? -number->value : number->value;
}

NodeId Lowerer::On(const ast::DecimalLit& tree, ast::ExprId, const Span& span, TypeId expected) {
  if (!tree.unit) {
    return context_.Const(context_.Of(Kind::kDecimal), tree.millionths, span);
  }
  const ir::UnitId unit = context_.FindUnit(place_.document, *tree.unit);
  if (!unit.valid()) {
    return {};
  }
  const ir::Type want = expected.valid() ? context_.TypeOf(expected) : ir::Type{};
  const bool wants_money = expected.valid() && want.kind == Kind::kMoney && want.unit == unit;
  if (!wants_money && !context_.currencies.contains(unit.value)) {
    context_.reporter.Report<diag::NoSuchType>(
        span, fmt::format("only money has decimals and a unit, and `{}` is no currency here",
                          tree.unit->text));
    return {};
  }
  constexpr std::int64_t kPerHundredth = 10'000;
  if (tree.millionths % kPerHundredth != 0) {
    context_.reporter.Report<diag::PlacesTooMany>(span, 2, "money");
    return {};
  }
  const TypeId type = wants_money ? context_.types.Required(expected)
                                  : context_.types.Intern({.kind = Kind::kMoney, .unit = unit});
  return context_.Const(type, tree.millionths / kPerHundredth, span);
}

NodeId Lowerer::On(const ast::DurationLit& tree, ast::ExprId, const Span& span, TypeId) {
  const auto make = [&](Kind kind, std::int64_t factor) {
    const auto payload = Product(tree.count, factor);
    if (!payload) {
      context_.reporter.Report<diag::PayloadTooLarge>(span, context_.NameOf(context_.Of(kind)));
      return NodeId();
    }
    return context_.Const(context_.Of(kind), *payload, span);
  };
  switch (tree.unit) {
    case ast::DurationUnit::kDays:
      return make(Kind::kDays, 1);
    case ast::DurationUnit::kWeeks:
      return make(Kind::kDays, 7);
    case ast::DurationUnit::kWorkingDays:
      return make(Kind::kWorkingDays, 1);
    case ast::DurationUnit::kMonths:
      return make(Kind::kMonths, 1);
    case ast::DurationUnit::kYears:
      return make(Kind::kYears, 1);
    case ast::DurationUnit::kHours:
      return make(Kind::kHours, 1);
    case ast::DurationUnit::kMinutes:
      return make(Kind::kMinutes, 1);
  }
  return {};
}

NodeId Lowerer::On(const ast::As& tree, ast::ExprId, const Span& span, TypeId) {
  const NodeId value = LowerRequired(tree.value);
  const ir::UnitId unit = context_.FindUnit(place_.document, tree.unit);
  if (!value.valid() || !unit.valid()) {
    return {};
  }
  const Kind kind = KindOf(value);
  if (kind != Kind::kInteger && !IsDuration(kind)) {
    context_.reporter.Report<diag::TypeMismatch>(
        ExprOf(tree.value).span, "an integer", fmt::format("`{}`", context_.NameOf(TypeOf(value))));
    return {};
  }
  // The number stays; only what it counts is told.
  const TypeId type = context_.types.Intern({.kind = Kind::kInteger, .unit = unit});
  if (const auto constant = context_.ConstantOf(value)) {
    return context_.Const(type, *constant, span);
  }
  const Op op = context_.program.nodes[value].op;
  if (op == Op::kLength || op == Op::kCount) {
    context_.program.nodes[value].type = type;
    return value;
  }
  const ReasonId never =
      context_.Reason(ReasonKind::kArithmetic, TextOf(tree.value), span, context_.Cite(place_));
  return context_.Make(Op::kAdd, type, {value, context_.Const(type, 0, span)}, span,
                       {.reason = never});
}

NodeId Lowerer::Negated(NodeId amount, const Span& span) {
  if (!amount.valid()) {
    return {};
  }
  if (const auto constant = context_.ConstantOf(amount)) {
    return context_.Const(TypeOf(amount), -*constant, span);
  }
  const ReasonId overflow =
      context_.Reason(ReasonKind::kArithmetic, "negation", span, context_.Cite(place_));
  return context_.Make(Op::kNeg, TypeOf(amount), {amount}, span, {.reason = overflow});
}

NodeId Lowerer::Plus(NodeId amount, std::int64_t more, const Span& span) {
  if (!amount.valid()) {
    return {};
  }
  if (const auto constant = context_.ConstantOf(amount)) {
    if (const auto total = Total(*constant, more)) {
      return context_.Const(TypeOf(amount), *total, span);
    }
  }
  const ReasonId overflow = context_.Reason(ReasonKind::kArithmetic, fmt::format("... + {}", more),
                                            span, context_.Cite(place_));
  return context_.Make(Op::kAdd, TypeOf(amount),
                       {amount, context_.Const(TypeOf(amount), more, span)}, span,
                       {.reason = overflow});
}

NodeId Lowerer::Times(NodeId amount, std::int64_t factor, TypeId type, const Span& span) {
  if (const auto constant = context_.ConstantOf(amount)) {
    if (const auto product = Product(*constant, factor)) {
      return context_.Const(type, *product, span);
    }
  }
  const ReasonId overflow = context_.Reason(
      ReasonKind::kArithmetic, fmt::format("... * {}", factor), span, context_.Cite(place_));
  const NodeId by = context_.Const(context_.Of(Kind::kInteger), factor, span);
  return context_.Make(Op::kMul, type, {amount, by}, span, {.reason = overflow});
}

NodeId Lowerer::On(const ast::Negate& tree, ast::ExprId self, const Span& span, TypeId expected) {
  const NodeId operand = LowerRequired(tree.operand, expected);
  if (!operand.valid()) {
    return {};
  }
  if (!IsNumber(KindOf(operand)) && !IsDuration(KindOf(operand))) {
    context_.reporter.Report<diag::TypeMismatch>(
        span, "a number or a duration", fmt::format("`{}`", context_.NameOf(TypeOf(operand))));
    return {};
  }
  if (const auto constant = context_.ConstantOf(operand)) {
    return context_.Const(TypeOf(operand), -*constant, span);
  }
  return context_.Make(Op::kNeg, TypeOf(operand), {operand}, span,
                       {.reason = Arithmetic(self, span)});
}

NodeId Lowerer::On(const ast::Arithmetic& tree, ast::ExprId self, const Span& span,
                   TypeId expected) {
  const bool is_sum = tree.op == ast::ArithmeticOp::kAdd || tree.op == ast::ArithmeticOp::kSubtract;
  if (is_sum) {
    return AddOrSubtract(tree, self, span, expected);
  }
  // Only the wish for a decimal helps to read the literals of a product.
  const bool wants_decimal = expected.valid() && context_.TypeOf(expected).kind == Kind::kDecimal;
  const TypeId hint = wants_decimal ? context_.types.Required(expected) : TypeId();
  return tree.op == ast::ArithmeticOp::kMultiply ? Multiply(tree, self, span, hint)
                                                 : Divide(tree, self, span, hint);
}

NodeId Lowerer::AddOrSubtract(const ast::Arithmetic& tree, ast::ExprId self, const Span& span,
                              TypeId hint) {
  const bool subtract = tree.op == ast::ArithmeticOp::kSubtract;
  if (hint.valid()) {
    const Kind kind = context_.TypeOf(hint).kind;
    hint = IsNumber(kind) ? context_.types.Required(hint) : TypeId();
  }
  const auto [left, right] = LowerPair(tree.left, tree.right, hint);
  if (!left.valid() || !right.valid()) {
    return {};
  }
  const Kind first = KindOf(left);
  const Kind second = KindOf(right);
  if (first == Kind::kDate && IsDuration(second)) {
    return AddToDate(left, subtract ? Negated(right, ExprOf(tree.right).span) : right,
                     tree.month_rounding, self, span);
  }
  if (first == Kind::kDateTime && IsDuration(second)) {
    return AddToDateTime(left, subtract ? Negated(right, ExprOf(tree.right).span) : right,
                         tree.month_rounding, self, span);
  }
  if (tree.month_rounding) {
    context_.reporter.Report<diag::RoundingOutOfPlace>(span, "rounding down|up",
                                                       "months and years added to a date");
  }
  if (subtract && first == Kind::kDate && second == Kind::kDate) {
    return context_.Make(Op::kSub, context_.Of(Kind::kDays), {left, right}, span,
                         {.reason = Arithmetic(self, span)});
  }
  if (subtract && first == Kind::kDateTime && second == Kind::kDateTime) {
    const NodeId seconds = context_.Make(Op::kSub, context_.Of(Kind::kInteger),
                                         {ToInstant(left, span), ToInstant(right, span)}, span,
                                         {.reason = Arithmetic(self, span)});
    // Whole minutes; what is left of one does not count.
    constexpr std::uint32_t kDown = 1;
    return context_.Make(Op::kDiv, context_.Of(Kind::kMinutes),
                         {seconds, context_.Const(context_.Of(Kind::kInteger), 60, span)}, span,
                         {.imm = 1, .aux = kDown, .reason = Arithmetic(self, span)});
  }
  const bool adds_up = IsNumber(first) || IsDuration(first);
  if (!adds_up || TypeOf(left) != TypeOf(right)) {
    return Mismatch(span, left, right, subtract ? "-" : "+");
  }
  const auto one = context_.ConstantOf(left);
  const auto other = context_.ConstantOf(right);
  if (one && other) {
    if (const auto total = Total(*one, subtract ? -*other : *other)) {
      return context_.Const(TypeOf(left), *total, span);
    }
  }
  return context_.Make(subtract ? Op::kSub : Op::kAdd, TypeOf(left), {left, right}, span,
                       {.reason = Arithmetic(self, span)});
}

// `scale` is that of the operator (operators.def); rounding is to the places the author named.
NodeId Lowerer::Scaled(Op op, TypeId type, NodeId left, NodeId right, std::int64_t scale,
                       const ast::Arithmetic& tree, ast::ExprId self, const Span& span) {
  std::uint32_t aux = 0;
  if (tree.rounding) {
    const int places = PlacesOf(context_.TypeOf(type).kind);
    if (tree.rounding->places < 0 || tree.rounding->places > places) {
      context_.reporter.Report<diag::PlacesTooMany>(span, places, context_.NameOf(type));
      return {};
    }
    constexpr std::array<std::uint32_t, 4> kModes = {1, 2, 3, 4};  // down, up, half up, half even
    const auto exponent = static_cast<std::uint32_t>(places - tree.rounding->places);
    aux = exponent << 8U | kModes[static_cast<std::size_t>(tree.rounding->word)];
  }
  return context_.Make(op, type, {left, right}, span,
                       {.imm = scale, .aux = aux, .reason = Arithmetic(self, span)});
}

NodeId Lowerer::Multiply(const ast::Arithmetic& tree, ast::ExprId self, const Span& span,
                         TypeId hint) {
  NodeId left = LowerRequired(tree.left, hint);
  NodeId right = LowerRequired(tree.right, hint);
  if (!left.valid() || !right.valid()) {
    return {};
  }
  const NodeId written_left = left;
  const NodeId written_right = right;
  const auto rank = [&](NodeId node) {
    const Kind kind = KindOf(node);
    return kind == Kind::kMoney     ? 0
           : IsDuration(kind)       ? 1
           : kind == Kind::kInteger ? 2
           : kind == Kind::kDecimal ? 3
                                    : 4;
  };
  if (rank(right) < rank(left)) {
    std::swap(left, right);
  }
  const ir::Type first = context_.TypeOf(TypeOf(left));
  const ir::Type second = context_.TypeOf(TypeOf(right));
  const auto plain = [&](TypeId type) {
    if (tree.rounding) {
      return Scaled(Op::kMulScaled, type, written_left, written_right, 1, tree, self, span);
    }
    const auto one = context_.ConstantOf(left);
    const auto other = context_.ConstantOf(right);
    if (one && other) {
      if (const auto product = Product(*one, *other)) {
        return context_.Const(type, *product, span);
      }
    }
    return context_.Make(Op::kMul, type, {written_left, written_right}, span,
                         {.reason = Arithmetic(self, span)});
  };
  const auto scaled = [&](TypeId type) {
    return Scaled(Op::kMulScaled, type, written_left, written_right, kMillion, tree, self, span);
  };
  if (first.kind == Kind::kMoney && second.kind == Kind::kInteger) {
    if (first.per.valid() && second.unit == first.per) {
      return plain(context_.types.Intern({.kind = Kind::kMoney, .unit = first.unit}));
    }
    if (!second.unit.valid()) {
      return plain(TypeOf(left));
    }
  }
  if (first.kind == Kind::kMoney && second.kind == Kind::kDecimal) {
    return scaled(TypeOf(left));
  }
  if (IsDuration(first.kind) && second.kind == Kind::kInteger && !second.unit.valid()) {
    return plain(TypeOf(left));
  }
  if (first.kind == Kind::kInteger && second.kind == Kind::kInteger &&
      (!first.unit.valid() || !second.unit.valid())) {
    return plain(first.unit.valid() ? TypeOf(left) : TypeOf(right));
  }
  if (first.kind == Kind::kInteger && second.kind == Kind::kDecimal) {
    // A share of something counted is counted too; a share of a plain number is a decimal.
    const bool stays_integer = first.unit.valid() || (tree.rounding && tree.rounding->places == 0);
    return stays_integer && !hint.valid() ? scaled(TypeOf(left))
                                          : plain(context_.Of(Kind::kDecimal));
  }
  if (first.kind == Kind::kDecimal && second.kind == Kind::kDecimal) {
    return scaled(TypeOf(left));
  }
  return Mismatch(span, written_left, written_right, "*");
}

NodeId Lowerer::Divide(const ast::Arithmetic& tree, ast::ExprId self, const Span& span,
                       TypeId hint) {
  const NodeId left = LowerRequired(tree.left, hint);
  const NodeId right = LowerRequired(tree.right, hint);
  if (!left.valid() || !right.valid()) {
    return {};
  }
  const ir::Type first = context_.TypeOf(TypeOf(left));
  const ir::Type second = context_.TypeOf(TypeOf(right));
  const TypeId decimal = context_.Of(Kind::kDecimal);
  const auto divide = [&](TypeId type, std::int64_t scale) {
    return Scaled(Op::kDiv, type, left, right, scale, tree, self, span);
  };
  const bool wants_decimal = hint.valid() || (tree.rounding && tree.rounding->places > 0);
  if (first.kind == Kind::kInteger && second.kind == Kind::kInteger) {
    if (first.unit == second.unit) {
      return wants_decimal ? divide(decimal, kMillion) : divide(context_.Of(Kind::kInteger), 1);
    }
    if (!second.unit.valid()) {
      return divide(TypeOf(left), 1);
    }
  }
  if (first.kind == Kind::kInteger && second.kind == Kind::kDecimal) {
    return first.unit.valid() ? divide(TypeOf(left), kMillion)
                              : divide(decimal, kMillion * kMillion);
  }
  if (first.kind == Kind::kDecimal && second.kind == Kind::kDecimal) {
    return divide(decimal, kMillion);
  }
  if (first.kind == Kind::kDecimal && second.kind == Kind::kInteger && !second.unit.valid()) {
    return divide(decimal, 1);
  }
  if (first.kind == Kind::kMoney && second.kind == Kind::kDecimal) {
    return divide(TypeOf(left), kMillion);
  }
  if (first.kind == Kind::kMoney && second.kind == Kind::kInteger) {
    if (!second.unit.valid()) {
      return divide(TypeOf(left), 1);
    }
    if (!first.per.valid()) {
      return divide(
          context_.types.Intern({.kind = Kind::kMoney, .unit = first.unit, .per = second.unit}), 1);
    }
  }
  if (first.kind == Kind::kMoney && second.kind == Kind::kMoney && first.unit == second.unit) {
    if (first.per == second.per) {
      return divide(decimal, kMillion);
    }
    if (!first.per.valid()) {
      return divide(context_.types.Intern({.kind = Kind::kInteger, .unit = second.per}), 1);
    }
  }
  if (IsDuration(first.kind) && second.kind == Kind::kInteger && !second.unit.valid()) {
    return divide(TypeOf(left), 1);
  }
  if (IsDuration(first.kind) && first.kind == second.kind) {
    return wants_decimal ? divide(decimal, kMillion) : divide(context_.Of(Kind::kInteger), 1);
  }
  return Mismatch(span, left, right, "/");
}

}  // namespace acta::semantics
