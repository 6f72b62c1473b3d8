// Columns that are lent: whoever they are lent to releases nothing.
#pragma once

#include "acta/arrow_abi.h"

namespace acta::cases {

inline void KeepSchema(ArrowSchema* schema) {
  schema->release = nullptr;
}
inline void KeepArray(ArrowArray* array) {
  array->release = nullptr;
}

}  // namespace acta::cases
