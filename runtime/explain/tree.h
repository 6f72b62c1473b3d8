// An explanation as a tree, before anybody chooses words for it.
#pragma once

#include <cstdint>

#include "runtime/core/outcome.h"
#include "runtime/explain/steps.h"

namespace acta::runtime {

enum class ItemKind : std::uint8_t {
  kRule,        // a result; parts: what it is called with, exceptions, clauses, default
  kRuleAgain,   // a result that is explained elsewhere, or too deep to be
  kClause,      // parts: exceptions to it, operands of its condition, its value
  kException,   // parts as of a rule
  kDefault,     // what holds because no clause applies
  kCondition,   // an operand of a condition; parts: what it looked at
  kUnless,      // what must not hold, of an `unless`; likewise
  kWithdrawal,  // what takes a clause off the stage; likewise
  kValue,       // what a clause computes; likewise
  kArgument,    // of a call
  kFact,
  kReading,
  kParameter,
};

enum class Standing : std::uint8_t {
  kApplies,
  kDefeated,
  kNotApplicable,
  kNotInForce,
  kWithdrawn,
  kUndetermined
};

// Positions count from 1; 0 is no item.
using ItemId = std::uint32_t;

struct Item {
  ItemKind kind = ItemKind::kRule;
  Standing standing = Standing::kApplies;  // clauses and exceptions
  bool decided = true;                     // it had a say in what it is part of
  std::uint32_t index =
      ACTA_NONE;  // rule, clause, group, node, parameter of a rule, reading, lookup; by kind
  std::uint32_t type = ACTA_NONE;
  std::int64_t payload = 0;
  std::uint32_t why = 0;
  std::uint32_t slot = ACTA_NONE;  // facts
  std::uint32_t node = ACTA_NONE;  // facts, readings, parameters: where they were looked at
  std::uint32_t by = ACTA_NONE;    // the exception (a group) that defeats a clause
  std::uint32_t citation = ACTA_NONE;
  ItemId first_part = 0;
  ItemId next = 0;
};

enum class Depth : std::uint8_t { kShort, kFull };

// The tree behind one rule.
class ExplanationTree {
 public:
  explicit ExplanationTree(acta_outcome& outcome)
      : outcome_(outcome), items_(outcome.act->allocator) {}

  // `max_rules`: how many rules may stand within each other.
  [[nodiscard]] acta_status Build(std::uint32_t rule, Depth depth, std::uint32_t max_rules);

  [[nodiscard]] ItemId root() const { return 1; }
  [[nodiscard]] const Item& operator[](ItemId id) const { return items_[id - 1]; }

 private:
  friend class TreeBuilder;
  acta_outcome& outcome_;
  Array<Item> items_;
};

}  // namespace acta::runtime
