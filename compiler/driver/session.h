// One act on the bench: its sources, what was found wrong with them, and the stages it has passed.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/amend/apply.h"
#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/graph.h"
#include "compiler/plan/plan.h"
#include "compiler/syntax/ast.h"

namespace acta {

// Exit codes of the command line.
enum class Exit : int { kFine = 0, kLawOrCase = 1, kUsage = 2, kOurFailure = 3, kInterrupted = 130 };

struct LoadOptions {
  std::vector<std::string> include_dirs;  // -I, before the standard library
  plan::Roots roots = plan::Roots::kAnswers;
  // Files of amendments to apply: `drafts.acta.md`, or `drafts.acta.md#shorter_notice` for one of them.
  std::vector<std::string> with;
  // Files and what is read in their place.
  std::map<std::string, std::string> in_place_of;
  std::optional<ast::DateLit> on;  // the law as amended on this day
  // The day by whose law every case is judged, whatever the law says of how it is found.
  std::optional<ast::DateLit> governing_date;
  // Which of the amendments to apply, by name; all unless given.
  std::function<bool(const std::string& amendment)> chosen;
};

// An act and everything known about it. Later stages are empty when an earlier one found errors.
struct Session {
  SourceMap sources;
  Reporter reporter;
  std::vector<ast::Document> documents;  // [0] is the act
  ir::RuleGraph graph;                   // graph.program is null when there are errors

  // Where amendments were asked for: the law as it was, they, and the files as they changed them.
  std::vector<ast::Document> law;
  std::unique_ptr<amend::Settled> settled;
  std::vector<amend::LawText> amended;

  [[nodiscard]] bool ok() const { return graph.program != nullptr; }
};

// `FILE#NAME`: a file and the name of one of the things in it; no name: FILE. Names of files may have that sign too.
[[nodiscard]] std::pair<std::string, std::string> SplitName(const std::string& asked);

// Loads the act at `path` with its modules, checks and plans it. The session holds the diagnostics either way.
[[nodiscard]] std::unique_ptr<Session> LoadAct(const std::string& path, const LoadOptions& options);

// Where the standard library lies: $ACTA_STDLIB, or beside the executable in ../share/acta/stdlib.
[[nodiscard]] std::string StandardLibraryDir();

}  // namespace acta
