// SourceFile and SourceMap: the texts that spans point into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/span.h"

namespace acta {

// A place as an editor shows it: both count from 1, columns count code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

// One source text and where its lines begin. The text need not be valid UTF-8.
class SourceFile {
 public:
  // `text` must be shorter than 4 GB, because spans hold 32 bit offsets.
  SourceFile(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::uint32_t line_count() const;

  // Where the byte at `offset` stands; an offset past the end means the end.
  [[nodiscard]] LineColumn Locate(std::uint32_t offset) const;

  // The line (from 1) of the byte at `offset`; cheaper than Locate on an enormous line.
  [[nodiscard]] std::uint32_t LineOf(std::uint32_t offset) const;

  // The text of a line (from 1) without its line break.
  [[nodiscard]] std::string_view LineText(std::uint32_t line) const;

  // The offset of the first byte of a line (from 1).
  [[nodiscard]] std::uint32_t LineBegin(std::uint32_t line) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_begins_;
};

// Owns the source texts of one run. References to them stay good as long as the map lives.
class SourceMap {
 public:
  SourceId Add(std::string path, std::string text);

  [[nodiscard]] const SourceFile& operator[](SourceId id) const;
  [[nodiscard]] std::size_t size() const { return files_.size(); }
  [[nodiscard]] std::optional<SourceId> FindByPath(std::string_view path) const;

  // The bytes that `span` covers; cut off at the end of the text.
  [[nodiscard]] std::string_view TextOf(const Span& span) const;

 private:
  std::vector<std::unique_ptr<const SourceFile>> files_;
};

}  // namespace acta
