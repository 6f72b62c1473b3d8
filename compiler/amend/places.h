// Where in the text of a law the things stand that amendments name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/span.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

// What a declaration is called, where it has a name of its own.
[[nodiscard]] std::optional<std::string> NameOf(const ast::Decl& decl);

// The clauses of a declaration, of a power those of `may` and of `must`; none where it has no such.
[[nodiscard]] std::vector<const ast::Clause*> ClausesOf(const ast::Decl& decl);

// Expressions of a declaration that stand in no clause, and may say what a condition decides:
// values of tables, deadlines, conditions of `disapply`.
[[nodiscard]] std::vector<ast::ExprId> ValuesOf(const ast::Decl& decl);

// A declaration, or one clause of it.
struct Place {
  const ast::Decl* decl = nullptr;
  const ast::Clause* clause = nullptr;
  [[nodiscard]] const Span& span() const { return clause != nullptr ? clause->span : decl->span; }
};

// All that `name` may mean: a declaration `x`; a clause, ground or exception `x.y`.
[[nodiscard]] std::vector<Place> PlacesOf(const ast::Document& document, const ast::Name& name);

// Every name that PlacesOf understands.
[[nodiscard]] std::vector<std::string> NamesIn(const ast::Document& document);

// The provisions that are cited so; several where headings are cited alike.
[[nodiscard]] std::vector<ast::ProvisionId> ProvisionsCited(const ast::Document& document,
                                                            const std::string& citation);

// What stands under a heading, as bytes of the text: from the end of its line to the next heading,
// or, with all that is subordinate to it, to the next heading of its level.
struct Region {
  std::size_t begin = 0, end = 0;
};
[[nodiscard]] Region RegionOf(const ast::Document& document, std::string_view text,
                              ast::ProvisionId provision);
[[nodiscard]] Region WholeRegionOf(const ast::Document& document, std::string_view text,
                                   ast::ProvisionId provision);

// The parts of a region that are no code and no fences.
[[nodiscard]] std::vector<Region> ProseIn(const ast::Document& document, std::string_view text,
                                          const Region& region);

// Without the blanks at both ends.
[[nodiscard]] Region WithoutBlanks(std::string_view text, const Region& region);
// The lines of `prose` around `words`, up to the empty lines before and behind.
[[nodiscard]] Region ParagraphAround(std::string_view text, const Region& prose,
                                     const Region& words);

// Each place between `begin` and `end` where `words` stand, whatever blanks lie between them. Words
// are whole: "5" does not stand in "15". No line of comment is looked at when `is_code`.
[[nodiscard]] std::vector<Region> FindWords(std::string_view text, std::size_t begin,
                                            std::size_t end, std::string_view words, bool is_code);

}  // namespace acta::amend
