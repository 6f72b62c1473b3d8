// The roofline of a layout: the same bytes read and written in the same order, with no computation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace acta::measure {

// One array of which each block of cases has so many bytes, a multiple of 64.
struct Stream {
  std::byte* data = nullptr;
  std::size_t bytes_per_block = 0;
};

// Cases that evaluation takes at a time from memory.
inline constexpr std::size_t kCasesOfBlock = 2048;
[[nodiscard]] constexpr std::size_t BlocksOf(std::size_t cases) {
  return cases == 0 ? 1 : (cases + kCasesOfBlock - 1) / kCasesOfBlock;
}
// A block's part of so many bytes, rounded up to 64.
[[nodiscard]] constexpr std::size_t ShareOf(std::size_t bytes, std::size_t blocks) {
  constexpr std::size_t kLine = 64;
  return ((bytes + blocks - 1) / blocks + kLine - 1) / kLine * kLine;
}

// Block after block, as an evaluator goes: reads the block's part of each stream of `reads`, then
// writes that of `writes`. The sum of what was read, so that no reading is left out.
std::uint64_t TouchBlocks(std::span<const Stream> reads, std::span<const Stream> writes,
                          std::size_t first_block, std::size_t blocks);

}  // namespace acta::measure
