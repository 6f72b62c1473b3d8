// Memory from the host's allocator: arrays of plain values, and objects made in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "acta/acta.h"

namespace acta::runtime {

// A growing array of trivially copyable values. Whatever can fail for want of memory returns false
// and changes nothing.
template <class T>
class Array {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit Array(const acta_allocator& allocator) : allocator_(allocator) {}
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array() {
    if (data_ != nullptr) {
      allocator_.release(allocator_.context, data_, capacity_ * sizeof(T));
    }
  }

  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  T& operator[](std::size_t index) { return data_[index]; }
  const T& operator[](std::size_t index) const { return data_[index]; }
  [[nodiscard]] T* begin() { return data_; }
  [[nodiscard]] T* end() { return data_ + size_; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] T& back() { return data_[size_ - 1]; }

  void Clear() { size_ = 0; }
  // Forgets what lies at `size` and beyond.
  void Truncate(std::size_t size) { size_ = size < size_ ? size : size_; }

  [[nodiscard]] bool Reserve(std::size_t capacity) {
    if (capacity <= capacity_) {
      return true;
    }
    if (capacity > SIZE_MAX / sizeof(T)) {
      return false;
    }
    void* const memory = allocator_.allocate(allocator_.context, capacity * sizeof(T));
    if (memory == nullptr) {
      return false;
    }
    if (data_ != nullptr) {
      std::memcpy(memory, data_, size_ * sizeof(T));
      allocator_.release(allocator_.context, data_, capacity_ * sizeof(T));
    }
    data_ = static_cast<T*>(memory);
    capacity_ = capacity;
    return true;
  }

  // New elements hold `fill`.
  [[nodiscard]] bool Resize(std::size_t size, T fill) {
    if (size > capacity_ && !Reserve(size < capacity_ * 2 ? capacity_ * 2 : size)) {
      return false;
    }
    for (std::size_t i = size_; i < size; ++i) {
      data_[i] = fill;
    }
    size_ = size;
    return true;
  }

  // New elements hold anything: for who writes them all.
  [[nodiscard]] bool ResizeForOverwrite(std::size_t size) {
    if (size > capacity_ && !Reserve(size < capacity_ * 2 ? capacity_ * 2 : size)) {
      return false;
    }
    size_ = size;
    return true;
  }

  [[nodiscard]] bool Push(T value) {
    if (size_ == capacity_ && !Reserve(capacity_ == 0 ? 8 : capacity_ * 2)) {
      return false;
    }
    data_[size_++] = value;
    return true;
  }

  [[nodiscard]] bool Append(const T* values, std::size_t count) {
    if (count == 0) {
      return true;
    }
    const std::size_t needed = size_ + count;
    if (needed > capacity_ && !Reserve(needed < capacity_ * 2 ? capacity_ * 2 : needed)) {
      return false;
    }
    std::memcpy(data_ + size_, values, count * sizeof(T));
    size_ = needed;
    return true;
  }

  [[nodiscard]] bool Assign(const Array& other) {
    Clear();
    return Append(other.data_, other.size_);
  }

  void Swap(Array& other) {
    std::swap(allocator_, other.allocator_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }
  [[nodiscard]] const acta_allocator& allocator() const { return allocator_; }

 private:
  acta_allocator allocator_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// A set of small numbers that is emptied in no time.
class Marks {
 public:
  explicit Marks(const acta_allocator& allocator) : marked_(allocator) {}

  // Room for the numbers below `size`.
  [[nodiscard]] bool Reserve(std::size_t size) {
    return size <= marked_.size() || marked_.Resize(size, 0);
  }
  void Clear() {
    if (++now_ == 0) {
      for (std::uint32_t& mark : marked_) {
        mark = 0;
      }
      now_ = 1;
    }
  }
  // False when the number was there already. There must be room for it.
  bool Add(std::uint32_t number) {
    const bool is_new = marked_[number] != now_;
    marked_[number] = now_;
    return is_new;
  }
  [[nodiscard]] bool Has(std::uint32_t number) const { return marked_[number] == now_; }

 private:
  Array<std::uint32_t> marked_;  // when it was last added
  std::uint32_t now_ = 1;
};

// new and delete by the host's allocator; nullptr when it has no memory.
template <class T, class... Args>
[[nodiscard]] T* Create(const acta_allocator& allocator, Args&&... args) {
  void* const memory = allocator.allocate(allocator.context, sizeof(T));
  return memory == nullptr ? nullptr : new (memory) T(std::forward<Args>(args)...);
}
template <class T>
void Destroy(const acta_allocator& allocator, T* object) {
  if (object != nullptr) {
    object->~T();
    allocator.release(allocator.context, object, sizeof(T));
  }
}

// Fills the host's struct as far as the host knows it: its struct_size may be that of an older or
// newer header.
template <class Info>
[[nodiscard]] acta_status Deliver(Info info, Info* out) {
  if (out == nullptr || out->struct_size < 2 * sizeof(std::uint32_t)) {
    return ACTA_BAD_ARGUMENT;
  }
  const std::size_t size = out->struct_size < sizeof(Info) ? out->struct_size : sizeof(Info);
  info.struct_size = out->struct_size;
  std::memcpy(out, &info, size);
  return ACTA_OK;
}

// The host's struct as far as it knows it; zeros beyond.
template <class Options>
[[nodiscard]] Options AsFarAsKnown(const Options& given) {
  Options known{};
  const std::size_t size =
      given.struct_size < sizeof(Options) ? given.struct_size : sizeof(Options);
  std::memcpy(&known, &given, size);
  return known;
}

// The host's options, all zeros where it gives none. False when it gives less than the first
// version of them had, which ended in `last`: then it forgot to say how many it gives.
template <class Options, class Last>
[[nodiscard]] bool Accept(const Options* given, Last Options::* last, Options* out) {
  *out = {};
  if (given == nullptr) {
    return true;
  }
  const auto first_version = static_cast<std::size_t>(
      reinterpret_cast<const char*>(&(out->*last) + 1) - reinterpret_cast<const char*>(out));
  if (given->struct_size < first_version) {
    return false;
  }
  *out = AsFarAsKnown(*given);
  return true;
}

}  // namespace acta::runtime
