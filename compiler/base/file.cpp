#include "compiler/base/file.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <unistd.h>

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

// Written beside it, then renamed: a reader sees the old file or the new one.
Result<void> WriteFile(const std::string& path, std::string_view content) {
  ACTA_TRY(const Replacement replacement, ReplacementFor(path));
  const std::string& beside = replacement.beside;
  const auto fail = [&] {
    tl::unexpected<Error> error = Fail("cannot write {}: {}", path, LastError());
    std::remove(beside.c_str());
    return error;
  };
  // Not over a file of somebody else.
  File file(std::fopen(beside.c_str(), "wbx"), &std::fclose);
  if (!file) {
    return Fail("cannot write {}: {}", path, LastError());
  }
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size()) {
    return fail();
  }
  // What was buffered may still fail on closing.
  if (std::fclose(file.release()) != 0 ||
      std::rename(beside.c_str(), replacement.place.c_str()) != 0) {
    return fail();
  }
  return {};
}

}  // namespace acta
