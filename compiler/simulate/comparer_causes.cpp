// To which changed provisions, and to which amendments, the change of an answer is laid.
#include <algorithm>
#include <bit>

#include "compiler/base/check.h"
#include "compiler/simulate/comparer.h"
#include "compiler/simulate/words.h"

namespace acta::simulate {

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
  words_known_.assign(words_.size(), false);
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

std::uint64_t Comparer::WordsDiffer(std::size_t rewording) {
  if (words_known_[rewording]) {
    return words_[rewording];
  }
  const Rewording& asked = pair_.difference->rewordings[rewording];
  const Runner& law = asked.is_after ? *here_.after : *here_.before;
  const auto& places = asked.is_after ? pair_.asked_after : pair_.asked_before;
  std::uint64_t& differ = words_[rewording];
  if (asked.before && asked.after) {
    differ = DifferWord(law, places[*asked.before], law, places[*asked.after],
                        word_renamings_[rewording], here_.word, here_.rows);
  } else if (const auto only = asked.before ? asked.before : asked.after) {
    differ = ~Surely(asked.is_after ? Side::kAfter : Side::kBefore, only, true);
  } else {
    differ = 0;
  }
  words_known_[rewording] = true;
  return differ;
}

std::uint64_t Comparer::WordsDiffer(const std::vector<std::size_t>& rewordings) {
  std::uint64_t differ = 0;
  for (const std::size_t rewording : rewordings) {
    differ |= WordsDiffer(rewording);
  }
  return differ;
}

std::uint64_t Comparer::Felt(Side side, const Item& item) {
  const Side there = Other(side);
  const std::uint64_t no = Surely(side, item.gate, false);
  if (!item.in_place_of) {
    return ~(no & (item.gate_there ? Surely(there, item.gate_there, false) : ~std::uint64_t{0}));
  }
  const std::uint64_t other_no = Surely(there, item.other_gate, false);
  const std::uint64_t applies_otherwise =
      (no ^ other_no) | (Surely(side, item.gate, true) ^ Surely(there, item.other_gate, true));
  if (item.withdrawal.valid()) {
    const std::uint64_t would_be_there =
        item.withdraws_there ? ~other_no & ~Surely(there, item.withdraws_there, false) : 0;
    return (applies_otherwise & ~Surely(side, item.withdraws, false)) | would_be_there;
  }
  const std::uint64_t says_otherwise = !item.has_other_value ? 0
                                       : item.values.empty() ? ~std::uint64_t{0}
                                                             : WordsDiffer(item.values);
  if (item.has_other_conditions) {
    return (item.conditions.empty() ? applies_otherwise : WordsDiffer(item.conditions)) |
           (says_otherwise & ~(no & other_no));
  }
  // Where it stands under the conditions of the other, what they read is why they hold or not. Of a
  // value that is new it is felt all the same; of one that went, only if it would have been given.
  return says_otherwise & ~no & (item.is_new ? ~std::uint64_t{0} : ~other_no);
}

void Comparer::SeeItems(Side side, const Sight& sight, std::uint64_t cases) {
  for (const std::size_t at : sight.items) {
    const Item& item = pair_.difference->items[at];
    std::uint64_t seen = cases;
    if (item.of == Item::Of::kClause) {
      seen &= Felt(side, item);
    }
    if (item.asks && item.gate) {
      seen &= ~(Surely(side, item.gate, false) & Surely(Other(side), item.gate_there, false));
    }
    if (sight.by_calendars) {
      seen &= WordsDiffer(*sight.by_calendars);
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
  const Sight& sight =
      (side == Side::kBefore ? difference.sights_before : difference.sights_after)[at];
  if (sight.operand && cases != 0) {
    cases &= ~Surely(side, *sight.operand, sight.is_among_and);
  }
  if (sight.twin && cases != 0) {
    const std::uint64_t differ = TwinsDiffer(*sight.twin);
    if (sight.may_cancel && (cases & ~differ) != 0) {
      SeeCancelling(side, sight, cases & ~differ);
    }
    cases &= differ;
  }
  if (cases != 0) {
    SeeWithin(side, sight, cases);
  }
}

void Comparer::SeeCancelling(Side side, const Sight& sight, std::uint64_t cases) {
  const std::vector<std::uint64_t> links = seen_links_;
  const std::vector<std::uint64_t> items = seen_items_;
  std::ranges::fill(seen_links_, 0);
  std::ranges::fill(seen_items_, 0);
  SeeWithin(side, sight, cases);
  std::uint64_t once = 0;
  std::uint64_t twice = 0;
  const auto count = [&](std::uint64_t seen) {
    twice |= once & seen;
    once |= seen;
  };
  for (std::size_t i = 0; i < links.size(); ++i) {
    count(seen_links_[i] & differs_[i]);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    count(seen_items_[i] & in_force_[i]);
  }
  for (std::size_t i = 0; i < links.size(); ++i) {
    seen_links_[i] = links[i] | (seen_links_[i] & twice);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    seen_items_[i] = items[i] | (seen_items_[i] & twice);
  }
}

void Comparer::SeeWithin(Side side, const Sight& sight, std::uint64_t cases) {
  const bool is_before = side == Side::kBefore;
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

}  // namespace acta::simulate
