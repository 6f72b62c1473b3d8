// ./dev bench: the goals, measured side by side in one run. Exit code 1 when those who should agree
// do not.
#include <algorithm>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "compiler/measure/processor.h"
#include "tests/bench/peers/contests.h"

int main(int argc, char** argv) {
  using acta::bench::Scoreboard;
  acta::bench::ContestOptions options;
  std::vector<std::string> names;
  for (const acta::bench::NamedContest& contest : acta::bench::Contests()) {
    names.emplace_back(contest.name);
  }
  std::vector<std::string> wanted = names;
  bool markdown = false;
  CLI::App app(
      "Measures Acta beside its peers. Ratios are taken within a round; what counts is their "
      "median.",
      "acta_batch_bench");
  app.add_option("contests", wanted, "which contests; all when left out")
      ->check(CLI::IsMember(names));
  app.add_option("--cases", options.cases, "cases from memory")->capture_default_str();
  app.add_option("--compared", options.compared, "cases whose outcomes are compared first")
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "rounds, best an odd number of at least seven")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "of the population")->capture_default_str();
  app.add_option("--most-cases", options.most_cases, "of the growing population")
      ->capture_default_str();
  app.add_option("--most-rules", options.most_rules, "of the growing act")->capture_default_str();
  app.add_flag("--markdown", markdown, "print tables of Markdown");
  CLI11_PARSE(app, argc, argv);

  fmt::print("{}, {} rounds, seed {}\n", acta::measure::ProcessorLevel(), options.rounds,
             options.seed);
  Scoreboard scoreboard(markdown ? Scoreboard::Form::kMarkdown : Scoreboard::Form::kText);
  for (const acta::bench::NamedContest& contest : acta::bench::Contests()) {
    if (std::ranges::find(wanted, contest.name) != wanted.end() &&
        !contest.hold(options, scoreboard)) {
      return 1;
    }
  }
  scoreboard.PrintTally();
  return 0;
}
