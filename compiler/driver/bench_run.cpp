#include "compiler/driver/bench_run.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <ranges>
#include <span>

#include "compiler/base/check.h"
#include "compiler/measure/block.h"
#include "compiler/measure/contest.h"
#include "compiler/measure/processor.h"
#include "compiler/measure/row.h"

namespace acta {

namespace {

using measure::CaseWindow;
using measure::Contest;
using measure::Crew;
using measure::RowRunner;
using Population = BenchReport::Population;

constexpr std::size_t kWindow = 65'536;
constexpr std::size_t kRows = 4'096;    // cases that the row evaluator takes in turn
constexpr double kLeastSeconds = 0.02;  // of what is over too soon for the clock

std::vector<std::int64_t> OrdinalsOf(const ir::Program& program,
                                     const std::vector<acta_batch_choice>& choices) {
  std::vector<std::int64_t> ordinals;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const auto& members = program.enums[program.readings[i].alternatives].members;
    const auto chosen =
        choices[i].alternative == nullptr
            ? members.end()
            : std::ranges::find(members, choices[i].alternative, &ir::EnumMember::name);
    ordinals.push_back(chosen == members.end() ? ACTA_MISSING : chosen - members.begin());
  }
  return ordinals;
}

CompiledAct::Batch BatchOf(const Engine& engine) {
  const Result<CompiledAct::Batch> batch = engine.compiled().batch();
  ACTA_CHECK(batch.has_value(), "the engine was made with columns");
  return *batch;
}

}  // namespace

BenchRun::BenchRun(const BenchOptions& options, const ir::Program& program, const Engine& engine,
                   const std::vector<acta_batch_choice>& choices, measure::Days days)
    : options_(options),
      program_(program),
      engine_(engine),
      batch_(BatchOf(engine)),
      readings_(OrdinalsOf(program, choices)),
      days_(days),
      types_(program, *batch_.plan, engine.act()),
      all_hands_(measure::Processors()) {
  batch_options_.struct_size = sizeof batch_options_;
  batch_options_.choices = choices.data();
  batch_options_.choice_count = static_cast<std::uint32_t>(choices.size());
}

measure::CaseSource BenchRun::SourceOf(unsigned percent_missing) const {
  const measure::CaseDrawer drawer(program_, {.seed = options_.seed,
                                              .percent_missing = percent_missing,
                                              .days = days_,
                                              .readings = readings_});
  return [drawer](std::size_t number, std::vector<std::int64_t>& slots) {
    drawer.Draw(number, slots);
  };
}

// ---- compared ----------------------------------------------------------------------------------

std::optional<std::string> BenchRun::Compare(BenchReport& report) {
  report.facts_read = types_.facts_read();
  for (const unsigned percent : {0U, options_.percent_missing}) {
    if (percent == 0 && !report.populations.empty()) {
      break;
    }
    if (std::optional<std::string> difference = ComparePopulation(percent, report)) {
      return difference;
    }
  }
  return std::nullopt;
}

std::optional<std::string> BenchRun::ComparePopulation(unsigned percent, BenchReport& report) {
  const measure::CaseSource source = SourceOf(percent);
  const measure::Door door(engine_.act(), batch_options_, 1);
  RowRunner row(program_, engine_.compiled().row());
  Population& population = report.populations.emplace_back();
  population.percent_missing = percent;
  population.compared = options_.compared;
  std::size_t open = 0;
  std::size_t deferred = 0;
  double read = 0;
  double written = 0;
  for (std::uint64_t first = 0; first < options_.compared; first += kWindow) {
    const std::size_t count = std::min<std::uint64_t>(kWindow, options_.compared - first);
    measure::CasePool pool(types_, source, {.first = first, .cases = count, .of_window = count},
                           all_hands_);
    door.Evaluate(pool.schema(), pool[0], 0);
    if (std::optional<std::string> difference =
            FirstDifference(program_, door, pool[0], source, count, row)) {
      return difference;
    }
    read += static_cast<double>(pool[0].cases.bytes());
    written += static_cast<double>(pool[0].answers.bytes());
    open += CountOpen(pool[0]);
    deferred += CountDeferred(source, first, count);
  }
  const auto all = static_cast<double>(options_.compared);
  population.bytes_read = read / all;
  population.bytes_written = written / all;
  population.share_undetermined =
      static_cast<double>(open) / (all * static_cast<double>(program_.answers.size()));
  population.share_deferred = static_cast<double>(deferred) / all;
  return std::nullopt;
}

std::size_t BenchRun::CountOpen(const CaseWindow& window) const {
  std::size_t open = 0;
  for (std::size_t answer = 0; answer < program_.answers.size(); ++answer) {
    for (std::size_t i = 0; i < window.cases.cases(); ++i) {
      open += window.answers.At(answer, i).state == ACTA_UNDETERMINED ? 1 : 0;
    }
  }
  return open;
}

// The cases that the door asks the row evaluator about, because the batch evaluator says that it
// may know more.
std::size_t BenchRun::CountDeferred(const measure::CaseSource& source, std::uint64_t first,
                                    std::size_t count) const {
  std::size_t deferred = 0;
  for (std::size_t begin = 0; begin < count; begin += measure::kCasesOfBlock) {
    std::vector<measure::Slots> cases(std::min(measure::kCasesOfBlock, count - begin));
    for (std::size_t i = 0; i < cases.size(); ++i) {
      source(first + begin + i, cases[i]);
    }
    measure::BatchBlock block(program_, *batch_.plan, cases);
    block.Run(batch_.code->general);
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const auto is_open = [&](std::size_t result) { return !block.ResultOf(result, i).known; };
      const auto results = std::views::iota(std::size_t{0}, std::size_t{batch_.plan->result_count});
      deferred += block.IsDeferred(i) && std::ranges::any_of(results, is_open) ? 1 : 0;
    }
  }
  return deferred;
}

// ---- measured ----------------------------------------------------------------------------------

// One population in the contest.
class BenchRun::Entrants {
 public:
  Entrants(BenchRun& run, Population& population, std::size_t resident, std::size_t window)
      : run_(run),
        population_(population),
        source_(run.SourceOf(population.percent_missing)),
        pool_(run.types_, source_, {.first = 0, .cases = resident, .of_window = window},
              run.all_hands_),
        row_(run.program_, run.engine_.compiled().row()),
        traced_(run.program_, run.engine_.compiled().traced(), RowRunner::Trace::kYes),
        rows_(kRows) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      source_(i, rows_[i]);
    }
    block_.emplace(run.program_, *run.batch_.plan,
                   std::span<const measure::Slots>(rows_).first(measure::kCasesOfBlock));
  }

  // `alone` is a crew of one.
  void Enter(Contest& contest, std::span<const std::unique_ptr<Crew>> crews, Crew& alone,
             std::size_t windows) {
    for (const std::unique_ptr<Crew>& crew : crews) {
      const unsigned threads = crew->size();
      doors_.emplace_back(run_.engine_.act(), run_.batch_options_, threads);
      const measure::Door& door = doors_.back();
      const auto touch = [this, windows, threads](unsigned thread) {
        measure::TouchShare(pool_, windows, thread, threads);
      };
      // Whoever comes first after others finds less of the columns in the last cache than who comes
      // next: the first does not count.
      contest.Enter("first pass", *crew, touch);
      touches_.push_back(contest.Enter("touch", *crew, touch));
      batches_.push_back(contest.Enter("door", *crew, [this, windows, &door](unsigned thread) {
        door.EvaluateShare(pool_, windows, thread);
      }));
    }
    const acta_batch_code& code = *run_.batch_.code;
    const acta_batch_evaluator evaluator = block_->all_given() ? code.all_given : code.general;
    in_cache_ = contest.Enter(
        "in cache", alone, [this, evaluator](unsigned) { block_->Run(evaluator); }, kLeastSeconds);
    const auto enter_rows = [&](RowRunner& runner) {
      return contest.Enter(
          "rows", alone,
          [this, &runner](unsigned) {
            for (const std::vector<std::int64_t>& slots : rows_) {
              runner.Run(slots);
            }
          },
          kLeastSeconds);
    };
    row_entrant_ = enter_rows(row_);
    traced_entrant_ = enter_rows(traced_);
  }

  void Tell(const Contest& contest, std::uint64_t cases) const {
    const auto all = static_cast<double>(cases);
    for (std::size_t i = 0; i < doors_.size(); ++i) {
      const bool any_bytes = pool_.bytes_read() > 0;
      population_.batches.push_back(
          {.threads = doors_[i].threads(),
           .seconds = contest.SecondsOf(batches_[i]) / all,
           .touch = contest.SecondsOf(touches_[i]) / all,
           .share = any_bytes ? 1 / contest.Ratio(batches_[i], touches_[i]) : 0});
    }
    population_.in_cache = contest.SecondsOf(in_cache_) / measure::kCasesOfBlock;
    population_.row = contest.SecondsOf(row_entrant_) / kRows;
    population_.traced = contest.SecondsOf(traced_entrant_) / kRows;
  }

 private:
  BenchRun& run_;
  Population& population_;
  measure::CaseSource source_;
  measure::CasePool pool_;
  RowRunner row_, traced_;
  std::vector<measure::Slots> rows_;
  std::optional<measure::BatchBlock> block_;
  std::deque<measure::Door> doors_;
  std::vector<Contest::Entrant> touches_, batches_;
  Contest::Entrant in_cache_ = 0, row_entrant_ = 0, traced_entrant_ = 0;
};

void BenchRun::Measure(BenchReport& report) {
  Crew alone(1);
  std::vector<std::unique_ptr<Crew>> crews;
  for (const unsigned threads : options_.threads) {
    crews.push_back(std::make_unique<Crew>(threads));
  }
  const unsigned most = std::ranges::max(options_.threads);

  double bytes = 0;
  for (const Population& population : report.populations) {
    bytes += population.bytes_read + population.bytes_written;
  }
  constexpr double kMebibyte = 1 << 20;
  const double room = static_cast<double>(options_.memory_mib) * kMebibyte;
  const double fitting = bytes == 0 ? static_cast<double>(options_.cases) : room / bytes;
  const std::size_t share = (options_.cases + most - 1) / most;
  const std::size_t window = std::min(kWindow, (share + ACTA_TILE - 1) / ACTA_TILE * ACTA_TILE);
  const std::size_t windows = (options_.cases + window - 1) / window;
  const auto windows_that_fit = static_cast<std::size_t>(fitting / static_cast<double>(window));
  const bool all_fit = windows <= windows_that_fit;
  const std::size_t resident =
      all_fit ? options_.cases : std::max<std::size_t>(windows_that_fit, most) * window;
  report.cases = all_fit ? options_.cases : windows * window;
  report.resident = resident;
  report.rounds = options_.rounds;
  report.processor = measure::ProcessorLevel();
  report.is_measured = true;

  Contest contest;
  std::deque<Entrants> all;
  for (Population& population : report.populations) {
    all.emplace_back(*this, population, resident, window);
    all.back().Enter(contest, crews, alone, windows);
  }
  contest.Hold(options_.rounds);
  for (const Entrants& entrants : all) {
    entrants.Tell(contest, report.cases);
  }
}

}  // namespace acta
