#include "compiler/diagnostics/excerpt.h"

#include <algorithm>

#include "compiler/base/text.h"

namespace acta {

namespace {

// How many bytes are shown at most, and how many of them may stand before the mark.
constexpr std::size_t kLongest = 160;
constexpr std::size_t kBefore = 60;
constexpr std::string_view kCut = "...";
constexpr std::string_view kTab = "    ";

bool IsContinuationByte(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// The nearest beginning of a character at or before `at`.
std::size_t CharacterBegin(std::string_view line, std::size_t at) {
  // A valid character has at most four bytes; what is longer is not UTF-8, and may be cut anywhere.
  for (std::size_t back = 0; back < 4 && back <= at && at < line.size(); ++back) {
    if (!IsContinuationByte(line[at - back])) {
      return at - back;
    }
  }
  return at;
}

ByteRange ShownPart(std::string_view line, ByteRange mark) {
  if (line.size() <= kLongest) {
    return {0, line.size()};
  }
  const std::size_t begin = mark.begin > kBefore ? CharacterBegin(line, mark.begin - kBefore) : 0;
  const std::size_t end = CharacterBegin(line, std::min(begin + kLongest, line.size()));
  return {begin, end};
}

// Bidirectional controls could make the line read otherwise than the compiler reads it.
bool IsBidirectionalControl(char32_t code_point) {
  return code_point == 0x061C || code_point == 0x200E || code_point == 0x200F ||
         (code_point >= 0x202A && code_point <= 0x202E) ||
         (code_point >= 0x2066 && code_point <= 0x2069);
}

// Text that has the same meaning to the eye and none to the terminal, with the columns it takes.
struct Printed {
  std::string text;
  std::size_t width = 0;
};

Printed Print(std::string_view bytes) {
  Printed printed;
  for (const char32_t code_point : CodePoints(bytes)) {
    const bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
    if (code_point == U'\t') {
      printed.text += kTab;
      printed.width += kTab.size();
    } else if (is_control || IsBidirectionalControl(code_point)) {
      AppendUtf8(printed.text, 0xFFFD);
      printed.width += 1;
    } else {
      AppendUtf8(printed.text, code_point);
      printed.width += static_cast<std::size_t>(std::max(0, DisplayWidth(code_point)));
    }
  }
  return printed;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string printable;
  while (true) {
    const std::size_t line_end = std::min(text.find('\n'), text.size());
    printable += Print(text.substr(0, line_end)).text;
    if (line_end == text.size()) {
      return printable;
    }
    printable += '\n';
    text.remove_prefix(line_end + 1);
  }
}

std::string OnOneLine(std::string_view text) {
  return Print(text).text;
}

Excerpt MakeExcerpt(std::string_view line, ByteRange mark) {
  mark.begin = std::min(mark.begin, line.size());
  mark.end = std::clamp(mark.end, mark.begin, line.size());
  const ByteRange shown = ShownPart(line, mark);
  const std::size_t mark_end = std::min(mark.end, shown.end);
  const std::string_view lead = shown.begin > 0 ? kCut : "";
  const std::string_view tail = shown.end < line.size() ? kCut : "";

  const Printed before = Print(line.substr(shown.begin, mark.begin - shown.begin));
  const Printed marked = Print(line.substr(mark.begin, mark_end - mark.begin));
  const Printed after = Print(line.substr(mark_end, shown.end - mark_end));
  return {.text = std::string(lead) + before.text + marked.text + after.text + std::string(tail),
          .mark_begin = lead.size() + before.width,
          .mark_width = std::max<std::size_t>(1, marked.width)};
}

}  // namespace acta
