#include "compiler/amend/changes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "compiler/amend/places.h"
#include "compiler/amend/text.h"
#include "compiler/syntax/names.h"

namespace acta::amend {

namespace {

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line = Evened(text.substr(0, end));
    if (!line.empty()) {
      lines.push_back(std::move(line));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// One declaration and what it is called: what begins it, and its name where it has one.
struct Named {
  std::string name;
  std::vector<std::string> lines;
  bool is_scenario = false;
  bool operator==(const Named&) const = default;
};

// What a scenario says of what was taken away is left out of it: that is no change of the law.
bool IsLeftOutOf(const Named& before, const Named& after) {
  auto next = before.lines.begin();
  for (const std::string& line : after.lines) {
    next = std::find(next, before.lines.end(), line);
    if (next == before.lines.end()) {
      return false;
    }
    ++next;
  }
  return before.is_scenario && after.is_scenario;
}

Named NamedOf(const ast::Decl& decl, std::string_view text) {
  const std::string_view written = text.substr(decl.span.begin, decl.span.size());
  Named named{.lines = LinesOf(written)};
  named.name = written.substr(0, written.find_first_of(" \t\r\n"));
  if (std::holds_alternative<ast::Scenario>(decl.kind)) {
    named.name += " \"" + *NameOf(decl) + "\"";
    named.is_scenario = true;
  } else if (const auto* exception = std::get_if<ast::Exception>(&decl.kind)) {
    named.name += " " + exception->name.text + " to " + ast::Dotted(exception->target);
  } else if (const auto* disapply = std::get_if<ast::Disapply>(&decl.kind)) {
    named.name += " " + ast::Dotted(disapply->target);
  } else if (const auto name = NameOf(decl)) {
    named.name += " " + *name;
  }
  return named;
}

struct Part {
  std::string citation, title, prose;
  std::vector<Named> decls;
  std::size_t alike_before = 0;  // provisions above that are cited alike

  [[nodiscard]] std::pair<std::string, std::size_t> key() const { return {citation, alike_before}; }
};

std::vector<Part> PartsOf(const ast::Document& document, std::string_view text) {
  std::vector<Part> parts(1);
  for (const ast::Provision& provision : document.provisions) {
    const auto alike = std::ranges::count(parts, provision.citation, &Part::citation);
    parts.push_back({.citation = provision.citation,
                     .title = provision.title,
                     .prose = provision.prose,
                     .alike_before = static_cast<std::size_t>(alike)});
  }
  for (const ast::Decl& decl : document.decls) {
    const std::size_t at = decl.provision.valid() ? decl.provision.value + 1 : 0;
    parts[at].decls.push_back(NamedOf(decl, text));
  }
  return parts;
}

std::vector<DeclChange> DeclChanges(const std::vector<Named>& before,
                                    const std::vector<Named>& after) {
  std::vector<DeclChange> changes;
  // Several of one name, as disapplications have, are told apart by their words.
  std::vector<bool> met(after.size(), false);
  const auto meet = [&](auto same) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (!met[i] && same(after[i])) {
        met[i] = true;
        return i;
      }
    }
    return std::nullopt;
  };
  std::vector<const Named*> unequal;
  for (const Named& old : before) {
    if (!meet([&](const Named& other) { return other == old; })) {
      unequal.push_back(&old);
    }
  }
  for (const Named* old : unequal) {
    if (const auto at = meet([&](const Named& other) { return other.name == old->name; })) {
      if (!IsLeftOutOf(*old, after[*at])) {
        changes.push_back({Fate::kChanged, old->name, old->lines, after[*at].lines});
      }
    } else {
      changes.push_back({Fate::kRemoved, old->name, old->lines, {}});
    }
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (!met[i]) {
      changes.push_back({Fate::kAdded, after[i].name, {}, after[i].lines});
    }
  }
  return changes;
}

ProvisionChange Compare(const Part& before, const Part& after) {
  return {.citation = before.citation,
          .title_before = before.title,
          .title_after = after.title,
          .prose_before = before.prose,
          .prose_after = after.prose,
          .decls = DeclChanges(before.decls, after.decls)};
}

}  // namespace

std::vector<ProvisionChange> ChangesBetween(const ast::Document& before,
                                            std::string_view text_before,
                                            const ast::Document& after,
                                            std::string_view text_after) {
  const std::vector<Part> old_parts = PartsOf(before, text_before);
  const std::vector<Part> new_parts = PartsOf(after, text_after);
  std::map<std::pair<std::string, std::size_t>, std::size_t> old_at, new_at;
  for (std::size_t i = 0; i < old_parts.size(); ++i) {
    old_at.try_emplace(old_parts[i].key(), i);
  }
  for (std::size_t i = 0; i < new_parts.size(); ++i) {
    new_at.try_emplace(new_parts[i].key(), i);
  }
  std::vector<ProvisionChange> changes;
  const auto add_new_after = [&](std::size_t at) {
    for (std::size_t i = at + 1; i < new_parts.size() && !old_at.contains(new_parts[i].key());
         ++i) {
      changes.push_back(Compare({.citation = new_parts[i].citation}, new_parts[i]));
      changes.back().fate = Fate::kAdded;
    }
  };
  for (const Part& old : old_parts) {
    const auto found = new_at.find(old.key());
    if (found == new_at.end()) {
      changes.push_back(Compare(old, {.citation = old.citation}));
      changes.back().fate = Fate::kRemoved;
      continue;
    }
    ProvisionChange change = Compare(old, new_parts[found->second]);
    if (change.title_before != change.title_after || change.prose_before != change.prose_after ||
        !change.decls.empty()) {
      changes.push_back(std::move(change));
    }
    add_new_after(found->second);
  }
  return changes;
}

std::vector<std::string> LineDifference(const std::vector<std::string>& before,
                                        const std::vector<std::string>& after) {
  // Lengths of the longest common sequences of what is left of both.
  const std::size_t rows = before.size();
  const std::size_t columns = after.size();
  std::vector<std::vector<std::uint32_t>> common(rows + 1,
                                                 std::vector<std::uint32_t>(columns + 1, 0));
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t k = columns; k-- > 0;) {
      common[i][k] = before[i] == after[k] ? common[i + 1][k + 1] + 1
                                           : std::max(common[i + 1][k], common[i][k + 1]);
    }
  }
  std::vector<std::string> lines;
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < rows || k < columns) {
    if (i < rows && k < columns && before[i] == after[k]) {
      lines.push_back("  " + before[i]);
      ++i;
      ++k;
    } else if (i < rows && (k == columns || common[i + 1][k] >= common[i][k + 1])) {
      lines.push_back("- " + before[i++]);
    } else {
      lines.push_back("+ " + after[k++]);
    }
  }
  return lines;
}

}  // namespace acta::amend
