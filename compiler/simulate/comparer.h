// Two laws compared over block after block of cases, and each change laid to what is why.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/cases/case_stream.h"
#include "compiler/simulate/difference.h"
#include "compiler/simulate/law.h"
#include "compiler/simulate/outcomes.h"
#include "compiler/simulate/renaming.h"
#include "compiler/simulate/tally.h"

namespace acta::simulate {

// One answer of one case of a block that changes.
struct ChangeRow {
  std::size_t row = 0;
  std::size_t answer = 0;  // of Difference::answers
};

// Cases by group: which one each case of the block is in.
struct GroupOf {
  std::vector<std::vector<std::uint32_t>> rows;  // by grouping, then row
};

// What compares two laws over block after block.
class Comparer {
 public:
  // All must outlive the comparer. `probes_*`: where among a law's answers the links of the
  // difference are asked, `asked_*`: what else it asks; `governing_*`: where the governing date is.
  struct Pair {
    const Difference* difference = nullptr;
    const Law* before = nullptr;
    const Law* after = nullptr;
    std::vector<std::size_t> probes_before, probes_after, asked_before, asked_after;
    std::optional<std::size_t> governing_before, governing_after;
  };
  // Two laws of which the second has one amendment more. Where they answer otherwise it matters.
  struct Step {
    std::uint16_t amendment = 0;
    // It is left out of the second law of the pair; else it is alone in the second law of the step.
    bool is_left_out = false;
    std::size_t one = 0, other = 0;  // of the laws that Count is given
    const ir::Program* program_of_one = nullptr;
    const ir::Program* program_of_other = nullptr;
  };
  Comparer(const Pair& pair, const std::vector<Step>& steps);

  // Counts the block, which all laws have run, the first law being one of the pair and `after` the
  // other. `skipped`: cases left out, as bits.
  void Count(const cases::CaseBlock& block, const std::vector<std::unique_ptr<Runner>>& laws,
             std::size_t after, const std::vector<std::uint64_t>& skipped, const GroupOf& groups,
             ComparisonTally& tally, std::vector<ChangeRow>* changes = nullptr);

 private:
  enum class Side : std::uint8_t { kBefore, kAfter };
  [[nodiscard]] static Side Other(Side side) {
    return side == Side::kBefore ? Side::kAfter : Side::kBefore;
  }
  [[nodiscard]] std::uint64_t DifferWord(const Runner& before, std::size_t at_before,
                                         const Runner& after, std::size_t at_after,
                                         const Renaming& renaming, std::size_t word,
                                         std::size_t rows);
  [[nodiscard]] std::uint64_t DifferInWords(const Runner& before, std::size_t at_before,
                                            const Runner& after, std::size_t at_after,
                                            std::size_t word, std::uint64_t known);
  // A number for the words of a text: of equal texts the same, whichever law says them.
  [[nodiscard]] std::int64_t NumberOf(const Runner& law, std::int64_t text);
  // In which cases of the block an answer changes.
  void FindChanged(std::size_t index, const Runner& before, const Runner& after);
  // Of which of the 64 cases it cannot be said that the item has no say on their governing date.
  [[nodiscard]] std::uint64_t InForce(const Item& item, const Runner& before, const Runner& after,
                                      std::size_t word, std::size_t rows) const;
  void FindReached(const Runner& before, const Runner& after, std::size_t word, std::size_t rows);
  // To which items the change of an answer is laid in which of the 64 cases.
  void Lay(const Difference::Answer& answer, std::uint64_t changed);
  // What is seen of the difference through that part of a rule, in some of the 64 cases.
  void See(Side side, std::size_t sight, std::uint64_t cases);
  void SeeItems(Side side, const Sight& sight, std::uint64_t cases);
  // Where the change of a clause, or of what withdraws it, is felt by the level that it stands on.
  [[nodiscard]] std::uint64_t Felt(Side side, const Item& item);
  // Where what is asked may be that member of an enum.
  [[nodiscard]] std::uint64_t MayBe(Side side, std::size_t asked, std::int64_t member) const;
  [[nodiscard]] std::uint64_t TwinsDiffer(std::size_t twin);
  // Where one law comes to something else by its own words than by the other's.
  [[nodiscard]] std::uint64_t WordsDiffer(const std::vector<std::size_t>& rewordings);
  [[nodiscard]] std::uint64_t WordsDiffer(std::size_t rewording);
  // What is seen through that part, whether or not it is the same in both laws.
  void SeeWithin(Side side, const Sight& sight, std::uint64_t cases);
  // The same where at least two differences are, of cases in which it is the same.
  void SeeCancelling(Side side, const Sight& sight, std::uint64_t cases);
  [[nodiscard]] std::uint64_t Surely(Side side, std::optional<std::size_t> asked, bool value) const;
  // Which amendments matter for the answer in which of the 64 cases.
  void FindAmendments(std::size_t answer, const std::vector<std::unique_ptr<Runner>>& laws,
                      std::size_t word, std::size_t rows);
  // Of which of the 64 cases an answer of one law says what the rule does that it repeats.
  [[nodiscard]] std::uint64_t Repeats(const Runner& law, const std::vector<std::size_t>& probes,
                                      std::size_t answer, std::size_t word) const;
  // Those of the cases that have the causes of the first of them, which are the ones in the key.
  [[nodiscard]] std::uint64_t WithSameCauses(std::uint64_t cases);
  // The changes of an answer in a word of cases, whose causes were found, with their groups.
  void CountChanges(std::size_t index, const cases::CaseBlock& block, const Runner& before,
                    const Runner& after, std::size_t word, const GroupOf& groups,
                    AnswerTally& tally);

  Pair pair_;
  std::vector<OutcomeCounter> counters_;  // by answer
  std::vector<Renaming> rule_renamings_, twin_renamings_, word_renamings_;
  // Texts of one block: their numbers by their words, and by the payloads of each law (-1: not yet
  // asked).
  std::unordered_map<std::string, std::int64_t> texts_;
  std::map<const Runner*, std::vector<std::int64_t>> texts_of_;
  std::vector<std::vector<std::size_t>> items_of_;  // by link
  // By step, then answer: where the laws of the step give it.
  struct Asked {
    std::size_t one = 0, other = 0;
    Renaming renaming;
  };
  std::vector<Step> steps_;
  std::vector<std::vector<std::optional<Asked>>> asked_of_steps_;
  std::size_t amendments_ = 0;  // how many of them the steps speak of
  // The word of cases at hand.
  struct Here {
    const Runner* before = nullptr;
    const Runner* after = nullptr;
    std::size_t word = 0, rows = 0;
  } here_;
  std::vector<std::uint64_t> seen_links_, seen_items_, laid_, twins_, words_, matters_,
      matters_alone_;
  std::vector<std::uint8_t> is_left_out_known_;
  std::vector<bool> twins_known_, words_known_;
  // Of one word of cases: where rules differ, where the difference reaches the answer at hand, and
  // the items that count.
  std::vector<std::uint64_t> differs_, reaches_, item_words_, in_force_;
  AlikeKey key_;  // of the change at hand
  // Of the block at hand, by words: the cases that count, where an answer changes, where any does.
  std::vector<std::uint64_t> valid_, any_changed_;
  std::vector<std::vector<std::uint64_t>> changed_;
};

}  // namespace acta::simulate
