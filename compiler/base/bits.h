// One bit for each of 64 rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace acta {

inline constexpr std::size_t kBitsInWord = 64;

// Bit i of the word is whether holds(i), for i below `count`, which is at most 64. In two steps,
// which both become vector instructions where a bit at a time would not.
template <class Holds>
[[gnu::always_inline]] inline std::uint64_t BitsWhere(std::size_t count, Holds holds) {
  std::uint8_t bytes[kBitsInWord] = {};
  for (std::size_t i = 0; i < count; ++i) {
    bytes[i] = holds(i) ? 1 : 0;
  }
  std::uint64_t word = 0;
  for (std::size_t at = 0; at < kBitsInWord; at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes + at, 8);
    // Brings the lowest bit of each byte into the highest byte.
    word |= (eight * 0x0102040810204080U >> 56) << at;
  }
  return word;
}

}  // namespace acta
