#include "compiler/tables/json_query.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/tables/exact_numbers.h"
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

// Whole numbers, truths and what holds others stay what they are. Numbers with a fraction are texts
// by then; what looks like a date to DuckDB may be none, or another one.
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

bool IsPeriod(ir::Kind kind) {
  return kind == ir::Kind::kPeriodOfDates || kind == ir::Kind::kPeriodOfTimes;
}

// A period `json`, an expression, as a text: "start to end" for {"start": ..., "end": ...}. What
// stands there else is left as it is.
std::string PeriodAsText(const std::string& json) {
  return fmt::format(
      "CASE WHEN json_type({0}) = 'OBJECT' AND json_keys({0}) IN (['start', 'end'], ['end', "
      "'start']) THEN concat({0} ->> 'start', ' to ', {0} ->> 'end') WHEN json_type({0}) IN "
      "('OBJECT', 'ARRAY') THEN {0}::VARCHAR ELSE {0} ->> '$' END",
      json);
}

// "/name", as a path into a value.
std::string PathTo(const std::string& name) {
  return Quoted((nlohmann::json::json_pointer() / name).to_string());
}

// An object whose optional fields may be null is taken apart, and so are periods and lists of such
// values.
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
      if (const Inner inner = InnerOf(field, member.type); inner.type != nullptr) {
        structure[member.name] = inner.is_listed ? Structure::array({"JSON"}) : Structure("JSON");
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
      const Inner inner = InnerOf(field, member.type);
      values.push_back(
          fmt::format("{} := {}", Named(member.name),
                      inner.type == nullptr ? value : Part(value, member.type, inner)));
    }
    for (std::size_t i = 0; i < optional.size(); ++i) {
      values.push_back(fmt::format("{} := json_type({}, [{}])[{}] = 'NULL'",
                                   Named(optional[i] + "$absent"), json, fmt::join(paths, ", "),
                                   i + 1));
    }
    return values;
  }

 private:
  // What a column holds that is taken apart, itself or in a list. Null for another.
  struct Inner {
    const ir::Type* type = nullptr;
    bool is_listed = false;
  };
  [[nodiscard]] Inner InnerOf(const ir::FactField* field, const DuckType& type) const {
    if (field == nullptr) {
      return {};
    }
    const ir::Type* fact = &program_.types[field->type];
    duckdb_type shape = type.id();
    const bool is_listed = fact->kind == ir::Kind::kList && shape == DUCKDB_TYPE_LIST;
    if (is_listed) {
      fact = &program_.types[fact->element];
      shape = DuckType(duckdb_list_type_child_type(type.get())).id();
    }
    const bool is_apart = IsPeriod(fact->kind) ||
                          (fact->kind == ir::Kind::kEntity && shape == DUCKDB_TYPE_STRUCT);
    return is_apart ? Inner{fact, is_listed} : Inner();
  }

  [[nodiscard]] std::string Part(const std::string& value, const DuckType& type,
                                 const Inner& inner) {
    const auto part = [&](const std::string& json, const DuckType& of) {
      if (IsPeriod(inner.type->kind)) {
        return PeriodAsText(json);
      }
      const Fields& fields = program_.entities[inner.type->entity].fields;
      return fmt::format("CASE WHEN {} IS NOT NULL THEN struct_pack({}) END", json,
                         fmt::join(Object(json, MembersOf(of), fields), ", "));
    };
    if (!inner.is_listed) {
      return part(value, type);
    }
    const std::string element = fmt::format("e{}", ++names_);
    return fmt::format("list_transform({}, {} -> {})", value, element,
                       part(element, DuckType(duckdb_list_type_child_type(type.get()))));
  }

  const ir::Program& program_;
  int names_ = 0;  // of elements, so that none hides another
};

// The columns of a query.
Result<std::vector<Member>> ColumnsOf(Duck& duck, const std::string& sql) {
  ACTA_TRY(const std::unique_ptr<Rows> rows, Rows::Query(duck, sql));
  duckdb_result& result = rows->result();
  std::vector<Member> members;
  for (std::uint64_t i = 0; i < duckdb_column_count(&result); ++i) {
    members.push_back(
        {duckdb_column_name(&result, i), DuckType(duckdb_column_logical_type(&result, i))});
  }
  return members;
}

std::string ReadObjects(const std::string& pattern, JsonReading::Broken broken) {
  if (broken == JsonReading::Broken::kEnds) {
    return fmt::format("read_json_objects({}, format = 'auto')", Quoted(pattern));
  }
  // A line that begins as JSON and does not end so is handed out as it stands.
  return fmt::format(
      "(SELECT CASE WHEN json_valid(json) THEN json END AS json FROM read_json_objects({}, format "
      "= "
      "'newline_delimited', ignore_errors = true))",
      Quoted(pattern));
}

// Of the rows that are objects, where others stand among them. None where no object names anything.
Result<std::vector<Member>> MembersOfObjects(Duck& duck, const std::string& pattern,
                                             JsonReading::Broken broken) {
  ACTA_TRY(const std::vector<std::string> structure,
           TextsOf(duck, fmt::format("SELECT json_group_structure(json)::VARCHAR FROM {} WHERE "
                                     "json_type(json) = 'OBJECT' AND json::VARCHAR <> '{{}}'",
                                     ReadObjects(pattern, broken))));
  if (structure.front().empty()) {
    return std::vector<Member>();
  }
  return ColumnsOf(
      duck, fmt::format("SELECT unnest(from_json('{{}}', {})) LIMIT 0", Quoted(structure.front())));
}

// The names and the shape of all rows.
Result<std::vector<Member>> MembersIn(Duck& duck, const std::string& pattern) {
  ACTA_TRY(
      std::vector<Member> members,
      ColumnsOf(duck, fmt::format("SELECT * FROM read_json({}, auto_detect = true, sample_size "
                                  "= -1, maximum_sample_files = 2147483647, "
                                  "map_inference_threshold = -1) LIMIT 0",
                                  Quoted(pattern))));
  // So DuckDB calls rows of which any is no object, or all are empty.
  const bool is_of_objects = members.size() != 1 || members.front().name != "json";
  return is_of_objects ? std::move(members)
                       : MembersOfObjects(duck, pattern, JsonReading::Broken::kEnds);
}

// Where DuckDB says where something is no JSON, it counts lines and values in its own way.
std::string WithoutPlace(std::string message) {
  const std::size_t place = message.find(", at byte ");
  if (const std::size_t reason = message.find(':', place);
      place != std::string::npos && reason != std::string::npos) {
    message.erase(place, reason - place);
  }
  return message;
}

}  // namespace

std::string JsonReading::Query(const std::string& file) const {
  const std::string facts =
      columns.empty() ? "" : fmt::format("unnest(struct_pack({})), ", fmt::join(columns, ", "));
  return fmt::format(
      "SELECT {}CASE WHEN json_type(json) IS DISTINCT FROM 'OBJECT' THEN coalesce(left("
      "json::VARCHAR, 80), '') END FROM {}",
      facts, ReadObjects(Literally(file), broken));
}

Result<JsonReading> JsonReadingOf(Duck& duck, const std::string& path, const std::string& pattern,
                                  const ir::Program& program) {
  JsonReading reading;
  // Before any query: one that is not read to its end would take the function with it.
  ACTA_TRY_VOID(RegisterNumbersAsTexts(duck));
  ACTA_TRY(reading.files, TextsOf(duck, fmt::format("SELECT file FROM glob({})", Quoted(pattern))));
  if (reading.files.empty()) {
    return Fail("{}: there is no such file", path);
  }
  // Looked at twice: for the names and the shape, then for what stands there.
  auto members = MembersIn(duck, pattern);
  const bool is_of_lines =
      path.find(".json") == std::string::npos || path.find(".jsonl") != std::string::npos;
  if (!members && is_of_lines) {
    // A line that is no JSON is a row of its own.
    reading.broken = JsonReading::Broken::kIsARow;
    members = MembersOfObjects(duck, pattern, reading.broken);
  }
  if (!members) {
    return Fail("{}: {}", path, WithoutPlace(members.error().message));
  }
  reading.columns = Reading(program).Object(fmt::format("{}(json)", kNumbersAsTexts), *members,
                                            program.facts);
  return reading;
}

}  // namespace acta::tables
