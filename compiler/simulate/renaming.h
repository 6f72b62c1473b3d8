// Values of one law in the words of another. Private to compiler/simulate.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::simulate {

// Where two laws have other payloads for the same value: members of an enum, texts.
struct Renaming {
  bool is_same = true;
  bool is_text = false;
  bool is_set = false;
  // Ordinals of the second law in the first; members that the first has not come behind its last.
  std::vector<std::int64_t> to_first;

  // A payload of the second law in the words of the first; not for texts.
  [[nodiscard]] std::int64_t operator()(std::int64_t payload) const;
};

[[nodiscard]] Renaming RenamingOf(const ir::Program& before, ir::TypeId before_type,
                                  const ir::Program& after, ir::TypeId after_type);

}  // namespace acta::simulate
