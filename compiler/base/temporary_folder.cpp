#include "compiler/base/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace acta {

Result<TemporaryFolder> TemporaryFolder::Make() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error) {
    return Fail("there is no folder for temporary files: {}", error.message());
  }
  std::string path = (parent / "acta-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) {
    return Fail("cannot make a temporary folder in {}: {}", parent.string(),
                std::generic_category().message(errno));
  }
  return TemporaryFolder(std::move(path));
}

TemporaryFolder::TemporaryFolder(std::string path) : path_(std::move(path)) {
}
TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")) {
}
TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}
TemporaryFolder::~TemporaryFolder() {
  if (!path_.empty()) {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
}

std::string TemporaryFolder::PathOf(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

}  // namespace acta
