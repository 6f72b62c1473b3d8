#include "compiler/syntax/document.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "compiler/base/text.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/normal.h"

namespace acta::syntax {

namespace {

constexpr std::string_view kBlank = " \t";

bool IsBlank(char c) {
  return c == ' ' || c == '\t';
}

// How many columns of blank stand before the text; a tab goes to the next multiple of four.
std::size_t IndentOf(std::string_view line) {
  std::size_t columns = 0;
  for (const char c : line) {
    if (c == ' ') {
      ++columns;
    } else if (c == '\t') {
      columns += 4 - columns % 4;
    } else {
      break;
    }
  }
  return columns;
}

// Markdown takes a line that is further in for a quotation of code.
constexpr std::size_t kMostIndent = 3;

struct Heading {
  int level;
  std::string_view text;
};

// "## Article 10(1) ##" -> {2, "Article 10(1)"}.
std::optional<Heading> ReadHeading(std::string_view line) {
  if (IndentOf(line) > kMostIndent) {
    return std::nullopt;
  }
  const std::string_view content = Trimmed(line);
  const std::size_t level = std::min(content.find_first_not_of('#'), content.size());
  if (level < 1 || level > 6 || (level < content.size() && !IsBlank(content[level]))) {
    return std::nullopt;
  }
  std::string_view text = Trimmed(content.substr(level));
  const std::size_t last = text.find_last_not_of('#');
  if (last == std::string_view::npos) {
    text = {};
  } else if (last + 1 < text.size() && IsBlank(text[last])) {
    text = Trimmed(text.substr(0, last));
  }
  return Heading{static_cast<int>(level), text};
}

// "Reg. 1. Ponds": what stands behind the point, up to the next one, is a number.
bool IsNumbered(std::string_view behind) {
  const std::string_view number = behind.substr(0, behind.find(". "));
  return number.size() < behind.size() && number.find_first_of("0123456789") == 0 &&
         number.find_first_of(kBlank) == std::string_view::npos;
}

// Where the citation of a heading ends: at the first ". " that is not the point of an abbreviation.
std::size_t EndOfCitation(std::string_view text) {
  constexpr std::string_view kAbbreviations[] = {"No",   "Nos", "no",   "nos",   "Nr",  "Art",
                                                 "Arts", "Sec", "para", "paras", "Reg", "Regs",
                                                 "Cl",   "Pt",  "Ch",   "Sch"};
  std::size_t point = text.find(". ");
  while (point != std::string_view::npos) {
    const std::string_view before = text.substr(0, point);
    const std::string_view word = before.substr(before.find_last_of(" \t(") + 1);
    const bool is_word =
        !word.empty() && word.find_first_of("0123456789)") == std::string_view::npos;
    if (std::ranges::find(kAbbreviations, word) == std::end(kAbbreviations) &&
        !(is_word && IsNumbered(text.substr(point + 2)))) {
      return point;
    }
    point = text.find(". ", point + 1);
  }
  return point;
}

struct Fence {
  char sign;
  std::size_t length;
  std::string_view language;
};

// "```acta" -> {'`', 3, "acta"}.
std::optional<Fence> ReadFence(std::string_view line) {
  const std::string_view content = Trimmed(line);
  if (content.empty() || (content[0] != '`' && content[0] != '~')) {
    return std::nullopt;
  }
  const char sign = content[0];
  const std::size_t length = std::min(content.find_first_not_of(sign), content.size());
  const std::string_view info = Trimmed(content.substr(length));
  if (length < 3 || (sign == '`' && info.find('`') != std::string_view::npos)) {
    return std::nullopt;
  }
  return Fence{sign, length, info.substr(0, info.find_first_of(kBlank))};
}

bool Closes(std::string_view line, const Fence& open) {
  const std::optional<Fence> fence = ReadFence(line);
  return fence && fence->sign == open.sign && fence->length >= open.length &&
         fence->language.empty() && IndentOf(line) <= kMostIndent;
}

bool BeginsComment(std::string_view line) {
  return IndentOf(line) <= kMostIndent && Trimmed(line).starts_with("<!--");
}

// "=====" or "-----", which make a heading of the line above in Markdown.
bool IsUnderline(std::string_view line) {
  const std::string_view content = Trimmed(line);
  return content.size() >= 3 && (content[0] == '=' || content[0] == '-') &&
         IndentOf(line) <= kMostIndent &&
         content.find_first_not_of(content[0]) == std::string_view::npos;
}

// Reads the lines one after the other; what is open decides what a line may be.
class Splitter {
 public:
  Splitter(std::string_view text, SourceId source, Reporter& reporter)
      : text_(text), source_(source), reporter_(reporter) {}

  Outline Run() {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    std::size_t at = text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    while (at < text_.size()) {
      const std::size_t line_break = std::min(text_.find('\n', at), text_.size());
      std::size_t end = line_break;
      if (end > at && text_[end - 1] == '\r') {
        --end;
      }
      next_ = std::min(line_break + 1, text_.size());
      ReadLine(At(at, end));
      at = next_;
    }
    Finish();
    return std::move(outline_);
  }

 private:
  [[nodiscard]] Span At(std::size_t begin, std::size_t end) const {
    return {source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  [[nodiscard]] std::string_view TextOf(const Span& span) const {
    return text_.substr(span.begin, span.size());
  }
  [[nodiscard]] ast::ProvisionId Current() const {
    const std::size_t count = outline_.provisions.size();
    return count == 0 ? ast::ProvisionId()
                      : ast::ProvisionId(static_cast<std::uint32_t>(count - 1));
  }

  void ReadLine(const Span& span) {
    const std::string_view line = TextOf(span);
    if (fence_) {
      ReadInsideFence(span, line);
      return;
    }
    if (comment_) {
      CloseComment(line);
      AddProse(line);
      return;
    }
    if (const std::optional<Fence> fence = ReadFence(line)) {
      OpenFence(span, line, *fence);
      return;
    }
    if (const std::optional<Heading> heading = ReadHeading(line)) {
      AddProvision(span, *heading);
      return;
    }
    if (BeginsComment(line)) {
      comment_ = span;
      CloseComment(Trimmed(line).substr(4));
    } else if (after_text_ && IsUnderline(line)) {
      reporter_.Report<diag::UnderlinedHeading>(span).Help("write the line above as `## ...`");
    }
    AddProse(line);
  }

  void OpenFence(const Span& span, std::string_view line, const Fence& fence) {
    const bool is_code = fence.language == "acta";
    if (!is_code && InLowerCase(std::string(fence.language)) == "acta") {
      reporter_.Report<diag::BlockIsProse>(span, fence.language).Help("write `acta` for code");
    }
    if (IndentOf(line) > kMostIndent) {
      if (is_code) {
        reporter_.Report<diag::IndentedFence>(span).Help("begin it at the margin");
      }
      AddProse(line);
      return;
    }
    fence_ = fence;
    fence_span_ = span;
    code_begin_ = is_code ? std::optional(next_) : std::nullopt;
    if (!is_code) {
      AddProse(line);
    }
    after_text_ = false;
  }

  void ReadInsideFence(const Span& span, std::string_view line) {
    const bool closes = Closes(line, *fence_);
    if (!code_begin_) {
      AddProse(line);
    } else if (closes) {
      AddBlock(span.begin);
    }
    if (closes) {
      fence_.reset();
      after_text_ = false;
    }
  }

  void AddBlock(std::size_t end) {
    const Span code = At(*code_begin_, end);
    if (TextOf(code).find_first_not_of(" \t\r\n") == std::string_view::npos) {
      reporter_.Report<diag::EmptyBlock>(fence_span_);
      return;
    }
    outline_.blocks.push_back({code, Current()});
  }

  void AddProvision(const Span& span, const Heading& heading) {
    const std::size_t point = EndOfCitation(heading.text);
    const bool has_title = point != std::string_view::npos;
    outline_.provisions.Add(
        {.citation = Normal(heading.text.substr(0, point)),
         .title = has_title ? Normal(Trimmed(heading.text.substr(point + 2))) : "",
         .level = heading.level,
         .span = span});
    after_text_ = false;
  }

  void CloseComment(std::string_view rest) {
    if (rest.find("-->") != std::string_view::npos) {
      comment_.reset();
    }
  }

  void AddProse(std::string_view line) {
    after_text_ = !Trimmed(line).empty() && !line.starts_with("---");
    if (outline_.provisions.empty()) {
      return;
    }
    std::string& prose = outline_.provisions[Current()].prose;
    if (prose.empty() && Trimmed(line).empty()) {
      return;
    }
    prose.append(line).push_back('\n');
  }

  void Finish() {
    if (fence_) {
      reporter_.Report<diag::UnclosedFence>(fence_span_)
          .Help(fmt::format("end it with a line `{}`", std::string(fence_->length, fence_->sign)));
      if (code_begin_) {
        outline_.blocks.push_back({At(*code_begin_, text_.size()), Current()});
      }
    }
    if (comment_) {
      reporter_.Report<diag::UnclosedHtmlComment>(*comment_).Help("end it with `-->`");
    }
    for (ast::Provision& provision : outline_.provisions) {
      provision.prose.erase(provision.prose.find_last_not_of(" \t\r\n") + 1);
      provision.prose = Normal(provision.prose);
    }
  }

  std::string_view text_;
  SourceId source_;
  Reporter& reporter_;
  Outline outline_;

  // Where the line after the current one begins.
  std::size_t next_ = 0;
  // The fence that is open, and where its code begins if it is marked `acta`.
  std::optional<Fence> fence_;
  Span fence_span_;
  std::optional<std::size_t> code_begin_;
  std::optional<Span> comment_;
  // Is the line above a line of prose, so that an underline would make a heading of it?
  bool after_text_ = false;
};

}  // namespace

std::optional<std::string_view> StructureOf(std::string_view line) {
  if (ReadHeading(line)) {
    return "a heading";
  }
  if (ReadFence(line) && IndentOf(line) <= kMostIndent) {
    return "the fence of a block";
  }
  return BeginsComment(line) ? std::optional<std::string_view>("a comment") : std::nullopt;
}

Outline Split(std::string_view text, SourceId source, Reporter& reporter) {
  return Splitter(text, source, reporter).Run();
}

bool DifferInProseOnly(std::string_view one, std::string_view other) {
  Reporter silent;
  const Outline before = Split(one, SourceId(0), silent);
  const Outline after = Split(other, SourceId(0), silent);
  const auto is_same_heading = [](const ast::Provision& a, const ast::Provision& b) {
    return a.citation == b.citation && a.title == b.title && a.level == b.level;
  };
  const auto is_same_block = [&](const ast::CodeBlock& a, const ast::CodeBlock& b) {
    return a.provision == b.provision &&
           one.substr(a.span.begin, a.span.size()) == other.substr(b.span.begin, b.span.size());
  };
  return std::ranges::equal(before.provisions, after.provisions, is_same_heading) &&
         std::ranges::equal(before.blocks, after.blocks, is_same_block);
}

}  // namespace acta::syntax
