// The synthetic act from the cache: the batch evaluators alone, for each level of processors that
// this one covers, and one case at a time through each door.
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "acta/acta.h"
#include "bench_assembly.h"
#include "compiler/base/check.h"
#include "compiler/ir/format.h"
#include "compiler/measure/block.h"
#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/row.h"
#include "tests/bench/peers/agreement.h"
#include "tests/bench/peers/contests.h"
#include "tests/bench/peers/json_door.h"

namespace acta::bench {

namespace {

using measure::BatchBlock;
using measure::Contest;
using measure::Crew;
using measure::RowRunner;
using Goal = Scoreboard::Goal;

// As counted in the margin of the act.
constexpr double kConditions = 45;
// Cases that go one by one: enough of them that no processor learns their branches by heart.
constexpr std::size_t kCases = std::size_t{1} << 15;
constexpr double kLeastSeconds = 0.02;

// ---- the struct door ---------------------------------------------------------------------------

bench_assembly_case StructOf(const OpenAssembly& open) {
  bench_assembly_case facts{};
#define ACTA_FACT(sort, name)                                        \
  if ((open.given >> Fact::name & 1) != 0) {                         \
    facts.name = static_cast<decltype(facts.name)>(open.facts.name); \
    facts.name##_state = bench_assembly_given;                       \
  }
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
  return facts;
}

struct StructDoor {
  std::vector<bench_assembly_case> cases;
  bench_assembly_workspace workspace{};
  bench_assembly_answers answers{};

  Outcome Decide(const bench_assembly_case& facts) {
    const auto status = bench_assembly_evaluate(&facts, &workspace, &answers);
    ACTA_CHECK(status == bench_assembly_ok, "drawn cases are sound");
    return answers.outcome_state == bench_assembly_known ? static_cast<Outcome>(answers.outcome)
                                                         : Outcome::kUndetermined;
  }
};

// ---- the population ----------------------------------------------------------------------------

// The same cases in every shape that is asked for; a block of them for batch evaluators.
struct Population {
  std::vector<Assembly> rows;
  std::vector<OpenAssembly> open_rows;
  std::vector<measure::Slots> slots;
  StructDoor structs;
  std::unique_ptr<BatchBlock> batch;

  Population(const CompiledAssembly& compiled, const acta_batch_plan& plan, std::uint64_t seed,
             unsigned percent_missing) {
    for (std::size_t i = 0; i < kCases; ++i) {
      rows.push_back(DrawAssembly(seed, i));
      open_rows.push_back({rows.back(), DrawGiven(seed, i, percent_missing)});
      slots.push_back(compiled.SlotsOf(open_rows.back()));
      structs.cases.push_back(StructOf(open_rows.back()));
    }
    batch = std::make_unique<BatchBlock>(compiled.program(), plan,
                                         std::span(slots).first(measure::kCasesOfBlock));
  }
};

Outcome OutcomeIn(const BatchBlock& block, std::size_t row) {
  const measure::BatchFound found = block.ResultOf(0, row);
  return found.known ? static_cast<Outcome>(found.payload) : Outcome::kUndetermined;
}

bool AllAgree(Population& block, const AssemblyByHand& by_hand, acta_batch_evaluator evaluator) {
  std::vector<Outcome> expected;
  std::vector<Outcome> by_structs;
  std::vector<Outcome> by_batch;
  block.batch->Run(evaluator);
  for (std::size_t i = 0; i < kCases; ++i) {
    expected.push_back(by_hand.DecideOpen(block.open_rows[i]));
    by_structs.push_back(block.structs.Decide(block.structs.cases[i]));
    if (i < measure::kCasesOfBlock) {
      by_batch.push_back(OutcomeIn(*block.batch, i));
    }
  }
  Agreement agreement(std::move(expected));
  agreement.Compare("the struct door", by_structs);
  agreement.Compare("a batch evaluator of the object", by_batch);
  return agreement.holds();
}

struct LevelName {
  std::uint32_t level;
  const char* name;
  double given_goal, open_goal;  // picoseconds for a condition of a case; 0: none
};
constexpr LevelName kLevels[] = {{ACTA_LEVEL_BASE, "any processor", 0, 0},
                                 {ACTA_LEVEL_X86_64_V3, "x86-64-v3 (AVX2)", 110, 180},
                                 {ACTA_LEVEL_X86_64_V4, "x86-64-v4 (AVX-512)", 50, 65}};

bool RunsHere(std::uint32_t level) {
#if defined(__x86_64__)
  return level == ACTA_LEVEL_BASE ||
         (level == ACTA_LEVEL_X86_64_V3 && __builtin_cpu_supports("x86-64-v3") != 0) ||
         (level == ACTA_LEVEL_X86_64_V4 && __builtin_cpu_supports("x86-64-v4") != 0);
#else
  return level == ACTA_LEVEL_BASE;
#endif
}

std::string JsonOf(const CompiledAssembly& compiled, const measure::Slots& slots) {
  nlohmann::ordered_json json;
  const ir::Program& program = compiled.program();
  for (const ir::FactField& fact : program.facts) {
    const ir::Kind kind = program.types[fact.type].kind;
    const std::int64_t payload = slots[fact.offset];
    if (payload == ACTA_MISSING) {
      continue;
    }
    if (kind == ir::Kind::kBoolean) {
      json[fact.name] = payload != 0;
    } else if (kind == ir::Kind::kInteger) {
      json[fact.name] = payload;
    } else {
      json[fact.name] = ir::FormatValue(program, fact.type, payload);
    }
  }
  return json.dump();
}

}  // namespace

bool HoldSingleContest(const ContestOptions& options, Scoreboard& scoreboard) {
  const CompiledAssembly compiled;
  const AssemblyByHand by_hand(compiled.office_days());
  const acta_compiled_act& object = acta_act_bench_assembly;
  Population given(compiled, *object.plan, options.seed, 0);
  Population open(compiled, *object.plan, options.seed, AssemblyPool::kPercentMissing);

  Crew one(1);
  Contest contest;
  struct OfLevel {
    const LevelName* name;
    Contest::Entrant given, open;
  };
  std::vector<OfLevel> levels;
  for (std::uint32_t i = 0; i < object.code_count; ++i) {
    const acta_batch_code& code = object.code[i];
    if (!RunsHere(code.level)) {
      continue;
    }
    if (!AllAgree(given, by_hand, code.all_given) || !AllAgree(open, by_hand, code.general)) {
      return false;
    }
    const auto enter = [&](Population& block, acta_batch_evaluator evaluator) {
      return contest.Enter(
          "batch", one, [&block, evaluator](unsigned) { block.batch->Run(evaluator); },
          kLeastSeconds);
    };
    levels.push_back({std::ranges::find(kLevels, code.level, &LevelName::level),
                      enter(given, code.all_given), enter(open, code.general)});
  }

  Outcome last{};
  const auto hand = contest.Enter(
      "by hand", one,
      [&](unsigned) {
        for (const Assembly& facts : given.rows) {
          last = by_hand.Decide(facts);
          asm volatile("" : : "m"(last));
        }
      },
      kLeastSeconds);
  const auto hand_open = contest.Enter(
      "by hand, open", one,
      [&](unsigned) {
        for (const OpenAssembly& facts : open.open_rows) {
          last = by_hand.DecideOpen(facts);
          asm volatile("" : : "m"(last));
        }
      },
      kLeastSeconds);
  const auto enter_structs = [&](Population& block) {
    return contest.Enter(
        "structs", one,
        [&](unsigned) {
          for (const bench_assembly_case& facts : block.structs.cases) {
            last = block.structs.Decide(facts);
          }
        },
        kLeastSeconds);
  };
  const auto structs = enter_structs(given);
  const auto structs_open = enter_structs(open);
  RowRunner row(compiled.program(), object.row);
  RowRunner traced(compiled.program(), object.traced, RowRunner::Trace::kYes);
  const auto enter_rows = [&](RowRunner& runner, const Population& block) {
    return contest.Enter(
        "rows", one,
        [&](unsigned) {
          for (const measure::Slots& slots : block.slots) {
            runner.Run(slots);
          }
        },
        kLeastSeconds);
  };
  const auto row_given = enter_rows(row, given);
  const auto row_open = enter_rows(row, open);
  const auto traced_given = enter_rows(traced, given);
  const auto traced_open = enter_rows(traced, open);
  JsonDoor json(compiled.act(), JsonOf(compiled, given.slots[0]));
  const auto in_and_out =
      contest.Enter("JSON", one, [&](unsigned) { json.Answer(); }, kLeastSeconds);
  const auto explained =
      contest.Enter("JSON, explained", one, [&](unsigned) { json.Explain(0); }, kLeastSeconds);
  contest.Hold(options.rounds);

  const auto of_case = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e9 / kCases;
  };
  const auto of_condition = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e12 / measure::kCasesOfBlock / kConditions;
  };
  scoreboard.Open("Synthetic act, batch evaluators alone, from the cache: a condition of a case");
  const auto add = [&](std::string what, double measured, double goal) {
    goal == 0 ? scoreboard.Add(std::move(what), measured, " ps")
              : scoreboard.Add(std::move(what), measured, " ps", Goal::kAtMost, goal);
  };
  for (const OfLevel& level : levels) {
    add(fmt::format("{}, all facts given", level.name->name), of_condition(level.given),
        level.name->given_goal);
    add(fmt::format("{}, 5 % missing", level.name->name), of_condition(level.open),
        level.name->open_goal);
  }
  scoreboard.Add(fmt::format("5 % missing against all given, {}", levels.back().name->name),
                 contest.Ratio(levels.back().open, levels.back().given), "x", Goal::kAtMost, 1.35);
  scoreboard.Print();

  scoreboard.Open("Synthetic act, one case at a time");
  scoreboard.Add("C++ by hand, all facts given", of_case(hand), " ns");
  scoreboard.Add("C++ by hand, 5 % missing", of_case(hand_open), " ns");
  scoreboard.Add("row evaluator, all facts given", of_case(row_given), " ns");
  scoreboard.Add("row evaluator, 5 % missing", of_case(row_open), " ns");
  scoreboard.Add("struct door, all facts given", of_case(structs), " ns");
  scoreboard.Add("struct door, 5 % missing", of_case(structs_open), " ns");
  scoreboard.Add("struct door against C++ by hand, all given", contest.Ratio(structs, hand), "x",
                 Goal::kAtMost, 1.2);
  scoreboard.Add("struct door against C++ by hand, 5 % missing",
                 contest.Ratio(structs_open, hand_open), "x", Goal::kAtMost, 1.2);
  scoreboard.Add("with full trace, all facts given", of_case(traced_given), " ns", Goal::kAtMost,
                 60);
  scoreboard.Add("with full trace, 5 % missing", of_case(traced_open), " ns", Goal::kAtMost, 100);
  scoreboard.Add("JSON in and out", contest.SecondsOf(in_and_out) * 1e6, " us", Goal::kAtMost, 3);
  scoreboard.Add("JSON in and out, explained", contest.SecondsOf(explained) * 1e6, " us",
                 Goal::kAtMost, 50);
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
