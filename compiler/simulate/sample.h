// Some cases out of any number, spread over all and the same whatever the threads. Private to
// compiler/simulate.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/base/random.h"
#include "compiler/simulate/cells.h"

namespace acta::simulate {

// The kMost cases whose numbers, mixed, are lowest: each set of cases is as likely as another, and
// samples of parts of the stream give the sample of all.
class Sample {
 public:
  static constexpr std::size_t kMost = 5'000;

  // `of`: how many cases there are in all, where that is known. Then few are taken that would have
  // to make room for others. Where laws refuse cases the sample may be smaller for it.
  explicit Sample(std::optional<std::uint64_t> of = std::nullopt);

  // Whether a case of that number belongs to it as yet.
  [[nodiscard]] bool Wants(std::uint64_t number) const {
    const std::uint64_t rank = Rank(number);
    return rank <= highest_ && (cases_.size() < kMost || rank < cases_.front().first);
  }
  void Add(std::uint64_t number, std::vector<Cell> cells);
  void Merge(Sample other);

  [[nodiscard]] std::size_t size() const { return cases_.size(); }
  [[nodiscard]] const std::vector<Cell>& operator[](std::size_t i) const {
    return cases_[i].second;
  }

 private:
  using Ranked = std::pair<std::uint64_t, std::vector<Cell>>;
  [[nodiscard]] static std::uint64_t Rank(std::uint64_t number) { return Mixed(number + kGolden); }
  void Keep(Ranked one);

  std::uint64_t highest_ = UINT64_MAX;  // rank that is taken
  std::vector<Ranked> cases_;           // a heap: the highest rank first
};

}  // namespace acta::simulate
