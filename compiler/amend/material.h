// What amendments put in, as their authors wrote it.
#pragma once

#include <vector>

#include "compiler/amend/text.h"
#include "compiler/base/source_file.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// The code between braces, without the blanks around it and the indentation of its lines.
[[nodiscard]] Text CodeIn(const SourceMap& sources, const Span& material);
// What stands between quotes.
[[nodiscard]] Text Quoted(const ast::Text& text);
// Paragraphs, each between line breaks.
[[nodiscard]] Text Prose(const std::vector<ast::Text>& paragraphs);
// Code with its fences.
[[nodiscard]] Text Block(const Text& code);

}  // namespace acta::amend
