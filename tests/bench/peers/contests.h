// The contests of `./dev bench`: each measures a part of the goals, after it has seen that all who
// take part agree.
#pragma once

#include <cstddef>
#include <cstdint>

#include "tests/bench/peers/scoreboard.h"

namespace acta::bench {

struct ContestOptions {
  std::size_t cases = std::size_t{1} << 22;  // from memory: more than the last cache may hold
  std::size_t compared =
      1'000'000;  // cases whose outcomes must be equal before anything is measured
  unsigned rounds = 9;
  std::uint64_t seed = 1;
};

// assembly_law.acta.md by hand, as SQL, compiled. False, and nothing is measured, when outcomes
// differ.
[[nodiscard]] bool HoldAssemblyContest(const ContestOptions& options, Scoreboard& scoreboard);
// The same act through the columnar door, beside touching its columns.
[[nodiscard]] bool HoldColumnsContest(const ContestOptions& options, Scoreboard& scoreboard);

}  // namespace acta::bench
