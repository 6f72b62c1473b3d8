#include "compiler/amend/targets.h"

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/base/edit_distance.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/names.h"

namespace acta::amend {

std::optional<Place> Targets::Find(const ast::Name& name) const {
  const std::vector<Place> places = PlacesOf(law_, name);
  if (places.size() == 1) {
    return places.front();
  }
  const std::string text = ast::Dotted(name);
  if (places.empty()) {
    auto diagnostic = reporter_.Report<diag::NothingToAmend>(name.span, fmt::format("`{}`", text),
                                                             fmt::format("`{}`", name_));
    if (!PlacesOf(first_, name).empty()) {
      diagnostic.Help("an amendment that is applied before this one took it away");
    } else if (const auto close = ClosestName(text, NamesIn(law_))) {
      diagnostic.Help(fmt::format("did you mean `{}`?", *close));
    } else if (ast::NameOf(law_).empty()) {
      diagnostic.Help(fmt::format("`{}` is an amendment: its words stand in `{}`", name_, name_));
    }
    return std::nullopt;
  }
  const auto meant = std::ranges::find_if(places, [&](const Place& place) {
    return place.clause != nullptr && versions_.Means(*place.clause);
  });
  if (meant != places.end()) {
    return *meant;
  }
  if (std::ranges::all_of(places, [](const Place& place) { return place.clause != nullptr; })) {
    reporter_
        .Report<diag::CannotBeAmendedSo>(
            name.span, fmt::format("`{}` has {} versions, and none is in force on the day of the "
                                   "amendment",
                                   text, places.size()))
        .Help("say `in force from D`: the version of that day is meant");
    return std::nullopt;
  }
  reporter_
      .Report<diag::CannotBeAmendedSo>(
          name.span, fmt::format("`{}` may mean {} declarations", text, places.size()))
      .Help("an exception is named with what it is an exception to: `rule.exception`");
  return std::nullopt;
}

std::optional<ast::ProvisionId> Targets::Find(const ast::Citation& citation) const {
  const std::vector<ast::ProvisionId> cited = ProvisionsCited(law_, citation.text);
  if (cited.size() == 1) {
    return cited.front();
  }
  if (!cited.empty()) {
    auto diagnostic =
        reporter_.Report<diag::AmbiguousCitation>(citation.span, citation.text, cited.size());
    for (const ast::ProvisionId one : cited) {
      diagnostic.Label(law_.provisions[one].span, "one of them");
    }
    diagnostic.Help("let the law give each a citation of its own in its heading");
    return std::nullopt;
  }
  std::vector<std::string> known;
  for (const ast::Provision& provision : law_.provisions) {
    known.push_back(provision.citation);
  }
  auto diagnostic = reporter_.Report<diag::NothingToAmend>(
      citation.span, fmt::format("provision `{}`", citation.text), fmt::format("`{}`", name_));
  if (const auto close = ClosestName(citation.text, known)) {
    diagnostic.Help(fmt::format("did you mean `[{}]`?", *close));
  }
  return std::nullopt;
}

}  // namespace acta::amend
