#include "compiler/tables/csv_query.h"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

#include <fmt/format.h>

namespace acta::tables {

namespace {

// The longest that DuckDB takes: what no line holds.
constexpr std::string_view kNoDelimiter = "\x01\x02\x03\x04";

// Where only the first lines are wanted: room for the longest row that DuckDB reads, and no more.
constexpr std::string_view kLittleAtOnce = "buffer_size = 2100000";

// How a file is read when nothing of it is guessed.
std::string Call(const std::string& file, const std::vector<std::string>& columns,
                 std::string_view delimiter, std::string_view quote, std::string_view more) {
  std::vector<std::string> types;
  for (const std::string& column : columns) {
    types.push_back(Quoted(column) + ": 'VARCHAR'");
  }
  return fmt::format(
      "read_csv({}, columns = {{{}}}, delim = '{}', quote = '{}', escape = '{}', auto_detect = "
      "false, {})",
      Quoted(Literally(file)), fmt::join(types, ", "), delimiter, quote, quote, more);
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

// Whether its bytes are text in UTF-8: then it counts among the lines that are.
Result<bool> IsFirstLineText(Duck& duck, const std::string& file) {
  const auto count = [&](std::string_view header) {
    return fmt::format("(SELECT count(coalesce(line, '')) FROM {})",
                       ReadLines(file, fmt::format("header = {}, ignore_errors = true", header)));
  };
  ACTA_TRY(const std::vector<std::string> found,
           TextsOf(duck, fmt::format("SELECT ({} > {})::VARCHAR", count("false"), count("true"))));
  return found.front() == "true";
}

Result<std::string> FirstLineOf(Duck& duck, const std::string& file) {
  const auto first = [&](std::string_view broken) {
    return TextsOf(duck, fmt::format("SELECT line FROM {} LIMIT 1",
                                     ReadLines(file, fmt::format("header = false, {}", broken))));
  };
  auto lines = first("ignore_errors = false");
  if (!lines) {
    // DuckDB reads on, and what fails may be another.
    ACTA_TRY(const bool is_text, IsFirstLineText(duck, file));
    if (!is_text) {
      return Fail("{}, first line: it is no text in UTF-8", file);
    }
    lines = first("ignore_errors = true");
  }
  if (!lines) {
    return Fail("{}: {}", file, lines.error().message);
  }
  if (lines->empty()) {
    return Fail("{}: it is empty; the first line names the columns", file);
  }
  if (lines->front().empty()) {
    return Fail("{}: the first line is blank; it names the columns", file);
  }
  return lines->front();
}

std::string WithoutQuotes(std::string text) {
  std::erase_if(text, [](char sign) { return sign == '"' || sign == ' '; });
  return text;
}

// `head`: the first line as it stands.
Result<std::vector<std::string>> NamesIn(Duck& duck, const std::string& file,
                                         const std::string& head, const std::string& delimiter) {
  std::vector<std::string> numbered;
  for (std::ptrdiff_t i = 0; i <= std::ranges::count(head, delimiter.front()); ++i) {
    numbered.push_back(fmt::format("column {}", i + 1));
  }
  // Fewer where a delimiter stands within quotes: the last are null then, and no other is.
  const auto names =
      TextsOf(duck, fmt::format("SELECT name FROM (SELECT unnest([*COLUMNS(*)]) AS name FROM "
                                "(SELECT * FROM {} LIMIT 1)) WHERE name IS NOT NULL",
                                Call(file, numbered, delimiter, "\"",
                                     "nullstr = '\x01', null_padding = true, header = false, "
                                     "parallel = false, ignore_errors = true, " +
                                         std::string(kLittleAtOnce))));
  if (!names) {
    return Fail("{}: {}", file, names.error().message);
  }
  // Where the first line is broken, DuckDB goes on to another.
  if (WithoutQuotes(fmt::format("{}", fmt::join(*names, delimiter))) != WithoutQuotes(head)) {
    return Fail("{}, first line: its quotes do not close where a name ends", file);
  }
  return *names;
}

}  // namespace

Result<CsvShape> CsvShapeOf(Duck& duck, const std::string& path, const std::string& pattern) {
  CsvShape shape;
  ACTA_TRY(shape.files, TextsOf(duck, fmt::format("SELECT file FROM glob({})", Quoted(pattern))));
  if (shape.files.empty()) {
    return Fail("{}: there is no such file", path);
  }
  ACTA_TRY(const std::string head, FirstLineOf(duck, shape.files.front()));
  for (const std::string& file : std::span(shape.files).subspan(1)) {
    ACTA_TRY(const std::string other, FirstLineOf(duck, file));
    if (other != head) {
      return Fail("{}: its columns are not those of {}", file, shape.files.front());
    }
  }
  shape.delimiter = DelimiterOf(path, head);
  ACTA_TRY(shape.columns,
           NamesIn(duck, shape.files.front(), head, std::string(1, shape.delimiter)));
  std::set<std::string> seen;
  for (std::size_t i = 0; i < shape.columns.size(); ++i) {
    const std::string& name = shape.columns[i];
    if (name.empty()) {
      return Fail("{}, first line: the column {} has no name", path, i + 1);
    }
    if (name.find('\0') != std::string::npos) {
      return Fail("{}, first line: the name of the column {} holds a zero byte", path, i + 1);
    }
    if (!seen.insert(name).second) {
      return Fail("{}, first line: the column `{}` stands there twice", path, name);
    }
  }
  shape.columns = ToldApart(shape.columns);
  return shape;
}

std::string ReadCsv(const CsvShape& shape, const std::string& file, Broken broken) {
  const auto more = [&]() -> std::string_view {
    switch (broken) {
      case Broken::kEnds:
        return "parallel = true";
      case Broken::kIsPassedOver:
        return "parallel = false, ignore_errors = true";
      case Broken::kIsNoted:
        return "parallel = false, store_rejects = true";
    }
    return "";
  };
  return Call(file, shape.columns, {&shape.delimiter, 1}, "\"",
              fmt::format("nullstr = '', header = true, {}", more()));
}

std::string ReadLines(const std::string& file, std::string_view more) {
  return Call(file, {"line"}, kNoDelimiter, "",
              fmt::format("nullstr = '', parallel = false, strict_mode = false, {}, {}",
                          kLittleAtOnce, more));
}

std::string ReadWrittenLines(const std::string& file) {
  return Call(file, {"line", "nothing"}, kNoDelimiter, "",
              fmt::format("nullstr = '', parallel = false, strict_mode = false, null_padding = "
                          "true, header = false, {}",
                          kLittleAtOnce));
}

}  // namespace acta::tables
