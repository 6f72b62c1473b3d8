// Kernels on scaled numbers and on sets of reasons. runtime/kernels.def says what each does.
#include <cstdint>

#include "acta/kernels.h"

namespace {

__extension__ using Int128 = __int128;

enum Rounding : std::uint32_t { kExact = 0, kDown = 1, kUp = 2, kHalfUp = 3, kHalfEven = 4 };

constexpr std::uint32_t kMostPlaces = 18;

std::int64_t PowerOfTen(std::uint32_t exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) {
    power *= 10;
  }
  return power;
}

// numerator / denominator (positive), to a multiple of `step`. Both are below 2^126 in magnitude.
bool Divide(Int128 numerator, Int128 denominator, std::int64_t step, std::uint32_t mode,
            std::int64_t* out) {
  const Int128 quotient = numerator / denominator;
  const Int128 rest = numerator % denominator;
  const Int128 away = numerator < 0 ? -1 : 1;
  const Int128 twice = 2 * (rest < 0 ? -rest : rest);
  Int128 rounded = quotient;
  if (rest != 0) {
    switch (mode) {
      case kExact:
        return false;
      case kDown:
        break;
      case kUp:
        rounded += away;
        break;
      case kHalfUp:
        rounded += twice >= denominator ? away : 0;
        break;
      case kHalfEven:
        rounded += twice > denominator || (twice == denominator && quotient % 2 != 0) ? away : 0;
        break;
      default:
        return false;
    }
  }
  if (rounded > INT64_MAX || rounded < INT64_MIN) {
    return false;
  }
  rounded *= step;
  if (rounded > INT64_MAX || rounded <= ACTA_MISSING) {
    return false;
  }
  *out = static_cast<std::int64_t>(rounded);
  return true;
}

bool IsRounding(std::int64_t scale, std::uint32_t places, std::uint32_t mode) {
  return scale > 0 && places <= kMostPlaces && mode <= kHalfEven;
}

}  // namespace

extern "C" {

uint32_t acta_k_union(acta_frame* frame, uint32_t a, uint32_t b) {
  if (a == 0) {
    return b;
  }
  if (b == 0 || a == b) {
    return a;
  }
  constexpr std::uint32_t kMostUnions = 0x7fffffffu;
  const std::uint32_t index = frame->union_count;
  if (index < frame->union_capacity) {
    frame->unions[index] = {a, b};
  } else {
    frame->overflow = 1;
  }
  if (index < kMostUnions) {
    frame->union_count = index + 1;
  }
  return ACTA_WHY_UNION | index;
}

int32_t acta_k_mul_scaled(int64_t a, int64_t b, int64_t scale, uint32_t places, uint32_t mode,
                          int64_t* out) {
  *out = 0;
  if (!IsRounding(scale, places, mode)) {
    return 1;
  }
  const std::int64_t step = PowerOfTen(places);
  return Divide(Int128{a} * b, Int128{scale} * step, step, mode, out) ? 0 : 1;
}

int32_t acta_k_div_scaled(int64_t a, int64_t b, int64_t scale, uint32_t places, uint32_t mode,
                          int64_t* out) {
  *out = 0;
  if (!IsRounding(scale, places, mode) || b == 0) {
    return 1;
  }
  const std::int64_t step = PowerOfTen(places);
  const Int128 sign = b < 0 ? -1 : 1;
  return Divide(sign * a * scale, sign * b * step, step, mode, out) ? 0 : 1;
}

}  // extern "C"
