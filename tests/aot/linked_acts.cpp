#include "tests/aot/linked_acts.h"

#include <dlfcn.h>

#include "compiler/base/check.h"
#include "compiler/base/file.h"
#include "compiler/base/temporary_folder.h"
#include "compiler/codegen/link.h"

namespace acta::aot {
namespace {

std::string SymbolOf(const std::string& name) {
  return "acta_act_" + name;
}

template <class T>
T Must(Result<T> result) {
  ACTA_CHECK(result.has_value(), result.has_value() ? "" : result.error().message);
  return *std::move(result);
}

}  // namespace

Target HostTarget() {
  return Must(FindTarget("", ""));
}

std::string ObjectOf(const ActToLink& act, const Target& target) {
  return Must(CompileObject(
      {.graph = *act.graph, .descriptor = act.descriptor, .symbol = SymbolOf(act.name)},
      {.target = target, .level = act.level, .batch = act.batch}));
}

LinkedActs::LinkedActs(std::span<const ActToLink> acts) {
  SharedObject shared{.soname = "libacts.so", .files = {ACTA_RUNTIME_ARCHIVE}};
  for (const ActToLink& act : acts) {
    shared.objects.push_back(ObjectOf(act, HostTarget()));
    shared.exported.push_back(SymbolOf(act.name));
  }
  const TemporaryFolder folder = Must(TemporaryFolder::Make());
  const std::string path = folder.PathOf("libacts.so");
  ACTA_CHECK(WriteFile(path, Must(LinkShared(shared))), "a temporary folder can be written to");
  library_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  ACTA_CHECK(library_ != nullptr, dlerror());
}

LinkedActs::~LinkedActs() {
  dlclose(library_);
}

const acta_compiled_act& LinkedActs::Act(const std::string& name) const {
  const void* found = dlsym(library_, SymbolOf(name).c_str());
  ACTA_CHECK(found != nullptr, "an act is exported under its name");
  return *static_cast<const acta_compiled_act*>(found);
}

}  // namespace acta::aot
