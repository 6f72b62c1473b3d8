// How much code each part of a program makes, and where it is cut into functions of its own. LLVM's
// time grows faster than a function does; cut at these weights, it is linear in the act.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::codegen {

// A part heavier than this becomes a function of its own, called where it stands.
inline constexpr std::uint32_t kApartAbove = 500;
// A row of operands or alternatives heavier than this, taken together, is cut into ranges.
inline constexpr std::uint32_t kRangeAbove = 1000;
inline constexpr std::size_t kMostRanges = 16;
// What is computed rather than branched around.
inline constexpr std::uint32_t kCheap = 8;

// What stands side by side in a level.
using Alternative = std::variant<ir::ClauseId, ir::GroupId>;

class Weights {
 public:
  explicit Weights(const ir::Program& program);

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

  [[nodiscard]] bool KeptApart(ir::NodeId node) const { return nodes_[node.index()] > kApartAbove; }
  [[nodiscard]] bool KeptApart(ir::ClauseId clause) const {
    return clauses_[clause.index()] > kApartAbove;
  }
  [[nodiscard]] bool KeptApart(ir::GroupId group) const {
    return groups_[group.index()] > kApartAbove;
  }

  [[nodiscard]] bool IsCheap(ir::NodeId node) const { return nodes_[node.index()] <= kCheap; }

 private:
  [[nodiscard]] static std::uint32_t Shown(std::uint32_t weight);
  std::uint32_t Weigh(ir::NodeId node);
  std::uint32_t Weigh(ir::ClauseId clause,
                      std::span<const std::pair<ir::ClauseId, ir::GroupId>> tied);
  std::uint32_t Weigh(ir::GroupId group);

  const ir::Program& program_;
  std::vector<std::uint32_t> nodes_, clauses_, groups_;
};

// Begin and end of each range of a row of weights; one range when the row is light enough, else at
// most kMostRanges.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> CutIntoRanges(
    std::span<const std::uint32_t> weights);

// The alternatives side by side: exceptions to a group, clauses of a group, exceptions tied to a
// clause.
[[nodiscard]] std::vector<Alternative> ExceptionsTo(const ir::Group& group);
[[nodiscard]] std::vector<Alternative> ClausesOf(const ir::Group& group);
[[nodiscard]] std::vector<Alternative> ExceptionsTied(const ir::Group& group, ir::ClauseId clause);

}  // namespace acta::codegen
