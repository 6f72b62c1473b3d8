#include "compiler/semantics/table_check.h"

#include <algorithm>
#include <set>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/ir/format.h"

namespace acta::semantics {
namespace {

// Enough for tables that people write; a table built to defeat the search is left unjudged.
constexpr std::size_t kMostSteps = 1'000'000;
constexpr std::size_t kMostOverlaps = 10;

class TableChecker {
 public:
  TableChecker(const TableToCheck& table, Reporter& reporter)
      : table_(table), reporter_(reporter) {}

  void Run() {
    FindOverlaps();
    const bool decidable = std::ranges::all_of(table_.columns, &TableColumn::decidable) &&
                           std::ranges::all_of(table_.rows, [](const TableRow& row) {
                             return std::ranges::all_of(row.cells, &TableCellSet::decidable);
                           });
    if (!decidable) {
      return;
    }
    steps_ = 0;
    for (const std::int32_t day : FirstDays()) {
      std::vector<std::size_t> in_force;
      for (std::size_t i = 0; i < table_.rows.size(); ++i) {
        if (table_.rows[i].first_day <= day && day <= table_.rows[i].last_day) {
          in_force.push_back(i);
        }
      }
      const bool has_ended_or_not_begun = in_force.empty() && !table_.rows.empty();
      if (!has_ended_or_not_begun && FindGap(0, in_force)) {
        const std::string since =
            day > table_.first_day ? fmt::format(", from {}", ir::FormatDate(day)) : "";
        reporter_.Report<diag::TableGap>(table_.span, table_.name, Describe(example_) + since)
            .Help("add a row for it");
        return;
      }
    }
  }

 private:
  using Values = std::vector<std::int64_t>;

  // Of the law, and those on which a row begins to be in force, or has ended: between two of them
  // the rows are the same.
  [[nodiscard]] std::set<std::int32_t> FirstDays() const {
    std::set<std::int32_t> days = {table_.first_day};
    for (const TableRow& row : table_.rows) {
      for (const std::int32_t day : {row.first_day, row.last_day + 1}) {
        if (table_.first_day < day && day <= table_.last_day) {
          days.insert(day);
        }
      }
    }
    return days;
  }

  [[nodiscard]] std::string Describe(const Values& values) const {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
      text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", table_.columns[i].name,
                          table_.columns[i].format(values[i]));
    }
    return text.empty() ? "any case" : text;
  }

  // A value that both cells allow.
  [[nodiscard]] std::optional<std::int64_t> Common(std::size_t column, const TableCellSet& one,
                                                   const TableCellSet& other) const {
    for (const auto& [low, high] : one.intervals) {
      for (const auto& [other_low, other_high] : other.intervals) {
        const std::int64_t first = std::max({low, other_low, table_.columns[column].low});
        const std::int64_t last = std::min({high, other_high, table_.columns[column].high});
        if (first <= last) {
          return first;
        }
      }
    }
    return std::nullopt;
  }

  void FindOverlaps() {
    if (!std::ranges::all_of(table_.columns, &TableColumn::decidable)) {
      return;
    }
    std::size_t found = 0;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (++steps_ > kMostSteps || found == kMostOverlaps) {
          return;
        }
        const TableRow& one = table_.rows[j];
        const TableRow& other = table_.rows[i];
        const bool are_apart = one.last_day < other.first_day || other.last_day < one.first_day;
        if (are_apart || !one.value || !other.value || one.value == other.value) {
          continue;
        }
        Values values;
        for (std::size_t column = 0; column < table_.columns.size(); ++column) {
          const bool decidable = one.cells[column].decidable && other.cells[column].decidable;
          const auto common =
              decidable ? Common(column, one.cells[column], other.cells[column]) : std::nullopt;
          if (!common) {
            break;
          }
          values.push_back(*common);
        }
        if (values.size() == table_.columns.size()) {
          ++found;
          reporter_.Report<diag::TableOverlap>(other.span, table_.name, Describe(values))
              .Label(one.span, "the other row");
        }
      }
    }
  }

  // Whether some case with the values chosen so far is in none of `rows`; then example_ is one.
  bool FindGap(std::size_t column, const std::vector<std::size_t>& rows) {
    if (++steps_ > kMostSteps) {
      return false;
    }
    if (column == table_.columns.size()) {
      return rows.empty();
    }
    const TableColumn& axis = table_.columns[column];
    if (rows.empty()) {
      for (std::size_t rest = column; rest < table_.columns.size(); ++rest) {
        const TableColumn& other = table_.columns[rest];
        example_.push_back(std::clamp<std::int64_t>(0, other.low, other.high));
      }
      return true;
    }
    // Between two borders every value meets the same rows.
    std::set<std::int64_t> borders = {axis.low};
    for (const std::size_t row : rows) {
      for (const auto& [low, high] : table_.rows[row].cells[column].intervals) {
        if (low > axis.low && low <= axis.high) {
          borders.insert(low);
        }
        if (high >= axis.low && high < axis.high) {
          borders.insert(high + 1);
        }
      }
    }
    std::set<std::vector<std::size_t>> seen;
    for (auto border = borders.begin(); border != borders.end(); ++border) {
      const std::int64_t last =
          std::next(border) == borders.end() ? axis.high : *std::next(border) - 1;
      // Zero where it will do: nobody wants to read the least number there is.
      const std::int64_t value = std::clamp<std::int64_t>(0, *border, last);
      std::vector<std::size_t> alive;
      steps_ += rows.size();
      std::ranges::copy_if(rows, std::back_inserter(alive), [&](std::size_t row) {
        const auto& intervals = table_.rows[row].cells[column].intervals;
        return std::ranges::any_of(intervals, [&](const auto& interval) {
          return interval.first <= value && value <= interval.second;
        });
      });
      if (!seen.insert(alive).second) {
        continue;
      }
      example_.push_back(value);
      if (FindGap(column + 1, alive)) {
        return true;
      }
      example_.pop_back();
    }
    return false;
  }

  const TableToCheck& table_;
  Reporter& reporter_;
  std::size_t steps_ = 0;
  Values example_;
};

}  // namespace

void CheckTable(const TableToCheck& table, Reporter& reporter) {
  const bool possible = std::ranges::all_of(
      table.columns, [](const TableColumn& column) { return column.low <= column.high; });
  if (possible) {
    TableChecker(table, reporter).Run();
  }
}

}  // namespace acta::semantics
