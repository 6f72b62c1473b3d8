#include "compiler/semantics/populations.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <variant>

#include "compiler/semantics/context.h"
#include "compiler/semantics/distributions.h"
#include "compiler/semantics/population_scope.h"

namespace acta {

namespace semantics {
namespace {

// What `let` declares, as facts of a document of its own that uses the act.
ast::Document LetsOf(std::span<const ast::Document> law, const ast::Document& written,
                     const ast::Population& population) {
  ast::Document document{.source = written.source, .bare = true};
  document.exprs = written.exprs;
  ast::Name module{.parts = {{"population " + population.name.text, population.name.span}},
                   .span = population.name.span};
  document.decls.push_back({ast::Module{std::move(module)}, population.name.span, {}});
  document.decls.push_back({ast::Use{population.law}, population.law.span, {}});
  ast::Facts facts;
  for (const ast::Population::Item& item : population.items) {
    const auto is_fact = [&](const ast::Document& one) {
      return std::ranges::any_of(one.decls, [&](const ast::Decl& decl) {
        const auto* declared = std::get_if<ast::Facts>(&decl.kind);
        return declared != nullptr &&
               std::ranges::any_of(declared->fields, [&](const ast::FieldDecl& field) {
                 return std::ranges::any_of(field.names, [&](const ast::Ident& name) {
                   return name.text == item.path.parts.front().text;
                 });
               });
      });
    };
    if (item.type && std::ranges::none_of(law, is_fact)) {
      const ast::Name::Part& part = item.path.parts.front();
      facts.fields.push_back({.names = {{part.text, part.span}}, .type = *item.type});
    }
  }
  document.decls.push_back({std::move(facts), population.name.span, {}});
  return document;
}

class PopulationCheck {
 public:
  PopulationCheck(Context& context, const ast::Document& written, const ast::Population& tree,
                  const SourceMap& sources)
      : context_(context),
        reporter_(context.reporter),
        tree_(tree),
        sources_(sources),
        scope_(context, written),
        distributions_(context, scope_) {}

  ir::Population Run() {
    ir::Population population{.name = tree_.name.text, .doc = tree_.doc ? tree_.doc->text : ""};
    for (const ast::Population::Item& item : tree_.items) {
      std::string assumption(sources_.TextOf(item.span));
      std::erase(assumption, '\r');
      population.assumptions.push_back(std::move(assumption));
      if (auto made = TopItem(item)) {
        items_.push_back(*std::move(made));
      }
    }
    population.items = std::move(items_);
    population.files = distributions_.TakeFiles();
    if (!reporter_.HasErrors()) {
      WarnOfGaps();
    }
    population.program = std::move(context_).Finish();
    return population;
  }

 private:
  std::optional<ir::PopulationItem> TopItem(const ast::Population::Item& item) {
    const ast::Name::Part& head = item.path.parts.front();
    const auto symbol = context_.FindKind(
        scope_.place().document, ast::Name{.parts = {head}, .span = head.span}, SymbolKind::kFact);
    if (!symbol || context_.fact_broken[symbol->index]) {
      return std::nullopt;
    }
    const ir::FactField& fact = context_.program.facts[symbol->index];
    if (item.type) {
      const TypeId said = context_.Resolve(scope_.place(), *item.type);
      if (said.valid() && said != fact.type) {
        context_.ReportMismatch(item.type->span, fact.type, said);
      }
    }
    std::vector<PlacedField> passed;
    const auto field =
        scope_.Along({&fact, fact.offset}, std::span(item.path.parts).subspan(1), &passed);
    if (!field) {
      return std::nullopt;
    }
    for (const PlacedField& holder : passed) {
      Imply(holder, item);
    }
    auto made = distributions_.ItemOf(item, *field);
    const auto [earlier, added] = said_.try_emplace(field->slot, item.path.span);
    if (!added) {
      reporter_.Report<diag::DuplicateName>(item.path.span, TextOf(item.path))
          .Label(earlier->second, "first drawn here");
    }
    scope_.MarkDrawn(field->slot);
    MarkInside(*field);
    return made;
  }

  // A field is drawn, so there is something whose field it is, unless something else was said.
  void Imply(const PlacedField& holder, const ast::Population::Item& item) {
    if (!scope_.MarkDrawn(holder.slot)) {
      return;
    }
    said_.try_emplace(holder.slot, item.path.span);
    ir::PopulationOption present;
    present.draw.kind = ir::PopulationDraw::Kind::kPresent;
    items_.push_back({.path = holder.field->name,
                      .slot = holder.slot,
                      .type = holder.field->type,
                      .options = {std::move(present)},
                      .span = item.span});
  }

  // With a list, or a whole entity that is absent, all that is in it has been said.
  void MarkInside(const PlacedField& field) {
    const std::uint32_t width = ir::WidthOf(context_.program, field.field->type);
    for (std::uint32_t i = 0; i < width; ++i) {
      covered_.insert(field.slot + i);
    }
    if (scope_.TypeOf(field).kind == Kind::kEntity) {
      // Its fields speak for themselves.
      for (std::uint32_t i = 1; i < width; ++i) {
        covered_.erase(field.slot + i);
      }
    }
  }

  // ---- what nothing was said of

  void WarnOfGaps() {
    for (std::size_t i = 0; i < context_.program.facts.size(); ++i) {
      const ir::FactField& fact = context_.program.facts[i];
      WarnOf(fact.name, {&fact, fact.offset});
    }
  }
  void WarnOf(const std::string& path, const PlacedField& field) {
    if (covered_.contains(field.slot) && context_.TypeOf(field.field->type).kind != Kind::kEntity) {
      return;
    }
    const ir::Type& type = context_.TypeOf(field.field->type);
    const std::uint32_t width = ir::WidthOf(context_.program, field.field->type);
    const auto is_said = [&](std::uint32_t slot) { return said_.contains(slot); };
    bool any = false;
    for (std::uint32_t i = 0; i < width; ++i) {
      any = any || is_said(field.slot + i);
    }
    if (!any) {
      reporter_.Report<diag::FactNotDrawn>(tree_.name.span, tree_.name.text, path)
          .Help(fmt::format("say `{} is missing` where that is meant", path));
      return;
    }
    // Absent or missing as a whole it has no fields to speak of.
    if (type.kind != Kind::kEntity || (type.optional && NeverPresent(field.slot))) {
      return;
    }
    const std::uint32_t begin = field.slot + (type.optional ? 1 : 0);
    for (const ir::FactField& inner : context_.program.entities[type.entity].fields) {
      WarnOf(path + "." + inner.name, {&inner, begin + inner.offset});
    }
  }
  [[nodiscard]] bool NeverPresent(std::uint32_t slot) const {
    for (const ast::Population::Item& item : tree_.items) {
      const auto said = said_.find(slot);
      if (said == said_.end() || item.path.span != said->second) {
        continue;
      }
      return std::ranges::none_of(item.options, [](const ast::Population::Option& option) {
        using Kind_ = ast::Population::Draw::Kind;
        return option.draw.kind == Kind_::kPresent || option.draw.kind == Kind_::kNested;
      });
    }
    return false;
  }

  Context& context_;
  Reporter& reporter_;
  const ast::Population& tree_;
  const SourceMap& sources_;
  PopulationScope scope_;
  Distributions distributions_;
  std::vector<ir::PopulationItem> items_;
  // By slot: where it was said what is drawn.
  std::unordered_map<std::uint32_t, Span> said_;
  std::unordered_set<std::uint32_t> covered_;
};

}  // namespace
}  // namespace semantics

std::vector<const ast::Population*> PopulationsIn(const ast::Document& document) {
  std::vector<const ast::Population*> found;
  for (const ast::Decl& decl : document.decls) {
    if (const auto* population = std::get_if<ast::Population>(&decl.kind)) {
      found.push_back(population);
    }
  }
  return found;
}

std::optional<ir::Population> CheckPopulation(std::span<const ast::Document> law,
                                              const ast::Document& written,
                                              const ast::Population& population,
                                              const SourceMap& sources, Reporter& reporter) {
  const std::string name = ast::NameOf(law.front());
  if (semantics::TextOf(population.law) != name) {
    reporter.Report<diag::PopulationOf>(
        population.law.span, fmt::format("of `{}`: `{}` is one of `{}`", name, population.name.text,
                                         semantics::TextOf(population.law)));
    return std::nullopt;
  }
  const std::size_t errors = reporter.error_count();
  std::vector<ast::Document> documents(law.begin(), law.end());
  documents.push_back(semantics::LetsOf(law, written, population));
  semantics::Context context(documents, reporter);
  context.DeclareAll();
  context.CollectCurrencies();
  context.LayOutFacts();
  context.ResolveSignatures();
  context.ReadHeaders();
  ir::Population made = semantics::PopulationCheck(context, written, population, sources).Run();
  return reporter.error_count() > errors ? std::nullopt : std::optional(std::move(made));
}

}  // namespace acta
