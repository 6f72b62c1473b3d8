#include "compiler/base/source_file.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/base/text.h"

namespace acta {

SourceFile::SourceFile(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), line_begins_{0} {
  ACTA_CHECK(text_.size() < std::numeric_limits<std::uint32_t>::max(), "offsets have 32 bits");
  for (std::size_t i = text_.find('\n'); i != std::string::npos; i = text_.find('\n', i + 1)) {
    line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::uint32_t SourceFile::line_count() const {
  return static_cast<std::uint32_t>(line_begins_.size());
}

LineColumn SourceFile::Locate(std::uint32_t offset) const {
  const std::uint32_t at = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const std::uint32_t line = LineOf(at);
  const std::uint32_t begin = LineBegin(line);
  const std::size_t code_points = CountCodePoints(text().substr(begin, at - begin));
  return {line, static_cast<std::uint32_t>(code_points + 1)};
}

std::uint32_t SourceFile::LineOf(std::uint32_t offset) const {
  const auto next_line = std::ranges::upper_bound(line_begins_, offset);
  return static_cast<std::uint32_t>(next_line - line_begins_.begin());
}

std::string_view SourceFile::LineText(std::uint32_t line) const {
  const std::uint32_t begin = LineBegin(line);
  const std::size_t end = line < line_count() ? line_begins_[line] - 1 : text_.size();
  std::string_view content = text().substr(begin, end - begin);
  if (content.ends_with('\r')) {
    content.remove_suffix(1);
  }
  return content;
}

std::uint32_t SourceFile::LineBegin(std::uint32_t line) const {
  ACTA_CHECK(line >= 1 && line <= line_count(), "lines count from 1 to line_count()");
  return line_begins_[line - 1];
}

SourceId SourceMap::Add(std::string path, std::string text) {
  files_.push_back(std::make_unique<const SourceFile>(std::move(path), std::move(text)));
  return SourceId(static_cast<std::uint32_t>(files_.size() - 1));
}

const SourceFile& SourceMap::operator[](SourceId id) const {
  ACTA_CHECK(id.value < files_.size(), "a source id is used with the map that gave it out");
  return *files_[id.value];
}

std::optional<SourceId> SourceMap::FindByPath(std::string_view path) const {
  const auto found = std::ranges::find(
      files_, path, [](const auto& file) -> std::string_view { return file->path(); });
  if (found == files_.end()) {
    return std::nullopt;
  }
  return SourceId(static_cast<std::uint32_t>(found - files_.begin()));
}

std::string_view SourceMap::TextOf(const Span& span) const {
  const std::string_view text = (*this)[span.source].text();
  const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  return text.substr(begin, span.end > begin ? span.end - begin : 0);
}

}  // namespace acta
