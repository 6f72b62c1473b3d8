#include <algorithm>
#include <utility>

#include "compiler/syntax/builder.h"

namespace acta::syntax {

ast::ExprId Builder::Add(ast::ExprKind kind, const Span& span) {
  return document_.exprs.Add({std::move(kind), span});
}

std::optional<ast::ExprId> Builder::ExpressionIf(P::ExpressionContext* tree) {
  return tree != nullptr ? std::optional(Expression(*tree)) : std::nullopt;
}

ast::ExprId Builder::Expression(P::ExpressionContext& tree) {
  return tree.operands.size() == 1 ? Condition(*tree.operands.front()) : Junction(tree);
}

// `a and b and c`. Where the words are mixed, `and` is taken to bind tighter, after the report.
ast::ExprId Builder::Junction(P::ExpressionContext& tree) {
  std::vector<std::vector<ast::ExprId>> groups(1);
  for (std::size_t i = 0; i < tree.operands.size(); ++i) {
    if (i > 0 && tree.words[i - 1]->getType() == P::K_OR) {
      groups.emplace_back();
    }
    groups.back().push_back(Condition(*tree.operands[i]));
  }
  const bool is_mixed = groups.size() > 1 && groups.size() < tree.operands.size();
  if (is_mixed) {
    ReportMixed(tree);
  }
  std::vector<ast::ExprId> alternatives;
  for (std::vector<ast::ExprId>& group : groups) {
    if (group.size() == 1) {
      alternatives.push_back(group.front());
      continue;
    }
    const Span span = Join(document_.exprs[group.front()].span, document_.exprs[group.back()].span);
    alternatives.push_back(Add(ast::And{std::move(group)}, span));
  }
  return alternatives.size() == 1 ? alternatives.front()
                                  : Add(ast::Or{std::move(alternatives)}, SpanOf(tree));
}

// Shows both readings of the first three operands between which the word changes.
void Builder::ReportMixed(P::ExpressionContext& tree) {
  const auto type_of = [&](std::size_t i) { return tree.words[i]->getType(); };
  std::size_t changes = 1;
  while (type_of(changes) == type_of(changes - 1)) {
    ++changes;
  }
  const auto operand = [&](std::size_t i) {
    constexpr std::size_t kMostShown = 40;
    const std::string_view text = TextOf(SpanOf(*tree.operands[i]));
    const bool is_short = text.size() <= kMostShown && text.find('\n') == std::string_view::npos;
    return is_short ? std::string(text) : std::string("…");
  };
  const std::string a = operand(changes - 1);
  const std::string b = operand(changes);
  const std::string c = operand(changes + 1);
  const std::string_view first = TextOf(SpanOf(*tree.words[changes - 1]));
  const std::string_view second = TextOf(SpanOf(*tree.words[changes]));
  reporter_.Report<diag::MixedAndOr>(SpanOf(*tree.words[changes]))
      .Label(SpanOf(*tree.words[changes - 1]), fmt::format("joined by `{}` here", first))
      .Help(fmt::format("write `({} {} {}) {} {}` or `{} {} ({} {} {})`", a, first, b, second, c, a,
                        first, b, second, c));
}

ast::ExprId Builder::Condition(P::ConditionContext& tree) {
  if (tree.K_NOT() != nullptr) {
    return Add(ast::Not{Condition(*tree.condition())}, SpanOf(tree));
  }
  if (tree.CITATION() != nullptr) {
    ast::Citation citation = Cite(*tree.CITATION()->getSymbol());
    const ast::ExprId operand = Condition(*tree.condition());
    return Add(ast::Cited{std::move(citation), operand}, SpanOf(tree));
  }
  return tree.openForm() != nullptr ? Open(*tree.openForm()) : Comparison(*tree.comparison());
}

ast::ExprId Builder::Open(P::OpenFormContext& tree) {
  if (tree.quantity() != nullptr) {
    return Quantified(tree);
  }
  const ast::ExprId condition = Expression(*tree.test);
  const ast::ExprId then_value = Expression(*tree.yes);
  return Add(ast::If{condition, then_value, Expression(*tree.no)}, SpanOf(tree));
}

ast::ExprId Builder::Quantified(P::OpenFormContext& tree) {
  P::QuantityContext& quantity = *tree.quantity();
  const ast::QuantifierWord word = [&] {
    switch (quantity.start->getType()) {
      case P::K_SOME:
        return ast::QuantifierWord::kSome;
      case P::K_EVERY:
        return ast::QuantifierWord::kEvery;
      case P::K_NO:
        return ast::QuantifierWord::kNo;
      case P::K_EXACTLY:
        return ast::QuantifierWord::kExactly;
      default:
        return quantity.K_LEAST() != nullptr ? ast::QuantifierWord::kAtLeast
                                             : ast::QuantifierWord::kAtMost;
    }
  }();
  const std::int64_t count = quantity.INT() != nullptr ? Integer(*quantity.INT()->getSymbol()) : 0;
  ast::Ident variable = Name(*tree.ident());
  const ast::ExprId list = Access(*tree.source);
  const std::optional<ast::ExprId> filter = ExpressionIf(tree.filter);
  const ast::ExprId body = Expression(*tree.body);
  return Add(ast::Quantifier{word, count, std::move(variable), list, filter, body}, SpanOf(tree));
}

ast::ExprId Builder::Comparison(P::ComparisonContext& tree) {
  const ast::ExprId left = Stretch(*tree.left);
  if (tree.children.size() == 1) {
    return left;
  }
  if (tree.op == nullptr) {
    return TestOf(tree, left);
  }
  const ast::CompareOp op = [&] {
    switch (tree.op->getType()) {
      case P::EQUAL:
        return ast::CompareOp::kEq;
      case P::NOT_EQUAL:
        return ast::CompareOp::kNe;
      case P::LESS_THAN:
        return ast::CompareOp::kLt;
      case P::AT_MOST:
        return ast::CompareOp::kLe;
      case P::MORE_THAN:
        return ast::CompareOp::kGt;
      case P::AT_LEAST:
        return ast::CompareOp::kGe;
      case P::K_OVERLAPS:
        return ast::CompareOp::kOverlaps;
      default:
        return tree.K_NOT() != nullptr ? ast::CompareOp::kNotIn : ast::CompareOp::kIn;
    }
  }();
  return Add(ast::Compare{op, left, Stretch(*tree.right)}, SpanOf(tree));
}

// `E is present`, `E is absent`, `E is working day`.
ast::ExprId Builder::TestOf(P::ComparisonContext& tree, ast::ExprId left) {
  if (tree.K_DAY() != nullptr) {
    return Add(ast::IsWorkingDay{left, PathIf(tree.name())}, SpanOf(tree));
  }
  const bool is_absent = tree.K_ABSENT() != nullptr;
  const antlr4::Token& is = *tree.K_IS()->getSymbol();
  // In a clause a further clause may follow, `is absent when ...`; the grammar takes the test, and
  // the author may have meant the clause.
  if (in_clause_ && brackets_ == 0 && is_absent && is.getLine() > tree.left->stop->getLine()) {
    reporter_.Report<diag::AmbiguousIs>(SpanOf(is))
        .Help(
            "put a test on one line with what it tests; give a clause a name: `clause NAME is "
            "absent`");
  }
  return Add(ast::IsPresent{left, is_absent}, SpanOf(tree));
}

ast::ExprId Builder::Stretch(P::StretchContext& tree) {
  const ast::ExprId first = Counted(*tree.first);
  return tree.last == nullptr ? first
                              : Add(ast::PeriodOf{first, Counted(*tree.last)}, SpanOf(tree));
}

ast::ExprId Builder::Counted(P::CountedContext& tree) {
  const ast::ExprId amount = Sum(*tree.amount);
  P::CountWordContext* word = tree.countWord();
  if (word == nullptr) {
    return amount;
  }
  ast::Count count{.amount = amount};
  count.word = word->K_COUNTING() != nullptr ? ast::CountWord::kCountingFrom
               : word->K_BEFORE() != nullptr ? ast::CountWord::kBefore
                                             : ast::CountWord::kAfter;
  count.clear = word->K_CLEAR() != nullptr;
  count.anchor = Sum(*tree.anchor);
  for (P::CountSuffixContext* suffix : tree.suffixes) {
    AddSuffix(*suffix, count);
  }
  return Add(std::move(count), SpanOf(tree));
}

void Builder::AddSuffix(P::CountSuffixContext& tree, ast::Count& count) {
  switch (tree.start->getType()) {
    case P::K_COUNTED:
      SetOnce(count.counted_by, Path(*tree.name()), tree, "the way of counting");
      break;
    case P::K_BY:
      SetOnce(count.calendar, Path(*tree.name()), tree, "the calendar");
      break;
    case P::K_SKIPPING:
      count.skipping_days_off = true;
      break;
    case P::K_ROLLING:
      SetOnce(count.roll, tree.K_BACK() != nullptr ? ast::Roll::kBack : ast::Roll::kForward, tree,
              "the rolling");
      break;
    default:
      SetOnce(count.month_rounding,
              tree.K_UP() != nullptr ? ast::RoundingWord::kUp : ast::RoundingWord::kDown, tree,
              "the rounding");
      break;
  }
}

ast::ExprId Builder::Sum(P::SumContext& tree) {
  ast::ExprId sum = Product(*tree.product());
  for (P::AddendContext* addend : tree.rest) {
    const ast::ExprId right = Product(*addend->product());
    const Span span = Join(SpanOf(*tree.start), SpanOf(*addend));
    if (addend->K_AT() != nullptr) {
      sum = Add(ast::At{sum, right}, span);
      continue;
    }
    ast::Arithmetic arithmetic{
        addend->PLUS() != nullptr ? ast::ArithmeticOp::kAdd : ast::ArithmeticOp::kSubtract,
        sum,
        right,
        {},
        {}};
    if (addend->K_ROUNDING() != nullptr) {
      arithmetic.month_rounding =
          addend->K_UP() != nullptr ? ast::RoundingWord::kUp : ast::RoundingWord::kDown;
    }
    sum = Add(arithmetic, span);
  }
  return sum;
}

ast::ExprId Builder::Product(P::ProductContext& tree) {
  ast::ExprId product = Negation(*tree.negation());
  for (P::FactorContext* factor : tree.rest) {
    const ast::ExprId right = Negation(*factor->negation());
    ast::Arithmetic arithmetic{
        factor->STAR() != nullptr ? ast::ArithmeticOp::kMultiply : ast::ArithmeticOp::kDivide,
        product,
        right,
        {},
        {}};
    if (factor->rounded() != nullptr) {
      arithmetic.rounding = RoundingOf(*factor->rounded());
    }
    product = Add(arithmetic, Join(SpanOf(*tree.start), SpanOf(*factor)));
  }
  return product;
}

ast::Rounding Builder::RoundingOf(P::RoundedContext& tree) {
  ast::Rounding rounding;
  if (tree.K_HALF() != nullptr) {
    rounding.word =
        tree.K_UP() != nullptr ? ast::RoundingWord::kHalfUp : ast::RoundingWord::kHalfEven;
  } else {
    rounding.word = tree.K_UP() != nullptr ? ast::RoundingWord::kUp : ast::RoundingWord::kDown;
  }
  if (tree.INT() != nullptr) {
    constexpr std::int64_t kMostPlaces = 6;
    const antlr4::Token& token = *tree.INT()->getSymbol();
    const std::int64_t places = Integer(token);
    if (places > kMostPlaces) {
      reporter_.Report<diag::NumberTooLarge>(SpanOf(token), "this number",
                                             "number of decimal places", kMostPlaces);
    } else {
      rounding.places = static_cast<int>(places);
    }
  }
  return rounding;
}

ast::ExprId Builder::Negation(P::NegationContext& tree) {
  if (tree.negation() != nullptr) {
    return Add(ast::Negate{Negation(*tree.negation())}, SpanOf(tree));
  }
  ast::ExprId value = Access(*tree.access(0));
  if (P::AccessContext* date = tree.access(1)) {
    const Span span = Join(SpanOf(*tree.start), SpanOf(*date));
    const ast::ExprId at = Access(*date);
    if (std::optional<ast::Name> parameter = NameIn(value)) {
      value = Add(ast::On{*std::move(parameter), at}, span);
    } else {
      reporter_.Report<diag::NeedsName>(SpanOf(*tree.access(0)),
                                        "only a parameter, by its name, is read `on` a date");
      value = Add(ast::ErrorExpr(), span);
    }
  }
  return tree.unitName() == nullptr ? value
                                    : Add(ast::As{value, Name(*tree.unitName())}, SpanOf(tree));
}

}  // namespace acta::syntax
