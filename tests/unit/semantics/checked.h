// Source text in, program and findings out: what the tests of this room begin with.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/format.h"
#include "compiler/ir/print.h"
#include "compiler/ir/verify.h"
#include "compiler/semantics/check.h"
#include "compiler/syntax/parser.h"

namespace acta {

struct Checked {
  SourceMap sources;
  Reporter reporter;
  std::vector<ast::Document> documents;
  ir::Program program;

  [[nodiscard]] std::vector<std::string> Codes() const {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : reporter.diagnostics()) {
      codes.emplace_back(diagnostic.code);
    }
    return codes;
  }
  // All findings, one a line, as a failing test shows them.
  [[nodiscard]] std::string Findings() const {
    std::string text;
    for (const Diagnostic& diagnostic : reporter.diagnostics()) {
      text += std::string(diagnostic.code) + " `" + std::string(sources.TextOf(diagnostic.span)) +
              "`: " + diagnostic.message + (diagnostic.help ? " [" + *diagnostic.help + "]" : "") +
              "\n";
    }
    return text;
  }
  [[nodiscard]] bool Has(std::string_view code) const {
    return std::ranges::any_of(reporter.diagnostics(),
                               [&](const Diagnostic& d) { return d.code == code; });
  }
  [[nodiscard]] const ir::Rule* FindRule(std::string_view name) const {
    const auto found = std::ranges::find(program.rules, name, &ir::Rule::name);
    return found == program.rules.end() ? nullptr : &*found;
  }
  // The clause of a rule as text: "value when condition".
  [[nodiscard]] std::string ClauseText(std::string_view rule, std::size_t index = 0) const {
    const ir::Rule* found = FindRule(rule);
    if (found == nullptr) {
      return "no such rule";
    }
    const ir::Clause& clause = program.clauses[program.groups[found->root].clauses.at(index)];
    std::string text = ir::PrintNode(program, clause.value);
    if (clause.condition.valid()) {
      text += " when " + ir::PrintNode(program, clause.condition);
    }
    if (clause.guard.valid()) {
      text += " guarded by " + ir::PrintNode(program, clause.guard);
    }
    for (const ir::NodeId withdrawal : clause.withdrawals) {
      text += " unless withdrawn by " + ir::PrintNode(program, withdrawal);
    }
    return text;
  }
};

struct TestFile {
  std::string path;
  std::string text;
};

// The first file is the act; the others are what it uses.
inline std::unique_ptr<Checked> CheckFiles(const std::vector<TestFile>& files) {
  auto checked = std::make_unique<Checked>();
  for (const TestFile& file : files) {
    const SourceId source = checked->sources.Add(file.path, file.text);
    checked->documents.push_back(Parse(checked->sources, source, checked->reporter));
  }
  checked->program = Check(checked->documents, checked->reporter);
  ir::VerifyProgram(checked->program);
  return checked;
}

inline std::unique_ptr<Checked> CheckText(std::string text) {
  return CheckFiles({{"test.acta", std::move(text)}});
}

}  // namespace acta
