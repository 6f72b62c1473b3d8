// The synthetic act, one thread each: cases from memory, then from the second-level cache.
#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/touch.h"
#include "tests/bench/peers/assembly_by_hand.h"
#include "tests/bench/peers/assembly_compiled.h"
#include "tests/bench/peers/assembly_pool.h"
#include "tests/bench/peers/contests.h"
#ifdef ACTA_DUCKDB
#include "tests/bench/peers/assembly_sql.h"
#endif

namespace acta::bench {

namespace {

using measure::Contest;
using measure::Crew;

constexpr std::size_t kBlock = 2048;
constexpr std::size_t kInterpreted = 2000;
constexpr double kLeastSeconds = 0.02;

// Those who answer alike, and the first case in which one does not.
class Agreement {
 public:
  explicit Agreement(std::vector<Outcome> reference) : reference_(std::move(reference)) {}

  void Compare(std::string_view who, std::span<const Outcome> outcomes) {
    const auto [expected, found] = std::ranges::mismatch(reference_, outcomes);
    if (found == outcomes.end()) {
      return;
    }
    holds_ = false;
    fmt::print("{} differs in case {}: {} where {} was found first\n", who,
               found - outcomes.begin(), static_cast<int>(*found), static_cast<int>(*expected));
  }
  [[nodiscard]] bool holds() const { return holds_; }

 private:
  std::vector<Outcome> reference_;
  bool holds_ = true;
};

template <class CaseOf, class Decide>
std::vector<Outcome> OutcomesOf(std::size_t count, const CaseOf& case_of, const Decide& decide) {
  std::vector<Outcome> outcomes;
  outcomes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    outcomes.push_back(decide(case_of(i)));
  }
  return outcomes;
}

// All ways come to the same outcomes, over the first cases of the pool.
bool AllAgree(const CompiledAssembly& compiled, const AssemblyByHand& by_hand,
              const AssemblyPool& pool, std::size_t count) {
  const auto given = [&](std::size_t i) { return OpenAssembly{.facts = pool.given()[i]}; };
  const auto open = [&](std::size_t i) { return pool.open()[i]; };
  const auto row = [&](const OpenAssembly& one) { return compiled.EvaluateRow(one); };
  const auto interpret = [&](const OpenAssembly& one) { return compiled.Interpret(one); };
  const auto decide = [&](const OpenAssembly& one) { return by_hand.Decide(one.facts); };
  const auto decide_open = [&](const OpenAssembly& one) { return by_hand.DecideOpen(one); };

  Agreement of_given(OutcomesOf(count, given, row));
  of_given.Compare("by hand", OutcomesOf(count, given, decide));
  of_given.Compare("by hand, open,", OutcomesOf(count, given, decide_open));
  of_given.Compare("the interpreter", OutcomesOf(std::min(count, kInterpreted), given, interpret));
  Agreement of_open(OutcomesOf(count, open, row));
  of_open.Compare("by hand, facts missing,", OutcomesOf(count, open, decide_open));
  of_open.Compare("the interpreter, facts missing,",
                  OutcomesOf(std::min(count, kInterpreted), open, interpret));
#ifdef ACTA_DUCKDB
  AssemblySql sql(compiled.office_days());
  sql.LoadAllGiven(pool.given().first(count));
  of_given.Compare("DuckDB", sql.Outcomes());
  sql.Load(pool.open().first(count));
  of_open.Compare("DuckDB, facts missing,", sql.Outcomes());
#endif
  return of_given.holds() && of_open.holds();
}

}  // namespace

bool HoldAssemblyContest(const ContestOptions& options, Scoreboard& scoreboard) {
  const CompiledAssembly compiled;
  const AssemblyByHand by_hand(compiled.office_days());
  Crew drawers(measure::Processors());
  const AssemblyPool pool(options.seed, options.cases / kBlock * kBlock, drawers);
  if (!AllAgree(compiled, by_hand, pool, std::min(options.compared, pool.size()))) {
    return false;
  }

  Crew one(1);
  Contest contest;
  measure::Memory outcomes(pool.size());
  auto* const out = reinterpret_cast<Outcome*>(outcomes.data());
  const measure::Stream rows{
      reinterpret_cast<std::byte*>(const_cast<Assembly*>(pool.given().data())),
      kBlock * sizeof(Assembly)};
  const measure::Stream written{outcomes.data(), kBlock};
  const auto touch = contest.Enter("touch", one, [&](unsigned) {
    measure::TouchBlocks({&rows, 1}, {&written, 1}, 0, pool.size() / kBlock);
  });
  const auto by_hand_given = contest.Enter(
      "by hand", one, [&](unsigned) { by_hand.DecideAll(pool.given().data(), pool.size(), out); });
  const auto by_hand_open = contest.Enter("by hand, open", one, [&](unsigned) {
    by_hand.DecideAllOpen(pool.open().data(), pool.size(), out);
  });
#ifdef ACTA_DUCKDB
  AssemblySql sql_given(compiled.office_days());
  AssemblySql sql_open(compiled.office_days());
  sql_given.LoadAllGiven(pool.given());
  sql_open.Load(pool.open());
  sql_given.UseThreads(1);
  sql_open.UseThreads(1);
  const auto duckdb_given = contest.Enter("DuckDB", one, [&](unsigned) { sql_given.Decide(); });
  const auto duckdb_open = contest.Enter("DuckDB, open", one, [&](unsigned) { sql_open.Decide(); });
#endif
  contest.Hold(options.rounds);

  const auto nanoseconds = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e9 / static_cast<double>(pool.size());
  };
  scoreboard.Open(fmt::format("The synthetic act, {} cases from memory, one thread", pool.size()));
  scoreboard.Add("rows touched", nanoseconds(touch), " ns");
  scoreboard.Add("by hand, all facts given", nanoseconds(by_hand_given), " ns");
  scoreboard.Add("by hand, 5 % of the facts missing", nanoseconds(by_hand_open), " ns");
#ifdef ACTA_DUCKDB
  scoreboard.Add("DuckDB, all facts given", nanoseconds(duckdb_given), " ns");
  scoreboard.Add("DuckDB, 5 % of the facts missing", nanoseconds(duckdb_open), " ns");
#endif
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
