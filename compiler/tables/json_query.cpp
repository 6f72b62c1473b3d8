#include "compiler/tables/json_query.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

using Structure = nlohmann::ordered_json;
using Fields = std::vector<ir::FactField>;

// A column, or a field of one.
struct Member {
  std::string name;
  DuckType type;
};

std::vector<Member> MembersOf(const DuckType& type) {
  std::vector<Member> members;
  for (std::uint64_t i = 0; i < duckdb_struct_type_child_count(type.get()); ++i) {
    const std::unique_ptr<char, void (*)(char*)> name(duckdb_struct_type_child_name(type.get(), i),
                                                      [](char* owned) { duckdb_free(owned); });
    members.push_back({name.get(), DuckType(duckdb_struct_type_child_type(type.get(), i))});
  }
  return members;
}

// Whole numbers, truths and what holds others stay what they are. Of numbers with a fraction a
// double would lose digits; what looks like a date to DuckDB may be none, or another one.
Structure StructureOf(const DuckType& type) {
  switch (type.id()) {
    case DUCKDB_TYPE_BOOLEAN:
      return "BOOLEAN";
    case DUCKDB_TYPE_BIGINT:
      return "BIGINT";
    case DUCKDB_TYPE_UBIGINT:
      return "UBIGINT";
    case DUCKDB_TYPE_LIST:
      return Structure::array({StructureOf(DuckType(duckdb_list_type_child_type(type.get())))});
    case DUCKDB_TYPE_STRUCT: {
      Structure structure = Structure::object();
      for (const Member& member : MembersOf(type)) {
        structure[member.name] = StructureOf(member.type);
      }
      return structure;
    }
    default:
      return "VARCHAR";
  }
}

// `name`, or `fact.field`; null for what is neither.
const ir::FactField* FieldNamed(const ir::Program& program, const Fields& fields,
                                std::string_view name) {
  const auto field =
      std::ranges::find(fields, name.substr(0, name.find('.')), &ir::FactField::name);
  if (field == fields.end() || name.find('.') == std::string_view::npos) {
    return field != fields.end() ? &*field : nullptr;
  }
  const ir::Type& holder = program.types[field->type];
  return holder.kind == ir::Kind::kEntity
             ? FieldNamed(program, program.entities[holder.entity].fields,
                          name.substr(name.find('.') + 1))
             : nullptr;
}

// "/name", as a path into a value.
std::string PathTo(const std::string& name) {
  return Quoted((nlohmann::json::json_pointer() / name).to_string());
}

// An object whose optional fields may be null is taken apart, and so are lists of such objects.
class Reading {
 public:
  explicit Reading(const ir::Program& program) : program_(program) {}

  // What the `members` of the object `json`, an expression, are: `"name" := value` each.
  [[nodiscard]] std::vector<std::string> Object(const std::string& json,
                                                const std::vector<Member>& members,
                                                const Fields& fields) {
    Structure structure = Structure::object();
    std::vector<std::string> optional;
    for (const Member& member : members) {
      const ir::FactField* const field = FieldNamed(program_, fields, member.name);
      structure[member.name] = StructureOf(member.type);
      if (Inner(field, member.type) != nullptr) {
        const bool is_list = member.type.id() == DUCKDB_TYPE_LIST;
        structure[member.name] = is_list ? Structure::array({"JSON"}) : Structure("JSON");
      }
      // A file that says apart what is absent is taken at its word.
      const bool is_said =
          std::ranges::find(members, member.name + "$absent", &Member::name) != members.end();
      if (field != nullptr && program_.types[field->type].optional && !is_said) {
        optional.push_back(member.name);
      }
    }
    const std::string typed = fmt::format("from_json({}, {})", json, Quoted(structure.dump()));
    std::vector<std::string> paths(optional.size());
    std::ranges::transform(optional, paths.begin(), PathTo);
    std::vector<std::string> values;
    for (const Member& member : members) {
      const ir::FactField* const field = FieldNamed(program_, fields, member.name);
      const std::string value = fmt::format("struct_extract({}, {})", typed, Quoted(member.name));
      const Fields* const inner = Inner(field, member.type);
      values.push_back(fmt::format("{} := {}", Named(member.name),
                                   inner == nullptr ? value : Part(value, member.type, *inner)));
    }
    for (std::size_t i = 0; i < optional.size(); ++i) {
      values.push_back(fmt::format("{} := json_type({}, [{}])[{}] = 'NULL'",
                                   Named(optional[i] + "$absent"), json, fmt::join(paths, ", "),
                                   i + 1));
    }
    return values;
  }

 private:
  // The fields of what a column holds as objects, one or a list of them; null for another.
  [[nodiscard]] const Fields* Inner(const ir::FactField* field, const DuckType& type) const {
    if (field == nullptr) {
      return nullptr;
    }
    const ir::Type* fact = &program_.types[field->type];
    duckdb_type shape = type.id();
    if (fact->kind == ir::Kind::kList && shape == DUCKDB_TYPE_LIST) {
      fact = &program_.types[fact->element];
      shape = DuckType(duckdb_list_type_child_type(type.get())).id();
    }
    return fact->kind == ir::Kind::kEntity && shape == DUCKDB_TYPE_STRUCT
               ? &program_.entities[fact->entity].fields
               : nullptr;
  }

  [[nodiscard]] std::string Part(const std::string& value, const DuckType& type,
                                 const Fields& fields) {
    const auto record = [&](const std::string& json, const DuckType& of) {
      return fmt::format("CASE WHEN {} IS NOT NULL THEN struct_pack({}) END", json,
                         fmt::join(Object(json, MembersOf(of), fields), ", "));
    };
    if (type.id() != DUCKDB_TYPE_LIST) {
      return record(value, type);
    }
    const std::string element = fmt::format("e{}", ++names_);
    return fmt::format("list_transform({}, {} -> {})", value, element,
                       record(element, DuckType(duckdb_list_type_child_type(type.get()))));
  }

  const ir::Program& program_;
  int names_ = 0;  // of elements, so that none hides another
};

}  // namespace

Result<std::string> JsonQuery(Duck& duck, const std::string& path, const std::string& pattern,
                              const ir::Program& program) {
  // Looked at twice: for the names and the shape, then for what stands there.
  const auto shape =
      Rows::Query(duck, fmt::format("SELECT * FROM read_json({}, auto_detect = true, sample_size = "
                                    "-1, map_inference_threshold = -1) LIMIT 0",
                                    Quoted(pattern)));
  if (!shape) {
    return Fail("{}: {}", path, shape.error().message);
  }
  duckdb_result& result = (*shape)->result();
  std::vector<Member> members;
  for (std::uint64_t i = 0; i < duckdb_column_count(&result); ++i) {
    members.push_back(
        {duckdb_column_name(&result, i), DuckType(duckdb_column_logical_type(&result, i))});
  }
  // Rows that are no objects, or hold nothing, are one column called json.
  if (members.size() == 1 && members.front().name == "json" &&
      FieldNamed(program, program.facts, "json") == nullptr) {
    return Fail("{}: no row names a fact; a row is an object of facts by name", path);
  }
  const std::vector<std::string> columns = Reading(program).Object("json", members, program.facts);
  return fmt::format("SELECT unnest(struct_pack({})) FROM read_json_objects({}, format = 'auto')",
                     fmt::join(columns, ", "), Quoted(pattern));
}

}  // namespace acta::tables
