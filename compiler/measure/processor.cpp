#include "compiler/measure/processor.h"

namespace acta::measure {

std::string_view ProcessorLevel() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("x86-64-v4") != 0   ? "x86-64-v4 (AVX-512)"
         : __builtin_cpu_supports("x86-64-v3") != 0 ? "x86-64-v3 (AVX2)"
                                                    : "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "this architecture";
#endif
}

}  // namespace acta::measure
