#include "compiler/header/spelling.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "compiler/base/text.h"

namespace acta::header {
namespace {

// Words of C23 and C++23, namespaces that our headers name, and macros in small letters of headers
// that ours or most hosts include. Sorted.
// clang-format off
constexpr auto kReserved = std::to_array<std::string_view>({
    "I", "acta", "alignas", "alignof", "and", "and_eq", "asm", "assert", "auto", "bitand", "bitor", "bool",
    "break", "case", "catch", "char", "class", "co_await", "co_return", "co_yield", "compl",
    "complex", "concept", "const", "const_cast", "consteval", "constexpr", "constinit", "continue",
    "decltype", "default", "delete", "do", "double", "dynamic_cast", "else", "enum", "environ",
    "errno", "explicit", "export", "extern", "false", "float", "for", "friend", "goto", "if",
    "imaginary", "inline", "int", "linux", "long", "major", "minor", "mutable", "namespace", "new",
    "noexcept", "noreturn", "not", "not_eq", "nullptr", "offsetof", "operator", "or", "or_eq",
    "private", "protected", "public", "register", "reinterpret_cast", "requires", "restrict",
    "return", "short", "signed", "sizeof", "static", "static_assert", "static_cast", "std", "stderr",
    "stdin", "stdout", "struct", "switch", "template", "this", "thread_local", "throw", "true",
    "try", "typedef", "typeid", "typename", "typeof", "typeof_unqual", "union", "unix", "unsigned",
    "using", "virtual", "void", "volatile", "while", "xor", "xor_eq"});
// clang-format on
static_assert(std::ranges::is_sorted(kReserved));

bool IsAsciiWord(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') ||
         c == U'_';
}

bool IsCapital(char c) {
  return c >= 'A' && c <= 'Z';
}

// Names that headers and compilers take for themselves: macros are written in capitals, types end
// in `_t`, and a language's own words begin with an underscore.
bool IsOfHeaders(std::string_view name) {
  const bool is_like_a_macro = name.size() > 1 && std::ranges::any_of(name, IsCapital) &&
                               std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
  const bool is_like_a_word =
      name.starts_with("__") || (name.size() > 1 && name[0] == '_' && IsCapital(name[1]));
  return is_like_a_macro || is_like_a_word || name.ends_with("_t");
}

// Marks that turn the direction of the text around them: in a source they can hide what it says.
bool TurnsDirection(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
}

}  // namespace

std::string Names::Take(std::string_view wanted, std::initializer_list<std::string_view> endings) {
  const auto is_free = [&](const std::string& name) {
    return !taken_.contains(name) && !taken_.contains(NoKeyword(name)) &&
           std::ranges::none_of(endings, [&](std::string_view ending) {
             return taken_.contains(name + std::string(ending));
           });
  };
  const std::string plain = Identifier(wanted);
  std::string name = plain;
  for (int i = 2; !is_free(name); ++i) {
    name = fmt::format("{}_{}", plain, i);
  }
  for (const std::string_view ending : endings) {
    taken_.insert(name + std::string(ending));
  }
  taken_.insert(NoKeyword(name));
  return name;
}

std::string NoKeyword(const std::string& name) {
  return IsOfHeaders(name) || std::ranges::binary_search(kReserved, name) ? name + '_' : name;
}

std::string Identifier(std::string_view name) {
  std::string spelt;
  for (const char32_t c : CodePoints(name)) {
    if (IsAsciiWord(c)) {
      spelt += static_cast<char>(c);
    } else if (c < 0x80) {
      spelt += '_';
    } else {
      spelt += fmt::format("u{:04X}", static_cast<std::uint32_t>(c));
    }
  }
  return spelt;
}

std::string CommentText(std::string_view text) {
  std::string spelt;
  for (const char32_t c : CodePoints(text)) {
    if (TurnsDirection(c)) {
      continue;
    }
    const char last = spelt.empty() ? ' ' : spelt.back();
    const bool ends_or_begins_a_comment = (last == '*' && c == U'/') || (last == '/' && c == U'*');
    const bool begins_a_trigraph = last == '?' && c == U'?';
    if (ends_or_begins_a_comment || begins_a_trigraph) {
      spelt += ' ';
    }
    AppendUtf8(spelt, c < 0x20 ? U' ' : c);
  }
  // A comment whose line ended in it would go on in the next.
  if (spelt.ends_with('\\')) {
    spelt += '.';
  }
  return spelt;
}

std::string StringLiteral(std::string_view text) {
  std::string spelt = "\"";
  for (const char c : text) {
    const bool is_plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '?';
    spelt += is_plain ? std::string(1, c) : fmt::format("\\{:03o}", static_cast<unsigned char>(c));
  }
  return spelt + '"';
}

std::string Int64Literal(std::int64_t value) {
  // The least number has no literal: its digits alone are too large.
  return value == std::numeric_limits<std::int64_t>::min() ? "INT64_MIN"
                                                           : fmt::format("INT64_C({})", value);
}

std::string WithPrefix(std::string_view pattern, std::string_view prefix) {
  std::string text;
  for (const char c : pattern) {
    if (c == '@') {
      text += prefix;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace acta::header
