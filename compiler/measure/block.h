// Feeds cases laid out in slots to a batch evaluator, 64 to a tile, and reads what it left: the
// plan of acta/batch.h taken at its word.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "acta/batch.h"
#include "compiler/ir/graph.h"

namespace acta::measure {

using Slots = std::vector<std::int64_t>;
// An acta_batch_evaluator, wherever it runs.
using BatchEvaluator = std::function<void(const acta_batch_block*)>;

// A result of one case.
struct BatchFound {
  bool known = false, deferred = false;
  std::int64_t payload = 0;  // ACTA_ABSENT if absent
};

class BatchBlock {
 public:
  // All cases are asked under the readings of the first.
  BatchBlock(const ir::Program& program, const acta_batch_plan& plan, std::span<const Slots> cases);

  // Whether every fact that some rule reads is given in every case.
  [[nodiscard]] bool all_given() const { return all_given_; }
  void Run(const BatchEvaluator& evaluator);
  [[nodiscard]] BatchFound ResultOf(std::size_t result, std::size_t row) const;
  // Whether the clause's own conditions surely hold.
  [[nodiscard]] bool Holds(std::size_t clause, std::size_t row) const;
  [[nodiscard]] bool IsDeferred(std::size_t row) const { return Bit(plan_.deferred, row); }
  // Whether the evaluator marked the case as holding values out of their range.
  [[nodiscard]] bool IsOutOfRange(std::size_t row) const { return Bit(plan_.out_of_range, row); }
  // Whether it really does: in a fact of the case; in an element of a list (which need not be
  // read).
  [[nodiscard]] bool CaseIsOutside(std::size_t row) const { return case_outside_[row]; }
  [[nodiscard]] bool SomeElementIsOutside(std::size_t row) const { return element_outside_[row]; }

 private:
  struct Row {
    std::size_t of_case, base;
  };
  struct Domain {
    std::vector<Row> rows;
    std::vector<std::vector<std::int64_t>> values;  // each column at its own width, packed
    std::vector<const void*> pointers;
    std::vector<std::uint64_t> masks;
    std::vector<std::uint32_t> offsets, parents;
    std::vector<std::uint64_t> scratch_room;
    unsigned char* scratch = nullptr;
    std::size_t tiles = 0;
  };
  void FindRows(std::uint32_t domain);
  void FillColumn(const acta_batch_column& column);
  [[nodiscard]] const unsigned char* Tile(std::size_t row) const;
  [[nodiscard]] bool Bit(std::uint32_t place, std::size_t row) const;
  [[nodiscard]] std::int64_t PayloadAt(const Row& row, std::uint32_t slot) const {
    return cases_[row.of_case][row.base + slot];
  }

  const acta_batch_plan& plan_;
  std::span<const Slots> cases_;
  std::vector<Domain> domains_;
  std::vector<std::int64_t> readings_;
  std::vector<bool> case_outside_, element_outside_;
  bool all_given_ = true;
};

}  // namespace acta::measure
