// Random numbers by their place: the same for a case and a draw, whatever was drawn before.
#pragma once

#include <cstdint>

#include "compiler/base/int128.h"
#include "compiler/base/random.h"

namespace acta::population {

// One sequence of SplitMix64, which has a number at every place at once.
class Stream {
 public:
  constexpr Stream(std::uint64_t seed, std::uint64_t draw)
      : key_(Mixed(Mixed(seed + kGolden) + (draw + 1) * 0xd1342543de82ef95)) {}

  [[nodiscard]] constexpr std::uint64_t At(std::uint64_t place) const {
    return Mixed(key_ + (place + 1) * kGolden);
  }

 private:
  std::uint64_t key_;
};

// 0 to count - 1, for a count above 0.
[[nodiscard]] constexpr std::uint64_t Below(std::uint64_t random, std::uint64_t count) {
  return static_cast<std::uint64_t>((static_cast<UInt128>(random) * count) >> 64);
}
// Above 0 and below 1.
[[nodiscard]] constexpr double Fraction(std::uint64_t random) {
  return (static_cast<double>(random >> 11) + 0.5) * 0x1p-53;
}

}  // namespace acta::population
