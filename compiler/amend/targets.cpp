#include "compiler/amend/targets.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/base/edit_distance.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/names.h"

namespace acta::amend {

namespace {

// What has a name in a law, and is no declaration of its own: only words of it are changed.
struct PartOfDecl {
  std::string_view what;
  ast::ProvisionId provision;
};

std::optional<PartOfDecl> PartNamed(const ast::Document& law, const std::string& name) {
  std::optional<PartOfDecl> part;
  for (const ast::Decl& decl : law.decls) {
    const auto look_at = [&](std::string_view what, const std::string& text) {
      if (!part && text == name) {
        part = {what, decl.provision};
      }
    };
    const auto look_at_each = [&](std::string_view what, const std::vector<ast::Ident>& names) {
      for (const ast::Ident& one : names) {
        look_at(what, one.text);
      }
    };
    if (const auto* act = std::get_if<ast::Law>(&decl.kind)) {
      look_at("the law", ast::Dotted(act->name));
    } else if (const auto* module = std::get_if<ast::Module>(&decl.kind)) {
      look_at("the module", ast::Dotted(module->name));
    } else if (const auto* unit = std::get_if<ast::Unit>(&decl.kind)) {
      look_at_each("a unit", unit->names);
    } else if (const auto* facts = std::get_if<ast::Facts>(&decl.kind)) {
      for (const ast::FieldDecl& fact : facts->fields) {
        look_at_each("a fact", fact.names);
      }
    } else if (const auto* entity = std::get_if<ast::Entity>(&decl.kind)) {
      for (const ast::FieldDecl& field : entity->fields) {
        look_at_each("a field", field.names);
      }
    } else if (const auto* members = std::get_if<ast::Enum>(&decl.kind)) {
      for (const ast::Enum::Member& member : members->members) {
        look_at("a member of an enum", member.name.text);
      }
    } else if (const auto* answers = std::get_if<ast::Answers>(&decl.kind)) {
      for (const ast::Answers::Item& answer : answers->items) {
        look_at("an answer", answer.name.text);
      }
    }
  }
  return part;
}

}  // namespace

std::optional<Place> Targets::Find(const ast::Name& name) const {
  const std::vector<Place> places = PlacesOf(law_, name);
  if (places.size() == 1) {
    return places.front();
  }
  const std::string text = ast::Dotted(name);
  if (places.empty()) {
    const std::optional<PartOfDecl> part = PartNamed(law_, text);
    auto diagnostic = reporter_.Report<diag::NothingToAmend>(
        name.span, fmt::format("{}`{}`", part ? "declaration of the name " : "", text),
        fmt::format("`{}`", name_));
    if (!PlacesOf(first_, name).empty()) {
      diagnostic.Help("an amendment that is applied before this one took it away");
    } else if (part && part->provision.valid()) {
      diagnostic.Help(
          fmt::format("`{}` is {}: `substitute` its words in [{}], below which it stands", text,
                      part->what, law_.provisions[part->provision].citation));
    } else if (part) {
      diagnostic.Help(
          fmt::format("`{}` is {}, and stands below no heading: nothing but words below "
                      "a heading can be substituted",
                      text, part->what));
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
