// Expressions of a population, worked out for many cases at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "acta/evaluator.h"
#include "acta/kernels.h"
#include "compiler/blocks/table.h"
#include "compiler/ir/population.h"

namespace acta::population {

using blocks::Column;
using blocks::Elements;
using blocks::Table;

// So many at a time: what an expression needs stays in the nearest cache.
inline constexpr std::size_t kChunk = 512;
using Chunk = std::array<std::int64_t, kChunk>;

// In place of a value that cannot be worked out although all is known that it depends on: a
// quotient that is no value of its type, a sum that is too large, a day that no calendar covers.
inline constexpr std::int64_t kNoResult = ACTA_MISSING + 1;
[[nodiscard]] constexpr bool IsOpen(std::int64_t value) {
  return value == ACTA_MISSING || value == kNoResult;
}

// The calendars and time zones of a program, as kernels read them.
class Tables {
 public:
  explicit Tables(const ir::Program& program);
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  [[nodiscard]] const acta_calendar& calendar(std::int64_t id) const {
    return calendars_[static_cast<std::size_t>(id)];
  }
  [[nodiscard]] const acta_zone& zone(std::int64_t set, std::int64_t ordinal) const;

 private:
  std::deque<std::vector<std::int32_t>> numbers_;
  std::deque<std::vector<std::int64_t>> instants_;
  std::vector<acta_calendar> calendars_;
  std::vector<std::vector<acta_zone>> zones_;
};

// Which cases an expression is worked out for: rows of a table, or those that elements belong to.
struct Rows {
  const Table* table = nullptr;
  const std::uint32_t* parents = nullptr;  // null: the rows themselves
  std::size_t begin = 0, count = 0;        // count at most kChunk

  [[nodiscard]] std::size_t of_case(std::size_t i) const {
    return parents != nullptr ? parents[begin + i] : begin + i;
  }
};

// The operators of the core without reasons: what is undetermined is ACTA_MISSING, or kNoResult.
class Evaluator {
 public:
  Evaluator(const ir::Program& program, const Tables& tables)
      : program_(program), tables_(tables) {}

  void Evaluate(ir::NodeId node, const Rows& rows, Chunk& out);

 private:
  class Scratch;
  [[nodiscard]] Chunk& Take();
  void Slot(std::uint32_t slot, const Rows& rows, Chunk& out) const;
  void Field(const ir::Node& node, const Rows& rows, Chunk& out);
  void Fold(const ir::Node& node, const Rows& rows, Chunk& out, std::int64_t deciding);
  void Choose(const ir::Node& node, const Rows& rows, Chunk& out);
  void One(const ir::Node& node, const Chunk& a, std::size_t count, Chunk& out) const;
  void Two(const ir::Node& node, const Chunk& a, const Chunk& b, std::size_t count,
           Chunk& out) const;

  const ir::Program& program_;
  const Tables& tables_;
  // Chunks that are used again; how many are taken.
  std::deque<Chunk> chunks_;
  std::size_t taken_ = 0;
};

}  // namespace acta::population
