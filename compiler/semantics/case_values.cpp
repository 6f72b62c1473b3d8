#include "compiler/semantics/case_values.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>

#include "compiler/semantics/lowerer.h"

namespace acta::semantics {

using Record = ir::CaseValue::Record;

namespace {

ir::CaseValue* FindField(Record& record, const std::string& name) {
  const auto found = std::ranges::find(record.fields, name, &ir::CaseField::name);
  return found == record.fields.end() ? nullptr : &found->value;
}

}  // namespace

void PutCaseValue(Record& record, std::span<const ast::Name::Part> path, ir::CaseValue value) {
  ir::CaseValue* field = FindField(record, path.front().text);
  if (field == nullptr) {
    record.fields.push_back({.name = path.front().text, .value = {}});
    field = &record.fields.back().value;
  }
  if (path.size() == 1) {
    *field = std::move(value);
    return;
  }
  if (!std::holds_alternative<Record>(field->value)) {
    field->value = Record{};
  }
  PutCaseValue(std::get<Record>(field->value), path.subspan(1), std::move(value));
}

void RemoveCaseValue(Record& record, std::span<const ast::Name::Part> path) {
  if (path.size() == 1) {
    std::erase_if(record.fields,
                  [&](const ir::CaseField& field) { return field.name == path.front().text; });
    return;
  }
  ir::CaseValue* field = FindField(record, path.front().text);
  if (field != nullptr && std::holds_alternative<Record>(field->value)) {
    RemoveCaseValue(std::get<Record>(field->value), path.subspan(1));
  }
}

namespace {

class CaseValueReader {
 public:
  CaseValueReader(Context& context, const Place& place) : context_(context), place_(place) {}

  std::optional<ir::CaseValue> ValueOf(ast::ExprId id, const ir::FactField& field) {
    auto value = ValueOf(id, field.type);
    const auto* payload = value ? std::get_if<std::int64_t>(&value->value) : nullptr;
    const bool too_low = payload != nullptr && field.low && *payload < *field.low;
    const bool too_high = payload != nullptr && field.high && *payload > *field.high;
    if (too_low || too_high) {
      const auto show = [&](const std::optional<std::int64_t>& bound, std::string_view open) {
        return bound
                   ? ir::FormatValue(context_.program, context_.types.Required(field.type), *bound)
                   : std::string(open);
      };
      context_.reporter
          .Report<diag::OutsideRange>(context_.ExprOf(place_, id).span, show(*payload, ""),
                                      show(field.low, "anything"), show(field.high, "anything"))
          .Label(field.span, "the range is given here");
    }
    return value;
  }

 private:
  std::optional<ir::CaseValue> ValueOf(ast::ExprId id, TypeId type_id) {
    if (!id.valid()) {
      return std::nullopt;
    }
    const ast::Expr& expr = context_.ExprOf(place_, id);
    const ir::Type type = context_.TypeOf(type_id);
    if (std::holds_alternative<ast::AbsentLit>(expr.kind)) {
      if (!type.optional) {
        context_.reporter.Report<diag::NeverAbsent>(expr.span, context_.NameOf(type_id));
        return std::nullopt;
      }
      return ir::CaseValue{ir::CaseValue::Absent{}};
    }
    if (type.kind == Kind::kEntity) {
      return RecordOf(expr, type_id);
    }
    if (type.kind == Kind::kList) {
      return ListOf(expr, type);
    }
    if (type.kind == Kind::kText) {
      if (const auto* text = std::get_if<ast::TextLit>(&expr.kind)) {
        return ir::CaseValue{ir::CaseValue::TextValue{text->text}};
      }
    }
    // `{}` of a set may have been read as a record.
    if (const auto* record = std::get_if<ast::RecordLit>(&expr.kind);
        record != nullptr && record->items.empty() && type.kind == Kind::kSet) {
      return ir::CaseValue{std::int64_t{0}};
    }
    const auto payload = Lowerer(context_, place_).Literal(id, context_.types.Required(type_id));
    return payload ? std::optional(ir::CaseValue{*payload}) : std::nullopt;
  }

  std::optional<ir::CaseValue> RecordOf(const ast::Expr& expr, TypeId type_id) {
    const ir::EntityId entity = context_.TypeOf(type_id).entity;
    Record record;
    if (const auto* set = std::get_if<ast::SetLit>(&expr.kind);
        set != nullptr && set->members.empty()) {
      return ir::CaseValue{std::move(record)};
    }
    const auto* tree = std::get_if<ast::RecordLit>(&expr.kind);
    if (tree == nullptr) {
      context_.reporter
          .Report<diag::TypeMismatch>(expr.span, fmt::format("`{}`", context_.NameOf(type_id)),
                                      "a value of another kind")
          .Help("an entity is written `{field is value, ...}`");
      return std::nullopt;
    }
    std::unordered_map<std::string, Span> seen;
    for (const ast::RecordLit::Item& item : tree->items) {
      const ir::FactField* field = nullptr;
      ir::EntityId holder = entity;
      bool known = true;
      for (std::size_t i = 0; i < item.path.parts.size() && known; ++i) {
        const ast::Name::Part& part = item.path.parts[i];
        const auto index = context_.FieldOf(holder, part.text);
        known = index.has_value();
        if (!known) {
          std::vector<std::string> names;
          for (const ir::FactField& one : context_.program.entities[holder].fields) {
            names.push_back(one.name);
          }
          context_.ReportNoMember(part.span,
                                  fmt::format("`{}`", context_.program.entities[holder].name),
                                  part.text, names);
          break;
        }
        field = &context_.program.entities[holder].fields[*index];
        const ir::Type& type = context_.TypeOf(field->type);
        const bool last = i + 1 == item.path.parts.size();
        if (!last && type.kind != Kind::kEntity) {
          context_.ReportNoMember(item.path.parts[i + 1].span,
                                  fmt::format("`{}`", context_.NameOf(field->type)),
                                  item.path.parts[i + 1].text, {});
          known = false;
        }
        holder = last ? holder : type.entity;
      }
      if (!known || field == nullptr) {
        continue;
      }
      const auto [earlier, added] = seen.try_emplace(TextOf(item.path), item.path.span);
      if (!added) {
        context_.reporter.Report<diag::DuplicateName>(item.path.span, TextOf(item.path))
            .Label(earlier->second, "first given here");
        continue;
      }
      if (auto value = ValueOf(item.value, *field)) {
        PutCaseValue(record, item.path.parts, std::move(*value));
      }
    }
    return ir::CaseValue{std::move(record)};
  }

  std::optional<ir::CaseValue> ListOf(const ast::Expr& expr, const ir::Type& type) {
    const auto* tree = std::get_if<ast::ListLit>(&expr.kind);
    if (tree == nullptr) {
      context_.reporter.Report<diag::TypeMismatch>(expr.span, "a list", "a single value")
          .Help("a list is written `list {..., ...}`");
      return std::nullopt;
    }
    if (tree->items.size() > type.at_most) {
      context_.reporter.Report<diag::OutsideRange>(
          expr.span, fmt::format("a list of {} elements", tree->items.size()), 0, type.at_most);
      return std::nullopt;
    }
    ir::CaseValue::List list;
    for (const ast::ExprId item : tree->items) {
      if (auto value = ValueOf(item, type.element)) {
        list.items.push_back(std::move(*value));
      }
    }
    return ir::CaseValue{std::move(list)};
  }

  Context& context_;
  const Place& place_;
};

}  // namespace

std::optional<ir::CaseValue> ReadCaseValue(Context& context, const Place& place, ast::ExprId id,
                                           const ir::FactField& field) {
  return CaseValueReader(context, place).ValueOf(id, field);
}

}  // namespace acta::semantics
