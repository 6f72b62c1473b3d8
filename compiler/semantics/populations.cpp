#include "compiler/semantics/populations.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>
#include <variant>

#include "compiler/ir/walk.h"
#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"

namespace acta {

namespace semantics {
namespace {

using Draw = ir::PopulationDraw;
constexpr std::int64_t kWhole = 1'000'000;
// A century of days, and a little.
constexpr std::int32_t kMostDays = 40'000;

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
        written_(written),
        tree_(tree),
        sources_(sources),
        place_{static_cast<std::uint32_t>(context.documents.size() - 1), {}} {}

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
    if (!reporter_.HasErrors()) {
      WarnOfGaps();
    }
    population.program = std::move(context_).Finish();
    return population;
  }

 private:
  struct Field {
    const ir::FactField* field = nullptr;
    std::uint32_t slot = 0;
  };

  // ---- facts by path
  // ------------------------------------------------------------------------------

  // From the field `at`, whose slot is known, along the rest of the path.
  std::optional<Field> Along(Field at, std::span<const ast::Name::Part> rest) {
    for (const ast::Name::Part& part : rest) {
      const ir::Type& type = context_.TypeOf(at.field->type);
      const auto index =
          type.kind == Kind::kEntity ? context_.FieldOf(type.entity, part.text) : std::nullopt;
      if (!index) {
        ReportNoField(part, at.field->type);
        return std::nullopt;
      }
      if (type.optional) {
        implied_.push_back(at);
      }
      at.slot += (type.optional ? 1 : 0);
      at.field = &context_.program.entities[type.entity].fields[*index];
      at.slot += at.field->offset;
    }
    return at;
  }

  void ReportNoField(const ast::Name::Part& part, TypeId of) {
    std::vector<std::string> known;
    const ir::Type& type = context_.TypeOf(of);
    if (type.kind == Kind::kEntity) {
      for (const ir::FactField& one : context_.program.entities[type.entity].fields) {
        known.push_back(one.name);
      }
    }
    context_.ReportNoMember(part.span, fmt::format("`{}`", context_.NameOf(of)), part.text, known);
  }

  std::optional<ir::PopulationItem> TopItem(const ast::Population::Item& item) {
    const ast::Name::Part& head = item.path.parts.front();
    const auto symbol = context_.FindKind(
        place_.document, ast::Name{.parts = {head}, .span = head.span}, SymbolKind::kFact);
    if (!symbol || context_.fact_broken[symbol->index]) {
      return std::nullopt;
    }
    const ir::FactField& fact = context_.program.facts[symbol->index];
    if (item.type) {
      const TypeId said = context_.Resolve(place_, *item.type);
      if (said.valid() && said != fact.type) {
        context_.ReportMismatch(item.type->span, fact.type, said);
      }
    }
    implied_.clear();
    const auto field = Along({&fact, fact.offset}, std::span(item.path.parts).subspan(1));
    if (!field) {
      return std::nullopt;
    }
    // A field is drawn, so there is something whose field it is, unless something else was said.
    for (const Field& holder : implied_) {
      if (drawn_.try_emplace(holder.slot, holder.field->name).second) {
        said_.try_emplace(holder.slot, item.path.span);
        ir::PopulationOption present;
        present.draw.kind = Draw::Kind::kPresent;
        items_.push_back({.path = holder.field->name,
                          .slot = holder.slot,
                          .type = holder.field->type,
                          .options = {std::move(present)},
                          .span = item.span});
      }
    }
    auto made = ItemOf(item, *field);
    const auto [earlier, added] = said_.try_emplace(field->slot, item.path.span);
    if (!added) {
      reporter_.Report<diag::DuplicateName>(item.path.span, TextOf(item.path))
          .Label(earlier->second, "first drawn here");
    }
    drawn_.try_emplace(field->slot, TextOf(item.path));
    MarkInside(*field);
    return made;
  }

  // With an entity or list all that is in it has been said.
  void MarkInside(const Field& field) {
    const std::uint32_t width = ir::WidthOf(context_.program, field.field->type);
    for (std::uint32_t i = 0; i < width; ++i) {
      covered_.insert(field.slot + i);
    }
    const ir::Type& type = context_.TypeOf(field.field->type);
    if (type.kind == Kind::kEntity) {
      // Its fields speak for themselves.
      for (std::uint32_t i = 1; i < width; ++i) {
        covered_.erase(field.slot + i);
      }
    }
  }

  ir::PopulationItem ItemOf(const ast::Population::Item& item, const Field& field) {
    ir::PopulationItem made{.path = TextOf(item.path),
                            .slot = field.slot,
                            .type = field.field->type,
                            .low = field.field->low,
                            .high = field.field->high,
                            .span = item.span};
    const ir::Type& type = context_.TypeOf(made.type);
    if (type.kind == Kind::kEntity && !type.optional) {
      Report(item.path.span, fmt::format("`{}` always exists: draw its fields", made.path));
      return made;
    }
    made.options = Options(item.options, made.type);
    return made;
  }

  // ---- distributions
  // ------------------------------------------------------------------------------

  template <class Text>
  DiagnosticBuilder Report(const Span& span, const Text& text) {
    return reporter_.Report<diag::BadDistribution>(span, text);
  }

  std::vector<ir::PopulationOption> Options(const std::vector<ast::Population::Option>& trees,
                                            TypeId type) {
    std::vector<ir::PopulationOption> options;
    CheckForm(trees);
    for (const ast::Population::Option& tree : trees) {
      ir::PopulationOption option{.draw = DrawOf(tree.draw, type), .share = tree.share};
      if (tree.when) {
        option.when = Condition(*tree.when);
      }
      options.push_back(std::move(option));
    }
    return options;
  }

  // All with shares that make a whole, or conditions and an `otherwise`, or one alone.
  void CheckForm(const std::vector<ast::Population::Option>& trees) {
    const ast::Population::Option& first = trees.front();
    if (trees.size() == 1 && !first.share && !first.when && !first.otherwise) {
      return;
    }
    if (first.share) {
      std::int64_t sum = 0;
      for (const ast::Population::Option& tree : trees) {
        if (!tree.share) {
          Report(tree.span, "this has no share, and the first has one");
          return;
        }
        sum += *tree.share;
      }
      if (sum != kWhole) {
        Report(Join(first.span, trees.back().span),
               fmt::format("the shares add up to {}%, not 100%", Percent(sum)));
      }
      return;
    }
    for (const ast::Population::Option& tree : trees) {
      const bool is_last = &tree == &trees.back();
      if (tree.share) {
        Report(tree.span, "shares and conditions do not mix")
            .Help("put what has shares in parentheses: `(a 40%, b 60%) when C`");
        return;
      }
      if (tree.otherwise != is_last || (!is_last && !tree.when)) {
        Report(tree.span, is_last ? "this does not say what holds where no condition does"
                                  : "before the last each says `when` it holds, or each its share")
            .Help("end with `otherwise D`");
        return;
      }
    }
  }

  static std::string Percent(std::int64_t millionths) {
    std::string text = fmt::format("{}.{:04}", millionths / 10'000, millionths % 10'000);
    text.erase(text.find_last_not_of('0') + 1);
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
  }

  Draw DrawOf(const ast::Population::Draw& tree, TypeId type_id) {
    using Kind_ = ast::Population::Draw::Kind;
    Draw draw{.span = tree.span};
    const ir::Type type = context_.TypeOf(type_id);
    const TypeId required = context_.types.Required(type_id);
    switch (tree.kind) {
      case Kind_::kValue:
        ValueOf(tree, type_id, draw);
        return draw;
      case Kind_::kMissing:
        draw.kind = Draw::Kind::kMissing;
        return draw;
      case Kind_::kPresent:
        draw.kind = Draw::Kind::kPresent;
        if (type.kind != Kind::kEntity) {
          Report(tree.span, "only an optional entity is drawn to be present");
        }
        return draw;
      case Kind_::kUniform:
        draw.kind = Draw::Kind::kUniform;
        if (!ir::HasOrder(type.kind)) {
          Report(tree.span, fmt::format("`{}` has no `uniform`", context_.NameOf(type_id)));
          return draw;
        }
        Bounds(tree, required, draw);
        if (const auto low = context_.ConstantOf(draw.first),
            high = context_.ConstantOf(draw.second);
            low && high && *low > *high) {
          Report(tree.span, "this ends before it begins");
        }
        return draw;
      case Kind_::kNormal:
      case Kind_::kLognormal:
        draw.kind = tree.kind == Kind_::kNormal ? Draw::Kind::kNormal : Draw::Kind::kLognormal;
        if (!ir::IsQuantity(type.kind)) {
          Report(tree.span, fmt::format("`{}` has no bell curve", context_.NameOf(type_id)));
          return draw;
        }
        Bounds(tree, required, draw);
        CheckCurve(tree, draw);
        return draw;
      case Kind_::kDay:
        draw.kind = Draw::Kind::kDay;
        if (type.kind != Kind::kDate) {
          Report(tree.span,
                 fmt::format("a day is a date, and this is `{}`", context_.NameOf(type_id)));
          return draw;
        }
        Days(tree, draw);
        return draw;
      case Kind_::kNested:
        draw.kind = Draw::Kind::kNested;
        draw.options = Options(tree.options, type_id);
        return draw;
      case Kind_::kList:
        draw.kind = Draw::Kind::kList;
        ListOf(tree, type, draw);
        return draw;
    }
    return draw;
  }

  void ValueOf(const ast::Population::Draw& tree, TypeId type_id, Draw& draw) {
    const ir::Type& type = context_.TypeOf(type_id);
    const ast::Expr& expr = written_.exprs[tree.first];
    if (type.kind == Kind::kEntity || type.kind == Kind::kList) {
      if (std::holds_alternative<ast::AbsentLit>(expr.kind) && type.optional) {
        draw.first = context_.Const(context_.Of(Kind::kBoolean), INT64_MIN, tree.span);
        return;
      }
      const auto* list = std::get_if<ast::ListLit>(&expr.kind);
      if (type.kind == Kind::kList && list != nullptr && list->items.empty()) {
        draw.first = context_.Const(context_.Of(Kind::kInteger), 0, tree.span);
        return;
      }
      Report(tree.span,
             type.kind == Kind::kList
                 ? "a list is drawn as `list of N each {field is ...; ...}`, or is `list {}`"
                 : "an optional entity is drawn as `present` or `absent`, and then its fields");
      return;
    }
    if (type.kind == Kind::kSet) {
      // `{}` may have been read as a record.
      if (const auto* record = std::get_if<ast::RecordLit>(&expr.kind);
          record != nullptr && record->items.empty()) {
        draw.first = context_.Const(context_.types.Required(type_id), 0, tree.span);
        return;
      }
    }
    draw.first = Expression(tree.first, type_id);
  }

  void Bounds(const ast::Population::Draw& tree, TypeId type, Draw& draw) {
    draw.first = Expression(tree.first, type);
    draw.second = Expression(tree.second, type);
  }

  void CheckCurve(const ast::Population::Draw& tree, Draw& draw) {
    draw.below = static_cast<double>(tree.below) / static_cast<double>(kWhole);
    if (tree.below <= 0 || tree.below >= kWhole || tree.below == kWhole / 2) {
      Report(tree.span,
             "the share below the bound lies between 0% and 100%, and is not the median's 50%");
      return;
    }
    const auto median = context_.ConstantOf(draw.first);
    const auto bound = context_.ConstantOf(draw.second);
    if (!median || !bound) {
      if (draw.first.valid() && draw.second.valid()) {
        Report(tree.span, "median and bound of a bell curve are written out");
      }
      return;
    }
    if (draw.kind == Draw::Kind::kLognormal && (*median <= 0 || *bound <= 0)) {
      Report(tree.span, "a lognormal distribution has values above nought only");
      return;
    }
    if ((tree.below > kWhole / 2) != (*bound > *median)) {
      Report(tree.span,
             "more than half lies below what is above the median, and less below what is below it");
    }
  }

  void Days(const ast::Population::Draw& tree, Draw& draw) {
    draw.first_day = DayOf(tree.from);
    const std::int32_t last = DayOf(tree.to);
    if (last < draw.first_day || last - draw.first_day >= kMostDays) {
      Report(tree.span, last < draw.first_day
                            ? std::string("this ends before it begins")
                            : fmt::format("these are more than {} days", kMostDays));
      return;
    }
    double sum = 0;
    for (std::int32_t day = draw.first_day; day <= last; ++day) {
      // 1970-01-01 was a Thursday.
      const auto weekday = static_cast<std::size_t>(((day + 3) % 7 + 7) % 7);
      const double weight = tree.weights.empty() ? 1
                                                 : static_cast<double>(tree.weights[weekday]) /
                                                       static_cast<double>(kWhole);
      draw.weights.push_back(weight);
      sum += weight;
    }
    if (sum <= 0) {
      Report(tree.span, "none of these days has any weight");
    }
  }

  void ListOf(const ast::Population::Draw& tree, const ir::Type& type, Draw& draw) {
    if (type.kind != Kind::kList) {
      Report(tree.span, "this is no list");
      return;
    }
    draw.options = Options(tree.options, context_.Of(Kind::kInteger));
    const ir::Type& element = context_.TypeOf(type.element);
    if (element.kind != Kind::kEntity) {
      Report(tree.span,
             "only lists of entities are drawn element by element; others are `list {}`");
      return;
    }
    for (const ast::Population::Item& item : tree.each) {
      const ast::Name::Part& head = item.path.parts.front();
      const auto index = context_.FieldOf(element.entity, head.text);
      if (item.type || !index) {
        ReportNoField(head, type.element);
        continue;
      }
      const ir::FactField& field = context_.program.entities[element.entity].fields[*index];
      if (const auto found = Along({&field, field.offset}, std::span(item.path.parts).subspan(1))) {
        draw.each.push_back(ItemOf(item, *found));
      }
    }
  }

  // ---- expressions
  // --------------------------------------------------------------------------------

  NodeId Expression(ast::ExprId id, TypeId type) {
    const NodeId node = Lowerer(context_, place_, {}, Untested::kUncovered).LowerAs(id, type);
    CheckReach(node);
    return node;
  }
  NodeId Condition(ast::ExprId id) { return Expression(id, context_.Of(Kind::kBoolean)); }

  // A population speaks of facts that are drawn before, not of what the law makes of them.
  void CheckReach(NodeId root) {
    if (!root.valid()) {
      return;
    }
    std::vector<NodeId> waiting{root};
    while (!waiting.empty()) {
      const ir::Node& node = context_.program.nodes[waiting.back()];
      waiting.pop_back();
      if (!ir::MayBeDrawn(node.op)) {
        Report(node.span,
               "a population speaks of facts of one case, not of what the law makes of them")
            .Help("draw it with `let`, or say it of the facts");
        return;
      }
      if (node.op == Op::kSlot) {
        CheckDrawn(static_cast<std::uint32_t>(node.imm), node.span);
      }
      if (const auto slot = SlotOfField(node)) {
        CheckDrawn(*slot, node.span);
        continue;
      }
      for (const NodeId operand : context_.program.OperandsOf(node)) {
        waiting.push_back(operand);
      }
    }
  }

  // Of a field of a fact: where it lies.
  [[nodiscard]] std::optional<std::uint32_t> SlotOfField(const ir::Node& node) const {
    if (node.op != Op::kField) {
      return std::nullopt;
    }
    return ir::StaticSlot(context_.program, node);
  }

  void CheckDrawn(std::uint32_t slot, const Span& span) {
    if (!drawn_.contains(slot)) {
      Report(span, "this is drawn further below, or not at all")
          .Help("what depends on something is drawn after it");
    }
  }

  // ---- gaps
  // ---------------------------------------------------------------------------------------

  void WarnOfGaps() {
    for (std::size_t i = 0; i < context_.program.facts.size(); ++i) {
      const ir::FactField& fact = context_.program.facts[i];
      WarnOf(fact.name, {&fact, fact.offset});
    }
  }
  void WarnOf(const std::string& path, const Field& field) {
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
  const ast::Document& written_;
  const ast::Population& tree_;
  const SourceMap& sources_;
  Place place_;
  std::vector<ir::PopulationItem> items_;
  // Optional entities on the way to a field.
  std::vector<Field> implied_;
  // By slot: what was drawn so far; where it was said.
  std::unordered_map<std::uint32_t, std::string> drawn_;
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
