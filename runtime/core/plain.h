// Which bytes stand for themselves in a JSON string, sixteen at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace acta::runtime {

inline constexpr std::size_t kPlainStep = 16;

// How many of the sixteen bytes at `from` come before the first quote, backslash or control
// character.
[[nodiscard]] inline std::size_t PlainOfSixteen(const char* from) {
  using Bytes = std::uint8_t __attribute__((vector_size(kPlainStep)));
  constexpr std::uint8_t kSpace = 0x20;
  constexpr std::uint8_t kQuote = '"';
  constexpr std::uint8_t kBackslash = '\\';
  Bytes bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  const auto special = (bytes < kSpace) | (bytes == kQuote) | (bytes == kBackslash);
  std::uint64_t halves[2];
  std::memcpy(halves, &special, sizeof halves);
  const int bits = halves[0] != 0 ? std::countr_zero(halves[0]) : 64 + std::countr_zero(halves[1]);
  return static_cast<std::size_t>(bits) / 8;
}

}  // namespace acta::runtime
