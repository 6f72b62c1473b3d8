#include "compiler/tables/query.h"

#include <filesystem>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "compiler/tables/json_query.h"
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

std::string CsvQuery(const std::string& pattern, std::string_view options) {
  return fmt::format(
      "SELECT * FROM read_csv({}, {}, skip = 0, all_varchar = true, nullstr = '', quote = '\"', "
      "escape = '\"')",
      Quoted(pattern), options);
}

// DuckDB would give the second of two columns of one name another.
Result<void> HasEachColumnOnce(Duck& duck, const std::string& path, const std::string& pattern) {
  ACTA_TRY(const std::unique_ptr<Rows> rows,
           Rows::Query(duck, CsvQuery(pattern, "header = false") + " LIMIT 1"));
  const DataChunk chunk(rows->Next());
  std::set<std::string, std::less<>> names;
  const std::uint64_t count = chunk.rows() == 0 ? 0 : duckdb_column_count(&rows->result());
  for (std::uint64_t i = 0; i < count; ++i) {
    duckdb_vector const cells = chunk[i];
    if (!Validity(cells)[0]) {
      continue;  // without a name
    }
    const std::string name(TextAt(duckdb_vector_get_data(cells), 0));
    if (!names.insert(name).second) {
      return Fail("{}:1: the column `{}` stands there twice", path, name);
    }
  }
  return {};
}

}  // namespace

Result<std::string> QueryOf(Duck& duck, const Source& source, const ir::Program& program) {
  if (!source.sql.empty()) {
    return source.sql;
  }
  const std::string& path = source.path;
  if (path.find("://") != std::string::npos) {
    return Fail("{}: a table is read from a file; fetch it first", path);
  }
  const auto ends = [&](std::string_view ending) {
    return path.ends_with(ending) || path.ends_with(std::string(ending) + ".gz");
  };
  const std::string pattern = PatternOf(path);
  if (ends(".csv") || ends(".tsv")) {
    ACTA_TRY_VOID(HasEachColumnOnce(duck, path, pattern));
    return CsvQuery(pattern, "header = true");
  }
  if (ends(".json") || ends(".jsonl") || ends(".ndjson")) {
    return JsonQuery(duck, path, pattern, program);
  }
  if (ends(".parquet")) {
    return fmt::format("SELECT * FROM read_parquet({})", Quoted(pattern));
  }
  return Fail("{}: a table is named *.csv, *.tsv, *.json, *.jsonl, *.ndjson or *.parquet", path);
}

}  // namespace acta::tables
