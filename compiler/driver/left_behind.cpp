#include "compiler/driver/left_behind.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <type_traits>
#include <variant>

#include "compiler/amend/places.h"
#include "compiler/diagnostics/catalogue.h"

namespace acta {
namespace {

bool Holds(const Span& whole, const Span& part) {
  return whole.source == part.source && whole.begin <= part.begin && part.end <= whole.end;
}

const ast::Decl* FindDecl(const std::vector<ast::Document>& documents, std::string_view name) {
  for (const ast::Document& document : documents) {
    const auto found = std::ranges::find_if(
        document.decls, [&](const ast::Decl& decl) { return amend::NameOf(decl) == name; });
    if (found != document.decls.end()) {
      return &*found;
    }
  }
  return nullptr;
}

// Whether it may be asked when none of its clauses is in force.
bool MayEnd(const ast::Decl& decl) {
  return std::visit(
      [](const auto& node) {
        using T = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<T, ast::Rule>) {
          return node.type && (node.type->word != ast::TypeWord::kBoolean || node.type->optional);
        }
        return std::is_same_v<T, ast::Prohibition> || std::is_same_v<T, ast::Permission> ||
               std::is_same_v<T, ast::Obligation> || std::is_same_v<T, ast::Power> ||
               std::is_same_v<T, ast::Grounds> || std::is_same_v<T, ast::ParameterDecl> ||
               std::is_same_v<T, ast::Table> || std::is_same_v<T, ast::Presumption>;
      },
      decl.kind);
}

// The first word of the name at `place`: `refusal` in `refusal.late`, whichever of the two is
// unknown.
std::string_view NameAround(std::string_view text, std::size_t place) {
  const auto is_of_word = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || c == '_' || std::isalnum(byte) != 0;
  };
  std::size_t begin = place;
  while (begin > 0 && (text[begin - 1] == '.' || is_of_word(text[begin - 1]))) {
    --begin;
  }
  std::size_t end = begin;
  while (end < text.size() && is_of_word(text[end])) {
    ++end;
  }
  return text.substr(begin, end - begin);
}

}  // namespace

bool IsLeftBehind(const Diagnostic& error, const std::vector<ast::Document>& documents,
                  const SourceMap& sources, const std::vector<ast::Document>& of_all) {
  const bool is_unknown =
      error.code == diag::UnknownName::code || error.code == diag::NoSuchClause::code;
  const bool is_empty = error.code == diag::EmptyDeclaration::code;
  if (!error.span.valid() || (!is_unknown && !is_empty)) {
    return true;
  }
  const auto document = std::ranges::find(documents, error.span.source, &ast::Document::source);
  if (document == documents.end()) {
    return true;
  }
  const auto decl = std::ranges::find_if(
      document->decls, [&](const ast::Decl& one) { return Holds(one.span, error.span); });
  if (decl == document->decls.end()) {
    return true;
  }
  if (is_empty) {
    return !MayEnd(*decl);
  }
  const auto aims_at_it = [&](const auto& node) { return Holds(node.target.span, error.span); };
  if (const auto* exception = std::get_if<ast::Exception>(&decl->kind);
      exception != nullptr && aims_at_it(*exception)) {
    return true;
  }
  if (const auto* presumption = std::get_if<ast::Presumption>(&decl->kind);
      presumption != nullptr && aims_at_it(*presumption)) {
    return true;
  }
  // Nothing is taken from what has ended.
  if (const auto* disapply = std::get_if<ast::Disapply>(&decl->kind);
      disapply != nullptr && aims_at_it(*disapply)) {
    return false;
  }
  const ast::Decl* const meant =
      FindDecl(of_all, NameAround(sources[error.span.source].text(), error.span.begin));
  return meant == nullptr || !MayEnd(*meant);
}

}  // namespace acta
