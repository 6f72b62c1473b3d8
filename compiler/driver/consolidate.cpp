#include "compiler/driver/consolidate.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include <nlohmann/json.hpp>

#include "compiler/amend/changes.h"
#include "compiler/base/file.h"

namespace acta {
namespace {

using amend::DeclChange;
using amend::Fate;
using amend::ProvisionChange;
using Json = nlohmann::ordered_json;

std::string_view WordOf(Fate fate) {
  switch (fate) {
    case Fate::kAdded:
      return "added";
    case Fate::kRemoved:
      return "removed";
    case Fate::kChanged:
      return "changed";
  }
  return "";
}

std::string Heading(const std::string& citation, const std::string& title) {
  if (citation.empty()) {
    return title.empty() ? "(above the first heading)" : title;
  }
  return title.empty() ? citation : citation + ". " + title;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) {
      lines.push_back(text.substr(at, end - at));
    }
    at = end + 1;
  }
  return lines;
}

// Of what stays, the lines next to a change.
std::string Indented(const std::vector<std::string>& difference) {
  std::string text;
  bool gap = false;
  for (std::size_t i = 0; i < difference.size(); ++i) {
    const auto changes = [&](std::size_t at) {
      return at < difference.size() && !difference[at].starts_with(' ');
    };
    if (!changes(i) && !changes(i + 1) && !(i > 0 && changes(i - 1))) {
      if (!gap) {
        text += "      ...\n";
      }
      gap = true;
      continue;
    }
    gap = false;
    text += fmt::format("    {}\n", difference[i]);
  }
  return text;
}

std::string TextOf(const ProvisionChange& change) {
  const bool is_new = change.fate == Fate::kAdded;
  std::string text = fmt::format(
      "{} ({})\n", Heading(change.citation, is_new ? change.title_after : change.title_before),
      WordOf(change.fate));
  if (change.fate == Fate::kChanged && change.title_before != change.title_after) {
    text += fmt::format("  title\n    - {}\n    + {}\n", change.title_before, change.title_after);
  }
  if (change.prose_before != change.prose_after) {
    text += "  words\n" +
            Indented(amend::LineDifference(Lines(change.prose_before), Lines(change.prose_after)));
  }
  for (const DeclChange& decl : change.decls) {
    text += fmt::format("  {} ({})\n", decl.name, WordOf(decl.fate)) +
            Indented(amend::LineDifference(decl.before, decl.after));
  }
  return text;
}

Json JsonOf(const ProvisionChange& change) {
  Json json = {{"citation", change.citation}, {"fate", WordOf(change.fate)}};
  const auto add = [&](const char* key, const std::string& before, const std::string& after) {
    if (before != after) {
      json[key] = {{"before", before}, {"after", after}};
    }
  };
  add("title", change.title_before, change.title_after);
  add("words", change.prose_before, change.prose_after);
  json["declarations"] = Json::array();
  for (const DeclChange& decl : change.decls) {
    json["declarations"].push_back({{"name", decl.name},
                                    {"fate", WordOf(decl.fate)},
                                    {"before", decl.before},
                                    {"after", decl.after}});
  }
  return json;
}

Exit Print(const std::vector<ProvisionChange>& changes, bool json) {
  if (json) {
    Json all = Json::array();
    for (const ProvisionChange& change : changes) {
      all.push_back(JsonOf(change));
    }
    fmt::print("{}\n", all.dump(2, ' ', false, Json::error_handler_t::replace));
    return Exit::kFine;
  }
  for (const ProvisionChange& change : changes) {
    fmt::print("{}\n", TextOf(change));
  }
  if (changes.empty()) {
    fmt::print("Both say the same.\n");
  }
  return Exit::kFine;
}

// Whether the session has what is to be compared; else what is wrong was said.
bool IsReadable(const Session& session, const CommonOptions& options) {
  PrintDiagnostics(session, options, Show::kErrors);
  return session.ok();
}

}  // namespace

Exit Consolidate(const std::string& act, const std::string& output, const CommonOptions& options) {
  if (options.with.empty()) {
    fmt::print(stderr, "acta consolidate needs amendments: say which with --with FILE\n");
    return Exit::kUsage;
  }
  if (const auto misuse = Overwritten(options, {{"the act", act}}, {{"--output", output}})) {
    fmt::print(stderr, "{}\n", *misuse);
    return Exit::kUsage;
  }
  const std::unique_ptr<Session> session =
      LoadAct(act, LoadingOf(options, plan::Roots::kAnswersAndScenarios));
  PrintDiagnostics(*session, options, Show::kAll);
  if (!session->ok()) {
    return Exit::kLawOrCase;
  }
  if (const auto misuse = Overwritten(options, FilesOf(*session), {{"--output", output}})) {
    fmt::print(stderr, "{}\n", *misuse);
    return Exit::kUsage;
  }
  for (const amend::LawText& changed : session->amended) {
    if (changed.path != act) {
      fmt::print(stderr, "note: {} changes too: consolidate it by itself\n", changed.path);
    }
  }
  const std::string_view text = session->sources[session->documents[0].source].text();
  if (output.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return Exit::kFine;
  }
  if (const Result<void> written = WriteFile(output, text); !written) {
    return Unwritten(written.error());
  }
  fmt::print(stderr, "{}: written\n", output);
  return Exit::kFine;
}

Exit Changes(const std::string& act, const std::string& other, bool json,
             const CommonOptions& options) {
  if (other.empty() == options.with.empty()) {
    fmt::print(stderr,
               "acta changes compares two acts, or one act with itself as amended: name the other "
               "act, or say --with FILE\n");
    return Exit::kUsage;
  }
  if (other.empty()) {
    const std::unique_ptr<Session> session = LoadAct(act, LoadingOf(options));
    if (!IsReadable(*session, options)) {
      return Exit::kLawOrCase;
    }
    std::vector<ProvisionChange> changes;
    for (std::size_t i = 0; i < session->law.size(); ++i) {
      const ast::Document& before = session->law[i];
      const std::string& path = session->sources[before.source].path();
      const auto after =
          std::ranges::find_if(session->documents, [&](const ast::Document& document) {
            return session->sources[document.source].path() == path;
          });
      if (after == session->documents.end()) {
        continue;
      }
      const auto more = amend::ChangesBetween(before, session->sources[before.source].text(),
                                              *after, session->sources[after->source].text());
      changes.insert(changes.end(), more.begin(), more.end());
    }
    return Print(changes, json);
  }
  CommonOptions plain = options;
  const std::unique_ptr<Session> before = LoadAct(act, LoadingOf(plain));
  const std::unique_ptr<Session> after = LoadAct(other, LoadingOf(plain));
  if (!IsReadable(*before, options) || !IsReadable(*after, options)) {
    return Exit::kLawOrCase;
  }
  return Print(amend::ChangesBetween(
                   before->documents[0], before->sources[before->documents[0].source].text(),
                   after->documents[0], after->sources[after->documents[0].source].text()),
               json);
}

}  // namespace acta
