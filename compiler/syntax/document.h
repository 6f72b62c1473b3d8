// The Markdown around the code: headings, prose and fenced blocks.
#pragma once

#include <optional>
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

// What the line would be in a document, if not prose: "a heading". Nothing: it is prose.
[[nodiscard]] std::optional<std::string_view> StructureOf(std::string_view line);

// Splits a Markdown document into its provisions and its blocks marked `acta`. `text` is the valid
// UTF-8 of `source`; a byte order mark at its beginning is passed over.
[[nodiscard]] Outline Split(std::string_view text, SourceId source, Reporter& reporter);

// Whether both documents have the same headings, with the same code below each.
[[nodiscard]] bool DifferInProseOnly(std::string_view one, std::string_view other);

}  // namespace acta::syntax
