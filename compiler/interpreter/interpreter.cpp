#include "compiler/interpreter/interpreter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/interpreter/combine.h"
#include "compiler/interpreter/numbers.h"
#include "compiler/interpreter/operators.h"

namespace acta::interpreter {

namespace {

using ir::Op;

// What a fold has bound to its variable: an element, by the slot where it lies.
struct Binding {
  std::uint32_t variable;
  std::int64_t slot;
  const Binding* outer;
};

// What an expression sees around it: the arguments of the rule, and the elements of the folds it
// stands in.
struct Scope {
  std::span<const Value> arguments;
  const Binding* elements = nullptr;
};

class Evaluator {
 public:
  Evaluator(const ir::RuleGraph& graph, std::span<const std::int64_t> slots, Tracing tracing)
      : program_(*graph.program), slots_(slots), tracing_(tracing) {
    evaluation_.values.resize(program_.rules.size());
  }

  Evaluation Run(std::span<const ir::RuleId> order) && {
    for (const ir::RuleId rule : order) {
      evaluation_.values[rule.value] = OfRule(rule, {});
    }
    return std::move(evaluation_);
  }

 private:
  // ---- semantics.md, "Rules and exceptions"
  // ----------------------------------------------------------------------

  Value OfRule(ir::RuleId id, std::span<const Value> arguments) {
    const ir::Rule& rule = program_.rules[id];
    const Scope scope{.arguments = arguments};
    const Alternative root = OfGroup(rule.root, rule, scope);
    std::optional<Value> otherwise;
    if (rule.otherwise) {
      otherwise = OfNode(rule.otherwise->value, scope);
    }
    Value result = RuleValue(root, otherwise, ForReason(rule.uncovered));
    Trace(ACTA_TAG_RULE | id.value, result);
    return result;
  }

  Alternative OfGroup(ir::GroupId id, const ir::Rule& rule, const Scope& scope) {
    const ir::Group& group = program_.groups[id];
    const Why conflict = ForReason(rule.conflict);
    std::vector<Alternative> exceptions;
    for (const ir::GroupId exception : group.exceptions) {
      exceptions.push_back(OfGroup(exception, rule, scope));
    }
    std::vector<Alternative> clauses;
    clauses.reserve(group.clauses.size());
    for (const ir::ClauseId clause : group.clauses) {
      clauses.push_back(OfClause(clause, group, rule, scope));
    }
    const Alternative result = Override(Level(exceptions, conflict), Level(clauses, conflict));
    Trace(ACTA_TAG_GROUP_APPLIES | id.value, result.applies);
    Trace(ACTA_TAG_GROUP_VALUE | id.value, IsNo(result.applies) ? Known(0) : result.value);
    return result;
  }

  Alternative OfClause(ir::ClauseId id, const ir::Group& group, const ir::Rule& rule,
                       const Scope& scope) {
    std::vector<Alternative> exceptions;
    for (const auto& [clause, exception] : group.clause_exceptions) {
      if (clause == id) {
        exceptions.push_back(OfGroup(exception, rule, scope));
      }
    }
    const ir::Clause& clause = program_.clauses[id];
    std::vector<Value> conditions;
    if (clause.guard.valid()) {
      conditions.push_back(OfNode(clause.guard, scope));
    }
    if (clause.condition.valid()) {
      conditions.push_back(OfNode(clause.condition, scope));
    }
    for (const ir::NodeId withdrawal : clause.withdrawals) {
      conditions.push_back(Not(OfNode(withdrawal, scope)));
    }
    const Value value = OfNode(clause.value, scope);
    const Alternative own{.applies = And(conditions), .value = value};
    Trace(ACTA_TAG_CLAUSE | id.value, own.applies);
    return Override(Level(exceptions, ForReason(rule.conflict)), own);
  }

  // ---- expressions
  // -----------------------------------------------------------------------------------------------

  Value OfNode(ir::NodeId id, const Scope& scope) {
    const ir::Node& node = program_.nodes[id];
    Value value;
    switch (ir::InfoOf(node.op).undetermined) {
      case ir::Undetermined::kLeaf:
        value = OfLeaf(node, scope);
        break;
      case ir::Undetermined::kFold:
        value = OfFold(node, scope);
        break;
      case ir::Undetermined::kStrict:
      case ir::Undetermined::kKleene:
      case ir::Undetermined::kChoice:
        value = OfOperands(node, ValuesOf(program_.OperandsOf(node), scope));
        break;
    }
    if (!value.known() && node.op != Op::kSetOf) {
      value.payload = 0;
    }
    if (node.op != Op::kConst) {
      Trace(ACTA_TAG_NODE | id.value, value);
    }
    return value;
  }

  std::vector<Value> ValuesOf(std::span<const ir::NodeId> nodes, const Scope& scope) {
    std::vector<Value> values;
    values.reserve(nodes.size());
    for (const ir::NodeId node : nodes) {
      values.push_back(OfNode(node, scope));
    }
    return values;
  }

  // Calls count as leaves in the table of operators: their arguments do not make them undetermined.
  Value OfLeaf(const ir::Node& node, const Scope& scope) {
    switch (node.op) {
      case Op::kConst:
        return Known(node.imm);
      case Op::kSlot:
        return OfSlot(node.imm);
      case Op::kRule:
        return evaluation_.values[static_cast<std::size_t>(node.imm)];
      case Op::kCall:
        return OfRule(ir::RuleId(static_cast<std::uint32_t>(node.imm)),
                      ValuesOf(program_.OperandsOf(node), scope));
      case Op::kParam:
        return scope.arguments[static_cast<std::size_t>(node.imm)];
      case Op::kElement:
        return OfElement(node, scope);
      case Op::kReading: {
        const std::int64_t ordinal = At(node.imm);
        return ordinal == ACTA_MISSING ? Undetermined(ForReason(node.reason)) : Known(ordinal);
      }
      default:
        ACTA_CHECK(node.op == Op::kUndetermined, "these are the leaves");
        return Undetermined(ForReason(node.reason));
    }
  }

  Value OfElement(const ir::Node& node, const Scope& scope) {
    const Binding* binding = scope.elements;
    while (binding != nullptr && binding->variable != static_cast<std::uint32_t>(node.imm)) {
      binding = binding->outer;
    }
    ACTA_CHECK(binding != nullptr, "an element stands within its fold");
    return program_.types[node.type].kind == ir::Kind::kEntity ? Known(binding->slot)
                                                               : OfSlot(binding->slot);
  }

  Value OfOperands(const ir::Node& node, std::span<const Value> operands) {
    switch (node.op) {
      case Op::kNot:
        return Not(operands[0]);
      case Op::kAnd:
        return And(operands);
      case Op::kOr:
        return Or(operands);
      case Op::kIf:
        return Choose(operands[0], IsYes(operands[0]) ? 0 : 1, operands.subspan(1));
      case Op::kSwitch:
        return Choose(operands[0], static_cast<std::size_t>(operands[0].payload),
                      operands.subspan(1));
      case Op::kSetOf:
        return SetOf(operands);
      default:
        return Strictly(node, operands);
    }
  }

  Value Strictly(const ir::Node& node, std::span<const Value> operands) {
    if (Reasons reasons = UnionOf(operands); !reasons.empty()) {
      return Undetermined(std::move(reasons));
    }
    std::vector<std::int64_t> payloads;
    payloads.reserve(operands.size());
    for (const Value& operand : operands) {
      payloads.push_back(operand.payload);
    }
    if (node.op == Op::kField) {
      return OfSlot(payloads[0] + node.imm);
    }
    const std::optional<std::int64_t> result = Apply(program_, node, payloads);
    return result ? Known(*result) : Undetermined(ForReason(node.reason));
  }

  // ---- lists
  // -----------------------------------------------------------------------------------------------------

  Value OfFold(const ir::Node& node, const Scope& scope) {
    const std::span<const ir::NodeId> operands = program_.OperandsOf(node);
    const Value list = OfNode(operands[0], scope);
    if (!list.known()) {
      return Undetermined(list.reasons);
    }
    const ir::Type& type = program_.types[program_.nodes[operands[0]].type];
    const ir::Type& element = program_.types[type.element];
    const std::int64_t width =
        element.kind == ir::Kind::kEntity ? program_.entities[element.entity].width : 1;
    const std::int64_t base = list.payload >> 32;
    const std::int64_t length = list.payload & 0xffffffff;
    // For each element: the body, or condition and value.
    std::vector<std::vector<Value>> elements;
    for (std::int64_t i = 0; i < length; ++i) {
      const Binding binding{
          .variable = node.aux, .slot = base + i * width, .outer = scope.elements};
      elements.push_back(
          ValuesOf(operands.subspan(1), {.arguments = scope.arguments, .elements = &binding}));
    }
    switch (node.op) {
      case Op::kAtLeast:
        return AtLeast(node.imm, elements);
      case Op::kCount:
        return Count(elements);
      case Op::kSum:
        return Sum(elements, ForReason(node.reason));
      case Op::kEarliest:
        return Extreme(elements, [](std::int64_t a, std::int64_t b) { return a < b; });
      default:
        ACTA_CHECK(node.op == Op::kLatest, "these are the folds");
        return Extreme(elements, [](std::int64_t a, std::int64_t b) { return a > b; });
    }
  }

  // ---- the case
  // --------------------------------------------------------------------------------------------------

  [[nodiscard]] std::int64_t At(std::int64_t slot) const {
    ACTA_CHECK(slot >= 0 && static_cast<std::size_t>(slot) < slots_.size(),
               "the case has the slots that are asked for");
    return slots_[static_cast<std::size_t>(slot)];
  }

  [[nodiscard]] Value OfSlot(std::int64_t slot) const {
    const std::int64_t payload = At(slot);
    if (payload == ACTA_MISSING) {
      return Undetermined(
          {.kind = Why::Kind::kMissingSlot, .index = static_cast<std::uint32_t>(slot)});
    }
    return Known(payload);
  }

  [[nodiscard]] static Why ForReason(ir::ReasonId reason) {
    return {.kind = Why::Kind::kReason, .index = reason.value};
  }

  void Trace(std::uint32_t tag, const Value& value) {
    if (tracing_ == Tracing::kOn) {
      evaluation_.trace.push_back({.tag = tag, .payload = value.payload, .reasons = value.reasons});
    }
  }

  const ir::Program& program_;
  const std::span<const std::int64_t> slots_;
  const Tracing tracing_;
  Evaluation evaluation_;
};

}  // namespace

Evaluation Evaluate(const ir::RuleGraph& graph, std::span<const std::int64_t> slots,
                    Tracing tracing) {
  return Evaluator(graph, slots, tracing).Run(graph.order);
}

}  // namespace acta::interpreter
