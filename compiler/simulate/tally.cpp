#include "compiler/simulate/tally.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "compiler/base/bits.h"
#include "compiler/base/check.h"
#include "compiler/base/clones.h"
#include "compiler/ir/format.h"

namespace acta::simulate {

namespace {

using ir::Kind;
constexpr std::size_t kWord = kBitsInWord;

// Which of `count` values differ, 64 at most, of so many bytes each.
ACTA_CLONES std::uint64_t DifferingValues(const std::int8_t* a, const std::int8_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}
ACTA_CLONES std::uint64_t DifferingValues(const std::int16_t* a, const std::int16_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}
ACTA_CLONES std::uint64_t DifferingValues(const std::int32_t* a, const std::int32_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}
ACTA_CLONES std::uint64_t DifferingValues(const std::int64_t* a, const std::int64_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}

ACTA_CLONES std::uint64_t ValuesWithin(const std::int32_t* values, std::size_t count,
                                       std::int32_t low, std::int32_t high) {
  return BitsWhere(count, [=](std::size_t i) { return values[i] >= low && values[i] <= high; });
}

template <class T>
std::uint64_t Differing(const void* one, const void* other, std::size_t first, std::size_t count) {
  return DifferingValues(static_cast<const T*>(one) + first, static_cast<const T*>(other) + first,
                         count);
}

std::uint64_t WordOf(const std::uint64_t* words, std::size_t word) {
  return words != nullptr ? words[word] : 0;
}

std::int64_t ValueAt(const void* values, std::uint32_t width, std::size_t row) {
  switch (width) {
    case 0:
      return static_cast<std::int64_t>(
          static_cast<const std::uint64_t*>(values)[row / kWord] >> row % kWord & 1);
    case 1:
      return static_cast<const std::int8_t*>(values)[row];
    case 2:
      return static_cast<const std::int16_t*>(values)[row];
    case 4:
      return static_cast<const std::int32_t*>(values)[row];
    default:
      return static_cast<const std::int64_t*>(values)[row];
  }
}

}  // namespace

Counting CountingOf(const ir::Program& program, ir::TypeId type) {
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

// Answers that take more pairs of values than this are collapsed. There are fewer pairs of those
// that are shown, so whether a thread's counts are collapsed makes no difference to what is shown.
constexpr std::size_t kMostPairs = 1024;

std::int64_t CollapsedOutcome(std::int64_t outcome) {
  return outcome == kAbsentOutcome || outcome == kOpenOutcome ? outcome : kSomeValue;
}

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

Comparer::Comparer(const Pair& pair, const std::vector<Step>& steps) : pair_(pair), steps_(steps) {
  const ir::Program& before = pair.before->program();
  const ir::Program& after = pair.after->program();
  for (const Difference::Answer& answer : pair.difference->answers) {
    const ir::TypeId type = before.rules[before.answers[answer.before].rule].type;
    countings_.push_back(CountingOf(before, type));
    answer_renamings_.push_back(
        RenamingOf(before, type, after, after.rules[after.answers[answer.after].rule].type));
    const ir::Type& t = before.types[type];
    // Members that only the second law has come after the last.
    const std::size_t members = t.kind == Kind::kEnum
                                    ? std::max(before.enums[t.enumeration].members.size(),
                                               answer_renamings_.back().to_first.size() +
                                                   before.enums[t.enumeration].members.size())
                                    : 2;
    sizes_.push_back((countings_.back() == Counting::kKnown ? 1 : members) + 2);
    dense_.emplace_back(countings_.back() == Counting::kFound ? 0 : sizes_.back() * sizes_.back(),
                        0);
  }
  for (const Link& link : pair.difference->rules) {
    rule_renamings_.push_back(
        RenamingOf(before, before.rules[link.before].type, after, after.rules[link.after].type));
  }
  const auto type_at = [](const ir::Program& program, std::size_t answer) {
    return program.rules[program.answers[answer].rule].type;
  };
  for (const Twin& twin : pair.difference->twins) {
    twin_renamings_.push_back(RenamingOf(before, type_at(before, pair.asked_before[twin.before]),
                                         after, type_at(after, pair.asked_after[twin.after])));
  }
  items_of_.resize(pair.difference->rules.size());
  for (std::size_t i = 0; i < pair.difference->items.size(); ++i) {
    items_of_[pair.difference->items[i].rule].push_back(i);
  }
  for (const Step& step : steps_) {
    const ir::Program& one = *step.program_of_one;
    const ir::Program& other = *step.program_of_other;
    amendments_ = std::max<std::size_t>(amendments_, step.amendment + 1);
    std::vector<std::optional<Asked>>& asked = asked_of_steps_.emplace_back();
    for (const Difference::Answer& answer : pair.difference->answers) {
      const std::string& name = before.answers[answer.before].name;
      const auto in_one = std::ranges::find(one.answers, name, &ir::Answer::name);
      const auto in_other = std::ranges::find(other.answers, name, &ir::Answer::name);
      asked.emplace_back();
      if (in_one == one.answers.end() || in_other == other.answers.end()) {
        continue;
      }
      const Asked found{.one = static_cast<std::size_t>(in_one - one.answers.begin()),
                        .other = static_cast<std::size_t>(in_other - other.answers.begin())};
      const ir::TypeId type = type_at(one, found.one);
      const ir::TypeId other_type = type_at(other, found.other);
      if (ir::TypeName(one, type) == ir::TypeName(other, other_type)) {
        asked.back() = found;
        asked.back()->renaming = RenamingOf(one, type, other, other_type);
      }
    }
  }
  matters_.resize(amendments_);
  matters_alone_.resize(amendments_);
  is_left_out_known_.resize(amendments_);
  seen_links_.resize(pair.difference->rules.size());
  seen_items_.resize(pair.difference->items.size());
  laid_.resize(pair.difference->items.size());
  twins_.resize(pair.difference->twins.size());
  differs_.resize(pair.difference->rules.size());
  reaches_.resize(pair.difference->rules.size());
  item_words_.resize(pair.difference->items.size());
  in_force_.resize(pair.difference->items.size());
}

Comparer::Renaming Comparer::RenamingOf(const ir::Program& before, ir::TypeId before_type,
                                        const ir::Program& after, ir::TypeId after_type) {
  const ir::Type& type = before.types[before_type];
  Renaming renaming;
  renaming.is_text = type.kind == Kind::kText;
  renaming.is_set = type.kind == Kind::kSet;
  if (type.kind != Kind::kEnum && type.kind != Kind::kSet) {
    return renaming;
  }
  const auto& old_members = before.enums[type.enumeration].members;
  const auto& new_members = after.enums[after.types[after_type].enumeration].members;
  auto behind = static_cast<std::int64_t>(old_members.size());
  for (std::size_t i = 0; i < new_members.size(); ++i) {
    const auto found = std::ranges::find(old_members, new_members[i].name, &ir::EnumMember::name);
    renaming.to_first.push_back(found != old_members.end() ? found - old_members.begin()
                                                           : behind++);
    renaming.is_same = renaming.is_same && renaming.to_first.back() == static_cast<std::int64_t>(i);
  }
  return renaming;
}

namespace {

// A payload of the second law in the words of the first.
std::int64_t Renamed(std::int64_t payload, const std::vector<std::int64_t>& to_first, bool is_set) {
  if (!is_set) {
    return payload >= 0 && payload < static_cast<std::int64_t>(to_first.size())
               ? to_first[static_cast<std::size_t>(payload)]
               : payload;
  }
  std::uint64_t renamed = 0;
  for (std::size_t i = 0; i < to_first.size() && i < kWord; ++i) {
    if ((static_cast<std::uint64_t>(payload) >> i & 1) != 0) {
      renamed |= std::uint64_t{1} << (to_first[i] & 63);
    }
  }
  return static_cast<std::int64_t>(renamed);
}

}  // namespace

std::uint64_t Comparer::DifferWord(const Runner& before, std::size_t at_before, const Runner& after,
                                   std::size_t at_after, const Renaming& renaming, std::size_t word,
                                   std::size_t rows) {
  const acta_batch_output& one = before.output(at_before);
  const acta_batch_output& other = after.output(at_after);
  const std::uint64_t known = one.known[word];
  std::uint64_t differs =
      (known ^ other.known[word]) | (WordOf(one.absent, word) ^ WordOf(other.absent, word));
  const std::uint64_t both = known & other.known[word];
  const std::uint32_t width = before.width(at_before);
  const std::size_t first = word * kWord;
  const std::size_t count = std::min(kWord, rows - first);
  if (both == 0) {
    return differs;
  }
  if (renaming.is_text) {
    return differs | DifferInWords(before, at_before, after, at_after, word, both);
  }
  if (!renaming.is_same || width != after.width(at_after)) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t value = ValueAt(other.values, after.width(at_after), first + i);
      const bool is_other =
          ValueAt(one.values, width, first + i) !=
          (renaming.is_same ? value : Renamed(value, renaming.to_first, renaming.is_set));
      differs |= (both >> i & std::uint64_t{is_other}) << i;
    }
    return differs;
  }
  switch (width) {
    case 0:
      return differs | (both & (static_cast<const std::uint64_t*>(one.values)[word] ^
                                static_cast<const std::uint64_t*>(other.values)[word]));
    case 1:
      return differs | (both & Differing<std::int8_t>(one.values, other.values, first, count));
    case 2:
      return differs | (both & Differing<std::int16_t>(one.values, other.values, first, count));
    case 4:
      return differs | (both & Differing<std::int32_t>(one.values, other.values, first, count));
    default:
      return differs | (both & Differing<std::int64_t>(one.values, other.values, first, count));
  }
}

// Texts have other numbers in each law, and those of the cases in each block.
std::uint64_t Comparer::DifferInWords(const Runner& before, std::size_t at_before,
                                      const Runner& after, std::size_t at_after, std::size_t word,
                                      std::uint64_t known) {
  const void* const one = before.output(at_before).values;
  const void* const other = after.output(at_after).values;
  std::uint64_t differs = 0;
  for (std::uint64_t rest = known; rest != 0; rest &= rest - 1) {
    const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
    const std::size_t row = word * kWord + bit;
    const bool is_other = NumberOf(before, ValueAt(one, before.width(at_before), row)) !=
                          NumberOf(after, ValueAt(other, after.width(at_after), row));
    differs |= std::uint64_t{is_other} << bit;
  }
  return differs;
}

std::int64_t Comparer::NumberOf(const Runner& law, std::int64_t text) {
  std::vector<std::int64_t>& numbers = texts_of_[&law];
  const auto at = static_cast<std::size_t>(text);
  if (at >= numbers.size()) {
    numbers.resize(at + 1, -1);
  }
  if (numbers[at] < 0) {
    numbers[at] = texts_.try_emplace(law.TextOf(text), static_cast<std::int64_t>(texts_.size()))
                      .first->second;
  }
  return numbers[at];
}

std::int64_t Comparer::OutcomeOf(const Runner& runner, std::size_t answer, std::size_t row,
                                 Counting counting, const Renaming* renaming) const {
  const acta_batch_output& output = runner.output(answer);
  const std::uint64_t bit = std::uint64_t{1} << row % kWord;
  if ((WordOf(output.absent, row / kWord) & bit) != 0) {
    return kAbsentOutcome;
  }
  if ((output.known[row / kWord] & bit) == 0) {
    return kOpenOutcome;
  }
  if (counting == Counting::kKnown) {
    return kSomeValue;
  }
  const std::int64_t value = ValueAt(output.values, runner.width(answer), row);
  if (renaming == nullptr || renaming->is_same) {
    return value;
  }
  return Renamed(value, renaming->to_first, renaming->is_set);
}

std::uint64_t Comparer::InForce(const Item& item, const Runner& before, const Runner& after,
                                std::size_t word, std::size_t rows) const {
  if (!item.in_force) {
    return ~std::uint64_t{0};
  }
  const Runner& law = item.is_new ? after : before;
  const std::size_t asked = *(item.is_new ? pair_.governing_after : pair_.governing_before);
  const acta_batch_output& date = law.output(asked);
  const std::size_t first = word * kWord;
  ACTA_CHECK(law.width(asked) == sizeof(std::int32_t), "dates are days of 32 bits");
  return ~date.known[word] | ValuesWithin(static_cast<const std::int32_t*>(date.values) + first,
                                          std::min(kWord, rows - first), item.in_force->from,
                                          item.in_force->until);
}

// Which rules differ in which of the 64 cases, whether or not an answer feels it.
void Comparer::FindReached(const Runner& before, const Runner& after, std::size_t word,
                           std::size_t rows) {
  const Difference& difference = *pair_.difference;
  here_ = {&before, &after, word, rows};
  twins_known_.assign(twins_.size(), false);
  for (std::size_t i = 0; i < difference.rules.size(); ++i) {
    differs_[i] = DifferWord(before, pair_.probes_before[i], after, pair_.probes_after[i],
                             rule_renamings_[i], word, rows);
  }
  std::vector<std::uint64_t> holding(difference.rules.size(), 0);
  for (std::size_t i = 0; i < difference.items.size(); ++i) {
    const Item& item = difference.items[i];
    item_words_[i] = in_force_[i] = InForce(item, before, after, word, rows);
    if (item.clause) {
      item_words_[i] = item.is_new ? after.clause_word(*item.clause, word)
                                   : before.clause_word(*item.clause, word);
    }
  }
  for (std::size_t i = 0; i < difference.items.size(); ++i) {
    const Item& item = difference.items[i];
    item_words_[i] &= item.successor ? item_words_[*item.successor] : ~std::uint64_t{0};
    holding[item.rule] |= item_words_[i];
  }
  // Where a rule differs although none of its changed clauses surely holds, and what it reads does
  // not differ, any of them that is in force may be why.
  for (std::size_t i = 0; i < difference.items.size(); ++i) {
    const Link& link = difference.rules[difference.items[i].rule];
    std::uint64_t by_others = holding[difference.items[i].rule];
    for (const std::size_t read : link.reads) {
      by_others |= differs_[read];
    }
    item_words_[i] =
        (item_words_[i] | (in_force_[i] & ~by_others)) & differs_[difference.items[i].rule];
  }
}

std::uint64_t Comparer::Repeats(const Runner& law, const std::vector<std::size_t>& probes,
                                std::size_t answer, std::size_t word) const {
  const std::size_t repeated = *pair_.difference->rules[answer].repeats;
  return ~(law.output(probes[answer]).known[word] ^ law.output(probes[repeated]).known[word]);
}

// From the answer down along rules that differ.
void Comparer::Lay(const Difference::Answer& answer, std::uint64_t changed) {
  const Difference& difference = *pair_.difference;
  std::ranges::fill(reaches_, 0);
  std::ranges::fill(laid_, 0);
  if (!answer.rule) {
    return;
  }
  reaches_[*answer.rule] = changed & differs_[*answer.rule];
  if (const auto repeated = difference.rules[*answer.rule].repeats) {
    // Both laws give the result of that rule: what else the answer reads is no matter.
    const std::uint64_t passed =
        reaches_[*answer.rule] &
        Repeats(*here_.before, pair_.probes_before, *answer.rule, here_.word) &
        Repeats(*here_.after, pair_.probes_after, *answer.rule, here_.word);
    reaches_[*repeated] = passed & differs_[*repeated];
    reaches_[*answer.rule] &= ~passed;
  }
  // Links stand behind what they read.
  for (std::size_t i = *answer.rule + 1; i-- > 0;) {
    const Link& link = difference.rules[i];
    std::uint64_t rest = reaches_[i];
    if (rest == 0) {
      continue;
    }
    if (link.sight_before && link.sight_after) {
      for (const std::size_t read : link.reads) {
        seen_links_[read] = 0;
      }
      for (const std::size_t item : items_of_[i]) {
        seen_items_[item] = 0;
      }
      See(Side::kBefore, *link.sight_before, reaches_[i]);
      See(Side::kAfter, *link.sight_after, reaches_[i]);
      for (const std::size_t read : link.reads) {
        const std::uint64_t seen = seen_links_[read] & differs_[read];
        reaches_[read] |= seen;
        rest &= ~seen;
      }
      for (const std::size_t item : items_of_[i]) {
        laid_[item] = seen_items_[item] & in_force_[item];
        rest &= ~laid_[item];
      }
    }
    // Where it is not seen through what it came, it may be through anything that differs.
    for (const std::size_t read : link.reads) {
      reaches_[read] |= rest & differs_[read];
    }
    for (const std::size_t item : items_of_[i]) {
      laid_[item] |= rest & item_words_[item];
    }
  }
}

std::uint64_t Comparer::Surely(Side side, std::optional<std::size_t> asked, bool value) const {
  if (!asked) {
    return value ? ~std::uint64_t{0} : 0;
  }
  const bool is_before = side == Side::kBefore;
  const acta_batch_output& output = is_before ? here_.before->output(pair_.asked_before[*asked])
                                              : here_.after->output(pair_.asked_after[*asked]);
  const std::uint64_t yes = static_cast<const std::uint64_t*>(output.values)[here_.word];
  return output.known[here_.word] & (value ? yes : ~yes);
}

std::uint64_t Comparer::MayBe(Side side, std::size_t asked, std::int64_t member) const {
  const bool is_before = side == Side::kBefore;
  const Runner& law = is_before ? *here_.before : *here_.after;
  const std::size_t at = (is_before ? pair_.asked_before : pair_.asked_after)[asked];
  const acta_batch_output& output = law.output(at);
  std::uint64_t may_be = ~output.known[here_.word];
  for (std::uint64_t rest = ~may_be; rest != 0; rest &= rest - 1) {
    const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
    const std::int64_t value = ValueAt(output.values, law.width(at), here_.word * kWord + bit);
    may_be |= std::uint64_t{value == member} << bit;
  }
  return may_be;
}

std::uint64_t Comparer::TwinsDiffer(std::size_t twin) {
  if (!twins_known_[twin]) {
    const Twin& asked = pair_.difference->twins[twin];
    twins_[twin] =
        DifferWord(*here_.before, pair_.asked_before[asked.before], *here_.after,
                   pair_.asked_after[asked.after], twin_renamings_[twin], here_.word, here_.rows);
    twins_known_[twin] = true;
  }
  return twins_[twin];
}

std::uint64_t Comparer::Felt(Side side, const Item& item) {
  const Side there = side == Side::kBefore ? Side::kAfter : Side::kBefore;
  const std::uint64_t no = Surely(side, item.gate, false);
  if (!item.in_place_of) {
    return ~no;
  }
  const std::uint64_t other_no = Surely(there, item.other_gate, false);
  const std::uint64_t applies_otherwise =
      (no ^ other_no) | (Surely(side, item.gate, true) ^ Surely(there, item.other_gate, true));
  if (item.withdrawal.valid()) {
    return applies_otherwise & ~Surely(side, item.withdraws, false);
  }
  const std::uint64_t says_otherwise = !item.has_other_value ? 0
                                       : item.values         ? TwinsDiffer(*item.values)
                                                             : ~std::uint64_t{0};
  // Where it stands under the conditions of the other, what they read is why they hold or not.
  return item.has_other_conditions ? applies_otherwise | (says_otherwise & ~(no & other_no))
                                   : says_otherwise & ~no & ~other_no;
}

void Comparer::SeeItems(Side side, const Sight& sight, std::uint64_t cases) {
  for (const std::size_t at : sight.items) {
    const Item& item = pair_.difference->items[at];
    std::uint64_t seen = cases;
    if (item.of == Item::Of::kClause) {
      seen &= Felt(side, item);
    }
    if (item.valid && sight.date) {
      const bool is_before = side == Side::kBefore;
      const acta_batch_output& date = is_before
                                          ? here_.before->output(pair_.asked_before[*sight.date])
                                          : here_.after->output(pair_.asked_after[*sight.date]);
      const std::size_t first = here_.word * kWord;
      seen &=
          ~date.known[here_.word] |
          ValuesWithin(static_cast<const std::int32_t*>(date.values) + first,
                       std::min(kWord, here_.rows - first), item.valid->from, item.valid->until);
    }
    seen_items_[at] |= seen;
  }
}

void Comparer::See(Side side, std::size_t at, std::uint64_t cases) {
  const Difference& difference = *pair_.difference;
  const bool is_before = side == Side::kBefore;
  const Sight& sight = (is_before ? difference.sights_before : difference.sights_after)[at];
  if (sight.twin && cases != 0) {
    cases &= TwinsDiffer(*sight.twin);
  }
  if (cases == 0) {
    return;
  }
  const auto see = [&](const std::vector<std::size_t>& sights, std::uint64_t in) {
    for (const std::size_t part : sights) {
      See(side, part, in);
    }
  };
  std::uint64_t open = cases;
  for (const ir::ClauseId clause : sight.hiding) {
    open &= ~(is_before ? *here_.before : *here_.after).clause_word(clause, here_.word);
  }
  switch (sight.kind) {
    case Sight::Kind::kLeaf:
      for (const std::size_t link : sight.links) {
        seen_links_[link] |= cases;
      }
      return SeeItems(side, sight, cases);
    case Sight::Kind::kAll:
      return see(sight.first, cases);
    case Sight::Kind::kIf:
      see(sight.first, cases);
      see(sight.second, cases & ~Surely(side, sight.gate, false));
      return see(sight.third, cases & ~Surely(side, sight.gate, true));
    case Sight::Kind::kSwitch:
      see(sight.first, cases);
      for (std::size_t i = 0; i < sight.ways.size(); ++i) {
        if (!sight.ways[i].empty()) {
          see(sight.ways[i], cases & MayBe(side, *sight.gate, static_cast<std::int64_t>(i)));
        }
      }
      return;
    case Sight::Kind::kClause:
      see(sight.first, open);
      see(sight.second, open & ~Surely(side, sight.gate, false));
      see(sight.third, cases);
      return SeeItems(side, sight, open);
    case Sight::Kind::kGroup:
      see(sight.first, open);
      return see(sight.third, cases);
  }
}

// Those without which the answer would be another; where there is none, each that is enough.
void Comparer::FindAmendments(std::size_t answer, const std::vector<std::unique_ptr<Runner>>& laws,
                              std::size_t word, std::size_t rows) {
  std::ranges::fill(matters_, 0);
  std::ranges::fill(matters_alone_, 0);
  std::ranges::fill(is_left_out_known_, 0);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const std::optional<Asked>& asked = asked_of_steps_[i][answer];
    if (!asked) {
      continue;
    }
    const Step& step = steps_[i];
    const std::uint64_t differs = DifferWord(*laws[step.one], asked->one, *laws[step.other],
                                             asked->other, asked->renaming, word, rows);
    if (step.is_left_out) {
      matters_[step.amendment] = differs;
      is_left_out_known_[step.amendment] = 1;
    } else {
      matters_alone_[step.amendment] = differs;
    }
  }
  std::uint64_t needed = 0;
  for (std::size_t i = 0; i < amendments_; ++i) {
    matters_[i] |= is_left_out_known_[i] != 0 ? 0 : matters_alone_[i];
    needed |= matters_[i];
  }
  for (std::size_t i = 0; i < amendments_; ++i) {
    matters_[i] |= matters_alone_[i] & ~needed;
  }
}

namespace {

// Adds to the diagonal of `dense` the ordinals that the cases of a word have.
template <class T>
void CountOrdinals(const void* values, std::size_t word, std::uint64_t cases, std::size_t size,
                   std::uint64_t* dense) {
  const T* const of_word = static_cast<const T*>(values) + word * kWord;
  for (; cases != 0; cases &= cases - 1) {
    ++dense[static_cast<std::size_t>(of_word[std::countr_zero(cases)]) * (size + 1)];
  }
}

std::uint64_t Count(std::uint64_t cases) {
  return static_cast<std::uint64_t>(std::popcount(cases));
}

}  // namespace

// Cases that both laws answer alike, by their outcome.
void Comparer::CountSame(std::size_t index, const Runner& before, std::size_t word,
                         std::uint64_t same) {
  const std::size_t answer = pair_.difference->answers[index].before;
  const acta_batch_output& output = before.output(answer);
  const std::size_t size = sizes_[index];
  std::uint64_t* const dense = dense_[index].data();
  const std::uint64_t absent = WordOf(output.absent, word) & same;
  const std::uint64_t known = output.known[word] & same & ~absent;
  dense[(size - 2) * (size + 1)] += simulate::Count(absent);
  dense[(size - 1) * (size + 1)] += simulate::Count(same & ~(known | absent));
  if (countings_[index] == Counting::kKnown) {
    dense[0] += simulate::Count(known);
    return;
  }
  switch (before.width(answer)) {
    case 0: {
      const std::uint64_t yes = static_cast<const std::uint64_t*>(output.values)[word];
      dense[0] += simulate::Count(known & ~yes);
      dense[size + 1] += simulate::Count(known & yes);
      return;
    }
    case 1:
      return CountOrdinals<std::int8_t>(output.values, word, known, size, dense);
    case 2:
      return CountOrdinals<std::int16_t>(output.values, word, known, size, dense);
    default:
      return CountOrdinals<std::int64_t>(output.values, word, known, size, dense);
  }
}

void Comparer::CountOutcomes(std::size_t index, const Runner& before, const Runner& after,
                             std::size_t word, std::uint64_t valid, std::uint64_t changed,
                             AnswerTally& tally) {
  const Difference::Answer& answer = pair_.difference->answers[index];
  const Counting counting = countings_[index];
  const std::size_t size = sizes_[index];
  const bool is_dense = counting != Counting::kFound;
  if (is_dense) {
    CountSame(index, before, word, valid & ~changed);
  }
  const auto place = [&](std::int64_t outcome) {
    return outcome == kAbsentOutcome ? size - 2
           : outcome == kOpenOutcome ? size - 1
           : outcome == kSomeValue   ? 0
                                     : static_cast<std::size_t>(outcome);
  };
  // Outcomes that follow each other are often the same.
  std::pair<std::int64_t, std::int64_t> last;
  std::uint64_t* count = nullptr;
  for (std::uint64_t rest = is_dense ? changed : valid; rest != 0; rest &= rest - 1) {
    const std::size_t row = word * kWord + static_cast<std::size_t>(std::countr_zero(rest));
    std::int64_t one = OutcomeOf(before, answer.before, row, counting, nullptr);
    std::int64_t other = OutcomeOf(after, answer.after, row, counting, &answer_renamings_[index]);
    if (is_dense) {
      ++dense_[index][place(one) * size + place(other)];
      continue;
    }
    if (tally.is_collapsed) {
      one = CollapsedOutcome(one);
      other = CollapsedOutcome(other);
    }
    if (count == nullptr || last != std::pair(one, other)) {
      last = {one, other};
      count = &tally.matrix[last];
    }
    ++*count;
  }
}

// Adds the dense counts to the tally.
void Comparer::Flush(ComparisonTally& tally) {
  for (std::size_t index = 0; index < dense_.size(); ++index) {
    const std::size_t size = sizes_[index];
    const auto outcome = [&](std::size_t place) {
      return place == size - 2                       ? kAbsentOutcome
             : place == size - 1                     ? kOpenOutcome
             : countings_[index] == Counting::kKnown ? kSomeValue
                                                     : static_cast<std::int64_t>(place);
    };
    AnswerTally& own = tally.answers[index];
    for (std::size_t i = 0; i < dense_[index].size(); ++i) {
      if (const std::uint64_t count = std::exchange(dense_[index][i], 0); count != 0) {
        own.matrix[{outcome(i / size), outcome(i % size)}] += count;
      }
    }
    if (countings_[index] == Counting::kFound && own.matrix.size() > kMostPairs) {
      own.Collapse();
    }
  }
}

void Comparer::Count(const cases::CaseBlock& block,
                     const std::vector<std::unique_ptr<Runner>>& laws, std::size_t after_at,
                     const std::vector<std::uint64_t>& skipped, const GroupOf& groups,
                     ComparisonTally& tally, std::vector<ChangeRow>* changes) {
  const Difference& difference = *pair_.difference;
  const Runner& before = *laws.front();
  const Runner& after = *laws[after_at];
  const std::size_t rows = before.rows();
  tally.answers.resize(difference.answers.size());
  texts_.clear();
  texts_of_.clear();
  for (std::size_t word = 0; word * kWord < rows; ++word) {
    const std::size_t left = rows - word * kWord;
    const std::uint64_t valid =
        (left >= kWord ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1) & ~skipped[word];
    std::uint64_t changed_cases = 0;
    bool found = false;
    for (std::size_t index = 0; index < difference.answers.size(); ++index) {
      const Difference::Answer& answer = difference.answers[index];
      AnswerTally& own = tally.answers[index];
      const std::uint64_t changed = valid & DifferWord(before, answer.before, after, answer.after,
                                                       answer_renamings_[index], word, rows);
      CountOutcomes(index, before, after, word, valid, changed, own);
      if (changed == 0) {
        continue;
      }
      changed_cases |= changed;
      if (!found) {
        FindReached(before, after, word, rows);
        found = true;
      }
      Lay(answer, changed);
      FindAmendments(index, laws, word, rows);
      // Changes that follow each other are often alike.
      Alike* alike = nullptr;
      for (std::uint64_t rest = changed; rest != 0; rest &= rest - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
        const std::size_t row = word * kWord + bit;
        AlikeKey& key = key_;
        key.items.clear();
        key.before = OutcomeOf(before, answer.before, row, countings_[index], nullptr);
        key.after =
            OutcomeOf(after, answer.after, row, countings_[index], &answer_renamings_[index]);
        if (changes != nullptr) {
          changes->push_back({row, index});
        }
        if (own.is_collapsed) {
          key.before = CollapsedOutcome(key.before);
          key.after = CollapsedOutcome(key.after);
        }
        own.other_value += key.before == key.after ? 1 : 0;
        for (std::size_t i = 0; i < laid_.size(); ++i) {
          if ((laid_[i] >> bit & 1) != 0) {
            key.items.push_back(static_cast<std::uint16_t>(i));
          }
        }
        key.amendments.clear();
        for (std::size_t i = 0; i < matters_.size(); ++i) {
          if ((matters_[i] >> bit & 1) != 0) {
            key.amendments.push_back(static_cast<std::uint16_t>(i));
          }
        }
        if (alike == nullptr || last_key_ != key) {
          alike = &own.alike[key];
          last_key_ = key;
        }
        ++alike->count;
        const std::uint64_t number = block.first() + row;
        if (alike->first.Wants(number)) {
          alike->first.Add({number, CellsOf(block.schema(), block.array(), row)});
        }
        own.changed_by_group.resize(groups.rows.size());
        for (std::size_t g = 0; g < groups.rows.size(); ++g) {
          const std::uint32_t group = groups.rows[g][row];
          if (own.changed_by_group[g].size() <= group) {
            own.changed_by_group[g].resize(group + 1, 0);
          }
          ++own.changed_by_group[g][group];
        }
      }
    }
    tally.changed_cases += static_cast<std::uint64_t>(std::popcount(changed_cases));
  }
  Flush(tally);
}

}  // namespace acta::simulate
