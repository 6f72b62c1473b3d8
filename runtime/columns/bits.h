// Bitmaps, 64 rows at a time: bit i of a word is row i, as in Arrow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace acta::runtime::columns {

inline constexpr std::uint64_t kAllRows = ~std::uint64_t{0};
// Tiles of a block at most: a word for each of them fits on the stack.
inline constexpr std::uint32_t kMostTiles = 32;

// The lowest `count` bits, 0 to 64.
constexpr std::uint64_t LowBits(std::uint32_t count) {
  return count >= 64 ? kAllRows : (std::uint64_t{1} << count) - 1;
}

constexpr std::uint32_t CountBits(std::uint64_t word) {
  word -= word >> 1 & 0x5555555555555555U;
  word = (word & 0x3333333333333333U) + (word >> 2 & 0x3333333333333333U);
  word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<std::uint32_t>(word * 0x0101010101010101U >> 56);
}

constexpr std::uint32_t FirstBit(std::uint64_t word) {
  return static_cast<std::uint32_t>(__builtin_ctzll(word));
}

// Calls `each` with the position of every bit, lowest first.
template <class Each>
void ForEachBit(std::uint64_t word, Each each) {
  for (; word != 0; word &= word - 1) {
    each(FirstBit(word));
  }
}

inline bool BitAt(const std::uint8_t* bits, std::uint64_t at) {
  return (bits[at >> 3] >> (at & 7) & 1) != 0;
}

// 64 bits from `at` on. Reads no byte that holds none of them.
inline std::uint64_t WordAt(const std::uint8_t* bits, std::uint64_t at) {
  const std::uint8_t* const from = bits + (at >> 3);
  std::uint64_t word = 0;
  std::memcpy(&word, from, 8);
  const unsigned shift = at & 7;
  return shift == 0 ? word : word >> shift | std::uint64_t{from[8]} << (64 - shift);
}

// `words` words of 64 bits each, one after the other from `at` on, every one put at `out` and
// `stride` words further on. Returns what they have in common.
inline std::uint64_t SpreadWords(const std::uint8_t* bits, std::uint64_t at, std::uint32_t words,
                                 std::uint64_t* out, std::size_t stride) {
  const std::uint8_t* from = bits + (at >> 3);
  const unsigned shift = at & 7;
  std::uint64_t common = kAllRows;
  if (shift == 0) {
    for (std::uint32_t i = 0; i < words; ++i, from += 8, out += stride) {
      std::uint64_t word = 0;
      std::memcpy(&word, from, 8);
      *out = word;
      common &= word;
    }
    return common;
  }
  for (std::uint32_t i = 0; i < words; ++i, from += 8, out += stride) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, 8);
    word = word >> shift | std::uint64_t{from[8]} << (64 - shift);
    *out = word;
    common &= word;
  }
  return common;
}

// `count` bits from `at` on, 1 to 64. Reads no byte that holds none of them.
inline std::uint64_t BitsAt(const std::uint8_t* bits, std::uint64_t at, std::uint32_t count) {
  if (count == 64) {
    return WordAt(bits, at);
  }
  const std::uint8_t* const from = bits + (at >> 3);
  const unsigned shift = at & 7;
  const std::size_t bytes = (shift + count + 7) / 8;
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes < 8 ? bytes : 8);
  word >>= shift;
  if (bytes > 8) {
    word |= std::uint64_t{from[8]} << (64 - shift);
  }
  return word & LowBits(count);
}

// For each bit of a word a byte: -1 where it is set, else 0.
struct ByteMask {
  std::int8_t of_row[64];

  explicit ByteMask(std::uint64_t word) {
    for (std::size_t i = 0; i < 8; ++i) {
      // Byte k keeps bit k, whatever its place; then every byte but an empty one reaches its
      // highest bit, and that is spread again.
      const std::uint64_t one_each =
          (word >> 8 * i & 0xFF) * 0x0101010101010101U & 0x8040201008040201U;
      const std::uint64_t highest = (one_each + 0x7F7F7F7F7F7F7F7FU) & 0x8080808080808080U;
      const std::uint64_t bytes = (highest >> 7) * 0xFF;
      std::memcpy(of_row + 8 * i, &bytes, sizeof bytes);
    }
  }
};

// Values of any alignment.
template <class T>
T ValueAt(const void* values, std::int64_t at) {
  T value;
  std::memcpy(&value,
              static_cast<const std::uint8_t*>(values) + at * static_cast<std::int64_t>(sizeof(T)),
              sizeof value);
  return value;
}

}  // namespace acta::runtime::columns
