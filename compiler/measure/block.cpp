#include "compiler/measure/block.h"

#include <cstring>
#include <memory>

#include "compiler/base/check.h"

namespace acta::measure {

namespace {

// What stands where nothing is given, and in scratch that nobody has written.
constexpr std::uint64_t kGarbage = 0xa5a5a5a5a5a5a5a5;
constexpr std::size_t kTile = ACTA_TILE;

void SetBit(std::uint64_t& word, std::size_t bit, bool value) {
  word = (word & ~(std::uint64_t{1} << bit)) | std::uint64_t{value} << bit;
}

}  // namespace

BatchBlock::BatchBlock(const ir::Program& program, const acta_batch_plan& plan,
                       std::span<const Slots> cases)
    : plan_(plan),
      cases_(cases),
      domains_(plan.domain_count),
      case_outside_(cases.size(), false),
      element_outside_(cases.size(), false) {
  for (const ir::Reading& reading : program.readings) {
    readings_.push_back(cases.front()[reading.slot]);
  }
  for (std::uint32_t domain = 0; domain < plan.domain_count; ++domain) {
    FindRows(domain);
  }
  for (const acta_batch_column& column : std::span(plan.columns, plan.column_count)) {
    if (column.given != ACTA_NO_PLACE) {
      FillColumn(column);
    }
  }
}

void BatchBlock::FindRows(std::uint32_t index) {
  const acta_batch_domain& shape = plan_.domains[index];
  Domain& domain = domains_[index];
  if (index == 0) {
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      domain.rows.push_back({i, 0});
    }
  } else {
    const Domain& owners = domains_[shape.parent];
    for (std::size_t owner = 0; owner < owners.rows.size(); ++owner) {
      domain.offsets.push_back(static_cast<std::uint32_t>(domain.rows.size()));
      const std::int64_t list = PayloadAt(owners.rows[owner], plan_.columns[shape.list].slot);
      const auto packed = static_cast<std::uint64_t>(list);
      const std::size_t length =
          list == ACTA_MISSING || list == ACTA_ABSENT ? 0 : packed & 0xffffffff;
      for (std::size_t i = 0; i < length; ++i) {
        domain.rows.push_back({owners.rows[owner].of_case, (packed >> 32) + i * shape.width});
        domain.parents.push_back(static_cast<std::uint32_t>(owner));
      }
    }
    domain.offsets.resize(owners.tiles * kTile + 1, static_cast<std::uint32_t>(domain.rows.size()));
  }
  domain.tiles = (domain.rows.size() + kTile - 1) / kTile;
  domain.parents.resize(domain.tiles * kTile, 0);
  domain.values.resize(shape.value_columns);
  domain.pointers.resize(shape.value_columns, nullptr);
  domain.masks.assign(domain.tiles * shape.mask_words, ~std::uint64_t{0});
  domain.scratch_room.assign((domain.tiles + 1) * shape.scratch_bytes / 8 + 8, kGarbage);
  void* room = domain.scratch_room.data();
  std::size_t space = domain.scratch_room.size() * 8;
  domain.scratch = static_cast<unsigned char*>(
      std::align(64, (domain.tiles + 1) * shape.scratch_bytes, room, space));
}

void BatchBlock::FillColumn(const acta_batch_column& column) {
  Domain& domain = domains_[column.domain];
  const std::uint32_t words = plan_.domains[column.domain].mask_words;
  const bool has_values = column.store >= ACTA_STORE_INT8;
  const std::size_t width = has_values ? std::size_t{1} << (column.store - ACTA_STORE_INT8) : 0;
  if (has_values) {
    domain.values[column.value].assign(domain.tiles * kTile * width / 8 + 1,
                                       static_cast<std::int64_t>(kGarbage));
    domain.pointers[column.value] = domain.values[column.value].data();
  }
  for (std::size_t i = 0; i < domain.rows.size(); ++i) {
    const std::int64_t payload = PayloadAt(domain.rows[i], column.slot);
    const auto mask = [&](std::uint32_t word) -> std::uint64_t& {
      return domain.masks[i / kTile * words + word];
    };
    const bool given = payload != ACTA_MISSING;
    const bool absent = payload == ACTA_ABSENT;
    all_given_ = all_given_ && given;
    SetBit(mask(column.given), i % kTile, given);
    if (column.absent != ACTA_NO_PLACE) {
      SetBit(mask(column.absent), i % kTile, absent);
    }
    ACTA_CHECK(!absent || column.absent != ACTA_NO_PLACE, "what may be absent has a mask for it");
    if (column.store == ACTA_STORE_BITS) {
      SetBit(mask(column.value), i % kTile, given && !absent ? payload != 0 : i % 2 == 0);
    } else if (has_values && given && !absent) {
      if (payload < column.low || payload > column.high) {
        (column.domain == 0 ? case_outside_ : element_outside_)[domain.rows[i].of_case] = true;
      }
      std::memcpy(reinterpret_cast<unsigned char*>(domain.values[column.value].data()) + i * width,
                  &payload, width);
    }
  }
}

void BatchBlock::Run(const BatchEvaluator& evaluator) {
  std::vector<acta_batch_rows> rows;
  for (std::size_t i = 0; i < domains_.size(); ++i) {
    const Domain& domain = domains_[i];
    rows.push_back({.count = static_cast<std::uint32_t>(domain.rows.size()),
                    .tiles = static_cast<std::uint32_t>(domain.tiles),
                    .values = domain.pointers.data(),
                    .masks = domain.masks.data(),
                    .offsets = domain.offsets.data(),
                    .parents = domain.parents.data(),
                    .scratch = domain.scratch,
                    .scratch_bytes = plan_.domains[i].scratch_bytes});
  }
  const acta_batch_block block{.struct_size = sizeof block,
                               .reserved = 0,
                               .rows = rows.data(),
                               .readings = readings_.data()};
  evaluator(&block);
}

const unsigned char* BatchBlock::Tile(std::size_t row) const {
  return domains_[0].scratch + row / kTile * plan_.domains[0].scratch_bytes;
}

bool BatchBlock::Bit(std::uint32_t place, std::size_t row) const {
  std::uint64_t word = 0;
  std::memcpy(&word, Tile(row) + place, sizeof word);
  return (word >> row % kTile & 1) != 0;
}

bool BatchBlock::Holds(std::size_t clause, std::size_t row) const {
  return Bit(plan_.clauses[clause], row);
}

BatchFound BatchBlock::ResultOf(std::size_t index, std::size_t row) const {
  const acta_batch_result& result = plan_.results[index];
  BatchFound found{.known = result.known == ACTA_NO_PLACE || Bit(result.known, row),
                   .deferred = IsDeferred(row)};
  if (result.absent != ACTA_NO_PLACE && Bit(result.absent, row)) {
    found.payload = ACTA_ABSENT;
  } else if (result.store == ACTA_STORE_BITS) {
    found.payload = Bit(result.value, row) ? 1 : 0;
  } else {
    const std::size_t width = std::size_t{1} << (result.store - ACTA_STORE_INT8);
    const unsigned char* place = Tile(row) + result.value + row % kTile * width;
    if (width == 8) {
      std::memcpy(&found.payload, place, width);
    } else {
      std::int32_t narrow = 0;
      std::memcpy(&narrow, place, sizeof narrow);
      found.payload = narrow;
    }
  }
  return found;
}

}  // namespace acta::measure
