#include "compiler/base/file.h"

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

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

Result<void> WriteFile(const std::string& path, std::string_view content) {
  File file(std::fopen(path.c_str(), "wb"), &std::fclose);
  if (!file) {
    return Fail("cannot write {}: {}", path, LastError());
  }
  const bool written = std::fwrite(content.data(), 1, content.size(), file.get()) == content.size();
  // What was buffered may still fail on closing.
  const bool closed = std::fclose(file.release()) == 0;
  if (!written || !closed) {
    return Fail("cannot write {}: {}", path, LastError());
  }
  return {};
}

}  // namespace acta
