// Columns into a block: a field at a time.
#include "runtime/columns/block.h"

namespace acta::runtime::columns {
Block::Extent Block::ExtentOf(const Field& field) const {
  const bool is_within = field.parent != kNone && shape_[field.parent].kind == ACTA_KIND_ENTITY;
  return is_within               ? extents_[field.parent]
         : field.parent == kNone ? extents_[shape_.size()]
                                 : Extent{};
}

Block::Words Block::WordsOf(const Source& source, const BlockRows& rows, const Extent& around,
                            std::uint32_t tile) const {
  const std::uint64_t real = LowBits(rows.RowsIn(tile));
  std::uint64_t valid = source.is_missing() ? 0
                        : source.validity   ? rows.Word(source.validity, tile)
                                            : real;
  std::uint64_t absent = 0;
  if (source.has_absent) {
    absent = rows.Word(source.absent, tile) & rows.Word(source.absent_validity, tile);
  }
  if (around.valid != nullptr) {
    valid &= around.valid[tile];
    absent &= around.valid[tile];
  }
  valid &= ~absent;
  const std::uint64_t gone = around.gone == nullptr ? 0 : around.gone[tile];
  return {valid | ~real, valid | absent | gone | ~real, absent};
}

// The usual cases, and what most of packing is: a bitmap of nulls and nothing else to look at, or
// no nulls but those of the entity around. Packs the full tiles and says how many these are.
std::uint32_t Block::PackValidity(const Field& field, const Source& source, const Extent& around) {
  const acta_batch_column& column = *field.column;
  const BlockRows& rows = domains_[field.domain];
  const std::size_t stride = plan_->domains[field.domain].mask_words;
  auto* const masks = reinterpret_cast<std::uint64_t*>(masks_[field.domain].data());
  const auto nothing_is_absent = [&](std::uint32_t tiles) {
    for (std::uint32_t tile = 0; column.absent != ACTA_NO_PLACE && tile < tiles; ++tile) {
      masks[tile * stride + column.absent] = 0;
    }
  };
  const bool is_plain = source.validity && !source.has_absent && around.valid == nullptr &&
                        around.gone == nullptr && rows.index == nullptr;
  const std::uint32_t full = rows.count / ACTA_TILE;
  const bool follows_entity =
      around.given != nullptr && !source.validity && !source.has_absent && !source.is_missing();
  if (follows_entity && column.given != ACTA_NO_PLACE) {
    std::uint64_t common = kAllRows;
    for (std::uint32_t tile = 0; tile < full; ++tile) {
      masks[tile * stride + column.given] = around.given[tile];
      common &= around.given[tile];
    }
    all_given_ = all_given_ && common == kAllRows;
    nothing_is_absent(full);
    return full;
  }
  if (!is_plain || column.given == ACTA_NO_PLACE || full == 0) {
    return 0;
  }
  const auto at = static_cast<std::uint64_t>(source.validity.base + rows.first);
  const std::uint64_t common =
      SpreadWords(source.validity.bits, at, full, masks + column.given, stride);
  all_given_ = all_given_ && common == kAllRows;
  nothing_is_absent(full);
  return full;
}

void Block::Put(const acta_batch_column& column, std::uint32_t tile, const Words& words) {
  std::uint64_t* const masks = reinterpret_cast<std::uint64_t*>(masks_[column.domain].data()) +
                               std::size_t{tile} * plan_->domains[column.domain].mask_words;
  if (column.given != ACTA_NO_PLACE) {
    masks[column.given] = words.given;
    all_given_ = all_given_ && words.given == kAllRows;
  }
  if (column.absent != ACTA_NO_PLACE) {
    masks[column.absent] = words.absent;
  }
}

void Block::SetValues(const Field& field, const void* values) {
  if (field.column->value != ACTA_NO_PLACE) {
    values_[first_value_[field.domain] + field.column->value] = values;
  }
}

bool Block::LoadEntity(std::uint32_t index) {
  const Field& field = shape_[index];
  const BlockRows& rows = domains_[field.domain];
  const Extent around = ExtentOf(field);
  auto* const valid = arena_.Take<std::uint64_t>(rows.tiles);
  auto* const gone = arena_.Take<std::uint64_t>(rows.tiles);
  auto* const given = arena_.Take<std::uint64_t>(rows.tiles);
  if (valid == nullptr || gone == nullptr || given == nullptr) {
    return NoMemory();
  }
  bool any_gone = false;
  for (std::uint32_t tile = 0; tile < rows.tiles; ++tile) {
    const Words words = WordsOf(sources_[index], rows, around, tile);
    if (field.column != nullptr) {
      Put(*field.column, tile, words);
    }
    valid[tile] = words.valid;
    gone[tile] = words.absent | (around.gone == nullptr ? 0 : around.gone[tile]);
    given[tile] = valid[tile] | gone[tile] | ~LowBits(rows.RowsIn(tile));
    any_gone = any_gone || gone[tile] != 0;
  }
  extents_[index] = {valid, any_gone ? gone : nullptr, given};
  return true;
}

bool Block::LoadBits(std::uint32_t index, bool is_constant) {
  const Field& field = shape_[index];
  const Source& source = sources_[index];
  const acta_batch_column& column = *field.column;
  const BlockRows& rows = domains_[field.domain];
  const Extent around = ExtentOf(field);
  const Bitmap bits{static_cast<const std::uint8_t*>(source.values), source.base};
  const std::size_t stride = plan_->domains[field.domain].mask_words;
  auto* const masks = reinterpret_cast<std::uint64_t*>(masks_[field.domain].data());
  std::uint32_t tile = is_constant ? rows.count / ACTA_TILE : PackValidity(field, source, around);
  if (column.value != ACTA_NO_PLACE && tile != 0) {
    const auto at = static_cast<std::uint64_t>(bits.base + rows.first);
    if (rows.index != nullptr) {
      tile = 0;
    } else {
      SpreadWords(bits.bits, at, tile, masks + column.value, stride);
    }
    // What does not exist is neither yes nor no.
    for (std::uint32_t i = 0; around.valid != nullptr && i < tile; ++i) {
      masks[i * stride + column.value] &= around.valid[i];
    }
  }
  for (; tile < rows.tiles; ++tile) {
    const Words words = WordsOf(source, rows, around, tile);
    Put(column, tile, words);
    if (column.value != ACTA_NO_PLACE) {
      masks[tile * stride + column.value] =
          source.is_missing() ? 0 : rows.Word(bits, tile) & words.valid;
    }
  }
  return true;
}

bool Block::LiesWell(const Source& source, const BlockRows& rows, std::uint32_t width,
                     const void** out) const {
  if (rows.index != nullptr || rows.first + std::int64_t{rows.tiles} * ACTA_TILE > source.rows) {
    return false;
  }
  *out = static_cast<const std::uint8_t*>(source.values) + (source.base + rows.first) * width;
  return reinterpret_cast<std::uintptr_t>(*out) % width == 0;
}

// The values in memory of our own, those behind the last row included; null for want of memory.
void* Block::Copy(const Field& field, const Source& source, const BlockRows& rows) {
  const std::uint32_t width = WidthOfStore(field.column->store);
  auto* const copy = arena_.Take<std::uint8_t>(std::size_t{rows.tiles} * ACTA_TILE * width);
  if (copy == nullptr || rows.count == 0) {
    return copy;
  }
  if (source.is_missing()) {
    std::memset(copy, 0, std::size_t{rows.tiles} * ACTA_TILE * width);
    return copy;
  }
  const auto* const from = static_cast<const std::uint8_t*>(source.values);
  if (rows.index == nullptr) {
    std::memcpy(copy, from + (source.base + rows.first) * width, std::size_t{rows.count} * width);
  } else {
    for (std::uint32_t row = 0; row < rows.count; ++row) {
      std::memcpy(copy + std::size_t{row} * width, from + (source.base + rows.index[row]) * width,
                  width);
    }
  }
  const std::uint32_t last = rows.tiles - 1;
  FillRows(field.column->store, field.fill, ~LowBits(rows.RowsIn(last)), last, copy);
  return copy;
}

bool Block::LoadConstant(std::uint32_t index) {
  const Field& field = shape_[index];
  const Source& source = sources_[index];
  const BlockRows& rows = domains_[field.domain];
  if (index == 0 && as_of_day_ != nullptr) {
    SetValues(field, as_of_.data());
    return true;
  }
  const void* values = missing_.data();
  if (!source.is_missing() && !LiesWell(source, rows, WidthOfStore(field.column->store), &values)) {
    values = Copy(field, source, rows);
  }
  SetValues(field, values);
  return values != nullptr || rows.tiles == 0 || NoMemory();
}

// One tile of a column whose values are not as stored. Rejects what is none.
bool Block::Convert(std::uint32_t index, std::uint32_t tile, Words& words, void* values) {
  const Field& field = shape_[index];
  const BlockRows& rows = domains_[field.domain];
  const std::uint32_t count = rows.RowsIn(tile);
  const std::uint64_t real = LowBits(count);
  std::uint64_t wanted = words.valid & real;
  std::int64_t payloads[ACTA_TILE];
  std::uint64_t bad = 0;
  if (rows.index == nullptr) {
    bad = decoder_.Decode(index, rows.first + std::int64_t{tile} * ACTA_TILE, count, &wanted,
                          payloads);
  } else {
    for (std::uint32_t i = 0; i < count; ++i) {
      std::uint64_t is_wanted = wanted >> i & 1;
      bad |= decoder_.Decode(index, rows.index[std::size_t{tile} * ACTA_TILE + i], 1, &is_wanted,
                             payloads + i)
             << i;
      wanted &= ~((is_wanted ^ 1) << i);
    }
  }
  const std::uint64_t lost = words.valid & real & ~wanted;
  words.valid &= ~lost;
  words.given &= ~lost;
  ForEachBit(~(wanted & ~bad), [&](std::uint32_t i) { payloads[i] = field.fill; });
  StorePayloads(payloads, field.column->store, tile, values);
  bool good = decoder_.fault().status == ACTA_OK;
  ForEachBit(bad, [&](std::uint32_t i) {
    char text[96];
    FixedText found(text);
    const std::uint32_t row = tile * ACTA_TILE + i;
    const acta_status status = decoder_.Explain(index, rows.SourceRow(row), found);
    good = good && Reject(index, row, status, found.view());
  });
  return good;
}

bool Block::LoadValues(std::uint32_t index, Task task) {
  const Field& field = shape_[index];
  const Source& source = sources_[index];
  const acta_batch_column& column = *field.column;
  const BlockRows& rows = domains_[field.domain];
  const Extent around = ExtentOf(field);
  const std::uint32_t width = WidthOfStore(column.store);
  const bool is_wanted = column.value != ACTA_NO_PLACE;
  const bool fills_gone = around.gone != nullptr && (plan_->flags & ACTA_PLAN_SKIPS_GONE) == 0;
  const void* values = missing_.data();
  void* own = nullptr;
  if (task == Task::kConvert) {
    values = own = arena_.Take<std::uint8_t>(std::size_t{rows.tiles} * ACTA_TILE * width);
  } else if (is_wanted &&
             (fills_gone || (!source.is_missing() && !LiesWell(source, rows, width, &values)))) {
    values = own = Copy(field, source, rows);
  }
  if (values == nullptr && rows.tiles != 0) {
    return NoMemory();
  }
  if (own != nullptr && task != Task::kConvert && fills_gone) {
    // Nothing is looked at in what does not exist; what lies there must be no fault.
    for (std::uint32_t tile = 0; tile < rows.tiles; ++tile) {
      FillRows(column.store, field.fill, around.gone[tile], tile, own);
    }
  }
  std::uint32_t tile = task == Task::kConvert ? 0 : PackValidity(field, source, around);
  for (; tile < rows.tiles; ++tile) {
    Words words = WordsOf(source, rows, around, tile);
    if (task == Task::kConvert && !Convert(index, tile, words, own)) {
      return false;
    }
    Put(column, tile, words);
  }
  SetValues(field, values);
  return true;
}

}  // namespace acta::runtime::columns
