#include "compiler/syntax/builder.h"

namespace acta::syntax {

ast::Rule Builder::Build(P::RuleDeclContext& tree) {
  ast::Rule rule{.name = Name(*tree.ident()),
                 .params = Params(tree.params()),
                 .type = TypeIf(tree.type()),
                 .doc = Quoted(tree.TEXT()),
                 .gloss = GlossIf(tree.gloss())};
  for (P::ClauseContext* clause : tree.clauses) {
    rule.clauses.push_back(BuildClause(*clause));
  }
  return rule;
}

ast::Exception Builder::Build(P::ExceptionDeclContext& tree) {
  ast::Exception exception{
      .name = Name(*tree.ident()), .target = Path(*tree.name()), .gloss = GlossIf(tree.gloss())};
  for (P::ClauseContext* clause : tree.clauses) {
    exception.clauses.push_back(BuildClause(*clause));
  }
  return exception;
}

ast::Disapply Builder::Build(P::DisapplyDeclContext& tree) {
  return {Path(*tree.name()), Cite(tree.CITATION()), Expression(*tree.expression()),
          GlossIf(tree.gloss())};
}

ast::Presumption Builder::Build(P::PresumptionDeclContext& tree) {
  ast::Presumption presumption{
      .name = Name(*tree.ident()), .target = Path(*tree.name()), .gloss = GlossIf(tree.gloss())};
  for (P::ClauseContext* clause : tree.clauses) {
    presumption.clauses.push_back(BuildClause(*clause));
  }
  return presumption;
}

ast::Prohibition Builder::Build(P::ProhibitionDeclContext& tree) {
  ast::Prohibition prohibition{.name = Name(*tree.ident()),
                               .params = Params(tree.params()),
                               .on = PathIf(tree.party),
                               .doc = Quoted(tree.TEXT()),
                               .gloss = GlossIf(tree.gloss())};
  for (P::NormClauseContext* clause : tree.clauses) {
    prohibition.clauses.push_back(BuildClause(*clause));
  }
  return prohibition;
}

ast::Permission Builder::Build(P::PermissionDeclContext& tree) {
  ast::Permission permission{
      .name = Name(*tree.ident()), .doc = Quoted(tree.TEXT()), .gloss = GlossIf(tree.gloss())};
  for (P::NameContext* lifted : tree.lifts) {
    permission.lifts.push_back(Path(*lifted));
  }
  for (P::NormClauseContext* clause : tree.clauses) {
    permission.clauses.push_back(BuildClause(*clause));
  }
  return permission;
}

ast::Obligation Builder::Build(P::ObligationDeclContext& tree) {
  ast::Obligation obligation{.name = Name(*tree.ident()),
                             .on = PathIf(tree.party),
                             .doc = Quoted(tree.TEXT()),
                             .gloss = GlossIf(tree.gloss())};
  for (P::ObligationItemContext* item : tree.obligationItem()) {
    if (item->normClause() != nullptr) {
      obligation.clauses.push_back(BuildClause(*item->normClause()));
      continue;
    }
    const bool is_due = item->K_DUE() != nullptr;
    auto& slot = is_due ? obligation.due : obligation.done;
    auto& citation = is_due ? obligation.due_citation : obligation.done_citation;
    if (!slot) {
      citation = Cite(item->CITATION());
    }
    SetOnce(slot, Expression(*item->expression()), *item,
            is_due ? "when it is due" : "when it is done");
  }
  return obligation;
}

ast::Power Builder::Build(P::PowerDeclContext& tree) {
  ast::Power power{.name = Name(*tree.ident()),
                   .of = PathIf(tree.party),
                   .doc = Quoted(tree.TEXT()),
                   .gloss = GlossIf(tree.gloss())};
  for (P::PowerItemContext* item : tree.powerItem()) {
    if (!item->clauses.empty()) {
      auto& clauses = item->K_MUST() != nullptr ? power.must : power.may;
      const std::size_t first = clauses.size();
      for (P::NormClauseContext* clause : item->clauses) {
        clauses.push_back(BuildClause(*clause));
      }
      // `[(2)] must when C` and `must [(2)] when C` say the same.
      if (item->CITATION() != nullptr && !clauses[first].citation) {
        clauses[first].citation = Cite(item->CITATION());
        clauses[first].span = Join(SpanOf(*item->start), clauses[first].span);
      }
      continue;
    }
    const bool is_by = item->K_BY() != nullptr;
    auto& slot = is_by ? power.by : power.done;
    auto& citation = is_by ? power.by_citation : power.done_citation;
    if (!slot) {
      citation = Cite(item->CITATION());
    }
    SetOnce(slot, Expression(*item->expression()), *item,
            is_by ? "by when it is used" : "when it is done");
  }
  return power;
}

ast::Grounds Builder::Build(P::GroundsDeclContext& tree) {
  ast::Grounds grounds{.name = Name(*tree.ident()),
                       .by = PathIf(tree.party),
                       .doc = Quoted(tree.TEXT()),
                       .gloss = GlossIf(tree.gloss())};
  for (P::GroundContext* ground : tree.items) {
    grounds.grounds.push_back(BuildClause(*ground));
  }
  return grounds;
}

ast::Clause Builder::BuildClause(P::ClauseContext& tree) {
  in_clause_ = true;
  ast::Clause clause{.citation = Cite(tree.CITATION()),
                     .name = NameIf(tree.ident()),
                     .force = ForceIf(tree.force()),
                     .value = Expression(*tree.value),
                     .when = ExpressionIf(tree.when),
                     .unless = ExpressionIf(tree.unless),
                     .span = SpanOf(tree)};
  in_clause_ = false;
  return clause;
}

ast::Clause Builder::BuildClause(P::NormClauseContext& tree) {
  return {.citation = Cite(tree.CITATION()),
          .name = NameIf(tree.ident()),
          .force = ForceIf(tree.force()),
          .value = Yes(*tree.K_WHEN()->getSymbol()),
          .when = Expression(*tree.when),
          .unless = ExpressionIf(tree.unless),
          .span = SpanOf(tree)};
}

ast::Clause Builder::BuildClause(P::GroundContext& tree) {
  return {.citation = Cite(tree.CITATION()),
          .name = Name(*tree.ident()),
          .force = ForceIf(tree.force()),
          .value = Yes(*tree.K_WHEN()->getSymbol()),
          .when = Expression(*tree.when),
          .unless = ExpressionIf(tree.unless),
          .span = SpanOf(tree)};
}

// What a clause of a norm says when it applies.
ast::ExprId Builder::Yes(const antlr4::Token& token) {
  return Add(ast::BoolLit{true}, SpanOf(token));
}

std::optional<ast::Gloss> Builder::GlossIf(P::GlossContext* tree) {
  return tree != nullptr ? std::optional(ast::Gloss{Quoted(*tree->TEXT()->getSymbol())})
                         : std::nullopt;
}

ast::Force Builder::ForceOf(P::ForceContext& tree) {
  const auto dates = tree.DATE();
  return {.from = Date(*dates[0]->getSymbol()),
          .until = DateIf(dates.size() > 1 ? dates[1]->getSymbol() : nullptr),
          .span = SpanOf(tree)};
}

std::optional<ast::Force> Builder::ForceIf(P::ForceContext* tree) {
  return tree != nullptr ? std::optional(ForceOf(*tree)) : std::nullopt;
}

}  // namespace acta::syntax
