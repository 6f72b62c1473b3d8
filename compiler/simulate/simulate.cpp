#include "compiler/simulate/simulate.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/ir/format.h"
#include "compiler/simulate/difference.h"
#include "compiler/simulate/examples.h"
#include "compiler/simulate/groups.h"
#include "compiler/simulate/tally.h"

namespace acta::simulate {

namespace {

// Open answers are looked at one by one for their reasons in so many cases, spread over all.
constexpr std::uint64_t kMostLookedAt = 5'000;
// Sets and numbers that take more values than this are counted as known or not.
constexpr std::size_t kMostValues = 24;

unsigned ThreadsFor(unsigned wanted) {
  return wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

// Runs `work(i)` for 0 to count - 1 on some threads; the first failure is returned.
template <class F>
Result<void> OnThreads(unsigned threads, std::size_t count, F work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::optional<Error> error;
  const auto run = [&] {
    for (std::size_t i = next++; i < count && !stop; i = next++) {
      if (Result<void> done = work(i); !done) {
        const std::lock_guard lock(mutex);
        error = error ? error : done.error();
        stop = true;
      }
    }
  };
  std::vector<std::jthread> crew;
  for (unsigned i = 1; i < std::min<std::size_t>(threads, count); ++i) {
    crew.emplace_back(run);
  }
  run();
  crew.clear();
  return error ? Result<void>(tl::unexpected(*error)) : Result<void>();
}

// All that is counted of the cases, by one thread or by all.
struct Counts {
  std::uint64_t cases = 0, rejected = 0;
  std::vector<ComparisonTally> comparisons;
  std::vector<std::vector<std::int64_t>> group_keys;  // by grouping: the group's key
  std::vector<std::map<std::int64_t, std::uint32_t>> group_of;
  std::vector<std::vector<std::uint64_t>> group_cases;
  std::uint64_t looked_at = 0;
  std::vector<ReasonCounts> reasons;  // by law, the first one first
  std::vector<cases::Reject> rejects;

  // Groups are numbered as they are met, by each thread otherwise.
  std::uint32_t GroupOfKey(std::size_t grouping, std::int64_t key) {
    const auto [place, is_new] = group_of[grouping].try_emplace(
        key, static_cast<std::uint32_t>(group_keys[grouping].size()));
    if (is_new) {
      group_keys[grouping].push_back(key);
      group_cases[grouping].push_back(0);
    }
    return place->second;
  }
};

class Simulation {
 public:
  Simulation(const Contender& base, std::span<const Contender> others, cases::CaseStream& stream,
             const Options& options, const Progress& progress)
      : base_(base),
        others_(others),
        stream_(stream),
        options_(options),
        progress_(progress),
        threads_(ThreadsFor(options.threads)) {}

  // Those of the stream and of the laws, in the order of the cases.
  [[nodiscard]] std::vector<cases::Reject> Rejects() const {
    constexpr std::size_t kMost = 1000;
    std::vector<cases::Reject> rejects = stream_.rejects();
    rejects.insert(rejects.end(), total_.rejects.begin(), total_.rejects.end());
    // What several laws refuse is refused once.
    std::ranges::stable_sort(
        rejects, {}, [](const cases::Reject& one) { return std::pair(one.number, one.path); });
    const auto again = std::ranges::unique(rejects, {}, &cases::Reject::number);
    rejects.erase(again.begin(), again.end());
    rejects.resize(std::min(rejects.size(), kMost));
    return rejects;
  }

  Result<findings::Findings> Run() {
    for (const std::string& path : options_.by) {
      ACTA_TRY(GroupingBy by, GroupingOf(Facts(), path));
      groupings_.push_back(std::move(by));
    }
    FindDifferences();
    ACTA_TRY_VOID(Compile());
    Prepare(total_);
    ACTA_TRY_VOID(Count());
    return Found();
  }

 private:
  struct Pairing {
    Difference difference;
    std::vector<std::size_t> probes_before, probes_after;  // places among the answers
    std::vector<ir::ClauseId> clauses_before, clauses_after;
  };

  [[nodiscard]] const ir::Program& Facts() const {
    return options_.facts != nullptr ? *options_.facts : *base_.graph->program;
  }

  void FindDifferences() {
    const ir::Program& base = *base_.graph->program;
    for (const Contender& other : others_) {
      Pairing pairing{.difference = DifferenceOf(*base_.graph, *other.graph)};
      std::vector<ir::RuleId>& probes = probes_.emplace_back();
      for (const Link& link : pairing.difference.rules) {
        auto place = std::ranges::find(base_probes_, link.before);
        if (place == base_probes_.end()) {
          base_probes_.push_back(link.before);
          place = std::prev(base_probes_.end());
        }
        pairing.probes_before.push_back(base.answers.size() +
                                        static_cast<std::size_t>(place - base_probes_.begin()));
        pairing.probes_after.push_back(other.graph->program->answers.size() + probes.size());
        probes.push_back(link.after);
      }
      for (const Item& item : pairing.difference.items) {
        if (item.clause) {
          (item.is_new ? pairing.clauses_after : pairing.clauses_before).push_back(*item.clause);
        }
      }
      base_clauses_.insert(base_clauses_.end(), pairing.clauses_before.begin(),
                           pairing.clauses_before.end());
      pairings_.push_back(std::move(pairing));
    }
    // Which amendment a change belongs to is seen where it is alone.
    for (std::size_t i = 0; i < others_.size(); ++i) {
      if (others_[i].kind == findings::Comparison::Kind::kAlone) {
        for (const Item& item : pairings_[i].difference.items) {
          amendments_[item.key].insert(others_[i].amendment);
        }
      }
    }
  }

  Result<void> Compile() {
    laws_.resize(others_.size() + 1);
    std::atomic<std::size_t> done = 0;
    return OnThreads(threads_, laws_.size(), [&](std::size_t i) -> Result<void> {
      const Contender& contender = i == 0 ? base_ : others_[i - 1];
      ACTA_TRY(laws_[i], Law::Make(*contender.graph, *contender.sources,
                                   i == 0 ? base_probes_ : probes_[i - 1]));
      if (!progress_.laws(++done, laws_.size())) {
        return Fail("{}", kStopped);
      }
      return {};
    });
  }

  void Prepare(Counts& counts) const {
    counts.comparisons.resize(others_.size());
    counts.group_keys.resize(groupings_.size());
    counts.group_of.resize(groupings_.size());
    counts.group_cases.resize(groupings_.size());
    counts.reasons.resize(laws_.size());
  }

  Result<void> Count() {
    const std::optional<std::uint64_t> size = stream_.size();
    stride_ = size ? std::max<std::uint64_t>(1, (*size + kMostLookedAt - 1) / kMostLookedAt) : 16;
    std::mutex mutex;
    std::atomic<bool> stop = false;
    return OnThreads(threads_, threads_, [&](std::size_t) -> Result<void> {
      Counts counts;
      Prepare(counts);
      const Result<void> done = Work(counts, stop);
      stop = stop || !done;
      const std::lock_guard lock(mutex);
      Merge(counts);
      return done;
    });
  }

  static void KeepRejects(const Runner& runner, const cases::CaseBlock& block, Counts& counts) {
    const std::vector<cases::Reject> refused = runner.rejects(block.first());
    counts.rejects.insert(counts.rejects.end(), refused.begin(), refused.end());
  }

  // Block after block, until there is none.
  Result<void> Work(Counts& counts, const std::atomic<bool>& stop) {
    ACTA_TRY(const std::unique_ptr<Runner> base,
             Runner::Make(*laws_[0], Facts(), options_.asking, base_clauses_));
    std::vector<std::unique_ptr<Runner>> runners;
    std::vector<Comparer> comparers;
    std::vector<Single> singles{Single(*laws_[0], Facts(), options_.asking)};
    for (std::size_t i = 0; i < others_.size(); ++i) {
      const Pairing& pairing = pairings_[i];
      ACTA_TRY(std::unique_ptr<Runner> runner,
               Runner::Make(*laws_[i + 1], Facts(), options_.asking, pairing.clauses_after));
      runners.push_back(std::move(runner));
      comparers.emplace_back(Comparer::Pair{&pairing.difference, laws_[0].get(), laws_[i + 1].get(),
                                            pairing.probes_before, pairing.probes_after});
      singles.emplace_back(*laws_[i + 1], Facts(), options_.asking);
    }
    std::unique_ptr<cases::CaseBlock> block;
    GroupOf groups;
    groups.rows.resize(groupings_.size());
    std::vector<std::int64_t> keys;
    std::vector<ChangeRow> changes;
    while (!stop) {
      ACTA_TRY(block, stream_.Next(std::move(block)));
      if (block == nullptr) {
        return {};
      }
      ACTA_TRY_VOID(base->Run(*block));
      std::vector<std::uint64_t> skipped = base->rejected();
      KeepRejects(*base, *block, counts);
      for (std::size_t i = 0; i < block->left_out().size() && i < skipped.size(); ++i) {
        skipped[i] |= block->left_out()[i];
      }
      for (const std::unique_ptr<Runner>& runner : runners) {
        ACTA_TRY_VOID(runner->Run(*block));
        KeepRejects(*runner, *block, counts);
        for (std::size_t i = 0; i < skipped.size(); ++i) {
          skipped[i] |= runner->rejected()[i];
        }
      }
      std::uint64_t rejected = 0;
      for (const std::uint64_t word : skipped) {
        rejected += static_cast<std::uint64_t>(std::popcount(word));
      }
      counts.rejected += rejected;
      counts.cases += base->rows() - rejected;
      for (std::size_t g = 0; g < groupings_.size(); ++g) {
        FindGroups(Facts(), groupings_[g], block->schema(), block->array(), keys);
        groups.rows[g].resize(keys.size());
        for (std::size_t row = 0; row < keys.size(); ++row) {
          groups.rows[g][row] = counts.GroupOfKey(g, keys[row]);
          counts.group_cases[g][groups.rows[g][row]] += ~(skipped[row / 64] >> row % 64) & 1;
        }
      }
      for (std::size_t i = 0; i < comparers.size(); ++i) {
        changes.clear();
        comparers[i].Count(*block, *base, *runners[i], skipped, groups, counts.comparisons[i],
                           options_.changed ? &changes : nullptr);
        if (!changes.empty()) {
          Tell(i, changes);
        }
      }
      const std::uint64_t first = (block->first() + stride_ - 1) / stride_ * stride_;
      for (std::uint64_t number = first; number < block->first() + base->rows();
           number += stride_) {
        const auto row = static_cast<std::size_t>(number - block->first());
        if ((skipped[row / 64] >> row % 64 & 1) != 0) {
          continue;
        }
        ++counts.looked_at;
        const std::vector<Cell> cells = CellsOf(block->schema(), block->array(), row);
        for (std::size_t i = 0; i < singles.size(); ++i) {
          CountReasons(singles[i], cells, counts.reasons[i]);
        }
      }
      if (!progress_.cases(base->rows())) {
        return Fail("{}", kStopped);
      }
    }
    return {};
  }

  void Tell(std::size_t index, const std::vector<ChangeRow>& changes) {
    const std::lock_guard lock(telling_);
    const Difference& difference = pairings_[index].difference;
    const ir::Program& program = laws_[0]->program();
    const ir::Program& other = laws_[index + 1]->program();
    for (const ChangeRow& change : changes) {
      const Difference::Answer& pair = difference.answers[change.answer];
      const ir::TypeId type = program.rules[program.answers[pair.before].rule].type;
      const ir::TypeId other_type = other.rules[other.answers[pair.after].rule].type;
      const auto name = [&](std::int64_t outcome) -> std::string {
        return outcome == kAbsentOutcome ? "absent"
               : outcome == kOpenOutcome ? "undetermined"
               : outcome == kSomeValue   ? "known"
                                         : NameOf(program, type, outcome, other, other_type);
      };
      options_.changed(change.number, others_[index].name, program.answers[pair.before].name,
                       name(change.before), name(change.after));
    }
  }

  // Adds what one thread has counted; groups get the numbers of the whole.
  void Merge(Counts& counts) {
    total_.cases += counts.cases;
    total_.rejected += counts.rejected;
    total_.looked_at += counts.looked_at;
    total_.rejects.insert(total_.rejects.end(), counts.rejects.begin(), counts.rejects.end());
    std::vector<std::vector<std::uint32_t>> renumbered(groupings_.size());
    for (std::size_t g = 0; g < groupings_.size(); ++g) {
      for (std::size_t k = 0; k < counts.group_keys[g].size(); ++k) {
        const std::uint32_t own = total_.GroupOfKey(g, counts.group_keys[g][k]);
        total_.group_cases[g][own] += counts.group_cases[g][k];
        renumbered[g].push_back(own);
      }
    }
    for (std::size_t i = 0; i < others_.size(); ++i) {
      for (AnswerTally& answer : counts.comparisons[i].answers) {
        for (std::size_t g = 0; g < answer.changed_by_group.size(); ++g) {
          std::vector<std::uint64_t> moved(total_.group_keys[g].size(), 0);
          for (std::size_t k = 0; k < answer.changed_by_group[g].size(); ++k) {
            moved[renumbered[g][k]] += answer.changed_by_group[g][k];
          }
          answer.changed_by_group[g] = std::move(moved);
        }
      }
      total_.comparisons[i].Add(counts.comparisons[i]);
    }
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      ReasonCounts& to = total_.reasons[law];
      to.resize(std::max(to.size(), counts.reasons[law].size()));
      for (std::size_t answer = 0; answer < counts.reasons[law].size(); ++answer) {
        for (const auto& [key, count] : counts.reasons[law][answer]) {
          ReasonCount& own = to[answer][key];
          own.doc = count.doc;
          own.judged_by = count.judged_by;
          own.count += count.count;
        }
      }
    }
  }

  // ---- what was found
  // -----------------------------------------------------------------------------

  Result<findings::Findings> Found() {
    findings::Findings found{
        .cases_from = stream_.description(), .cases = total_.cases, .rejected = total_.rejected};
    found.looked_at = total_.looked_at;
    found.comparisons.resize(others_.size());
    ACTA_TRY_VOID(OnThreads(threads_, others_.size(), [&](std::size_t i) -> Result<void> {
      found.comparisons[i] = ComparisonOf(i);
      return {};
    }));
    return found;
  }

  findings::Comparison ComparisonOf(std::size_t index) const {
    const Contender& other = others_[index];
    const Pairing& pairing = pairings_[index];
    const ComparisonTally& tally = total_.comparisons[index];
    findings::Comparison comparison{.kind = other.kind,
                                    .name = other.name,
                                    .amendment = other.amendment,
                                    .changed_cases = tally.changed_cases,
                                    .answers_of_one_law = pairing.difference.answers_of_one_law};
    for (std::size_t i = 0; i < pairing.difference.answers.size(); ++i) {
      if (i < tally.answers.size()) {
        comparison.answers.push_back(AnswerOf(index, i));
      }
    }
    return comparison;
  }

  // Outcomes in the order in which they are shown, with what is not told apart made one.
  struct Outcomes {
    std::vector<std::int64_t> keys;
    std::vector<std::string> names;
    bool are_merged = false;
    [[nodiscard]] std::int64_t Key(std::int64_t key) const {
      return are_merged && key != kAbsentOutcome && key != kOpenOutcome ? kSomeValue : key;
    }
    [[nodiscard]] std::size_t Place(std::int64_t key) const {
      return static_cast<std::size_t>(std::ranges::find(keys, Key(key)) - keys.begin());
    }
  };

  [[nodiscard]] Outcomes OutcomesOf(const AnswerTally& tally, ir::TypeId type,
                                    ir::TypeId other_type, const ir::Program& other) const {
    const ir::Program& program = laws_[0]->program();
    Outcomes outcomes;
    std::set<std::int64_t> values;
    bool has_absent = false;
    bool has_open = false;
    for (const auto& [pair, count] : tally.matrix) {
      for (const std::int64_t key : {pair.first, pair.second}) {
        has_absent = has_absent || key == kAbsentOutcome;
        has_open = has_open || key == kOpenOutcome;
        if (key != kAbsentOutcome && key != kOpenOutcome) {
          values.insert(key);
        }
      }
    }
    if (values.size() > kMostValues) {
      outcomes.are_merged = true;
      values = {kSomeValue};
    }
    for (const std::int64_t value : values) {
      outcomes.keys.push_back(value);
      outcomes.names.push_back(
          value == kSomeValue ? "known" : NameOf(program, type, value, other, other_type));
    }
    if (has_absent) {
      outcomes.keys.push_back(kAbsentOutcome);
      outcomes.names.emplace_back("absent");
    }
    if (has_open) {
      outcomes.keys.push_back(kOpenOutcome);
      outcomes.names.emplace_back("undetermined");
    }
    return outcomes;
  }

  // A member that only the other law has stands behind the last.
  static std::string NameOf(const ir::Program& program, ir::TypeId type, std::int64_t value,
                            const ir::Program& other, ir::TypeId other_type) {
    const ir::Type& t = program.types[type];
    if (t.kind == ir::Kind::kEnum) {
      const auto& members = program.enums[t.enumeration].members;
      if (value >= static_cast<std::int64_t>(members.size())) {
        auto behind = static_cast<std::int64_t>(members.size());
        for (const ir::EnumMember& member :
             other.enums[other.types[other_type].enumeration].members) {
          if (std::ranges::find(members, member.name, &ir::EnumMember::name) == members.end() &&
              behind++ == value) {
            return member.name;
          }
        }
      }
    }
    return ir::FormatValue(program, type, value);
  }

  findings::Answer AnswerOf(std::size_t index, std::size_t at) const {
    const Pairing& pairing = pairings_[index];
    const Difference::Answer& pair = pairing.difference.answers[at];
    const AnswerTally& tally = total_.comparisons[index].answers[at];
    const ir::Program& program = laws_[0]->program();
    const ir::Program& other = laws_[index + 1]->program();
    const ir::Answer& answer = program.answers[pair.before];
    const ir::TypeId type = program.rules[answer.rule].type;
    const Outcomes outcomes =
        OutcomesOf(tally, type, other.rules[other.answers[pair.after].rule].type, other);
    findings::Answer found{.name = answer.name,
                           .question = answer.question,
                           .type = ir::TypeName(program, type),
                           .outcomes = outcomes.names,
                           .other_value = tally.other_value};
    found.matrix.assign(outcomes.keys.size(), std::vector<std::uint64_t>(outcomes.keys.size(), 0));
    for (const auto& [keys, count] : tally.matrix) {
      found.matrix[outcomes.Place(keys.first)][outcomes.Place(keys.second)] += count;
      if (outcomes.are_merged && keys.first != keys.second &&
          outcomes.Key(keys.first) == outcomes.Key(keys.second)) {
        found.other_value += count;
      }
    }
    for (const auto& [key, alike] : tally.alike) {
      found.changed += alike.count;
    }
    AddGroups(tally, found);
    AddReasons(index, pair, found);
    AddResponsible(index, at, outcomes, found);
    return found;
  }

  void AddGroups(const AnswerTally& tally, findings::Answer& found) const {
    for (std::size_t g = 0; g < groupings_.size(); ++g) {
      findings::Grouping grouping{.fact = groupings_[g].path, .doc = groupings_[g].doc};
      // In the order of their keys; what is absent or missing comes last.
      const auto rank = [](std::int64_t key) {
        return std::pair(key == ACTA_MISSING ? 2 : key == ACTA_ABSENT ? 1 : 0, key);
      };
      std::vector<std::pair<std::pair<int, std::int64_t>, std::uint32_t>> order;
      for (const auto& [key, number] : total_.group_of[g]) {
        order.emplace_back(rank(key), number);
      }
      std::ranges::sort(order);
      for (const auto& [key, number] : order) {
        const bool has =
            g < tally.changed_by_group.size() && number < tally.changed_by_group[g].size();
        grouping.groups.push_back({.label = LabelOf(Facts(), groupings_[g], key.second),
                                   .cases = total_.group_cases[g][number],
                                   .changed = has ? tally.changed_by_group[g][number] : 0});
      }
      found.by.push_back(std::move(grouping));
    }
  }

  void AddReasons(std::size_t index, const Difference::Answer& pair,
                  findings::Answer& found) const {
    std::map<ReasonKey, findings::Reason> reasons;
    const auto add = [&](const ReasonCounts& counts, std::size_t answer, bool is_after) {
      if (answer >= counts.size()) {
        return;
      }
      for (const auto& [key, count] : counts[answer]) {
        findings::Reason& reason = reasons[key];
        reason.kind = key.kind;
        reason.subject = key.subject;
        reason.doc = count.doc;
        reason.judged_by = count.judged_by;
        (is_after ? reason.after : reason.before) += count.count;
      }
    };
    add(total_.reasons[0], pair.before, false);
    add(total_.reasons[index + 1], pair.after, true);
    for (auto& [key, reason] : reasons) {
      found.undetermined.push_back(std::move(reason));
    }
    std::ranges::stable_sort(
        found.undetermined, std::ranges::greater(),
        [](const findings::Reason& reason) { return reason.before + reason.after; });
  }

  // Changes by the same provisions, whatever the clauses of them.
  void AddResponsible(std::size_t index, std::size_t at, const Outcomes& outcomes,
                      findings::Answer& found) const {
    const Pairing& pairing = pairings_[index];
    const AnswerTally& tally = total_.comparisons[index].answers[at];
    struct Bundle {
      findings::Responsible responsible;
      std::set<std::string> amendments;
      std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> transitions;
      FirstCases first;
    };
    std::map<std::vector<std::string>, Bundle> bundles;
    for (const auto& [key, alike] : tally.alike) {
      std::vector<findings::Provision> provisions;
      std::vector<std::string> citations;
      std::set<std::string> amendments;
      // Links that read others stand behind them: what is nearest to the answer comes last.
      for (std::size_t i = key.items.size(); i-- > 0;) {
        const Item& item = pairing.difference.items[key.items[i]];
        if (std::ranges::find(citations, item.provision.citation) == citations.end()) {
          citations.push_back(item.provision.citation);
          provisions.push_back(item.provision);
        } else if (item.is_new) {
          // Its words as they now read.
          *std::ranges::find(provisions, item.provision.citation, &findings::Provision::citation) =
              item.provision;
        }
        if (const auto known = amendments_.find(item.key); known != amendments_.end()) {
          amendments.insert(known->second.begin(), known->second.end());
        }
      }
      Bundle& bundle = bundles[citations];
      bundle.responsible.provisions = std::move(provisions);
      bundle.amendments.insert(amendments.begin(), amendments.end());
      bundle.responsible.cases += alike.count;
      bundle.transitions[{outcomes.Place(key.before), outcomes.Place(key.after)}] += alike.count;
      for (const FirstCases::Case& one : alike.first.cases) {
        if (bundle.first.Wants(one.number)) {
          bundle.first.Add(one);
        }
      }
    }
    for (auto& [citations, bundle] : bundles) {
      findings::Responsible& responsible = bundle.responsible;
      responsible.amendments.assign(bundle.amendments.begin(), bundle.amendments.end());
      for (const auto& [places, count] : bundle.transitions) {
        responsible.transitions.push_back({places.first, places.second, count});
      }
      std::ranges::stable_sort(responsible.transitions, std::ranges::greater(),
                               &findings::Transition::cases);
      // Where one amendment is left out the others have been shown before.
      if (others_[index].kind != findings::Comparison::Kind::kLeftOut) {
        const Difference::Answer& pair = pairing.difference.answers[at];
        const Single before(*laws_[0], Facts(), options_.asking);
        const Single after(*laws_[index + 1], Facts(), options_.asking);
        for (const FirstCases::Case& one : bundle.first.cases) {
          responsible.examples.push_back(
              ExampleOf(one.number, one.cells, before, pair.before, after, pair.after));
        }
      }
      found.responsible.push_back(std::move(responsible));
    }
    std::ranges::stable_sort(found.responsible, std::ranges::greater(),
                             &findings::Responsible::cases);
  }

  const Contender& base_;
  std::span<const Contender> others_;
  cases::CaseStream& stream_;
  const Options& options_;
  const Progress& progress_;
  unsigned threads_;
  std::vector<GroupingBy> groupings_;
  std::vector<Pairing> pairings_;
  std::vector<ir::RuleId> base_probes_;
  std::vector<ir::ClauseId> base_clauses_;
  std::vector<std::vector<ir::RuleId>> probes_;
  std::map<std::string, std::set<std::string>> amendments_;  // by the key of an item
  std::vector<std::unique_ptr<Law>> laws_;
  std::uint64_t stride_ = 1;
  std::mutex telling_;
  Counts total_;
};

}  // namespace

Result<findings::Findings> Simulate(const Contender& base, std::span<const Contender> others,
                                    cases::CaseStream& stream, const Options& options,
                                    const Progress& progress, std::vector<cases::Reject>& rejects) {
  Simulation simulation(base, others, stream, options, progress);
  Result<findings::Findings> found = simulation.Run();
  rejects = simulation.Rejects();
  return found;
}

}  // namespace acta::simulate
