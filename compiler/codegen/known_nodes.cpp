// Expressions on the known path.
#include <algorithm>
#include <numeric>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/codegen/known.h"

namespace acta::codegen {

using llvm::BasicBlock;
using llvm::Value;

// ---- giving up, meeting, parts cut off
// -------------------------------------------------------------------------

// br i1 %condition, label %give_up, label %go_on
void KnownWriter::GiveUpWhen(Value* condition) {
  if (IsNo(condition)) {
    return;
  }
  BasicBlock* go_on = NewBlock("go_on");
  BranchRarely(condition, give_up_, go_on);
  GoTo(go_on);
}

void KnownWriter::Arrive(Meeting& meeting, Value* value) {
  meeting.arrivals.emplace_back(value, b.GetInsertBlock());
  b.CreateBr(meeting.block);
}

Value* KnownWriter::Meet(Meeting& meeting, const llvm::Twine& name) {
  GoTo(meeting.block);
  if (meeting.arrivals.empty()) {
    return Int(0);
  }
  const auto is_truth = [&](const auto& arrival) { return arrival.first->getType() == module.i1; };
  const bool all_truth = std::ranges::all_of(meeting.arrivals, is_truth);
  for (auto& arrival : meeting.arrivals) {
    if (!all_truth && is_truth(arrival)) {
      llvm::IRBuilder<> there(arrival.second->getTerminator());
      arrival.first = there.CreateZExt(arrival.first, module.i64);
    }
  }
  llvm::PHINode* met = b.CreatePHI(all_truth ? module.i1 : module.i64,
                                   static_cast<unsigned>(meeting.arrivals.size()), name);
  for (const auto& [value, from] : meeting.arrivals) {
    met->addIncoming(value, from);
  }
  return met;
}

KnownWriter KnownWriter::BeginPart(const llvm::Twine& name, llvm::Type* result) {
  return KnownWriter(
      module, module.PartFunction(module.TypeTaking(result, scope.size(), Path::kKnown), name),
      scope);
}

KnownWriter::KnownWriter(ModuleWriter& module_writer, llvm::Function* written, const Scope& outer)
    : FunctionWriter(module_writer, written) {
  unsigned position = 1;
  for (std::size_t i = 0; i < outer.params.size(); ++i) {
    scope.params.push_back({written->getArg(position++)});
  }
  for (const auto& [variable, element] : outer.elements) {
    scope.elements.emplace_back(variable, Val{written->getArg(position++)});
  }
  // {0, not known}, or {0, kGaveUp}
  give_up_ = NewBlock("give_up");
  llvm::IRBuilder<> end(give_up_);
  llvm::Type* result = written->getReturnType();
  const std::uint64_t how = result == module.attempt ? 0 : std::uint64_t{kGaveUp};
  llvm::Constant* parts[] = {Int(0), llvm::ConstantInt::get(result->getStructElementType(1), how)};
  end.CreateRet(llvm::ConstantStruct::get(llvm::cast<llvm::StructType>(result), parts));
}

Value* KnownWriter::CallPart(const KnownWriter& part) {
  llvm::SmallVector<Value*> arguments = {frame()};
  for (const Val& param : scope.params) {
    arguments.push_back(AsInteger(param.payload));
  }
  for (const auto& [variable, element] : scope.elements) {
    arguments.push_back(AsInteger(element.payload));
  }
  return b.CreateCall(part.function, arguments, "part");
}

// ret {i64, i1} {%payload, true}
void KnownWriter::ReturnKnown(Value* payload) {
  Value* pair = b.CreateInsertValue(llvm::PoisonValue::get(module.attempt), AsInteger(payload), 0);
  b.CreateRet(b.CreateInsertValue(pair, Yes(), 1));
}

Value* KnownWriter::UnlessGivenUp(Value* attempt) {
  GiveUpWhen(Opposite(b.CreateExtractValue(attempt, 1, "is_known")));
  return b.CreateExtractValue(attempt, 0, "payload");
}

// ---- nodes
// -----------------------------------------------------------------------------------------------------

Value* KnownWriter::Node(ir::NodeId id) {
  const ir::Node& node = program.nodes[id];
  if (!weights.KeptApart(id)) {
    return NodeHere(node);
  }
  KnownWriter part = BeginPart("node." + llvm::Twine(id.value), module.attempt);
  part.ReturnKnown(part.NodeHere(node));
  return UnlessGivenUp(CallPart(part));
}

Value* KnownWriter::NodeHere(const ir::Node& node) {
  const auto operand = [&](std::size_t i) { return program.OperandsOf(node)[i]; };
  switch (node.op) {
    case ir::Op::kConst:
      return Int(node.imm);
    case ir::Op::kSlot:
    case ir::Op::kReading:
      return Slot(Int(node.imm));
    case ir::Op::kField:
      return Slot(b.CreateAdd(AsInteger(Node(operand(0))), Int(node.imm), "slot"));
    case ir::Op::kRule:
      return RuleResult(node);
    case ir::Op::kCall:
      return Call(node);
    case ir::Op::kParam:
      return scope.params[static_cast<std::size_t>(node.imm)].payload;
    case ir::Op::kElement:
      return scope.Element(static_cast<std::uint32_t>(node.imm)).payload;
    case ir::Op::kUndetermined:
      GiveUpWhen(Yes());
      return Int(0);
    case ir::Op::kNot:
      return Opposite(AsTruth(Node(operand(0))));
    case ir::Op::kAnd:
    case ir::Op::kOr:
      return Junction(node);
    case ir::Op::kSetOf:
      return SetOf(node);
    case ir::Op::kIf:
      return If(node);
    case ir::Op::kSwitch:
      return Switch(node);
    case ir::Op::kAtLeast:
      return AtLeast(node);
    case ir::Op::kCount:
      return Count(node);
    case ir::Op::kSum:
      return Sum(node);
    case ir::Op::kEarliest:
    case ir::Op::kLatest:
      return Extreme(node);
    default: {
      // All others are strict; Compute names each of them.
      llvm::SmallVector<Value*> payloads;
      for (const ir::NodeId id : program.OperandsOf(node)) {
        payloads.push_back(Node(id));
      }
      const Computed computed = Compute(*this, node, payloads);
      if (computed.failed != nullptr) {
        GiveUpWhen(computed.failed);
      }
      return computed.payload;
    }
  }
}

Value* KnownWriter::Slot(Value* slot) {
  Value* given = LoadSlot(slot, "given");
  GiveUpWhen(IsMissing(given));
  return given;
}

Value* KnownWriter::RuleResult(const ir::Node& node) {
  const ir::RuleId rule(static_cast<std::uint32_t>(node.imm));
  Value* why = b.CreateLoad(module.i32, WhyPlace(rule), "why");
  GiveUpWhen(b.CreateICmpNE(why, Why(0u)));
  return b.CreateLoad(module.i64, ValuePlace(rule), "result");
}

Value* KnownWriter::Call(const ir::Node& node) {
  llvm::SmallVector<Value*> arguments = {frame()};
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    arguments.push_back(AsInteger(Node(operand)));
  }
  const ir::RuleId callee(static_cast<std::uint32_t>(node.imm));
  return UnlessGivenUp(b.CreateCall(module.RuleFunction(callee, Path::kKnown), arguments, "call"));
}

Value* KnownWriter::SetOf(const ir::Node& node) {
  Value* mask = Int(0);
  std::uint64_t ordinal = 0;
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    Value* bit = b.CreateZExt(AsTruth(Node(operand)), module.i64);
    mask = b.CreateOr(mask, b.CreateShl(bit, ordinal++), "mask");
  }
  return mask;
}

// `and`, `or` as a value: computed whole when that is little, else by branching.
Value* KnownWriter::Junction(const ir::Node& node) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  if (std::ranges::all_of(operands, [&](ir::NodeId id) { return weights.IsCheap(id); }) &&
      operands.size() <= kCheap / 2) {
    const bool is_and = node.op == ir::Op::kAnd;
    Value* joined = is_and ? Yes() : No();
    for (const ir::NodeId operand : operands) {
      Value* truth = AsTruth(Node(operand));
      joined = is_and ? Both(joined, truth) : Either(joined, truth);
    }
    return joined;
  }
  Meeting meeting{NewBlock("junction"), {}};
  BasicBlock* yes = NewBlock("yes");
  BasicBlock* no = NewBlock("no");
  BranchRow(node.op, operands, yes, no);
  GoTo(yes);
  Arrive(meeting, Yes());
  GoTo(no);
  Arrive(meeting, No());
  return Meet(meeting, "junction");
}

void KnownWriter::Branch(ir::NodeId id, BasicBlock* yes, BasicBlock* no) {
  const ir::Node& node = program.nodes[id];
  const bool apart = weights.KeptApart(id);
  if (!apart && (node.op == ir::Op::kAnd || node.op == ir::Op::kOr)) {
    BranchRow(node.op, program.OperandsOf(node), yes, no);
    return;
  }
  if (!apart && node.op == ir::Op::kNot) {
    Branch(program.OperandsOf(node)[0], no, yes);
    return;
  }
  BranchOn(AsTruth(Node(id)), yes, no);
}

void KnownWriter::BranchOn(Value* truth, BasicBlock* yes, BasicBlock* no) {
  if (llvm::isa<llvm::Constant>(truth)) {
    b.CreateBr(IsYes(truth) ? yes : no);
  } else {
    b.CreateCondBr(truth, yes, no);
  }
}

// Cheap operands are computed together and tested at once; what costs more is reached only if they
// do not decide.
void KnownWriter::BranchRow(ir::Op op, std::span<const ir::NodeId> operands, BasicBlock* yes,
                            BasicBlock* no) {
  const bool is_and = op == ir::Op::kAnd;
  std::vector<std::uint32_t> row;
  std::ranges::transform(operands, std::back_inserter(row),
                         [&](ir::NodeId id) { return weights.Of(id); });
  if (const auto ranges = weights.CutIntoRanges(row); ranges.size() > 1) {
    for (const auto& [from, to] : ranges) {
      KnownWriter part = BeginPart("row", module.attempt);
      Meeting meeting{part.NewBlock("met"), {}};
      BasicBlock* part_yes = part.NewBlock("yes");
      BasicBlock* part_no = part.NewBlock("no");
      part.BranchRow(op, operands.subspan(from, to - from), part_yes, part_no);
      part.GoTo(part_yes);
      part.Arrive(meeting, Yes());
      part.GoTo(part_no);
      part.Arrive(meeting, No());
      part.ReturnKnown(part.Meet(meeting, "row"));
      Value* truth = AsTruth(UnlessGivenUp(CallPart(part)));
      BasicBlock* next = NewBlock("next");
      BranchOn(truth, is_and ? next : yes, is_and ? no : next);
      GoTo(next);
    }
    b.CreateBr(is_and ? yes : no);
    return;
  }
  std::vector<ir::NodeId> sorted(operands.begin(), operands.end());
  std::ranges::stable_sort(sorted, {}, [&](ir::NodeId id) { return weights.Of(id); });
  BasicBlock* end = is_and ? yes : no;
  if (sorted.empty()) {
    b.CreateBr(end);
    return;
  }
  for (std::size_t i = 0; i < sorted.size();) {
    Value* together = is_and ? Yes() : No();
    std::uint32_t weight = 0;
    const std::size_t first = i;
    for (; i < sorted.size() && weights.IsCheap(sorted[i]) && weight <= 2 * kCheap; ++i) {
      Value* truth = AsTruth(Node(sorted[i]));
      together = is_and ? Both(together, truth) : Either(together, truth);
      weight += weights.Of(sorted[i]) + 1;
    }
    const bool is_costly = i == first;
    i += is_costly ? 1 : 0;
    BasicBlock* next = i == sorted.size() ? end : NewBlock("next");
    if (is_costly) {
      Branch(sorted[first], is_and ? next : yes, is_and ? no : next);
    } else {
      BranchOn(together, is_and ? next : yes, is_and ? no : next);
    }
    if (next != end) {
      GoTo(next);
    }
  }
}

Value* KnownWriter::If(const ir::Node& node) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  if (std::ranges::all_of(operands, [&](ir::NodeId id) { return weights.IsCheap(id); })) {
    Value* condition = AsTruth(Node(operands[0]));
    Value* then_value = Node(operands[1]);
    Value* else_value = Node(operands[2]);
    if (then_value->getType() != else_value->getType()) {
      then_value = AsInteger(then_value);
      else_value = AsInteger(else_value);
    }
    return Choose(condition, then_value, else_value, "chosen");
  }
  Meeting meeting{NewBlock("chosen"), {}};
  BasicBlock* yes = NewBlock("then");
  BasicBlock* no = NewBlock("else");
  Branch(operands[0], yes, no);
  GoTo(yes);
  Arrive(meeting, Node(operands[1]));
  GoTo(no);
  Arrive(meeting, Node(operands[2]));
  return Meet(meeting, "chosen");
}

Value* KnownWriter::Switch(const ir::Node& node) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  ACTA_CHECK(operands.size() > 1, "an enum has members");
  Value* selector = AsInteger(Node(operands[0]));
  Meeting meeting{NewBlock("chosen"), {}};
  llvm::SwitchInst* choice = nullptr;
  BasicBlock* from = b.GetInsertBlock();
  for (std::size_t i = 0; i + 1 < operands.size(); ++i) {
    BasicBlock* branch = NewBlock("case");
    if (choice == nullptr) {
      GoTo(from);
      choice = b.CreateSwitch(selector, branch, static_cast<unsigned>(operands.size()));
    } else {
      choice->addCase(Int(static_cast<std::int64_t>(i)), branch);
    }
    GoTo(branch);
    Arrive(meeting, Node(operands[i + 1]));
  }
  return Meet(meeting, "chosen");
}

}  // namespace acta::codegen
