// Counts of one comparison while cases go by: a thread has its own, and they are added up.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "acta/evaluator.h"
#include "compiler/ir/program.h"
#include "compiler/simulate/cells.h"

namespace acta::simulate {

// An outcome of an answer: its payload, or one of these.
inline constexpr std::int64_t kAbsentOutcome = ACTA_ABSENT;
inline constexpr std::int64_t kOpenOutcome = ACTA_MISSING;
// Any value, where values are not told apart.
inline constexpr std::int64_t kSomeValue = ACTA_MISSING + 1;

// The same where values are not told apart.
[[nodiscard]] std::int64_t CollapsedOutcome(std::int64_t outcome);

// Answers that take more pairs of values than this are collapsed. There are fewer pairs of those
// that are shown, so whether a thread's counts are collapsed makes no difference to what is shown.
inline constexpr std::size_t kMostPairs = 1024;

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
  std::vector<std::uint16_t> items;       // indices of Difference::items, sorted
  std::vector<std::uint16_t> amendments;  // indices of Setting::amendments, sorted
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

[[nodiscard]] Counting CountingOf(const ir::Program& program, ir::TypeId type);

}  // namespace acta::simulate
