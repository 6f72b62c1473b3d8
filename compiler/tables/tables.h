// Cases in files: read block after block, and answers written.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acta/acta.h"
#include "compiler/base/result.h"
#include "compiler/blocks/table.h"
#include "compiler/cases/case_stream.h"
#include "compiler/ir/program.h"

namespace acta::tables {

// Fails where tables can be neither read nor written, and says what to do.
[[nodiscard]] Result<void> Ready();

// Cases of one table. Its columns are facts by name, `fact.field` for fields of entities; structs
// and lists of structs are taken too. A null, an empty cell of CSV, is missing; the word `absent`,
// true in a column or field `fact$absent`, or null in a JSON file says that an optional fact does
// not exist. Enums are members by name; a set is a list, or names with commas between. A cell of
// text says what a text says in a case of `acta run`.
struct Source {
  std::string path;  // *.csv, *.tsv, *.json, *.jsonl, *.ndjson, *.parquet; may have a * in it
  std::string sql;   // instead of a path: one SELECT
  std::size_t rejects_kept = 1000;  // that can be asked for; all are counted
  // Which columns are read, and as what; without any all are, each as the fact of its name.
  struct Chosen {
    std::string column, fact;
  };
  std::vector<Chosen> columns;
  // Says where a file is no JSON and what is wrong there, of one that cannot be read for that.
  // Without it, or where it finds nothing, DuckDB's words are told, which give no place.
  std::function<std::optional<std::string>(const std::string& file)> json_fault;
};

// A row that is none of its table (of CSV, with another number of cells than there are columns or
// with broken quotes; of JSON, no object) is a case that is left out, as one with a cell that is no
// value of its fact.
// `program`, and `act`, which was opened with its descriptor, must outlive the stream. Fails for a
// file that cannot be read, a query that is wrong, a column that is no fact, and a type that no
// fact of that name can have.
[[nodiscard]] Result<std::unique_ptr<cases::CaseStream>> Open(const Source& source,
                                                              const ir::Program& program,
                                                              const acta_act* act);

// A table whole in memory, as payloads of facts that are no entities and no lists.
struct Whole {
  blocks::Table table;
  std::uint64_t reject_count = 0;
  std::vector<cases::Reject> rejects;
};
// As Open; rows with a cell that was refused stay, and the cell is missing.
[[nodiscard]] Result<Whole> ReadWhole(const Source& source, const ir::Program& program,
                                      const acta_act* act);

// How a table is written.
enum class Format : std::uint8_t { kCsv, kJsonLines, kParquet };
// By the ending of its name; nothing for another.
[[nodiscard]] inline std::optional<Format> FormatOf(std::string_view path) {
  if (path.ends_with(".csv")) {
    return Format::kCsv;
  }
  if (path.ends_with(".jsonl") || path.ends_with(".ndjson")) {
    return Format::kJsonLines;
  }
  return path.ends_with(".parquet") ? std::optional(Format::kParquet) : std::nullopt;
}
inline constexpr std::string_view kNamesOfFormats =
    "a table that is written is named *.csv, *.jsonl, *.ndjson or *.parquet";

// A table that is written row by row and appears under its name when it is whole, in the format of
// the name.
class Writer {
 public:
  enum class Type : std::uint8_t { kBoolean, kInteger, kDate, kDateTime, kText };
  struct Column {
    std::string name;
    Type type = Type::kText;
  };
  // kSorted: by all columns, from the first on, whatever the order in which rows came.
  enum class Order : std::uint8_t { kAsWritten, kSorted };
  [[nodiscard]] static Result<std::unique_ptr<Writer>> Create(const std::string& path,
                                                              std::vector<Column> columns,
                                                              Order order = Order::kAsWritten);

  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  virtual ~Writer() = default;

  // A row, cell by cell. Dates are days since 1970-01-01, datetimes civil seconds since then.
  virtual void Null() = 0;
  virtual void Value(std::int64_t value) = 0;
  virtual void Text(std::string_view text) = 0;
  virtual void EndRow() = 0;
  // Everything that was written, under its name. Without it nothing is left.
  [[nodiscard]] virtual Result<void> Finish() = 0;
};

}  // namespace acta::tables
