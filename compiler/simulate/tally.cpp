#include "compiler/simulate/tally.h"

#include <algorithm>
#include <utility>

namespace acta::simulate {

Counting CountingOf(const ir::Program& program, ir::TypeId type) {
  using ir::Kind;
  const Kind kind = program.types[type].kind;
  if (kind == Kind::kBoolean || kind == Kind::kEnum) {
    return Counting::kEach;
  }
  return kind == Kind::kSet || ir::IsCount(kind) ? Counting::kFound : Counting::kKnown;
}

void FirstCases::Add(Case one) {
  const auto place = std::ranges::lower_bound(cases, one.number, {}, &Case::number);
  cases.insert(place, std::move(one));
  if (cases.size() > kMost) {
    cases.pop_back();
  }
}

namespace {

void Add(const FirstCases& from, FirstCases& to) {
  for (const FirstCases::Case& one : from.cases) {
    if (to.Wants(one.number)) {
      to.Add(one);
    }
  }
}

void Add(const AnswerTally& from, AnswerTally& to) {
  for (const auto& [outcomes, count] : from.matrix) {
    to.matrix[outcomes] += count;
  }
  to.other_value += from.other_value;
  for (const auto& [key, alike] : from.alike) {
    Alike& mine = to.alike[key];
    mine.count += alike.count;
    Add(alike.first, mine.first);
  }
  to.changed_by_group.resize(std::max(to.changed_by_group.size(), from.changed_by_group.size()));
  for (std::size_t g = 0; g < from.changed_by_group.size(); ++g) {
    auto& groups = to.changed_by_group[g];
    groups.resize(std::max(groups.size(), from.changed_by_group[g].size()), 0);
    for (std::size_t k = 0; k < from.changed_by_group[g].size(); ++k) {
      groups[k] += from.changed_by_group[g][k];
    }
  }
}

}  // namespace

std::int64_t CollapsedOutcome(std::int64_t outcome) {
  return outcome == kAbsentOutcome || outcome == kOpenOutcome ? outcome : kSomeValue;
}

void AnswerTally::Collapse() {
  is_collapsed = true;
  for (const auto& [outcomes, count] : std::exchange(matrix, {})) {
    const std::pair collapsed(CollapsedOutcome(outcomes.first), CollapsedOutcome(outcomes.second));
    matrix[collapsed] += count;
    other_value +=
        outcomes.first != outcomes.second && collapsed.first == collapsed.second ? count : 0;
  }
  for (const auto& [key, some] : std::exchange(alike, {})) {
    Alike& mine = alike[{.before = CollapsedOutcome(key.before),
                         .after = CollapsedOutcome(key.after),
                         .items = key.items,
                         .amendments = key.amendments}];
    mine.count += some.count;
    Add(some.first, mine.first);
  }
}

void ComparisonTally::Add(const ComparisonTally& other) {
  changed_cases += other.changed_cases;
  answers.resize(std::max(answers.size(), other.answers.size()));
  for (std::size_t i = 0; i < other.answers.size(); ++i) {
    if (other.answers[i].is_collapsed && !answers[i].is_collapsed) {
      answers[i].Collapse();
    }
    simulate::Add(other.answers[i], answers[i]);
    // What is added may tell values apart that the whole no longer does.
    if (answers[i].is_collapsed) {
      answers[i].Collapse();
    }
  }
}

}  // namespace acta::simulate
