// What hostile hosts are made of: bytes of a fuzzer as numbers, names and indices, memory that runs
// out, structs of other versions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "acta/acta.h"

namespace acta::fuzz {

// A claim that a run is about; the fuzzer keeps what breaks it.
inline void Require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// What the calls are made of. Zeros when there is no more.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  std::uint8_t Byte() { return rest_.empty() ? 0 : static_cast<std::uint8_t>(Take(1)[0]); }
  bool Rarely() { return Byte() >= 250; }
  std::uint32_t Index() {
    const std::uint8_t byte = Byte();
    return byte < 64    ? byte
           : byte < 128 ? ACTA_SUBJECT_RULE | byte % 16U
                        : UINT32_MAX - (byte - 128U);
  }
  std::int64_t Number() {
    static constexpr std::int64_t kFar[] = {ACTA_MISSING, ACTA_ABSENT, INT64_MIN, INT64_MAX,
                                            -1,           INT32_MIN,   INT32_MAX, UINT32_MAX,
                                            18'715,       86'400};
    const std::uint8_t byte = Byte();
    if (byte >= 240) {
      std::uint64_t number = 0;
      for (const char c : Take(8)) {
        number = number << 8 | static_cast<std::uint8_t>(c);
      }
      return static_cast<std::int64_t>(number);
    }
    return byte >= 200 ? kFar[byte % std::size(kFar)] : byte - 8;
  }
  int Int() { return static_cast<int>(Number()); }
  std::string_view Bytes() { return Take(Byte()); }
  // A name that the act knows, one made of such, or any bytes; now and then none at all.
  template <std::size_t N>
  std::optional<std::string> Name(const char* const (&known)[N]) {
    const std::uint8_t byte = Byte();
    if (byte == 255) {
      return std::nullopt;
    }
    if (byte >= 240) {
      return std::string(Bytes());
    }
    std::string name = known[byte % N];
    if (byte >= 200) {
      name += kJoints[Byte() % std::size(kJoints)];
      name += known[Byte() % N];
    }
    return name;
  }

 private:
  static constexpr const char* kJoints[] = {".", "[0].", "[1]", "[", "]", "[99999999999999999999].",
                                            ""};

  std::string_view Take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

inline const char* Chars(const std::optional<std::string>& name) {
  return name ? name->c_str() : nullptr;
}

// The host's memory, which may run out.
struct Purse {
  std::uint32_t allocations_left = UINT32_MAX;
  std::size_t lent = 0;

  [[nodiscard]] bool is_full() const { return allocations_left == UINT32_MAX; }
  acta_allocator Allocator() {
    return {this,
            [](void* context, std::size_t size) -> void* {
              auto& purse = *static_cast<Purse*>(context);
              if (purse.allocations_left == 0) {
                return nullptr;
              }
              purse.allocations_left -= purse.is_full() ? 0 : 1;
              purse.lent += size;
              return std::malloc(size);
            },
            [](void* context, void* memory, std::size_t size) {
              static_cast<Purse*>(context)->lent -= memory == nullptr ? 0 : size;
              std::free(memory);
            }};
  }
};

// A struct as a host of another version has it: exactly as large as it says.
template <class T, class Call>
void OfAnySize(Input& input, Call call) {
  static constexpr std::size_t kSizes[] = {4,         8,         16,        sizeof(T) - 8,
                                           sizeof(T), sizeof(T), sizeof(T), sizeof(T) + 40};
  const std::size_t size = kSizes[input.Byte() % std::size(kSizes)];
  const std::unique_ptr<std::byte[]> memory(new std::byte[size]());
  auto* const value = reinterpret_cast<T*>(memory.get());
  value->struct_size = static_cast<std::uint32_t>(size);
  call(value);
}

}  // namespace acta::fuzz
