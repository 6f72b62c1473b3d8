// Expressions that reach into entities and lists.
#include <array>

#include "tests/differential/expressions.h"

namespace acta::differential {

using ir::NodeId;
using ir::Op;
using ir::TypeId;

std::optional<NodeId> Expressions::MakeField(Op op, TypeId type, int depth) {
  if (op == Op::kInner) {
    return MakeField(Op::kField,
                     random_.Pick(std::array{world_.date, builder_.types().Optional(world_.date)}),
                     depth);
  }
  struct Candidate {
    ir::EntityId entity;
    std::uint32_t offset;
  };
  std::vector<Candidate> candidates;
  for (const ir::EntityId entity : builder_.program().entities.Ids()) {
    for (const ir::FactField& field : builder_.program().entities[entity].fields) {
      if (field.type == type) {
        candidates.push_back({entity, field.offset});
      }
    }
  }
  if (candidates.empty()) {
    return std::nullopt;
  }
  const auto [entity, offset] = random_.Pick(candidates);
  const std::optional<NodeId> object = Entity(entity, depth - 1);
  return object ? std::optional(builder_.Make(op, type, {*object}, {.imm = offset})) : std::nullopt;
}

// Elements and parameters first: they are rarer.
std::optional<NodeId> Expressions::Entity(ir::EntityId entity, int depth) {
  ir::TypeTable& types = builder_.types();
  const TypeId type = types.EntityOf(entity);
  for (const Op op : {Op::kElement, Op::kParam}) {
    const std::optional<NodeId> made = random_.Chance(80) ? MakeLeaf(op, type, 0) : std::nullopt;
    if (made) {
      return made;
    }
  }
  if (entity == world_.person) {
    const TypeId optional = types.Optional(type);
    if (random_.Chance(50)) {
      return builder_.Const(type, world_.facts.at(type)[0]);
    }
    const NodeId deputy = builder_.Slot(world_.facts.at(optional)[0], optional);
    return builder_.Make(Op::kValue, type, {deputy}, {.reason = Uncovered()});
  }
  if (entity != world_.conviction) {
    return std::nullopt;
  }
  const std::optional<NodeId> person = Entity(world_.person, depth - 1);
  const auto& fields = builder_.program().entities[world_.person].fields;
  const TypeId optional = types.Optional(type);
  for (const ir::FactField& field : fields) {
    if (field.type == type && random_.Chance(50)) {
      return builder_.Make(Op::kInner, type, {*person}, {.imm = field.offset});
    }
    if (field.type == optional) {
      const NodeId read = builder_.Make(Op::kField, optional, {*person}, {.imm = field.offset});
      return builder_.Make(Op::kValue, type, {read}, {.reason = Uncovered()});
    }
  }
  return std::nullopt;
}

std::optional<NodeId> Expressions::List(TypeId type, int depth) {
  const auto fact = world_.facts.find(type);
  if (TypeOf(type).element == builder_.types().EntityOf(world_.child) && random_.Chance(60)) {
    const TypeId children = builder_.types().ListOf(TypeOf(type).element, 3);
    return MakeField(Op::kField, children, depth);
  }
  return fact == world_.facts.end() ? std::nullopt
                                    : std::optional(builder_.Slot(fact->second[0], type));
}

}  // namespace acta::differential
