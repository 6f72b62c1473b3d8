// LoadProgram: an act and everything it uses, read and parsed.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta {

// The files of the world, as far as loading needs them.
struct FileAccess {
  std::function<bool(const std::string& path)> exists;
  std::function<Result<std::string>(const std::string& path)> read;
};

// The files on disk.
[[nodiscard]] FileAccess FilesOnDisk();

// Parses the act at `path` and, each once, the modules that it uses. The act comes first. A module
// is looked for beside the file that uses it, then in each of `include_dirs`. Reports A0001, A2004,
// A2005, A2007; a module that could not be had is left out.
[[nodiscard]] std::vector<ast::Document> LoadProgram(const std::string& path,
                                                     std::span<const std::string> include_dirs,
                                                     SourceMap& sources, Reporter& reporter,
                                                     const FileAccess& files = FilesOnDisk());

}  // namespace acta
