// Any bytes, read as a document and as bare code: the parser reports or it reads; what it reads can
// be printed and checked; and what is found sound can be planned.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/verify.h"
#include "compiler/plan/plan.h"
#include "compiler/semantics/check.h"
#include "compiler/syntax/parser.h"
#include "compiler/syntax/print.h"

namespace {

void ReadAs(const std::string& path, const std::string& text) {
  acta::SourceMap sources;
  const acta::SourceId source = sources.Add(path, text);
  acta::Reporter reporter;
  const acta::ast::Document document = acta::Parse(sources, source, reporter);
  for (const acta::ast::Decl& decl : document.decls) {
    ACTA_CHECK(decl.span.begin < decl.span.end && decl.span.end <= text.size(),
               "a declaration stands in its source");
  }
  for (const acta::ast::Expr& expr : document.exprs) {
    ACTA_CHECK(expr.span.begin < expr.span.end && expr.span.end <= text.size(),
               "an expression stands in its source");
  }
  ACTA_CHECK(document.decls.empty() || !acta::Print(document).empty(),
             "what was read can be printed");

  // Also what was read in part, as editors do.
  acta::ir::Program program = acta::Check({&document, 1}, reporter);
  ACTA_CHECK(acta::ir::FaultsOf(program).empty(), "the program is well-formed");
  if (!reporter.HasErrors()) {
    const acta::ir::RuleGraph graph =
        acta::plan::Plan(std::move(program), acta::plan::Roots::kAnswersAndScenarios, reporter);
    ACTA_CHECK(reporter.HasErrors() || acta::ir::FaultsOf(graph).empty(),
               "the rule graph is well-formed");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  ReadAs("input.acta.md", text);
  ReadAs("input.acta", text);
  return 0;
}
