#include "compiler/tables/csv_broken.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace acta::tables {

namespace {

// DuckDB holds a kilobyte for each row that it notes.
constexpr std::int64_t kMostBroken = 1'000'000;
constexpr std::int64_t kMostBetweenBlankLines = 300'000;

std::int64_t NumberIn(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The sums over a table of some terms.
Result<std::vector<std::int64_t>> SumsOf(Duck& duck, const std::vector<std::string>& terms,
                                         const std::string& table) {
  ACTA_TRY(const std::vector<std::string> texts,
           TextsOf(duck, fmt::format("SELECT coalesce({}, 0)::VARCHAR FROM {}",
                                     fmt::join(terms, ", 0)::VARCHAR, coalesce("), table)));
  std::vector<std::int64_t> sums(texts.size());
  std::ranges::transform(texts, sums.begin(), NumberIn);
  return sums;
}

// Line breaks in a text, and blank lines between them.
Result<void> NameLineBreaks(Duck& duck) {
  constexpr std::string_view kMacro =
      "CREATE OR REPLACE TEMP MACRO {}(t) AS CASE WHEN contains(t, chr(10)) OR contains(t, "
      "chr(13)) THEN {} ELSE 0 END";
  constexpr std::string_view kLines = "regexp_split_to_array(t, '\\r\\n|\\r|\\n')";
  ACTA_TRY_VOID(duck.Run(fmt::format(kMacro, "breaks", fmt::format("len({}) - 1", kLines))));
  return duck.Run(fmt::format(
      kMacro, "blanks", fmt::format("len(list_filter({}[2:-2], lambda line: line = ''))", kLines)));
}

// Lines of a file, or of some of its rows.
struct Lines {
  std::int64_t rows = 0;
  std::int64_t written = 0;  // those that are not blank, unless that is a row
  std::int64_t blank = 0;    // the others, before the last that is not
};

// In a single column a blank line is a row with an empty cell.
bool IsBlankARow(const CsvShape& shape) {
  return shape.columns.size() == 1;
}

// A line that is no text is among the written ones only.
Result<Lines> LinesOf(Duck& duck, const CsvShape& shape, const std::string& file) {
  ACTA_TRY(const std::vector<std::int64_t> sums,
           SumsOf(duck, {"count(*)", "count(line)", "max(n) FILTER (line IS NOT NULL)"},
                  fmt::format("(SELECT line, row_number() OVER () AS n FROM {})",
                              ReadLines(file, "header = false, ignore_errors = true"))));
  ACTA_TRY(const std::vector<std::int64_t> written,
           SumsOf(duck, {"count(coalesce(nothing, ''))"}, ReadWrittenLines(file)));
  const std::int64_t blank = sums[0] - sums[1];
  if (IsBlankARow(shape)) {
    return Lines{.written = written[0] + blank};
  }
  const bool is_all_text = written[0] == sums[1];
  return Lines{.written = written[0], .blank = is_all_text ? sums[2] - sums[1] : blank};
}

// Of the rows of `table` in these cells.
Result<Lines> LinesIn(Duck& duck, const CsvShape& shape, const std::vector<std::string>& cells,
                      const std::string& table) {
  std::string breaks = "0";
  std::string blanks = "0";
  for (const std::string& cell : cells) {
    breaks += fmt::format(" + coalesce(breaks({}), 0)", cell);
    blanks += fmt::format(" + coalesce(blanks({}), 0)", cell);
  }
  ACTA_TRY(
      const std::vector<std::int64_t> sums,
      SumsOf(duck, {"count(*)", fmt::format("sum({})", breaks), fmt::format("sum({})", blanks)},
             table));
  const std::int64_t blank = IsBlankARow(shape) ? 0 : sums[2];
  return Lines{.rows = sums[0], .written = sums[0] + sums[1] - blank, .blank = blank};
}

Result<Lines> LinesRead(Duck& duck, const CsvShape& shape, const std::string& file) {
  std::vector<std::string> cells(shape.columns.size());
  std::ranges::transform(shape.columns, cells.begin(), Named);
  return LinesIn(duck, shape, cells, ReadCsv(shape, file, Broken::kIsPassedOver));
}

Result<void> ForgetRejects(Duck& duck) {
  ACTA_TRY_VOID(duck.Run("DROP TABLE IF EXISTS reject_errors"));
  return duck.Run("DROP TABLE IF EXISTS reject_scans");
}

// All cells are looked at: bytes that are no text are found in no other way.
Result<void> NoteRejects(Duck& duck, const CsvShape& shape, const std::string& file) {
  ACTA_TRY_VOID(ForgetRejects(duck));
  return duck.Run(
      fmt::format("SELECT count(COLUMNS(*)) FROM {}", ReadCsv(shape, file, Broken::kIsNoted)));
}

// A row as it is noted may begin with the end of the line before, and blank ones.
constexpr std::string_view kNoted =
    "(SELECT line, coalesce(arg_min(column_name, byte_position), 'column ' || min(column_idx), '') "
    "AS shown_in, arg_min(error_type, byte_position)::VARCHAR AS error, trim(any_value(csv_line), "
    "chr(10) || chr(13)) AS row FROM reject_errors GROUP BY line)";

constexpr std::string_view kUnclosed = "quotes that close where the cell ends";

std::string ExpectedFor(const std::string& error, std::size_t columns) {
  if (error == "MISSING COLUMNS" || error == "TOO MANY COLUMNS") {
    return fmt::format("a row of {} cell{}", columns, columns == 1 ? "" : "s");
  }
  if (error == "UNQUOTED VALUE") {
    return std::string(kUnclosed);
  }
  return error == "INVALID ENCODING" ? "text in UTF-8" : "a shorter row";
}

// Where the number of the row will be, what DuckDB calls its line: counted are the first line, the
// rows and the blank lines between them, but no line breaks within cells.
Result<std::vector<BrokenRow>> NotedRows(Duck& duck, const CsvShape& shape) {
  ACTA_TRY(const std::vector<std::string> cells,
           TextsOf(duck, fmt::format("SELECT line::VARCHAR, shown_in, error, left(row, 80) FROM {} "
                                     "ORDER BY line",
                                     kNoted)));
  std::vector<BrokenRow> rows;
  for (std::size_t i = 0; i < cells.size(); i += 4) {
    rows.push_back({.row = static_cast<std::uint64_t>(NumberIn(cells[i])),
                    .column = WithoutMark(cells[i + 1]),
                    .expected = ExpectedFor(cells[i + 2], shape.columns.size()),
                    .found = cells[i + 3]});
  }
  return rows;
}

// By what DuckDB calls their lines: beside one column more, a row that can be read is noted too.
Result<void> NumberAmongAllRows(Duck& duck, const CsvShape& shape, const std::string& file,
                                std::vector<BrokenRow>& broken) {
  CsvShape wider = shape;
  wider.columns.emplace_back("one more");
  ACTA_TRY_VOID(NoteRejects(duck, wider, file));
  ACTA_TRY(const std::vector<std::string> noted,
           TextsOf(duck, "SELECT DISTINCT line::VARCHAR FROM reject_errors"));
  std::set<std::uint64_t> lines;
  std::ranges::transform(noted, std::inserter(lines, lines.end()), NumberIn);
  std::ranges::transform(broken, std::inserter(lines, lines.end()), &BrokenRow::row);
  std::uint64_t row = 0;
  auto next = broken.begin();
  for (const std::uint64_t line : lines) {
    if (next != broken.end() && next->row == line) {
      next++->row = row;
    }
    ++row;
  }
  return {};
}

}  // namespace

Result<std::vector<BrokenRow>> BrokenRowsOf(Duck& duck, const CsvShape& shape,
                                            const std::string& file, const std::string& why) {
  ACTA_TRY_VOID(NameLineBreaks(duck));
  ACTA_TRY(const Lines all, LinesOf(duck, shape, file));
  ACTA_TRY(const Lines read, LinesRead(duck, shape, file));
  constexpr std::int64_t kFirstLine = 1;
  if (all.written - kFirstLine - read.written > kMostBroken) {
    return Fail("more than {} of its lines are in rows that cannot be read; the first: {}",
                kMostBroken, why);
  }
  ACTA_TRY_VOID(NoteRejects(duck, shape, file));
  ACTA_TRY(std::vector<BrokenRow> broken, NotedRows(duck, shape));
  ACTA_TRY(const Lines noted, LinesIn(duck, shape, {"row"}, std::string(kNoted)));
  // A quote that is open at the end of the file leaves lines that DuckDB neither reads nor notes.
  const std::int64_t left = all.written - kFirstLine - read.written - noted.written;
  const bool has_blank = all.blank > read.blank + noted.blank;
  if (left < 0 || (has_blank && read.rows > kMostBetweenBlankLines)) {
    return Fail("rows that cannot be read stand where they cannot be counted; the first: {}", why);
  }
  if (has_blank) {
    ACTA_TRY_VOID(NumberAmongAllRows(duck, shape, file, broken));
  } else {
    std::ranges::for_each(broken, [](BrokenRow& one) { one.row -= kFirstLine + 1; });
  }
  if (left > 0) {
    broken.push_back({.row = static_cast<std::uint64_t>(read.rows + noted.rows),
                      .expected = std::string(kUnclosed),
                      .found = "a quote that is open to the end of the file"});
  }
  ACTA_TRY_VOID(ForgetRejects(duck));
  return broken;
}

}  // namespace acta::tables
