// Exact numbers: 128 bits on the way, 64 at the end.
#pragma once

#include <cstdint>
#include <optional>

#include "compiler/base/int128.h"

namespace acta::interpreter {

// Rounds toward minus infinity; `b` is positive.
[[nodiscard]] constexpr std::int64_t FloorDiv(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// The number as a payload, or absent when it does not fit or would be one of the two reserved
// payloads.
[[nodiscard]] std::optional<std::int64_t> AsPayload(Int128 exact);

// The rounding modes of operators.def.
enum class Rounding : std::uint8_t { kExact, kDown, kUp, kHalfUp, kHalfEven };

// numerator / denominator rounded to a multiple of 10^places. Absent when the denominator is 0,
// when it is not exact but should be, or when it does not fit.
[[nodiscard]] std::optional<std::int64_t> Quotient(Int128 numerator, std::int64_t denominator,
                                                   unsigned places, Rounding rounding);

}  // namespace acta::interpreter
