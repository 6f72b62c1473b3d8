// Reporter: where a stage leaves what it found, and goes on.
//
// Stages that report include this and compiler/diagnostics/catalogue.h:
//
//   reporter.Report<diag::UnknownName>(span, name)
//       .Label(first.span, "a name much like it is declared here")
//       .Help(fmt::format("did you mean `{}`?", best));
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/diagnostics/diagnostic.h"

namespace acta {

class Reporter;

// Adds to a diagnostic that was just reported. Good until the end of the statement that reported
// it.
class DiagnosticBuilder {
 public:
  // Points at a further place that matters.
  DiagnosticBuilder& Label(const Span& span, std::string text);

  // Offers one way out.
  DiagnosticBuilder& Help(std::string text);

 private:
  friend class Reporter;

  // `diagnostic` is null when the report was left out.
  explicit DiagnosticBuilder(Diagnostic* diagnostic) : diagnostic_(diagnostic) {}

  Diagnostic* diagnostic_;
};

// Collects diagnostics in the order in which they are found. Of each severity the first `kMost` are
// kept: a hostile file costs a few screenfuls, not a gigabyte, and warnings never crowd out an
// error.
class Reporter {
 public:
  static constexpr std::size_t kMost = 200;

  // Reports the diagnostic `T` of the catalogue about `span`; `args` fill its sentence.
  template <class T, class... Args>
  DiagnosticBuilder Report(const Span& span, Args&&... args) {
    return Add(T::code, T::severity, span, fmt::format(T::pattern, std::forward<Args>(args)...));
  }

  [[nodiscard]] bool HasErrors() const { return error_count() > 0; }

  // How many errors were reported, those left out included.
  [[nodiscard]] std::size_t error_count() const { return CountOf(Severity::kError); }

  // All that `other` found, after what is here.
  void Take(Reporter other);

  // Moves every place: what was found in a text that was made belongs where that was written.
  void Relocate(const std::function<Span(const Span&)>& move);

  // Changes what was found; the severity must stay.
  void Revise(const std::function<void(Diagnostic&)>& change);

  // In the order of reporting; where some were left out, a TooManyFindings says so.
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  DiagnosticBuilder Add(std::string_view code, Severity severity, const Span& span,
                        std::string message);

  [[nodiscard]] std::size_t CountOf(Severity severity) const {
    return counts_[static_cast<std::size_t>(severity)];
  }

  std::vector<Diagnostic> diagnostics_;
  // How many were reported of each severity.
  std::array<std::size_t, 3> counts_{};
};

// The diagnostics by source and position, equal ones once; those without a place come first and the
// word that some were left out comes last. The order of reporting decides nothing but ties.
[[nodiscard]] std::vector<Diagnostic> Sorted(std::vector<Diagnostic> diagnostics);

}  // namespace acta
