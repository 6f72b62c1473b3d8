#include "compiler/simulate/comparer.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/ir/format.h"
#include "compiler/simulate/words.h"

namespace acta::simulate {

Comparer::Comparer(const Pair& pair, const std::vector<Step>& steps) : pair_(pair), steps_(steps) {
  const ir::Program& before = pair.before->program();
  const ir::Program& after = pair.after->program();
  for (const Difference::Answer& answer : pair.difference->answers) {
    counters_.emplace_back(before, before.rules[before.answers[answer.before].rule].type, after,
                           after.rules[after.answers[answer.after].rule].type);
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
  for (const Rewording& rewording : pair.difference->rewordings) {
    const ir::Program& law = rewording.is_after ? after : before;
    const auto& asked = rewording.is_after ? pair.asked_after : pair.asked_before;
    const auto any = rewording.before ? rewording.before : rewording.after;
    const ir::TypeId type = any ? type_at(law, asked[*any]) : ir::TypeId(0);
    word_renamings_.push_back(RenamingOf(law, type, law, type));
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
  words_.resize(pair.difference->rewordings.size());
  changed_.resize(pair.difference->answers.size());
  differs_.resize(pair.difference->rules.size());
  reaches_.resize(pair.difference->rules.size());
  item_words_.resize(pair.difference->items.size());
  in_force_.resize(pair.difference->items.size());
}

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
      const bool is_other = ValueAt(one.values, width, first + i) != renaming(value);
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

void Comparer::FindChanged(std::size_t index, const Runner& before, const Runner& after) {
  const Difference::Answer& answer = pair_.difference->answers[index];
  const Renaming& renaming = counters_[index].renaming();
  changed_[index].resize(valid_.size());
  for (std::size_t word = 0; word < valid_.size(); ++word) {
    const std::uint64_t differ =
        DifferWord(before, answer.before, after, answer.after, renaming, word, before.rows());
    changed_[index][word] = valid_[word] & differ;
    any_changed_[word] |= changed_[index][word];
  }
}

std::uint64_t Comparer::WithSameCauses(std::uint64_t cases) {
  const std::uint64_t first = cases & (~cases + 1);
  const auto gather = [&](const std::vector<std::uint64_t>& laid,
                          std::vector<std::uint16_t>& causes) {
    causes.clear();
    for (std::size_t i = 0; i < laid.size(); ++i) {
      if ((laid[i] & first) != 0) {
        causes.push_back(static_cast<std::uint16_t>(i));
        cases &= laid[i];
      } else {
        cases &= ~laid[i];
      }
    }
  };
  gather(laid_, key_.items);
  gather(matters_, key_.amendments);
  return cases;
}

void Comparer::CountChanges(std::size_t index, const cases::CaseBlock& block, const Runner& before,
                            const Runner& after, std::size_t word, const GroupOf& groups,
                            AnswerTally& tally) {
  const Difference::Answer& answer = pair_.difference->answers[index];
  const AnswerColumn column_before(before, answer.before);
  const AnswerColumn column_after(after, answer.after);
  tally.changed_by_group.resize(groups.rows.size());
  for (std::uint64_t left = changed_[index][word]; left != 0;) {
    const std::uint64_t together = WithSameCauses(left);
    left &= ~together;
    // Changes that follow each other are often alike.
    Alike* alike = nullptr;
    for (std::uint64_t rest = together; rest != 0; rest &= rest - 1) {
      const std::size_t row = word * kWord + static_cast<std::size_t>(std::countr_zero(rest));
      std::int64_t one = counters_[index].Before(column_before, row);
      std::int64_t other = counters_[index].After(column_after, row);
      if (tally.is_collapsed) {
        one = CollapsedOutcome(one);
        other = CollapsedOutcome(other);
      }
      tally.other_value += one == other ? 1 : 0;
      if (alike == nullptr || one != key_.before || other != key_.after) {
        key_.before = one;
        key_.after = other;
        alike = &tally.alike[key_];
      }
      ++alike->count;
      const std::uint64_t number = block.first() + row;
      if (alike->first.Wants(number)) {
        alike->first.Add({number, CellsOf(block.schema(), block.array(), row)});
      }
      for (std::size_t g = 0; g < groups.rows.size(); ++g) {
        const std::uint32_t group = groups.rows[g][row];
        std::vector<std::uint64_t>& changed = tally.changed_by_group[g];
        if (changed.size() <= group) {
          changed.resize(group + 1, 0);
        }
        ++changed[group];
      }
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
  valid_.resize((rows + kWord - 1) / kWord);
  for (std::size_t word = 0; word < valid_.size(); ++word) {
    const std::size_t left = rows - word * kWord;
    valid_[word] =
        (left >= kWord ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1) & ~skipped[word];
  }
  any_changed_.assign(valid_.size(), 0);
  for (std::size_t index = 0; index < difference.answers.size(); ++index) {
    const Difference::Answer& answer = difference.answers[index];
    FindChanged(index, before, after);
    counters_[index].Count({before, answer.before}, {after, answer.after}, valid_, changed_[index]);
  }
  for (std::size_t word = 0; word < valid_.size(); ++word) {
    if (any_changed_[word] == 0) {
      continue;
    }
    tally.changed_cases += static_cast<std::uint64_t>(std::popcount(any_changed_[word]));
    FindReached(before, after, word, rows);
    for (std::size_t index = 0; index < difference.answers.size(); ++index) {
      const std::uint64_t changed = changed_[index][word];
      if (changed == 0) {
        continue;
      }
      Lay(difference.answers[index], changed);
      FindAmendments(index, laws, word, rows);
      CountChanges(index, block, before, after, word, groups, tally.answers[index]);
      for (std::uint64_t rest = changed; changes != nullptr && rest != 0; rest &= rest - 1) {
        changes->push_back(
            {word * kWord + static_cast<std::size_t>(std::countr_zero(rest)), index});
      }
    }
  }
  for (std::size_t index = 0; index < counters_.size(); ++index) {
    counters_[index].Flush(tally.answers[index]);
  }
}

}  // namespace acta::simulate
