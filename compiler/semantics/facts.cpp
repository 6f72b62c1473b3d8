// The shape of a case: fields of entities, facts, readings, and the slots they take.
#include <algorithm>
#include <map>

#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

// An act that asks for more than this has gone wrong.
constexpr std::uint32_t kMostSlots = 1'000'000;
// What acta_reason.subject and acta_question.path have room for: two paths that were cut would be
// one.
constexpr std::size_t kMostPathBytes = 255;

bool MayHaveRange(Kind kind) {
  switch (kind) {
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
      return true;
    case Kind::kBoolean:
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

}  // namespace

class FactLayout {
 public:
  explicit FactLayout(Context& context) : context_(context) {}

  void Run() {
    context_.ForEach<ast::Entity>([&](const ast::Entity& tree, const ast::Decl&,
                                      const Place& place) { AddFields(tree, place); });
    LayOutEntities();
    std::size_t next = 1;  // facts[0] is as_of
    std::unordered_map<std::string, Span> declared;
    context_.ForEach<ast::Facts>([&](const ast::Facts& tree, const ast::Decl&, const Place& place) {
      for (const ast::FieldDecl& field : tree.fields) {
        const ir::FactField shape = ShapeOf(field, place);
        for (const ast::Ident& name : field.names) {
          ir::FactField& fact = context_.program.facts[next++];
          fact.type = shape.type;
          fact.low = shape.low;
          fact.high = shape.high;
          fact.judged_by = shape.judged_by;
          const auto [earlier, added] = declared.try_emplace(name.text, name.span);
          // Within one document this is an ordinary duplicate and has been reported.
          if (!added && earlier->second.source != name.span.source) {
            context_.reporter.Report<diag::DuplicateName>(name.span, name.text)
                .Label(earlier->second, "another document of this act declares the fact here");
          }
        }
      }
    });
    LayOutSlots();
  }

 private:
  // Type, range and judge. A type that could not be told is invalid.
  ir::FactField ShapeOf(const ast::FieldDecl& field, const Place& place) {
    ir::FactField shape{.type = context_.Resolve(place, field.type)};
    if (field.judged_by) {
      shape.judged_by = context_.FindParty(place.document, *field.judged_by);
    }
    if (!shape.type.valid() || (!field.low && !field.high)) {
      return shape;
    }
    if (!MayHaveRange(context_.TypeOf(shape.type).kind)) {
      context_.reporter.Report<diag::NoSuchType>(
          field.type.span, fmt::format("`{}` takes no range", context_.NameOf(shape.type)));
      return shape;
    }
    const TypeId bound = context_.types.Required(shape.type);
    Lowerer lower(context_, place);
    if (field.low) {
      shape.low = lower.Bound(*field.low, bound);
    }
    if (field.high) {
      shape.high = lower.Bound(*field.high, bound);
    }
    if (field.high && shape.low && shape.high && *shape.low > *shape.high) {
      context_.reporter.Report<diag::EmptyRange>(
          context_.ExprOf(place, *field.high).span,
          ir::FormatValue(context_.program, bound, *shape.low),
          ir::FormatValue(context_.program, bound, *shape.high));
    }
    return shape;
  }

  void AddFields(const ast::Entity& tree, const Place& place) {
    const ir::EntityId id(context_.index_of_tree.at(&tree));
    std::unordered_map<std::string, Span> seen;
    for (const ast::FieldDecl& field : tree.fields) {
      ir::FactField shape = ShapeOf(field, place);
      for (const ast::Ident& name : field.names) {
        const auto [earlier, added] = seen.try_emplace(name.text, name.span);
        if (!added) {
          context_.reporter.Report<diag::DuplicateName>(name.span, name.text)
              .Label(earlier->second, "first declared here");
          continue;
        }
        auto& fields = context_.program.entities[id].fields;
        context_.fields_[id.value][name.text] = static_cast<std::uint32_t>(fields.size());
        shape.name = name.text;
        shape.doc = field.doc ? field.doc->text : "";
        shape.span = name.span;
        shape.citation = context_.Cite(place);
        fields.push_back(shape);
      }
    }
    if (tree.fields.empty()) {
      context_.reporter.Report<diag::EmptyDeclaration>(tree.name.span, tree.name.text, "fields");
    }
  }

  // The entity that a value of this type holds in place or as an element.
  [[nodiscard]] std::optional<ir::EntityId> HeldBy(TypeId type) const {
    if (!type.valid()) {
      return std::nullopt;
    }
    const ir::Type& t = context_.TypeOf(type);
    if (t.kind == Kind::kList) {
      return HeldBy(t.element);
    }
    return t.kind == Kind::kEntity ? std::optional(t.entity) : std::nullopt;
  }

  // Entities that others hold come first; what is left over holds itself.
  void LayOutEntities() {
    auto& entities = context_.program.entities;
    std::vector<std::uint32_t> waits_for(entities.size(), 0);
    std::vector<std::vector<ir::EntityId>> held_by(entities.size());
    for (const ir::EntityId id : entities.Ids()) {
      for (ir::FactField& field : entities[id].fields) {
        if (!field.type.valid()) {
          field.type = context_.Of(Kind::kBoolean);
        }
        if (const auto held = HeldBy(field.type)) {
          held_by[held->index()].push_back(id);
          ++waits_for[id.index()];
        }
      }
    }
    std::vector<ir::EntityId> ready;
    for (const ir::EntityId id : entities.Ids()) {
      if (waits_for[id.index()] == 0) {
        ready.push_back(id);
      }
    }
    while (!ready.empty()) {
      const ir::EntityId id = ready.back();
      ready.pop_back();
      LayOut(id);
      if (entities[id].width > kMostSlots) {
        context_.reporter.Report<diag::CaseTooLarge>(entities[id].span, entities[id].name,
                                                     kMostSlots);
        DropHeld(id);
      }
      for (const ir::EntityId holder : held_by[id.index()]) {
        if (--waits_for[holder.index()] == 0) {
          ready.push_back(holder);
        }
      }
    }
    for (const ir::EntityId id : entities.Ids()) {
      if (waits_for[id.index()] > 0) {
        context_.reporter.Report<diag::EntityHoldsItself>(entities[id].span, entities[id].name);
        DropHeld(id);
      }
    }
  }

  // What cannot be laid out holds no entities any more; the error is reported.
  void DropHeld(ir::EntityId id) {
    for (ir::FactField& field : context_.program.entities[id].fields) {
      field.type = HeldBy(field.type) ? context_.Of(Kind::kBoolean) : field.type;
    }
    LayOut(id);
  }

  void LayOut(ir::EntityId id) {
    ir::LayOut(context_.program, id);
    std::size_t longest = 0;
    for (const ir::FactField& field : context_.program.entities[id].fields) {
      longest = std::max(longest, PathBytes(field));
    }
    longest_path_[id] = longest;
  }

  // Of the longest path that begins with the field: `organisers[15].birth_date`.
  [[nodiscard]] std::size_t PathBytes(const ir::FactField& field) const {
    std::size_t bytes = field.name.size();
    TypeId type = field.type;
    for (; context_.TypeOf(type).kind == Kind::kList; type = context_.TypeOf(type).element) {
      bytes += fmt::formatted_size("[{}]", context_.TypeOf(type).at_most - 1);
    }
    if (const auto held = HeldBy(type)) {
      bytes += 1 + longest_path_.at(*held);
    }
    return bytes;
  }

  void LayOutSlots() {
    ir::Program& program = context_.program;
    context_.fact_used.assign(program.facts.size(), false);
    context_.fact_broken.assign(program.facts.size(), false);
    std::uint32_t slot = 0;
    for (std::size_t index = 0; index < program.facts.size(); ++index) {
      ir::FactField& fact = program.facts[index];
      if (!fact.type.valid()) {
        context_.fact_broken[index] = true;
        fact.type = context_.Of(Kind::kBoolean);
      }
      if (const std::size_t bytes = PathBytes(fact); bytes > kMostPathBytes) {
        context_.reporter.Report<diag::PathTooLong>(fact.span, fact.name, bytes, kMostPathBytes);
      }
      fact.offset = slot;
      slot += ir::WidthOf(program, fact.type);
      if (slot > kMostSlots) {
        context_.reporter.Report<diag::CaseTooLarge>(fact.span, fact.name, kMostSlots);
        slot = fact.offset;
      }
    }
    for (ir::Reading& reading : program.readings) {
      reading.slot = slot++;
    }
    program.slot_count = slot;
  }

  Context& context_;
  std::map<ir::EntityId, std::size_t> longest_path_;
};

void Context::LayOutFacts() {
  FactLayout(*this).Run();
}

ir::Program Context::Finish() && {
  const TypeId fallback = Of(Kind::kBoolean);
  for (ir::Rule& rule : program.rules) {
    for (ir::Param& param : rule.params) {
      param.type = param.type.valid() ? param.type : fallback;
    }
  }
  for (ir::Lookup& lookup : program.lookups) {
    lookup.type = lookup.type.valid() ? lookup.type : fallback;
  }
  return std::move(program);
}

}  // namespace acta::semantics
