// In what of a law words stand.
#include <algorithm>
#include <variant>

#include "compiler/amend/editor.h"

namespace acta::amend {

std::pair<const ast::Decl*, Region> Editor::ValueAround(const Region& words) const {
  for (const ast::Decl& decl : law_.decls) {
    for (const ast::ExprId value : ValuesOf(decl)) {
      const Span& span = law_.exprs[value].span;
      if (span.begin <= words.begin && words.end <= span.end) {
        return {&decl, {span.begin, span.end}};
      }
    }
  }
  return {nullptr, {}};
}

std::pair<const ast::Decl*, const ast::ParameterDecl::Version*> Editor::VersionAround(
    const Region& words) const {
  for (const ast::Decl& decl : law_.decls) {
    const auto* const parameter = std::get_if<ast::ParameterDecl>(&decl.kind);
    for (std::size_t i = 0; parameter != nullptr && i < parameter->versions.size(); ++i) {
      const ast::ParameterDecl::Version& version = parameter->versions[i];
      if (version.force.span.end <= words.begin && words.end <= version.span.end) {
        return {&decl, &version};
      }
    }
  }
  return {nullptr, nullptr};
}

std::pair<const ast::Decl*, const ast::CalendarItem*> Editor::ItemAround(
    const Region& words) const {
  for (const ast::Decl& decl : law_.decls) {
    const auto* const calendar = std::get_if<ast::Calendar>(&decl.kind);
    for (std::size_t i = 0; calendar != nullptr && i < calendar->items.size(); ++i) {
      const ast::CalendarItem& item = calendar->items[i];
      if (item.span.begin <= words.begin && words.end <= item.span.end) {
        return {&decl, &item};
      }
    }
  }
  return {nullptr, nullptr};
}

std::pair<const ast::Decl*, const ast::Table::Row*> Editor::RowAround(const Region& words) const {
  for (const ast::Decl& decl : law_.decls) {
    const auto* const table = std::get_if<ast::Table>(&decl.kind);
    for (std::size_t i = 0; table != nullptr && i < table->rows.size(); ++i) {
      const ast::Table::Row& row = table->rows[i];
      if (row.span.begin <= words.begin && words.end <= row.span.end) {
        return {&decl, &row};
      }
    }
  }
  return {nullptr, nullptr};
}

Place Editor::ClauseAround(const Region& words) const {
  for (const ast::Decl& decl : law_.decls) {
    for (const ast::Clause* clause : ClausesOf(decl)) {
      if (clause->span.begin <= words.begin && words.end <= clause->span.end) {
        return {&decl, clause};
      }
    }
  }
  return {};
}

bool Editor::IsOfAnotherDay(const Region& words) const {
  if (const auto [calendar, item] = ItemAround(words); item != nullptr) {
    return versions_.IsOfAnotherDay(item->from, item->until);
  }
  if (const auto [table, row] = RowAround(words); row != nullptr) {
    return versions_.IsOfAnotherDay(row->from, row->until);
  }
  if (const auto [decl, version] = VersionAround(words); version != nullptr) {
    const auto& parameter = std::get<ast::ParameterDecl>(decl->kind);
    return versions_.IsOfAnotherDay(version->force.from, LastDayOf(*version, parameter));
  }
  const Place around = ClauseAround(words);
  return around.clause != nullptr && around.clause->force &&
         versions_.IsOfAnotherDay(around.clause->force->from, around.clause->force->until);
}

bool Editor::StandInNamedClauses(const std::vector<Region>& found) const {
  return std::ranges::all_of(found, [this](const Region& words) {
    const Place around = ClauseAround(words);
    return around.clause != nullptr && around.clause->name;
  });
}

}  // namespace acta::amend
