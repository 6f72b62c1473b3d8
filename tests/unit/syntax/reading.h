// Reads small texts for the tests of this folder.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/print.h"

namespace acta {

// A text, read, and what was said about it.
struct Reading {
  SourceMap sources;
  Reporter reporter;
  ast::Document document;

  [[nodiscard]] std::vector<std::string> Codes() const {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : reporter.diagnostics()) {
      codes.emplace_back(diagnostic.code);
    }
    return codes;
  }
  [[nodiscard]] bool Reports(std::string_view code) const {
    return std::ranges::count(Codes(), code) > 0;
  }
  [[nodiscard]] const Diagnostic& First() const { return reporter.diagnostics().at(0); }
  [[nodiscard]] std::string_view TextOf(const Span& span) const { return sources.TextOf(span); }

  // The declaration at `position`, of which the test knows the sort.
  template <class T>
  [[nodiscard]] const T& Get(std::size_t position) const {
    return std::get<T>(document.decls.at(position).kind);
  }
};

[[nodiscard]] inline Reading Read(std::string text, std::string path) {
  Reading reading;
  const SourceId id = reading.sources.Add(std::move(path), std::move(text));
  reading.document = Parse(reading.sources, id, reading.reporter);
  return reading;
}

[[nodiscard]] inline Reading ReadCode(std::string code) {
  return Read(std::move(code), "test.acta");
}

[[nodiscard]] inline Reading ReadMarkdown(std::string text) {
  return Read(std::move(text), "test.acta.md");
}

// What the diagnostics say, a line each, for messages of failed tests.
[[nodiscard]] inline std::string Said(const Reading& reading) {
  std::string said;
  for (const Diagnostic& diagnostic : reading.reporter.diagnostics()) {
    said += std::string(diagnostic.code) + " " + diagnostic.message + "\n";
  }
  return said;
}

// An expression, operator first; or what was said against it.
[[nodiscard]] inline std::string Form(const std::string& expression) {
  const Reading reading = ReadCode("rule r is " + expression);
  if (reading.reporter.HasErrors() || reading.document.decls.size() != 1) {
    return Said(reading);
  }
  return Print(reading.document, reading.Get<ast::Rule>(0).clauses.at(0).value);
}

}  // namespace acta
