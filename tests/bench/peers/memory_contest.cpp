// The synthetic act, cases from memory: columns beside touching them, by hand, as SQL.
#include <algorithm>
#include <deque>
#include <string>

#include <fmt/format.h>

#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "tests/bench/peers/agreement.h"
#include "tests/bench/peers/contests.h"
#ifdef ACTA_DUCKDB
#include "tests/bench/peers/assembly_sql.h"
#endif

namespace acta::bench {

namespace {

using measure::Contest;
using measure::Crew;
using Goal = Scoreboard::Goal;

constexpr std::size_t kWindow = 65'536;

enum class Facts : std::uint8_t { kGiven, kOpen };

// One form of the population as columns, and the door that takes them.
struct Columns {
  measure::Door door;
  measure::CasePool pool;
  Contest::Entrant touch = 0, evaluate = 0, by_two = 0;

  Columns(const CompiledAssembly& compiled, const AssemblyPool& rows, Facts facts, Crew& hands,
          measure::Clauses clauses = measure::Clauses::kNo)
      : door(compiled.act(),
             {.struct_size = sizeof(acta_batch_options),
              .flags = clauses == measure::Clauses::kYes ? ACTA_BATCH_CLAUSES : 0},
             2),
        pool(
            compiled.types(),
            [&](std::size_t i, std::vector<std::int64_t>& slots) {
              compiled.LayOut(
                  facts == Facts::kGiven ? OpenAssembly{.facts = rows.given()[i]} : rows.open()[i],
                  slots);
            },
            {.cases = rows.size(), .of_window = kWindow}, hands, clauses) {}

  void Enter(Contest& contest, Crew& one) {
    touch = contest.Enter("touch", one,
                          [this](unsigned) { measure::TouchShare(pool, pool.windows(), 0, 1); });
    evaluate = contest.Enter("columns", one, [this](unsigned) {
      for (std::size_t i = 0; i < pool.windows(); ++i) {
        door.Evaluate(pool.schema(), pool[i], 0);
      }
    });
  }
  void EnterTwo(Contest& contest, Crew& two) {
    by_two = contest.Enter("columns by two", two, [this](unsigned thread) {
      door.EvaluateShare(pool, pool.windows(), thread);
    });
  }
};

}  // namespace

bool HoldMemoryContest(const ContestOptions& options, Scoreboard& scoreboard) {
  const CompiledAssembly narrow_act;
  const CompiledAssembly wide_act(Widths::k32Bits);
  const AssemblyByHand by_hand(narrow_act.office_days());
  Crew hands(measure::Processors());
  const std::size_t cases = std::max(options.cases / kWindow, std::size_t{2}) * kWindow;
  const AssemblyPool rows(options.seed, cases, hands);
  Columns narrow(narrow_act, rows, Facts::kGiven, hands);
  Columns narrow_open(narrow_act, rows, Facts::kOpen, hands);
  Columns wide(wide_act, rows, Facts::kGiven, hands);
  Columns wide_open(wide_act, rows, Facts::kOpen, hands);
  Columns traced(narrow_act, rows, Facts::kGiven, hands, measure::Clauses::kYes);
  Columns traced_open(narrow_act, rows, Facts::kOpen, hands, measure::Clauses::kYes);

  const std::size_t compared = std::min(options.compared, cases);
  Agreements all = AgreeOnRows(narrow_act, by_hand, rows, compared);
  for (Columns* const given : {&narrow, &wide, &traced}) {
    all.given.Compare("columns", OutcomesOf(given->door, given->pool, compared));
  }
  for (Columns* const open : {&narrow_open, &wide_open, &traced_open}) {
    all.open.Compare("columns, facts missing,", OutcomesOf(open->door, open->pool, compared));
  }
  if (!all.hold()) {
    return false;
  }

  Crew one(1);
  Contest contest;
  for (Columns* const columns : {&narrow, &narrow_open, &wide, &wide_open, &traced, &traced_open}) {
    columns->Enter(contest, one);
  }
  measure::Memory outcomes(cases);
  auto* const out = reinterpret_cast<Outcome*>(outcomes.data());
  const auto hand = contest.Enter(
      "by hand", one, [&](unsigned) { by_hand.DecideAll(rows.given().data(), cases, out); });
  const auto hand_open = contest.Enter("by hand, open", one, [&](unsigned) {
    by_hand.DecideAllOpen(rows.open().data(), cases, out);
  });
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
  const bool has_two = measure::Processors() >= 2;
  Crew two(2);
  if (has_two) {
    for (Columns* const columns : {&narrow, &narrow_open, &wide, &wide_open}) {
      columns->EnterTwo(contest, two);
    }
  }
  contest.Hold(options.rounds);

  const auto nanoseconds = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e9 / static_cast<double>(cases);
  };
  const auto share = [&](const Columns& of) { return 100 / contest.Ratio(of.evaluate, of.touch); };
  const auto ratio = [&](const Columns& of, const Columns& than) {
    return contest.Ratio(of.evaluate, than.evaluate);
  };
  scoreboard.Open(fmt::format("Synthetic act, columns, {} cases from memory, one thread", cases));
  const auto add_columns = [&](const char* name, const Columns& of) {
    scoreboard.Add(fmt::format("{}, {:.0f} bytes a case", name,
                               of.pool.bytes_read() + of.pool.bytes_written()),
                   nanoseconds(of.evaluate), " ns");
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
  scoreboard.Add("with a bit for each clause, all given", ratio(traced, narrow), "x", Goal::kAtMost,
                 1.2);
  scoreboard.Add("with a bit for each clause, 5 % missing", ratio(traced_open, narrow_open), "x",
                 Goal::kAtMost, 1.4);
  if (has_two) {
    for (const auto& [name, of] : {std::pair{"narrow, all given", &narrow},
                                   {"narrow, 5 % missing", &narrow_open},
                                   {"32 bits, all given", &wide},
                                   {"32 bits, 5 % missing", &wide_open}}) {
      scoreboard.Add(fmt::format("two threads against one, {}", name),
                     contest.Ratio(of->evaluate, of->by_two), "x", Goal::kAtLeast, 1.85);
    }
  }
  scoreboard.Print();

  scoreboard.Open("Beside others, same cases, one thread each");
  scoreboard.Add("C++ by hand, all facts given", nanoseconds(hand), " ns");
  scoreboard.Add("C++ by hand, 5 % missing", nanoseconds(hand_open), " ns");
  scoreboard.Add("against C++ by hand, narrow, all given", contest.Ratio(hand, narrow.evaluate),
                 "x", Goal::kAtLeast, 8);
  scoreboard.Add("against C++ by hand, 32 bits, all given", contest.Ratio(hand, wide.evaluate), "x",
                 Goal::kAtLeast, 4.5);
  scoreboard.Add("against C++ by hand, narrow, 5 % missing",
                 contest.Ratio(hand_open, narrow_open.evaluate), "x");
#ifdef ACTA_DUCKDB
  scoreboard.Add("DuckDB, all facts given", nanoseconds(duckdb), " ns");
  scoreboard.Add("DuckDB, 5 % NULL", nanoseconds(duckdb_open), " ns");
  scoreboard.Add("against DuckDB, narrow, all given", contest.Ratio(duckdb, narrow.evaluate), "x",
                 Goal::kAtLeast, 15);
  scoreboard.Add("against DuckDB, narrow, 5 % NULL",
                 contest.Ratio(duckdb_open, narrow_open.evaluate), "x", Goal::kAtLeast, 50);
#endif
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
