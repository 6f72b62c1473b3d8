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

void Scoreboard::PrintRow(const Row& row) {
  std::string goal;
  std::string verdict;
  if (row.goal) {
    const bool at_least = *row.goal == Goal::kAtLeast;
    const bool met = at_least ? row.measured >= row.limit : row.measured <= row.limit;
    ++(met ? met_ : missed_);
    goal = fmt::format("{} {:g}{}", at_least ? ">=" : "<=", row.limit, row.unit);
    verdict = met ? "met" : "MISSED";
  }
  const std::string measured = InWords(row.measured, row.unit);
  if (form_ == Form::kMarkdown) {
    fmt::print("| {} | {} | {} | {} |\n", row.what, measured, goal, verdict);
  } else {
    std::string line = fmt::format("  {:<62} {:>10}  {:<12} {}", row.what, measured, goal, verdict);
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  }
}

void Scoreboard::Print() {
  if (form_ == Form::kMarkdown) {
    fmt::print("\n| {} | measured | goal | |\n| --- | --- | --- | --- |\n", title_);
  } else {
    fmt::print("\n{}\n", title_);
  }
  for (const Row& row : std::exchange(rows_, {})) {
    PrintRow(row);
  }
  std::fflush(stdout);
}

void Scoreboard::PrintTally() const {
  fmt::print("\n{} goals met, {} missed\n", met_, missed_);
}

}  // namespace acta::bench
