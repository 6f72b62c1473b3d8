// Putting a Program together: nodes, interned types, the layout of slots; and ProgramBuilder, with
// which tests and the generator write whole programs without source text.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::ir {

// What a node has beside operator, type and operands.
struct NodeParts {
  std::int64_t imm = 0;
  std::uint32_t aux = 0;
  ReasonId reason;
  CitationId citation;
  Span span;
};

NodeId AddNode(Program& program, Op op, TypeId type, std::span<const NodeId> operands,
               const NodeParts& parts = {});
NodeId AddNode(Program& program, Op op, TypeId type, std::initializer_list<NodeId> operands,
               const NodeParts& parts = {});
// A node that is as the other but for its operands.
NodeId AddNodeLike(Program& program, Node node, std::span<const NodeId> operands);

// The id of `type`, found among the types there are or added. Looks at each of them: whoever adds
// many uses TypeTable.
[[nodiscard]] TypeId AddType(Program& program, const Type& type);

// Interns the types of one program. Nobody else may add types while it is in use.
class TypeTable {
 public:
  explicit TypeTable(Program& program);

  [[nodiscard]] TypeId Intern(const Type& type);
  [[nodiscard]] TypeId Of(Kind kind) { return Intern({.kind = kind}); }
  [[nodiscard]] TypeId EnumOf(EnumId enumeration) {
    return Intern({.kind = Kind::kEnum, .enumeration = enumeration});
  }
  [[nodiscard]] TypeId SetOf(EnumId enumeration) {
    return Intern({.kind = Kind::kSet, .enumeration = enumeration});
  }
  [[nodiscard]] TypeId EntityOf(EntityId entity) {
    return Intern({.kind = Kind::kEntity, .entity = entity});
  }
  [[nodiscard]] TypeId ListOf(TypeId element, std::uint32_t at_most) {
    return Intern({.kind = Kind::kList, .element = element, .at_most = at_most});
  }
  // The same type, optional or not.
  [[nodiscard]] TypeId Optional(TypeId type);
  [[nodiscard]] TypeId Required(TypeId type);

 private:
  using Key = std::tuple<Kind, bool, UnitId, UnitId, EnumId, EntityId, TypeId, std::uint32_t>;
  [[nodiscard]] static Key KeyOf(const Type& type);

  Program& program_;
  std::map<Key, TypeId> ids_;
};

// How many slots a field or fact of this type takes. The entities it names must have their width.
[[nodiscard]] std::uint32_t WidthOf(const Program& program, TypeId type);

// Gives the fields of `entity` their offsets and the entity its width. The entities its fields name
// come first.
void LayOut(Program& program, EntityId entity);

// Writes a whole program, checked by nobody but VerifyProgram. `as_of` is there from the beginning.
class ProgramBuilder {
 public:
  ProgramBuilder();
  ProgramBuilder(const ProgramBuilder&) = delete;
  ProgramBuilder& operator=(const ProgramBuilder&) = delete;

  [[nodiscard]] Program& program() { return program_; }
  [[nodiscard]] TypeTable& types() { return types_; }
  [[nodiscard]] TypeId Of(Kind kind) { return types_.Of(kind); }

  EnumId Enum(std::string name, const std::vector<std::string>& members);
  EntityId Entity(std::string name, const std::vector<std::pair<std::string, TypeId>>& fields);
  // The slot of the fact. All facts come before the first reading.
  std::uint32_t Fact(std::string name, TypeId type);
  // The index of the reading; its alternatives become an enum.
  std::uint32_t Reading(std::string name, const std::vector<std::string>& alternatives);

  ReasonId Reason(ReasonKind kind, std::string subject);
  ReasonId Arithmetic(std::string subject) {
    return Reason(ReasonKind::kArithmetic, std::move(subject));
  }
  ReasonId Uncovered(std::string subject) {
    return Reason(ReasonKind::kUncovered, std::move(subject));
  }

  NodeId Make(Op op, TypeId type, std::initializer_list<NodeId> operands,
              const NodeParts& parts = {}) {
    return AddNode(program_, op, type, operands, parts);
  }
  NodeId Make(Op op, TypeId type, std::span<const NodeId> operands, const NodeParts& parts = {}) {
    return AddNode(program_, op, type, operands, parts);
  }
  NodeId Const(TypeId type, std::int64_t payload) {
    return Make(Op::kConst, type, {}, {.imm = payload});
  }
  NodeId Yes() { return Const(Of(Kind::kBoolean), 1); }
  NodeId No() { return Const(Of(Kind::kBoolean), 0); }
  // The fact in this slot, read as `type`.
  NodeId Slot(std::uint32_t slot, TypeId type) { return Make(Op::kSlot, type, {}, {.imm = slot}); }
  // The alternative chosen for the reading.
  NodeId Choice(std::uint32_t reading);
  NodeId Result(RuleId rule);
  NodeId Call(RuleId rule, std::span<const NodeId> arguments);
  NodeId Param(RuleId rule, std::uint32_t index);

  // A rule without clauses, whose reasons name it.
  RuleId Rule(std::string name, TypeId type, std::vector<ir::Param> params = {});
  struct ClauseParts {
    NodeId value, condition, guard;
    std::vector<NodeId> withdrawals;
  };
  ClauseId Clause(GroupId group, ClauseParts parts);
  ClauseId Clause(RuleId rule, ClauseParts parts) {
    return Clause(program_.rules[rule].root, std::move(parts));
  }
  // An exception to a whole group, or to one clause of it.
  GroupId Exception(GroupId to, std::string name);
  GroupId Exception(GroupId group, ClauseId to, std::string name);
  void Otherwise(RuleId rule, NodeId value) {
    program_.rules[rule].otherwise = Default{.value = value};
  }
  void Answer(RuleId rule);

  // The program so far, with its number of slots; the builder is done.
  [[nodiscard]] Program Build() &&;

 private:
  Program program_;
  TypeTable types_{program_};
};

}  // namespace acta::ir
