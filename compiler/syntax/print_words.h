// Words and phrases that several declarations have. Private to compiler/syntax.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/ast.h"

namespace acta::syntax {

// The word or words for `value`, or nothing.
template <class T, class Words>
std::string If(const std::optional<T>& value, Words words) {
  return value ? words(*value) : std::string();
}

// A type as the author writes it.
[[nodiscard]] std::string Type(const ast::TypeRef& type);
// These stand behind a blank where they are said, and are empty elsewhere.
[[nodiscard]] std::string Doc(const std::optional<ast::Text>& doc);
[[nodiscard]] std::string Why(const std::optional<ast::Gloss>& gloss);
// Before what is cited, and behind it.
[[nodiscard]] std::string Cited(const std::optional<ast::Citation>& citation);
[[nodiscard]] std::string CitedAfter(const std::optional<ast::Citation>& citation);
// ` on organiser`
[[nodiscard]] std::string After(std::string_view word, const std::optional<ast::Name>& name);
// `from 2020-01-01 until 2020-12-31`
[[nodiscard]] std::string InForce(const ast::Force& force);
// `(who: Person)`
[[nodiscard]] std::string Params(const std::vector<ast::Parameter1>& params);
// ` : days`
[[nodiscard]] std::string Of(const std::optional<ast::TypeRef>& type);

}  // namespace acta::syntax
