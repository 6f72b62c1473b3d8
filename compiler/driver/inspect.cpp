#include "compiler/driver/inspect.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "compiler/base/edit_distance.h"
#include "compiler/base/file.h"
#include "compiler/codegen/dump.h"
#include "compiler/driver/pages.h"
#include "compiler/driver/population.h"
#include "compiler/driver/schema.h"
#include "compiler/ir/print.h"
#include "compiler/semantics/populations.h"
#include "compiler/syntax/print.h"

namespace acta {
namespace {

namespace fs = std::filesystem;

// Whether a file declares amendments or populations and no law or module: it says nothing by itself.
bool IsAboutOthers(const std::string& path) {
  const Result<std::string> text = ReadFile(path);
  if (!text) return false;
  const auto declares = [&](std::string_view word) {
    return text->starts_with(word) || text->find("\n" + std::string(word)) != std::string::npos;
  };
  return (declares("amendment ") || declares("population ")) && !declares("law ") && !declares("module ");
}

}  // namespace

Result<std::vector<std::string>> ActsUnder(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> acts;
  for (fs::recursive_directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().string();
    const bool is_named = name.ends_with(".acta.md") || name.ends_with(".acta");
    if (it->is_regular_file(error) && is_named && !IsAboutOthers(name)) acts.push_back(name);
  }
  if (error) return Fail("{}: {}", path, error.message());
  if (acts.empty()) return Fail("{}: there is no *.acta.md and no *.acta below this folder", path);
  std::ranges::sort(acts);
  return acts;
}

namespace {

// Those of the act itself; one of a file of its own is checked when it is drawn from.
void CheckPopulations(Session& session) {
  const std::vector<ast::Document>& law = session.law.empty() ? session.documents : session.law;
  for (const ast::Population* population : PopulationsIn(law.front())) {
    static_cast<void>(ReadPopulation(law, law.front(), *population, session));
  }
}

}  // namespace

Exit CheckActs(const std::vector<std::string>& paths, const CommonOptions& options) {
  Exit exit = Exit::kFine;
  // As text each is printed when it is found, as data all together.
  const bool is_text = options.diagnostics == DiagnosticsForm::kText;
  std::vector<std::unique_ptr<Session>> sessions;
  for (const std::string& path : paths) {
    const Result<std::vector<std::string>> acts = ActsUnder(path);
    if (!acts) {
      fmt::print(stderr, "error[A0001]: {}\n", acts.error().message);
      exit = Exit::kLawOrCase;
      continue;
    }
    for (const std::string& act : *acts) {
      if (is_text) sessions.clear();
      sessions.push_back(LoadAct(act, LoadingOf(options, plan::Roots::kAnswersAndScenarios)));
      Session* const session = sessions.back().get();
      if (session->ok()) CheckPopulations(*session);
      if (is_text) PrintDiagnostics(*session, options, Show::kAll);
      if (!session->ok() || session->reporter.HasErrors()) {
        exit = Exit::kLawOrCase;
        continue;
      }
      const ir::Program& program = *session->graph.program;
      fmt::print(stderr, "{}: fine ({} facts, {} rules, {} clauses, {} answers, {} scenarios)\n", act, program.facts.size(),
                 program.rules.size(), program.clauses.size(), program.answers.size(), program.scenarios.size());
    }
  }
  if (!is_text) {
    std::vector<const Session*> all;
    for (const std::unique_ptr<Session>& session : sessions) all.push_back(session.get());
    PrintDiagnostics(all, options);
  }
  return exit;
}

Exit PrintSchema(const std::string& act, const CommonOptions& options) {
  const std::unique_ptr<Session> session = LoadAct(act, LoadingOf(options));
  PrintDiagnostics(*session, options, Show::kErrors);
  if (!session->ok()) return Exit::kLawOrCase;
  fmt::print("{}", JsonSchemaOf(*session->graph.program));
  return Exit::kFine;
}

Exit Dump(const std::string& act, const std::string& stage, const CommonOptions& options) {
  const auto roots = stage == "program" ? plan::Roots::kAnswersAndScenarios : plan::Roots::kAnswers;
  const std::unique_ptr<Session> session = LoadAct(act, LoadingOf(options, roots));
  PrintDiagnostics(*session, options, Show::kErrors);
  if (stage == "ast") {
    for (const ast::Document& document : session->documents) fmt::print("{}", Print(document));
    return session->reporter.HasErrors() ? Exit::kLawOrCase : Exit::kFine;
  }
  if (!session->ok()) return Exit::kLawOrCase;
  if (stage == "program") {
    fmt::print("{}", ir::PrintProgram(*session->graph.program));
  } else if (stage == "plan") {
    fmt::print("{}", ir::PrintGraph(session->graph));
  } else {
    fmt::print("{}", DumpLlvm(session->graph));
  }
  return Exit::kFine;
}

Exit ExplainCode(const std::string& code) {
  const auto pages = CodePages();
  const auto page = std::ranges::find(pages, code, &CodePage::code);
  if (page != pages.end()) {
    fmt::print("{}", page->markdown);
    return Exit::kFine;
  }
  std::vector<std::string> codes;
  for (const CodePage& known : pages) codes.emplace_back(known.code);
  const std::optional<std::string> close = ClosestName(code, codes);
  fmt::print(stderr, "there is no diagnostic with the code `{}`{}\n", code, close ? fmt::format("; did you mean `{}`?", *close) : "");
  return Exit::kUsage;
}

}  // namespace acta
