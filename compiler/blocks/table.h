// Cases as columns of payloads: by slot, with the elements of each list apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::blocks {

using Column = std::vector<std::int64_t>;

struct Elements {
  std::vector<std::uint32_t> offsets;  // by row of the cases, and one more
  std::vector<std::uint32_t> parents;  // by element: its row
  std::vector<std::uint64_t> places;   // by element, of drawn cases: where its random numbers stand
  std::vector<Column> slots;           // by slot of an element; empty: missing in all
};

struct Table {
  std::uint64_t first = 0;
  std::size_t rows = 0;
  std::vector<Column> slots;                // by slot of a case; empty: missing in all
  std::map<std::uint32_t, Elements> lists;  // by slot
  // What payloads of texts count in; empty: the texts of the program.
  std::vector<std::string> texts;
};

}  // namespace acta::blocks
