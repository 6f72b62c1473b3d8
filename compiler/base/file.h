// Whole files in and out.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace acta {

// The bytes of the file, as they are. Fails on what cannot be read and on directories.
[[nodiscard]] Result<std::string> ReadFile(const std::string& path);

// Makes `content` the content of the file: all of it, or the file stays as it was. Behind links,
// and never in the place of a device or a pipe.
[[nodiscard]] Result<void> WriteFile(const std::string& path, std::string_view content);

struct FileContent {
  std::string path;
  std::string_view content;
};
// All of them, or none when one cannot be written.
[[nodiscard]] Result<void> WriteFiles(std::span<const FileContent> files);

// For who writes files otherwise: written at `beside`, then renamed to `place`.
struct Replacement {
  std::string place, beside;
};
// Fails where something stands that is no regular file, and where the folder is not there or may
// not be written into: who writes at the end of long work asks at its beginning.
[[nodiscard]] Result<Replacement> ReplacementFor(const std::string& path);

// Whether both paths lead to one file, which need not exist.
[[nodiscard]] bool IsSameFile(const std::string& one, const std::string& other);

}  // namespace acta
