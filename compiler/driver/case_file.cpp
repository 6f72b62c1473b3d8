#include "compiler/driver/case_file.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <optional>

#include "compiler/base/file.h"
#include "compiler/base/text.h"

namespace acta {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// The end of the JSON value that begins at `begin`, or nothing if it is not finished: brackets outside of strings are
// counted, nothing else is judged.
std::optional<std::size_t> EndOfValue(std::string_view text, std::size_t begin) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
        if (depth == 0) return i + 1;
      }
      continue;
    }
    switch (c) {
      case '"':
        in_string = true;
        break;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (depth == 0) return i;
        if (--depth == 0) return i + 1;
        break;
      case ',':
        if (depth == 0) return i;
        break;
      default:
        break;
    }
  }
  return depth == 0 && !in_string ? std::optional(text.size()) : std::nullopt;
}

// Counts lines as it goes, so that a long file costs one pass.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  std::uint32_t LineAt(std::size_t offset) {
    line_ += static_cast<std::uint32_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(offset_),
                                                   text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
    offset_ = offset;
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  std::uint32_t line_ = 1;
};

std::vector<CaseText> SplitLines(std::string_view text) {
  std::vector<CaseText> cases;
  std::uint32_t line = 1;
  for (std::size_t begin = 0; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (const std::string_view one = Trimmed(text.substr(begin, end - begin)); !one.empty()) {
      cases.push_back({one, line});
    }
    begin = end + 1;
  }
  return cases;
}

Result<std::vector<CaseText>> SplitArray(std::string_view path, std::string_view text, std::size_t begin) {
  std::vector<CaseText> cases;
  LineCounter lines(text);
  std::size_t at = begin + 1;
  while (true) {
    at = std::min(text.find_first_not_of(kSpace, at), text.size());
    if (at == text.size()) return Fail("{}: the array that begins with `[` never ends; a `]` is missing", path);
    if (text[at] == ']') break;
    const std::optional<std::size_t> end = EndOfValue(text, at);
    if (!end) return Fail("{}:{}: this case never ends; a closing bracket or quote is missing", path, lines.LineAt(at));
    const std::uint32_t line = lines.LineAt(at);
    cases.push_back({Trimmed(text.substr(at, *end - at)), line});
    at = std::min(text.find_first_not_of(kSpace, *end), text.size());
    if (at < text.size() && text[at] == ',') {
      ++at;
    } else if (at < text.size() && text[at] != ']') {
      return Fail("{}:{}: expected `,` or `]` between the cases", path, lines.LineAt(at));
    }
  }
  if (!Trimmed(text.substr(at + 1)).empty()) {
    return Fail("{}:{}: something stands behind the `]` that ends the cases", path, lines.LineAt(at));
  }
  return cases;
}

bool IsJsonLines(std::string_view path, std::string_view text, std::size_t begin) {
  if (path.ends_with(".jsonl") || path.ends_with(".ndjson")) return true;
  const std::size_t end_of_line = text.find('\n', begin);
  if (text[begin] != '{' || end_of_line == std::string_view::npos) return false;
  const std::optional<std::size_t> end = EndOfValue(text, begin);
  return end && *end <= end_of_line && !Trimmed(text.substr(end_of_line)).empty();
}

}  // namespace

Result<std::vector<CaseText>> SplitCases(std::string_view path, std::string_view text, CaseFile::Form* form) {
  *form = CaseFile::Form::kSingle;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return Fail("{}: there is no case in here; the file is empty", path);
  if (IsJsonLines(path, text, begin)) {
    *form = CaseFile::Form::kLines;
    return SplitLines(text);
  }
  if (text[begin] == '[') {
    *form = CaseFile::Form::kArray;
    return SplitArray(path, text, begin);
  }
  return std::vector<CaseText>{{Trimmed(text), LineCounter(text).LineAt(begin)}};
}

Result<std::vector<CaseText>> SplitValues(std::string_view path, std::string_view text) {
  CaseFile::Form form = CaseFile::Form::kSingle;
  ACTA_TRY(std::vector<CaseText> cases, SplitCases(path, text, &form));
  if (form != CaseFile::Form::kSingle) return cases;
  const std::string_view all = cases.front().text;
  LineCounter lines(all);
  std::vector<CaseText> values;
  for (std::size_t at = 0; at < all.size(); at = std::min(all.find_first_not_of(kSpace, at), all.size())) {
    const std::size_t end = std::max(EndOfValue(all, at).value_or(all.size()), at + 1);
    values.push_back({Trimmed(all.substr(at, end - at)), cases.front().line + lines.LineAt(at) - 1});
    at = end;
  }
  return values;
}

Result<CaseFile> ReadCaseFile(const std::string& path) {
  CaseFile file{.path = path == "-" ? "<standard input>" : path};
  if (path == "-") {
    file.text = std::make_unique<const std::string>(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  } else {
    ACTA_TRY(std::string text, ReadFile(path));
    file.text = std::make_unique<const std::string>(std::move(text));
  }
  ACTA_TRY(file.cases, SplitCases(file.path, *file.text, &file.form));
  return file;
}

}  // namespace acta
