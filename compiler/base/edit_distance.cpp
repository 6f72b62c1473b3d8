#include "compiler/base/edit_distance.h"

#include <algorithm>
#include <vector>

#include "compiler/base/text.h"

namespace acta {

namespace {

// Names longer than this are compared as unlike: the time taken grows with the square.
constexpr std::size_t kLongestName = 200;

using Letters = std::vector<char32_t>;

// Damerau-Levenshtein in its "optimal string alignment" form, by rows.
std::size_t Distance(const Letters& from, const Letters& to) {
  std::vector<std::size_t> before_last(to.size() + 1);
  std::vector<std::size_t> last(to.size() + 1);
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
  }
  return row[to.size()];
}

}  // namespace

std::size_t EditDistance(std::string_view from, std::string_view to) {
  return Distance(CodePoints(from), CodePoints(to));
}

std::optional<std::string> ClosestName(std::string_view wanted,
                                       std::span<const std::string> candidates) {
  const Letters letters = CodePoints(wanted);
  if (letters.size() > kLongestName) {
    return std::nullopt;
  }
  std::size_t allowed = std::max<std::size_t>(1, letters.size() / 3);
  std::optional<std::string> closest;
  for (const std::string& candidate : candidates) {
    const Letters other = CodePoints(candidate);
    const auto [shorter, longer] = std::minmax({letters.size(), other.size()});
    if (longer - shorter > allowed) {
      continue;
    }
    const std::size_t distance = Distance(letters, other);
    if (distance > allowed || (closest && distance == allowed)) {
      continue;
    }
    closest = candidate;
    allowed = distance;
  }
  return closest;
}

}  // namespace acta
