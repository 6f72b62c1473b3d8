#include "runtime/json/reader.h"

#include "runtime/core/writer.h"

namespace acta::runtime {
namespace {

constexpr bool IsDigit(char c) {
  return '0' <= c && c <= '9';
}

// How many bytes at the start of a text stand for themselves in a string: no quote, backslash,
// control character.
std::size_t PlainLength(std::string_view text) {
  std::size_t at = 0;
  for (; at + kPlainStep <= text.size(); at += kPlainStep) {
    if (const std::size_t plain = PlainOfSixteen(text.data() + at); plain < kPlainStep) {
      return at + plain;
    }
  }
  while (at < text.size() && text[at] != '"' && text[at] != '\\' &&
         static_cast<unsigned char>(text[at]) >= 0x20) {
    ++at;
  }
  return at;
}

}  // namespace

JsonKind JsonReader::NumberOrNothing() {
  if (at_ < text_.size() && (text_[at_] == '-' || IsDigit(text_[at_]))) {
    return JsonKind::kNumber;
  }
  Fail(at_ < text_.size() ? "a value is expected here" : "the text ends where a value is expected");
  return JsonKind::kNothing;
}

bool JsonReader::TakeWord() {
  for (const std::string_view word :
       {std::string_view("null"), std::string_view("false"), std::string_view("true")}) {
    if (Slice(text_, at_, word.size()) == word) {
      at_ += word.size();
      return true;
    }
  }
  return Fail("a value is expected here");
}

bool JsonReader::TakeNumber(std::string_view* out) {
  const std::size_t begin = at_;
  const auto digits = [&] {
    const std::size_t first = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) {
      ++at_;
    }
    return at_ > first;
  };
  at_ += text_[at_] == '-' ? 1 : 0;
  const bool leads_with_zero = at_ < text_.size() && text_[at_] == '0';
  const std::size_t whole = at_;
  if (!digits()) {
    return Fail("a number needs digits");
  }
  if (leads_with_zero && at_ - whole > 1) {
    return Fail("a number does not begin with 0");
  }
  if (at_ < text_.size() && text_[at_] == '.') {
    ++at_;
    if (!digits()) {
      return Fail("a number needs digits after its point");
    }
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    ++at_;
    at_ += at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-') ? 1 : 0;
    if (!digits()) {
      return Fail("a number needs digits in its exponent");
    }
  }
  *out = Slice(text_, begin, at_ - begin);
  return true;
}

bool JsonReader::TakeHex(std::uint32_t* unit) {
  *unit = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    const int digit = IsDigit(c)             ? c - '0'
                      : 'a' <= c && c <= 'f' ? c - 'a' + 10
                      : 'A' <= c && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) {
      return Fail("\\u needs four hexadecimal digits");
    }
    *unit = *unit * 16 + static_cast<std::uint32_t>(digit);
  }
  return true;
}

bool JsonReader::TakeEscape() {
  const char c = at_ < text_.size() ? text_[at_++] : '\0';
  const auto push = [&](std::uint32_t byte) {
    return scratch_.Push(static_cast<char>(byte)) || Fail(kNoMemory);
  };
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return push(static_cast<unsigned char>(c));
    case 'b':
      return push('\b');
    case 'f':
      return push('\f');
    case 'n':
      return push('\n');
    case 'r':
      return push('\r');
    case 't':
      return push('\t');
    case 'u':
      break;
    default:
      return Fail("there is no such escape");
  }
  std::uint32_t point = 0;
  if (!TakeHex(&point)) {
    return false;
  }
  if (point >= 0xD800 && point < 0xDC00) {
    std::uint32_t low = 0;
    if (Slice(text_, at_, 2) != "\\u") {
      return Fail("half of a pair of escapes is missing");
    }
    at_ += 2;
    if (!TakeHex(&low)) {
      return false;
    }
    if (low < 0xDC00 || low > 0xDFFF) {
      return Fail("half of a pair of escapes is missing");
    }
    point = 0x10000 + ((point - 0xD800) << 10 | (low - 0xDC00));
  } else if (point >= 0xDC00 && point <= 0xDFFF) {
    return Fail("half of a pair of escapes is missing");
  }
  if (point < 0x80) {
    return push(point);
  }
  if (point < 0x800) {
    return push(0xC0 | point >> 6) && push(0x80 | (point & 63));
  }
  if (point < 0x10000) {
    return push(0xE0 | point >> 12) && push(0x80 | (point >> 6 & 63)) && push(0x80 | (point & 63));
  }
  return push(0xF0 | point >> 18) && push(0x80 | (point >> 12 & 63)) &&
         push(0x80 | (point >> 6 & 63)) && push(0x80 | (point & 63));
}

bool JsonReader::TakeAnyString(std::string_view* out) {
  const std::size_t begin = ++at_;
  const auto plain = [&] { at_ += PlainLength(Slice(text_, at_)); };
  plain();
  if (at_ < text_.size() && text_[at_] == '"') {
    *out = Slice(text_, begin, at_++ - begin);
    return true;
  }
  scratch_.Clear();
  std::size_t from = begin;
  for (;;) {
    if (!scratch_.Append(text_.data() + from, at_ - from)) {
      return Fail(kNoMemory);
    }
    if (at_ >= text_.size()) {
      return Fail("this string does not end");
    }
    if (text_[at_] == '"') {
      ++at_;
      *out = {scratch_.data(), scratch_.size()};
      return true;
    }
    if (text_[at_] != '\\') {
      return Fail("a string holds no bare control character");
    }
    ++at_;
    if (!TakeEscape()) {
      return false;
    }
    from = at_;
    plain();
  }
}

std::string_view JsonReader::Since(std::size_t begin) const {
  return Slice(text_, begin, at_ - begin);
}

std::string_view JsonReader::Glimpse(std::size_t begin) const {
  constexpr std::size_t kLongest = 48;
  std::size_t end = begin;
  if (begin < text_.size() && text_[begin] == '"') {
    for (++end; end < text_.size() && text_[end] != '"' && text_[end] != '\n'; ++end) {
      end += text_[end] == '\\' ? 1 : 0;
    }
    ++end;
  } else {
    while (end < text_.size() && !IsBlank(text_[end]) && text_[end] != ',' && text_[end] != ']' &&
           text_[end] != '}') {
      ++end;
    }
  }
  return Slice(text_, begin, end - begin < kLongest ? end - begin : kLongest);
}

}  // namespace acta::runtime
