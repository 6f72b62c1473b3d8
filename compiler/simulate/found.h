// What was counted, put in words: the comparisons of the findings. Private to compiler/simulate.
#pragma once

#include <vector>

#include "compiler/findings/findings.h"
#include "compiler/simulate/counts.h"
#include "compiler/simulate/setting.h"

namespace acta::simulate {

// By pairing. The examples are shrunk and explained by the laws of the setting.
[[nodiscard]] std::vector<findings::Comparison> ComparisonsOf(const Setting& setting,
                                                              const Counts& counts);

}  // namespace acta::simulate
