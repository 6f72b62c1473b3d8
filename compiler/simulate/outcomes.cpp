#include "compiler/simulate/outcomes.h"

#include <algorithm>
#include <bit>

#include "compiler/base/random.h"
#include "compiler/simulate/words.h"

namespace acta::simulate {

using ir::Kind;

OutcomeCounter::OutcomeCounter(const ir::Program& before, ir::TypeId before_type,
                               const ir::Program& after, ir::TypeId after_type)
    : counting_(CountingOf(before, before_type)),
      renaming_(RenamingOf(before, before_type, after, after_type)) {
  const ir::Type& type = before.types[before_type];
  switch (counting_) {
    case Counting::kEach: {
      // Members that only the second law has come after the last.
      const std::size_t members =
          type.kind == Kind::kEnum ? before.enums[type.enumeration].members.size() : 2;
      size_ = members + renaming_.to_first.size() + 2;
      break;
    }
    case Counting::kKnown:
      size_ = 1 + 2;
      break;
    case Counting::kFound:
      size_ = 2;
      break;
  }
  dense_.resize(size_ * size_);
}

std::size_t OutcomeCounter::PlaceOf(std::int64_t outcome) const {
  return outcome == kAbsentOutcome ? size_ - 2
         : outcome == kOpenOutcome ? size_ - 1
         : outcome == kSomeValue   ? 0
                                   : static_cast<std::size_t>(outcome);
}

std::int64_t OutcomeCounter::OutcomeOf(std::size_t place) const {
  return place == size_ - 2              ? kAbsentOutcome
         : place == size_ - 1            ? kOpenOutcome
         : counting_ == Counting::kKnown ? kSomeValue
                                         : static_cast<std::int64_t>(place);
}

std::int64_t OutcomeCounter::OutcomeAt(const AnswerColumn& column, std::size_t row) const {
  const std::uint64_t bit = std::uint64_t{1} << row % kWord;
  if ((WordOf(column.output.absent, row / kWord) & bit) != 0) {
    return kAbsentOutcome;
  }
  if ((column.output.known[row / kWord] & bit) == 0) {
    return kOpenOutcome;
  }
  return counting_ == Counting::kKnown ? kSomeValue
                                       : ValueAt(column.output.values, column.width, row);
}

std::int64_t OutcomeCounter::Before(const AnswerColumn& before, std::size_t row) const {
  return OutcomeAt(before, row);
}

std::int64_t OutcomeCounter::After(const AnswerColumn& after, std::size_t row) const {
  const std::int64_t outcome = OutcomeAt(after, row);
  return CollapsedOutcome(outcome) == outcome ? outcome : renaming_(outcome);
}

// A value that was found before is counted where it was; one that takes the place of another makes
// it go to the pairs.
void OutcomeCounter::AddFound(std::int64_t value) {
  Found& found = last_found_[Mixed(static_cast<std::uint64_t>(value)) % last_found_.size()];
  if (found.value != value) {
    if (found.count != 0) {
      pairs_[{found.value, found.value}] += found.count;
    }
    found = {.value = value};
  }
  ++found.count;
}

template <class T>
void OutcomeCounter::CountValues(const AnswerColumn& column, std::span<const std::uint64_t> valid,
                                 std::span<const std::uint64_t> changed) {
  const T* of_word = static_cast<const T*>(column.output.values);
  for (std::size_t word = 0; word < valid.size(); ++word, of_word += kWord) {
    std::uint64_t known = column.output.known[word] & ~WordOf(column.output.absent, word) &
                          valid[word] & ~changed[word];
    for (; known != 0; known &= known - 1) {
      const T value = of_word[std::countr_zero(known)];
      if (counting_ == Counting::kFound) {
        AddFound(value);
      } else {
        ++dense_[static_cast<std::size_t>(value) * (size_ + 1)];
      }
    }
  }
}

// Cases that both laws answer alike.
void OutcomeCounter::CountSame(const AnswerColumn& column, std::span<const std::uint64_t> valid,
                               std::span<const std::uint64_t> changed) {
  const bool is_truth = column.width == 0;
  const OutcomeBits counts = CountBits(column.output, is_truth, valid, changed);
  dense_[(size_ - 2) * (size_ + 1)] += counts.absent;
  dense_[(size_ - 1) * (size_ + 1)] += counts.open;
  if (counting_ == Counting::kKnown) {
    dense_[0] += counts.known;
    return;
  }
  switch (column.width) {
    case 0:
      dense_[0] += counts.known - counts.yes;
      dense_[size_ + 1] += counts.yes;
      return;
    case 1:
      return CountValues<std::int8_t>(column, valid, changed);
    case 2:
      return CountValues<std::int16_t>(column, valid, changed);
    case 4:
      return CountValues<std::int32_t>(column, valid, changed);
    default:
      return CountValues<std::int64_t>(column, valid, changed);
  }
}

void OutcomeCounter::Count(const AnswerColumn& before, const AnswerColumn& after,
                           std::span<const std::uint64_t> valid,
                           std::span<const std::uint64_t> changed) {
  CountSame(before, valid, changed);
  for (std::size_t word = 0; word < valid.size(); ++word) {
    for (std::uint64_t rest = changed[word]; rest != 0; rest &= rest - 1) {
      const std::size_t row = word * kWord + static_cast<std::size_t>(std::countr_zero(rest));
      const std::int64_t one = Before(before, row);
      const std::int64_t other = After(after, row);
      if (counting_ == Counting::kFound) {
        ++pairs_[{one, other}];
      } else {
        ++dense_[PlaceOf(one) * size_ + PlaceOf(other)];
      }
    }
  }
}

void OutcomeCounter::Flush(AnswerTally& tally) {
  for (Found& found : last_found_) {
    if (found.count != 0) {
      pairs_[{found.value, found.value}] += std::exchange(found.count, 0);
    }
  }
  for (std::size_t i = 0; i < dense_.size(); ++i) {
    if (const std::uint64_t count = std::exchange(dense_[i], 0); count != 0) {
      tally.matrix[{OutcomeOf(i / size_), OutcomeOf(i % size_)}] += count;
    }
  }
  for (const auto& [outcomes, count] : pairs_) {
    tally.matrix[tally.is_collapsed ? std::pair(CollapsedOutcome(outcomes.first),
                                                CollapsedOutcome(outcomes.second))
                                    : outcomes] += count;
  }
  pairs_.clear();
  if (counting_ == Counting::kFound && tally.matrix.size() > kMostPairs) {
    tally.Collapse();
  }
}

}  // namespace acta::simulate
