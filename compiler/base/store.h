// Store<IdT, T>: the table that owns things and hands out their ids.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <ranges>
#include <utility>
#include <vector>

#include "compiler/base/check.h"

namespace acta {

// A vector indexed by its own kind of id. References stay good until the next Add.
template <class IdT, class T>
class Store {
 public:
  using value_type = T;

  // Takes `item` in and returns the id under which it is found again.
  IdT Add(T item) {
    ACTA_CHECK(items_.size() < std::numeric_limits<std::uint32_t>::max(), "an id has 32 bits");
    items_.push_back(std::move(item));
    return IdT(static_cast<std::uint32_t>(items_.size() - 1));
  }

  [[nodiscard]] const T& operator[](IdT id) const {
    ACTA_CHECK(Contains(id), "an id is used only with the store that gave it out");
    return items_[id.value];
  }
  [[nodiscard]] T& operator[](IdT id) {
    ACTA_CHECK(Contains(id), "an id is used only with the store that gave it out");
    return items_[id.value];
  }

  [[nodiscard]] bool Contains(IdT id) const { return id.value < items_.size(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  void Reserve(std::size_t count) { items_.reserve(count); }
  // Takes away what was added when there were `count` already.
  void Truncate(std::size_t count) {
    ACTA_CHECK(count <= size(), "a store is cut to what it had");
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(count), items_.end());
  }

  // All ids in the order of their making: `for (const RuleId id : rules.Ids())`.
  [[nodiscard]] auto Ids() const {
    return std::views::iota(std::uint32_t{0}, static_cast<std::uint32_t>(items_.size())) |
           std::views::transform([](std::uint32_t position) { return IdT(position); });
  }

  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }
  [[nodiscard]] auto begin() { return items_.begin(); }
  [[nodiscard]] auto end() { return items_.end(); }

  friend bool operator==(const Store&, const Store&) = default;

 private:
  std::vector<T> items_;
};

}  // namespace acta
