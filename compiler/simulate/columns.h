// Cells of Arrow columns as acta/columns.h lays them out, read one by one. Private to
// compiler/simulate.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "acta/arrow_abi.h"

namespace acta::simulate {

[[nodiscard]] inline bool IsSet(const void* bitmap, std::int64_t at) {
  return (static_cast<const std::uint8_t*>(bitmap)[at / 8] >> at % 8 & 1) != 0;
}

[[nodiscard]] inline bool IsNull(const ArrowArray& array, std::int64_t at) {
  return array.null_count != 0 && array.n_buffers > 0 && array.buffers[0] != nullptr &&
         !IsSet(array.buffers[0], at);
}

template <class T>
[[nodiscard]] T ValueAt(const ArrowArray& array, std::size_t buffer, std::int64_t at) {
  T value{};
  std::memcpy(&value, static_cast<const T*>(array.buffers[buffer]) + at, sizeof value);
  return value;
}

// What reads a payload of a column that holds neither records, nor lists, nor texts.
using PayloadReader = std::int64_t (*)(const ArrowArray& array, std::int64_t at);
[[nodiscard]] inline PayloadReader PayloadReaderOf(std::string_view format) {
  if (format == "b") {
    return [](const ArrowArray& array, std::int64_t at) -> std::int64_t {
      return IsSet(array.buffers[1], at) ? 1 : 0;
    };
  }
  if (format == "c") {
    return [](const ArrowArray& array, std::int64_t at) -> std::int64_t {
      return ValueAt<std::int8_t>(array, 1, at);
    };
  }
  if (format == "s") {
    return [](const ArrowArray& array, std::int64_t at) -> std::int64_t {
      return ValueAt<std::int16_t>(array, 1, at);
    };
  }
  if (format == "i" || format == "tdD" || format == "tts") {
    return [](const ArrowArray& array, std::int64_t at) -> std::int64_t {
      return ValueAt<std::int32_t>(array, 1, at);
    };
  }
  return
      [](const ArrowArray& array, std::int64_t at) { return ValueAt<std::int64_t>(array, 1, at); };
}

struct Child {
  const ArrowSchema* schema = nullptr;
  const ArrowArray* array = nullptr;  // null: there is none
};

// The child named `name` followed by `ending`.
[[nodiscard]] inline Child ChildNamed(const ArrowSchema& schema, const ArrowArray& array,
                                      std::string_view name, std::string_view ending = "") {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const std::string_view other = schema.children[i]->name;
    if (other.size() == name.size() + ending.size() && other.starts_with(name) &&
        other.ends_with(ending)) {
      return {schema.children[i], array.children[i]};
    }
  }
  return {};
}

// Behind the name of an optional fact: the column that says where it is absent.
inline constexpr std::string_view kAbsentEnding = "$absent";

// Whether the column that `absence` found says so; `row` counts without the column's offset.
[[nodiscard]] inline bool SaysAbsent(const Child& absence, std::int64_t row) {
  if (absence.array == nullptr) {
    return false;
  }
  const std::int64_t at = row + absence.array->offset;
  return !IsNull(*absence.array, at) && IsSet(absence.array->buffers[1], at);
}

}  // namespace acta::simulate
