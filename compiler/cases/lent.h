// Columns as streams of cases lend them: whoever they are lent to releases nothing.
#pragma once

#include "acta/arrow_abi.h"

namespace acta::cases {

inline void KeepSchema(ArrowSchema* schema) {
  schema->release = nullptr;
}
inline void KeepArray(ArrowArray* array) {
  array->release = nullptr;
}

// The metadata of a column that holds periods: without it a period is a struct like an entity that
// has a start and an end. In Arrow's form, {"acta": "period"}; told by its address.
inline constexpr char kPeriodMark[] = "\1\0\0\0\4\0\0\0acta\6\0\0\0period";
[[nodiscard]] inline bool HoldsPeriods(const ArrowSchema& schema) {
  return schema.metadata == kPeriodMark;
}

}  // namespace acta::cases
