// ./dev bench: the goals, measured side by side in one run. Exit code 1 when those who should agree
// do not.
#include <cstdio>

#include <CLI/CLI.hpp>

#include "tests/bench/peers/contests.h"

int main(int argc, char** argv) {
  acta::bench::ContestOptions options;
  CLI::App app(
      "Measures Acta beside its peers. Ratios are taken within a round; what counts is their "
      "median.",
      "acta_batch_bench");
  app.add_option("--cases", options.cases, "cases from memory");
  app.add_option("--compared", options.compared, "cases whose outcomes are compared first");
  app.add_option("--rounds", options.rounds, "rounds, best an odd number of at least seven");
  app.add_option("--seed", options.seed, "of the population");
  CLI11_PARSE(app, argc, argv);

  acta::bench::Scoreboard scoreboard;
  const bool good = acta::bench::HoldAssemblyContest(options, scoreboard) &&
                    acta::bench::HoldColumnsContest(options, scoreboard);
  return good ? 0 : 1;
}
