// How much code each part of a program makes, in operations, and which parts are therefore cut into
// functions of their own.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/codegen/cutting.h"
#include "compiler/ir/program.h"

namespace acta::codegen {

inline constexpr std::size_t kMostRanges = 16;
// What is computed rather than branched around.
inline constexpr std::uint32_t kCheap = 8;

// What stands side by side in a level.
using Alternative = std::variant<ir::ClauseId, ir::GroupId>;

class Weights {
 public:
  Weights(const ir::Program& program, const Cutting& cutting);

  [[nodiscard]] const Cutting& cutting() const { return cutting_; }

  // The operations in the place where a part stands: its own, or those of the call when it is kept
  // apart.
  [[nodiscard]] std::uint32_t Of(ir::NodeId node) const { return Shown(nodes_[node.index()]); }
  [[nodiscard]] std::uint32_t Of(ir::ClauseId clause) const {
    return Shown(clauses_[clause.index()]);
  }
  [[nodiscard]] std::uint32_t Of(ir::GroupId group) const { return Shown(groups_[group.index()]); }
  // In a row: with what it takes to compare it with its neighbours.
  [[nodiscard]] std::uint32_t OfRow(const Alternative& alternative) const;
  [[nodiscard]] std::uint32_t Of(ir::RuleId rule) const;

  [[nodiscard]] bool KeptApart(ir::NodeId node) const {
    return nodes_[node.index()] > cutting_.part;
  }
  [[nodiscard]] bool KeptApart(ir::ClauseId clause) const {
    return clauses_[clause.index()] > cutting_.part;
  }
  [[nodiscard]] bool KeptApart(ir::GroupId group) const {
    return groups_[group.index()] > cutting_.part;
  }

  // Begin and end of each range of a row of weights; one range when the row is light enough, else
  // at most kMostRanges.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> CutIntoRanges(
      std::span<const std::uint32_t> row) const;

  [[nodiscard]] bool IsCheap(ir::NodeId node) const {
    return nodes_[node.index()] <= kCheap && !KeptApart(node);
  }

 private:
  [[nodiscard]] std::uint32_t Shown(std::uint32_t weight) const;
  [[nodiscard]] std::uint32_t WeightOfRow(std::span<const std::uint32_t> row) const;
  std::uint32_t Weigh(ir::NodeId node);
  std::uint32_t Weigh(ir::ClauseId clause,
                      std::span<const std::pair<ir::ClauseId, ir::GroupId>> tied);
  std::uint32_t Weigh(ir::GroupId group);

  const ir::Program& program_;
  const Cutting cutting_;
  std::vector<std::uint32_t> nodes_, clauses_, groups_;
};

// The alternatives side by side: exceptions to a group, clauses of a group, exceptions tied to a
// clause.
[[nodiscard]] std::vector<Alternative> ExceptionsTo(const ir::Group& group);
[[nodiscard]] std::vector<Alternative> ClausesOf(const ir::Group& group);
[[nodiscard]] std::vector<Alternative> ExceptionsTied(const ir::Group& group, ir::ClauseId clause);

}  // namespace acta::codegen
