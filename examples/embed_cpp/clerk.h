// One who looks at filings, one after the other, on a thread of its own: the workspaces are a
// clerk's, the act is everybody's.
#pragma once

#include "desk.h"

namespace office {

class Clerk {
 public:
  // The act must outlive the clerk.
  Clerk(const acta::Act& act, std::chrono::local_days today);
  [[nodiscard]] Finding LookAt(const Filing& filing);

 private:
  [[nodiscard]] Refused WhatIsWrongWith(const acta::acts::assemblies::Case& facts);
  // Asks the generic door; what follows is about the case that was asked last.
  void AskWhy(const acta::acts::assemblies::Case& facts);
  [[nodiscard]] std::vector<std::string> ProvisionsOf(std::uint32_t answer);
  [[nodiscard]] Open WhatIsOpen();
  [[nodiscard]] std::string InWords(const acta_reason& reason) const;

  const acta::Act& act_;
  const std::chrono::local_days today_;
  const std::uint32_t may_it_be_held_, must_it_be_refused_;
  // The struct door: most filings need no other, and it allocates nothing.
  acta::acts::assemblies::Evaluator evaluator_;
  // The generic door, for what no struct holds: reasons and provisions.
  acta::Case facts_;
  acta::Outcome outcome_;
};

}  // namespace office
