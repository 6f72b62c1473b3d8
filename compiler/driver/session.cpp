#include "compiler/driver/session.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <system_error>
#include <utility>
#include <variant>

#include "compiler/base/file.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/driver/blame.h"
#include "compiler/driver/left_behind.h"
#include "compiler/semantics/check.h"
#include "compiler/semantics/modules.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/parser.h"

namespace acta {
namespace {

// The files on disk, but for those that `in_place` has another text of.
FileAccess WithOthers(std::function<std::optional<std::string>(const std::string& path)> in_place) {
  FileAccess files = FilesOnDisk();
  return {.exists = files.exists,
          .read = [in_place = std::move(in_place), read = files.read](const std::string& path) -> Result<std::string> {
            std::optional<std::string> other = in_place(path);
            return other ? Result<std::string>(*std::move(other)) : read(path);
          }};
}

FileAccess WithChanges(const std::vector<amend::LawText>& changed) {
  return WithOthers([&changed](const std::string& path) -> std::optional<std::string> {
    const auto found = std::ranges::find(changed, path, &amend::LawText::path);
    return found != changed.end() ? std::optional(std::string(found->text.view())) : std::nullopt;
  });
}

FileAccess InPlace(const std::map<std::string, std::string>& changed) {
  return WithOthers([&changed](const std::string& path) {
    const auto found = changed.find(path);
    return found != changed.end() ? std::optional(found->second) : std::nullopt;
  });
}

// Where a place of an amended law was written: in the act, or in the amendment.
Span OriginOf(const Session& session, const std::map<SourceId, const amend::Text*>& made, const Span& span) {
  const auto text = made.find(span.source);
  if (text == made.end()) return session.settled->OriginOf(span);
  return session.settled->OriginOf(text->second->OriginOf(span.begin, span.end));
}

bool Meets(const Span& one, const Span& other) {
  return one.source == other.source && one.begin < other.end && other.begin < one.end;
}

bool IsLikedBy(const ast::Document& act, const ast::Scenario& scenario) {
  return std::ranges::any_of(act.decls, [&](const ast::Decl& decl) {
    const auto* other = std::get_if<ast::Scenario>(&decl.kind);
    return other != nullptr && other->like && other->like->text == scenario.title.text;
  });
}

// What scenarios of the act say of things that amendments took away: the expectations that do, or where no other is left, or what
// is given cannot be understood, all of the scenario. What others are like stays, for what it gives.
std::vector<amend::Edit> OutdatedIn(const ast::Document& act, const std::vector<Diagnostic>& found, Reporter& reporter) {
  std::vector<amend::Edit> edits;
  for (const ast::Decl& decl : act.decls) {
    const auto* scenario = std::get_if<ast::Scenario>(&decl.kind);
    if (scenario == nullptr) continue;
    std::vector<const ast::Scenario::Expect*> outdated;
    bool is_understood = true;
    for (const Diagnostic& one : found) {
      if (one.severity != Severity::kError || !Meets(decl.span, one.span)) continue;
      const auto expect = std::ranges::find_if(scenario->expects, [&](const auto& expected) { return Meets(expected.span, one.span); });
      if (expect == scenario->expects.end()) {
        is_understood = false;
      } else if (std::ranges::find(outdated, &*expect) == outdated.end()) {
        outdated.push_back(&*expect);
      }
    }
    if (is_understood && outdated.empty()) continue;
    auto diagnostic = reporter.Report<diag::ScenarioOutdated>(scenario->title.span, scenario->title.text);
    if (!is_understood || (outdated.size() == scenario->expects.size() && !IsLikedBy(act, *scenario))) {
      edits.push_back({decl.span.begin, decl.span.end, {}});
      continue;
    }
    for (const ast::Scenario::Expect* expect : outdated) {
      diagnostic.Label(expect->span, "only this is left out");
      edits.push_back({expect->span.begin, expect->span.end, {}});
    }
  }
  return edits;
}

bool StandsInLaw(const Session& session, const Span& span) {
  return std::ranges::any_of(session.law, [&](const ast::Document& document) { return document.source == span.source; });
}

// The documents whose text amending made.
std::map<SourceId, const amend::Text*> MadeIn(const Session& session) {
  std::map<SourceId, const amend::Text*> made;
  for (const ast::Document& document : session.documents) {
    const auto found = std::ranges::find(session.amended, session.sources[document.source].path(), &amend::LawText::path);
    if (found != session.amended.end()) made[document.source] = &found->text;
  }
  return made;
}

// Moves what was found in texts that amending made to where that was written.
void Relocate(const Session& session, Reporter& reporter) {
  const std::map<SourceId, const amend::Text*> made = MadeIn(session);
  reporter.Relocate([&](const Span& span) { return OriginOf(session, made, span); });
}

// Provisions are cited where they were written: one that an amendment puts in has no line in the act.
void CiteWhereWritten(const Session& session, ir::Program& program) {
  const std::map<SourceId, const amend::Text*> made = MadeIn(session);
  for (const ir::CitationId id : program.citations.Ids()) {
    Span& span = program.citations[id].span;
    if (span.valid()) span = OriginOf(session, made, span);
  }
}

// Lets every case be judged by the law of that day, by the act and by whatever law it uses.
void Govern(std::vector<ast::Document>& documents, const std::optional<ast::DateLit>& day) {
  if (!day) return;
  for (ast::Document& document : documents) {
    for (ast::Decl& decl : document.decls) {
      auto* law = std::get_if<ast::Law>(&decl.kind);
      if (law != nullptr && (law->governed_by || &document == &documents[0])) law->governed_by = document.exprs.Add({.kind = *day, .span = law->name.span});
    }
  }
}

// Parses and checks the amended texts, without the scenarios that they leave outdated.
ir::Program CheckAmended(const std::string& path, const std::vector<std::string>& dirs, const LoadOptions& options, Session& session) {
  while (true) {
    Reporter found;
    session.documents = LoadProgram(path, dirs, session.sources, found, WithChanges(session.amended));
    Govern(session.documents, options.governing_date);
    ir::Program program;
    if (!found.HasErrors()) program = Check(session.documents, found);
    Reporter outdated;
    std::vector<amend::Edit> edits = OutdatedIn(session.documents[0], found.diagnostics(), outdated);
    Relocate(session, edits.empty() ? found : outdated);
    session.reporter.Take(std::move(edits.empty() ? found : outdated));
    if (edits.empty()) {
      CiteWhereWritten(session, program);
      return program;
    }
    const ast::Document& act = session.documents[0];
    auto text = std::ranges::find(session.amended, session.sources[act.source].path(), &amend::LawText::path);
    if (text == session.amended.end()) {
      const SourceId original = session.law[0].source;
      const std::string_view all = session.sources[original].text();
      session.amended.push_back({.path = session.sources[original].path(),
                                 .source = original,
                                 .text = {std::string(all), Span{original, 0, static_cast<std::uint32_t>(all.size())}}});
      text = std::prev(session.amended.end());
    }
    text->text = amend::Edited(text->text, std::move(edits));
  }
}

// The amendments of the session that are to be applied, in the order in which they are.
std::vector<amend::Written> ChosenOf(const Session& session, const LoadOptions& options) {
  std::vector<amend::Written> chosen;
  for (const amend::Written& written : session.settled->amendments()) {
    if (!options.chosen || options.chosen(written.name())) chosen.push_back(written);
  }
  return amend::InOrder(session.law, chosen);
}

// What is found in the law of the session where these are its files as amended, each thing where it was written. With those of its
// errors, by number, that are left behind in the amended law.
struct Finding {
  Reporter found;
  std::vector<std::size_t> left_behind;
};

Finding FoundIn(const std::vector<amend::LawText>& amended, const std::string& path, const std::vector<std::string>& dirs,
                const LoadOptions& options, const Session& session) {
  Finding finding;
  Reporter& found = finding.found;
  SourceMap sources;
  std::vector<ast::Document> documents = LoadProgram(path, dirs, sources, found, WithChanges(amended));
  Govern(documents, options.governing_date);
  // They may speak of what was taken away.
  for (ast::Document& document : documents) {
    std::erase_if(document.decls, [](const ast::Decl& decl) { return std::holds_alternative<ast::Scenario>(decl.kind); });
  }
  if (!found.HasErrors()) {
    ir::Program program = Check(documents, found);
    if (!found.HasErrors()) static_cast<void>(plan::Plan(std::move(program), options.roots, found));
  }
  for (std::size_t i = 0; i < found.diagnostics().size(); ++i) {
    const Diagnostic& one = found.diagnostics()[i];
    if (one.severity == Severity::kError && IsLeftBehind(one, documents, sources, session.documents)) finding.left_behind.push_back(i);
  }
  found.Relocate([&](const Span& span) -> Span {
    if (!span.valid()) return span;
    const std::string& file = sources[span.source].path();
    const auto text = std::ranges::find(amended, file, &amend::LawText::path);
    if (text != amended.end()) return session.settled->OriginOf(text->text.OriginOf(span.begin, span.end));
    const auto same = std::ranges::find_if(session.law, [&](const ast::Document& document) { return session.sources[document.source].path() == file; });
    return same == session.law.end() ? Span() : Span{same->source, span.begin, span.end};
  });
  return finding;
}

// What is wrong with it under other amendments.
std::vector<Diagnostic> ErrorsOf(std::span<const amend::Written> amendments, const std::optional<ast::DateLit>& on, const std::string& path,
                                 const std::vector<std::string>& dirs, const LoadOptions& options, const Session& session) {
  Reporter found;
  const std::vector<amend::LawText> amended = amend::Apply(session.law, session.sources, amendments, {.on = on}, found);
  if (found.HasErrors()) return {};
  std::vector<Diagnostic> errors = FoundIn(amended, path, dirs, options, session).found.diagnostics();
  std::erase_if(errors, [](const Diagnostic& one) { return one.severity != Severity::kError; });
  return errors;
}

// Holds every other law that the amended law answers for: what cannot be said of a day, or in some cases, is not said of all
// days and cases either.
void CheckOthers(const std::string& path, const std::vector<std::string>& dirs, const LoadOptions& options, Session& session) {
  for (const amend::OtherLaw& other : amend::OtherLaws(session.law, session.sources, ChosenOf(session, options))) {
    auto [found, left_behind] = FoundIn(other.files, path, dirs, options, session);
    if (left_behind.empty()) continue;
    PointAtInstructions(
        other.amendments, [&](std::span<const amend::Written> amendments) { return ErrorsOf(amendments, other.day, path, dirs, options, session); },
        [&](const Span& span) { return StandsInLaw(session, span); }, found);
    const std::string whose = other.of_some_cases ? "the cases of the amendment" : ast::Iso(*other.day);
    for (const std::size_t at : left_behind) {
      const Diagnostic& error = found.diagnostics()[at];
      auto diagnostic = session.reporter.Report<diag::CannotTakeEffectLater>(
          error.span, fmt::format("the law of {} would have an error: {}", whose, error.message));
      for (const Label& label : error.labels) diagnostic.Label(label.span, label.text);
      diagnostic.Help("let what speaks of it go or change as well, by the same day and in the same cases");
    }
    // What is wrong then is so on later days too.
    return;
  }
}

// The files of amendments, parsed and settled into `session`. Reports A0001 and what is wrong with them.
void LoadAmendments(const LoadOptions& options, Session& session) {
  std::vector<ast::Document> documents;
  std::vector<std::string> wanted;
  for (const std::string& one : options.with) {
    auto [path, name] = SplitName(one);
    auto text = ReadFile(path);
    if (!text) {
      session.reporter.Report<diag::CannotReadFile>(Span{}, text.error().message);
      continue;
    }
    const SourceId source = session.sources.Add(path, *std::move(text));
    documents.push_back(Parse(session.sources, source, session.reporter));
    const std::vector<amend::Written> found = amend::AmendmentsIn(session.sources, documents.back());
    const Span place{source, 0, 0};
    if (found.empty() && !session.reporter.HasErrors()) {
      session.reporter.Report<diag::AmendsUnknown>(place, "this file declares no amendment");
    } else if (!name.empty() && std::ranges::find(found, name, &amend::Written::name) == found.end()) {
      session.reporter.Report<diag::AmendsUnknown>(place, fmt::format("this file declares no amendment `{}`", name));
    }
    wanted.push_back(std::move(name));
  }
  if (!session.reporter.HasErrors()) {
    session.settled = std::make_unique<amend::Settled>(session.sources, std::move(documents), wanted,
                                                       amend::ApplyOptions{.on = options.on}, session.reporter);
    session.reporter.Relocate([&](const Span& span) { return session.settled->OriginOf(span); });
  }
}

// The law as amended, in `session`.
ir::Program LoadAmended(const std::string& path, const std::vector<std::string>& dirs, const LoadOptions& options, Session& session) {
  session.law = LoadProgram(path, dirs, session.sources, session.reporter);
  LoadAmendments(options, session);
  if (session.reporter.HasErrors()) return {};
  session.amended = amend::Apply(session.law, session.sources, ChosenOf(session, options), {.on = options.on}, session.reporter);
  if (session.reporter.HasErrors()) {
    session.reporter.Relocate([&](const Span& span) { return session.settled->OriginOf(span); });
    return {};
  }
  return CheckAmended(path, dirs, options, session);
}

}  // namespace

std::pair<std::string, std::string> SplitName(const std::string& asked) {
  const std::size_t sign = asked.rfind('#');
  if (sign == std::string::npos || FilesOnDisk().exists(asked)) return {asked, ""};
  return {asked.substr(0, sign), asked.substr(sign + 1)};
}

std::unique_ptr<Session> LoadAct(const std::string& path, const LoadOptions& options) {
  auto session = std::make_unique<Session>();
  std::vector<std::string> dirs = options.include_dirs;
  dirs.push_back(StandardLibraryDir());
  ir::Program program;
  if (!options.with.empty()) {
    program = LoadAmended(path, dirs, options, *session);
  } else {
    session->documents = LoadProgram(path, dirs, session->sources, session->reporter, InPlace(options.in_place_of));
    Govern(session->documents, options.governing_date);
    if (!session->reporter.HasErrors()) program = Check(session->documents, session->reporter);
  }
  if (!session->reporter.HasErrors()) {
    Reporter planning;
    ir::RuleGraph graph = plan::Plan(std::move(program), options.roots, planning);
    if (session->settled != nullptr) Relocate(*session, planning);
    session->reporter.Take(std::move(planning));
    if (session->settled != nullptr && !options.on && !session->reporter.HasErrors()) {
      CheckOthers(path, dirs, options, *session);
      if (session->reporter.HasErrors()) return session;
    }
    if (!session->reporter.HasErrors()) session->graph = std::move(graph);
  }
  if (session->settled != nullptr && session->reporter.HasErrors()) {
    const auto errors_under = [&](std::span<const amend::Written> amendments) {
      return ErrorsOf(amendments, options.on, path, dirs, options, *session);
    };
    const auto stands_in_law = [&](const Span& span) { return StandsInLaw(*session, span); };
    PointAtInstructions(ChosenOf(*session, options), errors_under, stands_in_law, session->reporter);
  }
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
