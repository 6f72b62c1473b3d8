#include "compiler/simulate/words.h"

#include <bit>

#include "compiler/base/clones.h"

namespace acta::simulate {

namespace {

// Which of `count` values differ, 64 at most, of so many bytes each.
ACTA_CLONES std::uint64_t DifferingValues(const std::int8_t* a, const std::int8_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}
ACTA_CLONES std::uint64_t DifferingValues(const std::int16_t* a, const std::int16_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}
ACTA_CLONES std::uint64_t DifferingValues(const std::int32_t* a, const std::int32_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}
ACTA_CLONES std::uint64_t DifferingValues(const std::int64_t* a, const std::int64_t* b,
                                          std::size_t count) {
  return BitsWhere(count, [=](std::size_t i) { return a[i] != b[i]; });
}

template <class T>
std::uint64_t DifferingOf(const void* one, const void* other, std::size_t first,
                          std::size_t count) {
  return DifferingValues(static_cast<const T*>(one) + first, static_cast<const T*>(other) + first,
                         count);
}

}  // namespace

std::int64_t ValueAt(const void* values, std::uint32_t width, std::size_t row) {
  switch (width) {
    case 0:
      return static_cast<std::int64_t>(
          static_cast<const std::uint64_t*>(values)[row / kWord] >> row % kWord & 1);
    case 1:
      return static_cast<const std::int8_t*>(values)[row];
    case 2:
      return static_cast<const std::int16_t*>(values)[row];
    case 4:
      return static_cast<const std::int32_t*>(values)[row];
    default:
      return static_cast<const std::int64_t*>(values)[row];
  }
}

std::uint64_t Differing(const void* one, const void* other, std::uint32_t width, std::size_t first,
                        std::size_t count) {
  switch (width) {
    case 1:
      return DifferingOf<std::int8_t>(one, other, first, count);
    case 2:
      return DifferingOf<std::int16_t>(one, other, first, count);
    case 4:
      return DifferingOf<std::int32_t>(one, other, first, count);
    default:
      return DifferingOf<std::int64_t>(one, other, first, count);
  }
}

ACTA_CLONES OutcomeBits CountBits(const acta_batch_output& output, bool is_truth,
                                  std::span<const std::uint64_t> valid,
                                  std::span<const std::uint64_t> changed) {
  const auto* const truths = static_cast<const std::uint64_t*>(output.values);
  std::uint64_t absent = 0, open = 0, known = 0, yes = 0;
  for (std::size_t word = 0; word < valid.size(); ++word) {
    const std::uint64_t same = valid[word] & ~changed[word];
    const std::uint64_t no_value = output.absent != nullptr ? output.absent[word] : 0;
    const std::uint64_t value = output.known[word] & same & ~no_value;
    absent += static_cast<std::uint64_t>(std::popcount(no_value & same));
    open += static_cast<std::uint64_t>(std::popcount(same & ~(value | no_value)));
    known += static_cast<std::uint64_t>(std::popcount(value));
    yes += is_truth ? static_cast<std::uint64_t>(std::popcount(value & truths[word])) : 0;
  }
  return {.absent = absent, .open = open, .known = known, .yes = yes};
}

ACTA_CLONES std::uint64_t ValuesWithin(const std::int32_t* values, std::size_t count,
                                       std::int32_t low, std::int32_t high) {
  return BitsWhere(count, [=](std::size_t i) { return values[i] >= low && values[i] <= high; });
}

}  // namespace acta::simulate
