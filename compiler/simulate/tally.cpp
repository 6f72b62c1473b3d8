#include "compiler/simulate/tally.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "compiler/base/bits.h"
#include "compiler/base/check.h"
#include "compiler/base/clones.h"

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
                         .items = key.items}];
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

Comparer::Comparer(const Pair& pair) : pair_(pair) {
  const ir::Program& before = pair.before->program();
  const ir::Program& after = pair.after->program();
  for (const Difference::Answer& answer : pair.difference->answers) {
    const ir::TypeId type = before.rules[before.answers[answer.before].rule].type;
    countings_.push_back(CountingOf(before, type));
    answer_renamings_.push_back(
        RenamingOf(type, after.rules[after.answers[answer.after].rule].type));
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
        RenamingOf(before.rules[link.before].type, after.rules[link.after].type));
  }
  differs_.resize(pair.difference->rules.size());
  reaches_.resize(pair.difference->rules.size());
  item_words_.resize(pair.difference->items.size());
  in_force_.resize(pair.difference->items.size());
}

Comparer::Renaming Comparer::RenamingOf(ir::TypeId before_type, ir::TypeId after_type) const {
  const ir::Program& before = pair_.before->program();
  const ir::Program& after = pair_.after->program();
  const ir::Type& type = before.types[before_type];
  Renaming renaming;
  renaming.is_text = type.kind == Kind::kText;
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
    const ir::Program& program = pair_.before->program();
    const bool is_set =
        program.types[program.rules[program.answers[at_before].rule].type].kind == Kind::kSet;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t value = ValueAt(other.values, after.width(at_after), first + i);
      const bool is_other = ValueAt(one.values, width, first + i) !=
                            (renaming.is_same ? value : Renamed(value, renaming.to_first, is_set));
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
    const bool is_other =
        NumberOf(before, texts_before_, ValueAt(one, before.width(at_before), row)) !=
        NumberOf(after, texts_after_, ValueAt(other, after.width(at_after), row));
    differs |= std::uint64_t{is_other} << bit;
  }
  return differs;
}

std::int64_t Comparer::NumberOf(const Runner& law, std::vector<std::int64_t>& numbers,
                                std::int64_t text) {
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
  const ir::Program& program = pair_.after->program();
  const bool is_set =
      program.types[program.rules[program.answers[answer].rule].type].kind == Kind::kSet;
  return Renamed(value, renaming->to_first, is_set);
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

void Comparer::Count(const cases::CaseBlock& block, const Runner& before, const Runner& after,
                     const std::vector<std::uint64_t>& skipped, const GroupOf& groups,
                     ComparisonTally& tally, std::vector<ChangeRow>* changes) {
  const Difference& difference = *pair_.difference;
  const std::size_t rows = before.rows();
  tally.answers.resize(difference.answers.size());
  texts_.clear();
  texts_before_.clear();
  texts_after_.clear();
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
      // From the answer down along rules that differ.
      std::ranges::fill(reaches_, 0);
      if (answer.rule) {
        reaches_[*answer.rule] = changed & differs_[*answer.rule];
        if (const auto repeated = difference.rules[*answer.rule].repeats) {
          // Both laws give the result of that rule: what else the answer reads is no matter.
          const std::uint64_t passed = reaches_[*answer.rule] &
                                       Repeats(before, pair_.probes_before, *answer.rule, word) &
                                       Repeats(after, pair_.probes_after, *answer.rule, word);
          reaches_[*repeated] = passed & differs_[*repeated];
          reaches_[*answer.rule] &= ~passed;
        }
        // Links stand behind what they read.
        for (std::size_t i = *answer.rule + 1; i-- > 0;) {
          for (const std::size_t read : difference.rules[i].reads) {
            reaches_[read] |= reaches_[i] & differs_[read];
          }
        }
      }
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
          changes->push_back({block.first() + row, index, key.before, key.after});
        }
        if (own.is_collapsed) {
          key.before = CollapsedOutcome(key.before);
          key.after = CollapsedOutcome(key.after);
        }
        own.other_value += key.before == key.after ? 1 : 0;
        for (std::size_t i = 0; i < difference.items.size(); ++i) {
          if (((reaches_[difference.items[i].rule] & item_words_[i]) >> bit & 1) != 0) {
            key.items.push_back(static_cast<std::uint16_t>(i));
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
