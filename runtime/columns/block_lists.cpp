// Lists in a block: where each begins, and for each element the row that owns it.
#include "runtime/columns/block.h"

namespace acta::runtime::columns {
namespace {

// Elements of one block; more are a mistake that no memory would survive.
constexpr std::int64_t kMostElements = std::int64_t{1} << 30;
// So many owners are written at once.
constexpr std::uint32_t kOwners = 4;

// parents[i]: the row in whose list element i stands. Most lists are short: their owner is written
// for a few elements whether they are there or not, and the next row writes over what is too much.
// There is room for kOwners more.
void NameOwners(const std::uint32_t* offsets, std::uint32_t rows, std::uint32_t* parents) {
  for (std::uint32_t row = 0; row < rows; ++row) {
    const std::uint32_t owners[kOwners] = {row, row, row, row};
    std::memcpy(parents + offsets[row], owners, sizeof owners);
    for (std::uint32_t i = offsets[row] + kOwners; i < offsets[row + 1]; ++i) {
      parents[i] = row;
    }
  }
}

}  // namespace

// A tile of lists that are all there and lie side by side in good order, as they usually do. False,
// and nothing is done: look at each by itself.
bool Block::AddTileOfLists(const Source& source, std::int64_t first, std::int64_t at_most,
                           std::uint32_t* offsets, std::int64_t* begins, ListRun& run) const {
  std::int32_t bounds[ACTA_TILE + 1];
  std::memcpy(bounds, static_cast<const std::int32_t*>(source.values) + source.base + first,
              sizeof bounds);
  bool is_good = true;
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    const std::int64_t length = std::int64_t{bounds[i + 1]} - bounds[i];
    is_good = is_good & (0 <= length) & (length <= at_most);
  }
  const std::int64_t begin = bounds[0];
  const std::int64_t end = bounds[ACTA_TILE];
  if (!is_good || begin < 0 || end > source.byte_count) {
    return false;
  }
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    offsets[i] = static_cast<std::uint32_t>(run.total + (bounds[i] - begin));
    begins[i] = bounds[i];
  }
  run.first = run.total == 0 ? begin : run.first;
  run.is_dense = run.is_dense && (begin == end || begin == run.first + run.total);
  run.total += end - begin;
  return true;
}

bool Block::LoadList(std::uint32_t index) {
  const Field& field = shape_[index];
  const Source& source = sources_[index];
  const acta_batch_column& column = *field.column;
  const BlockRows& rows = domains_[field.domain];
  const Extent around = ExtentOf(field);
  const std::int64_t at_most = shape_.d().types[field.type].at_most;
  const std::size_t padded = std::size_t{rows.tiles} * ACTA_TILE;
  auto* const offsets = arena_.Take<std::uint32_t>(padded + 1);
  auto* const begins = arena_.Take<std::int64_t>(padded + 1);
  if (offsets == nullptr || begins == nullptr) {
    return NoMemory();
  }
  // Where each list begins among the elements of the column, and whether they lie side by side.
  ListRun run;
  const bool is_usual = rows.index == nullptr && !source.format.is_large && !source.is_missing();
  for (std::uint32_t tile = 0; tile < rows.tiles; ++tile) {
    Words words = WordsOf(source, rows, around, tile);
    Put(column, tile, words);
    const std::uint64_t valid = words.valid & LowBits(rows.RowsIn(tile));
    const std::uint32_t first_row = tile * ACTA_TILE;
    if (is_usual && valid == kAllRows &&
        AddTileOfLists(source, rows.first + first_row, at_most, offsets + first_row,
                       begins + first_row, run)) {
      continue;
    }
    for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
      const std::uint32_t row = first_row + i;
      offsets[row] = static_cast<std::uint32_t>(run.total);
      if ((valid >> i & 1) == 0) {
        continue;
      }
      std::int64_t begin = 0;
      std::int64_t end = 0;
      if (!decoder_.Elements(index, rows.SourceRow(row), &begin, &end)) {
        return false;
      }
      if (end - begin > at_most) {
        char text[96];
        FixedText found(text);
        found.Number(end - begin).Put(" elements");
        if (!Reject(index, row, ACTA_LIST_TOO_LONG, found.view())) {
          return false;
        }
        continue;
      }
      begins[row] = begin;
      run.first = run.total == 0 ? begin : run.first;
      run.is_dense = run.is_dense && (begin == end || begin == run.first + run.total);
      run.total += end - begin;
    }
  }
  if (run.total > kMostElements) {
    return NoMemory();
  }
  offsets[padded] = static_cast<std::uint32_t>(run.total);

  const std::uint32_t elements = column.elements;
  BlockRows& inner = domains_[elements];
  inner = {.count = static_cast<std::uint32_t>(run.total), .first = run.first};
  const std::size_t inner_padded = std::size_t{TilesFor(inner.count)} * ACTA_TILE;
  auto* const parents = arena_.Take<std::uint32_t>(inner_padded + kOwners);
  auto* const element_rows = run.is_dense ? nullptr : arena_.Take<std::int64_t>(inner_padded);
  if (parents == nullptr || (!run.is_dense && element_rows == nullptr)) {
    return NoMemory();
  }
  NameOwners(offsets, rows.count, parents);
  for (std::uint32_t i = 0; !run.is_dense && i < inner.count; ++i) {
    element_rows[i] = begins[parents[i]] + (i - offsets[parents[i]]);
  }
  const std::uint32_t last_owner = inner.count == 0 ? 0 : parents[inner.count - 1];
  for (std::size_t i = inner.count; i < inner_padded; ++i) {
    parents[i] = last_owner;
  }
  inner.index = element_rows;
  rows_[elements].offsets = offsets;
  rows_[elements].parents = parents;
  return OpenDomain(elements);
}

}  // namespace acta::runtime::columns
