// Diagnostic: what the drafter of a law, or of a case, is told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/span.h"

namespace acta {

enum class Severity { kError, kWarning, kNote };

// "error", "warning" or "note".
[[nodiscard]] std::string_view NameOf(Severity severity);

// A further place that matters, and why.
struct Label {
  Span span;
  std::string text;

  friend bool operator==(const Label&, const Label&) = default;
};

// One finding: a stable code, a sentence, the place it is about, further places, at most one way
// out.
struct Diagnostic {
  // "A2001"; see the catalogue.
  std::string_view code;
  Severity severity = Severity::kError;
  std::string message;
  Span span;
  std::vector<Label> labels;
  std::optional<std::string> help;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

}  // namespace acta
