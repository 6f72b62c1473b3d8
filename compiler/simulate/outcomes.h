// The outcomes that two laws have for one answer, counted. Private to compiler/simulate.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "compiler/simulate/law.h"
#include "compiler/simulate/renaming.h"
#include "compiler/simulate/tally.h"

namespace acta::simulate {

// What one law says to one question, for the cases of a block.
struct AnswerColumn {
  AnswerColumn(const Runner& law, std::size_t answer)
      : output(law.output(answer)), width(law.width(answer)) {}
  const acta_batch_output& output;
  std::uint32_t width;
};

// Counts pairs of outcomes, block after block, by one thread.
class OutcomeCounter {
 public:
  // An answer that both laws give, with its type in each.
  OutcomeCounter(const ir::Program& before, ir::TypeId before_type, const ir::Program& after,
                 ir::TypeId after_type);

  [[nodiscard]] const Renaming& renaming() const { return renaming_; }

  // In the words of the first law.
  [[nodiscard]] std::int64_t Before(const AnswerColumn& before, std::size_t row) const;
  [[nodiscard]] std::int64_t After(const AnswerColumn& after, std::size_t row) const;

  // Counts those of the `valid` cases, of which some `changed`: words, as many of both.
  void Count(const AnswerColumn& before, const AnswerColumn& after,
             std::span<const std::uint64_t> valid, std::span<const std::uint64_t> changed);
  // Brings what was counted to the tally.
  void Flush(AnswerTally& tally);

 private:
  [[nodiscard]] std::int64_t OutcomeAt(const AnswerColumn& column, std::size_t row) const;
  void CountSame(const AnswerColumn& column, std::span<const std::uint64_t> valid,
                 std::span<const std::uint64_t> changed);
  template <class T>
  void CountValues(const AnswerColumn& column, std::span<const std::uint64_t> valid,
                   std::span<const std::uint64_t> changed);
  void AddFound(std::int64_t value);
  [[nodiscard]] std::size_t PlaceOf(std::int64_t outcome) const;
  [[nodiscard]] std::int64_t OutcomeOf(std::size_t place) const;

  Counting counting_;
  Renaming renaming_;
  // Values told apart, and absent, and open; without those that are found. And how often each of
  // them comes before each.
  std::size_t size_ = 0;
  std::vector<std::uint64_t> dense_;
  // Values found in cases that did not change, the last of each of a few kinds; and pairs found.
  struct Found {
    std::int64_t value = 0;
    std::uint64_t count = 0;
  };
  std::array<Found, 256> last_found_{};
  std::map<std::pair<std::int64_t, std::int64_t>, std::uint64_t> pairs_;
};

}  // namespace acta::simulate
