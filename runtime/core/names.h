// Finding things by name: one table for all that a descriptor names.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/core/descriptor.h"
#include "runtime/core/hash_index.h"
#include "runtime/core/memory.h"

namespace acta::runtime {

// Where a name is looked for: what it means depends on it.
struct Scope {
  std::uint32_t value;

  static constexpr Scope Facts() { return {0}; }
  static constexpr Scope Readings() { return {1}; }
  static constexpr Scope Answers() { return {2}; }
  static constexpr Scope Rules() { return {3}; }
  static constexpr Scope FieldsOf(std::uint32_t entity) { return {4 + 2 * entity}; }
  static constexpr Scope MembersOf(std::uint32_t enumeration) { return {5 + 2 * enumeration}; }
};

class NameTable {
 public:
  explicit NameTable(const acta_allocator& allocator)
      : entries_(allocator), first_(allocator), places_(allocator) {}

  // `descriptor` must outlive the table.
  [[nodiscard]] bool Build(const Descriptor& descriptor);

  // The index of what the scope calls so, or ACTA_NONE.
  [[nodiscard]] std::uint32_t Find(Scope scope, std::string_view name) const;
  // Likewise, looking at `likely` first: who names several things mostly keeps their order. Any
  // number will do.
  [[nodiscard]] std::uint32_t Find(Scope scope, std::string_view name, std::uint32_t likely) const {
    const std::size_t position = std::size_t{first_[scope.value]} + likely;
    return position < first_[scope.value + 1] &&
                   IsSameName(descriptor_->Text(entries_[position].name), name)
               ? likely
               : Find(scope, name);
  }

  // The name in the scope that somebody who wrote `name` probably meant, or an empty one: at most
  // one slip for every three letters, at least one.
  [[nodiscard]] std::string_view Suggest(Scope scope, std::string_view name) const;

 private:
  struct Entry {
    std::uint32_t scope, index;
    acta_d_string name;
  };

  const Descriptor* descriptor_ = nullptr;
  Array<Entry> entries_;
  Array<std::uint32_t> first_;  // by scope: where its entries begin; one more at the end
  HashIndex places_;            // positions in entries_
};

}  // namespace acta::runtime
