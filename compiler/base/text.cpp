#include "compiler/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace acta {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code_point;
  std::size_t size;
  bool valid;
};

// The code point at the start of `text`, which must not be empty.
Decoded DecodeFirst(std::string_view text) {
  utf8proc_int32_t code_point = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (size <= 0) {
    return {kReplacement, 1, false};
  }
  return {static_cast<char32_t>(code_point), static_cast<std::size_t>(size), true};
}

bool IsAscii(char byte) {
  return static_cast<unsigned char>(byte) < 0x80;
}

}  // namespace

std::optional<std::size_t> FindInvalidUtf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (IsAscii(text[at])) {
      ++at;
      continue;
    }
    const Decoded decoded = DecodeFirst(text.substr(at));
    if (!decoded.valid) {
      return at;
    }
    at += decoded.size;
  }
  return std::nullopt;
}

std::string_view Trimmed(std::string_view text, std::string_view blanks) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string InLowerCase(std::string text) {
  std::ranges::transform(text, text.begin(), [](char sign) {
    return 'A' <= sign && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign;
  });
  return text;
}

std::size_t CountCodePoints(std::string_view text) {
  const auto begins_character = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::vector<char32_t> CodePoints(std::string_view text) {
  std::vector<char32_t> code_points;
  code_points.reserve(text.size());
  while (!text.empty()) {
    const Decoded decoded = DecodeFirst(text);
    code_points.push_back(decoded.code_point);
    text.remove_prefix(decoded.size);
  }
  return code_points;
}

void AppendUtf8(std::string& out, char32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size =
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

int DisplayWidth(char32_t code_point) {
  return utf8proc_charwidth(static_cast<utf8proc_int32_t>(code_point));
}

std::optional<std::string> NormalizeNfc(std::string_view text) {
  utf8proc_uint8_t* normalized = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &normalized,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(normalized, &std::free);
  if (size < 0) {
    return std::nullopt;
  }
  return std::string(reinterpret_cast<const char*>(normalized), static_cast<std::size_t>(size));
}

}  // namespace acta
