// ACTA_CHECK: what we promised ourselves. A check that fails is our bug, never the drafter's.
#pragma once

#include <string_view>

namespace acta::internal {

// Prints where which promise was broken, and leaves the process with status 3.
// Under a fuzzer it aborts instead, so that the input which led here is kept.
[[noreturn]] void CheckFailed(const char* file, int line, const char* condition,
                              std::string_view promise);

}  // namespace acta::internal

// Always on: `ACTA_CHECK(rule.value.valid(), "plan/ promises a value for every rule");`
#define ACTA_CHECK(condition, promise)                                          \
  do {                                                                          \
    if (!(condition)) [[unlikely]] {                                            \
      ::acta::internal::CheckFailed(__FILE__, __LINE__, #condition, (promise)); \
    }                                                                           \
  } while (false)
