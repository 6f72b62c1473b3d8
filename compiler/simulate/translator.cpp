#include "compiler/simulate/translator.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/walk.h"
#include "compiler/simulate/law.h"

namespace acta::simulate {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using ir::RuleId;

namespace {

// What is said in the place of rules may be long, where each asks others that only one law has.
constexpr std::size_t kMostNodesSaid = 1'000;

template <class Things>
std::optional<std::int64_t> IndexOf(const Things& things, const std::string& name) {
  std::int64_t index = 0;
  for (const auto& thing : things) {
    if (thing.name == name) {
      return index;
    }
    ++index;
  }
  return std::nullopt;
}

std::uint32_t Index(const ir::Node& node) {
  return static_cast<std::uint32_t>(node.imm);
}

}  // namespace

Translator::Translator(const WithInstances& from, const WithInstances& to)
    : from_(*from.graph.program), to_(*to.graph.program) {
  for (const RuleId id : to_.rules.Ids()) {
    if (to_.rules[id].role != ir::RuleRole::kAnswer &&
        to_.rules[id].role != ir::RuleRole::kScenario) {
      rules_.try_emplace(to_.rules[id].name, id);
    }
  }
  for (const auto& [rule, instance] : from.instances) {
    if (!rules_.contains(from_.rules[rule].name)) {
      calls_.emplace(rule, instance);
    }
  }
}

bool Translator::IsCallInOther(NodeId id) const {
  const ir::Node& node = from_.nodes[id];
  return node.op == Op::kRule && calls_.contains(RuleId(Index(node)));
}

std::vector<NodeId> Translator::OperandsOf(NodeId id) const {
  if (IsCallInOther(id)) {
    return calls_.at(RuleId(Index(from_.nodes[id]))).arguments;
  }
  const auto operands = from_.OperandsOf(from_.nodes[id]);
  return {operands.begin(), operands.end()};
}

const std::vector<ir::ClauseId>* Translator::ClausesOf(NodeId id) const {
  const ir::Node& node = from_.nodes[id];
  if (node.op != Op::kRule || IsCallInOther(id) ||
      rules_.contains(from_.rules[RuleId(Index(node))].name)) {
    return nullptr;
  }
  const ir::Rule& rule = from_.rules[RuleId(Index(node))];
  const ir::Group& group = from_.groups[rule.root];
  const auto is_constant = [&](NodeId value, std::int64_t payload) {
    return from_.nodes[value].op == Op::kConst && from_.nodes[value].imm == payload;
  };
  const bool is_plain = from_.types[rule.type].kind == Kind::kBoolean && rule.otherwise &&
                        is_constant(rule.otherwise->value, 0) && group.exceptions.empty() &&
                        group.clause_exceptions.empty() &&
                        std::ranges::all_of(group.clauses, [&](ir::ClauseId clause) {
                          return is_constant(from_.clauses[clause].value, 1);
                        });
  return is_plain ? &group.clauses : nullptr;
}

bool Translator::CanSay(NodeId id) const {
  std::size_t left = kMostNodesSaid;
  return CanSay(id, left);
}

bool Translator::CanSay(NodeId id, std::size_t& left) const {
  if (left == 0) {
    return false;
  }
  --left;
  const auto can_say = [&](NodeId part) { return !part.valid() || CanSay(part, left); };
  if (const auto* clauses = ClausesOf(id)) {
    return Type(from_.nodes[id].type) && std::ranges::all_of(*clauses, [&](ir::ClauseId one) {
             const ir::Clause& clause = from_.clauses[one];
             return can_say(clause.guard) && can_say(clause.condition) &&
                    std::ranges::all_of(clause.withdrawals, can_say);
           });
  }
  return Node(id) && std::ranges::all_of(OperandsOf(id), can_say);
}

NodeId Translator::Say(NodeId id, ir::Program& program) const {
  if (const auto* clauses = ClausesOf(id)) {
    const ir::TypeId boolean = *Type(from_.nodes[id].type);
    std::vector<NodeId> any{ir::AddNode(program, Op::kConst, boolean, {})};
    for (const ir::ClauseId one : *clauses) {
      const ir::Clause& clause = from_.clauses[one];
      std::vector<NodeId> all{ir::AddNode(program, Op::kConst, boolean, {}, {.imm = 1})};
      for (const NodeId part : {clause.guard, clause.condition}) {
        if (part.valid()) {
          all.push_back(Say(part, program));
        }
      }
      for (const NodeId withdrawal : clause.withdrawals) {
        all.push_back(ir::AddNode(program, Op::kNot, boolean, {Say(withdrawal, program)}));
      }
      any.push_back(ir::AddNode(program, Op::kAnd, boolean, all));
    }
    return ir::AddNode(program, Op::kOr, boolean, any);
  }
  const std::optional<ir::Node> node = Node(id);
  ACTA_CHECK(node, "only what can be said is said");
  std::vector<NodeId> operands = OperandsOf(id);
  for (NodeId& operand : operands) {
    operand = Say(operand, program);
  }
  return ir::AddNodeLike(program, *node, operands);
}

std::optional<ir::Node> Translator::Node(NodeId id) const {
  const ir::Node& node = from_.nodes[id];
  ir::Node said = node;
  // Why it is undetermined is asked of nobody.
  said.reason = node.reason.valid() ? to_.rules[RuleId(0)].uncovered : ir::ReasonId();
  said.citation = {};
  said.span = {};
  const std::optional<ir::TypeId> type = Type(node.type);
  if (!type) {
    return std::nullopt;
  }
  said.type = *type;
  std::optional<std::int64_t> imm = node.imm;
  switch (node.op) {
    case Op::kConst:
      imm = Constant(node);
      break;
    case Op::kSlot:
    case Op::kReading:
      imm = Slot(node.imm);
      break;
    case Op::kRule:
      if (IsCallInOther(id)) {
        said.op = Op::kCall;
        imm = Rule(calls_.at(RuleId(Index(node))).rule);
      } else {
        imm = Rule(RuleId(Index(node)));
      }
      break;
    case Op::kCall:
      imm = Rule(RuleId(Index(node)));
      break;
    case Op::kParam:
      return std::nullopt;
    case Op::kLookup:
      imm = IndexOf(to_.lookups, from_.lookups[ir::LookupId(Index(node))].name);
      break;
    case Op::kToInstant:
    case Op::kFromInstant:
      if (from_.zone_sets.size() != to_.zone_sets.size()) {
        return std::nullopt;
      }
      break;
    default:
      if (ir::AsksCalendar(node.op)) {
        imm = IndexOf(to_.calendars, from_.calendars[ir::CalendarId(Index(node))].name);
      }
      break;
  }
  if (!imm) {
    return std::nullopt;
  }
  said.imm = *imm;
  if (said.op == Op::kRule || said.op == Op::kCall) {
    const ir::Rule& rule = to_.rules[RuleId(Index(said))];
    const std::vector<NodeId> operands = OperandsOf(id);
    const bool is_alike = IsSameType(node.type, rule.type) &&
                          std::ranges::equal(operands, rule.params, [&](NodeId a, const auto& b) {
                            return IsSameType(from_.nodes[a].type, b.type);
                          });
    if (!is_alike) {
      return std::nullopt;
    }
  }
  return said;
}

std::optional<std::int64_t> Translator::Rule(RuleId id) const {
  const auto rule = rules_.find(from_.rules[id].name);
  return rule != rules_.end() ? std::optional<std::int64_t>(rule->second.value) : std::nullopt;
}

std::optional<std::int64_t> Translator::Constant(const ir::Node& node) const {
  switch (from_.types[node.type].kind) {
    case Kind::kEntity:
      return Slot(node.imm);
    case Kind::kText: {
      const auto text =
          std::ranges::find(to_.texts, from_.texts[static_cast<std::size_t>(node.imm)]);
      return text != to_.texts.end() ? std::optional<std::int64_t>(text - to_.texts.begin())
                                     : std::nullopt;
    }
    default:
      return node.imm;
  }
}

std::optional<std::int64_t> Translator::Slot(std::int64_t slot) const {
  for (const ir::Reading& reading : from_.readings) {
    if (reading.slot == slot) {
      const auto index = IndexOf(to_.readings, reading.name);
      return index
                 ? std::optional<std::int64_t>(to_.readings[static_cast<std::size_t>(*index)].slot)
                 : std::nullopt;
    }
  }
  for (const ir::FactField& fact : from_.facts) {
    const std::int64_t within = slot - fact.offset;
    if (within < 0 || within >= ir::WidthOf(from_, fact.type)) {
      continue;
    }
    const auto index = IndexOf(to_.facts, fact.name);
    if (!index) {
      return std::nullopt;
    }
    const ir::FactField& other = to_.facts[static_cast<std::size_t>(*index)];
    return IsSameType(fact.type, other.type) ? std::optional(other.offset + within) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<ir::TypeId> Translator::Type(ir::TypeId id) const {
  for (const ir::TypeId other : to_.types.Ids()) {
    if (from_.types[id].optional == to_.types[other].optional && IsSameType(id, other)) {
      return other;
    }
  }
  return std::nullopt;
}

// Optional or not.
bool Translator::IsSameType(ir::TypeId one, ir::TypeId other) const {
  const ir::Type& a = from_.types[one];
  const ir::Type& b = to_.types[other];
  if (!IsSameThing(from_, one, to_, other) || a.at_most != b.at_most) {
    return false;
  }
  switch (a.kind) {
    case Kind::kEnum:
    case Kind::kSet:
      return std::ranges::equal(from_.enums[a.enumeration].members,
                                to_.enums[b.enumeration].members, {}, &ir::EnumMember::name,
                                &ir::EnumMember::name) &&
             from_.enums[a.enumeration].name == to_.enums[b.enumeration].name;
    case Kind::kEntity:
      return IsSameEntity(a.entity, b.entity);
    case Kind::kList:
      return IsSameType(a.element, b.element);
    default:
      return true;
  }
}

bool Translator::IsSameEntity(ir::EntityId one, ir::EntityId other) const {
  const ir::Entity& a = from_.entities[one];
  const ir::Entity& b = to_.entities[other];
  return a.name == b.name &&
         std::ranges::equal(a.fields, b.fields, [&](const auto& field, const auto& other_field) {
           return field.name == other_field.name && field.offset == other_field.offset &&
                  from_.types[field.type].optional == to_.types[other_field.type].optional &&
                  IsSameType(field.type, other_field.type);
         });
}

}  // namespace acta::simulate
