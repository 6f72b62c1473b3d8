// The 2020 act of Kazakhstan: columns beside touching them, its core by hand, one case as JSON.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/base/check.h"
#include "compiler/base/file.h"
#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/row.h"
#include "tests/bench/peers/columns_entry.h"
#include "tests/bench/peers/contests.h"
#include "tests/bench/peers/event_by_hand.h"
#include "tests/bench/peers/event_compiled.h"
#include "tests/bench/peers/json_door.h"

namespace acta::bench {

namespace {

using measure::Contest;
using measure::Crew;
using measure::RowRunner;
using Answers = CompiledEventAct::Answers;
using Goal = Scoreboard::Goal;

constexpr unsigned kPercentMissing = 5;
constexpr std::size_t kRows = std::size_t{1} << 13;  // cases that go one by one
constexpr std::size_t kAskedByRow = 20'000;          // and that the row evaluator agrees on
constexpr double kLeastSeconds = 0.02;
// Every fact given and every reading chosen; and a case with both open.
constexpr const char* kCompleteCase = "examples/kazakhstan/cases/rally_under_way.json";
constexpr const char* kOpenCase = "examples/kazakhstan/cases/rally.json";

std::string JsonIn(const char* path) {
  Result<std::string> json = ReadFile(path);
  ACTA_CHECK(json.has_value(), "the current directory is the top of the repository");
  return *std::move(json);
}

measure::CaseSource SourceOf(const EventCases& cases) {
  return [&cases](std::size_t i, std::vector<std::int64_t>& slots) { cases.Draw(i, slots); };
}

// The population as rows, and where decisions about them go.
struct Rows {
  measure::Memory events, decisions;
  std::size_t count;

  Rows(const EventCases& cases, std::size_t size, Crew& hands)
      : events(size * sizeof(Event)), decisions(size * sizeof(EventDecision)), count(size) {
    const std::span<Event> all = measure::ArrayIn<Event>(events, count);
    hands.Do([&](unsigned thread) {
      std::vector<std::int64_t> slots;
      for (std::size_t i = thread; i < count; i += hands.size()) {
        cases.Draw(i, slots);
        all[i] = cases.RowOf(slots);
      }
    });
  }
  [[nodiscard]] std::span<const Event> all() const {
    return measure::ArrayIn<Event>(events, count);
  }
  [[nodiscard]] std::span<EventDecision> room() const {
    return measure::ArrayIn<EventDecision>(decisions, count);
  }
};

// By hand and in columns the core comes to the same.
bool CoreAgrees(ColumnsEntry& core, const EventByHand& by_hand, const Rows& rows,
                std::size_t compared) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < core.pool().windows(); ++i) {
    measure::CaseWindow& window = core.pool()[i];
    core.door().Evaluate(core.pool().schema(), window, 0);
    for (std::size_t row = 0; row < window.cases.cases() && number < compared; ++row, ++number) {
      if (by_hand.Decide(rows.all()[number]) != DecisionIn(window.answers, row)) {
        fmt::print("the act of 2020 by hand differs in case {}\n", number);
        return false;
      }
    }
  }
  return true;
}

// All answers in columns and one by one are the same.
bool RowsAgree(const CompiledEventAct& act, ColumnsEntry& columns, const EventCases& cases) {
  RowRunner row(act.program(), act.compiled().row);
  columns.door().Evaluate(columns.pool().schema(), columns.pool()[0], 0);
  const auto difference = FirstDifference(act.program(), columns.door(), columns.pool()[0],
                                          SourceOf(cases), kAskedByRow, row);
  if (difference) {
    fmt::print("{}\n", *difference);
  }
  return !difference;
}

}  // namespace

bool HoldEventContest(const ContestOptions& options, Scoreboard& scoreboard) {
  const CompiledEventAct act(Answers::kAll);
  const CompiledEventAct core_act(Answers::kCore);
  const EventByHand by_hand(act.working_days());
  const EventCases given_cases(act.program(), options.seed, 0);
  const EventCases open_cases(act.program(), options.seed, kPercentMissing);
  Crew hands(measure::Processors());
  const std::size_t cases =
      std::max(options.cases / ColumnsEntry::kWindow, std::size_t{2}) * ColumnsEntry::kWindow;
  const Rows rows(given_cases, cases, hands);
  ColumnsEntry given(act.act(), act.options(), act.types(), SourceOf(given_cases), cases, hands);
  ColumnsEntry open(act.act(), act.options(), act.types(), SourceOf(open_cases), cases, hands);
  ColumnsEntry core(core_act.act(), core_act.options(), core_act.types(), SourceOf(given_cases),
                    cases, hands);
  if (!CoreAgrees(core, by_hand, rows, std::min(options.compared, cases)) ||
      !RowsAgree(act, given, given_cases) || !RowsAgree(act, open, open_cases)) {
    return false;
  }

  Crew one(1);
  Crew two(2);
  const bool has_two = measure::Processors() >= 2;
  Contest contest;
  for (ColumnsEntry* const columns : {&given, &open, &core}) {
    columns->Enter(contest, one, has_two ? &two : nullptr);
  }
  const auto decide = [&](unsigned) { by_hand.DecideAll(rows.all(), rows.room()); };
  // As with columns, a pass that does not count comes first.
  contest.Enter("first pass", one, decide);
  const auto hand = contest.Enter("by hand", one, decide);

  const std::size_t few = std::min(kRows, cases);
  std::vector<std::vector<std::int64_t>> slots(few);
  std::vector<std::vector<std::int64_t>> open_slots(few);
  for (std::size_t i = 0; i < few; ++i) {
    given_cases.Draw(i, slots[i]);
    open_cases.Draw(i, open_slots[i]);
  }
  RowRunner row(act.program(), act.compiled().row);
  RowRunner core_row(core_act.program(), core_act.compiled().row);
  RowRunner traced(act.program(), act.compiled().traced, RowRunner::Trace::kYes);
  const auto enter_rows = [&](RowRunner& runner, const auto& of) {
    return contest.Enter(
        "rows", one,
        [&](unsigned) {
          for (const std::vector<std::int64_t>& facts : of) {
            runner.Run(facts);
          }
        },
        kLeastSeconds);
  };
  // What columns took out of the caches comes back in a pass that does not count.
  enter_rows(row, slots);
  const auto row_given = enter_rows(row, slots);
  const auto row_open = enter_rows(row, open_slots);
  const auto row_core = enter_rows(core_row, slots);
  const auto row_traced = enter_rows(traced, slots);
  const auto hand_few = contest.Enter(
      "by hand", one,
      [&](unsigned) { by_hand.DecideAll(rows.all().first(few), rows.room().first(few)); },
      kLeastSeconds);
  JsonDoor complete(act.act(), JsonIn(kCompleteCase));
  JsonDoor incomplete(act.act(), JsonIn(kOpenCase));
  std::uint32_t outcome = 0;
  ACTA_CHECK(acta_act_find_answer(act.act(), "outcome", &outcome) == ACTA_OK, "it is answered");
  const auto enter_json = [&](auto work) {
    return contest.Enter("JSON", one, [work](unsigned) { work(); }, kLeastSeconds);
  };
  const auto json = enter_json([&] { complete.Answer(); });
  const auto json_open = enter_json([&] { incomplete.Answer(); });
  const auto explained = enter_json([&] { complete.Explain(outcome); });
  const auto explained_open = enter_json([&] { incomplete.Explain(outcome); });
  contest.Hold(options.rounds);

  const auto nanoseconds = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e9 / static_cast<double>(cases);
  };
  scoreboard.Open(fmt::format("Act of 2020, columns, {} cases from memory, one thread", cases));
  const auto add = [&](const char* name, const ColumnsEntry& of) {
    scoreboard.Add(fmt::format("{}, {:.0f} bytes a case", name, of.bytes()),
                   nanoseconds(of.evaluated), " ns");
  };
  add("41 answers, all facts given", given);
  add("41 answers, 5 % missing", open);
  add("its core, 10 answers, all facts given", core);
  scoreboard.Add("speed of touching, all facts given",
                 100 / contest.Ratio(given.evaluated, given.touched), " %", Goal::kAtLeast, 88);
  scoreboard.Add("speed of touching, 5 % missing",
                 100 / contest.Ratio(open.evaluated, open.touched), " %");
  scoreboard.Add("5 % missing against all given", contest.Ratio(open.evaluated, given.evaluated),
                 "x", Goal::kAtMost, 1.15);
  scoreboard.Add("with a bit for each clause, all given",
                 contest.Ratio(given.with_clauses, given.evaluated), "x", Goal::kAtMost, 1.2);
  scoreboard.Add("with a bit for each clause, 5 % missing",
                 contest.Ratio(open.with_clauses, open.evaluated), "x", Goal::kAtMost, 1.4);
  if (has_two) {
    scoreboard.Add("two threads against one, all given",
                   contest.Ratio(given.evaluated, given.by_two), "x", Goal::kAtLeast, 1.85);
    scoreboard.Add("two threads against one, 5 % missing",
                   contest.Ratio(open.evaluated, open.by_two), "x", Goal::kAtLeast, 1.85);
  }
  scoreboard.Add("C++ by hand of its core", nanoseconds(hand), " ns");
  scoreboard.Add("core against C++ by hand", contest.Ratio(hand, core.evaluated), "x",
                 Goal::kAtLeast, 8);
  scoreboard.Print();

  const auto of_few = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e9 / static_cast<double>(few);
  };
  const auto add_json = [&](const char* what, Contest::Entrant entrant, double goal) {
    scoreboard.Add(what, contest.SecondsOf(entrant) * 1e6, " us", Goal::kAtMost, goal);
  };
  scoreboard.Open("Act of 2020, one case at a time");
  scoreboard.Add("row evaluator, 41 answers, all facts given", of_few(row_given), " ns");
  scoreboard.Add("row evaluator, 41 answers, 5 % missing", of_few(row_open), " ns");
  scoreboard.Add("row evaluator, its core", of_few(row_core), " ns");
  scoreboard.Add("C++ by hand of its core", of_few(hand_few), " ns");
  scoreboard.Add("row evaluator of the core against C++ by hand", contest.Ratio(row_core, hand_few),
                 "x", Goal::kAtMost, 1.2);
  scoreboard.Add("with full trace, all facts given", of_few(row_traced), " ns");
  add_json("JSON in and out, all known", json, 3);
  add_json("JSON in and out, much open", json_open, 3);
  add_json("JSON in and out, explained, all known", explained, 50);
  add_json("JSON in and out, explained, much open", explained_open, 50);
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
