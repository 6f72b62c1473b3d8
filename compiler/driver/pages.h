// The pages of docs/diagnostics, built into the executable.
#pragma once

#include <span>
#include <string_view>

namespace acta {

struct CodePage {
  std::string_view code;      // "A2007"
  std::string_view markdown;  // the page
};

// All pages, sorted by code.
[[nodiscard]] std::span<const CodePage> CodePages();

}  // namespace acta
