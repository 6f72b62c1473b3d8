#include "compiler/semantics/distributions.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "compiler/ir/format.h"

namespace acta::semantics {

namespace {

using Draw = ir::PopulationDraw;
constexpr std::int64_t kWhole = 1'000'000;
// A century of days, and a little.
constexpr std::int32_t kMostDays = 40'000;

std::string Percent(std::int64_t millionths) {
  std::string text = fmt::format("{}.{:04}", millionths / 10'000, millionths % 10'000);
  text.erase(text.find_last_not_of('0') + 1);
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

// The place of the element that `is_it` finds, which is added where there is none.
template <class One, class IsIt>
std::uint32_t PlaceIn(std::vector<One>& all, One made, IsIt is_it) {
  const auto found = std::ranges::find_if(all, is_it);
  const auto place = static_cast<std::uint32_t>(found - all.begin());
  if (found == all.end()) {
    all.push_back(std::move(made));
  }
  return place;
}

}  // namespace

ir::PopulationItem Distributions::ItemOf(const ast::Population::Item& item,
                                         const PlacedField& field) {
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
  made.options = Options(
      item.options, {.name = made.path, .type = made.type, .low = made.low, .high = made.high});
  return made;
}

std::vector<ir::PopulationOption> Distributions::Options(
    const std::vector<ast::Population::Option>& trees, const Subject& subject) {
  std::vector<ir::PopulationOption> options;
  CheckForm(trees);
  for (const ast::Population::Option& tree : trees) {
    ir::PopulationOption option{.draw = DrawOf(tree.draw, subject), .share = tree.share};
    if (tree.when) {
      option.when = scope_.Condition(*tree.when);
    }
    options.push_back(std::move(option));
  }
  return options;
}

// All with shares that make a whole, or conditions and an `otherwise`, or one alone.
void Distributions::CheckForm(const std::vector<ast::Population::Option>& trees) {
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

Draw Distributions::DrawOf(const DrawTree& tree, const Subject& subject) {
  using Written = DrawTree::Kind;
  Draw draw{.span = tree.span};
  const ir::Type type = context_.TypeOf(subject.type);
  switch (tree.kind) {
    case Written::kValue:
      Value(tree, subject.type, draw);
      CheckRange(draw.first, tree.span, subject);
      break;
    case Written::kMissing:
      draw.kind = Draw::Kind::kMissing;
      break;
    case Written::kPresent:
      draw.kind = Draw::Kind::kPresent;
      Present(tree, type);
      break;
    case Written::kUniform:
      draw.kind = Draw::Kind::kUniform;
      Uniform(tree, subject.type, draw);
      CheckRange(draw.first, tree.span, subject);
      CheckRange(draw.second, tree.span, subject);
      break;
    case Written::kNormal:
    case Written::kLognormal:
      draw.kind = tree.kind == Written::kNormal ? Draw::Kind::kNormal : Draw::Kind::kLognormal;
      Curve(tree, subject.type, draw);
      break;
    case Written::kDay:
      draw.kind = Draw::Kind::kDay;
      Days(tree, type, subject.type, draw);
      break;
    case Written::kFile:
      draw.kind = Draw::Kind::kFile;
      Cell(tree, subject, draw);
      break;
    case Written::kNested:
      draw.kind = Draw::Kind::kNested;
      draw.options = Options(tree.options, subject);
      break;
    case Written::kList:
      draw.kind = Draw::Kind::kList;
      List(tree, type, draw);
      break;
  }
  return draw;
}

void Distributions::Value(const DrawTree& tree, TypeId type_id, Draw& draw) {
  const ir::Type& type = context_.TypeOf(type_id);
  const ast::Expr& expr = scope_.TreeOf(tree.first);
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
               ? "a list is drawn as `list of N each D`, as `list of N each {field is D; ...}`, or "
                 "is `list {}`"
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
  draw.first = scope_.Expression(tree.first, type_id);
}

// What is written out is what the fact may be.
void Distributions::CheckRange(NodeId node, const Span& span, const Subject& subject) {
  if (!node.valid() || !subject.low || !subject.high) {
    return;
  }
  const auto value = context_.ConstantOf(node);
  if (value && *value > INT64_MIN + 1 && (*value < *subject.low || *value > *subject.high)) {
    const auto shown = [&](std::int64_t payload) {
      return ir::FormatValue(context_.program, subject.type, payload);
    };
    Report(span, fmt::format("{} lies outside of what it may be, {} to {}", shown(*value),
                             shown(*subject.low), shown(*subject.high)));
  }
}

void Distributions::Present(const DrawTree& tree, const ir::Type& type) {
  if (type.kind != Kind::kEntity) {
    Report(tree.span, "only an optional entity is drawn to be present");
  }
}

void Distributions::Bounds(const DrawTree& tree, TypeId type, Draw& draw) {
  draw.first = scope_.Expression(tree.first, context_.types.Required(type));
  draw.second = scope_.Expression(tree.second, context_.types.Required(type));
}

void Distributions::Uniform(const DrawTree& tree, TypeId type, Draw& draw) {
  if (!ir::HasOrder(context_.TypeOf(type).kind)) {
    Report(tree.span, fmt::format("`{}` has no `uniform`", context_.NameOf(type)));
    return;
  }
  Bounds(tree, type, draw);
  if (const auto low = context_.ConstantOf(draw.first), high = context_.ConstantOf(draw.second);
      low && high && *low > *high) {
    Report(tree.span, "this ends before it begins");
  }
}

void Distributions::Curve(const DrawTree& tree, TypeId type, Draw& draw) {
  if (!ir::IsQuantity(context_.TypeOf(type).kind)) {
    Report(tree.span, fmt::format("`{}` has no bell curve", context_.NameOf(type)));
    return;
  }
  Bounds(tree, type, draw);
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

void Distributions::Days(const DrawTree& tree, const ir::Type& type, TypeId type_id, Draw& draw) {
  if (type.kind != Kind::kDate) {
    Report(tree.span, fmt::format("a day is a date, and this is `{}`", context_.NameOf(type_id)));
    return;
  }
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

// One column of a file is read once for all that is drawn from it with that type.
void Distributions::Cell(const DrawTree& tree, const Subject& subject, Draw& draw) {
  const ir::Type& type = context_.TypeOf(subject.type);
  if (type.kind == Kind::kEntity || type.kind == Kind::kList) {
    Report(tree.span, fmt::format("a cell of a table is no `{}`", context_.NameOf(subject.type)))
        .Help(type.kind == Kind::kList
                  ? "draw its length, or what is in it, from the table: `list of from ... each ...`"
                  : "draw its fields from the table");
    return;
  }
  draw.file = PlaceIn(files_, {.path = tree.file->text, .span = tree.span},
                      [&](const ir::PopulationFile& one) { return one.path == tree.file->text; });
  ir::PopulationColumn column{.name = tree.column ? tree.column->text : subject.name,
                              .type = subject.type,
                              .low = subject.low,
                              .high = subject.high,
                              .span = tree.span};
  const auto is_same = [&](const ir::PopulationColumn& one) {
    return one.name == column.name && one.type == column.type && one.low == column.low &&
           one.high == column.high;
  };
  draw.column = PlaceIn(files_[draw.file].columns, column, is_same);
}

void Distributions::List(const DrawTree& tree, const ir::Type& type, Draw& draw) {
  if (type.kind != Kind::kList) {
    Report(tree.span, "this is no list");
    return;
  }
  const std::string length = "length";
  draw.options = Options(
      {tree.options.front()},
      {.name = length, .type = context_.Of(Kind::kInteger), .low = 0, .high = type.at_most});
  const ir::Type& element = context_.TypeOf(type.element);
  const bool has_fields = element.kind == Kind::kEntity;
  const bool is_whole = tree.options.size() > 1;
  if (has_fields == is_whole) {
    Report(tree.span, has_fields ? "the elements have fields: `each {field is D; ...}`"
                                 : "the elements have no fields: `each D`, without braces");
    return;
  }
  if (is_whole) {
    const std::string name = "element";
    draw.each.push_back(
        {.path = name,
         .type = type.element,
         .options = Options({tree.options.back()}, {.name = name, .type = type.element}),
         .span = tree.options.back().span});
  }
  for (const ast::Population::Item& item : tree.each) {
    const ast::Name::Part& head = item.path.parts.front();
    const auto index = context_.FieldOf(element.entity, head.text);
    if (item.type || !index) {
      scope_.ReportNoField(head, type.element);
      continue;
    }
    const ir::FactField& field = context_.program.entities[element.entity].fields[*index];
    if (const auto found =
            scope_.Along({&field, field.offset}, std::span(item.path.parts).subspan(1))) {
      draw.each.push_back(ItemOf(item, *found));
    }
  }
}

}  // namespace acta::semantics
