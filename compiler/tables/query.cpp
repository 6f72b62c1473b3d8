#include "compiler/tables/query.h"

#include <filesystem>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

// A file of this very name is meant, whatever a pattern would make of it.
std::string PatternOf(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return path;
  }
  std::string pattern;
  for (const char c : path) {
    const bool is_wild = c == '*' || c == '?' || c == '[';
    pattern += is_wild ? fmt::format("[{}]", c) : std::string(1, c);
  }
  return pattern;
}

// Whole numbers, truths and what holds others stay what they are. Of numbers with a fraction a
// double would lose digits; what looks like a date to DuckDB may be none, or another one.
std::string TypeInJson(const DuckType& type) {
  switch (type.id()) {
    case DUCKDB_TYPE_BOOLEAN:
      return "BOOLEAN";
    case DUCKDB_TYPE_BIGINT:
      return "BIGINT";
    case DUCKDB_TYPE_UBIGINT:
      return "UBIGINT";
    case DUCKDB_TYPE_LIST:
      return TypeInJson(DuckType(duckdb_list_type_child_type(type.get()))) + "[]";
    case DUCKDB_TYPE_STRUCT: {
      std::vector<std::string> fields;
      for (std::uint64_t i = 0; i < duckdb_struct_type_child_count(type.get()); ++i) {
        char* const name = duckdb_struct_type_child_name(type.get(), i);
        const DuckType field(duckdb_struct_type_child_type(type.get(), i));
        fields.push_back(Named(name) + " " + TypeInJson(field));
        duckdb_free(name);
      }
      return fmt::format("STRUCT({})", fmt::join(fields, ", "));
    }
    default:
      return "VARCHAR";
  }
}

// Looked at twice: for the names and the shape, then for what stands there.
Result<std::string> JsonQuery(Duck& duck, const std::string& path, const std::string& file) {
  const auto shape =
      Rows::Query(duck, fmt::format("SELECT * FROM read_json({}, auto_detect = true, sample_size = "
                                    "-1, map_inference_threshold = -1) LIMIT 0",
                                    file));
  if (!shape) {
    return Fail("{}: {}", path, shape.error().message);
  }
  duckdb_result& result = (*shape)->result();
  std::vector<std::string> columns;
  for (std::uint64_t i = 0; i < duckdb_column_count(&result); ++i) {
    const DuckType type(duckdb_column_logical_type(&result, i));
    columns.push_back(Quoted(duckdb_column_name(&result, i)) + ": " + Quoted(TypeInJson(type)));
  }
  return fmt::format("SELECT * FROM read_json({}, columns = {{{}}})", file,
                     fmt::join(columns, ", "));
}

}  // namespace

Result<std::string> QueryOf(Duck& duck, const Source& source) {
  if (!source.sql.empty()) {
    return source.sql;
  }
  const std::string& path = source.path;
  const auto ends = [&](std::string_view ending) {
    return path.ends_with(ending) || path.ends_with(std::string(ending) + ".gz");
  };
  const std::string file = Quoted(PatternOf(path));
  if (ends(".csv") || ends(".tsv")) {
    return fmt::format(
        "SELECT * FROM read_csv({}, header = true, skip = 0, all_varchar = true, nullstr = '', "
        "quote = '\"', escape = '\"')",
        file);
  }
  if (ends(".json") || ends(".jsonl") || ends(".ndjson")) {
    return JsonQuery(duck, path, file);
  }
  if (ends(".parquet")) {
    return fmt::format("SELECT * FROM read_parquet({})", file);
  }
  return Fail("{}: a table is named *.csv, *.tsv, *.json, *.jsonl, *.ndjson or *.parquet", path);
}

}  // namespace acta::tables
