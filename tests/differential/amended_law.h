// Random laws with random amendments, and the same laws as somebody would write them who amends by
// hand.
#pragma once

#include <cstdint>
#include <string>

namespace acta::differential {

struct AmendedLaw {
  std::string law;         // as it was
  std::string amendments;  // of different rules, so that none clashes with another; may be none
  std::string by_hand;     // the law with what the amendments say written into it
};

// The same for the same seed.
[[nodiscard]] AmendedLaw RandomAmendedLaw(std::uint64_t seed);

}  // namespace acta::differential
