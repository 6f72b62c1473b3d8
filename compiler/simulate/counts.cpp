#include "compiler/simulate/counts.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <mutex>
#include <utility>

#include "compiler/ir/format.h"
#include "compiler/simulate/threads.h"

namespace acta::simulate {

namespace {

// What one thread counts with: a workspace for each law, and what compares them.
class Counter {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Counter>> Make(const Setting& setting) {
    std::unique_ptr<Counter> counter(new Counter(setting));
    for (std::size_t i = 0; i < setting.laws.size(); ++i) {
      ACTA_TRY(std::unique_ptr<Runner> runner,
               Runner::Make(*setting.laws[i], *setting.facts, setting.asking,
                            i == 0 ? setting.base_clauses : setting.pairings[i - 1].clauses_after));
      counter->runners_.push_back(std::move(runner));
    }
    for (std::size_t i = 0; i < setting.pairings.size(); ++i) {
      const Pairing& pairing = setting.pairings[i];
      counter->comparers_.emplace_back(
          Comparer::Pair{&pairing.difference, setting.laws[0].get(), setting.laws[i + 1].get(),
                         pairing.probes_before, pairing.probes_after, pairing.asked_before,
                         pairing.asked_after, pairing.governing_before, pairing.governing_after},
          setting.steps[i]);
    }
    return counter;
  }

  // `tell`: takes each change of an answer in the block, as Options::changed does; may be empty.
  template <class F>
  Result<void> Count(const cases::CaseBlock& block, Counts& counts, const F& tell) {
    ACTA_TRY_VOID(Answer(block, counts));
    const std::size_t rows = runners_.front()->rows();
    std::uint64_t rejected = 0;
    for (const std::uint64_t word : skipped_) {
      rejected += static_cast<std::uint64_t>(std::popcount(word));
    }
    counts.rejected += rejected;
    counts.cases += rows - rejected;
    Group(block, counts);
    for (std::size_t i = 0; i < comparers_.size(); ++i) {
      changes_.clear();
      comparers_[i].Count(block, runners_, i + 1, skipped_, groups_, counts.comparisons[i],
                          tell ? &changes_ : nullptr);
      for (const ChangeRow& change : changes_) {
        const Difference::Answer& answer = setting_.pairings[i].difference.answers[change.answer];
        tell(block.first() + change.row, setting_.others[i].name,
             setting_.base().answers[answer.before].name, InWords(0, answer.before, change.row),
             InWords(i + 1, answer.after, change.row));
      }
    }
    for (std::size_t row = 0; row < rows; ++row) {
      const std::uint64_t number = block.first() + row;
      if (counts.sample.Wants(number) && (skipped_[row / 64] >> row % 64 & 1) == 0) {
        counts.sample.Add(number, CellsOf(block.schema(), block.array(), row));
      }
    }
    return {};
  }

  [[nodiscard]] std::size_t rows() const { return runners_.front()->rows(); }

 private:
  explicit Counter(const Setting& setting) : setting_(setting) {
    groups_.rows.resize(setting.groupings.size());
  }

  // What the law answers in that row of the block, whatever the type.
  [[nodiscard]] std::string InWords(std::size_t law, std::size_t answer, std::size_t row) const {
    const ir::Program& program = setting_.laws[law]->program();
    const ir::TypeId type = program.rules[program.answers[answer].rule].type;
    const measure::AnswerColumns::Found found = runners_[law]->At(answer, row);
    return found.state == ACTA_UNDETERMINED ? "undetermined"
           : found.state == ACTA_IS_ABSENT  ? "absent"
           : program.types[type].kind == ir::Kind::kText
               ? runners_[law]->TextOf(found.payload)
               : ir::FormatValue(program, type, found.payload);
  }

  // By every law; what one of them refuses is left out of all comparisons.
  Result<void> Answer(const cases::CaseBlock& block, Counts& counts) {
    skipped_.clear();
    std::vector<cases::Reject> refused;
    for (const std::unique_ptr<Runner>& runner : runners_) {
      ACTA_TRY_VOID(runner->Run(block));
      skipped_.resize(runner->rejected().size(), 0);
      for (std::size_t i = 0; i < skipped_.size(); ++i) {
        skipped_[i] |= runner->rejected()[i];
      }
      if (counts.rejects.size() < kRejectsKept) {
        const std::vector<cases::Reject> own = runner->rejects(block);
        refused.insert(refused.end(), own.begin(), own.end());
      }
    }
    for (std::size_t i = 0; i < block.left_out().size() && i < skipped_.size(); ++i) {
      skipped_[i] |= block.left_out()[i];
    }
    // Blocks come in the order of the cases: the first thousand are not among later ones.
    std::ranges::stable_sort(refused, {}, &cases::Reject::number);
    refused.resize(std::min(refused.size(), kRejectsKept));
    counts.rejects.insert(counts.rejects.end(), refused.begin(), refused.end());
    return {};
  }

  void Group(const cases::CaseBlock& block, Counts& counts) {
    for (std::size_t g = 0; g < setting_.groupings.size(); ++g) {
      FindGroups(*setting_.facts, setting_.groupings[g], block.schema(), block.array(), keys_);
      groups_.rows[g].resize(keys_.size());
      // The groups of the keys that were met last, by a few bits of the key.
      std::array<std::optional<std::pair<std::int64_t, std::uint32_t>>, 64> met;
      for (std::size_t row = 0; row < keys_.size(); ++row) {
        if ((skipped_[row / 64] >> row % 64 & 1) != 0) {
          continue;
        }
        auto& known = met[static_cast<std::uint64_t>(keys_[row]) % met.size()];
        if (!known || known->first != keys_[row]) {
          known = {keys_[row], counts.GroupOfKey(g, keys_[row])};
        }
        groups_.rows[g][row] = known->second;
        ++counts.group_cases[g][known->second];
      }
    }
  }

  const Setting& setting_;
  std::vector<std::unique_ptr<Runner>> runners_;  // by law
  std::vector<Comparer> comparers_;
  std::vector<std::uint64_t> skipped_;
  GroupOf groups_;
  std::vector<std::int64_t> keys_;
  std::vector<ChangeRow> changes_;
};

// Why answers of each law are open in the cases of the sample.
Result<void> LookAtSample(const Setting& setting, const Progress& progress, Counts& counts) {
  return OnThreads(setting.threads, setting.laws.size(), [&](std::size_t law) -> Result<void> {
    const Single single(*setting.laws[law], *setting.facts, setting.asking);
    for (std::size_t i = 0; i < counts.sample.size(); ++i) {
      CountReasons(single, counts.sample[i], counts.reasons[law]);
      if (i % 256 == 0 && !progress.cases(0)) {
        return Fail("stopped");
      }
    }
    return {};
  });
}

}  // namespace

Counts::Counts(const Setting& setting, std::optional<std::uint64_t> size)
    : comparisons(setting.pairings.size()),
      group_keys(setting.groupings.size()),
      group_of(setting.groupings.size()),
      group_cases(setting.groupings.size()),
      sample(size),
      reasons(setting.laws.size()) {
}

std::uint32_t Counts::GroupOfKey(std::size_t grouping, std::int64_t key) {
  const auto [place, is_new] =
      group_of[grouping].try_emplace(key, static_cast<std::uint32_t>(group_keys[grouping].size()));
  if (is_new) {
    group_keys[grouping].push_back(key);
    group_cases[grouping].push_back(0);
  }
  return place->second;
}

void Counts::Merge(Counts counts) {
  cases += counts.cases;
  rejected += counts.rejected;
  sample.Merge(std::move(counts.sample));
  rejects.insert(rejects.end(), counts.rejects.begin(), counts.rejects.end());
  std::vector<std::vector<std::uint32_t>> renumbered(group_keys.size());
  for (std::size_t g = 0; g < group_keys.size(); ++g) {
    for (std::size_t k = 0; k < counts.group_keys[g].size(); ++k) {
      const std::uint32_t own = GroupOfKey(g, counts.group_keys[g][k]);
      group_cases[g][own] += counts.group_cases[g][k];
      renumbered[g].push_back(own);
    }
  }
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    for (AnswerTally& answer : counts.comparisons[i].answers) {
      for (std::size_t g = 0; g < answer.changed_by_group.size(); ++g) {
        std::vector<std::uint64_t> moved(group_keys[g].size(), 0);
        for (std::size_t k = 0; k < answer.changed_by_group[g].size(); ++k) {
          moved[renumbered[g][k]] += answer.changed_by_group[g][k];
        }
        answer.changed_by_group[g] = std::move(moved);
      }
    }
    comparisons[i].Add(counts.comparisons[i]);
  }
}

Result<Counts> CountCases(const Setting& setting, cases::CaseStream& stream, const Options& options,
                          const Progress& progress) {
  std::mutex telling;
  decltype(options.changed) tell;
  if (options.changed) {
    tell = [&](std::uint64_t number, const std::string& comparison, const std::string& answer,
               const std::string& before, const std::string& after) {
      const std::lock_guard lock(telling);
      options.changed(number, comparison, answer, before, after);
    };
  }
  Counts total(setting, stream.size());
  std::mutex merging;
  std::atomic<bool> stop = false;
  const auto work = [&](Counts& counts) -> Result<void> {
    ACTA_TRY(const std::unique_ptr<Counter> counter, Counter::Make(setting));
    std::unique_ptr<cases::CaseBlock> block;
    while (!stop) {
      ACTA_TRY(block, stream.Next(std::move(block)));
      if (block == nullptr) {
        break;
      }
      ACTA_TRY_VOID(counter->Count(*block, counts, tell));
      if (!progress.cases(counter->rows())) {
        return Fail("stopped");
      }
    }
    return {};
  };
  ACTA_TRY_VOID(OnThreads(setting.threads, setting.threads, [&](std::size_t) -> Result<void> {
    Counts counts(setting, stream.size());
    const Result<void> done = work(counts);
    stop = stop || !done;
    const std::lock_guard lock(merging);
    total.Merge(std::move(counts));
    return done;
  }));
  ACTA_TRY_VOID(LookAtSample(setting, progress, total));
  return total;
}

}  // namespace acta::simulate
