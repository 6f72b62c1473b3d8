#include "compiler/semantics/population_scope.h"

#include <string>

#include "compiler/ir/population.h"
#include "compiler/ir/walk.h"
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {

std::optional<PlacedField> PopulationScope::Along(PlacedField at,
                                                  std::span<const ast::Name::Part> rest,
                                                  std::vector<PlacedField>* passed) {
  for (const ast::Name::Part& part : rest) {
    const ir::Type& type = TypeOf(at);
    const auto index =
        type.kind == Kind::kEntity ? context_.FieldOf(type.entity, part.text) : std::nullopt;
    if (!index) {
      ReportNoField(part, at.field->type);
      return std::nullopt;
    }
    if (type.optional && passed != nullptr) {
      passed->push_back(at);
    }
    at.slot += (type.optional ? 1 : 0);
    at.field = &context_.program.entities[type.entity].fields[*index];
    at.slot += at.field->offset;
  }
  return at;
}

void PopulationScope::ReportNoField(const ast::Name::Part& part, TypeId of) {
  std::vector<std::string> known;
  const ir::Type& type = context_.TypeOf(of);
  if (type.kind == Kind::kEntity) {
    for (const ir::FactField& one : context_.program.entities[type.entity].fields) {
      known.push_back(one.name);
    }
  }
  context_.ReportNoMember(part.span, fmt::format("`{}`", context_.NameOf(of)), part.text, known);
}

NodeId PopulationScope::Expression(ast::ExprId id, TypeId type) {
  const NodeId node = Lowerer(context_, place_, {}, Untested::kUncovered).LowerAs(id, type);
  CheckReach(node);
  return node;
}

// A population speaks of facts that are drawn before, not of what the law makes of them.
void PopulationScope::CheckReach(NodeId root) {
  if (!root.valid()) {
    return;
  }
  std::vector<NodeId> waiting{root};
  while (!waiting.empty()) {
    const ir::Node& node = context_.program.nodes[waiting.back()];
    waiting.pop_back();
    if (!ir::MayBeDrawn(node.op)) {
      context_.reporter
          .Report<diag::BadDistribution>(
              node.span,
              "a population speaks of facts of one case, not of what the law makes of them")
          .Help("draw it with `let`, or say it of the facts");
      return;
    }
    if (node.op == Op::kDiv && context_.ConstantOf(context_.program.OperandsOf(node)[1]) == 0) {
      context_.reporter.Report<diag::BadDistribution>(
          node.span, "this divides by nought: it has no value in any case");
      return;
    }
    if (node.op == Op::kSlot) {
      CheckDrawn(static_cast<std::uint32_t>(node.imm), node.span);
    }
    if (node.op == Op::kField) {
      if (const auto slot = ir::StaticSlot(context_.program, node)) {
        CheckDrawn(*slot, node.span);
        continue;
      }
    }
    for (const NodeId operand : context_.program.OperandsOf(node)) {
      waiting.push_back(operand);
    }
  }
}

void PopulationScope::CheckDrawn(std::uint32_t slot, const Span& span) {
  if (!drawn_.contains(slot)) {
    context_.reporter
        .Report<diag::BadDistribution>(span, "this is drawn further below, or not at all")
        .Help("what depends on something is drawn after it");
  }
}

}  // namespace acta::semantics
