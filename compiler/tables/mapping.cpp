#include "compiler/tables/mapping.h"

#include <algorithm>

#include "compiler/base/edit_distance.h"
#include "compiler/ir/format.h"

namespace acta::tables {

namespace {

using ir::Kind;
constexpr std::string_view kAbsent = "$absent";

std::vector<std::string> NamesOf(const std::vector<ir::FactField>& fields) {
  std::vector<std::string> names;
  for (const ir::FactField& field : fields) {
    names.push_back(field.name);
  }
  return names;
}

}  // namespace

Result<void> Mapping::Add(const std::string& name, std::string_view path, const DuckType& type,
                          std::size_t index) {
  ACTA_TRY(Target target, Find(name, path, type));
  columns_.push_back(std::move(target));
  indices_.push_back(index);
  return {};
}

Result<Target> Mapping::Find(const std::string& name, std::string_view path, const DuckType& type) {
  const bool is_absence = path.ends_with(kAbsent);
  std::string_view rest = path;
  rest.remove_suffix(is_absence ? kAbsent.size() : 0);
  const std::vector<ir::FactField>* fields = &program_.facts;
  Target target{.path = std::string(rest)};
  while (true) {
    const std::string_view part = rest.substr(0, rest.find('.'));
    const auto field = std::ranges::find(*fields, part, &ir::FactField::name);
    if (field == fields->end()) {
      const auto close = ClosestName(std::string(part), NamesOf(*fields));
      return Fail("the column `{}` is no fact of the act{}", name,
                  close ? fmt::format("; did you mean `{}`?", *close) : "");
    }
    target.slot += field->offset;
    target.type = field->type;
    target.low = field->low;
    target.high = field->high;
    given_[target.slot] = true;
    if (part.size() == rest.size()) {
      break;
    }
    const ir::Type& holder = program_.types[field->type];
    if (holder.kind != Kind::kEntity) {
      return Fail("the column `{}`: `{}` has no fields", name, part);
    }
    if (holder.optional) {
      target.holders.push_back(target.slot);
      ++target.slot;
    }
    fields = &program_.entities[holder.entity].fields;
    rest.remove_prefix(part.size() + 1);
  }
  if (is_absence) {
    ACTA_TRY_VOID(Absence(name, type, target));
  } else {
    ACTA_TRY_VOID(Read(name, type, target, true));
  }
  return target;
}

Result<void> Mapping::Absence(const std::string& name, const DuckType& type, Target& target) const {
  target.holds = Target::Holds::kAbsence;
  const duckdb_type column = type.id();
  target.is_text = column == DUCKDB_TYPE_VARCHAR;
  if (!program_.types[target.type].optional) {
    return Fail("the column `{}`: `{}` is not optional, and never absent", name, target.path);
  }
  if (!target.is_text && column != DUCKDB_TYPE_BOOLEAN && column != DUCKDB_TYPE_SQLNULL) {
    return Fail("the column `{}` is {}; it says by true and false whether `{}` is absent", name,
                NameOf(column), target.path);
  }
  return {};
}

std::optional<CellReader> Mapping::ReaderOf(ir::TypeId type, const DuckType& column) const {
  std::optional<CellReader> reader = CellReader::For(program_, act_, type, column);
  if (reader && texts_ == Texts::kOfTable) {
    reader->RefuseUnclear();
  }
  return reader;
}

// How cells of that type become the fact; fields of structs the same.
Result<void> Mapping::Read(const std::string& name, const DuckType& type, Target& target,
                           bool is_of_case) {
  const ir::Type& fact = program_.types[target.type];
  if (fact.kind == Kind::kEntity && type.id() == DUCKDB_TYPE_STRUCT) {
    target.holds = Target::Holds::kEntity;
    const std::uint32_t begin = target.slot + (fact.optional ? 1 : 0);
    return Fields(name, type, fact.entity, begin, target, is_of_case);
  }
  if (is_of_case && held_[target.slot]) {
    return Fail("the column `{}`: another one holds `{}` already", name, target.path);
  }
  held_[target.slot] = held_[target.slot] || is_of_case;
  if (fact.kind == Kind::kList && type.id() == DUCKDB_TYPE_LIST) {
    target.holds = Target::Holds::kList;
    const DuckType element(duckdb_list_type_child_type(type.get()));
    const ir::Type& of_element = program_.types[fact.element];
    if (of_element.kind == Kind::kEntity && element.id() == DUCKDB_TYPE_STRUCT) {
      return Fields(name, element, of_element.entity, 0, target, false);
    }
    Target scalar{
        .path = target.path, .type = fact.element, .reader = ReaderOf(fact.element, element)};
    // A list that is empty in every row has elements of no type. An entity is no text, but DuckDB
    // calls elements so that are not alike.
    if (!scalar.reader && element.id() != DUCKDB_TYPE_SQLNULL) {
      return Fail("the column `{}` is a list of {}, and the fact is `{}`", name,
                  NameOf(element.id()), ir::TypeName(program_, target.type));
    }
    target.fields.push_back(std::move(scalar));
    return {};
  }
  target.reader = ReaderOf(target.type, type);
  if (!target.reader || fact.kind == Kind::kEntity || fact.kind == Kind::kList) {
    // An entity or a list in a text column can only be absent.
    const bool may_be_absent =
        fact.kind == Kind::kEntity && fact.optional && type.id() == DUCKDB_TYPE_VARCHAR;
    if (!may_be_absent && type.id() != DUCKDB_TYPE_SQLNULL) {
      return Fail("the column `{}` is {}, and the fact is `{}`", name, NameOf(type.id()),
                  ir::TypeName(program_, target.type));
    }
  }
  return {};
}

Result<void> Mapping::Fields(const std::string& name, const DuckType& type, ir::EntityId entity,
                             std::uint32_t begin, Target& target, bool is_of_case) {
  const std::vector<ir::FactField>& fields = program_.entities[entity].fields;
  for (std::uint64_t i = 0; i < duckdb_struct_type_child_count(type.get()); ++i) {
    char* const owned = duckdb_struct_type_child_name(type.get(), i);
    const std::string child = WithoutMark(owned);
    duckdb_free(owned);
    if (child.empty()) {
      continue;
    }
    const bool is_absence = child.ends_with(kAbsent);
    const std::string called = child.substr(0, child.size() - (is_absence ? kAbsent.size() : 0));
    const auto field = std::ranges::find(fields, called, &ir::FactField::name);
    if (field == fields.end()) {
      const auto close = ClosestName(called, NamesOf(fields));
      return Fail("the column `{}`: there is no field `{}`{}", name, child,
                  close ? fmt::format("; did you mean `{}`?", *close) : "");
    }
    Target part{.path = target.path + "." + called,
                .slot = begin + field->offset,
                .type = field->type,
                .low = field->low,
                .high = field->high};
    const DuckType of_child(duckdb_struct_type_child_type(type.get(), i));
    if (is_absence) {
      ACTA_TRY_VOID(Absence(name + "." + child, of_child, part));
    } else {
      ACTA_TRY_VOID(Read(name + "." + child, of_child, part, is_of_case));
    }
    if (part.holds == Target::Holds::kList && !is_of_case) {
      return Fail("the column `{}`: lists within lists are not read", name);
    }
    if (is_of_case) {
      given_[part.slot] = true;
    }
    target.fields.push_back(std::move(part));
    target.children.push_back(i);
  }
  return {};
}

}  // namespace acta::tables
