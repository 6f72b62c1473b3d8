#include "compiler/findings/findings.h"

#include <cmath>

namespace acta::findings {

double SamplingError(std::uint64_t count, std::uint64_t cases) {
  if (cases == 0) {
    return 1;
  }
  constexpr double kQuantile = 1.959963984540054;  // of the normal distribution, at 97.5 %
  const auto n = static_cast<double>(cases);
  const double share = static_cast<double>(count) / n;
  const double squared = kQuantile * kQuantile;
  return kQuantile / (1 + squared / n) * std::sqrt(share * (1 - share) / n + squared / (4 * n * n));
}

}  // namespace acta::findings
