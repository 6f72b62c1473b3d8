// Where the bits of clauses go: a word for 64 cases each, gathered until they fill a line of the
// cache, for an act has many clauses and each has a column of its own.
#pragma once

#include <cstddef>
#include <cstdint>

#include "acta/batch.h"
#include "runtime/core/memory.h"

namespace acta::runtime::columns {

struct ClauseColumn {
  std::uint64_t* holds = nullptr;  // null: not wanted
  std::uint64_t* known = nullptr;
};

class ClauseColumns {
 public:
  explicit ClauseColumns(const acta_allocator& allocator)
      : columns_(allocator), wanted_(allocator), lines_(allocator) {}

  // Room for so many clauses. False without memory.
  [[nodiscard]] bool Prepare(std::size_t count);
  [[nodiscard]] std::size_t size() const { return columns_.size(); }
  [[nodiscard]] ClauseColumn& operator[](std::size_t clause) { return columns_[clause]; }

  // Between Start and Finish: tile after tile, the first at the beginning of the columns. `plan`
  // null: there is no batch evaluator, and nothing is known.
  void Start(const acta_batch_plan* plan);
  void Take(const unsigned char* scratch, std::uint64_t accepted, std::size_t tile);
  // The row, of the tile that was taken last, is not known after all.
  void Retract(std::size_t row);
  void Finish() { Write(); }

 private:
  static constexpr std::size_t kTiles = 8;  // whose words are a line
  struct Line {
    std::uint64_t words[kTiles];
  };
  struct Wanted {
    std::uint32_t place = 0;
    ClauseColumn to;
  };
  void Write();

  Array<ClauseColumn> columns_;
  // What this call wants: first the clauses that have a place in the scratch.
  Array<Wanted> wanted_;
  std::size_t placed_ = 0;
  Array<Line> lines_;  // as wanted_
  Line accepted_{};
  std::size_t first_ = 0, taken_ = 0;  // tiles
};

}  // namespace acta::runtime::columns
