// The declarations of a random program: what its expressions can speak of.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "compiler/ir/builder.h"
#include "tests/differential/random.h"

namespace acta::differential {

struct World {
  // Scalar types an expression may have, and a rule too.
  std::vector<ir::TypeId> scalars;
  // Those of numbers, which can be ordered and computed with.
  std::vector<ir::TypeId> numbers;
  ir::TypeId boolean, integer, decimal, money, date, time, datetime, days, text, dates, times;
  ir::EnumId color, place;
  ir::EntityId child, conviction, person;
  // Facts by type, by slot; entities in place stand under their type too.
  std::map<ir::TypeId, std::vector<std::uint32_t>> facts;
  std::vector<ir::TypeId> lists;
};

// Declares enums, entities, facts, readings, calendars, zones and parameters; their values vary
// with `random`.
[[nodiscard]] World Declare(ir::ProgramBuilder& builder, Random& random);

}  // namespace acta::differential
