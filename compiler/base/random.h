// Randomness that is the same everywhere: for drawn cases and random programs, never for secrets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace acta {

// One step of SplitMix64: every bit of the result depends on every bit of `z`.
[[nodiscard]] constexpr std::uint64_t Mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}
// How far its states lie apart.
inline constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;

// SplitMix64: small, good enough, and the same in every standard library.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t Next() {
    state_ += kGolden;
    return Mixed(state_);
  }

  // 0 to count - 1.
  [[nodiscard]] std::size_t Below(std::size_t count) {
    return static_cast<std::size_t>(Next() % count);
  }
  [[nodiscard]] std::int64_t Between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(Next() % static_cast<std::uint64_t>(high - low + 1));
  }
  [[nodiscard]] bool Chance(unsigned percent) { return Below(100) < percent; }
  template <class Range>
  [[nodiscard]] auto Pick(const Range& range) {
    return *(std::begin(range) + static_cast<std::ptrdiff_t>(Below(std::size(range))));
  }

 private:
  std::uint64_t state_;
};

}  // namespace acta
