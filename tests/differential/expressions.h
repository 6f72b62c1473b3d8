// Random expressions of a wanted type over a world.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/builder.h"
#include "tests/differential/world.h"

namespace acta::differential {

class Expressions {
 public:
  Expressions(ir::ProgramBuilder& builder, const World& world, Random& random)
      : builder_(builder), world_(world), random_(random) {}

  // The rule whose expressions follow: its parameters are in scope.
  void Enter(ir::RuleId rule) { rule_ = rule; }
  // From now on expressions may read, or call, the rule.
  void Offer(ir::RuleId rule);

  [[nodiscard]] ir::NodeId OfType(ir::TypeId type, int depth);
  [[nodiscard]] ir::NodeId Condition(int depth) { return OfType(world_.boolean, depth); }

  // An expression with this operator at its root, of a type that the operator gives; absent when
  // nothing here fits it.
  [[nodiscard]] std::optional<ir::NodeId> WithRoot(ir::Op op, int depth);
  // The type of a value that `op` can give.
  [[nodiscard]] ir::TypeId TypeFor(ir::Op op);

 private:
  struct Bound {
    std::uint32_t variable;
    ir::TypeId element;
  };

  [[nodiscard]] std::optional<ir::NodeId> Make(ir::Op op, ir::TypeId type, int depth);
  [[nodiscard]] std::optional<ir::NodeId> MakeLeaf(ir::Op op, ir::TypeId type, int depth);
  [[nodiscard]] std::optional<ir::NodeId> MakeCondition(ir::Op op, int depth);
  [[nodiscard]] std::optional<ir::NodeId> MakeNumber(ir::Op op, ir::TypeId type, int depth);
  [[nodiscard]] std::optional<ir::NodeId> MakeDate(ir::Op op, ir::TypeId type, int depth);
  [[nodiscard]] std::optional<ir::NodeId> MakeFold(ir::Op op, ir::TypeId type, int depth);
  [[nodiscard]] std::optional<ir::NodeId> MakeField(ir::Op op, ir::TypeId type, int depth);
  [[nodiscard]] ir::NodeId Leaf(ir::TypeId type);
  [[nodiscard]] ir::NodeId Constant(ir::TypeId type);
  [[nodiscard]] std::optional<ir::NodeId> Entity(ir::EntityId entity, int depth);
  [[nodiscard]] std::optional<ir::NodeId> List(ir::TypeId type, int depth);
  [[nodiscard]] std::optional<ir::NodeId> Zoned(ir::Op op, ir::NodeId moment, int depth);
  [[nodiscard]] std::vector<ir::Op> OpsFor(const ir::Type& type) const;

  // Operands of these types, at one level less.
  [[nodiscard]] ir::NodeId Of(ir::Op op, ir::TypeId type,
                              std::initializer_list<ir::TypeId> operands, int depth,
                              ir::NodeParts parts = {});
  [[nodiscard]] std::vector<ir::NodeId> Several(ir::TypeId type, std::size_t count, int depth);
  [[nodiscard]] ir::ReasonId Arithmetic() { return builder_.Arithmetic("computation"); }
  [[nodiscard]] ir::ReasonId Uncovered() { return builder_.Uncovered("table"); }
  [[nodiscard]] const ir::Type& TypeOf(ir::TypeId id) { return builder_.program().types[id]; }

  ir::ProgramBuilder& builder_;
  const World& world_;
  Random& random_;
  ir::RuleId rule_;
  std::vector<ir::RuleId> results_, callees_;
  std::vector<Bound> bound_;
  std::uint32_t next_variable_ = 0;
};

}  // namespace acta::differential
