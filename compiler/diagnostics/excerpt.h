// The piece of a source line that a terminal can show, and where in it a span stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace acta {

// A stretch of bytes [begin, end) within one line.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A line made fit for a terminal, with the columns of what is underlined in it.
struct Excerpt {
  std::string text;
  // Columns before the mark, counted as a terminal does.
  std::size_t mark_begin = 0;
  // At least one.
  std::size_t mark_width = 1;
};

// Shows `line` with `mark` in it. Tabs become blanks, control characters a visible stand-in. Of a
// line too long for a terminal, the part around the beginning of the mark, with "..." where it is
// cut.
[[nodiscard]] Excerpt MakeExcerpt(std::string_view line, ByteRange mark);

// `text` with all that would steer a terminal replaced, except line breaks.
[[nodiscard]] std::string Printable(std::string_view text);
// Line breaks too: what somebody else wrote cannot pass for a line of ours.
[[nodiscard]] std::string OnOneLine(std::string_view text);

}  // namespace acta
