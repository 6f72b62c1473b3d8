// The machines that objects are made for: x86-64 and AArch64, in ELF.
#pragma once

#include <string>

#include "compiler/base/result.h"

namespace acta {

// As LLVM names it.
struct Target {
  std::string triple;
  std::string cpu;
  // The triple without its vendor, as folders of libraries are called: "aarch64-linux-gnu".
  std::string tuple;
};

// An empty triple is the machine we run on; an empty cpu is any processor of the architecture, the
// oldest too. Fails with a sentence for the user when there is no such machine, or none that
// objects can be made for.
[[nodiscard]] Result<Target> FindTarget(const std::string& triple, const std::string& cpu);

}  // namespace acta
