// The usual columns of cases: numbers as the evaluator wants them, bitmaps as they come, nothing
// else to look at. What is to be done for them is written down once, so that a block costs little
// more than the bits that it packs.
#include "runtime/columns/block.h"

namespace acta::runtime::columns {

bool Block::IsFlat(const Work& work) const {
  const Field& field = shape_[work.field];
  const Source& source = sources_[work.field];
  if (field.domain != 0 || field.column == nullptr || source.has_absent || source.is_missing() ||
      sources_.validity() || (work.field == 0 && as_of_day_ != nullptr)) {
    return false;
  }
  for (std::uint32_t around = field.parent; around != kNone; around = shape_[around].parent) {
    if (sources_[around].validity || sources_[around].has_absent) {
      return false;
    }
  }
  const std::uint32_t width = WidthOfStore(field.column->store);
  return work.task == Task::kBits || (work.task == Task::kInPlace &&
                                      reinterpret_cast<std::uintptr_t>(source.values) % width == 0);
}

bool Block::AddFlat(const Work& work) {
  const Source& source = sources_[work.field];
  const acta_batch_column& column = *shape_[work.field].column;
  const auto* const values = static_cast<const std::uint8_t*>(source.values);
  bool good = true;
  if (source.validity && column.given != ACTA_NO_PLACE) {
    good = flat_bits_.Push({source.validity.bits, source.validity.base, column.given, true});
  }
  if (column.value == ACTA_NO_PLACE) {
    return good;
  }
  if (work.task == Task::kBits) {
    return good && flat_bits_.Push({values, source.base, column.value, false});
  }
  const std::uint32_t width = WidthOfStore(column.store);
  return good && flat_values_.Push({values + source.base * width, width, column.value});
}

// Cases from `first` on, as many as fill the tiles.
void Block::LoadFlat(std::int64_t first, std::uint32_t tiles) {
  const std::size_t stride = plan_->domains[0].mask_words;
  auto* const masks = reinterpret_cast<std::uint64_t*>(masks_[0].data());
  std::uint64_t given = kAllRows;
  for (const FlatBits& flat : flat_bits_) {
    const std::uint64_t common = SpreadWords(
        flat.bits, static_cast<std::uint64_t>(flat.base + first), tiles, masks + flat.word, stride);
    given &= flat.is_given ? common : kAllRows;
  }
  all_given_ = all_given_ && given == kAllRows;
  for (const FlatValues& flat : flat_values_) {
    values_[first_value_[0] + flat.place] = flat.first + first * flat.width;
  }
}

void Block::Prefetch(std::int64_t first, std::uint32_t count) const {
  for (const FlatBits& flat : flat_bits_) {
    const std::uint8_t* const begin = flat.bits + (flat.base + first) / 8;
    for (std::uint32_t byte = 0; byte < count / 8; byte += kAlignment) {
      __builtin_prefetch(begin + byte);
    }
  }
}

}  // namespace acta::runtime::columns
