#include "compiler/measure/touch.h"

#include "compiler/base/clones.h"

namespace acta::measure {

namespace {

constexpr std::size_t kLanes = 32;  // four vectors of the widest kind

ACTA_CLONES std::uint64_t Read(const std::byte* data, std::size_t bytes) {
  const auto* words = reinterpret_cast<const std::uint64_t*>(data);
  const std::size_t count = bytes / sizeof *words;
  std::uint64_t sums[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      sums[lane] += words[i + lane];
    }
  }
  for (; i < count; ++i) {
    sums[0] += words[i];
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t part : sums) {
    sum += part;
  }
  return sum;
}

ACTA_CLONES void Write(std::byte* data, std::size_t bytes, std::uint64_t value) {
  auto* words = reinterpret_cast<std::uint64_t*>(data);
  for (std::size_t i = 0; i < bytes / sizeof *words; ++i) {
    words[i] = value;
  }
}

}  // namespace

std::uint64_t TouchBlocks(std::span<const Stream> reads, std::span<const Stream> writes,
                          std::size_t first_block, std::size_t blocks) {
  std::uint64_t sum = 0;
  for (std::size_t block = first_block; block < first_block + blocks; ++block) {
    for (const Stream& stream : reads) {
      sum += Read(stream.data + block * stream.bytes_per_block, stream.bytes_per_block);
    }
    for (const Stream& stream : writes) {
      Write(stream.data + block * stream.bytes_per_block, stream.bytes_per_block, sum);
    }
  }
  return sum;
}

}  // namespace acta::measure
