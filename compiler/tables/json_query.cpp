#include "compiler/tables/json_query.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/tables/exact_numbers.h"
#include "compiler/tables/json_shape.h"
#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

// As DuckDB writes it: "BIGINT", {"name": "VARCHAR"}, ["BOOLEAN"].
using Structure = nlohmann::ordered_json;
using Fields = std::vector<ir::FactField>;

// Whole numbers and truths stay what they are. Numbers with a fraction are texts by then; what
// looks like a date to DuckDB may be none, or another one.
Structure SimpleOf(const Structure& found) {
  const bool stays = found == "BOOLEAN" || found == "BIGINT" || found == "UBIGINT";
  return stays ? found : Structure("VARCHAR");
}

// What DuckDB found, down to what is neither object nor array.
Structure Simplified(const Structure& found) {
  if (found.is_array()) {
    return Structure::array({Simplified(found.front())});
  }
  if (!found.is_object()) {
    return SimpleOf(found);
  }
  Structure structure = Structure::object();
  for (const auto& [name, member] : found.items()) {
    structure[name] = Simplified(member);
  }
  return structure;
}

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
      for (std::uint64_t i = 0; i < duckdb_struct_type_child_count(type.get()); ++i) {
        const std::unique_ptr<char, void (*)(char*)> name(
            duckdb_struct_type_child_name(type.get(), i), [](char* owned) { duckdb_free(owned); });
        structure[name.get()] = StructureOf(DuckType(duckdb_struct_type_child_type(type.get(), i)));
      }
      return structure;
    }
    default:
      return "VARCHAR";
  }
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

// A set `json`, an expression, as a text: "{a, b}" for ["a", "b"]. "[a, b]", which is no set, where
// a name would be another one in such a text.
std::string SetAsText(const std::string& json) {
  const std::string members = fmt::format("from_json({}, '[\"VARCHAR\"]')", json);
  const std::string wrong = fmt::format(
      "list_filter({}, name -> name IS NULL OR NOT regexp_full_match(name, '[^ ,{{}}]+'))",
      members);
  return fmt::format(
      "CASE json_type({0}) WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN concat(CASE WHEN len({2}) = 0 "
      "THEN '{{' ELSE '[' END, array_to_string({1}, ', '), CASE WHEN len({2}) = 0 THEN '}}' ELSE "
      "']' END) ELSE {0} ->> '$' END",
      json, members, wrong);
}

// "/name", as a path into a value.
std::string PathTo(const std::string& name) {
  return Quoted((nlohmann::json::json_pointer() / name).to_string());
}

// The common structure of the objects among the values of `rows`, a query of a column `json`. Empty
// where none names anything.
Result<Structure> StructureOfObjects(Duck& duck, const std::string& rows) {
  ACTA_TRY(const std::vector<std::string> found,
           TextsOf(duck, fmt::format("SELECT json_group_structure(json)::VARCHAR FROM ({}) WHERE "
                                     "json_type(json) = 'OBJECT' AND json::VARCHAR <> '{{}}'",
                                     rows)));
  const Structure structure = Structure::parse(found.front(), nullptr, false);
  return structure.is_object() ? Simplified(structure) : Structure::object();
}

struct Value {
  std::string name, expression;
};

// Each as `form` says, of its expression and its name.
std::vector<std::string> Written(const std::vector<Value>& values, std::string_view form) {
  std::vector<std::string> names(values.size());
  std::ranges::transform(values, names.begin(), &Value::name);
  names = ToldApart(names);
  std::vector<std::string> written;
  for (std::size_t i = 0; i < values.size(); ++i) {
    written.push_back(fmt::format(fmt::runtime(form), values[i].expression, Named(names[i])));
  }
  return written;
}

// Takes each object apart as the act says, whatever the rows have in common.
class Reading {
 public:
  Reading(Duck& duck, const ir::Program& program) : duck_(duck), program_(program) {}

  // What the members of an object are that is given as an expression.
  using Members = std::function<std::vector<Value>(const std::string& json)>;
  // `found`: the structure of all such objects; `rows`: a query of them.
  [[nodiscard]] Result<Members> Object(const Structure& found, const Fields& fields,
                                       const std::string& rows) {
    std::vector<std::string> names;
    std::vector<Part> parts;
    for (const auto& [name, member] : found.items()) {
      names.push_back(name);
      const ir::FactField* const field = FieldNamed(program_, fields, name);
      ACTA_TRY(parts.emplace_back(),
               field != nullptr ? PartOf(program_.types[field->type], member, At(name, rows))
                                : Result<Part>(Part{.structure = member}));
    }
    // One structure has no names that differ in case alone.
    const std::vector<std::string> apart = ToldApart(names);
    Structure typed = Structure::object();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (apart[i] == names[i]) {
        typed[names[i]] = parts[i].structure;
      }
    }
    return [=, absent = AbsentWhereNull(found, fields)](const std::string& json) {
      std::vector<Value> values;
      for (std::size_t i = 0; i < names.size(); ++i) {
        const bool is_alone = apart[i] != names[i];
        const std::string object = is_alone ? fmt::format("json_object({}, json_extract({}, {}))",
                                                          Quoted(names[i]), json, PathTo(names[i]))
                                            : json;
        const Structure structure = is_alone ? Structure{{names[i], parts[i].structure}} : typed;
        const std::string value = fmt::format("struct_extract(from_json({}, {}), {})", object,
                                              Quoted(structure.dump()), Quoted(names[i]));
        values.push_back({names[i], parts[i].made ? parts[i].made(value) : value});
      }
      std::vector<std::string> paths(absent.size());
      std::ranges::transform(absent, paths.begin(), PathTo);
      for (std::size_t i = 0; i < absent.size(); ++i) {
        values.push_back(
            {absent[i] + "$absent", fmt::format("nullif(json_type({}, [{}])[{}] = 'NULL', false)",
                                                json, fmt::join(paths, ", "), i + 1)});
      }
      return values;
    };
  }

 private:
  // How a member is read: as what, and what is made of it.
  struct Part {
    Structure structure;
    std::function<std::string(const std::string& value)> made;
  };

  // The values at `name` in the objects of `rows`.
  static std::string At(const std::string& name, const std::string& rows) {
    return fmt::format("SELECT json_extract(json, {}) AS json FROM ({})", PathTo(name), rows);
  }
  // The elements of the arrays among the values of `rows`.
  static std::string ElementsOf(const std::string& rows) {
    return fmt::format(
        "SELECT unnest(json::JSON[]) AS json FROM ({}) WHERE json_type(json) = 'ARRAY'", rows);
  }

  // Of a value that is to be of `type`, where DuckDB found some structure in all of `rows`.
  [[nodiscard]] Result<Part> PartOf(const ir::Type& type, const Structure& found,
                                    const std::string& rows) {
    if (type.kind == ir::Kind::kEntity) {
      return EntityOf(type, found, rows);
    }
    if (type.kind == ir::Kind::kList) {
      return ListOf(type, found, rows);
    }
    if (type.kind == ir::Kind::kSet) {
      return found.is_array() ? Part{.structure = Structure::array({"VARCHAR"})}
                              : Part{.structure = "JSON", .made = SetAsText};
    }
    if (IsPeriod(type.kind)) {
      return Part{.structure = "JSON", .made = PeriodAsText};
    }
    return Part{.structure = type.kind == ir::Kind::kText ? Structure("VARCHAR") : SimpleOf(found)};
  }

  [[nodiscard]] Result<Part> EntityOf(const ir::Type& type, Structure found,
                                      const std::string& rows) {
    if (!found.is_object()) {
      ACTA_TRY(found, StructureOfObjects(duck_, rows));
    }
    const Fields& fields = program_.entities[type.entity].fields;
    ACTA_TRY(const Members members,
             Object(found, fields,
                    fmt::format("SELECT json FROM ({}) WHERE json_type(json) = 'OBJECT'", rows)));
    // Where no object names anything there are objects all the same.
    const Value nothing{kNamesNothing, "NULL"};
    return Part{.structure = "JSON", .made = [=](const std::string& json) {
                  std::vector<Value> values = members(json);
                  if (values.empty()) {
                    values.push_back(nothing);
                  }
                  return fmt::format("CASE WHEN {} IS NOT NULL THEN struct_pack({}) END", json,
                                     fmt::join(Written(values, "{1} := {0}"), ", "));
                }};
  }

  [[nodiscard]] Result<Part> ListOf(const ir::Type& type, const Structure& found,
                                    const std::string& rows) {
    ACTA_TRY(const Part element,
             PartOf(program_.types[type.element],
                    found.is_array() ? found.front() : Structure("VARCHAR"), ElementsOf(rows)));
    Part list{.structure = Structure::array({element.structure})};
    if (element.made) {
      const std::string name = fmt::format("e{}", ++names_);
      list.made = [=](const std::string& value) {
        return fmt::format("list_transform({}, {} -> {})", value, name, element.made(name));
      };
    }
    return list;
  }

  // The optional ones. A file that says apart what is absent is taken at its word.
  [[nodiscard]] std::vector<std::string> AbsentWhereNull(const Structure& found,
                                                         const Fields& fields) const {
    std::vector<std::string> names;
    for (const auto& [name, member] : found.items()) {
      const ir::FactField* const field = FieldNamed(program_, fields, name);
      if (field != nullptr && program_.types[field->type].optional &&
          !found.contains(name + "$absent")) {
        names.push_back(name);
      }
    }
    return names;
  }

  Duck& duck_;
  const ir::Program& program_;
  int names_ = 0;  // of elements, so that none hides another
};

std::string ReadObjects(const std::string& pattern, JsonReading::Broken broken) {
  if (broken == JsonReading::Broken::kEnds) {
    return fmt::format("read_json_objects({}, format = 'auto')", Quoted(pattern));
  }
  // A line that begins as JSON and does not end so is handed out as it stands.
  return fmt::format(
      "(SELECT CASE WHEN json_valid(json) THEN json END AS json FROM read_json_objects({}, format "
      "= 'newline_delimited', ignore_errors = true))",
      Quoted(pattern));
}

// Whether names that DuckDB takes for one are two here.
bool DifferInCaseAlone(const Fields& fields) {
  std::vector<std::string> names(fields.size());
  std::ranges::transform(fields, names.begin(), &ir::FactField::name);
  return ToldApart(names) != names;
}

// Whether DuckDB has given a column this name, in place of one that differs in case alone.
bool IsNumbered(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  return end != std::string_view::npos && end + 1 < name.size() && name[end] == '_';
}

// The structure of all rows that are objects.
Result<Structure> StructureIn(Duck& duck, const std::string& pattern, const ir::Program& program,
                              JsonReading::Broken broken) {
  const auto of_objects = [&] {
    return StructureOfObjects(duck, "SELECT json FROM " + ReadObjects(pattern, broken));
  };
  const auto clash = [](const ir::Entity& entity) { return DifferInCaseAlone(entity.fields); };
  if (broken == JsonReading::Broken::kIsARow || DifferInCaseAlone(program.facts) ||
      std::ranges::any_of(program.entities, clash)) {
    return of_objects();
  }
  // Which is faster.
  ACTA_TRY(const std::unique_ptr<Rows> rows,
           Rows::Query(duck, fmt::format("SELECT * FROM read_json({}, auto_detect = true, "
                                         "sample_size = -1, maximum_sample_files = 2147483647, "
                                         "map_inference_threshold = -1) LIMIT 0",
                                         Quoted(pattern))));
  duckdb_result& result = rows->result();
  Structure structure = Structure::object();
  bool is_as_named = true;
  for (std::uint64_t i = 0; i < duckdb_column_count(&result); ++i) {
    const std::string name = duckdb_column_name(&result, i);
    structure[name] = StructureOf(DuckType(duckdb_column_logical_type(&result, i)));
    is_as_named =
        is_as_named && (!IsNumbered(name) || FieldNamed(program, program.facts, name) != nullptr);
  }
  // So DuckDB calls rows of which any is no object, or all are empty.
  const bool is_of_objects = structure.size() != 1 || !structure.contains("json");
  return is_of_objects && is_as_named ? Result<Structure>(std::move(structure)) : of_objects();
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

// Of a pipe nothing is known before it is read.
bool IsBlank(const std::string& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) {
    return false;
  }
  std::ifstream bytes(file, std::ios::binary);
  const std::string_view mark = "\xEF\xBB\xBF";
  const auto is_of_json = [&](char c) {
    return std::string_view(" \t\r\n").find(c) == std::string_view::npos &&
           mark.find(c) == std::string_view::npos;
  };
  return std::none_of(std::istreambuf_iterator<char>(bytes), std::istreambuf_iterator<char>(),
                      is_of_json);
}

}  // namespace

std::string JsonReading::Query(const std::string& file) const {
  const std::string facts = columns.empty() ? "" : fmt::format("{}, ", fmt::join(columns, ", "));
  return fmt::format(
      "SELECT {}written FROM (SELECT {}(json) AS json, json::VARCHAR AS written FROM {})", facts,
      kNumbersAsTexts, ReadObjects(Literally(file), broken));
}

Result<JsonReading> JsonReadingOf(Duck& duck, const Source& source, const std::string& pattern,
                                  const ir::Program& program) {
  const std::string& path = source.path;
  JsonReading reading;
  // Before any query: one that is not read to its end would take the function with it.
  ACTA_TRY_VOID(RegisterNumbersAsTexts(duck));
  ACTA_TRY(reading.files, TextsOf(duck, fmt::format("SELECT file FROM glob({})", Quoted(pattern))));
  if (reading.files.empty()) {
    return Fail("{}: there is no such file", path);
  }
  if (std::ranges::all_of(reading.files, IsBlank)) {
    return Fail("{}: there is no case in here; the file is empty", path);
  }
  // Looked at twice: for the names and the shape, then for what stands there.
  auto structure = StructureIn(duck, pattern, program, reading.broken);
  const bool is_of_lines =
      path.find(".json") == std::string::npos || path.find(".jsonl") != std::string::npos;
  if (!structure && is_of_lines) {
    // A line that is no JSON is a row of its own.
    reading.broken = JsonReading::Broken::kIsARow;
    structure = StructureIn(duck, pattern, program, reading.broken);
  }
  for (const std::string& file : reading.files) {
    const auto fault =
        !structure && source.json_fault ? source.json_fault(file) : std::optional<std::string>();
    if (fault) {
      return Fail("{}", *fault);
    }
  }
  if (!structure) {
    return Fail("{}: {}", path, WithoutPlace(structure.error().message));
  }
  ACTA_TRY(const Reading::Members members,
           Reading(duck, program)
               .Object(*structure, program.facts,
                       "SELECT json FROM " + ReadObjects(pattern, reading.broken)));
  reading.columns = Written(members("json"), "{} AS {}");
  return reading;
}

}  // namespace acta::tables
