// An expression of one law put to another. Private to compiler/simulate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/simulate/instances.h"

namespace acta::simulate {

// What an expression of the one law speaks of is what has that name in the other: facts, rules,
// members of enums, calendars, parameters.
class Translator {
 public:
  // Both must outlive the translator.
  Translator(const WithInstances& from, const WithInstances& to);

  [[nodiscard]] const ir::Program& from() const { return from_; }
  // Whether the other law has all that the expression speaks of, and that in the same form, and it
  // is not too long. What stands in a rule with parameters speaks of what no other law has.
  [[nodiscard]] bool CanSay(ir::NodeId id) const;
  // The expression in the program of the other law, to which nodes may have been added. It can be
  // said.
  [[nodiscard]] ir::NodeId Say(ir::NodeId id, ir::Program& program) const;

 private:
  // `left`: how many nodes it may have.
  [[nodiscard]] bool CanSay(ir::NodeId id, std::size_t& left) const;
  // The node in the other law, still with its operands in the one; nothing where that has no such.
  [[nodiscard]] std::optional<ir::Node> Node(ir::NodeId id) const;
  [[nodiscard]] std::vector<ir::NodeId> OperandsOf(ir::NodeId id) const;
  [[nodiscard]] bool IsCallInOther(ir::NodeId id) const;
  // Of the result of a rule that only the one law has: its clauses, where any of them says yes, and
  // nothing else does; then what they say is put to the other law in its place.
  [[nodiscard]] const std::vector<ir::ClauseId>* ClausesOf(ir::NodeId id) const;
  [[nodiscard]] std::optional<ir::TypeId> Type(ir::TypeId id) const;
  [[nodiscard]] bool IsSameType(ir::TypeId one, ir::TypeId other) const;
  [[nodiscard]] bool IsSameEntity(ir::EntityId one, ir::EntityId other) const;
  [[nodiscard]] std::optional<std::int64_t> Slot(std::int64_t slot) const;
  [[nodiscard]] std::optional<std::int64_t> Constant(const ir::Node& node) const;
  [[nodiscard]] std::optional<std::int64_t> Rule(ir::RuleId id) const;

  const ir::Program& from_;
  const ir::Program& to_;
  // By instance that only the one law has, the rule and what it is asked about.
  std::map<ir::RuleId, Instance> calls_;
  std::map<std::string, ir::RuleId> rules_;  // of the other law
};

}  // namespace acta::simulate
