// How what the law says is spelt in C: names, comments, literals.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace acta::header {

// Names within one struct, or of the whole file: no two are equal.
class Names {
 public:
  // The wanted name, or with the first number behind it ("starts_2") with which it and all names
  // made of it by `endings` are free.
  [[nodiscard]] std::string Take(std::string_view wanted,
                                 std::initializer_list<std::string_view> endings = {});

 private:
  std::set<std::string, std::less<>> taken_;
};

// Words of C and C++, and macros, get an underscore: "class" -> "class_". Names made of it need
// none.
[[nodiscard]] std::string NoKeyword(const std::string& name);

// What is no ASCII letter, digit or underscore is spelt out: "größe" -> "gru00F6u00DFe".
[[nodiscard]] std::string Identifier(std::string_view name);

// What can stand between /* and */ on one line.
[[nodiscard]] std::string CommentText(std::string_view text);

// With its quotes.
[[nodiscard]] std::string StringLiteral(std::string_view text);

[[nodiscard]] std::string Int64Literal(std::int64_t value);

// `pattern` with every @ replaced by `prefix`.
[[nodiscard]] std::string WithPrefix(std::string_view pattern, std::string_view prefix);

}  // namespace acta::header
