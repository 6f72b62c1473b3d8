// Finding positions by what stands there: a hash table that keeps hashes and positions only. What
// is compared stays with the caller.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "acta/descriptor.h"
#include "runtime/core/memory.h"

namespace acta::runtime {

// Depends on every bit of `state` and `word`.
[[nodiscard]] inline std::uint64_t Mix(std::uint64_t state, std::uint64_t word) {
  __extension__ using Wide = unsigned __int128;
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  const Wide product = Wide{state ^ word} * (kOdd ^ (state >> 32));
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

template <std::size_t kBytes>
[[nodiscard]] inline std::uint64_t Word(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, kBytes);
  return word;
}

// Who keeps what strangers send takes an address as seed: they cannot choose texts that all fall
// into one place.
[[nodiscard]] inline std::uint32_t HashOf(std::string_view text, std::uint64_t seed) {
  const char* const data = text.data();
  const std::size_t size = text.size();
  std::uint64_t hash = Mix(seed, size);
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) {
      hash = Mix(hash, Word<8>(data + at));
    }
    hash = Mix(hash, Word<8>(data + size - 8));
  } else if (size >= 4) {
    hash = Mix(hash, Word<4>(data) << 32 | Word<4>(data + size - 4));
  } else if (size > 0) {
    hash =
        Mix(hash, Word<1>(data) << 16 | Word<1>(data + size / 2) << 8 | Word<1>(data + size - 1));
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

template <std::size_t kBytes>
[[nodiscard]] inline bool AgreeAt(std::string_view a, std::string_view b, std::size_t at) {
  return Word<kBytes>(a.data() + at) == Word<kBytes>(b.data() + at);
}

// Names are short: comparing them here costs less than a call. What words do not fill is looked at
// in a last one that begins among what was compared already.
[[nodiscard]] inline bool IsSameName(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) {
    return false;
  }
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) {
      if (!AgreeAt<8>(a, b, at)) {
        return false;
      }
    }
    return AgreeAt<8>(a, b, size - 8);
  }
  if (size >= 4) {
    return AgreeAt<4>(a, b, 0) && AgreeAt<4>(a, b, size - 4);
  }
  for (std::size_t at = 0; at < size; ++at) {
    if (a[at] != b[at]) {
      return false;
    }
  }
  return true;
}

class HashIndex {
 public:
  explicit HashIndex(const acta_allocator& allocator) : places_(allocator) {}

  [[nodiscard]] std::uint32_t size() const { return size_; }

  // Keeps the memory.
  void Clear() {
    if (size_ != 0) {
      std::memset(places_.data(), 0, places_.size() * sizeof(Place));
      size_ = 0;
    }
  }

  // The position that was added under `hash` and for which is_it(position) holds, or ACTA_NONE.
  template <class IsIt>
  [[nodiscard]] std::uint32_t Find(std::uint32_t hash, IsIt is_it) const {
    if (size_ == 0) {
      return ACTA_NONE;
    }
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = hash & mask; places_[at].count != 0; at = (at + 1) & mask) {
      const std::uint32_t position = places_[at].count - 1;
      if (places_[at].hash == hash && is_it(position)) {
        return position;
      }
    }
    return ACTA_NONE;
  }

  // False, and nothing changed, for want of memory.
  [[nodiscard]] bool Add(std::uint32_t hash, std::uint32_t position) {
    if (std::size_t{size_} * 2 >= places_.size() && !Reserve(std::size_t{size_} + 1)) {
      return false;
    }
    Put({hash, position + 1});
    ++size_;
    return true;
  }

  // Room for `count` positions.
  [[nodiscard]] bool Reserve(std::size_t count) {
    std::size_t capacity = 16;
    while (capacity < count * 2) {
      capacity *= 2;
    }
    if (capacity <= places_.size()) {
      return true;
    }
    Array<Place> places(places_.allocator());
    if (!places.Resize(capacity, {0, 0})) {
      return false;
    }
    places.Swap(places_);
    for (const Place& place : places) {
      if (place.count != 0) {
        Put(place);
      }
    }
    return true;
  }

 private:
  struct Place {
    std::uint32_t hash;
    std::uint32_t count;  // the position, counted from 1; 0: free
  };

  void Put(Place place) {
    const std::size_t mask = places_.size() - 1;
    std::size_t at = place.hash & mask;
    while (places_[at].count != 0) {
      at = (at + 1) & mask;
    }
    places_[at] = place;
  }

  Array<Place> places_;
  std::uint32_t size_ = 0;
};

}  // namespace acta::runtime
