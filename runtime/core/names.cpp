#include "runtime/core/names.h"

#include <cstring>

namespace acta::runtime {
namespace {

std::uint32_t HashOf(Scope scope, std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325U ^ (scope.value * std::uint64_t{0x9E3779B97F4A7C15U});
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

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

bool NameTable::Add(Scope scope, std::uint32_t index, acta_d_string name) {
  return entries_.Push({scope.value, index, name, HashOf(scope, descriptor_->Text(name))});
}

bool NameTable::Build(const Descriptor& d) {
  descriptor_ = &d;
  bool good = true;
  const auto add_all = [&](Scope scope, const auto& things) {
    for (std::uint32_t i = 0; i < things.size(); ++i) {
      good = good && Add(scope, i, things[i].name);
    }
  };
  add_all(Scope::Facts(), d.facts);
  add_all(Scope::Readings(), d.readings);
  add_all(Scope::Answers(), d.answers);
  add_all(Scope::Rules(), d.rules);
  for (std::uint32_t i = 0; i < d.entities.size(); ++i) {
    add_all(Scope::FieldsOf(i), d.FieldsOf(d.entities[i]));
  }
  for (std::uint32_t i = 0; i < d.enums.size(); ++i) {
    add_all(Scope::MembersOf(i), d.MembersOf(i));
  }
  std::size_t capacity = 16;
  while (capacity < entries_.size() * 2) {
    capacity *= 2;
  }
  if (!good || !places_.Resize(capacity, 0)) {
    return false;
  }
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    std::size_t place = entries_[i].hash & (capacity - 1);
    while (places_[place] != 0) {
      place = (place + 1) & (capacity - 1);
    }
    places_[place] = i + 1;
  }
  return true;
}

std::uint32_t NameTable::Find(Scope scope, std::string_view name) const {
  const std::uint32_t hash = HashOf(scope, name);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t place = hash & mask; places_[place] != 0; place = (place + 1) & mask) {
    const Entry& entry = entries_[places_[place] - 1];
    if (entry.hash == hash && entry.scope == scope.value && descriptor_->Text(entry.name) == name) {
      return entry.index;
    }
  }
  return ACTA_NONE;
}

std::string_view NameTable::Suggest(Scope scope, std::string_view name) const {
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
