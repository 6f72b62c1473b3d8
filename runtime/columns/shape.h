// The facts of an act as columns: a tree of what may stand in a batch, and where its evaluator
// wants it.
#pragma once

#include <cstdint>
#include <string_view>

#include "acta/batch.h"
#include "runtime/core/act.h"
#include "runtime/core/memory.h"
#include "runtime/core/writer.h"

namespace acta::runtime::columns {

inline constexpr std::uint32_t kNone = 0xffffffffU;

// A fact, a field of an entity, or what a list is made of.
struct Field {
  std::uint32_t type = 0;
  std::uint32_t kind = 0;  // ACTA_KIND_*
  bool optional = false;
  const acta_d_field* declared = nullptr;  // null: what a list is made of
  std::uint32_t parent = kNone;
  std::uint32_t first = 0, count = 0;  // fields of an entity; of a list one, what it is made of
  std::uint32_t slot = 0;              // in the case, in a list from where the element begins
  std::uint32_t domain = kNone;        // whose rows it has; kNone: of a list that no rule reads
  const acta_batch_column* column = nullptr;  // null: no rule reads it
  std::int64_t low = 0, high = 0;             // payloads that may stand here
  std::int64_t fill = 0;                      // one of these, for rows that hold none
};

// Parents stand before their fields, the fields of an entity side by side.
class Shape {
 public:
  explicit Shape(const acta_act& act) : act_(act), fields_(act.allocator) {}

  // ACTA_TOO_DEEP for lists nested without end, ACTA_BAD_DESCRIPTOR when the plan has columns of
  // other facts.
  [[nodiscard]] acta_status Build();

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(fields_.size()); }
  [[nodiscard]] const Field& operator[](std::uint32_t index) const { return fields_[index]; }
  [[nodiscard]] std::uint32_t fact_count() const { return fact_count_; }
  [[nodiscard]] const acta_act& act() const { return act_; }
  [[nodiscard]] const Descriptor& d() const { return act_.d; }

  // The name among its neighbours; "item" for what a list is made of, as Arrow has it.
  [[nodiscard]] std::string_view NameOf(const Field& field) const {
    return field.declared == nullptr ? "item" : act_.d.Text(field.declared->name);
  }
  // "organisers[].birth_date"
  void WritePath(std::uint32_t field, FixedText& out) const;
  // "integer of persons, 1 to 1000"
  void WriteExpected(const Field& field, FixedText& out) const;

 private:
  [[nodiscard]] acta_status Grow(std::uint32_t index);
  [[nodiscard]] bool Add(std::uint32_t parent, const acta_d_field* declared, std::uint32_t type,
                         std::uint32_t slot, std::uint32_t domain);
  [[nodiscard]] const acta_batch_column* ColumnAt(std::uint32_t domain, std::uint32_t slot) const;

  const acta_act& act_;
  Array<Field> fields_;
  std::uint32_t fact_count_ = 0;
  bool plan_fits_ = true;
};

constexpr std::uint32_t WidthOfStore(std::uint32_t store) {
  switch (store) {
    case ACTA_STORE_INT8:
      return 1;
    case ACTA_STORE_INT16:
      return 2;
    case ACTA_STORE_INT32:
      return 4;
    case ACTA_STORE_INT64:
      return 8;
    default:
      return 0;
  }
}

}  // namespace acta::runtime::columns
