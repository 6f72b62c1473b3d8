#include "compiler/syntax/builder.h"

#include <algorithm>

#include "compiler/syntax/normal.h"
#include "compiler/syntax/tokens.h"

namespace acta::syntax {

Span Builder::SpanOf(const antlr4::Token& token) const {
  return syntax::SpanOf(token, document_.source);
}

Span Builder::SpanOf(const antlr4::ParserRuleContext& tree) const {
  const Span first = SpanOf(*tree.start);
  // A part of the grammar that matched nothing stops before it starts.
  if (tree.stop == nullptr || tree.stop->getTokenIndex() < tree.start->getTokenIndex()) {
    return {first.source, first.begin, first.begin};
  }
  return Join(first, SpanOf(*tree.stop));
}

std::string_view Builder::TextOf(const Span& span) const {
  return text_.substr(span.begin, span.size());
}

ast::Ident Builder::Name(antlr4::Token& token) {
  const Span span = SpanOf(token);
  return {Normal(TextOf(span)), span};
}

ast::Ident Builder::Name(P::IdentContext& tree) {
  return Name(*tree.start);
}

ast::Ident Builder::Name(P::UnitNameContext& tree) {
  return Name(*tree.start);
}

namespace {

void AddPart(ast::Name& name, ast::Ident part) {
  name.span = Join(name.span, part.span);
  name.parts.push_back({std::move(part.text), part.span});
}

}  // namespace

ast::Name Builder::Path(P::NameContext& tree) {
  ast::Name name;
  AddPart(name, Name(*tree.ident()));
  for (antlr4::tree::TerminalNode* part : tree.IDENT()) {
    AddPart(name, Name(*part->getSymbol()));
  }
  return name;
}

ast::Name Builder::Path(P::TypeNameContext& tree) {
  ast::Name name;
  for (antlr4::tree::TerminalNode* part : tree.IDENT()) {
    AddPart(name, Name(*part->getSymbol()));
  }
  return name;
}

ast::Name Builder::Path(P::FactContext& tree) {
  if (tree.name() != nullptr) {
    return Path(*tree.name());
  }
  ast::Name name;
  AddPart(name, Name(*tree.start));
  return name;
}

ast::Text Builder::Quoted(const antlr4::Token& token) {
  const Span span = SpanOf(token);
  const std::string_view written = TextOf(span);
  std::string content;
  // A text that its line cuts off has no second quote; that was reported when it was read.
  for (std::size_t i = 1; i < written.size() && written[i] != '"'; ++i) {
    if (written[i] != '\\') {
      content.push_back(written[i]);
      continue;
    }
    ++i;
    const std::string_view escaped = written.substr(i, 1);
    if (escaped == "\"" || escaped == "\\") {
      content.append(escaped);
      continue;
    }
    const auto at = static_cast<std::uint32_t>(span.begin + i - 1);
    reporter_.Report<diag::UnknownEscape>(Span{span.source, at, at + 1})
        .Help("only `\\\"` and `\\\\` are written with a backslash");
    content.append(escaped);
  }
  return {Normal(content), span};
}

std::optional<ast::Text> Builder::Quoted(antlr4::tree::TerminalNode* node) {
  return node != nullptr ? std::optional(Quoted(*node->getSymbol())) : std::nullopt;
}

ast::Citation Builder::Cite(const antlr4::Token& token) {
  constexpr std::string_view kBlank = " \t";
  const Span span = SpanOf(token);
  std::string_view content = TextOf(span).substr(1);
  if (content.ends_with(']')) {
    content.remove_suffix(1);
  }
  const std::size_t first = content.find_first_not_of(kBlank);
  if (first == std::string_view::npos) {
    reporter_.Report<diag::EmptyCitation>(span).Help("write what is cited, as in `[(2)]`");
    return {"", span};
  }
  return {Normal(content.substr(first, content.find_last_not_of(kBlank) - first + 1)), span};
}

std::optional<ast::Citation> Builder::Cite(antlr4::tree::TerminalNode* node) {
  return node != nullptr ? std::optional(Cite(*node->getSymbol())) : std::nullopt;
}

}  // namespace acta::syntax
