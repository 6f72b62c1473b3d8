// Id<Tag>: a small index that only fits the table it was made for.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace acta {

// A position in the Store of things of one sort. Default-constructed it is invalid:
//
//   using RuleId = Id<struct RuleTag>;
template <class Tag>
struct Id {
  // The id that names nothing.
  static const Id kInvalid;

  std::uint32_t value = std::numeric_limits<std::uint32_t>::max();

  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t position) : value(position) {}

  [[nodiscard]] constexpr bool valid() const { return *this != Id(); }
  [[nodiscard]] constexpr std::size_t index() const { return value; }

  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr std::strong_ordering operator<=>(Id, Id) = default;
};

template <class Tag>
inline constexpr Id<Tag> Id<Tag>::kInvalid{};

}  // namespace acta

template <class Tag>
struct std::hash<acta::Id<Tag>> {
  std::size_t operator()(acta::Id<Tag> id) const noexcept {
    return std::hash<std::uint32_t>{}(id.value);
  }
};
