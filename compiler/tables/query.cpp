#include "compiler/tables/query.h"

#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "compiler/tables/csv_query.h"
#include "compiler/tables/json_query.h"

namespace acta::tables {

Result<std::string> QueryOf(Duck& duck, const Source& source, const ir::Program& program) {
  if (!source.sql.empty()) {
    return source.sql;
  }
  const std::string& path = source.path;
  if (path.find("://") != std::string::npos) {
    return Fail("{}: a table is read from a file; fetch it first", path);
  }
  std::error_code ignored;
  const bool is_there = std::filesystem::exists(path, ignored);
  if (!is_there && path.find_first_of("*?[") == std::string::npos) {
    return Fail("{}: there is no such file", path);
  }
  const auto ends = [&](std::string_view ending) {
    return path.ends_with(ending) || path.ends_with(std::string(ending) + ".gz");
  };
  // A file of this very name is meant, whatever a pattern would make of it.
  const std::string pattern = is_there ? Literally(path) : path;
  if (ends(".csv") || ends(".tsv")) {
    return CsvQuery(duck, path, pattern);
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
