#include "compiler/driver/runtime_files.h"

#include <filesystem>
#include <system_error>

namespace acta {

Result<std::string> RuntimeObject(const Target& target) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (error) {
    return Fail("this program does not know where it lies: {}", error.message());
  }
  fs::path folder = executable.parent_path().parent_path() / "lib";
  ACTA_TRY(const Target host, FindTarget("", ""));
  if (target.tuple != host.tuple) {
    folder /= target.tuple;
  }
  const fs::path object = folder / "acta_runtime.o";
  if (!fs::is_regular_file(object, error)) {
    return Fail("the runtime for {} is not installed: there is no {}", target.tuple,
                object.string());
  }
  return object.string();
}

}  // namespace acta
