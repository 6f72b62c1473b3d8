// The catalogue of diagnostics: one type for each row of catalogue.def.
#pragma once

#include <span>
#include <string_view>

#include "compiler/diagnostics/diagnostic.h"

namespace acta {

// What a row says, for those who read the catalogue as data.
struct CatalogueRow {
  std::string_view code;
  Severity severity;
  std::string_view name;
  std::string_view pattern;
};

// All rows, in the order of catalogue.def.
[[nodiscard]] std::span<const CatalogueRow> Catalogue();

// struct UnknownName { code = "A2001"; severity = Severity::kError; pattern = "unknown name `{}`";
// };
namespace diag {

#define DIAGNOSTIC(CODE, SEVERITY, NAME, PATTERN)            \
  struct NAME {                                              \
    static constexpr std::string_view code = #CODE;          \
    static constexpr Severity severity = Severity::SEVERITY; \
    static constexpr std::string_view pattern = PATTERN;     \
  };
#include "compiler/diagnostics/catalogue.def"
#undef DIAGNOSTIC

}  // namespace diag

}  // namespace acta
