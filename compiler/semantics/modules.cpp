#include "compiler/semantics/modules.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <unordered_map>

#include "compiler/base/file.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/parser.h"

namespace acta {
namespace {

// Whether a line of the text declares the name. A look before parsing: a directory may hold a file
// of the same short name that is about something else.
bool SeemsToDeclare(std::string_view text, const std::string& name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t begin = text.rfind('\n', at) + 1;
    std::string_view before = text.substr(begin, at - begin);
    while (!before.empty() && (before.front() == ' ' || before.front() == '\t')) {
      before.remove_prefix(1);
    }
    while (!before.empty() && (before.back() == ' ' || before.back() == '\t')) {
      before.remove_suffix(1);
    }
    const std::size_t end = at + name.size();
    const char after = end < text.size() ? text[end] : '\n';
    const bool ends = after == ' ' || after == '\n' || after == '\r' || after == '\t';
    if (ends && (before == "law" || before == "module")) {
      return true;
    }
  }
  return false;
}

// Where `use a.b.c` looks, in this order.
std::vector<std::string> Candidates(const std::string& name, const std::string& beside,
                                    std::span<const std::string> include_dirs) {
  std::string nested = name;
  std::ranges::replace(nested, '.', '/');
  const std::string last = name.substr(name.rfind('.') + 1);
  std::vector<std::string> dirs = {beside};
  dirs.insert(dirs.end(), include_dirs.begin(), include_dirs.end());
  std::vector<std::string> paths;
  for (const std::string& dir : dirs) {
    for (const std::string& stem : {nested, name, last}) {
      for (const std::string_view suffix : {".acta.md", ".acta"}) {
        paths.push_back((std::filesystem::path(dir) / (stem + std::string(suffix)))
                            .lexically_normal()
                            .generic_string());
        if (std::ranges::count(paths, paths.back()) > 1) {
          paths.pop_back();
        }
      }
    }
  }
  return paths;
}

class Loader {
 public:
  Loader(std::span<const std::string> include_dirs, SourceMap& sources, Reporter& reporter,
         const FileAccess& files)
      : include_dirs_(include_dirs), sources_(sources), reporter_(reporter), files_(files) {}

  std::vector<ast::Document> Load(const std::string& path) && {
    auto text = files_.read(path);
    if (!text) {
      reporter_.Report<diag::CannotReadFile>(Span{}, text.error().message);
      return std::move(documents_);
    }
    Add(path, *std::move(text));
    return std::move(documents_);
  }

 private:
  // Parses the text and then, depth first, what it uses.
  void Add(const std::string& path, std::string text) {
    const SourceId source = sources_.Add(path, std::move(text));
    const std::size_t index = documents_.size();
    documents_.push_back(Parse(sources_, source, reporter_));
    const std::string name = ast::NameOf(documents_[index]);
    by_path_[path] = index;
    if (!name.empty()) {
      by_name_.try_emplace(name, index);
    }
    path_of_.push_back(path);
    open_.push_back({index, name.empty() ? path : name});
    // Copied, because loading moves the documents.
    std::vector<ast::Name> uses;
    for (const ast::Decl& decl : documents_[index].decls) {
      if (const auto* use = std::get_if<ast::Use>(&decl.kind)) {
        uses.push_back(use->name);
      }
    }
    for (const ast::Name& used : uses) {
      Resolve(used, index);
    }
    open_.pop_back();
  }

  void Resolve(const ast::Name& used, std::size_t user) {
    const std::string name = ast::Dotted(used);
    if (const auto known = by_name_.find(name); known != by_name_.end()) {
      ReportCycle(used, known->second);
      return;
    }
    const std::string beside = std::filesystem::path(path_of_[user]).parent_path().generic_string();
    const std::vector<std::string> candidates = Candidates(name, beside, include_dirs_);
    std::optional<std::string> other;
    for (const std::string& candidate : candidates) {
      if (!files_.exists(candidate)) {
        continue;
      }
      auto text = files_.read(candidate);
      if (!text) {
        reporter_.Report<diag::CannotReadFile>(used.span, text.error().message);
        return;
      }
      if (!SeemsToDeclare(*text, name)) {
        other = other ? other : candidate;
        continue;
      }
      if (const auto parsed = by_path_.find(candidate); parsed == by_path_.end()) {
        Add(candidate, *std::move(text));
      }
      const std::string declared = ast::NameOf(documents_[by_path_[candidate]]);
      if (declared != name) {
        ReportWrongModule(used, name, candidate, declared);
      }
      return;
    }
    if (other) {
      ReportWrongModule(used, name, *other, "");
      return;
    }
    std::string places;
    for (const std::string& candidate : candidates) {
      places += (places.empty() ? "" : ", ") + candidate;
    }
    reporter_.Report<diag::ModuleNotFound>(used.span, name)
        .Help(fmt::format("looked for {}", places));
  }

  void ReportWrongModule(const ast::Name& used, const std::string& name, const std::string& path,
                         const std::string& declared) {
    reporter_.Report<diag::WrongModule>(
        used.span, name, path,
        declared.empty() ? "does not declare it" : fmt::format("declares `{}`", declared));
  }

  // Using what is still being loaded closes a circle.
  void ReportCycle(const ast::Name& used, std::size_t target) {
    const auto begin =
        std::ranges::find(open_, target, &std::pair<std::size_t, std::string>::first);
    if (begin == open_.end()) {
      return;
    }
    std::string circle;
    for (auto at = begin; at != open_.end(); ++at) {
      circle += at->second + " -> ";
    }
    reporter_.Report<diag::CyclicImport>(used.span, circle + begin->second)
        .Help("move what both need into a module of its own");
  }

  std::span<const std::string> include_dirs_;
  SourceMap& sources_;
  Reporter& reporter_;
  const FileAccess& files_;
  std::vector<ast::Document> documents_;
  std::vector<std::string> path_of_;
  std::unordered_map<std::string, std::size_t> by_path_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::vector<std::pair<std::size_t, std::string>> open_;
};

}  // namespace

FileAccess FilesOnDisk() {
  return {.exists =
              [](const std::string& path) {
                std::error_code error;
                return std::filesystem::is_regular_file(path, error);
              },
          .read = [](const std::string& path) { return ReadFile(path); }};
}

std::vector<ast::Document> LoadProgram(const std::string& path,
                                       std::span<const std::string> include_dirs,
                                       SourceMap& sources, Reporter& reporter,
                                       const FileAccess& files) {
  return Loader(include_dirs, sources, reporter, files).Load(path);
}

}  // namespace acta
