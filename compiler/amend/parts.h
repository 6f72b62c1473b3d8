// A declaration that is replaced part by part: what both say stays, and may be so on all days.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "compiler/amend/text.h"
#include "compiler/base/result.h"
#include "compiler/base/span.h"

namespace acta::amend {

// The parts of a declaration of `text`, and those that are to stand in their place.
struct Parts {
  const Text& text;
  std::size_t first;  // behind it the parts begin
  std::vector<Span> old;
  std::vector<Text> made;
  // Whether a part is another version of an old one, by their numbers.
  std::function<bool(std::size_t old, std::size_t made)> is_version;
  // What stands in the place of an old part: this, or nothing, from the day of the amendment.
  std::function<Result<Text>(std::size_t old, const Text& made)> in_place_of;
  // What is said of a part that is put in.
  std::function<Result<Text>(std::size_t made)> begun;
};

[[nodiscard]] Result<std::vector<Edit>> PartByPart(const Parts& parts);

}  // namespace acta::amend
