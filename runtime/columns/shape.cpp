#include "runtime/columns/shape.h"

#include "runtime/calendar/civil.h"
#include "runtime/core/setting.h"

namespace acta::runtime::columns {
namespace {

// No act of ours comes near: a descriptor that does is forged.
constexpr std::uint32_t kMostFields = 1U << 16;

struct Range {
  std::int64_t low, high;
};

// The payloads of a type. Periods have no range: their two ends do.
Range RangeOf(const Descriptor& d, const acta_d_type& type) {
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      return {0, 1};
    case ACTA_KIND_DATE:
      return {ACTA_MIN_DAY, ACTA_MAX_DAY};
    case ACTA_KIND_TIME:
      return {0, kSecondsPerDay};
    case ACTA_KIND_DATETIME:
      return {ACTA_MIN_DAY * kSecondsPerDay, (ACTA_MAX_DAY + 1) * kSecondsPerDay - 1};
    case ACTA_KIND_ENUM:
      return {0, std::int64_t{d.enums[type.enumeration].members.count} - 1};
    case ACTA_KIND_SET: {
      const std::uint32_t count = d.enums[type.enumeration].members.count;
      return {0, count < 63 ? (std::int64_t{1} << count) - 1 : INT64_MAX};
    }
    case ACTA_KIND_TEXT:
      return {0, INT32_MAX};
    default:
      return {ACTA_MISSING + 1, INT64_MAX};
  }
}

bool IsPeriod(std::uint32_t kind) {
  return kind == ACTA_KIND_PERIOD_OF_DATES || kind == ACTA_KIND_PERIOD_OF_TIMES;
}

}  // namespace

const acta_batch_column* Shape::ColumnAt(std::uint32_t domain, std::uint32_t slot) const {
  if (act_.plan == nullptr || domain == kNone) {
    return nullptr;
  }
  std::uint32_t first = 0;
  std::uint32_t end = act_.plan->column_count;
  while (first < end) {
    const std::uint32_t middle = first + (end - first) / 2;
    const acta_batch_column& column = act_.plan->columns[middle];
    if (column.domain < domain || (column.domain == domain && column.slot < slot)) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  const bool found = first < act_.plan->column_count &&
                     act_.plan->columns[first].domain == domain &&
                     act_.plan->columns[first].slot == slot;
  return found ? &act_.plan->columns[first] : nullptr;
}

bool Shape::Add(std::uint32_t parent, const acta_d_field* declared, std::uint32_t type,
                std::uint32_t slot, std::uint32_t domain) {
  const acta_d_type& of = act_.d.types[type];
  Field field;
  field.type = type;
  field.kind = of.kind;
  field.optional = of.optional != 0;
  field.declared = declared;
  field.parent = parent;
  field.slot = slot;
  field.domain = domain;
  // An entity that always exists has no column; what stands at its slot is its first field's.
  if (of.kind != ACTA_KIND_ENTITY || field.optional) {
    field.column = ColumnAt(domain, slot);
    plan_fits_ = plan_fits_ && (field.column == nullptr || field.column->type == type);
  }
  Range range = RangeOf(act_.d, of);
  if (field.column != nullptr && field.column->store != ACTA_STORE_NONE && !IsPeriod(of.kind)) {
    // No wider than the type, whatever the plan says: names are looked up by ordinals.
    range.low = field.column->low > range.low ? field.column->low : range.low;
    range.high = field.column->high < range.high ? field.column->high : range.high;
  } else if (declared != nullptr) {
    range.low = (declared->flags & ACTA_D_HAS_LOW) != 0 ? declared->low : range.low;
    range.high = (declared->flags & ACTA_D_HAS_HIGH) != 0 ? declared->high : range.high;
  }
  // Two payloads are reserved in every type.
  field.low = range.low > ACTA_MISSING ? range.low : ACTA_MISSING + 1;
  field.high = range.high;
  field.fill = range.low > 0 ? range.low : range.high < 0 ? range.high : 0;
  return fields_.Push(field);
}

acta_status Shape::Grow(std::uint32_t index) {
  const Descriptor& d = act_.d;
  const Field field = fields_[index];
  if (field.kind != ACTA_KIND_ENTITY && field.kind != ACTA_KIND_LIST) {
    return ACTA_OK;
  }
  const acta_d_type& type = d.types[field.type];
  const std::uint32_t first = size();
  if (field.kind == ACTA_KIND_ENTITY) {
    for (const acta_d_field& inner : d.FieldsOf(d.entities[type.entity])) {
      if (!Add(index, &inner, inner.type, field.slot + type.optional + inner.offset,
               field.domain)) {
        return ACTA_NO_MEMORY;
      }
    }
  } else {
    const bool is_read = field.column != nullptr && field.column->elements != 0;
    if (!Add(index, nullptr, type.element, 0, is_read ? field.column->elements : kNone)) {
      return ACTA_NO_MEMORY;
    }
  }
  fields_[index].first = first;
  fields_[index].count = size() - first;
  return size() > kMostFields ? ACTA_TOO_DEEP : ACTA_OK;
}

acta_status Shape::Build() {
  for (const acta_d_field& fact : act_.d.facts) {
    if (!Add(kNone, &fact, fact.type, fact.offset, 0)) {
      return ACTA_NO_MEMORY;
    }
  }
  fact_count_ = size();
  for (std::uint32_t i = 0; i < size(); ++i) {
    if (const acta_status status = Grow(i); status != ACTA_OK) {
      return status;
    }
  }
  return plan_fits_ ? ACTA_OK : ACTA_BAD_DESCRIPTOR;
}

void Shape::WritePath(std::uint32_t index, FixedText& out) const {
  const Field& field = fields_[index];
  if (field.parent != kNone) {
    WritePath(field.parent, out);
  }
  if (field.declared == nullptr) {
    out.Put("[]");
    return;
  }
  out.Put(field.parent == kNone ? "" : ".").Put(NameOf(field));
}

void Shape::WriteExpected(const Field& field, FixedText& out) const {
  runtime::WriteExpected(out, act_, field.type, field.declared);
}

}  // namespace acta::runtime::columns
