#include "compiler/interpreter/numbers.h"

#include <limits>

#include "acta/evaluator.h"

namespace acta::interpreter {

namespace {

// Whether the quotient, cut off after the whole multiple, is to be made one larger (in magnitude).
// `rest` of `step` was cut off.
bool RoundsAway(UInt128 whole, UInt128 rest, UInt128 step, Rounding rounding) {
  switch (rounding) {
    case Rounding::kExact:
    case Rounding::kDown:
      return false;
    case Rounding::kUp:
      return rest > 0;
    case Rounding::kHalfUp:
      return rest >= step - rest;
    case Rounding::kHalfEven:
      return rest > step - rest || (rest == step - rest && whole % 2 == 1);
  }
  return false;
}

}  // namespace

std::optional<std::int64_t> AsPayload(Int128 exact) {
  if (exact <= ACTA_MISSING || exact > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(exact);
}

std::optional<std::int64_t> Quotient(Int128 numerator, std::int64_t denominator, unsigned places,
                                     Rounding rounding) {
  if (denominator == 0) {
    return std::nullopt;
  }
  const bool negative = (numerator < 0) != (denominator < 0);
  const UInt128 size =
      numerator < 0 ? -static_cast<UInt128>(numerator) : static_cast<UInt128>(numerator);
  UInt128 unit = 1;
  for (unsigned i = 0; i < places; ++i) {
    unit *= 10;
  }
  // At most 2^63 * 10^18 < 2^123.
  const UInt128 step = unit * (denominator < 0 ? -static_cast<UInt128>(denominator)
                                               : static_cast<UInt128>(denominator));
  UInt128 whole = size / step;
  const UInt128 rest = size % step;
  if (rounding == Rounding::kExact && rest != 0) {
    return std::nullopt;
  }
  if (RoundsAway(whole, rest, step, rounding)) {
    ++whole;
  }
  // whole * unit <= size / |denominator| + unit < 2^127.
  const Int128 rounded = static_cast<Int128>(whole * unit);
  return AsPayload(negative ? -rounded : rounded);
}

}  // namespace acta::interpreter
