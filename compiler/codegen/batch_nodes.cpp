// Expressions of batch evaluators.
#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

Lanes BatchWriter::Node(ir::NodeId id, const Env* env) {
  const ir::NodeId first = unit_.sharing.FirstLike(id);
  const bool closed = unit_.sharing.IsClosed(first);
  const Closure expression{first, closed ? unit_.envs.None() : env};
  if (const auto here = nodes_.find(expression); here != nodes_.end()) {
    return here->second;
  }
  if (const auto kept = unit_.shared.find(first); kept != unit_.shared.end()) {
    return nodes_[expression] = Load(kept->second);
  }
  const Lanes lanes = NodeHere(first, expression.env);
  if (closed && domain_ == 0 && unit_.sharing.IsWorthKeeping(first)) {
    kept_here_.emplace_back(first, Store(lanes, PlaceFor(lanes)));
  }
  return nodes_[expression] = lanes;
}

Lanes BatchWriter::NodeHere(ir::NodeId id, const Env* env) {
  const ir::Node& node = program.nodes[id];
  const auto operand = [&](std::size_t i) { return Node(program.OperandsOf(node)[i], env); };
  switch (node.op) {
    case ir::Op::kConst:
      return Constant(node.type, node.imm);
    case ir::Op::kSlot:
      return Column(0, static_cast<std::uint32_t>(node.imm));
    case ir::Op::kReading:
      return ReadingOf(node);
    case ir::Op::kRule:
      return RuleResult(node);
    case ir::Op::kCall:
      return Call(id, env);
    case ir::Op::kParam: {
      const Closure argument = env->params[static_cast<std::size_t>(node.imm)];
      return Node(argument.node, argument.env);
    }
    case ir::Op::kElement:
      return Element(node, env);
    case ir::Op::kUndetermined:
      return Undetermined(node.type);
    case ir::Op::kField: {
      const Lanes entity = operand(0);
      if (!entity.place) {
        return NotFollowed(node.type);
      }
      const Lanes field =
          Column(entity.place->domain, entity.place->slot + static_cast<std::uint32_t>(node.imm));
      return WithKnown(field, And(field.known, entity.known));
    }
    case ir::Op::kInner: {
      Lanes entity = operand(0);
      if (entity.place) {
        entity.place->slot += static_cast<std::uint32_t>(node.imm);
      }
      return entity;
    }
    case ir::Op::kNot: {
      const Lanes truth = operand(0);
      return Truth(KnownNo(truth), truth.known);
    }
    case ir::Op::kAnd:
    case ir::Op::kOr:
      return Junction(node, env);
    case ir::Op::kSetOf:
      return SetOf(node, env);
    case ir::Op::kIf:
      return If(node, env);
    case ir::Op::kSwitch:
      return Switch(node, env);
    case ir::Op::kAtLeast:
    case ir::Op::kCount:
    case ir::Op::kSum:
    case ir::Op::kEarliest:
    case ir::Op::kLatest:
      return Fold(id, env);
    case ir::Op::kLength: {
      const Lanes list = operand(0);
      return list.place ? Length(list) : NotFollowed(node.type);
    }
    default:
      // All others are strict; Compute names each of them.
      return Strict(node, env);
  }
}

// The same alternative for every row of the block.
Lanes BatchWriter::ReadingOf(const ir::Node& node) {
  const auto reading =
      std::ranges::find(program.readings, static_cast<std::uint32_t>(node.imm), &ir::Reading::slot);
  llvm::IRBuilder<> head(head_);
  Value* place = head.CreateStructGEP(unit_.BlockType(), frame(), 3);
  Value* readings = head.CreateLoad(module.pointer, place, "readings");
  Value* ordinal = head.CreateLoad(
      module.i64,
      head.CreateConstGEP1_64(module.i64, readings,
                              static_cast<std::uint64_t>(reading - program.readings.begin())));
  Value* open = head.CreateICmpEQ(ordinal, Int(ACTA_MISSING));
  Value* known = head.CreateSelect(open, None(), All(), "chosen");
  Value* narrow = head.CreateTrunc(ordinal, b.getInt8Ty());
  const PayloadRange range = RangeOf(program, node.type);
  return Vector(head.CreateVectorSplat(ACTA_TILE, narrow), known, range.low, range.high);
}

Lanes BatchWriter::RuleResult(const ir::Node& node) {
  const ir::RuleId rule(static_cast<std::uint32_t>(node.imm));
  if (const auto here = results_.find(rule); here != results_.end()) {
    return here->second;
  }
  const auto kept = unit_.results.find(rule);
  ACTA_CHECK(kept != unit_.results.end(), "a rule comes after what it reads");
  return results_[rule] = Load(kept->second);
}

// What the callee is made of, written here.
Lanes BatchWriter::Call(ir::NodeId id, const Env* env) {
  const ir::Rule& callee =
      program.rules[ir::RuleId(static_cast<std::uint32_t>(program.nodes[id].imm))];
  return Result(callee, unit_.envs.Inside(program, {id, env}));
}

Lanes BatchWriter::Element(const ir::Node& node, const Env* env) {
  const std::optional<std::uint32_t> of = env->DomainOf(static_cast<std::uint32_t>(node.imm));
  ACTA_CHECK(of.has_value(), "an element is named only inside the fold over its list");
  if (program.types[node.type].kind != ir::Kind::kEntity) {
    return Column(*of, 0);
  }
  Lanes entity = Vector(Splat(8, 0), All(), 0, 0);
  entity.place = RowPlace{*of, 0};
  return entity;
}

Lanes BatchWriter::Junction(const ir::Node& node, const Env* env) {
  const bool is_and = node.op == ir::Op::kAnd;
  Value* yes = is_and ? All() : None();
  Value* no = is_and ? None() : All();
  Value* known = All();
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    const Lanes truth = Node(operand, env);
    yes = is_and ? And(yes, truth.value) : Or(yes, truth.value);
    no = is_and ? Or(no, KnownNo(truth)) : And(no, KnownNo(truth));
    known = And(known, truth.known);
  }
  return Truth(yes, IsAll(known) ? known : Or(yes, no));
}

// The members that surely belong, row by row: %set = or %set, (select %truth, 1 << i, 0)
Lanes BatchWriter::SetOf(const ir::Node& node, const Env* env) {
  const PayloadRange range = RangeOf(program, node.type);
  const unsigned bits = BitsOf(NarrowestStore(range.low, range.high));
  Value* set = Splat(bits, 0);
  Value* known = All();
  std::uint64_t member = 1;
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    const Lanes truth = Node(operand, env);
    set = b.CreateOr(
        set, Choose(truth.value, Splat(bits, static_cast<std::int64_t>(member)), Splat(bits, 0)));
    known = And(known, truth.known);
    member <<= 1;
  }
  return Vector(set, known, range.low, range.high);
}

Lanes BatchWriter::If(const ir::Node& node, const Env* env) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  const Lanes condition = Node(operands[0], env);
  const Lanes then_lanes = Node(operands[1], env);
  const Lanes else_lanes = Node(operands[2], env);
  Value* chosen =
      Or(And(condition.value, then_lanes.known), And(KnownNo(condition), else_lanes.known));
  Value* known = IsAll(condition.known) ? chosen : Or(chosen, Agree(then_lanes, else_lanes));
  const Lanes merged = Merge(condition.value, then_lanes, else_lanes, known);
  const bool is_place =
      then_lanes.value->getType() != module.i64 && (then_lanes.place || else_lanes.place);
  return is_place && !merged.place ? NotFollowed(node.type) : merged;
}

Lanes BatchWriter::Switch(const ir::Node& node, const Env* env) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  const Lanes selector = Node(operands[0], env);
  Lanes chosen = Node(operands[1], env);
  const Lanes first = chosen;
  Value* agree = IsAll(selector.known) ? None() : first.known;
  for (std::size_t i = 2; i < operands.size(); ++i) {
    const Lanes branch = Node(operands[i], env);
    const Lanes ordinal =
        Constant(program.nodes[operands[0]].type, static_cast<std::int64_t>(i - 1));
    Value* this_one = Compare(llvm::CmpInst::ICMP_EQ, selector, ordinal);
    agree = And(agree, IsNone(agree) ? agree : Agree(first, branch));
    const bool had_place = chosen.place.has_value() || branch.place.has_value();
    chosen = Merge(this_one, branch, chosen, Pick(this_one, branch.known, chosen.known));
    if (had_place && !chosen.place) {
      return NotFollowed(node.type);
    }
  }
  // Where all branches agree, whichever was chosen is right.
  return WithKnown(chosen, Or(And(chosen.known, selector.known), agree));
}

}  // namespace acta::codegen
