#include "runtime/columns/gather.h"

namespace acta::runtime::columns {

bool Gatherer::Gather(std::int64_t row, acta_case& facts, Bad* bad) {
  facts_ = &facts;
  bad_ = bad;
  if (!facts.Reset()) {
    return decoder_.Fail(ACTA_NO_MEMORY, kNone, 0);
  }
  const Descriptor& d = shape_.d();
  for (std::uint32_t i = 0; i < d.readings.size(); ++i) {
    facts.slots[d.readings[i].slot] = readings_[i];
  }
  if (sources_.validity().At(row)) {
    for (std::uint32_t fact = 0; fact < shape_.fact_count(); ++fact) {
      if (!Put(fact, 0, row)) {
        return false;
      }
    }
  }
  if (as_of_ != nullptr) {
    facts.slots[shape_[0].slot] = *as_of_;
  }
  return true;
}

bool Gatherer::Put(std::uint32_t index, std::uint32_t base, std::int64_t row) {
  if (bad_->field != kNone) {
    return true;
  }
  const Field& field = shape_[index];
  const Source& source = sources_[index];
  const std::uint32_t slot = base + field.slot;
  const bool is_absent =
      source.has_absent && source.absent.At(row) && source.absent_validity.At(row);
  if (is_absent) {
    facts_->slots[slot] = ACTA_ABSENT;
    return true;
  }
  if (source.is_missing() || !source.validity.At(row)) {
    return true;
  }
  if (field.kind == ACTA_KIND_LIST) {
    return PutList(index, slot, row);
  }
  if (field.kind == ACTA_KIND_ENTITY) {
    if (field.optional) {
      facts_->slots[slot] = std::int64_t{slot} + 1;
    }
    for (std::uint32_t i = 0; i < field.count; ++i) {
      if (!Put(field.first + i, base, row)) {
        return false;
      }
    }
    return true;
  }
  std::uint64_t wanted = 1;
  std::int64_t payload = 0;
  if (decoder_.Decode(index, row, 1, &wanted, &payload) != 0) {
    FixedText found(bad_->found);
    bad_->status = decoder_.Explain(index, row, found);
    bad_->field = index;
    bad_->slot = slot;
  } else if (wanted != 0) {
    facts_->slots[slot] = payload;
  }
  return decoder_.fault().status == ACTA_OK;
}

bool Gatherer::PutList(std::uint32_t index, std::uint32_t slot, std::int64_t row) {
  const Field& field = shape_[index];
  const acta_d_type& type = shape_.d().types[field.type];
  std::int64_t begin = 0;
  std::int64_t end = 0;
  if (!decoder_.Elements(index, row, &begin, &end)) {
    return false;
  }
  if (end - begin > std::int64_t{type.at_most}) {
    bad_->field = index;
    bad_->slot = slot;
    bad_->status = ACTA_LIST_TOO_LONG;
    FixedText(bad_->found).Number(end - begin).Put(" elements");
    return true;
  }
  const auto length = static_cast<std::uint32_t>(end - begin);
  if (length == 0) {
    facts_->slots[slot] = ListPayload(0, 0);
    return true;
  }
  const std::uint32_t width = shape_.d().WidthOf(type.element);
  const auto base = static_cast<std::uint32_t>(facts_->slots.size());
  const std::uint64_t size = base + std::uint64_t{length} * width;
  if (size >= ACTA_WHY_SLOT || !facts_->slots.Resize(size, ACTA_MISSING) ||
      !facts_->lists.Push({base, length, width, field.type, slot})) {
    return decoder_.Fail(ACTA_NO_MEMORY, index, row);
  }
  facts_->slots[slot] = ListPayload(base, length);
  for (std::uint32_t i = 0; i < length; ++i) {
    if (!Put(field.first, base + i * width, begin + i)) {
      return false;
    }
  }
  return true;
}

}  // namespace acta::runtime::columns
