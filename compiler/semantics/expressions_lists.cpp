// Lists: quantifiers and folds.
#include <algorithm>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

// Larger counts than a list can hold change nothing.
constexpr std::int64_t kMoreThanAnyList = std::int64_t{1} << 40;

}  // namespace

std::optional<std::pair<NodeId, TypeId>> Lowerer::LowerList(ast::ExprId id) {
  const NodeId list = LowerRequired(id);
  if (!list.valid()) {
    return std::nullopt;
  }
  if (KindOf(list) != Kind::kList) {
    context_.reporter.Report<diag::TypeMismatch>(
        ExprOf(id).span, "a list", fmt::format("`{}`", context_.NameOf(TypeOf(list))));
    return std::nullopt;
  }
  return std::pair(list, context_.TypeOf(TypeOf(list)).element);
}

NodeId Lowerer::On(const ast::Quantifier& tree, ast::ExprId, const Span& span, TypeId) {
  const TypeId boolean = context_.Of(Kind::kBoolean);
  const auto list = LowerList(tree.list);
  // Without a list the variable has no type, and what is said of it cannot be judged.
  if (!list) {
    return {};
  }
  const std::uint32_t number = next_variable_++;
  variables_.push_back({tree.variable.text, list->second, number});
  NodeId filter;
  NodeId body;
  {
    if (tree.filter) {
      filter = LowerCondition(*tree.filter);
    }
    const Narrowing test(*this, PresentWhen(filter, true));
    body = LowerCondition(tree.body);
  }
  variables_.pop_back();
  if (!body.valid() || (tree.filter && !filter.valid())) {
    return {};
  }
  const bool is_every = tree.word == ast::QuantifierWord::kEvery;
  NodeId wanted = is_every ? context_.Not(body, ExprOf(tree.body).span) : body;
  if (filter.valid()) {
    wanted = context_.And({filter, wanted}, span);
  }
  const auto at_least = [&](std::int64_t count, NodeId over, NodeId what) {
    return context_.Make(Op::kAtLeast, boolean, {over, what}, span,
                         {.imm = std::min(count, kMoreThanAnyList), .aux = number});
  };
  const std::int64_t count = std::min(tree.count, kMoreThanAnyList);
  switch (tree.word) {
    case ast::QuantifierWord::kSome:
      return at_least(1, list->first, wanted);
    case ast::QuantifierWord::kEvery:
    case ast::QuantifierWord::kNo:
      return context_.Not(at_least(1, list->first, wanted), span);
    case ast::QuantifierWord::kAtLeast:
      return at_least(count, list->first, wanted);
    case ast::QuantifierWord::kAtMost:
      return context_.Not(at_least(count + 1, list->first, wanted), span);
    case ast::QuantifierWord::kExactly: {
      const NodeId more = at_least(count + 1, context_.Clone(list->first), context_.Clone(wanted));
      return context_.And({at_least(count, list->first, wanted), context_.Not(more, span)}, span);
    }
  }
  return {};
}

NodeId Lowerer::On(const ast::Aggregate& tree, ast::ExprId self, const Span& span, TypeId) {
  const auto list = LowerList(tree.list);
  if (!list) {
    return {};
  }
  const TypeId integer = context_.Of(Kind::kInteger);
  if (tree.word == ast::AggregateWord::kCount && !tree.variable) {
    return context_.Make(Op::kLength, integer, {list->first}, span);
  }
  const std::uint32_t number = next_variable_++;
  variables_.push_back({tree.variable ? tree.variable->text : std::string(), list->second, number});
  NodeId filter;
  NodeId value;
  {
    filter = tree.filter ? LowerCondition(*tree.filter) : context_.Bool(true, span);
    const Narrowing test(*this, PresentWhen(filter, true));
    if (tree.value) {
      value = LowerRequired(*tree.value);
    }
  }
  variables_.pop_back();
  if (!filter.valid()) {
    return {};
  }
  if (tree.word == ast::AggregateWord::kCount) {
    return context_.Make(Op::kCount, integer, {list->first, filter}, span, {.aux = number});
  }
  if (!value.valid()) {
    return {};
  }
  const Kind kind = KindOf(value);
  const bool is_date = kind == Kind::kDate || kind == Kind::kTime || kind == Kind::kDateTime;
  const bool is_amount = kind >= Kind::kInteger && kind <= Kind::kMinutes && !is_date;
  if (tree.word == ast::AggregateWord::kSum) {
    if (!is_amount) {
      context_.reporter.Report<diag::TypeMismatch>(
          ExprOf(*tree.value).span, "a number or a duration",
          fmt::format("`{}`", context_.NameOf(TypeOf(value))));
      return {};
    }
    return context_.Make(Op::kSum, TypeOf(value), {list->first, filter, value}, span,
                         {.aux = number, .reason = Arithmetic(self, span)});
  }
  if (!is_date) {
    context_.reporter.Report<diag::TypeMismatch>(
        ExprOf(*tree.value).span, "a date, a time or a datetime",
        fmt::format("`{}`", context_.NameOf(TypeOf(value))));
    return {};
  }
  const Op op = tree.word == ast::AggregateWord::kEarliest ? Op::kEarliest : Op::kLatest;
  return context_.Make(op, context_.types.Optional(TypeOf(value)), {list->first, filter, value},
                       span, {.aux = number});
}

}  // namespace acta::semantics
