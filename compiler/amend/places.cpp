#include "compiler/amend/places.h"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "compiler/base/text.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/provisions.h"

namespace acta::amend {

namespace {

template <class T, class... Types>
constexpr bool kIsOneOf = (std::is_same_v<T, Types> || ...);

bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

// From `at` on, `words` with any blanks for its blanks: where they end.
std::optional<std::size_t> MatchAt(std::string_view text, std::size_t at, std::size_t end,
                                   std::string_view words) {
  for (std::size_t i = 0; i < words.size();) {
    if (IsBlank(words[i])) {
      const std::size_t first = at;
      while (at < end && IsBlank(text[at])) {
        ++at;
      }
      if (at == first) {
        return std::nullopt;
      }
      while (i < words.size() && IsBlank(words[i])) {
        ++i;
      }
      continue;
    }
    if (at >= end || text[at] != words[i]) {
      return std::nullopt;
    }
    ++at;
    ++i;
  }
  return at;
}

bool IsInComment(std::string_view text, std::size_t begin, std::size_t at) {
  const std::size_t line = text.rfind('\n', at);
  const std::size_t from = line == std::string_view::npos ? begin : std::max(begin, line + 1);
  return text.substr(from, at - from).find("--") != std::string_view::npos;
}

}  // namespace

std::optional<std::string> NameOf(const ast::Decl& decl) {
  return std::visit(
      [](const auto& node) -> std::optional<std::string> {
        using T = std::decay_t<decltype(node)>;
        if constexpr (kIsOneOf<T, ast::Scenario>) {
          return node.title.text;
        } else if constexpr (kIsOneOf<T, ast::Law, ast::Module, ast::Use, ast::Unit, ast::Facts,
                                      ast::Disapply, ast::Answers>) {
          return std::nullopt;
        } else {
          return node.name.text;
        }
      },
      decl.kind);
}

std::vector<const ast::Clause*> ClausesOf(const ast::Decl& decl) {
  std::vector<const ast::Clause*> all;
  const auto add = [&all](const std::vector<ast::Clause>& clauses) {
    for (const ast::Clause& clause : clauses) {
      all.push_back(&clause);
    }
  };
  std::visit(
      [&](const auto& node) {
        using T = std::decay_t<decltype(node)>;
        if constexpr (kIsOneOf<T, ast::Rule, ast::Exception, ast::Presumption, ast::Prohibition,
                               ast::Permission, ast::Obligation>) {
          add(node.clauses);
        } else if constexpr (kIsOneOf<T, ast::Grounds>) {
          add(node.grounds);
        } else if constexpr (kIsOneOf<T, ast::Power>) {
          add(node.may);
          add(node.must);
        }
      },
      decl.kind);
  return all;
}

std::vector<ast::ExprId> ValuesOf(const ast::Decl& decl) {
  std::vector<ast::ExprId> values;
  const auto add = [&values](const std::optional<ast::ExprId>& value) {
    if (value) {
      values.push_back(*value);
    }
  };
  std::visit(
      [&](const auto& node) {
        using T = std::decay_t<decltype(node)>;
        if constexpr (kIsOneOf<T, ast::Obligation>) {
          add(node.due);
          add(node.done);
        } else if constexpr (kIsOneOf<T, ast::Power>) {
          add(node.by);
          add(node.done);
        } else if constexpr (kIsOneOf<T, ast::Disapply>) {
          add(node.where);
        } else if constexpr (kIsOneOf<T, ast::Table>) {
          for (const ast::Table::Row& row : node.rows) {
            add(row.value);
          }
        }
      },
      decl.kind);
  return values;
}

namespace {

// Each name in the document with what it stands for.
template <class F>
void ForEachPlace(const ast::Document& document, F visit) {
  for (const ast::Decl& decl : document.decls) {
    const std::optional<std::string> name = NameOf(decl);
    if (!name) {
      continue;
    }
    visit(*name, Place{&decl});
    if (const auto* exception = std::get_if<ast::Exception>(&decl.kind)) {
      visit(ast::Dotted(exception->target) + "." + *name, Place{&decl});
    }
    for (const ast::Clause* clause : ClausesOf(decl)) {
      if (clause->name) {
        visit(*name + "." + clause->name->text, Place{&decl, clause});
      }
    }
  }
}

}  // namespace

std::vector<Place> PlacesOf(const ast::Document& document, const ast::Name& name) {
  const std::string wanted = ast::Dotted(name);
  std::vector<Place> found;
  ForEachPlace(document, [&](const std::string& known, const Place& place) {
    if (known == wanted) {
      found.push_back(place);
    }
  });
  return found;
}

std::vector<std::string> NamesIn(const ast::Document& document) {
  std::vector<std::string> names;
  ForEachPlace(document,
               [&](const std::string& known, const Place& /*place*/) { names.push_back(known); });
  return names;
}

std::vector<ast::ProvisionId> ProvisionsCited(const ast::Document& document,
                                              const std::string& citation) {
  syntax::CitedProvisions all = syntax::ProvisionsByCitation(document);
  const auto found = all.find(citation);
  return found == all.end() ? std::vector<ast::ProvisionId>() : std::move(found->second);
}

namespace {

Region RegionUpTo(const ast::Document& document, std::string_view text, ast::ProvisionId provision,
                  int level) {
  const auto& provisions = document.provisions;
  const std::size_t line_end = text.find('\n', provisions[provision].span.end);
  Region region{std::min(line_end, text.size() - 1) + 1, text.size()};
  for (std::uint32_t next = provision.value + 1; next < provisions.size(); ++next) {
    const ast::Provision& following = provisions[ast::ProvisionId(next)];
    if (following.level <= level) {
      // A heading begins with its signs.
      const std::size_t line = text.rfind('\n', following.span.begin);
      region.end = line == std::string_view::npos ? following.span.begin : line + 1;
      break;
    }
  }
  region.begin = std::min(region.begin, region.end);
  return region;
}

}  // namespace

Region RegionOf(const ast::Document& document, std::string_view text, ast::ProvisionId provision) {
  constexpr int kDeepest = 6;
  return RegionUpTo(document, text, provision, kDeepest);
}

Region WholeRegionOf(const ast::Document& document, std::string_view text,
                     ast::ProvisionId provision) {
  return RegionUpTo(document, text, provision, document.provisions[provision].level);
}

std::vector<Region> ProseIn(const ast::Document& document, std::string_view text,
                            const Region& region) {
  std::vector<Region> prose;
  std::size_t at = region.begin;
  for (const ast::CodeBlock& block : document.blocks) {
    if (block.span.end < region.begin || block.span.begin > region.end) {
      continue;
    }
    // The fences are the lines before and behind.
    const std::size_t before =
        block.span.begin < 2 ? 0 : text.rfind('\n', block.span.begin - 2) + 1;
    prose.push_back({at, std::max(at, before)});
    const std::size_t fence_end = text.find('\n', block.span.end);
    at = std::min(fence_end == std::string_view::npos ? region.end : fence_end + 1, region.end);
  }
  prose.push_back({at, region.end});
  return prose;
}

Region WithoutBlanks(std::string_view text, const Region& region) {
  const std::string_view words = Trimmed(text.substr(region.begin, region.end - region.begin));
  const std::size_t begin =
      words.empty() ? region.begin : static_cast<std::size_t>(words.data() - text.data());
  return {begin, begin + words.size()};
}

Region ParagraphAround(std::string_view text, const Region& prose, const Region& words) {
  const std::size_t before = text.substr(0, words.begin).rfind("\n\n");
  const std::size_t behind = text.find("\n\n", words.end);
  const bool is_first = before == std::string_view::npos || before < prose.begin;
  return WithoutBlanks(text, {is_first ? prose.begin : before, std::min(behind, prose.end)});
}

std::vector<Region> FindWords(std::string_view text, std::size_t begin, std::size_t end,
                              std::string_view words, bool is_code) {
  while (!words.empty() && IsBlank(words.front())) {
    words.remove_prefix(1);
  }
  while (!words.empty() && IsBlank(words.back())) {
    words.remove_suffix(1);
  }
  std::vector<Region> found;
  for (std::size_t at = begin; !words.empty() && at < end; ++at) {
    if (text[at] != words.front() ||
        (at > begin && IsWordByte(words.front()) && IsWordByte(text[at - 1]))) {
      continue;
    }
    const std::optional<std::size_t> stop = MatchAt(text, at, end, words);
    const bool is_whole =
        stop && !(*stop < end && IsWordByte(words.back()) && IsWordByte(text[*stop]));
    if (is_whole && !(is_code && IsInComment(text, begin, at))) {
      found.push_back({at, *stop});
    }
  }
  return found;
}

}  // namespace acta::amend
