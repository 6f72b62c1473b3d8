// Why a value is undetermined: a set of reasons, cheap to copy, since a value's reasons become
// those of whatever looks at it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <set>
#include <span>
#include <vector>

namespace acta::interpreter {

// One reason why a value is undetermined: the slot that the case leaves open, or a reason of the
// program's table.
struct Why {
  enum class Kind : std::uint8_t { kMissingSlot, kReason } kind = Kind::kReason;
  std::uint32_t index = 0;

  friend auto operator<=>(const Why&, const Why&) = default;
};

// Copies share their elements, which never change.
class Reasons {
 public:
  using value_type = Why;
  using const_iterator = std::span<const Why>::iterator;

  Reasons() = default;
  Reasons(std::initializer_list<Why> reasons);
  explicit Reasons(const std::set<Why>& reasons);

  [[nodiscard]] bool empty() const { return sorted_ == nullptr; }
  [[nodiscard]] std::size_t size() const { return Sorted().size(); }
  // In ascending order.
  [[nodiscard]] const_iterator begin() const { return Sorted().begin(); }
  [[nodiscard]] const_iterator end() const { return Sorted().end(); }

  void Add(const Reasons& others);

  friend bool operator==(const Reasons& a, const Reasons& b);
  friend std::strong_ordering operator<=>(const Reasons& a, const Reasons& b);

 private:
  [[nodiscard]] std::span<const Why> Sorted() const {
    return sorted_ == nullptr ? std::span<const Why>() : std::span<const Why>(*sorted_);
  }

  // Null, never empty.
  std::shared_ptr<const std::vector<Why>> sorted_;
};

}  // namespace acta::interpreter
