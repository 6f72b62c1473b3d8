#include <utility>

#include "compiler/base/check.h"
#include "compiler/syntax/builder.h"

namespace acta::syntax {

// `organiser.birth_date`, `fine(x).amount`: names grow as long as they are plain, so that members
// are found later.
ast::ExprId Builder::Access(P::AccessContext& tree) {
  if (tree.atom() != nullptr) {
    // The operands are added before what they belong to.
    ast::ExprKind kind = Atom(*tree.atom());
    return Add(std::move(kind), SpanOf(tree));
  }
  ast::ExprId value = Base(*tree.base());
  // `(a).b` is a field of a value; `a.b` a name.
  bool is_plain_name = tree.base()->ident() != nullptr;
  for (P::StepContext* step : tree.steps) {
    const Span span = Join(SpanOf(*tree.start), SpanOf(*step));
    if (step->arguments() == nullptr) {
      ast::Ident field = Name(*step->IDENT()->getSymbol());
      if (is_plain_name) {
        ast::Expr& expr = document_.exprs[value];
        ast::Name& name = std::get<ast::NameRef>(expr.kind).name;
        name.parts.push_back({std::move(field.text), field.span});
        name.span = span;
        expr.span = span;
      } else {
        value = Add(ast::Field{value, std::move(field)}, span);
      }
      continue;
    }
    std::vector<ast::ExprId> args = Arguments(*step->arguments());
    if (is_plain_name) {
      value = Add(ast::Call{*NameIn(value), std::move(args)}, span);
      is_plain_name = false;
    } else {
      reporter_.Report<diag::NeedsName>(span,
                                        "only a rule or a table, by its name, takes arguments");
      value = Add(ast::ErrorExpr(), span);
    }
  }
  return value;
}

std::optional<ast::Name> Builder::NameIn(ast::ExprId id) const {
  const auto* reference = std::get_if<ast::NameRef>(&document_.exprs[id].kind);
  return reference != nullptr ? std::optional(reference->name) : std::nullopt;
}

ast::ExprId Builder::Base(P::BaseContext& tree) {
  if (tree.expression() != nullptr) {
    ++brackets_;
    const ast::ExprId inner = Expression(*tree.expression());
    --brackets_;
    return inner;
  }
  if (tree.ident() == nullptr) {
    return Add(ast::AsOf(), SpanOf(tree));
  }
  ast::Ident name = Name(*tree.ident());
  return Add(ast::NameRef{{.parts = {{std::move(name.text), name.span}}, .span = name.span}},
             name.span);
}

ast::ExprKind Builder::Atom(P::AtomContext& tree) {
  if (tree.number() != nullptr) {
    return Number(*tree.number());
  }
  if (tree.moment() != nullptr) {
    return Moment(*tree.moment());
  }
  if (tree.record() != nullptr) {
    return Record(*tree.record());
  }
  if (tree.set() != nullptr) {
    ast::SetLit set;
    ++brackets_;
    for (P::ExpressionContext* member : tree.set()->members) {
      set.members.push_back(Expression(*member));
    }
    --brackets_;
    return set;
  }
  if (tree.matching() != nullptr) {
    return MatchOf(*tree.matching());
  }
  if (tree.list() != nullptr) {
    ast::ListLit list;
    ++brackets_;
    for (P::ExpressionContext* item : tree.list()->items) {
      list.items.push_back(Expression(*item));
    }
    --brackets_;
    return list;
  }
  switch (tree.start->getType()) {
    case P::K_YES:
      return ast::BoolLit{true};
    case P::K_NO:
      return ast::BoolLit{false};
    case P::K_ABSENT:
      return ast::AbsentLit();
    case P::TEXT:
      return ast::TextLit{Quoted(*tree.start).text};
    case P::K_UNDER:
      return ast::Under{Path(*tree.name()), Name(*tree.ident())};
    case P::K_AGE: {
      const ast::ExprId birth = Access(*tree.access(0));
      return ast::AgeOf{birth, Access(*tree.access(1)), tree.K_DOWN() != nullptr};
    }
    case P::K_COUNT:
      return CountOf(tree);
    case P::K_SUM:
      return FoldOf(tree, ast::AggregateWord::kSum);
    case P::K_EARLIEST:
      return FoldOf(tree, ast::AggregateWord::kEarliest);
    case P::K_LATEST:
      return FoldOf(tree, ast::AggregateWord::kLatest);
    case P::K_BETWEEN: {
      const ast::ExprId far = Sum(*tree.sum(0));
      const ast::ExprId near = Sum(*tree.sum(1));
      return ast::Window{
          far, near, tree.K_BEFORE() != nullptr ? ast::CountWord::kBefore : ast::CountWord::kAfter,
          Access(*tree.access(0))};
    }
    case P::K_WORKING: {
      const ast::ExprId from = Sum(*tree.sum(0));
      return ast::WorkingDaysBetween{from, Access(*tree.access(0)), PathIf(tree.name())};
    }
    case P::K_ANY:
      return ast::AnyProhibition{PathIf(tree.name())};
    default:
      break;
  }
  ACTA_CHECK(tree.K_EVERY() != nullptr, "the grammar has no further atom");
  if (tree.K_OBLIGATION() != nullptr) {
    return ast::EveryObligation{PathIf(tree.name())};
  }
  return ast::EveryYear{Day(*tree.dayMonth(0)), Day(*tree.dayMonth(1))};
}

ast::Match Builder::MatchOf(P::MatchingContext& tree) {
  ast::Match match{Expression(*tree.subject), {}};
  ++brackets_;
  for (P::ArmContext* arm : tree.arms) {
    ast::Match::Arm built{.span = SpanOf(*arm)};
    for (P::StretchContext* pattern : arm->patterns) {
      built.patterns.push_back(Stretch(*pattern));
    }
    built.value = Expression(*arm->expression());
    match.arms.push_back(std::move(built));
  }
  --brackets_;
  return match;
}

ast::ExprKind Builder::CountOf(P::AtomContext& tree) {
  ast::Aggregate count{.word = ast::AggregateWord::kCount};
  count.variable = NameIf(tree.ident());
  count.list = Access(*tree.access(0));
  count.filter = ExpressionIf(tree.expression());
  return count;
}

ast::ExprKind Builder::FoldOf(P::AtomContext& tree, ast::AggregateWord word) {
  ast::Aggregate fold{.word = word};
  fold.value = Sum(*tree.sum(0));
  fold.variable = Name(*tree.ident());
  fold.list = Access(*tree.access(0));
  fold.filter = ExpressionIf(tree.expression());
  return fold;
}

std::vector<ast::ExprId> Builder::Arguments(P::ArgumentsContext& tree) {
  std::vector<ast::ExprId> args;
  ++brackets_;
  for (P::ExpressionContext* item : tree.items) {
    args.push_back(Expression(*item));
  }
  --brackets_;
  return args;
}

ast::RecordLit Builder::Record(P::RecordContext& tree) {
  ast::RecordLit record;
  ++brackets_;
  for (P::GivenContext* item : tree.items) {
    ast::Name path = Path(*item->fact());
    record.items.push_back({std::move(path), Expression(*item->expression())});
  }
  --brackets_;
  return record;
}

}  // namespace acta::syntax
