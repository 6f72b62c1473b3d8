// How much work machine code is worth.
#pragma once

namespace acta {

enum class OptimisationLevel {
  kFast,     // compiles in the least time
  kDefault,  // good code for what is usual, quickly made code for what is not, and for enormous
             // acts
  kMost,     // LLVM's -O2 in each function; in objects, in those that usual cases run through
};

}  // namespace acta
