#include "compiler/tables/duck.h"

#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "compiler/base/text.h"
#include "compiler/tables/tables.h"
#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

// Where a row of CSV is broken, DuckDB says a line, which is not always that one, and the whole
// row.
std::string ToldOfRow(std::string_view message) {
  constexpr std::string_view kRow = "\nOriginal Line: ";
  const std::size_t row = message.find(kRow);
  const std::size_t reason = message.find_last_not_of("\n\r.");
  const std::size_t end = message.rfind('\n', reason);
  if (row == std::string_view::npos || end <= row) {
    return std::string(message);
  }
  const std::size_t begin = row + kRow.size();
  return fmt::format("{}, in the row that begins `{}`", message.substr(end + 1, reason - end),
                     Begun(message.substr(begin, end - begin)));
}

// What DuckDB says is wrong, on one line: without the class of the error, what options of its own
// might help, and the query.
std::string Told(const char* message) {
  std::string_view rest = message != nullptr ? message : "DuckDB does not say what is wrong";
  for (const std::string_view end : {"\nPossible", "\n\nLINE "}) {
    rest = rest.substr(0, rest.find(end));
  }
  if (const std::size_t colon = rest.find(" Error: "); colon < rest.find('\n')) {
    rest.remove_prefix(colon + std::string_view(" Error: ").size());
  }
  const std::string shown = rest.starts_with("CSV Error") ? ToldOfRow(rest) : std::string(rest);
  std::string told;
  for (const char c : shown) {
    if (c != '\n' && c != '\r') {
      told += c;
    } else if (!told.empty() && !told.ends_with("; ")) {
      told += "; ";
    }
  }
  constexpr std::string_view kMixed = "The CSV Parser state machine reached an invalid state";
  if (told.starts_with(kMixed)) {
    return "its lines do not all end alike: with a line feed, a carriage return, or both";
  }
  while (told.ends_with(' ') || told.ends_with(';')) {
    told.pop_back();
  }
  return told;
}

}  // namespace

Result<std::unique_ptr<Duck>> Duck::Open(const std::string& path) {
  ACTA_TRY_VOID(LoadDuck());
  std::unique_ptr<Duck> duck(new Duck());
  char* error = nullptr;
  const char* const place = path.empty() ? nullptr : path.c_str();
  if (duckdb_open_ext(place, &duck->database_, nullptr, &error) != DuckDBSuccess) {
    const std::string message = error != nullptr ? Told(error) : "DuckDB does not start";
    duckdb_free(error);
    return Fail("{}", message);
  }
  if (duckdb_connect(duck->database_, &duck->connection_) != DuckDBSuccess) {
    return Fail("DuckDB does not answer");
  }
  return duck;
}

Duck::~Duck() {
  duckdb_disconnect(&connection_);
  duckdb_close(&database_);
}

Result<void> Duck::Run(const std::string& sql) {
  duckdb_result result;
  const bool is_done = duckdb_query(connection_, sql.c_str(), &result) == DuckDBSuccess;
  const std::string message = is_done ? "" : Told(duckdb_result_error(&result));
  duckdb_destroy_result(&result);
  return is_done ? Result<void>() : Result<void>(Fail("{}", message));
}

Result<std::unique_ptr<Rows>> Rows::Query(Duck& duck, const std::string& sql) {
  std::unique_ptr<Rows> rows(new Rows());
  if (duckdb_prepare(duck.connection(), sql.c_str(), &rows->statement_) != DuckDBSuccess) {
    return Fail("{}", Told(duckdb_prepare_error(rows->statement_)));
  }
  if (duckdb_prepared_statement_type(rows->statement_) != DUCKDB_STATEMENT_TYPE_SELECT) {
    return Fail("a query that reads is expected, a SELECT; this would do something else");
  }
  if (duckdb_pending_prepared_streaming(rows->statement_, &rows->pending_) != DuckDBSuccess) {
    return Fail("{}", Told(duckdb_pending_error(rows->pending_)));
  }
  rows->has_result_ = true;
  if (duckdb_execute_pending(rows->pending_, &rows->result_) != DuckDBSuccess) {
    return Fail("{}", rows->error());
  }
  return rows;
}

std::string Rows::error() {
  const char* const message = duckdb_result_error(&result_);
  return message != nullptr ? Told(message) : "";
}

Rows::~Rows() {
  if (has_result_) {
    duckdb_destroy_result(&result_);
  }
  duckdb_destroy_pending(&pending_);
  duckdb_destroy_prepare(&statement_);
}

Result<std::vector<std::string>> TextsOf(Duck& duck, const std::string& sql) {
  ACTA_TRY(const std::unique_ptr<Rows> rows, Rows::Query(duck, sql));
  std::vector<std::string> texts;
  while (true) {
    const DataChunk chunk(rows->Next());
    if (chunk.rows() == 0) {
      break;
    }
    for (std::uint64_t row = 0; row < chunk.rows(); ++row) {
      for (std::uint64_t i = 0; i < duckdb_column_count(&rows->result()); ++i) {
        const bool is_there = Validity(chunk[i])[row];
        texts.emplace_back(is_there ? TextAt(duckdb_vector_get_data(chunk[i]), row) : "");
      }
    }
  }
  const std::string error = rows->error();
  return error.empty() ? Result<std::vector<std::string>>(std::move(texts)) : Fail("{}", error);
}

namespace {

std::string Enclosed(const std::string& text, char sign) {
  std::string enclosed(1, sign);
  for (const char c : text) {
    enclosed += c;
    if (c == sign) {
      enclosed += c;
    }
  }
  return enclosed + sign;
}

}  // namespace

std::string Literally(const std::string& path) {
  std::string pattern;
  for (const char c : path) {
    const bool is_wild = c == '*' || c == '?' || c == '[';
    pattern += is_wild ? std::string{'[', c, ']'} : std::string(1, c);
  }
  return pattern;
}

std::string Quoted(const std::string& text) {
  return Enclosed(text, '\'');
}

std::string Named(const std::string& name) {
  return Enclosed(name, '"');
}

namespace {

// No name in a table that anybody writes ends so.
constexpr char kMark = '\x01';

}  // namespace

std::vector<std::string> ToldApart(const std::vector<std::string>& names) {
  std::set<std::string> seen;
  std::vector<std::string> apart;
  for (std::string name : names) {
    while (!seen.insert(InLowerCase(name)).second) {
      name += kMark;
    }
    apart.push_back(std::move(name));
  }
  return apart;
}

std::string WithoutMark(std::string name) {
  while (name.ends_with(kMark)) {
    name.pop_back();
  }
  return name;
}

}  // namespace acta::tables
