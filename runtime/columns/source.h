// What the host gave for each field, checked as far as it can be without reading the values.
#pragma once

#include <cstdint>

#include "acta/columns.h"
#include "runtime/columns/bits.h"
#include "runtime/columns/format.h"
#include "runtime/columns/shape.h"
#include "runtime/columns/texts.h"
#include "runtime/core/detail.h"
#include "runtime/core/memory.h"

namespace acta::runtime::columns {

// A bitmap over the rows of a field; none: all bits are set.
struct Bitmap {
  const std::uint8_t* bits = nullptr;
  std::int64_t base = 0;  // the bit of row 0

  explicit operator bool() const { return bits != nullptr; }
  [[nodiscard]] bool At(std::int64_t row) const {
    return bits == nullptr || BitAt(bits, static_cast<std::uint64_t>(base + row));
  }
  // `count` rows from `row` on, 1 to 64.
  [[nodiscard]] std::uint64_t Word(std::int64_t row, std::uint32_t count) const {
    return bits == nullptr ? LowBits(count)
                           : BitsAt(bits, static_cast<std::uint64_t>(base + row), count);
  }
};

// A column. Rows count from the first row of the array given, in lists from the first element of
// the column within.
struct Source {
  Format format;
  std::int64_t base = 0;  // where row 0 stands in `values`
  std::int64_t rows = 0;  // how many there are
  std::int64_t end = 0;   // and of what it is part of, its columns must hold so many
  Bitmap validity;
  const void* values = nullptr;  // kName, kSet, kList: offsets
  const char* bytes = nullptr;   // kName, the names of a kDictionary
  std::int64_t byte_count = 0;
  const void* name_offsets = nullptr;  // kDictionary, its names: offsets from the first name on
  std::uint32_t inner = kNone;  // kPeriod: the source of starts, that of ends follows. kSet: of
                                // members. kDictionary: where its table begins
  std::uint32_t entries = 0;    // kDictionary
  bool has_absent = false;      // whether there is a column `$absent`
  Bitmap absent, absent_validity;

  [[nodiscard]] bool is_missing() const {
    return format.form == Form::kLeftOut || format.form == Form::kNulls;
  }
  [[nodiscard]] std::int64_t OffsetAt(std::int64_t at) const {
    return format.is_large ? ValueAt<std::int64_t>(values, at)
                           : std::int64_t{ValueAt<std::int32_t>(values, at)};
  }
};

// What a dictionary's entry stands for: a payload, or one of these.
inline constexpr std::int64_t kNoSuchValue = INT64_MIN;
inline constexpr std::int64_t kNullEntry = INT64_MIN + 1;

// Sources for all fields of a shape, and for what they are made of besides.
class Sources {
 public:
  explicit Sources(const Shape& shape)
      : shape_(shape), sources_(shape.act().allocator), tables_(shape.act().allocator) {}

  // Whose columns they are. Refuses unknown columns, wrong types and arrays that break the rules of
  // the C Data Interface. `cases` must stay as it is as long as the sources are used. `texts` gets
  // those of dictionaries.
  [[nodiscard]] acta_status Bind(const ArrowSchema& schema, const ArrowArray& cases, bool has_as_of,
                                 Texts& texts, Complaint& complaint);

  [[nodiscard]] const Source& operator[](std::uint32_t index) const { return sources_[index]; }
  [[nodiscard]] std::int64_t Entry(const Source& source, std::int64_t index) const {
    return tables_[source.inner + static_cast<std::size_t>(index)];
  }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  // Of the cases: nothing is known of one that is null.
  [[nodiscard]] const Bitmap& validity() const { return validity_; }

 private:
  class Binder;

  const Shape& shape_;
  Array<Source> sources_;
  Array<std::int64_t> tables_;
  std::int64_t rows_ = 0;
  Bitmap validity_;
};

}  // namespace acta::runtime::columns
