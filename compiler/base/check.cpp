#include "compiler/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace acta::internal {

void CheckFailed(const char* file, int line, const char* condition, std::string_view promise) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s:%d: internal error: %.*s\n  does not hold: %s\n", file, line,
               static_cast<int>(promise.size()), promise.data(), condition);
  std::fflush(stderr);
#ifdef ACTA_FUZZING
  std::abort();
#else
  constexpr int kOurBug = 3;
  std::_Exit(kOurBug);
#endif
}

}  // namespace acta::internal
