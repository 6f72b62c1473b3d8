#include "compiler/syntax/normal.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/base/text.h"

namespace acta::syntax {

std::string Normal(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return std::string(text);
  }
  std::optional<std::string> normal = NormalizeNfc(text);
  ACTA_CHECK(normal.has_value(), "the text was checked to be UTF-8 when it was read");
  return *std::move(normal);
}

}  // namespace acta::syntax
