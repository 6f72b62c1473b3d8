#include "compiler/amend/text.h"

#include <algorithm>
#include <utility>

#include "compiler/base/text.h"

namespace acta::amend {

Text::Text(std::string text, const Span& origin) {
  Add(text, origin);
}

void Text::Add(std::string_view text, const Span& origin) {
  if (text.empty()) {
    return;
  }
  pieces_.push_back({text_.size(), origin});
  text_.append(text);
}

Text& Text::Append(std::string_view glue) {
  Add(glue, Span{});
  return *this;
}

Text& Text::Append(const Text& other) {
  for (std::size_t i = 0; i < other.pieces_.size(); ++i) {
    const std::size_t begin = other.pieces_[i].begin;
    const std::size_t end =
        i + 1 < other.pieces_.size() ? other.pieces_[i + 1].begin : other.size();
    Add(std::string_view(other.text_).substr(begin, end - begin), other.pieces_[i].origin);
  }
  return *this;
}

Text Text::Slice(std::size_t begin, std::size_t end) const {
  Text slice;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const std::size_t piece_end = i + 1 < pieces_.size() ? pieces_[i + 1].begin : size();
    const std::size_t from = std::max(begin, pieces_[i].begin);
    const std::size_t to = std::min(end, piece_end);
    if (from >= to) {
      continue;
    }
    Span origin = pieces_[i].origin;
    // Written otherwise than it reads, as a text with `\"` in it: known only as a whole.
    const bool is_literal = origin.valid() && origin.size() == piece_end - pieces_[i].begin;
    if (is_literal) {
      origin.begin += static_cast<std::uint32_t>(from - pieces_[i].begin);
      origin.end = origin.begin + static_cast<std::uint32_t>(to - from);
    }
    slice.Add(std::string_view(text_).substr(from, to - from), origin);
  }
  return slice;
}

Span Text::OriginOf(std::size_t begin, std::size_t end) const {
  const Text slice = Slice(begin, std::max(end, begin + 1));
  Span found;
  for (const Piece& piece : slice.pieces_) {
    if (!found.valid()) {
      found = piece.origin;
    } else if (piece.origin.source == found.source && piece.origin.begin == found.end) {
      found.end = piece.origin.end;
    } else {
      break;
    }
  }
  // An empty place stays empty.
  found.end = begin == end ? found.begin : found.end;
  return found;
}

std::string Evened(std::string_view text) {
  std::string evened;
  for (const char c : Trimmed(text)) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_blank) {
      evened.push_back(c);
    } else if (evened.back() != ' ') {
      evened.push_back(' ');
    }
  }
  return evened;
}

Text Edited(const Text& text, std::vector<Edit> edits) {
  std::ranges::stable_sort(edits, {},
                           [](const Edit& edit) { return std::pair(edit.begin, edit.end); });
  Text result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result.Append(text.Slice(at, edit.begin)).Append(edit.replacement);
    at = edit.end;
  }
  return result.Append(text.Slice(at, text.size()));
}

}  // namespace acta::amend
