#include "compiler/base/file.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace acta {

namespace {

using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

std::string LastError() {
  return std::generic_category().message(errno);
}

}  // namespace

Result<std::string> ReadFile(const std::string& path) {
  const File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    return Fail("cannot read {}: {}", path, LastError());
  }
  std::string content;
  char buffer[64 * 1024];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    content.append(buffer, count);
  }
  if (std::ferror(file.get()) != 0) {
    return Fail("cannot read {}: {}", path, LastError());
  }
  return content;
}

Result<Replacement> ReplacementFor(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  const bool is_there = std::filesystem::exists(status);
  if (is_there && !std::filesystem::is_regular_file(status)) {
    return Fail("cannot write {}: {}", path,
                std::filesystem::is_directory(status) ? std::generic_category().message(EISDIR)
                                                      : "this is no regular file");
  }
  const std::string place = is_there ? std::filesystem::canonical(path, ignored).string() : path;
  const std::filesystem::path folder = std::filesystem::path(place).parent_path();
  if (access(((folder.empty() ? "." : folder) / "").c_str(), W_OK | X_OK) != 0) {
    return Fail("cannot write {}: {}", path, LastError());
  }
  return Replacement{place, fmt::format("{}.new-{}", place, getpid())};
}

bool IsSameFile(const std::string& one, const std::string& other) {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(one, ignored) ==
         std::filesystem::weakly_canonical(other, ignored);
}

namespace {

Result<void> WriteNew(const std::string& beside, const FileContent& file) {
  // Not over a file of somebody else.
  File out(std::fopen(beside.c_str(), "wbx"), &std::fclose);
  if (!out) {
    return Fail("cannot write {}: {}", file.path, LastError());
  }
  const bool is_written =
      std::fwrite(file.content.data(), 1, file.content.size(), out.get()) == file.content.size();
  // What was buffered may still fail on closing.
  if (std::fclose(out.release()) != 0 || !is_written) {
    tl::unexpected<Error> error = Fail("cannot write {}: {}", file.path, LastError());
    std::remove(beside.c_str());
    return error;
  }
  return {};
}

}  // namespace

// Written beside them, then renamed: a reader sees the old file or the new one.
Result<void> WriteFiles(std::span<const FileContent> files) {
  std::vector<Replacement> replacements;
  for (const FileContent& file : files) {
    ACTA_TRY(replacements.emplace_back(), ReplacementFor(file.path));
  }
  const auto give_up = [&](std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
      std::remove(replacements[i].beside.c_str());
    }
  };
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (Result<void> written = WriteNew(replacements[i].beside, files[i]); !written) {
      give_up(0, i);
      return written;
    }
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (std::rename(replacements[i].beside.c_str(), replacements[i].place.c_str()) != 0) {
      tl::unexpected<Error> error = Fail("cannot write {}: {}", files[i].path, LastError());
      give_up(i, files.size());
      return error;
    }
  }
  return {};
}

Result<void> WriteFile(const std::string& path, std::string_view content) {
  const FileContent file{path, content};
  return WriteFiles({&file, 1});
}

}  // namespace acta
