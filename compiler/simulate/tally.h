// Counts of one comparison while cases go by: a thread has its own, and they are added up.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/cases/case_stream.h"
#include "compiler/simulate/cells.h"
#include "compiler/simulate/difference.h"
#include "compiler/simulate/law.h"

namespace acta::simulate {

// An outcome of an answer: its payload, or one of these.
inline constexpr std::int64_t kAbsentOutcome = ACTA_ABSENT;
inline constexpr std::int64_t kOpenOutcome = ACTA_MISSING;
// Any value, where values are not told apart.
inline constexpr std::int64_t kSomeValue = ACTA_MISSING + 1;

// How the outcomes of an answer are counted.
enum class Counting : std::uint8_t {
  kEach,   // booleans, enums: as many as there are members
  kFound,  // sets, whole numbers: those that occur
  kKnown,  // dates, times, money, texts: known or not
};

// A few of the lowest numbers, with the cases.
struct FirstCases {
  static constexpr std::size_t kMost = 3;
  struct Case {
    std::uint64_t number = 0;
    std::vector<Cell> cells;
  };
  std::vector<Case> cases;
  // Whether a case of that number is to be kept.
  [[nodiscard]] bool Wants(std::uint64_t number) const {
    return cases.size() < kMost || number < cases.back().number;
  }
  void Add(Case one);
};

// Changes of an answer that are alike: the same outcomes, by the same items.
struct Alike {
  std::uint64_t count = 0;
  FirstCases first;
};
struct AlikeKey {
  std::int64_t before = 0, after = 0;
  std::vector<std::uint16_t> items;  // indices of Difference::items, sorted
  friend auto operator<=>(const AlikeKey&, const AlikeKey&) = default;
};

struct AnswerTally {
  std::map<std::pair<std::int64_t, std::int64_t>, std::uint64_t> matrix;
  std::uint64_t other_value = 0;  // from one value to another, where values are not told apart
  std::map<AlikeKey, Alike> alike;
  std::vector<std::vector<std::uint64_t>> changed_by_group;  // by grouping, then group
  bool is_collapsed = false;                                 // values are no longer told apart

  // From here on any value is kSomeValue: there are too many to be shown.
  void Collapse();
};

struct ComparisonTally {
  std::uint64_t changed_cases = 0;
  std::vector<AnswerTally> answers;  // as Difference::answers

  void Add(const ComparisonTally& other);
};

// One answer of one case that changes.
struct ChangeRow {
  std::uint64_t number = 0;
  std::size_t answer = 0;  // of Difference::answers
  std::int64_t before = 0, after = 0;
};

// Cases by group: which one each case of the block is in.
struct GroupOf {
  std::vector<std::vector<std::uint32_t>> rows;  // by grouping, then row
};

// What compares two laws over block after block.
class Comparer {
 public:
  // All must outlive the comparer. `probes_*`: where among a law's answers the links of the
  // difference are asked; `governing_*`: where the governing date is.
  struct Pair {
    const Difference* difference = nullptr;
    const Law* before = nullptr;
    const Law* after = nullptr;
    std::vector<std::size_t> probes_before, probes_after;
    std::optional<std::size_t> governing_before, governing_after;
  };
  explicit Comparer(const Pair& pair);

  // Counts the block, which both have run. `skipped`: cases left out, as bits.
  void Count(const cases::CaseBlock& block, const Runner& before, const Runner& after,
             const std::vector<std::uint64_t>& skipped, const GroupOf& groups,
             ComparisonTally& tally, std::vector<ChangeRow>* changes = nullptr);

 private:
  // Where the two laws have other payloads for the same value: members of an enum, texts.
  struct Renaming {
    bool is_same = true;
    bool is_text = false;
    std::vector<std::int64_t>
        to_first;  // ordinals of the second law in the first, or behind its last
  };
  [[nodiscard]] Renaming RenamingOf(ir::TypeId before, ir::TypeId after) const;
  [[nodiscard]] std::uint64_t DifferWord(const Runner& before, std::size_t at_before,
                                         const Runner& after, std::size_t at_after,
                                         const Renaming& renaming, std::size_t word,
                                         std::size_t rows);
  [[nodiscard]] std::uint64_t DifferInWords(const Runner& before, std::size_t at_before,
                                            const Runner& after, std::size_t at_after,
                                            std::size_t word, std::uint64_t known);
  // A number for the words of a text: of equal texts the same, whichever law says them.
  [[nodiscard]] std::int64_t NumberOf(const Runner& law, std::vector<std::int64_t>& numbers,
                                      std::int64_t text);
  [[nodiscard]] std::int64_t OutcomeOf(const Runner& runner, std::size_t answer, std::size_t row,
                                       Counting counting, const Renaming* renaming) const;
  // Of which of the 64 cases it cannot be said that the item has no say on their governing date.
  [[nodiscard]] std::uint64_t InForce(const Item& item, const Runner& before, const Runner& after,
                                      std::size_t word, std::size_t rows) const;
  void FindReached(const Runner& before, const Runner& after, std::size_t word, std::size_t rows);
  // Of which of the 64 cases an answer of one law says what the rule does that it repeats.
  [[nodiscard]] std::uint64_t Repeats(const Runner& law, const std::vector<std::size_t>& probes,
                                      std::size_t answer, std::size_t word) const;
  void CountSame(std::size_t index, const Runner& before, std::size_t word, std::uint64_t same);
  void CountOutcomes(std::size_t index, const Runner& before, const Runner& after, std::size_t word,
                     std::uint64_t valid, std::uint64_t changed, AnswerTally& tally);
  void Flush(ComparisonTally& tally);

  Pair pair_;
  std::vector<Counting> countings_;
  std::vector<std::size_t> sizes_;  // by answer: values told apart, and absent, and open
  std::vector<Renaming> answer_renamings_, rule_renamings_;
  // Texts of one block: their numbers by their words, and by the payloads of each law (-1: not yet
  // asked).
  std::unordered_map<std::string, std::int64_t> texts_;
  std::vector<std::int64_t> texts_before_, texts_after_;
  // Of one word of cases: where rules differ, where the difference reaches the answer at hand, and
  // the items that count.
  std::vector<std::uint64_t> differs_, reaches_, item_words_, in_force_;
  AlikeKey key_, last_key_;  // of the change at hand, and of the one before
  // Dense counts but for kFound, added to the tally at the end of a block.
  std::vector<std::vector<std::uint64_t>> dense_;
};

[[nodiscard]] Counting CountingOf(const ir::Program& program, ir::TypeId type);

}  // namespace acta::simulate
