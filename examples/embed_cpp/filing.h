// What a permit office has on file about one planned event, in the office's own terms; and how that
// is said in the terms of the act.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "acta/acta.hpp"
#include "assemblies.hpp"

namespace office {

// What only the akimat can judge. Nothing: it has not yet.
struct Judgements {
  std::optional<bool> unlawful_aim, other_unlawful_aim, threat, unreliable, nonconforming,
      change_warranted;
};

// A row of the register. What may be NULL in it is what the organiser may have left out.
struct Filing {
  std::string number;
  std::chrono::local_days registered;
  std::chrono::local_seconds starts, ends;  // civil time
  std::optional<std::int32_t> participants;
  std::optional<bool> moves, amplified;
  bool in_designated_place = true;
  std::vector<assemblies_Organiser> organisers;
  Judgements judged;
};

// The filing as a case of the act, asked on the day `today`. It refers to the filing, which must
// outlive it.
[[nodiscard]] acta::acts::assemblies::Case CaseOf(const Filing& filing,
                                                  std::chrono::local_days today);
acta::acts::assemblies::Case CaseOf(const Filing&& filing, std::chrono::local_days today) = delete;

}  // namespace office
