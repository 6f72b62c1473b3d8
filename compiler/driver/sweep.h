// acta simulate --sweep: the act with one of its numbers turned.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/base/result.h"
#include "compiler/driver/contest.h"
#include "compiler/driver/session.h"
#include "compiler/driver/simulate.h"
#include "compiler/findings/findings.h"

namespace acta {

struct SweepRange {
  std::string target;  // a rule, a clause of one, or a parameter
  std::int64_t first = 0, last = 0;
};

// Of "notification_period=3..15"; nothing for what is not so written, or of more than 200 numbers.
[[nodiscard]] std::optional<SweepRange> RangeOf(const std::string& text);

// The act, as `base` has it, with each number of the range, and in `sweep` what is turned. What is
// wrong is printed.
[[nodiscard]] tl::expected<Contest, Exit> ForSweep(const SimulateOptions& options,
                                                   const Session& base, const SweepRange& range,
                                                   findings::Sweep& sweep);

// Into `sweep`: of each law of it how often it gives each outcome.
void TakeCurves(const findings::Findings& found, const SweepRange& range, findings::Sweep& sweep);

}  // namespace acta
