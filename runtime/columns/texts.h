// Texts of a batch as numbers: equal texts, equal numbers. Constants of the act come first.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/core/act.h"
#include "runtime/core/memory.h"

namespace acta::runtime::columns {

class Texts {
 public:
  explicit Texts(const acta_act& act)
      : act_(act), entries_(act.allocator), places_(act.allocator) {}

  // Forgets all but the constants. False for want of memory.
  [[nodiscard]] bool Clear();
  // Keeps no copy: the bytes must stay where they are until Clear. -1 for want of memory.
  [[nodiscard]] std::int64_t Intern(std::string_view text);
  // Empty for a number that no text has.
  [[nodiscard]] std::string_view Find(std::int64_t id) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    const char* data;
    std::uint32_t size, hash;
  };
  [[nodiscard]] bool Grow();
  void Place(std::uint32_t entry);

  const acta_act& act_;
  Array<Entry> entries_;
  // Open addressing: positions in entries_, counted from 1.
  Array<std::uint32_t> places_;
  bool is_ready_ = false;
};

}  // namespace acta::runtime::columns
