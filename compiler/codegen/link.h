// Objects joined, archived and linked: by the linker lld, and by LLVM's own libraries.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/result.h"

namespace acta {

// One relocatable object of several. Of all that they define only `exported` can be named from
// outside. Fails when there is no linker, or it refuses.
[[nodiscard]] Result<std::string> JoinObjects(std::span<const std::string> objects,
                                              const std::string& exported);

// A static library of one object, with its index.
[[nodiscard]] Result<std::string> ArchiveOf(const std::string& object, const std::string& member);

struct SharedObject {
  // Its own name, for the loader.
  std::string soname;
  // Contents of object files.
  std::vector<std::string> objects;
  // Paths of more objects and of archives.
  std::vector<std::string> files;
  // Symbols that it exports if they are defined; `*` and `[!abc]` as in the names of files.
  std::vector<std::string> exported;
  // Second names of symbols: {"acta_compiled", "acta_act_library"}.
  std::vector<std::pair<std::string, std::string>> aliases;
};
// What is undefined in it stays so: the process that loads it has a C library.
[[nodiscard]] Result<std::string> LinkShared(const SharedObject& shared);

// The C interface and acts, for `exported`: all that begins with `acta_`, but for the kernels
// (`acta_k_`), which nobody outside calls where the act and its runtime are one object.
[[nodiscard]] std::vector<std::string> InterfaceSymbols();

}  // namespace acta
