#include "compiler/driver/contest.h"

#include <cstdio>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace acta {
namespace {

using Kind = findings::Comparison::Kind;

// The amended law with those amendments that `chosen` takes; null when they do not stand by
// themselves.
std::unique_ptr<Session> WithSome(const SimulateOptions& options,
                                  std::function<bool(const std::string&)> chosen) {
  LoadOptions loading = LoadingOf(options.common);
  loading.chosen = std::move(chosen);
  std::unique_ptr<Session> session = LoadAct(options.act, loading);
  return session->ok() ? std::move(session) : nullptr;
}

// What an amendment is called: with those that amend it, and those that amend them.
std::string LabelOf(const std::string& name, const std::vector<amend::Amending>& amending) {
  std::vector<std::string> by;
  for (const amend::Amending& one : amending) {
    if (one.amended == name) {
      by.push_back(one.name);
    }
  }
  for (std::size_t i = 0; i < by.size(); ++i) {
    for (const amend::Amending& one : amending) {
      if (one.amended == by[i]) {
        by.push_back(one.name);
      }
    }
  }
  return by.empty() ? name : fmt::format("{} as amended by {}", name, fmt::join(by, " and "));
}

}  // namespace

tl::expected<Amended, Exit> WithAmendments(const SimulateOptions& options) {
  Amended made;
  Contest& contest = made.contest;
  std::unique_ptr<Session> all = LoadAct(options.act, LoadingOf(options.common));
  PrintDiagnostics(*all, options.common, Show::kErrors);
  if (!all->ok()) {
    return tl::unexpected(Exit::kLawOrCase);
  }
  made.all = all.get();
  // Of each its name and what it is called.
  std::vector<std::string> names, labels;
  for (const amend::Written& written : all->settled->amendments()) {
    const ast::Amendment& tree = *written.amendment;
    names.push_back(written.name());
    labels.push_back(LabelOf(written.name(), all->settled->amending()));
    made.amendments.push_back({.name = written.name(),
                               .title = tree.title ? tree.title->text : "",
                               .source = tree.source ? tree.source->text : "",
                               .path = all->sources[written.document->source].path()});
  }
  for (const amend::Amending& one : all->settled->amending()) {
    made.amendments.push_back({.name = one.name,
                               .title = one.title,
                               .source = one.source,
                               .path = one.path,
                               .amends = one.amended});
  }
  if (names.size() == 1) {
    contest.Add(std::move(all), Kind::kAlone, labels.front(), labels.front(), labels);
    return made;
  }
  std::vector<std::unique_ptr<Session>> left_out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& name = names[i];
    if (auto alone = WithSome(options, [&](const std::string& one) { return one == name; })) {
      contest.Add(std::move(alone), Kind::kAlone, labels[i], labels[i], {labels[i]});
    } else {
      fmt::print(stderr, "note: {} cannot stand alone: it builds on another\n", labels[i]);
    }
    left_out.push_back(names.size() > 2
                           ? WithSome(options, [&](const std::string& one) { return one != name; })
                           : nullptr);
  }
  contest.Add(std::move(all), Kind::kTogether, "all amendments", "", labels);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (left_out[i] != nullptr) {
      std::vector<std::string> others = labels;
      std::erase(others, labels[i]);
      contest.Add(std::move(left_out[i]), Kind::kLeftOut, "all but " + labels[i], labels[i],
                  std::move(others));
    }
  }
  return made;
}

}  // namespace acta
