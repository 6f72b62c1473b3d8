// Lines of text for a terminal, and the words for values and reasons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/core/outcome.h"
#include "runtime/core/writer.h"
#include "runtime/values/values.h"

namespace acta::runtime {

inline constexpr std::string_view kStartBold = "\x1b[1m";
inline constexpr std::string_view kStartDim = "\x1b[2m";
inline constexpr std::string_view kStopTone = "\x1b[0m";

// Writes lines: indented, broken at blanks, with a note at the right edge.
class Page {
 public:
  Page(Writer& out, const acta_allocator& allocator, std::uint32_t width, bool colour)
      : out_(out), line_(allocator, line_buffer_), width_(width), colour_(colour) {}
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;
  ~Page() { acta_buffer_free(&line_buffer_); }

  // The line that is being written.
  Writer& line() { return line_; }

  [[nodiscard]] acta_status Finish() {
    if (line_.failed()) {
      out_.Fail();
    }
    return out_.Finish();
  }

  enum class Tone { kPlain, kBold, kDim };

  void End(std::uint32_t level, std::string_view note = {}, Tone tone = Tone::kPlain) {
    // A deep tree keeps room for words.
    const std::size_t deepest = width_ / 2;
    std::size_t indent = level * std::size_t{2} < deepest ? level * std::size_t{2} : deepest;
    std::string_view rest = line_.From(0);
    std::size_t columns = 0;
    for (bool first = true; first || !rest.empty(); first = false) {
      const std::string_view piece = TakeLine(rest, width_ - indent);
      out_.Repeat(' ', indent);
      Start(tone);
      out_.Put(piece);
      Stop(tone);
      columns = indent + CodePoints(piece);
      if (!rest.empty()) {
        out_.Put('\n');
        // What goes on stands four further in.
        indent += first ? 4 : 0;
      }
    }
    if (!note.empty()) {
      const std::size_t needed = CodePoints(note);
      const bool fits = columns + 2 + needed <= width_;
      out_.Repeat(' ', fits ? width_ - columns - needed : 2);
      Start(Tone::kDim);
      out_.Put(note);
      Stop(Tone::kDim);
    }
    out_.Put('\n');
    line_.Rewind(0);
  }

 private:
  void Start(Tone tone) {
    if (colour_ && tone != Tone::kPlain) {
      out_.Put(tone == Tone::kBold ? kStartBold : kStartDim);
    }
  }
  void Stop(Tone tone) {
    if (colour_ && tone != Tone::kPlain) {
      out_.Put(kStopTone);
    }
  }

  // As much of `rest` as fits, up to a blank where there is one; the rest stays.
  static std::string_view TakeLine(std::string_view& rest, std::size_t columns) {
    std::size_t blank = std::string_view::npos;
    std::size_t seen = 0;
    std::size_t at = 0;
    for (; at < rest.size(); ++at) {
      if ((static_cast<unsigned char>(rest[at]) & 0xC0) != 0x80 && seen++ == columns) {
        break;
      }
      if (rest[at] == ' ' && at > 0) {
        blank = at;
      }
    }
    if (at == rest.size()) {
      const std::string_view all = rest;
      rest = {};
      return all;
    }
    const std::size_t cut = blank == std::string_view::npos ? at : blank;
    const std::string_view piece = Slice(rest, 0, cut);
    rest = Slice(rest, blank == std::string_view::npos ? cut : cut + 1);
    return piece;
  }

  Writer& out_;
  acta_buffer line_buffer_{};
  Writer line_;
  std::size_t width_;
  bool colour_;
};

// Words for values, citations and reasons, into the line that is being written.
class Phrases {
 public:
  explicit Phrases(acta_outcome& outcome)
      : outcome_(outcome), d_(outcome.act->d), reasons_(outcome.act->allocator) {}

  void Value(Writer& line, std::uint32_t type, std::int64_t payload, std::uint32_t why) {
    if (why != 0) {
      line.Put("undetermined");
    } else {
      WriteValue(line, *outcome_.act, &outcome_.facts, type, payload);
    }
  }

  std::string_view Citation(std::uint32_t citation) const {
    return citation == ACTA_NONE ? std::string_view() : d_.Text(d_.citations[citation].text);
  }

  // One line per reason.
  void Reasons(Page& page, std::uint32_t level, std::uint32_t why) {
    if (CollectReasons(outcome_, why, reasons_) != ACTA_OK) {
      page.line().Fail();
      return;
    }
    for (const std::uint32_t one : reasons_) {
      acta_reason reason{};
      DescribeReason(outcome_, one, &reason);
      Writer& line = page.line();
      switch (static_cast<acta_reason_kind>(reason.kind)) {
        case ACTA_REASON_MISSING:
          line.Put("not known: ").Put(reason.subject);
          Extra(line, FromString(reason.doc));
          if (reason.judged_by.size != 0) {
            line.Put(", to be judged by ").Put(FromString(reason.judged_by));
          }
          break;
        case ACTA_REASON_READING:
          line.Put("open reading: ").Put(reason.subject);
          Extra(line, FromString(reason.doc));
          break;
        case ACTA_REASON_CONFLICT:
          line.Put("provisions that apply disagree: ").Put(reason.subject);
          break;
        case ACTA_REASON_UNCOVERED:
          line.Put("not covered: ").Put(reason.subject);
          Extra(line, FromString(reason.doc));
          break;
        case ACTA_REASON_ARITHMETIC:
          line.Put("cannot be computed: ").Put(reason.subject);
          break;
      }
      page.End(level,
               reason.kind == ACTA_REASON_MISSING ? std::string_view() : Citation(reason.citation));
    }
  }

 private:
  static void Extra(Writer& line, std::string_view doc) {
    if (!doc.empty()) {
      line.Put(" (").Put(doc).Put(')');
    }
  }

  acta_outcome& outcome_;
  const Descriptor& d_;
  Array<std::uint32_t> reasons_;
};

}  // namespace acta::runtime
