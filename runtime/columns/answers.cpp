#include "runtime/columns/answers.h"

#include "runtime/values/values.h"

namespace acta::runtime::columns {
namespace {

// What lies under a null is 0, on every machine.
template <class To>
void ClearLanes(const ByteMask& present, To* to) {
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    to[i] = static_cast<To>(to[i] & static_cast<To>(present.of_row[i]));
  }
}

template <class To, class From>
void CopyLanes(const unsigned char* scratch, std::uint64_t kept, std::size_t tile, void* values) {
  To* const to = static_cast<To*>(values) + tile * ACTA_TILE;
  const auto* const from = reinterpret_cast<const From*>(scratch);
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    to[i] = static_cast<To>(from[i]);
  }
  if (kept != kAllRows) {
    ClearLanes(ByteMask(kept), to);
  }
}

template <class To>
void CopyLanes(std::uint32_t store, const unsigned char* scratch, std::uint64_t kept,
               std::size_t tile, void* values) {
  return store == ACTA_STORE_INT32 ? CopyLanes<To, std::int32_t>(scratch, kept, tile, values)
                                   : CopyLanes<To, std::int64_t>(scratch, kept, tile, values);
}

void SplitPeriods(const unsigned char* scratch, std::uint64_t kept, std::size_t tile,
                  const AnswerColumn& column) {
  const auto* const from = reinterpret_cast<const std::int64_t*>(scratch);
  auto* const starts = static_cast<std::int32_t*>(column.values) + tile * ACTA_TILE;
  auto* const ends = static_cast<std::int32_t*>(column.ends) + tile * ACTA_TILE;
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    starts[i] = static_cast<std::int32_t>(PeriodStart(from[i]));
    ends[i] = static_cast<std::int32_t>(PeriodEnd(from[i]));
  }
  if (kept != kAllRows) {
    const ByteMask mask(kept);
    ClearLanes(mask, starts);
    ClearLanes(mask, ends);
  }
}

template <class To>
void SetLane(void* values, std::size_t row, std::int64_t payload) {
  static_cast<To*>(values)[row] = static_cast<To>(payload);
}

void SetValue(const AnswerColumn& column, std::size_t row, std::int64_t payload) {
  switch (column.shelf) {
    case Shelf::kBits: {
      std::uint64_t& word = static_cast<std::uint64_t*>(column.values)[row / ACTA_TILE];
      const std::uint64_t bit = std::uint64_t{1} << row % ACTA_TILE;
      word = payload != 0 ? word | bit : word & ~bit;
      return;
    }
    case Shelf::kInt8:
      return SetLane<std::int8_t>(column.values, row, payload);
    case Shelf::kInt16:
      return SetLane<std::int16_t>(column.values, row, payload);
    case Shelf::kInt32:
      return SetLane<std::int32_t>(column.values, row, payload);
    case Shelf::kInt64:
      return SetLane<std::int64_t>(column.values, row, payload);
    case Shelf::kPeriod:
      if (column.ends == nullptr) {
        return SetLane<std::int64_t>(column.values, row, payload);
      }
      SetLane<std::int32_t>(column.values, row, PeriodStart(payload));
      SetLane<std::int32_t>(column.ends, row, PeriodEnd(payload));
      return;
  }
}

}  // namespace

AnswerColumn ColumnOf(const acta_act& act, std::uint32_t answer) {
  AnswerColumn column;
  column.answer = answer;
  column.rule = act.d.answers[answer].rule;
  column.type = act.d.rules[column.rule].type;
  const acta_d_type& type = act.d.types[column.type];
  column.kind = type.kind;
  column.optional = type.optional != 0;
  column.result = act.plan == nullptr ? nullptr : &act.plan->results[answer];
  column.is_cleared = act.plan != nullptr && (act.plan->flags & ACTA_PLAN_CLEARS) != 0;
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      column.shelf = Shelf::kBits;
      break;
    case ACTA_KIND_ENUM: {
      const std::uint32_t members = act.d.enums[type.enumeration].members.count;
      column.shelf = members <= INT8_MAX    ? Shelf::kInt8
                     : members <= INT16_MAX ? Shelf::kInt16
                                            : Shelf::kInt32;
      break;
    }
    case ACTA_KIND_DATE:
    case ACTA_KIND_TIME:
    case ACTA_KIND_TEXT:
      column.shelf = Shelf::kInt32;
      break;
    case ACTA_KIND_PERIOD_OF_DATES:
    case ACTA_KIND_PERIOD_OF_TIMES:
      column.shelf = Shelf::kPeriod;
      break;
    default:
      column.shelf = Shelf::kInt64;
      break;
  }
  return column;
}

void WriteTiles(const AnswerColumn& column, EvaluatedTiles& tiles, std::size_t out_tile) {
  const acta_batch_result& result = *column.result;
  // Rows that have a value.
  std::uint64_t present[kMostTiles];
  for (std::uint32_t i = 0; i < tiles.count; ++i) {
    const unsigned char* const scratch = tiles.scratch_of(i);
    const std::uint64_t good = tiles.good[i];
    const std::uint64_t known =
        result.known == ACTA_NO_PLACE ? good : good & WordIn(scratch, result.known);
    const std::uint64_t absent =
        result.absent == ACTA_NO_PLACE ? 0 : known & WordIn(scratch, result.absent);
    tiles.open[i] |= good & ~known;
    present[i] = known & ~absent;
    if (column.known != nullptr) {
      column.known[out_tile + i] = present[i];
    }
    if (column.absent != nullptr) {
      column.absent[out_tile + i] = absent;
    }
  }
  if (column.values == nullptr) {
    return;
  }
  const auto for_each_tile = [&](auto write) {
    for (std::uint32_t i = 0; i < tiles.count; ++i) {
      // Rows that may keep what lies there.
      const bool keeps_all = column.is_cleared && tiles.good[i] == kAllRows;
      write(tiles.scratch_of(i) + result.value,
            keeps_all ? kAllRows : present[i], out_tile + i);
    }
  };
  const auto copy = [&]<class To>(To) {
    for_each_tile([&](const unsigned char* values, std::uint64_t kept, std::size_t tile) {
      CopyLanes<To>(result.store, values, kept, tile, column.values);
    });
  };
  switch (column.shelf) {
    case Shelf::kBits:
      for (std::uint32_t i = 0; i < tiles.count; ++i) {
        static_cast<std::uint64_t*>(column.values)[out_tile + i] =
            WordIn(tiles.scratch_of(i), result.value) & present[i];
      }
      return;
    case Shelf::kInt8:
      return copy(std::int8_t{});
    case Shelf::kInt16:
      return copy(std::int16_t{});
    case Shelf::kInt32:
      return copy(std::int32_t{});
    case Shelf::kInt64:
      return copy(std::int64_t{});
    case Shelf::kPeriod:
      if (column.ends == nullptr) {
        return copy(std::int64_t{});
      }
      for_each_tile([&](const unsigned char* values, std::uint64_t kept, std::size_t tile) {
        SplitPeriods(values, kept, tile, column);
      });
      return;
  }
}

void WriteNothing(const AnswerColumn& column, std::size_t tile) {
  if (column.known != nullptr) {
    column.known[tile] = 0;
  }
  if (column.absent != nullptr) {
    column.absent[tile] = 0;
  }
  if (column.values != nullptr) {
    for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
      SetValue(column, tile * ACTA_TILE + i, 0);
    }
  }
}

void WriteRow(const AnswerColumn& column, std::size_t row, std::int64_t payload) {
  const std::uint64_t bit = std::uint64_t{1} << row % ACTA_TILE;
  if (payload == ACTA_ABSENT) {
    if (column.absent != nullptr) {
      column.absent[row / ACTA_TILE] |= bit;
    }
    return;
  }
  if (column.known != nullptr) {
    column.known[row / ACTA_TILE] |= bit;
  }
  if (column.values != nullptr) {
    SetValue(column, row, payload);
  }
}

void Retract(const AnswerColumn& column, std::size_t row) {
  const std::uint64_t others = ~(std::uint64_t{1} << row % ACTA_TILE);
  if (column.known != nullptr) {
    column.known[row / ACTA_TILE] &= others;
  }
  if (column.absent != nullptr) {
    column.absent[row / ACTA_TILE] &= others;
  }
  if (column.values != nullptr) {
    SetValue(column, row, 0);
  }
}

}  // namespace acta::runtime::columns
