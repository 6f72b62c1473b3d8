// What run, why and ask share: an act made ready, cases read from a file, and what is wrong with them said.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/case_file.h"
#include "compiler/engine/engine.h"
#include "compiler/driver/session.h"

namespace acta {

enum class DiagnosticsForm { kText, kJson, kSarif };

// Options that every subcommand has.
struct CommonOptions {
  std::vector<std::string> include_dirs;
  std::vector<std::string> with;    // amendments to apply
  std::optional<ast::DateLit> on;   // the law as amended on this day
  std::optional<ast::DateLit> governing_date;  // judge every case by the law of this day
  DiagnosticsForm diagnostics = DiagnosticsForm::kText;
  Colour colour = Colour::kNever;         // of standard output
  Colour error_colour = Colour::kNever;   // of standard error
};

// How an act is loaded under these options.
[[nodiscard]] LoadOptions LoadingOf(const CommonOptions& options, plan::Roots roots = plan::Roots::kAnswers);

struct CaseOptions {
  CommonOptions common;
  std::string act;
  std::string case_path;
  std::optional<std::string> as_of;  // a date, or "today"
  std::vector<std::pair<std::string, std::string>> under;
  EngineKind engine = EngineKind::kNative;
  bool json = false;
};

// An act on the bench and its engine.
struct ReadyAct {
  std::unique_ptr<Session> session;
  Engine engine;
};

// Prints the diagnostics of a session: all of them, or only when there are errors.
enum class Show { kAll, kErrors };
void PrintDiagnostics(const Session& session, const CommonOptions& options, Show show);
// All of several sessions: as data, one document.
void PrintDiagnostics(std::span<const Session* const> sessions, const CommonOptions& options);

// Whether each reading that is chosen is one of some of the laws, and its alternative one of all that have it; what is not is
// printed.
[[nodiscard]] bool HaveReadings(const std::vector<const ir::Program*>& laws, const std::vector<std::pair<std::string, std::string>>& under);

// A file that is read or written, and how the command line calls it. Empty: not asked for.
struct AskedFile {
  const char* option;
  std::string path;
};
// What may be the names of files in a query: all that stands in quotes.
[[nodiscard]] std::vector<AskedFile> FilesNamedIn(const std::string& sql);
// The files that a session was read from: modules too, wherever they were found.
[[nodiscard]] std::vector<AskedFile> FilesOf(const Session& session);
// What to say when a file that is written is another one too, read or written, whose place it would take. The files of --with
// are read too. What is read may be a pattern, `permits_*.csv`.
[[nodiscard]] std::optional<std::string> Overwritten(const CommonOptions& common, std::vector<AskedFile> read,
                                                     const std::vector<AskedFile>& written);

// Prints why a file could not be written: where it was asked for, it cannot be.
[[nodiscard]] Exit Unwritten(const Error& error);

// Loads and compiles; what is wrong is printed, and the exit code returned instead.
[[nodiscard]] tl::expected<ReadyAct, Exit> MakeReady(const std::string& act, const CommonOptions& options, plan::Roots roots,
                                                     EngineKind engine);

// Readings, each with the alternative that is chosen for it.
using Choice = std::vector<std::pair<std::string, std::string>>;
// What a case has chosen, or the command line for it.
[[nodiscard]] Choice ChosenIn(const acta_act& act, const acta_case& facts);

// What is wrong with a case or with a choice on the command line: the A8 code, a sentence, and where it stands.
struct CaseError {
  std::string code;
  std::string place;  // "cases.jsonl:3" or "--under"
  acta_detail detail;
};
[[nodiscard]] std::string RenderCaseError(const CaseError& error, Colour colour);
[[nodiscard]] std::string CaseErrorJson(const CaseError& error);

// Where a file of cases is no JSON, as `acta run` says it; nothing where that cannot be told.
[[nodiscard]] std::optional<std::string> JsonFault(const std::string& path, const acta_act* act);

// One case of the file after the other, with the choices of the options applied; a bad one, or one that chooses otherwise, is
// handed over as its error and the rest goes on. Returns kLawOrCase if any was bad, or what `use` returned if not kFine.
[[nodiscard]] Exit ForEachCase(const ReadyAct& act, const CaseOptions& options, const CaseFile& file,
                               const std::function<Exit(const acta_case&, const CaseText&)>& use,
                               const std::function<void(const CaseError&)>& refuse);

// The questions that an outcome can be asked: answers by name, then rules evaluated once per case.
[[nodiscard]] std::optional<std::uint32_t> FindSubject(const acta_act& act, const std::string& name);
// All such names, answers first.
[[nodiscard]] std::vector<std::string> SubjectNames(const acta_act& act);

}  // namespace acta
