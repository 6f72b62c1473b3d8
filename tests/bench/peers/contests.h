// The contests of `./dev bench`: each measures a part of the goals, after it has seen that all who
// take part agree. False, and nothing is measured, when they do not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "tests/bench/peers/scoreboard.h"

namespace acta::bench {

struct ContestOptions {
  std::size_t cases = std::size_t{1} << 22;  // from memory: more than the last cache may hold
  // Cases whose outcomes must be equal before anything is measured.
  std::size_t compared = 1'000'000;
  unsigned rounds = 9;
  std::uint64_t seed = 1;
  std::size_t most_cases = 100'000'000;  // of the growing population
  std::size_t most_rules = 100'000;      // of the growing act
};

// assembly_law.acta.md in columns from memory, by hand, as SQL.
[[nodiscard]] bool HoldMemoryContest(const ContestOptions& options, Scoreboard& scoreboard);
// The same act from the cache, and one case at a time through each door.
[[nodiscard]] bool HoldSingleContest(const ContestOptions& options, Scoreboard& scoreboard);
// The 2020 act of Kazakhstan with all its answers; the core of its decision by hand.
[[nodiscard]] bool HoldEventContest(const ContestOptions& options, Scoreboard& scoreboard);
// Ten thousand cases and ten times as many, again and again.
[[nodiscard]] bool HoldGrowthContest(const ContestOptions& options, Scoreboard& scoreboard);
// From text to machine code: both acts, and acts of a thousand rules and ten times as many.
[[nodiscard]] bool HoldCompileContest(const ContestOptions& options, Scoreboard& scoreboard);

struct NamedContest {
  std::string_view name;
  bool (*hold)(const ContestOptions& options, Scoreboard& scoreboard);
};
// In the order in which they are held.
[[nodiscard]] std::span<const NamedContest> Contests();

}  // namespace acta::bench
