#include "compiler/simulate/comparer.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/ir/format.h"
#include "compiler/simulate/words.h"

namespace acta::simulate {

using ir::Kind;

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
  if (width == 0) {
    return differs | (both & (static_cast<const std::uint64_t*>(one.values)[word] ^
                              static_cast<const std::uint64_t*>(other.values)[word]));
  }
  return differs | (both & Differing(one.values, other.values, width, first, count));
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
