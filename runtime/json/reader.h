// A small JSON reader, token by token, over text that is known to be UTF-8. It allocates only to
// undo escapes, keeps numbers as their text (money is never a double), never recurses and throws
// nothing: a C host links it without the C++ library.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "runtime/core/memory.h"
#include "runtime/core/plain.h"

namespace acta::runtime {

enum class JsonKind : std::uint8_t {
  kNull,
  kFalse,
  kTrue,
  kNumber,
  kString,
  kArray,
  kObject,
  kNothing
};

class JsonReader {
 public:
  JsonReader(std::string_view text, const acta_allocator& allocator)
      : text_(text), scratch_(allocator) {}

  // What comes next, after blanks. kNothing: no value.
  [[nodiscard]] JsonKind Peek() {
    SkipBlanks();
    switch (at_ < text_.size() ? text_[at_] : '\0') {
      case '"':
        return JsonKind::kString;
      case 'n':
        return JsonKind::kNull;
      case 'f':
        return JsonKind::kFalse;
      case 't':
        return JsonKind::kTrue;
      case '[':
        return JsonKind::kArray;
      case '{':
        return JsonKind::kObject;
      default:
        return NumberOrNothing();
    }
  }

  // Each takes what Peek announced. False: not JSON; `problem` says why and `offset` where.
  [[nodiscard]] bool TakeWord();
  [[nodiscard]] bool TakeNumber(std::string_view* out);
  // Good until the next string is taken.
  [[nodiscard]] bool TakeString(std::string_view* out) {
    // Most are short.
    if (const std::size_t begin = at_ + 1; begin + kPlainStep <= text_.size()) {
      const char* const from = text_.data() + begin;
      const std::size_t length = PlainOfSixteen(from);
      if (length < kPlainStep && from[length] == '"') {
        *out = {from, length};
        at_ = begin + length + 1;
        return true;
      }
    }
    return TakeAnyString(out);
  }
  // Steps over a mark such as `{`, if it comes next.
  [[nodiscard]] bool Take(char mark) {
    SkipBlanks();
    const bool is_there = at_ < text_.size() && text_[at_] == mark;
    at_ += is_there ? 1 : 0;
    return is_there;
  }
  // After an element: true when `,` leads to another; false at `close`, which is taken, or at an
  // error (see failed).
  [[nodiscard]] bool More(char close) {
    return Take(',') || (!Take(close) && Fail(close == '}' ? "a comma or } is expected here"
                                                           : "a comma or ] is expected here"));
  }
  // A key and its colon.
  [[nodiscard]] bool TakeKey(std::string_view* out) {
    SkipBlanks();
    if (at_ >= text_.size() || text_[at_] != '"') {
      return Fail("a key in quotes is expected here");
    }
    return TakeString(out) && (Take(':') || Fail("a colon is expected here"));
  }
  // Nothing but blanks is left.
  [[nodiscard]] bool AtEnd() {
    SkipBlanks();
    return at_ == text_.size();
  }

  [[nodiscard]] bool failed() const { return !problem_.empty(); }
  // That it failed, and it is not the text's fault.
  [[nodiscard]] bool ran_out_of_memory() const { return problem_ == kNoMemory; }
  [[nodiscard]] std::string_view problem() const { return problem_; }
  [[nodiscard]] std::size_t offset() const { return at_; }
  // What was written from `begin` up to here.
  [[nodiscard]] std::string_view Since(std::size_t begin) const;
  // The token that begins at `begin`, for a message: cut to a few words.
  [[nodiscard]] std::string_view Glimpse(std::size_t begin) const;

 private:
  static constexpr std::string_view kNoMemory = "there is no memory for this string";

  bool Fail(std::string_view problem) {
    if (problem_.empty()) {
      problem_ = problem;
    }
    return false;
  }
  // After the first blank mostly an indentation follows: eight bytes at a time.
  void SkipBlanks() {
    constexpr std::uint64_t kSpaces = 0x2020202020202020U;
    while (at_ < text_.size() && IsBlank(text_[at_])) {
      ++at_;
      std::uint64_t others = 0;
      while (others == 0 && at_ + 8 <= text_.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, text_.data() + at_, 8);
        others = word ^ kSpaces;
        at_ += others == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(others)) / 8;
      }
    }
  }
  static constexpr bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  JsonKind NumberOrNothing();
  bool TakeAnyString(std::string_view* out);
  bool TakeEscape();
  bool TakeHex(std::uint32_t* unit);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view problem_;
  Array<char> scratch_;
};

}  // namespace acta::runtime
