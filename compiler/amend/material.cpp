#include "compiler/amend/material.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "compiler/base/text.h"

namespace acta::amend {

namespace {

// Calls `visit` with the begin and the end of each line.
template <class F>
void ForEachLine(std::string_view text, F visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    visit(at, end);
    at = end + 1;
  }
}

// How far the lines of `code` are indented, behind `before` on the line of their brace or below it.
std::size_t IndentOf(std::string_view before, std::string_view code) {
  const bool is_below = before.find('\n') != std::string_view::npos;
  std::size_t indent = is_below ? before.size() - before.rfind('\n') - 1 : std::string_view::npos;
  ForEachLine(code, [&](std::size_t at, std::size_t end) {
    const std::size_t first = code.find_first_not_of(" \t", at);
    if (at > 0 && first < end) {
      indent = std::min(indent, first - at);
    }
  });
  // Behind a first line that stands on the line of the brace the others are indented.
  if (!is_below && indent != std::string_view::npos) {
    indent -= std::min(indent, std::size_t{2});
  }
  return indent;
}

}  // namespace

Text CodeIn(const SourceMap& sources, const Span& material) {
  const std::string_view all = sources.TextOf(material);
  const std::string_view code = Trimmed(all);
  const std::string_view before = all.substr(0, static_cast<std::size_t>(code.data() - all.data()));
  const std::size_t indent = IndentOf(before, code);
  Text text;
  ForEachLine(code, [&](std::size_t at, std::size_t end) {
    const std::size_t from = at == 0 ? at : std::min(at + indent, end);
    const auto begin = static_cast<std::uint32_t>(material.begin + before.size() + from);
    const Span line{material.source, begin, begin + static_cast<std::uint32_t>(end - from)};
    text.Append(at == 0 ? "" : "\n").Append(Text(std::string(sources.TextOf(line)), line));
  });
  return text;
}

Text Quoted(const ast::Text& text) {
  return {text.text, Span{text.span.source, text.span.begin + 1, text.span.end - 1}};
}

Text Prose(const std::vector<ast::Text>& paragraphs) {
  Text prose;
  for (const ast::Text& paragraph : paragraphs) {
    prose.Append("\n").Append(Quoted(paragraph)).Append("\n");
  }
  return prose;
}

Text Block(const Text& code) {
  return Text().Append("\n```acta\n").Append(code).Append("\n```\n");
}

}  // namespace acta::amend
