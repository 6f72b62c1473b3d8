#include "compiler/measure/memory.h"

#include <cstring>
#include <fstream>
#include <string>
#include <utility>

#include <sys/mman.h>

#include "compiler/base/check.h"

namespace acta::measure {

namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;

}  // namespace

Memory::Memory(std::size_t size) : size_((size + kLargePage - 1) / kLargePage * kLargePage) {
  void* pages = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ACTA_CHECK(pages != MAP_FAILED, "there is memory for what is to be measured");
  // Only a wish: without large pages the figures are lower, not wrong.
  madvise(pages, size_, MADV_HUGEPAGE);
  std::memset(pages, 0, size_);
  data_ = static_cast<std::byte*>(pages);
}

Memory::Memory(Memory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {
}

Memory& Memory::operator=(Memory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Memory::~Memory() {
  if (data_ != nullptr) {
    munmap(data_, size_);
  }
}

std::size_t PeakBytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (std::size_t kibibytes = 0; word == "VmHWM:" && status >> kibibytes) {
      return kibibytes * 1024;
    }
  }
  return 0;
}

void ForgetPeak() {
  std::ofstream("/proc/self/clear_refs") << 5;
}

}  // namespace acta::measure
