#include "compiler/driver/contest.h"

#include <cstdio>
#include <functional>

#include <fmt/format.h>

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
  std::vector<std::string> names;
  for (const amend::Written& written : all->settled->amendments()) {
    const ast::Amendment& tree = *written.amendment;
    names.push_back(written.name());
    made.amendments.push_back({.name = written.name(),
                               .title = tree.title ? tree.title->text : "",
                               .source = tree.source ? tree.source->text : "",
                               .path = all->sources[written.document->source].path()});
  }
  if (names.size() == 1) {
    contest.Add(std::move(all), Kind::kAlone, names.front(), names.front(), names);
    return made;
  }
  std::vector<std::unique_ptr<Session>> left_out;
  for (const std::string& name : names) {
    if (auto alone = WithSome(options, [&](const std::string& one) { return one == name; })) {
      contest.Add(std::move(alone), Kind::kAlone, name, name, {name});
    } else {
      fmt::print(stderr, "note: {} cannot stand alone: it builds on another\n", name);
    }
    left_out.push_back(names.size() > 2
                           ? WithSome(options, [&](const std::string& one) { return one != name; })
                           : nullptr);
  }
  contest.Add(std::move(all), Kind::kTogether, "all amendments", "", names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (left_out[i] != nullptr) {
      std::vector<std::string> others = names;
      std::erase(others, names[i]);
      contest.Add(std::move(left_out[i]), Kind::kLeftOut, "all but " + names[i], names[i],
                  std::move(others));
    }
  }
  return made;
}

}  // namespace acta
