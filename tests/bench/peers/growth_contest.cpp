// From ten thousand cases to a hundred million: a case takes as long, and memory stays.
#include <algorithm>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "tests/bench/peers/agreement.h"
#include "tests/bench/peers/contests.h"

namespace acta::bench {

namespace {

using Goal = Scoreboard::Goal;

constexpr std::size_t kWindow = 65'536;
constexpr std::size_t kFewest = 10'000;
// What a host that streams holds in memory at a time.
constexpr std::size_t kHeld = 1'000'000;

struct Taken {
  std::size_t cases = 0;
  double seconds_a_case = 0;
  std::size_t peak = 0;  // bytes
};

// Cases with gaps, as a host streams them: so many lie in memory, are answered, and make room for
// the next ones.
Taken Stream(const CompiledAssembly& compiled, const ContestOptions& options, std::size_t cases) {
  const measure::CaseSource source = [&](std::size_t i, std::vector<std::int64_t>& slots) {
    compiled.LayOut(
        {DrawAssembly(options.seed, i), DrawGiven(options.seed, i, AssemblyPool::kPercentMissing)},
        slots);
  };
  measure::Crew hands(measure::Processors());
  measure::Crew one(1);
  const measure::Door door(compiled.act(), {.struct_size = sizeof(acta_batch_options)}, 1);
  measure::ForgetPeak();
  const std::size_t held = std::min(cases, kHeld);
  // Every case is answered once, soon after it was drawn. Few are over too soon for the clock: then
  // others follow.
  const std::size_t all = std::max(cases, options.cases);
  double seconds = 0;
  for (std::size_t first = 0; first < all; first += held) {
    const std::size_t count = std::min(held, all - first);
    measure::CasePool pool(compiled.types(), source,
                           {.first = first, .cases = count, .of_window = kWindow}, hands);
    seconds += one.Do([&](unsigned) { door.EvaluateShare(pool, pool.windows(), 0); });
  }
  return {.cases = cases,
          .seconds_a_case = seconds / static_cast<double>(all),
          .peak = measure::PeakBytes()};
}

}  // namespace

bool HoldGrowthContest(const ContestOptions& options, Scoreboard& scoreboard) {
  const CompiledAssembly compiled;
  std::vector<Taken> taken;
  for (std::size_t cases = kFewest; cases <= options.most_cases; cases *= 10) {
    taken.push_back(Stream(compiled, options, cases));
  }
  scoreboard.Open("Synthetic act, growing populations, 5 % of the facts missing, one thread");
  constexpr double kMebibyte = 1 << 20;
  for (const Taken& of : taken) {
    scoreboard.Add(
        fmt::format("{} cases, {:.0f} MiB", of.cases, static_cast<double>(of.peak) / kMebibyte),
        of.seconds_a_case * 1e9, " ns");
  }
  const auto million = std::ranges::find(taken, kHeld, &Taken::cases);
  const auto last = std::prev(taken.end());
  if (million < last) {
    const double more = last->seconds_a_case / million->seconds_a_case;
    scoreboard.Add(fmt::format("a case of {} against one of {}", last->cases, million->cases), more,
                   "x", Goal::kAtMost, 1.05);
    const auto before = std::prev(last);
    scoreboard.Add(fmt::format("memory for {} against {}", last->cases, before->cases),
                   static_cast<double>(last->peak) / static_cast<double>(before->peak), "x",
                   Goal::kAtMost, 1.05);
  }
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
