#include "compiler/tables/query.h"

#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "compiler/tables/json_query.h"

namespace acta::tables {

namespace {

Result<Plan> CsvPlan(Duck& duck, const std::string& path, const std::string& pattern) {
  Plan plan;
  ACTA_TRY(plan.csv, CsvShapeOf(duck, path, pattern));
  for (const std::string& file : plan.csv->files) {
    plan.parts.push_back({file, "SELECT * FROM " + ReadCsv(*plan.csv, file, Broken::kEnds)});
  }
  return plan;
}

Result<Plan> JsonPlan(Duck& duck, const Source& source, const std::string& pattern,
                      const ir::Program& program) {
  Plan plan{.tells_json = true};
  ACTA_TRY(const JsonReading reading, JsonReadingOf(duck, source, pattern, program));
  for (const std::string& file : reading.files) {
    plan.parts.push_back({file, reading.Query(file)});
  }
  return plan;
}

}  // namespace

Result<Plan> PlanOf(Duck& duck, const Source& source, const ir::Program& program) {
  if (!source.sql.empty()) {
    return Plan{.parts = {{"--sql", source.sql}}};
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
    return CsvPlan(duck, path, pattern);
  }
  if (ends(".json") || ends(".jsonl") || ends(".ndjson")) {
    return JsonPlan(duck, source, pattern, program);
  }
  if (ends(".parquet")) {
    // Together: their types need not be the same, and DuckDB makes them so.
    return Plan{.parts = {{path, fmt::format("SELECT * FROM read_parquet({})", Quoted(pattern))}}};
  }
  return Fail("{}: a table is named *.csv, *.tsv, *.json, *.jsonl, *.ndjson or *.parquet", path);
}

}  // namespace acta::tables
