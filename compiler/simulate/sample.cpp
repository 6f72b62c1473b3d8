#include "compiler/simulate/sample.h"

#include <algorithm>
#include <cmath>

namespace acta::simulate {

Sample::Sample(std::optional<std::uint64_t> of) {
  // Five standard deviations above what is wanted.
  const double wanted = static_cast<double>(kMost) + 5 * std::sqrt(static_cast<double>(kMost));
  if (of && static_cast<double>(*of) > wanted) {
    highest_ = static_cast<std::uint64_t>(wanted / static_cast<double>(*of) * 0x1p64);
  }
}

void Sample::Add(std::uint64_t number, std::vector<Cell> cells) {
  Keep({Rank(number), std::move(cells)});
}

void Sample::Merge(Sample other) {
  for (Ranked& one : other.cases_) {
    if (cases_.size() < kMost || one.first < cases_.front().first) {
      Keep(std::move(one));
    }
  }
}

void Sample::Keep(Ranked one) {
  constexpr auto kByRank = [](const Ranked& a, const Ranked& b) { return a.first < b.first; };
  cases_.push_back(std::move(one));
  std::ranges::push_heap(cases_, kByRank);
  if (cases_.size() > kMost) {
    std::ranges::pop_heap(cases_, kByRank);
    cases_.pop_back();
  }
}

}  // namespace acta::simulate
