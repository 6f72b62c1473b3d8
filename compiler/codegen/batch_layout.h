// How cases lie in columns and where batch evaluators leave what they find: the plan of
// acta/batch.h, made from a rule graph.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "acta/batch.h"
#include "compiler/codegen/batch_weights.h"
#include "compiler/ir/graph.h"

namespace acta::codegen {

// Where values of the 64 rows of a tile lie in its scratch. Offsets in bytes; ACTA_NO_PLACE for
// words that there are none of.
struct TilePlace {
  std::uint32_t store = ACTA_STORE_BITS;
  std::uint32_t value = ACTA_NO_PLACE, known = ACTA_NO_PLACE, absent = ACTA_NO_PLACE;
};

class BatchLayout {
 public:
  BatchLayout(const ir::RuleGraph& graph, const BatchWeights& weights);

  [[nodiscard]] std::span<const acta_batch_domain> domains() const { return domains_; }
  [[nodiscard]] std::span<const acta_batch_column> columns() const { return columns_; }
  // The column of a slot: of the case, or of an element of a list.
  [[nodiscard]] std::uint32_t ColumnAt(std::uint32_t domain, std::uint32_t slot) const;
  // The column of the optional entity whose field a column is, in the same domain; ACTA_NO_PLACE:
  // none.
  [[nodiscard]] std::uint32_t AroundOf(std::uint32_t column) const { return around_[column]; }
  // Whether each row of `inner` belongs to a row of `outer`, or they are the same.
  [[nodiscard]] bool Encloses(std::uint32_t outer, std::uint32_t inner) const;

  // In the scratch of cases.
  [[nodiscard]] const TilePlace& PlaceOf(ir::RuleId rule) const { return rules_[rule.index()]; }
  [[nodiscard]] std::span<const std::uint32_t> clauses() const { return clauses_; }
  static constexpr std::uint32_t kOutOfRange = 0;
  static constexpr std::uint32_t kDeferred = 8;
  // Bytes taken by these, of a tile of cases.
  [[nodiscard]] std::uint32_t taken() const { return taken_; }

 private:
  class Columns;
  void PlaceResults(const ir::RuleGraph& graph, const BatchWeights& weights);

  std::vector<acta_batch_domain> domains_;
  std::vector<acta_batch_column> columns_;
  std::vector<std::uint32_t> around_;  // per column
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> by_slot_;
  std::vector<TilePlace> rules_;
  std::vector<std::uint32_t> clauses_;
  std::uint32_t taken_ = 0;
};

// The narrowest store for payloads from `low` to `high`.
[[nodiscard]] std::uint32_t NarrowestStore(std::int64_t low, std::int64_t high);
// 8 for ACTA_STORE_INT8, and so on.
[[nodiscard]] unsigned BitsOf(std::uint32_t store);
// What known payloads of a type can be, absence apart.
struct PayloadRange {
  std::int64_t low, high;
};
[[nodiscard]] PayloadRange RangeOf(const ir::Program& program, ir::TypeId type);

}  // namespace acta::codegen
