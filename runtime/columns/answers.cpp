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
void CopyLanes(const unsigned char* scratch, std::uint64_t present, std::size_t tile,
               void* values) {
  To* const to = static_cast<To*>(values) + tile * ACTA_TILE;
  const auto* const from = reinterpret_cast<const From*>(scratch);
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    to[i] = static_cast<To>(from[i]);
  }
  if (present != kAllRows) {
    ClearLanes(ByteMask(present), to);
  }
}

template <class To>
void CopyLanes(std::uint32_t store, const unsigned char* scratch, std::uint64_t present,
               std::size_t tile, void* values) {
  return store == ACTA_STORE_INT32 ? CopyLanes<To, std::int32_t>(scratch, present, tile, values)
                                   : CopyLanes<To, std::int64_t>(scratch, present, tile, values);
}

void SplitPeriods(const unsigned char* scratch, std::uint64_t present, std::size_t tile,
                  const AnswerColumn& column) {
  const auto* const from = reinterpret_cast<const std::int64_t*>(scratch);
  auto* const starts = static_cast<std::int32_t*>(column.values) + tile * ACTA_TILE;
  auto* const ends = static_cast<std::int32_t*>(column.ends) + tile * ACTA_TILE;
  for (std::uint32_t i = 0; i < ACTA_TILE; ++i) {
    starts[i] = static_cast<std::int32_t>(PeriodStart(from[i]));
    ends[i] = static_cast<std::int32_t>(PeriodEnd(from[i]));
  }
  const ByteMask mask(present);
  ClearLanes(mask, starts);
  ClearLanes(mask, ends);
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
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      column.shelf = Shelf::kBits;
      break;
    case ACTA_KIND_ENUM:
      column.shelf =
          act.d.enums[type.enumeration].members.count <= INT8_MAX ? Shelf::kInt8 : Shelf::kInt16;
      break;
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

std::uint64_t WriteTile(const AnswerColumn& column, const unsigned char* scratch,
                        std::uint64_t good, std::size_t tile) {
  const acta_batch_result& result = *column.result;
  const std::uint64_t known =
      result.known == ACTA_NO_PLACE ? good : good & WordIn(scratch, result.known);
  const std::uint64_t absent =
      result.absent == ACTA_NO_PLACE ? 0 : known & WordIn(scratch, result.absent);
  const std::uint64_t present = known & ~absent;
  if (column.known != nullptr) {
    column.known[tile] = present;
  }
  if (column.absent != nullptr) {
    column.absent[tile] = absent;
  }
  if (column.values == nullptr) {
    return good & ~known;
  }
  const unsigned char* const values = scratch + result.value;
  switch (column.shelf) {
    case Shelf::kBits:
      static_cast<std::uint64_t*>(column.values)[tile] = WordIn(values, 0) & present;
      return good & ~known;
    case Shelf::kInt8:
      CopyLanes<std::int8_t>(result.store, values, present, tile, column.values);
      break;
    case Shelf::kInt16:
      CopyLanes<std::int16_t>(result.store, values, present, tile, column.values);
      break;
    case Shelf::kInt32:
      CopyLanes<std::int32_t>(result.store, values, present, tile, column.values);
      break;
    case Shelf::kInt64:
      CopyLanes<std::int64_t>(result.store, values, present, tile, column.values);
      break;
    case Shelf::kPeriod:
      if (column.ends != nullptr) {
        SplitPeriods(values, present, tile, column);
      } else {
        CopyLanes<std::int64_t>(result.store, values, present, tile, column.values);
      }
      break;
  }
  return good & ~known;
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
