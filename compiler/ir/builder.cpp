#include "compiler/ir/builder.h"

#include <algorithm>
#include <iterator>

namespace acta::ir {

NodeId AddNode(Program& program, Op op, TypeId type, std::span<const NodeId> operands,
               const NodeParts& parts) {
  const auto first = static_cast<std::uint32_t>(program.operands.size());
  program.operands.insert(program.operands.end(), operands.begin(), operands.end());
  return program.nodes.Add({.op = op,
                            .type = type,
                            .imm = parts.imm,
                            .aux = parts.aux,
                            .first_operand = first,
                            .operand_count = static_cast<std::uint32_t>(operands.size()),
                            .reason = parts.reason,
                            .citation = parts.citation,
                            .span = parts.span});
}

NodeId AddNode(Program& program, Op op, TypeId type, std::initializer_list<NodeId> operands,
               const NodeParts& parts) {
  return AddNode(program, op, type, std::span(operands.begin(), operands.size()), parts);
}

NodeId AddNodeLike(Program& program, Node node, std::span<const NodeId> operands) {
  node.first_operand = static_cast<std::uint32_t>(program.operands.size());
  node.operand_count = static_cast<std::uint32_t>(operands.size());
  program.operands.insert(program.operands.end(), operands.begin(), operands.end());
  return program.nodes.Add(node);
}

TypeId AddType(Program& program, const Type& type) {
  const auto found = std::ranges::find(program.types, type);
  if (found != program.types.end()) {
    return TypeId(static_cast<std::uint32_t>(std::distance(program.types.begin(), found)));
  }
  return program.types.Add(type);
}

TypeTable::TypeTable(Program& program) : program_(program) {
  for (const TypeId id : program.types.Ids()) {
    ids_.emplace(KeyOf(program.types[id]), id);
  }
}

TypeId TypeTable::Intern(const Type& type) {
  const auto [found, added] = ids_.try_emplace(KeyOf(type));
  if (added) {
    found->second = program_.types.Add(type);
  }
  return found->second;
}

TypeId TypeTable::Optional(TypeId type) {
  Type optional = program_.types[type];
  optional.optional = true;
  return Intern(optional);
}

TypeId TypeTable::Required(TypeId type) {
  Type required = program_.types[type];
  required.optional = false;
  return Intern(required);
}

TypeTable::Key TypeTable::KeyOf(const Type& type) {
  return {type.kind,        type.optional, type.unit,    type.per,
          type.enumeration, type.entity,   type.element, type.at_most};
}

std::uint32_t WidthOf(const Program& program, TypeId type) {
  const Type& t = program.types[type];
  if (t.kind != Kind::kEntity) {
    return 1;
  }
  const std::uint32_t presence = t.optional ? 1 : 0;
  return presence + program.entities[t.entity].width;
}

void LayOut(Program& program, EntityId entity) {
  std::uint32_t width = 0;
  for (FactField& field : program.entities[entity].fields) {
    field.offset = width;
    width += WidthOf(program, field.type);
  }
  program.entities[entity].width = width;
}

ProgramBuilder::ProgramBuilder() {
  program_.law.name = "built";
  Fact("as_of", Of(Kind::kDate));
}

EnumId ProgramBuilder::Enum(std::string name, const std::vector<std::string>& members) {
  ir::Enum made{.name = std::move(name)};
  for (const std::string& member : members) {
    made.members.push_back({.name = member});
  }
  return program_.enums.Add(std::move(made));
}

EntityId ProgramBuilder::Entity(std::string name,
                                const std::vector<std::pair<std::string, TypeId>>& fields) {
  ir::Entity made{.name = std::move(name)};
  for (const auto& [field, type] : fields) {
    made.fields.push_back({.name = field, .type = type});
  }
  const EntityId id = program_.entities.Add(std::move(made));
  LayOut(program_, id);
  return id;
}

std::uint32_t ProgramBuilder::Fact(std::string name, TypeId type) {
  ACTA_CHECK(program_.readings.empty(), "the slots of facts come before those of readings");
  const std::uint32_t slot = program_.slot_count;
  program_.facts.push_back({.name = std::move(name), .type = type, .offset = slot});
  program_.slot_count += WidthOf(program_, type);
  return slot;
}

std::uint32_t ProgramBuilder::Reading(std::string name,
                                      const std::vector<std::string>& alternatives) {
  const EnumId enumeration = Enum(name, alternatives);
  program_.readings.push_back(
      {.name = std::move(name), .alternatives = enumeration, .slot = program_.slot_count++});
  return static_cast<std::uint32_t>(program_.readings.size() - 1);
}

ReasonId ProgramBuilder::Reason(ReasonKind kind, std::string subject) {
  return program_.reasons.Add({.kind = kind, .subject = std::move(subject)});
}

NodeId ProgramBuilder::Choice(std::uint32_t reading) {
  const ir::Reading& read = program_.readings[reading];
  const ReasonId open = Reason(ReasonKind::kReading, read.name);
  return Make(Op::kReading, types_.EnumOf(read.alternatives), {},
              {.imm = read.slot, .reason = open});
}

NodeId ProgramBuilder::Result(RuleId rule) {
  return Make(Op::kRule, program_.rules[rule].type, {}, {.imm = rule.value});
}

NodeId ProgramBuilder::Call(RuleId rule, std::span<const NodeId> arguments) {
  return Make(Op::kCall, program_.rules[rule].type, arguments, {.imm = rule.value});
}

NodeId ProgramBuilder::Param(RuleId rule, std::uint32_t index) {
  return Make(Op::kParam, program_.rules[rule].params[index].type, {}, {.imm = index});
}

RuleId ProgramBuilder::Rule(std::string name, TypeId type, std::vector<ir::Param> params) {
  ir::Rule rule{.name = name, .type = type, .params = std::move(params)};
  rule.root = program_.groups.Add({});
  rule.uncovered = Reason(ReasonKind::kUncovered, name);
  rule.conflict = Reason(ReasonKind::kConflict, name);
  return program_.rules.Add(std::move(rule));
}

ClauseId ProgramBuilder::Clause(GroupId group, ClauseParts parts) {
  ir::Clause clause{.guard = parts.guard, .condition = parts.condition, .value = parts.value};
  clause.withdrawal_citations.resize(parts.withdrawals.size());
  clause.withdrawals = std::move(parts.withdrawals);
  const ClauseId id = program_.clauses.Add(std::move(clause));
  program_.groups[group].clauses.push_back(id);
  return id;
}

GroupId ProgramBuilder::Exception(GroupId to, std::string name) {
  const GroupId id = program_.groups.Add({.name = std::move(name)});
  program_.groups[to].exceptions.push_back(id);
  return id;
}

GroupId ProgramBuilder::Exception(GroupId group, ClauseId to, std::string name) {
  const GroupId id = program_.groups.Add({.name = std::move(name)});
  program_.groups[group].clause_exceptions.emplace_back(to, id);
  return id;
}

void ProgramBuilder::Answer(RuleId rule) {
  program_.answers.push_back({.name = program_.rules[rule].name, .rule = rule});
}

Program ProgramBuilder::Build() && {
  return std::move(program_);
}

}  // namespace acta::ir
