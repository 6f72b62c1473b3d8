#include "compiler/codegen/target.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include <llvm/ADT/StringRef.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

#include "compiler/base/edit_distance.h"
#include "compiler/codegen/object.h"

namespace acta {
namespace {

// The layouts that runtime and compiler agree on have pointers of 64 bits, the least byte first.
bool IsSupported(const llvm::Triple& triple) {
  const bool architecture =
      triple.getArch() == llvm::Triple::x86_64 || triple.getArch() == llvm::Triple::aarch64;
  return architecture && triple.isOSBinFormatELF() && !triple.isX32() &&
         triple.getEnvironment() != llvm::Triple::GNUILP32;
}

using Processor = std::unique_ptr<llvm::MCSubtargetInfo>;

Processor ProcessorOf(const llvm::Target& target, const llvm::Triple& triple,
                      llvm::StringRef name) {
  return Processor(target.createMCSubtargetInfo(triple.str(), name, ""));
}

// LLVM knows processors of 32 bits among those of x86-64, and would stop at them.
std::vector<std::string> ProcessorsOf(const llvm::Target& target, const llvm::Triple& triple) {
  const bool is_x86 = triple.getArch() == llvm::Triple::x86_64;
  std::vector<std::string> names;
  const Processor any = ProcessorOf(target, triple, "");
  for (const llvm::SubtargetSubTypeKV& processor : any->getAllProcessorDescriptions()) {
    if (!is_x86 || ProcessorOf(target, triple, processor.Key)->checkFeatures("+64bit")) {
      names.emplace_back(processor.Key);
    }
  }
  return names;
}

}  // namespace

Result<Target> FindTarget(const std::string& wanted, const std::string& cpu) {
  codegen::RegisterTargets();
  const llvm::Triple triple(
      llvm::Triple::normalize(wanted.empty() ? llvm::sys::getDefaultTargetTriple() : wanted));
  if (triple.getArch() == llvm::Triple::UnknownArch) {
    return Fail(
        "`{}` names no architecture; a target is, for example, x86_64-linux-gnu or "
        "aarch64-linux-gnu",
        wanted);
  }
  if (!IsSupported(triple)) {
    return Fail("no objects can be made for `{}`, only ELF objects for x86_64 and aarch64",
                wanted.empty() ? triple.str() : wanted);
  }
  std::string problem;
  const llvm::Target* found = llvm::TargetRegistry::lookupTarget(triple.str(), problem);
  if (found == nullptr) {
    return Fail("LLVM was built without the architecture of `{}`: {}", triple.str(), problem);
  }
  const bool is_x86 = triple.getArch() == llvm::Triple::x86_64;
  Target target{.triple = triple.str(),
                .cpu = is_x86 ? "x86-64" : "generic",
                .tuple = triple.getArchName().str() + "-" + triple.getOSAndEnvironmentName().str()};
  if (cpu.empty()) {
    return target;
  }
  const std::vector<std::string> processors = ProcessorsOf(*found, triple);
  if (std::ranges::find(processors, cpu) == processors.end()) {
    const std::optional<std::string> close = ClosestName(cpu, processors);
    return Fail("there is no processor `{}` of the architecture {}{}", cpu,
                triple.getArchName().str(),
                close ? fmt::format("; did you mean `{}`?", *close) : std::string());
  }
  target.cpu = cpu;
  return target;
}

}  // namespace acta
