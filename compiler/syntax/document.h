// The Markdown around the code: headings, prose and fenced blocks. Private to compiler/syntax.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/base/span.h"
#include "compiler/base/store.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta::syntax {

struct Outline {
  Store<ast::ProvisionId, ast::Provision> provisions;
  std::vector<ast::CodeBlock> blocks;
};

// Splits a Markdown document into its provisions and its blocks marked `acta`. `text` is the valid
// UTF-8 of `source`; a byte order mark at its beginning is passed over.
[[nodiscard]] Outline Split(std::string_view text, SourceId source, Reporter& reporter);

}  // namespace acta::syntax
