#include "compiler/tables/csv_query.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/tables/values.h"

namespace acta::tables {

namespace {

// The cells of a query of texts, row after row; a null is empty.
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

// How a file is read when nothing of it is guessed.
std::string ReadCsv(const std::string& pattern, const std::vector<std::string>& columns,
                    std::string_view delimiter, std::string_view quote, bool has_header) {
  std::vector<std::string> types;
  for (const std::string& column : columns) {
    types.push_back(Quoted(column) + ": 'VARCHAR'");
  }
  return fmt::format(
      "SELECT * FROM read_csv({}, columns = {{{}}}, delim = '{}', quote = '{}', escape = '{}', "
      "header = {}, nullstr = '', auto_detect = false)",
      Quoted(pattern), fmt::join(types, ", "), delimiter, quote, quote, has_header);
}

// What stands most often between the names.
char DelimiterOf(const std::string& path, const std::string& line) {
  constexpr std::string_view kDelimiters = ",;\t|";
  if (path.ends_with(".tsv") || path.ends_with(".tsv.gz")) {
    return '\t';
  }
  return *std::ranges::max_element(kDelimiters, {},
                                   [&](char sign) { return std::ranges::count(line, sign); });
}

Result<std::string> FirstLineOf(Duck& duck, const std::string& file) {
  // No delimiter that stands in a line, and no quotes.
  const auto lines =
      TextsOf(duck, ReadCsv(Literally(file), {"line"}, "\x01", "", false) + " LIMIT 1");
  if (!lines) {
    return Fail("{}: {}", file, lines.error().message);
  }
  if (lines->empty()) {
    return Fail("{}: it is empty; the first line names the columns", file);
  }
  return lines->front();
}

}  // namespace

Result<std::string> CsvQuery(Duck& duck, const std::string& path, const std::string& pattern) {
  ACTA_TRY(const std::vector<std::string> files,
           TextsOf(duck, fmt::format("SELECT file FROM glob({})", Quoted(pattern))));
  if (files.empty()) {
    return Fail("{}: there is no such file", path);
  }
  ACTA_TRY(const std::string head, FirstLineOf(duck, files.front()));
  for (const std::string& file : files) {
    ACTA_TRY(const std::string other, FirstLineOf(duck, file));
    if (other != head) {
      return Fail("{}: its columns are not those of {}", file, files.front());
    }
  }
  const std::string delimiter(1, DelimiterOf(path, head));
  std::vector<std::string> numbered;
  for (std::ptrdiff_t i = 0; i <= std::ranges::count(head, delimiter.front()); ++i) {
    numbered.push_back(fmt::format("column {}", i + 1));
  }
  const auto names = TextsOf(
      duck, ReadCsv(Literally(files.front()), numbered, delimiter, "\"", false) + " LIMIT 1");
  if (!names) {
    return Fail("{}: {}", files.front(), names.error().message);
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < names->size(); ++i) {
    const std::string& name = (*names)[i];
    if (name.empty()) {
      return Fail("{}:1: the {} has no name", path, numbered[i]);
    }
    if (!seen.insert(name).second) {
      return Fail("{}:1: the column `{}` stands there twice", path, name);
    }
  }
  return ReadCsv(pattern, *names, delimiter, "\"", true);
}

}  // namespace acta::tables
