// Groups of cases by a fact: its value, or a bucket of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "acta/arrow_abi.h"
#include "compiler/base/result.h"
#include "compiler/ir/program.h"

namespace acta::simulate {

// A fact, or a field of one, by which cases are grouped.
struct GroupingBy {
  std::string path;
  ir::TypeId type;
  std::string doc;
};

// Fails for a path that is no fact, and for one within a list.
[[nodiscard]] Result<GroupingBy> GroupingOf(const ir::Program& program, const std::string& path);

// The group of each row: dates and datetimes by month, times by hour, numbers by steps of 1, 2, 5,
// 10, 20, ..., lists by length, all others by value. A fact that is not given is
// ACTA_MISSING; one that is absent, and a field of what is absent, is ACTA_ABSENT.
void FindGroups(const ir::Program& program, const GroupingBy& by, const ArrowSchema& schema,
                const ArrowArray& array, std::vector<std::int64_t>& keys);

// "rally", "50 to 99", "2 KZT to below 5 KZT", "2021-03", "missing".
[[nodiscard]] std::string LabelOf(const ir::Program& program, const GroupingBy& by,
                                  std::int64_t key);

}  // namespace acta::simulate
