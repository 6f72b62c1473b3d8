// Columns of answers, 64 cases at a time: bits where something is so. Private to compiler/simulate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "acta/columns.h"
#include "compiler/base/bits.h"

namespace acta::simulate {

inline constexpr std::size_t kWord = kBitsInWord;

// A word of a bitmap; nothing is set in one that is not there.
[[nodiscard]] inline std::uint64_t WordOf(const std::uint64_t* words, std::size_t word) {
  return words != nullptr ? words[word] : 0;
}

// A value of a column of so many bytes each; 0: bits.
[[nodiscard]] std::int64_t ValueAt(const void* values, std::uint32_t width, std::size_t row);

// Which of the values of two columns differ, of the `count` from `first` on, 64 at most; `width` is
// not 0.
[[nodiscard]] std::uint64_t Differing(const void* one, const void* other, std::uint32_t width,
                                      std::size_t first, std::size_t count);

// What a law says to a question, of the `valid` cases that have not `changed`; `yes` of truths.
struct OutcomeBits {
  std::uint64_t absent = 0, open = 0, known = 0, yes = 0;
};
[[nodiscard]] OutcomeBits CountBits(const acta_batch_output& output, bool is_truth,
                                    std::span<const std::uint64_t> valid,
                                    std::span<const std::uint64_t> changed);

// Which of some days, 64 at most, lie between two, both included.
[[nodiscard]] std::uint64_t ValuesWithin(const std::int32_t* values, std::size_t count,
                                         std::int32_t low, std::int32_t high);

}  // namespace acta::simulate
