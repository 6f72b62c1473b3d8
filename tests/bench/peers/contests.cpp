#include "tests/bench/peers/contests.h"

namespace acta::bench {

std::span<const NamedContest> Contests() {
  // What measures the memory of the whole process comes first.
  static constexpr NamedContest kContests[] = {{"compile", HoldCompileContest},
                                               {"growth", HoldGrowthContest},
                                               {"single", HoldSingleContest},
                                               {"memory", HoldMemoryContest},
                                               {"kazakhstan", HoldEventContest}};
  return kContests;
}

}  // namespace acta::bench
