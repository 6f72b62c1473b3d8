// error[A2001]: unknown name `quorom`
//  --> acts/meeting.acta.md:12:8
//    |
// 12 |     is quorom
//    |        ^^^^^^
//    |
//  4 | rule quorum : integer
//    |      ------ declared here
//    = help: did you mean `quorum`?
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "compiler/base/check.h"
#include "compiler/diagnostics/excerpt.h"
#include "compiler/diagnostics/render.h"

namespace acta {

namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kBlue = "\x1b[1;34m";

std::string_view ColourOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "\x1b[1;31m";
    case Severity::kWarning:
      return "\x1b[1;33m";
    case Severity::kNote:
      return "\x1b[1;36m";
  }
  ACTA_CHECK(false, "a severity is one of three");
}

// A place to show: the primary span with carets, the labelled ones with dashes.
struct Mark {
  Span span;
  char sign = '^';
  std::string_view text;
};

std::vector<Mark> MarksOf(const Diagnostic& diagnostic) {
  std::vector<Mark> marks;
  if (diagnostic.span.valid()) {
    marks.push_back({diagnostic.span, '^', ""});
  }
  for (const Label& label : diagnostic.labels) {
    if (label.span.valid()) {
      marks.push_back({label.span, '-', label.text});
    }
  }
  return marks;
}

class TextRenderer {
 public:
  TextRenderer(const SourceMap& sources, Colour colour) : sources_(sources), colour_(colour) {}

  void Add(const Diagnostic& diagnostic) {
    const std::string_view colour = ColourOf(diagnostic.severity);
    const std::string title = fmt::format("{}[{}]", NameOf(diagnostic.severity), diagnostic.code);
    Append("{}{}\n", Painted(title, colour), Painted(": " + Printable(diagnostic.message), kBold));
    const std::vector<Mark> marks = MarksOf(diagnostic);
    const std::size_t gutter = GutterOf(marks);
    SourceId shown_source;
    std::uint32_t shown_line = 0;
    for (const Mark& mark : marks) {
      const LineColumn place = sources_[mark.span.source].Locate(mark.span.begin);
      const bool is_same_source = mark.span.source == shown_source;
      if (!is_same_source) {
        AddPlace(mark.span, place, gutter, !shown_source.valid());
      }
      const bool needs_line = !is_same_source || place.line != shown_line;
      AddMark(mark, place, gutter, needs_line, mark.sign == '^' ? colour : kBlue);
      shown_source = mark.span.source;
      shown_line = place.line;
    }
    for (const Label& label : diagnostic.labels) {
      if (!label.span.valid()) {
        Append("{}{} {}\n", Blanks(gutter), Painted(" = note:", kBold), Printable(label.text));
      }
    }
    if (diagnostic.help) {
      Append("{}{} {}\n", Blanks(gutter), Painted(" = help:", kBold), Printable(*diagnostic.help));
    }
    out_ += '\n';
  }

  void AddCount(const std::vector<Diagnostic>& diagnostics) {
    const auto count_of = [&](Severity severity) {
      return std::ranges::count(diagnostics, severity, &Diagnostic::severity);
    };
    const auto counted = [](auto count, std::string_view noun) {
      return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
    };
    const auto errors = count_of(Severity::kError);
    const auto warnings = count_of(Severity::kWarning);
    if (errors > 0 && warnings > 0) {
      Append("{}, {}\n", counted(errors, "error"), counted(warnings, "warning"));
    } else if (errors > 0) {
      Append("{}\n", counted(errors, "error"));
    } else if (warnings > 0) {
      Append("{}\n", counted(warnings, "warning"));
    }
  }

  [[nodiscard]] std::string Take() { return std::move(out_); }

 private:
  template <class... Args>
  void Append(fmt::format_string<Args...> pattern, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), pattern, std::forward<Args>(args)...);
  }

  [[nodiscard]] std::string Painted(std::string_view text, std::string_view colour) const {
    if (colour_ == Colour::kNever) {
      return std::string(text);
    }
    return fmt::format("{}{}{}", colour, text, kReset);
  }

  [[nodiscard]] static std::string Blanks(std::size_t count) { return std::string(count, ' '); }

  // The width of the widest line number.
  [[nodiscard]] std::size_t GutterOf(const std::vector<Mark>& marks) const {
    std::size_t width = 1;
    for (const Mark& mark : marks) {
      const std::uint32_t line = sources_[mark.span.source].LineOf(mark.span.begin);
      width = std::max(width, fmt::formatted_size("{}", line));
    }
    return width;
  }

  void AddPlace(const Span& span, const LineColumn& place, std::size_t gutter, bool is_first) {
    Append("{}{} {}:{}:{}\n", Blanks(gutter), Painted(is_first ? "-->" : ":::", kBlue),
           Printable(sources_[span.source].path()), place.line, place.column);
  }

  // The source line, if it does not stand there yet, and the marks below it. Of a span over several
  // lines the first is shown.
  void AddMark(const Mark& mark, const LineColumn& place, std::size_t gutter, bool needs_line,
               std::string_view colour) {
    const SourceFile& file = sources_[mark.span.source];
    const std::size_t line_begin = file.LineBegin(place.line);
    const Excerpt excerpt = MakeExcerpt(
        file.LineText(place.line),
        {mark.span.begin - line_begin, std::max(mark.span.end, mark.span.begin) - line_begin});
    const std::string margin = Blanks(gutter) + Painted(" |", kBlue);
    if (needs_line) {
      Append("{}\n{} {}\n", margin, Painted(fmt::format("{:>{}} |", place.line, gutter), kBlue),
             excerpt.text);
    }
    std::string underline(excerpt.mark_width, mark.sign);
    if (!mark.text.empty()) {
      underline += " " + Printable(mark.text);
    }
    Append("{} {}{}\n", margin, Blanks(excerpt.mark_begin), Painted(underline, colour));
  }

  const SourceMap& sources_;
  Colour colour_;
  std::string out_;
};

}  // namespace

std::string RenderText(const std::vector<Diagnostic>& diagnostics, const SourceMap& sources,
                       Colour colour) {
  TextRenderer renderer(sources, colour);
  for (const Diagnostic& diagnostic : diagnostics) {
    renderer.Add(diagnostic);
  }
  renderer.AddCount(diagnostics);
  return renderer.Take();
}

}  // namespace acta
