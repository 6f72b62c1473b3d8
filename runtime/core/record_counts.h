// How many records of a trace each part of an act writes. Where a part stands in a trace follows
// from it, without reading what stands before.
#pragma once

#include <cstdint>

#include "runtime/core/descriptor.h"
#include "runtime/core/memory.h"

namespace acta::runtime {

// The exceptions that are tied to single clauses, in their order.
struct TiedExceptions {
  explicit TiedExceptions(const acta_allocator& allocator)
      : first_of_clause(allocator), next_of_group(allocator) {}

  Array<std::uint32_t> first_of_clause;  // a group, or ACTA_NONE
  Array<std::uint32_t> next_of_group;    // likewise: the next one of the same clause
};

class RecordCounts {
 public:
  // As many as the case has elements: a fold, and what contains one.
  static constexpr std::uint32_t kVaries = 0x7FFFFFFFU;
  // Nobody walks down so far; the parser refuses deeper expressions long before.
  static constexpr std::uint32_t kTooDeep = kVaries - 1;
  // Every number below it is a count.
  static constexpr std::uint32_t kLeastMark = 0x40000000U;

  explicit RecordCounts(const acta_allocator& allocator) : parts_(allocator) {}

  // Once. ACTA_BAD_DESCRIPTOR: a part contains itself.
  [[nodiscard]] acta_status Count(const Descriptor& d, const TiedExceptions& tied);

  // The records of a part and of all that it contains: for parts of rules, by their index and the
  // kind of their last record.
  template <std::uint32_t kTag>
  [[nodiscard]] std::uint32_t Of(std::uint32_t index) const {
    return parts_[first_of_kind_[kTag >> kKindShift] + index] & kVaries;
  }
  // Whether the node, or one that it contains, rests on anything but facts: on a provision, a rule,
  // a reading, a parameter.
  [[nodiscard]] bool RestsOnMore(std::uint32_t node) const { return (parts_[node] & kMore) != 0; }

 private:
  friend class RecordCounter;
  static constexpr std::uint32_t kKindShift = 29;
  static constexpr std::uint32_t kMore = 0x80000000U;

  Array<std::uint32_t> parts_;  // counts, with kMore
  std::size_t first_of_kind_[5] = {};
};

}  // namespace acta::runtime
