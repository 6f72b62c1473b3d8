// Memory to measure on: aligned, in large pages where the system has them, and there before the
// clock runs.
#pragma once

#include <cstddef>
#include <span>

namespace acta::measure {

// Zeroed bytes; every page has been written to. Leaves the process when there is no memory.
class Memory {
 public:
  Memory() = default;
  explicit Memory(std::size_t size);
  Memory(Memory&& other) noexcept;
  Memory& operator=(Memory&& other) noexcept;
  ~Memory();

  [[nodiscard]] std::byte* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

// The most memory that this process has had at once since the last call of ForgetPeak, in bytes;
// since it began where the system cannot forget.
[[nodiscard]] std::size_t PeakBytes();
void ForgetPeak();

// The same bytes as an array. `count` of them fit, as the caller has seen to.
template <class T>
[[nodiscard]] std::span<T> ArrayIn(const Memory& memory, std::size_t count) {
  return {reinterpret_cast<T*>(memory.data()), count};
}

}  // namespace acta::measure
