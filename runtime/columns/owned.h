// Arrow arrays and schemas that we give away: each in one piece of the host's memory, freed by its
// own release callback, wherever the consumer moved it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "acta/arrow_abi.h"
#include "runtime/core/memory.h"

namespace acta::runtime::columns {

struct ArrayParts {
  std::int64_t length = 0;
  std::int64_t null_count = 0;
  std::uint32_t buffer_count = 0;    // at most 3
  std::size_t buffer_sizes[3] = {};  // 0: a buffer that is not there
  std::uint32_t child_count = 0;
  bool has_dictionary = false;
};
// Buffers at multiples of 64, holding anything; children and dictionary released, for the caller to
// fill. False for want of memory.
[[nodiscard]] bool MakeArray(const acta_allocator& memory, const ArrayParts& parts,
                             ArrowArray* out);
// The buffer, for filling it.
[[nodiscard]] inline std::uint8_t* BufferOf(const ArrowArray& array, std::uint32_t buffer) {
  return static_cast<std::uint8_t*>(const_cast<void*>(array.buffers[buffer]));
}

struct SchemaParts {
  std::string_view format, name;
  std::string_view metadata;  // as the C Data Interface has it; empty: none
  std::int64_t flags = ARROW_FLAG_NULLABLE;
  std::uint32_t child_count = 0;
  bool has_dictionary = false;
};
[[nodiscard]] bool MakeSchema(const acta_allocator& memory, const SchemaParts& parts,
                              ArrowSchema* out);

inline void Release(ArrowArray* array) {
  if (array != nullptr && array->release != nullptr) {
    array->release(array);
  }
}
inline void Release(ArrowSchema* schema) {
  if (schema != nullptr && schema->release != nullptr) {
    schema->release(schema);
  }
}

}  // namespace acta::runtime::columns
