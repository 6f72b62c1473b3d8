#include "compiler/simulate/renaming.h"

#include <algorithm>

#include "compiler/base/bits.h"

namespace acta::simulate {

using ir::Kind;

Renaming RenamingOf(const ir::Program& before, ir::TypeId before_type, const ir::Program& after,
                    ir::TypeId after_type) {
  const ir::Type& type = before.types[before_type];
  Renaming renaming;
  renaming.is_text = type.kind == Kind::kText;
  renaming.is_set = type.kind == Kind::kSet;
  if (type.kind != Kind::kEnum && type.kind != Kind::kSet) {
    return renaming;
  }
  const auto& old_members = before.enums[type.enumeration].members;
  const auto& new_members = after.enums[after.types[after_type].enumeration].members;
  auto behind = static_cast<std::int64_t>(old_members.size());
  for (std::size_t i = 0; i < new_members.size(); ++i) {
    const auto found = std::ranges::find(old_members, new_members[i].name, &ir::EnumMember::name);
    renaming.to_first.push_back(found != old_members.end() ? found - old_members.begin()
                                                           : behind++);
    renaming.is_same = renaming.is_same && renaming.to_first.back() == static_cast<std::int64_t>(i);
  }
  return renaming;
}

std::int64_t Renaming::operator()(std::int64_t payload) const {
  if (is_same) {
    return payload;
  }
  if (!is_set) {
    return payload >= 0 && payload < static_cast<std::int64_t>(to_first.size())
               ? to_first[static_cast<std::size_t>(payload)]
               : payload;
  }
  std::uint64_t renamed = 0;
  for (std::size_t i = 0; i < to_first.size() && i < kBitsInWord; ++i) {
    if ((static_cast<std::uint64_t>(payload) >> i & 1) != 0) {
      renamed |= std::uint64_t{1} << (to_first[i] & 63);
    }
  }
  return static_cast<std::int64_t>(renamed);
}

}  // namespace acta::simulate
