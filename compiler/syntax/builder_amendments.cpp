#include <algorithm>

#include "compiler/syntax/builder.h"
#include "compiler/syntax/document.h"

namespace acta::syntax {

ast::Amendment Builder::Build(P::AmendmentDeclContext& tree) {
  ast::Amendment amendment{.name = Name(*tree.ident()), .law = Path(*tree.name())};
  for (P::AmendmentItemContext* item : tree.amendmentItem()) {
    AddAmendmentItem(*item, amendment);
  }
  return amendment;
}

void Builder::AddAmendmentItem(P::AmendmentItemContext& tree, ast::Amendment& amendment) {
  if (tree.instruction() != nullptr) {
    amendment.instructions.push_back(Instruction(*tree.instruction()));
    return;
  }
  switch (tree.start->getType()) {
    case P::K_TITLE:
      SetOnce(amendment.title, Quoted(tree.TEXT()), tree, "the title");
      break;
    case P::K_SOURCE:
      SetOnce(amendment.source, Quoted(tree.TEXT()), tree, "the source");
      break;
    case P::K_IN:
      amendment.from_span = SpanOf(tree);
      SetOnce(amendment.from, Date(*tree.DATE()->getSymbol()), tree, "the time in force");
      break;
    default:
      SetOnce(amendment.cases, Expression(*tree.expression()), tree, "for which cases");
      break;
  }
}

ast::Amendment::Target Builder::TargetOf(P::AmendedContext& tree) {
  return {PathIf(tree.name()), Cite(tree.CITATION()), SpanOf(tree)};
}

Span Builder::Material(P::MaterialContext& tree) const {
  const Span braces = SpanOf(tree);
  return {braces.source, braces.begin + 1, braces.end - 1};
}

std::vector<ast::Text> Builder::Paragraphs(const std::vector<antlr4::Token*>& tokens) {
  std::vector<ast::Text> paragraphs;
  for (const antlr4::Token* token : tokens) {
    paragraphs.push_back(Quoted(*token));
    const ast::Text& words = paragraphs.back();
    if (const auto structure = StructureOf(words.text)) {
      reporter_.Report<diag::TextIsNoParagraph>(words.span, words.text, *structure)
          .Help(
              "`insert provision` puts in a heading, `insert in [...] { ... }` code; prose begins "
              "with a word");
    }
  }
  return paragraphs;
}

ast::Amendment::Instruction Builder::Instruction(P::InstructionContext& tree) {
  using A = ast::Amendment;
  const Span span = SpanOf(tree);
  const auto heading = [&] {
    return tree.heading != nullptr ? std::optional(Quoted(*tree.heading)) : std::nullopt;
  };
  switch (tree.start->getType()) {
    case P::K_SUBSTITUTE:
      return {
          A::Substitute{Quoted(*tree.old), Quoted(*tree.replacement), TargetOf(*tree.amended(0))},
          span};
    case P::K_REWORD:
      return {A::Reword{Cite(*tree.CITATION()->getSymbol()), heading(), Paragraphs(tree.prose)},
              span};
    case P::K_REPEAL: {
      A::Repeal repeal;
      for (P::AmendedContext* target : tree.amended()) {
        repeal.targets.push_back(TargetOf(*target));
      }
      return {std::move(repeal), span};
    }
    case P::K_REPLACE:
      return {A::Replace{TargetOf(*tree.amended(0)), Material(*tree.material())}, span};
    case P::K_ADD:
      return {A::AddTo{Path(*tree.name()), Material(*tree.material())}, span};
    default:
      break;
  }
  if (tree.K_PROVISION() != nullptr) {
    return {A::InsertProvision{.number = Quoted(*tree.cited),
                               .heading = heading(),
                               .after = Cite(*tree.CITATION()->getSymbol()),
                               .prose = Paragraphs(tree.prose),
                               .material = tree.material() != nullptr
                                               ? std::optional(Material(*tree.material()))
                                               : std::nullopt},
            span};
  }
  if (tree.name() != nullptr) {
    return {A::InsertAfter{Path(*tree.name()), Material(*tree.material())}, span};
  }
  return {A::InsertIn{Cite(*tree.CITATION()->getSymbol()), Material(*tree.material())}, span};
}

ast::Population Builder::Build(P::PopulationDeclContext& tree) {
  ast::Population population{
      .name = Name(*tree.ident()), .law = Path(*tree.name()), .doc = Quoted(tree.TEXT())};
  for (P::PopulationItemContext* item : tree.items) {
    population.items.push_back(Item(*item));
  }
  return population;
}

ast::Population::Item Builder::Item(P::PopulationItemContext& tree) {
  ast::Population::Item item{.span = SpanOf(tree)};
  if (tree.fact() != nullptr) {
    item.path = Path(*tree.fact());
  } else {
    ast::Ident name = Name(*tree.ident());
    item.path.span = name.span;
    item.path.parts.push_back({std::move(name.text), name.span});
    item.type = Type(*tree.type());
  }
  item.options = Options(*tree.drawn());
  return item;
}

std::vector<ast::Population::Option> Builder::Options(P::DrawnContext& tree) {
  std::vector<ast::Population::Option> options;
  for (P::DrawOptionContext* option : tree.options) {
    options.push_back(Option(*option));
  }
  return options;
}

ast::Population::Option Builder::Option(P::DrawOptionContext& tree) {
  ast::Population::Option option{
      .draw = Draw(*tree.draw()), .otherwise = tree.K_OTHERWISE() != nullptr, .span = SpanOf(tree)};
  if (tree.PERCENT() != nullptr) {
    option.share = Millionths(*tree.PERCENT()->getSymbol());
  }
  if (tree.K_WHEN() != nullptr) {
    option.when = Expression(*tree.expression());
  }
  return option;
}

ast::Population::Draw Builder::Draw(P::DrawContext& tree) {
  using Kind = ast::Population::Draw::Kind;
  ast::Population::Draw draw{.span = SpanOf(tree)};
  if (tree.expression() != nullptr) {
    draw.first = Expression(*tree.expression());
    return draw;
  }
  switch (tree.start->getType()) {
    case P::K_MISSING:
      draw.kind = Kind::kMissing;
      break;
    case P::K_PRESENT:
      draw.kind = Kind::kPresent;
      break;
    case P::K_UNIFORM:
      draw.kind = Kind::kUniform;
      draw.first = Sum(*tree.low);
      draw.second = Sum(*tree.high);
      break;
    case P::K_NORMAL:
    case P::K_LOGNORMAL:
      draw.kind = tree.K_NORMAL() != nullptr ? Kind::kNormal : Kind::kLognormal;
      draw.first = Sum(*tree.middle);
      draw.below = Millionths(*tree.PERCENT()->getSymbol());
      draw.second = Sum(*tree.limit);
      break;
    case P::K_DAY: {
      draw.kind = Kind::kDay;
      if (tree.INT() != nullptr) {
        const auto year =
            static_cast<int>(std::min<std::int64_t>(Integer(*tree.INT()->getSymbol()), 9999));
        draw.from = {year, 1, 1};
        draw.to = {year, 12, 31};
      } else {
        draw.from = Date(*tree.DATE(0)->getSymbol());
        draw.to = Date(*tree.DATE(1)->getSymbol());
      }
      std::vector<ast::Ident> days;
      for (P::WeightContext* weight : tree.weights) {
        constexpr std::int64_t kOne = 1'000'000;
        draw.weights.resize(7, kOne);
        const bool is_whole = weight->INT() != nullptr;
        constexpr std::int64_t kMost = 1'000'000;
        const std::int64_t times =
            is_whole ? std::min(Integer(*weight->INT()->getSymbol()), kMost) * kOne
                     : Millionths(*weight->DECIMAL()->getSymbol());
        const ast::Ident day = Name(*weight->IDENT()->getSymbol());
        const auto said = std::ranges::find(days, day.text, &ast::Ident::text);
        if (said != days.end()) {
          reporter_
              .Report<diag::BadDistribution>(day.span,
                                             fmt::format("`{}` has a weight already", day.text))
              .Label(said->span, "it was given here");
        }
        days.push_back(day);
        draw.weights[static_cast<std::size_t>(Weekday(day))] = times;
      }
      break;
    }
    case P::K_FROM:
      draw.kind = Kind::kFile;
      if (tree.column != nullptr) {
        draw.column = Quoted(*tree.column);
      }
      draw.file = Quoted(*tree.file);
      break;
    case P::K_LIST:
      draw.kind = Kind::kList;
      for (P::DrawContext* part : tree.draw()) {
        draw.options.push_back({.draw = Draw(*part), .span = SpanOf(*part)});
      }
      for (P::PopulationItemContext* item : tree.items) {
        draw.each.push_back(Item(*item));
      }
      break;
    default:
      draw.kind = Kind::kNested;
      draw.options = Options(*tree.drawn());
      break;
  }
  return draw;
}

}  // namespace acta::syntax
