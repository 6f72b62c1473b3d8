#include "compiler/driver/cases.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "acta/descriptor.h"
#include "compiler/base/edit_distance.h"
#include "compiler/base/file.h"
#include "compiler/diagnostics/excerpt.h"
#include "compiler/driver/case_codes.h"
#include "compiler/semantics/modules.h"

namespace acta {
namespace {

// Text that the runtime cut to fit an array.
template <std::size_t kSize>
std::string_view Text(const char (&field)[kSize]) {
  return field;
}

// The file of that name, or where there is none those that the pattern stands for.
std::vector<std::string> FilesMatching(const std::string& path) {
  std::vector<std::string> files{path};
  if (path.find_first_of("*?[") == std::string::npos || FilesOnDisk().exists(path)) return files;
  glob_t found{};
  if (glob(path.c_str(), GLOB_NOSORT, nullptr, &found) == 0) files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  return files;
}

std::string Today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

// The choices of the command line. Its day goes before one that the case says itself.
std::optional<CaseError> ApplyChoices(acta_case& facts, const CaseOptions& options) {
  acta_detail detail = Sized<acta_detail>();
  if (options.as_of) {
    const std::string date = *options.as_of == "today" ? Today() : *options.as_of;
    if (acta_case_set_from_text(&facts, "as_of", date.data(), date.size(), &detail) != ACTA_OK) {
      return CaseError{std::string(CodeOf(static_cast<acta_status>(detail.status))), "--as-of", detail};
    }
  }
  for (const auto& [reading, alternative] : options.under) {
    if (acta_case_choose(&facts, reading.c_str(), alternative.c_str(), &detail) != ACTA_OK) {
      return CaseError{std::string(CodeOf(static_cast<acta_status>(detail.status))), "--under", detail};
    }
  }
  return std::nullopt;
}

// Where the case has chosen one alternative of a reading and the command line another: which of the two counts would be a guess.
std::optional<CaseError> ContradictionOf(const Choice& chosen, const CaseOptions& options, std::string place) {
  for (const auto& [reading, alternative] : options.under) {
    const auto found = std::ranges::find(chosen, reading, &Choice::value_type::first);
    if (found == chosen.end() || found->second == alternative) continue;
    CaseError error{std::string(CodeOf(ACTA_DUPLICATE)), std::move(place), Sized<acta_detail>()};
    const auto put = [](auto& field, std::string_view text) { text.copy(field, sizeof field - 1); };
    put(error.detail.message, fmt::format("the case chooses `{}` for the reading `{}`, --under `{}`; take one of the two choices away",
                                          found->second, reading, alternative));
    put(error.detail.path, "$readings." + reading);
    return error;
  }
  return std::nullopt;
}

}  // namespace

Choice ChosenIn(const acta_act& act, const acta_case& facts) {
  std::size_t count = 0;
  const std::int64_t* slots = acta_case_slots(&facts, &count);
  Choice chosen;
  for (std::uint32_t reading = 0; reading < acta_act_reading_count(&act); ++reading) {
    acta_reading_info info = Sized<acta_reading_info>();
    acta_act_reading(&act, reading, &info);
    if (info.slot >= count || slots[info.slot] == ACTA_MISSING) continue;
    acta_member_info member = Sized<acta_member_info>();
    acta_act_member(&act, info.enumeration, static_cast<std::uint32_t>(slots[info.slot]), &member);
    chosen.emplace_back(View(info.name), View(member.name));
  }
  return chosen;
}

LoadOptions LoadingOf(const CommonOptions& options, plan::Roots roots) {
  return {.include_dirs = options.include_dirs, .roots = roots, .with = options.with, .on = options.on,
          .governing_date = options.governing_date};
}

void PrintDiagnostics(const Session& session, const CommonOptions& options, Show show) {
  if (show == Show::kErrors && !session.reporter.HasErrors()) return;
  const Session* const sessions[] = {&session};
  PrintDiagnostics(sessions, options);
}

void PrintDiagnostics(std::span<const Session* const> sessions, const CommonOptions& options) {
  std::vector<Found> acts;
  for (const Session* session : sessions) {
    acts.push_back({.diagnostics = Sorted(session->reporter.diagnostics()), .sources = &session->sources});
  }
  // As data they are the output; as text they accompany it.
  switch (options.diagnostics) {
    case DiagnosticsForm::kText:
      for (const Found& found : acts) {
        std::fputs(RenderText(found.diagnostics, *found.sources, options.error_colour).c_str(), stderr);
      }
      break;
    case DiagnosticsForm::kJson:
      std::fputs(RenderJson(acts).c_str(), stdout);
      break;
    case DiagnosticsForm::kSarif:
      std::fputs(RenderSarif(acts).c_str(), stdout);
      break;
  }
}

bool HaveReadings(const std::vector<const ir::Program*>& laws, const std::vector<std::pair<std::string, std::string>>& under) {
  const auto refuse = [](const std::string& name, const std::vector<std::string>& known, const std::string& what) {
    const auto close = ClosestName(name, known);
    fmt::print(stderr, "--under: {} `{}`{}\n", what, name, close ? fmt::format("; did you mean `{}`?", *close) : "");
    return false;
  };
  return std::ranges::all_of(under, [&](const auto& choice) {
    std::vector<std::string> readings;
    bool is_known = false;
    for (const ir::Program* law : laws) {
      for (const ir::Reading& reading : law->readings) {
        readings.push_back(reading.name);
        if (reading.name != choice.first) continue;
        is_known = true;
        std::vector<std::string> alternatives;
        for (const ir::EnumMember& one : law->enums[reading.alternatives].members) alternatives.push_back(one.name);
        if (std::ranges::find(alternatives, choice.second) == alternatives.end()) {
          return refuse(choice.second, alternatives, fmt::format("the reading `{}` has no alternative", choice.first));
        }
      }
    }
    return is_known || refuse(choice.first, readings, laws.size() > 1 ? "none of the laws has a reading" : "the act has no reading");
  });
}

std::vector<AskedFile> FilesNamedIn(const std::string& sql) {
  std::vector<AskedFile> named;
  for (std::size_t begin = sql.find_first_of("'\""); begin != std::string::npos;) {
    const std::size_t end = sql.find(sql[begin], begin + 1);
    if (end == std::string::npos) break;
    named.push_back({"a file of --sql", sql.substr(begin + 1, end - begin - 1)});
    begin = sql.find_first_of("'\"", end + 1);
  }
  return named;
}

std::vector<AskedFile> FilesOf(const Session& session) {
  std::vector<AskedFile> files;
  for (std::uint32_t i = 0; i < session.sources.size(); ++i) files.push_back({"a file of the act", session.sources[SourceId(i)].path()});
  return files;
}

std::optional<std::string> Overwritten(const CommonOptions& common, std::vector<AskedFile> read, const std::vector<AskedFile>& written) {
  for (const std::string& with : common.with) read.push_back({"--with", SplitName(with).first});
  for (std::size_t i = 0; i < written.size(); ++i) {
    std::vector<AskedFile> others = read;
    others.insert(others.end(), written.begin(), written.begin() + static_cast<std::ptrdiff_t>(i));
    for (const AskedFile& other : others) {
      const auto is_it = [&](const std::string& file) { return IsSameFile(written[i].path, file); };
      if (!written[i].path.empty() && !other.path.empty() && std::ranges::any_of(FilesMatching(other.path), is_it)) {
        return fmt::format("{} and {} are one file, {}: what is written would take its place", other.option, written[i].option,
                           written[i].path);
      }
    }
  }
  return std::nullopt;
}

Exit Unwritten(const Error& error) {
  fmt::print(stderr, "error[A0006]: {}\n", error.message);
  return Exit::kUsage;
}

tl::expected<ReadyAct, Exit> MakeReady(const std::string& act, const CommonOptions& options, plan::Roots roots, EngineKind kind) {
  std::unique_ptr<Session> session = LoadAct(act, LoadingOf(options, roots));
  PrintDiagnostics(*session, options, Show::kErrors);
  if (!session->ok()) return tl::unexpected(Exit::kLawOrCase);
  Result<Engine> engine = Engine::Make(session->graph, session->sources, kind);
  if (!engine) {
    fmt::print(stderr, "error[A9001]: {}\n", engine.error().message);
    return tl::unexpected(Exit::kOurFailure);
  }
  return ReadyAct{std::move(session), *std::move(engine)};
}

std::string RenderCaseError(const CaseError& error, Colour colour) {
  const bool paint = colour == Colour::kAlways;
  std::string text = fmt::format("{}error[{}]{}: {}\n  --> {}", paint ? "\033[1;31m" : "", error.code, paint ? "\033[0m" : "",
                                 OnOneLine(Text(error.detail.message)), OnOneLine(error.place));
  if (!Text(error.detail.path).empty()) text += fmt::format(", at {}", OnOneLine(Text(error.detail.path)));
  text += '\n';
  if (!Text(error.detail.expected).empty()) text += fmt::format("  expected: {}\n", Text(error.detail.expected));
  if (!Text(error.detail.declaration).empty()) text += fmt::format("  declared: {}\n", Text(error.detail.declaration));
  if (!Text(error.detail.suggestion).empty()) text += fmt::format("  help: did you mean `{}`?\n", Text(error.detail.suggestion));
  return text;
}

std::string CaseErrorJson(const CaseError& error) {
  nlohmann::ordered_json json = {{"code", error.code}, {"place", error.place}, {"message", Text(error.detail.message)}};
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) json[std::string(key)] = value;
  };
  add("path", Text(error.detail.path));
  add("expected", Text(error.detail.expected));
  add("found", Text(error.detail.found));
  add("declaration", Text(error.detail.declaration));
  add("suggestion", Text(error.detail.suggestion));
  return nlohmann::ordered_json{{"error", json}}.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

namespace {

// Where in the file what is wrong with one of its cases stands. A case may begin within a line.
std::string PlaceIn(std::string_view path, std::string_view file, const CaseText& text, const acta_detail& detail) {
  const bool is_on_first = detail.line <= 1;
  std::size_t before = 0;
  if (is_on_first) {
    const auto at = static_cast<std::size_t>(text.text.data() - file.data());
    const std::string_view line = file.substr(0, at).substr(file.substr(0, at).rfind('\n') + 1);
    const auto is_no_continuation = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    before = static_cast<std::size_t>(std::ranges::count_if(line, is_no_continuation)) - (line.starts_with("\xEF\xBB\xBF") ? 1 : 0);
  }
  return fmt::format("{}:{}:{}", path, text.line + (is_on_first ? 0 : detail.line - 1), detail.column + before);
}

}  // namespace

std::optional<std::string> JsonFault(const std::string& path, const acta_act* act) {
  // It is read whole.
  constexpr std::uintmax_t kLargest = std::uintmax_t{1} << 30;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored) || std::filesystem::file_size(path, ignored) > kLargest ||
      path.ends_with(".gz")) {
    return std::nullopt;
  }
  const Result<std::string> text = ReadFile(path);
  if (!text) return std::nullopt;
  const Result<std::vector<CaseText>> cases = SplitValues(path, *text);
  if (!cases) return cases.error().message;
  acta_case* facts = nullptr;
  if (acta_case_create(act, &facts) != ACTA_OK) return std::nullopt;
  const CaseHandle handle(facts);
  for (const CaseText& one : *cases) {
    acta_detail detail = Sized<acta_detail>();
    const acta_status status = acta_case_read_json(facts, one.text.data(), one.text.size(), &detail);
    if (status == ACTA_BAD_JSON || status == ACTA_BAD_UTF8) {
      return fmt::format("{}: {}", PlaceIn(path, *text, one, detail), OnOneLine(Text(detail.message)));
    }
  }
  return std::nullopt;
}

Exit ForEachCase(const ReadyAct& act, const CaseOptions& options, const CaseFile& file,
                 const std::function<Exit(const acta_case&, const CaseText&)>& use,
                 const std::function<void(const CaseError&)>& refuse) {
  Exit exit = Exit::kFine;
  const CaseHandle facts = act.engine.NewCase();
  for (const CaseText& text : file.cases) {
    acta_detail detail = Sized<acta_detail>();
    if (acta_case_read_json(facts.get(), text.text.data(), text.text.size(), &detail) != ACTA_OK) {
      refuse({std::string(CodeOf(static_cast<acta_status>(detail.status))), PlaceIn(file.path, *file.text, text, detail), detail});
      exit = Exit::kLawOrCase;
      continue;
    }
    const Choice chosen = options.under.empty() ? Choice() : ChosenIn(*act.engine.act(), *facts);
    if (std::optional<CaseError> error = ApplyChoices(*facts, options)) {
      refuse(*error);
      return Exit::kUsage;
    }
    if (std::optional<CaseError> error = ContradictionOf(chosen, options, fmt::format("{}:{}", file.path, text.line))) {
      refuse(*error);
      exit = Exit::kLawOrCase;
      continue;
    }
    if (const Exit used = use(*facts, text); used != Exit::kFine) {
      if (used == Exit::kOurFailure) return used;
      exit = used;
    }
  }
  return exit;
}

std::optional<std::uint32_t> FindSubject(const acta_act& act, const std::string& name) {
  std::uint32_t index = 0;
  if (acta_act_find_answer(&act, name.c_str(), &index) == ACTA_OK) return index;
  acta_rule_info info{};
  info.struct_size = sizeof info;
  const auto is_evaluated = [&](const std::string& rule) {
    return acta_act_find_rule(&act, rule.c_str(), &index) == ACTA_OK && acta_act_rule(&act, index, &info) == ACTA_OK && info.evaluated != 0;
  };
  if (is_evaluated(name)) return ACTA_SUBJECT_RULE | index;
  // Of a prohibition or permission `P.applies` is the rule `P` itself.
  constexpr std::string_view kApplies = ".applies";
  const bool is_of_norm = name.ends_with(kApplies) && is_evaluated(name.substr(0, name.size() - kApplies.size())) &&
                          (info.role == ACTA_D_ROLE_PROHIBITION || info.role == ACTA_D_ROLE_PERMISSION);
  return is_of_norm ? std::optional(ACTA_SUBJECT_RULE | index) : std::nullopt;
}

std::vector<std::string> SubjectNames(const acta_act& act) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < acta_act_answer_count(&act); ++i) {
    acta_answer_info info{};
    info.struct_size = sizeof info;
    if (acta_act_answer(&act, i, &info) == ACTA_OK) names.emplace_back(View(info.name));
  }
  for (std::uint32_t i = 0; i < acta_act_rule_count(&act); ++i) {
    acta_rule_info info{};
    info.struct_size = sizeof info;
    if (acta_act_rule(&act, i, &info) == ACTA_OK && info.evaluated != 0) names.emplace_back(View(info.name));
  }
  return names;
}

}  // namespace acta
