// The plan of an act's batch evaluators, held against its descriptor.
#pragma once

#include <string_view>

#include "acta/batch.h"
#include "runtime/core/descriptor.h"

namespace acta::runtime {

// What is wrong with a plan for the act; empty when it fits.
[[nodiscard]] std::string_view FaultIn(const acta_batch_plan& plan, const Descriptor& d);

// Whether plan and code of `compiled` fit together and fit the act: nothing in them then leads
// outside the columns, masks and scratch that the plan itself sizes. An act may have neither.
// `problem` says what is wrong.
[[nodiscard]] bool CheckPlan(const acta_compiled_act& compiled, const Descriptor& d,
                             std::string_view* problem);

}  // namespace acta::runtime
