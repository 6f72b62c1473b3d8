// Where answers go: 64 rows at a time from what a batch evaluator left, or one at a time.
#pragma once

#include <cstdint>

#include "acta/batch.h"
#include "runtime/columns/bits.h"
#include "runtime/core/act.h"

namespace acta::runtime::columns {

// How the values of an answer lie in the host's memory.
enum class Shelf : std::uint8_t { kBits, kInt8, kInt16, kInt32, kInt64, kPeriod };

struct AnswerColumn {
  std::uint32_t answer = 0;
  std::uint32_t rule = 0;
  std::uint32_t type = 0;
  std::uint32_t kind = 0;  // ACTA_KIND_*
  bool optional = false;
  Shelf shelf = Shelf::kBits;
  const acta_batch_result* result = nullptr;  // null: answered case by case
  bool is_cleared = false;  // the evaluator leaves 0 where it leaves no value

  // In one call: room for its rows, rounded up to tiles. Null where it is not wanted.
  void* values = nullptr;
  void* ends = nullptr;  // kPeriod: `values` are its starts, or, without ends, whole payloads
  std::uint64_t* known = nullptr;
  std::uint64_t* absent = nullptr;
};

[[nodiscard]] AnswerColumn ColumnOf(const acta_act& act, std::uint32_t answer);
constexpr std::uint32_t WidthOf(Shelf shelf) {
  switch (shelf) {
    case Shelf::kBits:
      return 0;
    case Shelf::kInt8:
      return 1;
    case Shelf::kInt16:
      return 2;
    case Shelf::kInt32:
    case Shelf::kPeriod:
      return 4;
    case Shelf::kInt64:
      return 8;
  }
  return 0;
}

// The tiles of a block as an evaluator left them.
struct EvaluatedTiles {
  const unsigned char* scratch;
  std::size_t scratch_bytes;  // of a tile
  std::uint32_t count;
  std::uint64_t good[kMostTiles];  // cases that are not rejected
  std::uint64_t open[kMostTiles];  // of these: some answer is not known

  [[nodiscard]] const unsigned char* scratch_of(std::uint32_t tile) const {
    return scratch + tile * scratch_bytes;
  }
};

// Writes the tiles to the host's from `out_tile` on; what is not good is null. Adds to `open`.
void WriteTiles(const AnswerColumn& column, EvaluatedTiles& tiles, std::size_t out_tile);
// Writes a tile in which nothing is known yet.
void WriteNothing(const AnswerColumn& column, std::size_t tile);
// Writes what is known of one row: a payload, which may be ACTA_ABSENT.
void WriteRow(const AnswerColumn& column, std::size_t row, std::int64_t payload);
// Makes a row null again.
void Retract(const AnswerColumn& column, std::size_t row);

inline std::uint64_t WordIn(const unsigned char* scratch, std::uint32_t place) {
  return ValueAt<std::uint64_t>(scratch + place, 0);
}

}  // namespace acta::runtime::columns
