// A small JSON reader, token by token, over text that is known to be UTF-8. It allocates only to
// undo escapes, keeps numbers as their text (money is never a double), never recurses and throws
// nothing: a C host links it without the C++ library.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/core/memory.h"

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
  [[nodiscard]] JsonKind Peek();

  // Each takes what Peek announced. False: not JSON; `problem` says why and `offset` where.
  [[nodiscard]] bool TakeWord();
  [[nodiscard]] bool TakeNumber(std::string_view* out);
  // Good until the next string is taken.
  [[nodiscard]] bool TakeString(std::string_view* out);
  // Steps over a mark such as `{`, if it comes next.
  [[nodiscard]] bool Take(char mark);
  // After an element: true when `,` leads to another; false at `close`, which is taken, or at an
  // error (see failed).
  [[nodiscard]] bool More(char close);
  // A key and its colon.
  [[nodiscard]] bool TakeKey(std::string_view* out);
  // Nothing but blanks is left.
  [[nodiscard]] bool AtEnd();

  [[nodiscard]] bool failed() const { return !problem_.empty(); }
  [[nodiscard]] std::string_view problem() const { return problem_; }
  [[nodiscard]] std::size_t offset() const { return at_; }
  // What was written from `begin` up to here.
  [[nodiscard]] std::string_view Since(std::size_t begin) const;
  // The token that begins at `begin`, for a message: cut to a few words.
  [[nodiscard]] std::string_view Glimpse(std::size_t begin) const;

 private:
  bool Fail(std::string_view problem) {
    if (problem_.empty()) {
      problem_ = problem;
    }
    return false;
  }
  void SkipBlanks();
  bool TakeEscape();
  bool TakeHex(std::uint32_t* unit);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view problem_;
  Array<char> scratch_;
};

}  // namespace acta::runtime
