// Whole files in and out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace acta {

// The bytes of the file, as they are. Fails on what cannot be read and on directories.
[[nodiscard]] Result<std::string> ReadFile(const std::string& path);

// Makes `content` the content of the file: all of it, or the file stays as it was.
[[nodiscard]] Result<void> WriteFile(const std::string& path, std::string_view content);

}  // namespace acta
