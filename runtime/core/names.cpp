#include "runtime/core/names.h"

namespace acta::runtime {
namespace {

// Longer names are compared no further: nobody mistypes them by accident.
constexpr std::size_t kLongestCompared = 64;

// Letters more, less, other, or two neighbours swapped.
std::size_t Slips(std::string_view from, std::string_view to) {
  if (from.size() > kLongestCompared || to.size() > kLongestCompared) {
    return SIZE_MAX;
  }
  std::uint8_t rows[3][kLongestCompared + 1];
  for (std::size_t j = 0; j <= to.size(); ++j) {
    rows[0][j] = static_cast<std::uint8_t>(j);
  }
  const auto least = [](int a, int b) { return a < b ? a : b; };
  for (std::size_t i = 1; i <= from.size(); ++i) {
    const std::uint8_t* const before = rows[(i - 1) % 3];
    std::uint8_t* const row = rows[i % 3];
    row[0] = static_cast<std::uint8_t>(i);
    for (std::size_t j = 1; j <= to.size(); ++j) {
      int best = least(least(before[j] + 1, row[j - 1] + 1),
                       before[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
        best = least(best, rows[(i - 2) % 3][j - 2] + 1);
      }
      row[j] = static_cast<std::uint8_t>(best);
    }
  }
  return rows[from.size() % 3][to.size()];
}

}  // namespace

bool NameTable::Build(const Descriptor& d) {
  descriptor_ = &d;
  bool good = true;
  const auto add_all = [&](Scope scope, const auto& things) {
    good = good && first_.Push(static_cast<std::uint32_t>(entries_.size()));
    for (std::uint32_t i = 0; i < things.size(); ++i) {
      good = good && entries_.Push({scope.value, i, things[i].name});
    }
  };
  // In the order of the scopes' values.
  add_all(Scope::Facts(), d.facts);
  add_all(Scope::Readings(), d.readings);
  add_all(Scope::Answers(), d.answers);
  add_all(Scope::Rules(), d.rules);
  const std::size_t pairs = d.entities.size() > d.enums.size() ? d.entities.size() : d.enums.size();
  for (std::uint32_t i = 0; i < pairs; ++i) {
    add_all(Scope::FieldsOf(i),
            i < d.entities.size() ? d.FieldsOf(d.entities[i]) : std::span<const acta_d_field>());
    add_all(Scope::MembersOf(i),
            i < d.enums.size() ? d.MembersOf(i) : std::span<const acta_d_named>());
  }
  good = good && first_.Push(static_cast<std::uint32_t>(entries_.size()));
  good = good && places_.Reserve(entries_.size());
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    good = good && places_.Add(HashOf(d.Text(entry.name), entry.scope), i);
  }
  return good;
}

std::uint32_t NameTable::Find(Scope scope, std::string_view name) const {
  const std::uint32_t position = places_.Find(HashOf(name, scope.value), [&](std::uint32_t i) {
    return entries_[i].scope == scope.value &&
           IsSameName(descriptor_->Text(entries_[i].name), name);
  });
  return position == ACTA_NONE ? ACTA_NONE : entries_[position].index;
}

std::string_view NameTable::Suggest(Scope scope, std::string_view name) const {
  if (name.empty()) {
    return {};  // nobody meant a name of one letter
  }
  const std::size_t allowed = name.size() / 3 > 1 ? name.size() / 3 : 1;
  std::size_t fewest = allowed + 1;
  std::string_view best;
  for (const Entry& entry : entries_) {
    if (entry.scope != scope.value) {
      continue;
    }
    const std::string_view candidate = descriptor_->Text(entry.name);
    if (const std::size_t slips = Slips(name, candidate); slips < fewest) {
      fewest = slips;
      best = candidate;
    }
  }
  return best;
}

}  // namespace acta::runtime
