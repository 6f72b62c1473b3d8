#include "runtime/columns/texts.h"

#include <cstring>

namespace acta::runtime::columns {
namespace {

constexpr std::size_t kFewPlaces = 256;

std::uint32_t HashOf(std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = text.size() * kOdd;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    hash = (hash ^ word) * kOdd;
    hash ^= hash >> 29;
  }
  if (left > 0) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, left);
    hash = (hash ^ word) * kOdd;
  }
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

}  // namespace

void Texts::Place(std::uint32_t entry) {
  const std::size_t mask = places_.size() - 1;
  std::size_t place = entries_[entry].hash & mask;
  while (places_[place] != 0) {
    place = (place + 1) & mask;
  }
  places_[place] = entry + 1;
}

bool Texts::Grow() {
  const std::size_t capacity = places_.empty() ? kFewPlaces : places_.size() * 2;
  places_.Clear();
  if (!places_.Resize(capacity, 0)) {
    return false;
  }
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    Place(i);
  }
  return true;
}

bool Texts::Clear() {
  const std::size_t constants = act_.d.texts.size();
  if (is_ready_ && entries_.size() == constants) {
    return true;
  }
  is_ready_ = false;
  entries_.Clear();
  places_.Clear();
  if (!places_.Resize(places_.capacity() < kFewPlaces ? kFewPlaces : places_.capacity(), 0)) {
    return false;
  }
  for (const acta_d_string text : act_.d.texts) {
    const std::string_view view = act_.d.Text(text);
    // Not by Intern: constants keep their numbers even if two were equal.
    if (entries_.size() * 2 >= places_.size() && !Grow()) {
      return false;
    }
    if (!entries_.Push({view.data(), static_cast<std::uint32_t>(view.size()), HashOf(view)})) {
      return false;
    }
    Place(static_cast<std::uint32_t>(entries_.size() - 1));
  }
  is_ready_ = true;
  return true;
}

std::int64_t Texts::Intern(std::string_view text) {
  const std::uint32_t hash = HashOf(text);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t place = hash & mask; places_[place] != 0; place = (place + 1) & mask) {
    const Entry& entry = entries_[places_[place] - 1];
    if (entry.hash == hash && std::string_view(entry.data, entry.size) == text) {
      return places_[place] - 1;
    }
  }
  if (entries_.size() >= INT32_MAX || (entries_.size() * 2 >= places_.size() && !Grow()) ||
      !entries_.Push({text.data(), static_cast<std::uint32_t>(text.size()), hash})) {
    return -1;
  }
  const auto added = static_cast<std::uint32_t>(entries_.size() - 1);
  Place(added);
  return added;
}

std::string_view Texts::Find(std::int64_t id) const {
  if (id < 0 || static_cast<std::uint64_t>(id) >= entries_.size()) {
    return {};
  }
  const Entry& entry = entries_[static_cast<std::size_t>(id)];
  return {entry.data, entry.size};
}

}  // namespace acta::runtime::columns
