// Span: a piece of a source text. Every node, every diagnostic and every explanation has one.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>

#include "compiler/base/typed_id.h"

namespace acta {

// A source text within a SourceMap.
using SourceId = Id<struct SourceTag>;

// The bytes [begin, end) of a source. A default-constructed span stands nowhere.
struct Span {
  SourceId source;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] constexpr bool valid() const { return source.valid(); }
  [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
  [[nodiscard]] constexpr bool empty() const { return begin == end; }
  [[nodiscard]] constexpr bool Contains(std::uint32_t offset) const {
    return begin <= offset && offset < end;
  }

  // By source, then by position.
  friend constexpr bool operator==(const Span&, const Span&) = default;
  friend constexpr std::strong_ordering operator<=>(const Span&, const Span&) = default;
};

// The least span that covers both. A span that stands nowhere adds nothing; of two sources, the
// first.
[[nodiscard]] constexpr Span Join(const Span& first, const Span& second) {
  if (!first.valid()) {
    return second;
  }
  if (first.source != second.source) {
    return first;
  }
  return {first.source, std::min(first.begin, second.begin), std::max(first.end, second.end)};
}

}  // namespace acta
