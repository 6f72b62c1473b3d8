// malloc and free, for hosts that have nothing better. The only file of the runtime that knows
// them.
#include <cstdlib>

#include "acta/acta.h"

namespace {

void* Allocate(void*, std::size_t size) {
  return std::malloc(size == 0 ? 1 : size);
}
void Release(void*, void* memory, std::size_t) {
  std::free(memory);
}

constexpr acta_allocator kDefault{nullptr, Allocate, Release};

}  // namespace

extern "C" const acta_allocator* acta_default_allocator(void) {
  return &kDefault;
}
