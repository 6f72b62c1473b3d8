// How a column of the host lies in memory, as far as it can hold a fact.
#pragma once

#include <cstdint>
#include <string_view>

#include "acta/arrow_abi.h"
#include "runtime/columns/shape.h"
#include "runtime/core/writer.h"

namespace acta::runtime::columns {

enum class Form : std::uint8_t {
  kLeftOut,  // no such column: missing in every row
  kNulls,    // a column of type null: likewise
  kBits,
  kNumber,      // whole numbers of `physical`: payloads, divided by `scale`
  kDecimal,     // 128 bits, times `scale`
  kName,        // utf8: an enum's member, or a text
  kDictionary,  // indices of `physical` into members or texts
  kPeriod,      // a struct of start and end
  kSet,         // a list of members
  kEntity,      // a struct
  kList
};

enum class Physical : std::uint8_t {
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUInt8,
  kUInt16,
  kUInt32,
  kUInt64
};

struct Format {
  Form form = Form::kLeftOut;
  Physical physical = Physical::kInt64;  // kNumber, kDictionary
  bool is_large = false;  // kName, kSet, kList, names of a kDictionary: 64-bit offsets
  std::int64_t scale = 1;
};

constexpr std::uint32_t WidthOf(Physical physical) {
  return 1U << (static_cast<unsigned>(physical) & 3);
}

// The format of a column that is to hold the field: of a scalar, of a list (not of what it is made
// of), of an entity (not of its fields). False when such a column cannot hold it.
[[nodiscard]] bool FormatOf(const Field& field, const ArrowSchema& schema, Format* out);
// A member of the set: the format of the column within the list.
[[nodiscard]] bool FormatOfMember(const ArrowSchema& schema, Format* out);
// An end of a period.
[[nodiscard]] bool FormatOfEnd(const Field& period, const ArrowSchema& schema, Format* out);

// "timestamp[ms, Asia/Almaty]": what a host calls the type.
void WriteFormat(const ArrowSchema& schema, FixedText& out);
// What the field's column should be: "date32", "int16", "dictionary or utf8 of members".
void WriteCanonical(const Shape& shape, const Field& field, FixedText& out);
// The Arrow format of the field's canonical column.
[[nodiscard]] std::string_view CanonicalFormat(const Field& field);
// Whole numbers: the narrowest that its range allows; canonical, but for decimals and money.
[[nodiscard]] Physical StoredPhysical(const Field& field);
[[nodiscard]] Physical CanonicalPhysical(const Field& field);

}  // namespace acta::runtime::columns
