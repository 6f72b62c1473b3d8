// Whether what stands in a row of JSON can be the facts of its names, before any value is read.
// Private to compiler/tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::tables {

// What stands where no such value can be, or stands there twice.
struct ShapeFault {
  std::string path;  // "note", "ps[1]", as `acta run` says it; empty: the whole row
  std::string expected, found;
};

inline constexpr std::string_view kObjectOfFacts = "an object of facts by name";

// In the order of `row`, a text in JSON; empty where it has the shape of `fields`. An entity is an
// object, or null where there is none; a list is an array without nulls; a text is between quotes,
// and a set is no object; each name stands once. Other values are for their readers, and so are
// names that are none of the fields.
[[nodiscard]] std::vector<ShapeFault> ShapeFaultsOf(const ir::Program& program,
                                                    const std::vector<ir::FactField>& fields,
                                                    std::string_view row);

// The field `name`, or the one that `fact.field` leads to; null where there is none.
[[nodiscard]] const ir::FactField* FieldNamed(const ir::Program& program,
                                              const std::vector<ir::FactField>& fields,
                                              std::string_view name);

}  // namespace acta::tables
