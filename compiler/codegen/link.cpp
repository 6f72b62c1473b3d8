#include "compiler/codegen/link.h"

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/ranges.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/ObjCopy/ConfigManager.h>
#include <llvm/ObjCopy/ObjCopy.h>
#include <llvm/Object/ArchiveWriter.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Program.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/base/file.h"
#include "compiler/base/temporary_folder.h"

namespace acta {
namespace {

// The linker of the LLVM we are built with, wherever Debian and others put it.
Result<std::string> FindLinker() {
  for (const char* name : {"ld.lld-19", "ld.lld"}) {
    if (const llvm::ErrorOr<std::string> found = llvm::sys::findProgramByName(name)) {
      return *found;
    }
  }
  return Fail("the linker ld.lld is not on the PATH; on Debian it is in the package lld-19");
}

// The paths of files with these contents.
Result<std::vector<std::string>> WriteObjects(const TemporaryFolder& folder,
                                              std::span<const std::string> objects) {
  std::vector<std::string> paths;
  for (const std::string& object : objects) {
    paths.push_back(folder.PathOf(fmt::format("{}.o", paths.size())));
    ACTA_TRY_VOID(WriteFile(paths.back(), object));
  }
  return paths;
}

// What the linker makes of the inputs; what it complains of becomes the error.
Result<std::string> Link(const TemporaryFolder& folder, std::span<const std::string> options,
                         std::span<const std::string> inputs) {
  ACTA_TRY(const std::string linker, FindLinker());
  const std::string output = folder.PathOf("output");
  const std::string complaints = folder.PathOf("complaints");
  std::vector<llvm::StringRef> words = {linker, "-o", output};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), inputs.begin(), inputs.end());
  const std::optional<llvm::StringRef> redirects[] = {
      llvm::StringRef(), llvm::StringRef(complaints), llvm::StringRef(complaints)};
  std::string problem;
  const int status = llvm::sys::ExecuteAndWait(linker, words, /*Env=*/std::nullopt, redirects,
                                               /*SecondsToWait=*/0, /*MemoryLimit=*/0, &problem);
  if (status != 0) {
    const std::string said = problem.empty() ? ReadFile(complaints).value_or("") : problem;
    return Fail("{} failed: {}", linker, said);
  }
  return ReadFile(output);
}

// Makes every symbol local that is defined in `object`, but for `exported`.
Result<std::string> Localise(const std::string& object, const std::string& exported) {
  llvm::Expected<std::unique_ptr<llvm::object::ObjectFile>> parsed =
      llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(object, "act"));
  if (!parsed) {
    return Fail("the linker made no object: {}", llvm::toString(parsed.takeError()));
  }
  llvm::objcopy::ConfigManager config;
  const auto ignore_nothing = [](llvm::Error error) { return error; };
  llvm::cantFail(config.Common.SymbolsToKeepGlobal.addMatcher(llvm::objcopy::NameOrPattern::create(
      exported, llvm::objcopy::MatchStyle::Literal, ignore_nothing)));
  llvm::SmallString<0> result;
  llvm::raw_svector_ostream out(result);
  if (llvm::Error error = llvm::objcopy::executeObjcopyOnBinary(config, **parsed, out)) {
    return Fail("the symbols of the object cannot be hidden: {}", llvm::toString(std::move(error)));
  }
  return std::string(result);
}

}  // namespace

Result<std::string> JoinObjects(std::span<const std::string> objects, const std::string& exported) {
  ACTA_TRY(const TemporaryFolder folder, TemporaryFolder::Make());
  ACTA_TRY(const std::vector<std::string> paths, WriteObjects(folder, objects));
  ACTA_TRY(const std::string joined, Link(folder, std::array<std::string, 1>{"-r"}, paths));
  return Localise(joined, exported);
}

Result<std::string> ArchiveOf(const std::string& object, const std::string& member) {
  const llvm::NewArchiveMember members[] = {
      llvm::NewArchiveMember(llvm::MemoryBufferRef(object, member))};
  llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> archive = llvm::writeArchiveToBuffer(
      members, llvm::SymtabWritingMode::NormalSymtab, llvm::object::Archive::K_GNU,
      /*Deterministic=*/true, /*Thin=*/false);
  if (!archive) {
    return Fail("the object cannot be archived: {}", llvm::toString(archive.takeError()));
  }
  return (*archive)->getBuffer().str();
}

Result<std::string> LinkShared(const SharedObject& shared) {
  ACTA_TRY(const TemporaryFolder folder, TemporaryFolder::Make());
  ACTA_TRY(std::vector<std::string> inputs, WriteObjects(folder, shared.objects));
  inputs.insert(inputs.end(), shared.files.begin(), shared.files.end());
  const std::string exports = folder.PathOf("exports");
  ACTA_TRY_VOID(WriteFile(
      exports, fmt::format("{{ global: {}; local: *; }};\n", fmt::join(shared.exported, "; "))));
  // What it calls of the runtime is its own, whatever else the process has loaded.
  std::vector<std::string> options = {"-shared",
                                      "--soname=" + shared.soname,
                                      "--version-script=" + exports,
                                      "--build-id",
                                      "--gc-sections",
                                      "--strip-debug",
                                      "-znow",
                                      "-Bsymbolic"};
  for (const auto& [alias, symbol] : shared.aliases) {
    options.push_back(fmt::format("--defsym={}={}", alias, symbol));
  }
  return Link(folder, options, inputs);
}

std::vector<std::string> InterfaceSymbols() {
  return {"acta_[!k]*", "acta_k[!_]*"};
}

}  // namespace acta
