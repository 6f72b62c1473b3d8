#include "compiler/driver/session.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "compiler/semantics/check.h"
#include "compiler/semantics/modules.h"

namespace acta {

std::unique_ptr<Session> LoadAct(const std::string& path, const LoadOptions& options) {
  auto session = std::make_unique<Session>();
  std::vector<std::string> dirs = options.include_dirs;
  dirs.push_back(StandardLibraryDir());
  session->documents = LoadProgram(path, dirs, session->sources, session->reporter);
  if (session->reporter.HasErrors()) return session;

  ir::Program program = Check(session->documents, session->reporter);
  if (session->reporter.HasErrors()) return session;

  ir::RuleGraph graph = plan::Plan(std::move(program), options.roots, session->reporter);
  if (!session->reporter.HasErrors()) session->graph = std::move(graph);
  return session;
}

std::string StandardLibraryDir() {
  if (const char* named = std::getenv("ACTA_STDLIB"); named != nullptr && *named != '\0') return named;
  // What cannot be read is empty: the library is then looked for below the working directory.
  std::error_code error;
  const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
  return (executable.parent_path().parent_path() / "share" / "acta" / "stdlib").string();
}

}  // namespace acta
