// acta test: the scenarios of acts, held against what the acts answer, and how much of the law they reach.
#pragma once

#include <string>
#include <vector>

#include "compiler/driver/cases.h"

namespace acta {

struct TestOptions {
  std::vector<std::string> paths;
  CommonOptions common;
  EngineKind engine = EngineKind::kNative;
  bool json = false;
  bool coverage = true;
};

// Runs the scenarios of each act under `paths`. kLawOrCase when one fails or an act has errors.
[[nodiscard]] Exit Test(const TestOptions& options);

}  // namespace acta
