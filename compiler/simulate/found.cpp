#include "compiler/simulate/found.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/ir/format.h"
#include "compiler/simulate/threads.h"

namespace acta::simulate {

namespace {

// Sets and numbers that take more values than this are shown as known or not.
constexpr std::size_t kMostValues = 24;

class Finder {
 public:
  Finder(const Setting& setting, const Counts& counts) : setting_(setting), counts_(counts) {}

  [[nodiscard]] findings::Comparison ComparisonOf(std::size_t index) const {
    const Contender& other = setting_.others[index];
    const Pairing& pairing = setting_.pairings[index];
    const ComparisonTally& tally = counts_.comparisons[index];
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

 private:
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

  [[nodiscard]] Outcomes OutcomesOf(std::size_t index, std::size_t at) const {
    Outcomes outcomes;
    std::set<std::int64_t> values;
    bool has_absent = false;
    bool has_open = false;
    for (const auto& [pair, count] : counts_.comparisons[index].answers[at].matrix) {
      for (const std::int64_t key : {pair.first, pair.second}) {
        has_absent = has_absent || key == kAbsentOutcome;
        has_open = has_open || key == kOpenOutcome;
        if (key != kAbsentOutcome && key != kOpenOutcome) {
          values.insert(key);
        }
      }
    }
    if (values.size() > kMostValues || values.contains(kSomeValue)) {
      outcomes.are_merged = true;
      values = {kSomeValue};
    }
    outcomes.keys.assign(values.begin(), values.end());
    if (has_absent) {
      outcomes.keys.push_back(kAbsentOutcome);
    }
    if (has_open) {
      outcomes.keys.push_back(kOpenOutcome);
    }
    for (const std::int64_t key : outcomes.keys) {
      outcomes.names.push_back(NameOf(setting_, index, at, key));
    }
    return outcomes;
  }

  findings::Answer AnswerOf(std::size_t index, std::size_t at) const {
    const Pairing& pairing = setting_.pairings[index];
    const Difference::Answer& pair = pairing.difference.answers[at];
    const AnswerTally& tally = counts_.comparisons[index].answers[at];
    const ir::Program& program = setting_.base();
    const ir::Answer& answer = program.answers[pair.before];
    const Outcomes outcomes = OutcomesOf(index, at);
    findings::Answer found{.name = answer.name,
                           .question = answer.question,
                           .type = ir::TypeName(program, program.rules[answer.rule].type),
                           .outcomes = outcomes.names,
                           .other_value = tally.other_value};
    // Cases without a value stand last.
    std::ranges::transform(outcomes.keys, std::back_inserter(found.ranks), [](std::int64_t key) {
      return key == kOpenOutcome ? INT64_MAX : key == kAbsentOutcome ? INT64_MAX - 1 : key;
    });
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
    for (std::size_t g = 0; g < setting_.groupings.size(); ++g) {
      findings::Grouping grouping{.fact = setting_.groupings[g].path,
                                  .doc = setting_.groupings[g].doc};
      // In the order of their keys; what is absent or missing comes last.
      const auto rank = [](std::int64_t key) {
        return std::pair(key == ACTA_MISSING ? 2 : key == ACTA_ABSENT ? 1 : 0, key);
      };
      std::vector<std::pair<std::pair<int, std::int64_t>, std::uint32_t>> order;
      for (const auto& [key, number] : counts_.group_of[g]) {
        order.emplace_back(rank(key), number);
      }
      std::ranges::sort(order);
      for (const auto& [key, number] : order) {
        const bool has =
            g < tally.changed_by_group.size() && number < tally.changed_by_group[g].size();
        grouping.groups.push_back(
            {.label = LabelOf(*setting_.facts, setting_.groupings[g], key.second),
             .cases = counts_.group_cases[g][number],
             .changed = has ? tally.changed_by_group[g][number] : 0});
      }
      found.by.push_back(std::move(grouping));
    }
  }

  void AddReasons(std::size_t index, const Difference::Answer& pair,
                  findings::Answer& found) const {
    std::map<ReasonKey, findings::Reason, ReasonOrder> reasons;
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
    add(counts_.reasons[0], pair.before, false);
    add(counts_.reasons[index + 1], pair.after, true);
    for (auto& [key, reason] : reasons) {
      found.undetermined.push_back(std::move(reason));
    }
    std::ranges::stable_sort(
        found.undetermined, std::ranges::greater(),
        [](const findings::Reason& reason) { return reason.before + reason.after; });
  }

  // The amendments that matter for a change, in their order. Where none does by itself: those that
  // touched what the change is laid to, and all of them where that is not known.
  [[nodiscard]] std::vector<std::string> AmendmentsOf(std::size_t index,
                                                      const AlikeKey& key) const {
    const std::vector<std::string>& own = setting_.others[index].amendments;
    std::set<std::string> meant;
    for (const std::uint16_t amendment : key.amendments) {
      meant.insert(setting_.amendments[amendment]);
    }
    for (std::size_t i = 0; i < key.items.size() && key.amendments.empty(); ++i) {
      const Item& item = setting_.pairings[index].difference.items[key.items[i]];
      if (const auto known = setting_.bringing.find(item.key); known != setting_.bringing.end()) {
        meant.insert(known->second.begin(), known->second.end());
      }
    }
    std::vector<std::string> amendments;
    std::ranges::copy_if(own, std::back_inserter(amendments),
                         [&](const std::string& name) { return meant.contains(name); });
    return amendments.empty() ? own : amendments;
  }

  // Without those that only amendments bring which do not matter for the change.
  [[nodiscard]] std::vector<std::uint16_t> ItemsOf(
      std::size_t index, const AlikeKey& key, const std::vector<std::string>& amendments) const {
    std::vector<std::uint16_t> items;
    std::ranges::copy_if(key.items, std::back_inserter(items), [&](std::uint16_t at) {
      const Item& item = setting_.pairings[index].difference.items[at];
      const auto known = setting_.bringing.find(item.key);
      return known == setting_.bringing.end() ||
             std::ranges::any_of(known->second, [&](const std::string& name) {
               return std::ranges::find(amendments, name) != amendments.end();
             });
    });
    return items.empty() ? key.items : items;
  }

  // Changes by the same provisions and amendments, whatever the clauses of them.
  void AddResponsible(std::size_t index, std::size_t at, const Outcomes& outcomes,
                      findings::Answer& found) const {
    const Pairing& pairing = setting_.pairings[index];
    const AnswerTally& tally = counts_.comparisons[index].answers[at];
    struct Bundle {
      findings::Responsible responsible;
      std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> transitions;
      FirstCases first;
    };
    using Citations = std::vector<std::pair<std::string, std::string>>;
    std::map<std::pair<Citations, std::vector<std::string>>, Bundle> bundles;
    for (const auto& [key, alike] : tally.alike) {
      const std::vector<std::string> amendments = AmendmentsOf(index, key);
      std::vector<findings::Provision> provisions;
      Citations citations;
      // Links that read others stand behind them: what is nearest to the answer comes last.
      const std::vector<std::uint16_t> items = ItemsOf(index, key, amendments);
      for (std::size_t i = items.size(); i-- > 0;) {
        const Item& item = pairing.difference.items[items[i]];
        const std::pair cited(item.provision.act, item.provision.citation);
        const auto known_as = std::ranges::find(citations, cited);
        if (known_as == citations.end()) {
          citations.push_back(cited);
          provisions.push_back(item.provision);
        } else if (item.is_new) {
          // Its words as they now read.
          provisions[static_cast<std::size_t>(known_as - citations.begin())] = item.provision;
        }
      }
      Bundle& bundle = bundles[{std::move(citations), amendments}];
      bundle.responsible.provisions = std::move(provisions);
      bundle.responsible.amendments = amendments;
      bundle.responsible.cases += alike.count;
      bundle.transitions[{outcomes.Place(key.before), outcomes.Place(key.after)}] += alike.count;
      for (const FirstCases::Case& one : alike.first.cases) {
        if (bundle.first.Wants(one.number)) {
          bundle.first.Add(one);
        }
      }
    }
    for (auto& [cited, bundle] : bundles) {
      findings::Responsible& responsible = bundle.responsible;
      for (const auto& [places, count] : bundle.transitions) {
        responsible.transitions.push_back({places.first, places.second, count});
      }
      std::ranges::stable_sort(responsible.transitions, std::ranges::greater(),
                               &findings::Transition::cases);
      // Where one amendment is left out the others have been shown before.
      if (setting_.others[index].kind != findings::Comparison::Kind::kLeftOut) {
        const Difference::Answer& pair = pairing.difference.answers[at];
        const Single before(*setting_.laws[0], *setting_.facts, setting_.asking);
        const Single after(*setting_.laws[index + 1], *setting_.facts, setting_.asking);
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

  const Setting& setting_;
  const Counts& counts_;
};

}  // namespace

std::vector<findings::Comparison> ComparisonsOf(const Setting& setting, const Counts& counts) {
  std::vector<findings::Comparison> comparisons(setting.others.size());
  const Finder finder(setting, counts);
  const Result<void> done =
      OnThreads(setting.threads, comparisons.size(), [&](std::size_t i) -> Result<void> {
        comparisons[i] = finder.ComparisonOf(i);
        return {};
      });
  ACTA_CHECK(done.has_value(), "nothing that is counted cannot be put in words");
  return comparisons;
}

}  // namespace acta::simulate
