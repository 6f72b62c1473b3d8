#include "compiler/diagnostics/reporter.h"

#include <algorithm>
#include <tuple>

#include "compiler/diagnostics/catalogue.h"

namespace acta {

DiagnosticBuilder& DiagnosticBuilder::Label(const Span& span, std::string text) {
  if (diagnostic_ != nullptr) {
    diagnostic_->labels.push_back({span, std::move(text)});
  }
  return *this;
}

DiagnosticBuilder& DiagnosticBuilder::Help(std::string text) {
  if (diagnostic_ != nullptr) {
    diagnostic_->help = std::move(text);
  }
  return *this;
}

DiagnosticBuilder Reporter::Add(std::string_view code, Severity severity, const Span& span,
                                std::string message) {
  const std::size_t count = ++counts_[static_cast<std::size_t>(severity)];
  if (count == kMost + 1) {
    using diag::TooManyFindings;
    diagnostics_.push_back(
        {.code = TooManyFindings::code,
         .severity = TooManyFindings::severity,
         .message = fmt::format(TooManyFindings::pattern, NameOf(severity), kMost)});
  }
  if (count > kMost) {
    return DiagnosticBuilder(nullptr);
  }
  diagnostics_.push_back(
      {.code = code, .severity = severity, .message = std::move(message), .span = span});
  return DiagnosticBuilder(&diagnostics_.back());
}

void Reporter::Take(Reporter other) {
  for (Diagnostic& diagnostic : other.diagnostics_) {
    diagnostics_.push_back(std::move(diagnostic));
  }
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    counts_[i] += other.counts_[i];
  }
}

void Reporter::Relocate(const std::function<Span(const Span&)>& move) {
  for (Diagnostic& diagnostic : diagnostics_) {
    diagnostic.span = move(diagnostic.span);
    for (auto& label : diagnostic.labels) {
      label.span = move(label.span);
    }
  }
}

void Reporter::Revise(const std::function<void(Diagnostic&)>& change) {
  std::ranges::for_each(diagnostics_, change);
}

std::vector<Diagnostic> Sorted(std::vector<Diagnostic> diagnostics) {
  const auto key = [](const Diagnostic& diagnostic) {
    const bool is_last_word = diagnostic.code == diag::TooManyFindings::code;
    return std::tuple(is_last_word, diagnostic.span.valid(), diagnostic.span, diagnostic.code);
  };
  std::ranges::stable_sort(diagnostics, {}, key);
  const auto repeated = std::ranges::unique(diagnostics);
  diagnostics.erase(repeated.begin(), repeated.end());
  return diagnostics;
}

}  // namespace acta
