#include "compiler/codegen/weights.h"

#include <algorithm>
#include <numeric>

namespace acta::codegen {
namespace {

// The weight of a call of a part kept apart.
constexpr std::uint32_t kCallWeight = 12;
// The weight of comparing an alternative with those beside it.
constexpr std::uint32_t kBesideWeight = 8;

// What an operator adds to its operands, in machine operations, roughly.
std::uint32_t OwnWeight(const ir::Node& node) {
  switch (node.op) {
    case ir::Op::kConst:
      return 0;
    case ir::Op::kCall:
      return kCallWeight + 2 * node.operand_count;
    case ir::Op::kAtLeast:
    case ir::Op::kCount:
    case ir::Op::kSum:
    case ir::Op::kEarliest:
    case ir::Op::kLatest:
      return 30;
    case ir::Op::kMulScaled:
    case ir::Op::kDiv:
    case ir::Op::kAddMonths:
    case ir::Op::kDatePart:
    case ir::Op::kAge:
    case ir::Op::kToInstant:
    case ir::Op::kFromInstant:
    case ir::Op::kIsWorkingDay:
    case ir::Op::kAddWorkingDays:
    case ir::Op::kWorkingDaysBetween:
    case ir::Op::kRoll:
    case ir::Op::kAddWorkingSeconds:
    case ir::Op::kOverlapTimes:
    case ir::Op::kInYearly:
    case ir::Op::kOverlapYearly:
    case ir::Op::kSubsetYearly:
    case ir::Op::kLookup:
      return kCallWeight;
    default:
      return 1 + node.operand_count;
  }
}

constexpr std::uint32_t kUnknown = ~std::uint32_t{0};

}  // namespace

Weights::Weights(const ir::Program& program, const Cutting& cutting)
    : program_(program),
      cutting_(cutting),
      nodes_(program.nodes.size(), kUnknown),
      clauses_(program.clauses.size(), kUnknown),
      groups_(program.groups.size(), kUnknown) {
  for (const ir::NodeId node : program.nodes.Ids()) {
    Weigh(node);
  }
  for (const ir::GroupId group : program.groups.Ids()) {
    Weigh(group);
  }
}

std::uint32_t Weights::Shown(std::uint32_t weight) const {
  return weight > cutting_.part ? kCallWeight : weight;
}

std::uint32_t Weights::OfRow(const Alternative& alternative) const {
  return kBesideWeight + std::visit([this](auto id) { return Of(id); }, alternative);
}

std::uint32_t Weights::Of(ir::RuleId id) const {
  const ir::Rule& rule = program_.rules[id];
  return 6 + Of(rule.root) + (rule.otherwise ? Of(rule.otherwise->value) : 0);
}

// A row of parts, cut into ranges when it is heavy.
std::uint32_t Weights::WeightOfRow(std::span<const std::uint32_t> row) const {
  const std::uint32_t sum = std::reduce(row.begin(), row.end());
  return sum > cutting_.row ? static_cast<std::uint32_t>(CutIntoRanges(row).size()) * kCallWeight
                            : sum;
}

std::uint32_t Weights::Weigh(ir::NodeId id) {
  std::uint32_t& known = nodes_[id.index()];
  if (known != kUnknown) {
    return known;
  }
  const ir::Node& node = program_.nodes[id];
  std::vector<std::uint32_t> operands;
  for (const ir::NodeId operand : program_.OperandsOf(node)) {
    operands.push_back(Shown(Weigh(operand)));
  }
  return nodes_[id.index()] = OwnWeight(node) + WeightOfRow(operands);
}

std::uint32_t Weights::Weigh(ir::ClauseId id,
                             std::span<const std::pair<ir::ClauseId, ir::GroupId>> tied) {
  const ir::Clause& clause = program_.clauses[id];
  std::uint32_t weight = 4 + Of(clause.value);
  weight += clause.guard.valid() ? Of(clause.guard) : 0;
  weight += clause.condition.valid() ? Of(clause.condition) : 0;
  for (const ir::NodeId withdrawal : clause.withdrawals) {
    weight += 1 + Of(withdrawal);
  }
  std::vector<std::uint32_t> exceptions;
  for (const auto& [to, exception] : tied) {
    if (to == id) {
      exceptions.push_back(kBesideWeight + Shown(Weigh(exception)));
    }
  }
  return clauses_[id.index()] = weight + WeightOfRow(exceptions);
}

std::uint32_t Weights::Weigh(ir::GroupId id) {
  if (groups_[id.index()] != kUnknown) {
    return groups_[id.index()];
  }
  const ir::Group& group = program_.groups[id];
  std::vector<std::uint32_t> exceptions, clauses;
  for (const ir::GroupId exception : group.exceptions) {
    exceptions.push_back(kBesideWeight + Shown(Weigh(exception)));
  }
  for (const ir::ClauseId clause : group.clauses) {
    clauses.push_back(kBesideWeight + Shown(Weigh(clause, group.clause_exceptions)));
  }
  return groups_[id.index()] = 4 + WeightOfRow(exceptions) + WeightOfRow(clauses);
}

std::vector<std::pair<std::size_t, std::size_t>> Weights::CutIntoRanges(
    std::span<const std::uint32_t> row) const {
  const std::uint64_t total = std::reduce(row.begin(), row.end(), std::uint64_t{0});
  if (total <= cutting_.row || row.size() < 2) {
    return {{0, row.size()}};
  }
  const std::uint64_t least = std::max<std::uint64_t>(cutting_.row / 2, total / kMostRanges + 1);
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  std::uint64_t weight = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    weight += row[i];
    if (weight >= least || i + 1 == row.size()) {
      ranges.emplace_back(begin, i + 1);
      begin = i + 1;
      weight = 0;
    }
  }
  return ranges;
}

std::vector<Alternative> ExceptionsTo(const ir::Group& group) {
  return {group.exceptions.begin(), group.exceptions.end()};
}

std::vector<Alternative> ClausesOf(const ir::Group& group) {
  return {group.clauses.begin(), group.clauses.end()};
}

std::vector<Alternative> ExceptionsTied(const ir::Group& group, ir::ClauseId clause) {
  std::vector<Alternative> tied;
  for (const auto& [to, exception] : group.clause_exceptions) {
    if (to == clause) {
      tied.emplace_back(exception);
    }
  }
  return tied;
}

}  // namespace acta::codegen
