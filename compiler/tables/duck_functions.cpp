#include "compiler/tables/duck_functions.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "compiler/tables/tables.h"

namespace acta::tables {

namespace {

std::vector<std::string> Places() {
  std::vector<std::string> places;
  if (const char* named = std::getenv("ACTA_DUCKDB"); named != nullptr && *named != '\0') {
    places.emplace_back(named);
  }
  std::error_code error;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
  places.push_back((executable.parent_path().parent_path() / "lib" / "libduckdb.so").string());
  places.emplace_back(ACTA_DUCKDB_PATH);
  return places;
}

Result<DuckFunctions> Load() {
  void* library = nullptr;
  for (const std::string& place : Places()) {
    library = library != nullptr ? library : dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  if (library == nullptr) {
    return Fail(
        "DuckDB, which reads tables, is not there: no library at {}. Say with ACTA_DUCKDB where "
        "libduckdb.so is, or fetch it with `./dev fetch-duckdb`",
        fmt::join(Places(), ", nor at "));
  }
  DuckFunctions functions;
  const char* missing = nullptr;
#define ACTA_DUCK(name)                                                        \
  functions.name = reinterpret_cast<decltype(&::name)>(dlsym(library, #name)); \
  missing = functions.name == nullptr ? #name : missing;
#include "compiler/tables/duck_functions.def"
#undef ACTA_DUCK
  return missing == nullptr
             ? Result<DuckFunctions>(functions)
             : Fail("this DuckDB is another than the one that acta was built for: it has no {}",
                    missing);
}

const Result<DuckFunctions>& Loaded() {
  static const Result<DuckFunctions> loaded = Load();
  return loaded;
}

}  // namespace

Result<void> LoadDuck() {
  return Loaded() ? Result<void>() : Result<void>(tl::unexpected(Loaded().error()));
}

Result<void> Ready() {
  return LoadDuck();
}

const DuckFunctions& Ducks() {
  return *Loaded();
}

}  // namespace acta::tables
