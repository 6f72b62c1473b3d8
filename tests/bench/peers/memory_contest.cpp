// The synthetic act, cases from memory: columns beside touching them, by hand, as SQL.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "tests/bench/peers/agreement.h"
#include "tests/bench/peers/columns_entry.h"
#include "tests/bench/peers/contests.h"
#ifdef ACTA_DUCKDB
#include "tests/bench/peers/assembly_sql.h"
#endif

namespace acta::bench {

namespace {

using measure::Contest;
using measure::Crew;
using Goal = Scoreboard::Goal;

}  // namespace

bool HoldMemoryContest(const ContestOptions& options, Scoreboard& scoreboard) {
  const CompiledAssembly narrow_act;
  const CompiledAssembly wide_act(Widths::k32Bits);
  const AssemblyByHand by_hand(narrow_act.office_days());
  Crew hands(measure::Processors());
  const std::size_t cases =
      std::max(options.cases / ColumnsEntry::kWindow, std::size_t{2}) * ColumnsEntry::kWindow;
  const AssemblyPool rows(options.seed, cases, hands);
  constexpr acta_batch_options kOptions = {.struct_size = sizeof kOptions};
  const auto given_of = [&](const CompiledAssembly& act) {
    const measure::CaseSource source = [&](std::size_t i, std::vector<std::int64_t>& slots) {
      act.LayOut({.facts = rows.given()[i]}, slots);
    };
    return ColumnsEntry(act.act(), kOptions, act.types(), source, cases, hands);
  };
  const auto open_of = [&](const CompiledAssembly& act) {
    const measure::CaseSource source = [&](std::size_t i, std::vector<std::int64_t>& slots) {
      act.LayOut(rows.open()[i], slots);
    };
    return ColumnsEntry(act.act(), kOptions, act.types(), source, cases, hands);
  };
  ColumnsEntry narrow = given_of(narrow_act);
  ColumnsEntry narrow_open = open_of(narrow_act);
  ColumnsEntry wide = given_of(wide_act);
  ColumnsEntry wide_open = open_of(wide_act);

  const std::size_t compared = std::min(options.compared, cases);
  Agreements all = AgreeOnRows(narrow_act, by_hand, rows, compared);
  for (ColumnsEntry* const given : {&narrow, &wide}) {
    all.given.Compare("columns", OutcomesOf(given->door(), given->pool(), compared));
  }
  for (ColumnsEntry* const open : {&narrow_open, &wide_open}) {
    all.open.Compare("columns, facts missing,", OutcomesOf(open->door(), open->pool(), compared));
  }
  if (!all.hold()) {
    return false;
  }

  Crew one(1);
  Crew two(2);
  const bool has_two = measure::Processors() >= 2;
  Contest contest;
  for (ColumnsEntry* const columns : {&narrow, &narrow_open, &wide, &wide_open}) {
    columns->Enter(contest, one, has_two ? &two : nullptr);
  }
  measure::Memory outcomes(cases);
  auto* const out = reinterpret_cast<Outcome*>(outcomes.data());
  const auto decide = [&](unsigned) { by_hand.DecideAll(rows.given().data(), cases, out); };
  const auto decide_open = [&](unsigned) { by_hand.DecideAllOpen(rows.open().data(), cases, out); };
  // As with columns, a pass that does not count comes first.
  contest.Enter("first pass", one, decide);
  const auto hand = contest.Enter("by hand", one, decide);
  contest.Enter("first pass", one, decide_open);
  const auto hand_open = contest.Enter("by hand, open", one, decide_open);
#ifdef ACTA_DUCKDB
  AssemblySql sql(narrow_act.office_days());
  AssemblySql sql_open(narrow_act.office_days());
  sql.LoadAllGiven(rows.given());
  sql_open.Load(rows.open());
  sql.UseThreads(1);
  sql_open.UseThreads(1);
  const auto duckdb = contest.Enter("DuckDB", one, [&](unsigned) { sql.Decide(); });
  const auto duckdb_open = contest.Enter("DuckDB, open", one, [&](unsigned) { sql_open.Decide(); });
#endif
  contest.Hold(options.rounds);

  const auto nanoseconds = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e9 / static_cast<double>(cases);
  };
  const auto share = [&](const ColumnsEntry& of) {
    return 100 / contest.Ratio(of.evaluated, of.touched);
  };
  const auto ratio = [&](const ColumnsEntry& of, const ColumnsEntry& than) {
    return contest.Ratio(of.evaluated, than.evaluated);
  };
  const auto clauses = [&](const ColumnsEntry& of) {
    return contest.Ratio(of.with_clauses, of.evaluated);
  };
  scoreboard.Open(fmt::format("Synthetic act, columns, {} cases from memory, one thread", cases));
  const auto add_columns = [&](const char* name, const ColumnsEntry& of) {
    scoreboard.Add(fmt::format("{}, {:.0f} bytes a case", name, of.bytes()),
                   nanoseconds(of.evaluated), " ns");
  };
  add_columns("narrow, all facts given", narrow);
  add_columns("narrow, 5 % missing", narrow_open);
  add_columns("32 bits, all facts given", wide);
  add_columns("32 bits, 5 % missing", wide_open);
  scoreboard.Add("speed of touching, narrow, all given", share(narrow), " %", Goal::kAtLeast, 88);
  scoreboard.Add("speed of touching, 32 bits, all given", share(wide), " %", Goal::kAtLeast, 85);
  scoreboard.Add("speed of touching, narrow, 5 % missing", share(narrow_open), " %");
  scoreboard.Add("speed of touching, 32 bits, 5 % missing", share(wide_open), " %");
  scoreboard.Add("5 % missing against all given, narrow", ratio(narrow_open, narrow), "x",
                 Goal::kAtMost, 1.15);
  scoreboard.Add("5 % missing against all given, 32 bits", ratio(wide_open, wide), "x",
                 Goal::kAtMost, 1.15);
  scoreboard.Add("with a bit for each clause, all given", clauses(narrow), "x", Goal::kAtMost, 1.2);
  scoreboard.Add("with a bit for each clause, 5 % missing", clauses(narrow_open), "x",
                 Goal::kAtMost, 1.4);
  if (has_two) {
    for (const auto& [name, of] : {std::pair{"narrow, all given", &narrow},
                                   {"narrow, 5 % missing", &narrow_open},
                                   {"32 bits, all given", &wide},
                                   {"32 bits, 5 % missing", &wide_open}}) {
      scoreboard.Add(fmt::format("two threads against one, {}", name),
                     contest.Ratio(of->evaluated, of->by_two), "x", Goal::kAtLeast, 1.85);
    }
  }
  scoreboard.Print();

  scoreboard.Open("Beside others, same cases, one thread each");
  scoreboard.Add("C++ by hand, all facts given", nanoseconds(hand), " ns");
  scoreboard.Add("C++ by hand, 5 % missing", nanoseconds(hand_open), " ns");
  scoreboard.Add("against C++ by hand, narrow, all given", contest.Ratio(hand, narrow.evaluated),
                 "x", Goal::kAtLeast, 8);
  scoreboard.Add("against C++ by hand, 32 bits, all given", contest.Ratio(hand, wide.evaluated),
                 "x", Goal::kAtLeast, 4.5);
  scoreboard.Add("against C++ by hand, narrow, 5 % missing",
                 contest.Ratio(hand_open, narrow_open.evaluated), "x");
#ifdef ACTA_DUCKDB
  scoreboard.Add("DuckDB, all facts given", nanoseconds(duckdb), " ns");
  scoreboard.Add("DuckDB, 5 % NULL", nanoseconds(duckdb_open), " ns");
  scoreboard.Add("against DuckDB, narrow, all given", contest.Ratio(duckdb, narrow.evaluated), "x",
                 Goal::kAtLeast, 15);
  scoreboard.Add("against DuckDB, narrow, 5 % NULL",
                 contest.Ratio(duckdb_open, narrow_open.evaluated), "x", Goal::kAtLeast, 50);
#endif
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
