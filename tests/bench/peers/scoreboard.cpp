#include "tests/bench/peers/scoreboard.h"

#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace acta::bench {

namespace {

// Three digits that count.
std::string InWords(double value, const std::string& unit) {
  const int places = value < 10 ? 2 : value < 100 ? 1 : 0;
  return fmt::format("{:.{}f}{}", value, places, unit);
}

}  // namespace

void Scoreboard::Open(std::string title) {
  title_ = std::move(title);
}

void Scoreboard::Add(std::string what, double measured, std::string unit, Goal goal, double limit) {
  rows_.push_back({std::move(what), std::move(unit), measured, goal, limit});
}

void Scoreboard::Add(std::string what, double measured, std::string unit) {
  rows_.push_back({std::move(what), std::move(unit), measured, std::nullopt, 0});
}

void Scoreboard::Print() {
  fmt::print("\n{}\n", title_);
  for (const Row& row : rows_) {
    fmt::print("  {:<64} {:>12}", row.what, InWords(row.measured, row.unit));
    if (row.goal) {
      const bool at_least = *row.goal == Goal::kAtLeast;
      const bool met = at_least ? row.measured >= row.limit : row.measured <= row.limit;
      fmt::print("  {} {:<10} {}", at_least ? ">=" : "<=", InWords(row.limit, row.unit),
                 met ? "met" : "NOT MET");
    }
    fmt::print("\n");
  }
  std::fflush(stdout);
  rows_.clear();
}

}  // namespace acta::bench
