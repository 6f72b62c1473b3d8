// A text that remembers where each of its bytes was written: what amending makes of a law.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/span.h"

namespace acta::amend {

class Text {
 public:
  Text() = default;
  // `text`, written at `origin`, which has its size. An origin that stands nowhere: nobody wrote
  // it.
  Text(std::string text, const Span& origin);

  [[nodiscard]] const std::string& view() const { return text_; }
  [[nodiscard]] std::size_t size() const { return text_.size(); }

  Text& Append(const Text& other);
  // What nobody wrote: line breaks, fences, headings made of a number and a title.
  Text& Append(std::string_view glue);
  [[nodiscard]] Text Slice(std::size_t begin, std::size_t end) const;

  // Where the bytes [begin, end) were written: the place of their first byte that was written by
  // somebody, as far as it goes on without a break. Stands nowhere where nobody wrote any.
  [[nodiscard]] Span OriginOf(std::size_t begin, std::size_t end) const;

 private:
  struct Piece {
    std::size_t begin = 0;  // in text_; a piece ends where the next begins
    Span origin;
  };
  void Add(std::string_view text, const Span& origin);

  std::string text_;
  std::vector<Piece> pieces_;
};

// With one blank for all that stand between two words, and none around: texts that were only laid
// out in another way are the same.
[[nodiscard]] std::string Evened(std::string_view text);

// [begin, end) of a text becomes `replacement`.
struct Edit {
  std::size_t begin = 0, end = 0;
  Text replacement;
};

// All edits at once. They must not overlap; of those at one point the earlier in `edits` comes
// first.
[[nodiscard]] Text Edited(const Text& text, std::vector<Edit> edits);

}  // namespace acta::amend
