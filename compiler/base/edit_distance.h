// "Did you mean": the name that somebody probably wanted to write.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace acta {

// How many single steps (a letter more, less, other, or two neighbours swapped) lead from one to
// the other.
[[nodiscard]] std::size_t EditDistance(std::string_view from, std::string_view to);

// The candidate nearest to `wanted`, if one is near enough to be a slip: at most one step for every
// three letters, at least one. Of equally near ones, the first.
[[nodiscard]] std::optional<std::string> ClosestName(std::string_view wanted,
                                                     std::span<const std::string> candidates);

}  // namespace acta
