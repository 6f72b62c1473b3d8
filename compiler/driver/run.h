// acta run: the answers to each case, under each alternative of the readings that are left open.
#pragma once

#include "compiler/driver/cases.h"

namespace acta {

struct RunOptions {
  CaseOptions cases;
  bool explain = false;
};

[[nodiscard]] Exit Run(const RunOptions& options);

}  // namespace acta
