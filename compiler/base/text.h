// What we need to know about UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acta {

// The offset of the first byte that is not part of valid UTF-8, if there is one.
[[nodiscard]] std::optional<std::size_t> FindInvalidUtf8(std::string_view text);

// Without the `blanks` at both ends.
[[nodiscard]] std::string_view Trimmed(std::string_view text,
                                       std::string_view blanks = " \t\r\n");

// With the letters A to Z as a to z; others stay.
[[nodiscard]] std::string InLowerCase(std::string text);

// How many code points `text` holds: its bytes that are not the continuation of a character.
[[nodiscard]] std::size_t CountCodePoints(std::string_view text);

// The code points of `text`; U+FFFD stands for each byte that is not valid UTF-8.
[[nodiscard]] std::vector<char32_t> CodePoints(std::string_view text);

// Appends the UTF-8 form of `code_point` to `out`.
void AppendUtf8(std::string& out, char32_t code_point);

// How many columns a terminal gives the code point: 0, 1 or 2.
[[nodiscard]] int DisplayWidth(char32_t code_point);

// Unicode normalisation form C, in which identifiers are compared. Absent if `text` is not UTF-8.
[[nodiscard]] std::optional<std::string> NormalizeNfc(std::string_view text);

}  // namespace acta
