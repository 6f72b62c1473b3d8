// A folder for files that programs hand to each other, gone with its owner.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace acta {

class TemporaryFolder {
 public:
  // Below $TMPDIR, or /tmp.
  [[nodiscard]] static Result<TemporaryFolder> Make();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
  ~TemporaryFolder();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string PathOf(std::string_view name) const;

 private:
  explicit TemporaryFolder(std::string path);

  std::string path_;
};

}  // namespace acta
