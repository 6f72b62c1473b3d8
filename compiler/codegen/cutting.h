// How large functions and modules become before they are cut, in operations. LLVM's time grows
// faster than a function does: cut, it is linear in the act. Tests cut much smaller, so that
// everything is cut somewhere.
#pragma once

#include <cstdint>

namespace acta {

struct Cutting {
  // A part (an expression, a clause, an exception) heavier than this becomes a function of its own.
  std::uint32_t part = 500;
  // A row of operands or alternatives heavier than this, taken together, is cut into ranges.
  std::uint32_t row = 1'000;
  // Rules are gathered in chunks, each one function on the usual path, and these in modules.
  std::uint32_t chunk = 1'500;
  std::uint32_t module = 12'000;
};

}  // namespace acta
