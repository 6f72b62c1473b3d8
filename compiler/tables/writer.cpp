#include <algorithm>
#include <filesystem>
#include <system_error>

#include "compiler/base/file.h"
#include "compiler/base/temporary_folder.h"
#include "compiler/tables/duck.h"
#include "compiler/tables/tables.h"

namespace acta::tables {

namespace {

const char* SqlType(Writer::Type type) {
  switch (type) {
    case Writer::Type::kBoolean:
      return "BOOLEAN";
    case Writer::Type::kInteger:
      return "BIGINT";
    case Writer::Type::kDate:
      return "DATE";
    case Writer::Type::kDateTime:
      return "TIMESTAMP";
    case Writer::Type::kText:
      return "VARCHAR";
  }
  return "VARCHAR";
}

// Rows gather in a database of their own on disk, so that they may be more than memory holds.
class DuckWriter final : public Writer {
 public:
  DuckWriter(std::string path, Replacement replacement, std::string format,
             std::vector<Column> columns, Order order, TemporaryFolder folder,
             std::unique_ptr<Duck> duck)
      : path_(std::move(path)),
        format_(std::move(format)),
        replacement_(std::move(replacement)),
        order_(order),
        columns_(std::move(columns)),
        folder_(std::move(folder)),
        duck_(std::move(duck)) {}
  ~DuckWriter() override { duckdb_appender_destroy(&appender_); }

  Result<void> Begin() {
    std::string columns;
    for (const Column& column : columns_) {
      columns += (columns.empty() ? "" : ", ") + Named(column.name) + " " + SqlType(column.type);
    }
    ACTA_TRY_VOID(duck_->Run("CREATE TABLE written (" + columns + ")"));
    if (duckdb_appender_create(duck_->connection(), nullptr, "written", &appender_) !=
        DuckDBSuccess) {
      return Fail("{}: nothing can be written", path_);
    }
    return {};
  }

  void Null() override {
    Note(duckdb_append_null(appender_));
    ++at_;
  }
  void Value(std::int64_t value) override {
    switch (columns_[at_].type) {
      case Type::kBoolean:
        Note(duckdb_append_bool(appender_, value != 0));
        break;
      case Type::kDate:
        Note(duckdb_append_date(appender_, duckdb_date{static_cast<std::int32_t>(value)}));
        break;
      case Type::kDateTime:
        Note(duckdb_append_timestamp(appender_, duckdb_timestamp{value * 1'000'000}));
        break;
      case Type::kInteger:
      case Type::kText:
        Note(duckdb_append_int64(appender_, value));
        break;
    }
    ++at_;
  }
  void Text(std::string_view text) override {
    Note(duckdb_append_varchar_length(appender_, text.data(), text.size()));
    ++at_;
  }
  void EndRow() override {
    Note(duckdb_appender_end_row(appender_));
    at_ = 0;
  }

  Result<void> Finish() override {
    Note(duckdb_appender_close(appender_));
    if (failed_) {
      return Fail("{}: a row could not be written", path_);
    }
    // Written beside it, then renamed: a reader sees the old file or the new one.
    const std::string& beside = replacement_.beside;
    const std::string rows =
        order_ == Order::kSorted ? "(SELECT * FROM written ORDER BY ALL)" : "written";
    const Result<void> copied =
        duck_->Run(fmt::format("COPY {} TO {} ({})", rows, Quoted(beside), format_));
    std::error_code error;
    if (copied) {
      std::filesystem::rename(beside, replacement_.place, error);
    }
    if (!copied || error) {
      std::error_code ignored;
      std::filesystem::remove(beside, ignored);
      return Fail("cannot write {}: {}", path_, copied ? error.message() : copied.error().message);
    }
    return {};
  }

 private:
  void Note(duckdb_state state) { failed_ = failed_ || state != DuckDBSuccess; }

  std::string path_, format_;
  Replacement replacement_;
  Order order_;
  std::vector<Column> columns_;
  TemporaryFolder folder_;
  std::unique_ptr<Duck> duck_;
  duckdb_appender appender_ = nullptr;
  std::size_t at_ = 0;
  bool failed_ = false;
};

// Of DuckDB's COPY.
std::string OptionsOf(Format format) {
  switch (format) {
    case Format::kCsv:
      return "FORMAT csv, HEADER true";
    case Format::kJsonLines:
      return "FORMAT json";
    case Format::kParquet:
      break;
  }
  return "FORMAT parquet";
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::Create(const std::string& path, std::vector<Column> columns,
                                               Order order) {
  const std::optional<Format> format = FormatOf(path);
  if (!format) {
    return Fail("{}: {}", path, kNamesOfFormats);
  }
  std::vector<std::string> names(columns.size());
  std::ranges::transform(columns, names.begin(), &Column::name);
  const std::vector<std::string> apart = ToldApart(names);
  if (const auto [own, mark] = std::ranges::mismatch(names, apart); own != names.end()) {
    return Fail(
        "{}: `{}` and another column have names that differ in case alone, and are one in a table; "
        "`acta run --json` tells them apart",
        path, *own);
  }
  ACTA_TRY(Replacement replacement, ReplacementFor(path));
  ACTA_TRY(TemporaryFolder folder, TemporaryFolder::Make());
  ACTA_TRY(std::unique_ptr<Duck> duck, Duck::Open(folder.path() + "/rows.duckdb"));
  auto writer =
      std::make_unique<DuckWriter>(path, std::move(replacement), OptionsOf(*format),
                                   std::move(columns), order, std::move(folder), std::move(duck));
  ACTA_TRY_VOID(writer->Begin());
  return writer;
}

}  // namespace acta::tables
