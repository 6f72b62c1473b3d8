#include "runtime/core/processor.h"

#include "acta/batch.h"

#if defined(__x86_64__)

#include <cpuid.h>

namespace acta::runtime {
namespace {

struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

// All zero for a leaf that the processor does not have.
Registers Cpuid(unsigned leaf) {
  Registers found;
  __cpuid(leaf & 0x80000000u, found.a, found.b, found.c, found.d);
  if (found.a < leaf) {
    return {};
  }
  __cpuid_count(leaf, 0, found.a, found.b, found.c, found.d);
  return found;
}

// The states of registers that the operating system saves when it switches between threads.
unsigned SavedStates() {
  unsigned low = 0;
  unsigned high = 0;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

constexpr bool HasAll(unsigned word, unsigned bits) {
  return (word & bits) == bits;
}

}  // namespace

std::uint32_t ProcessorLevel() {
  constexpr unsigned kSavesAvx = 0x06;
  constexpr unsigned kSavesAvx512 = 0xe6;
  const Registers basic = Cpuid(1);
  if (!HasAll(basic.c, bit_OSXSAVE | bit_AVX | bit_FMA | bit_F16C | bit_MOVBE | bit_POPCNT)) {
    return ACTA_LEVEL_BASE;
  }
  const unsigned saved = SavedStates();
  const Registers more = Cpuid(7);
  const Registers extended = Cpuid(0x80000001u);
  if (!HasAll(saved, kSavesAvx) || !HasAll(more.b, bit_AVX2 | bit_BMI | bit_BMI2) ||
      !HasAll(extended.c, bit_LZCNT)) {
    return ACTA_LEVEL_BASE;
  }
  constexpr unsigned kAvx512 =
      bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL;
  return HasAll(saved, kSavesAvx512) && HasAll(more.b, kAvx512) ? ACTA_LEVEL_X86_64_V4
                                                                : ACTA_LEVEL_X86_64_V3;
}

}  // namespace acta::runtime

#else

std::uint32_t acta::runtime::ProcessorLevel() {
  return ACTA_LEVEL_BASE;
}

#endif
