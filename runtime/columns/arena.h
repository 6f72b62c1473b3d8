// Memory for one block of cases, taken piece by piece and given back all at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "acta/acta.h"

namespace acta::runtime::columns {

inline constexpr std::size_t kAlignment = 64;

constexpr std::size_t RoundUp(std::size_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

// Bytes at a multiple of 64. Growing forgets what they held.
class AlignedBytes {
 public:
  explicit AlignedBytes(const acta_allocator& allocator) : allocator_(allocator) {}
  AlignedBytes(const AlignedBytes&) = delete;
  AlignedBytes& operator=(const AlignedBytes&) = delete;
  ~AlignedBytes() { Free(); }

  // False for want of memory: then there are none.
  [[nodiscard]] bool Reserve(std::size_t size) {
    if (size <= size_) {
      return true;
    }
    Free();
    if (size > SIZE_MAX - kAlignment) {
      return false;
    }
    memory_ = allocator_.allocate(allocator_.context, size + kAlignment);
    if (memory_ == nullptr) {
      return false;
    }
    size_ = size;
    data_ = static_cast<std::uint8_t*>(memory_) +
            (kAlignment - reinterpret_cast<std::uintptr_t>(memory_) % kAlignment) % kAlignment;
    return true;
  }
  void Free() {
    if (memory_ != nullptr) {
      allocator_.release(allocator_.context, memory_, size_ + kAlignment);
    }
    memory_ = nullptr;
    data_ = nullptr;
    size_ = 0;
  }
  [[nodiscard]] std::uint8_t* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  acta_allocator allocator_;
  void* memory_ = nullptr;
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// Pieces stay where they are until Clear. What did not fit into the first chunk makes the next
// first chunk larger: after a few blocks there is one, and nothing is allocated any more.
class Arena {
 public:
  explicit Arena(const acta_allocator& allocator)
      : chunks_{AlignedBytes(allocator), AlignedBytes(allocator), AlignedBytes(allocator),
                AlignedBytes(allocator), AlignedBytes(allocator), AlignedBytes(allocator),
                AlignedBytes(allocator), AlignedBytes(allocator)} {}

  // For `count` values at a multiple of 64; null for want of memory. They hold anything.
  template <class T>
  [[nodiscard]] T* Take(std::size_t count) {
    return count > SIZE_MAX / 2 / sizeof(T) ? nullptr
                                            : reinterpret_cast<T*>(TakeBytes(count * sizeof(T)));
  }

  [[nodiscard]] bool Clear() {
    std::size_t taken = 0;
    for (std::size_t i = 0; i <= current_; ++i) {
      taken += chunks_[i].size();
    }
    used_ = 0;
    if (current_ == 0) {
      return true;
    }
    for (std::size_t i = 0; i <= current_; ++i) {
      chunks_[i].Free();
    }
    current_ = 0;
    return chunks_[0].Reserve(taken);
  }

 private:
  static constexpr std::size_t kChunks = 8;
  static constexpr std::size_t kFirst = std::size_t{64} << 10;

  std::uint8_t* TakeBytes(std::size_t size) {
    size = RoundUp(size == 0 ? 1 : size);
    if (size > chunks_[current_].size() - used_) {
      const bool is_fresh = chunks_[current_].size() == 0;
      if (!is_fresh && current_ + 1 == kChunks) {
        return nullptr;
      }
      // Eight chunks, each eight times the one before, hold whatever a machine holds.
      std::size_t room = is_fresh ? kFirst : chunks_[current_].size() * 8;
      room = room > size ? room : size;
      if (!is_fresh) {
        ++current_;
      }
      used_ = 0;
      if (!chunks_[current_].Reserve(room)) {
        return nullptr;
      }
    }
    std::uint8_t* const piece = chunks_[current_].data() + used_;
    used_ += size;
    return piece;
  }

  AlignedBytes chunks_[kChunks];
  std::size_t current_ = 0;
  std::size_t used_ = 0;
};

}  // namespace acta::runtime::columns
