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

// usual: br label %next
// doubt: br label %next        ; where `body` gave up
// next:  %open = phi i1 [%before, %usual], [true, %doubt]
Value* KnownWriter::GoOnInDoubt(Value* before, const std::function<void(BasicBlock*)>& body) {
  BasicBlock* usual = NewBlock("usual");
  BasicBlock* doubt = NewBlock("doubt");
  BasicBlock* outer = std::exchange(give_up_, doubt);
  body(usual);
  give_up_ = outer;
  GoTo(usual);
  if (doubt->use_empty()) {
    doubt->eraseFromParent();
    return before;
  }
  BasicBlock* next = NewBlock("next");
  b.CreateBr(next);
  GoTo(doubt);
  b.CreateBr(next);
  GoTo(next);
  llvm::PHINode* open = b.CreatePHI(module.i1, 2, "open");
  open->addIncoming(before, usual);
  open->addIncoming(Yes(), doubt);
  return open;
}

Value* KnownWriter::UnlessInDoubt(const Attempt& attempt) {
  GiveUpWhen(attempt.doubt);
  return attempt.payload;
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
  if (!weights.KeptApart(id)) {
    return NodeHere(id);
  }
  KnownWriter part = BeginPart("node." + llvm::Twine(id.value), module.attempt);
  part.ReturnKnown(part.NodeHere(id));
  return UnlessGivenUp(CallPart(part));
}

Value* KnownWriter::NodeHere(ir::NodeId id) {
  if (weights.IsCheap(id)) {
    return UnlessInDoubt(Straight(id));
  }
  const ir::Node& node = program.nodes[id];
  switch (node.op) {
    case ir::Op::kCall:
      return Call(node);
    case ir::Op::kAnd:
    case ir::Op::kOr:
      return Junction(node);
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
      llvm::SmallVector<Attempt> operands;
      for (const ir::NodeId operand : program.OperandsOf(node)) {
        operands.push_back({Node(operand), No()});
      }
      return UnlessInDoubt(OnOperands(node, operands));
    }
  }
}

KnownWriter::Attempt KnownWriter::Try(ir::NodeId id) {
  if (weights.IsCheap(id)) {
    return Straight(id);
  }
  Meeting meeting{NewBlock("met"), {}};
  BasicBlock* doubt = NewBlock("doubt");
  BasicBlock* outer = std::exchange(give_up_, doubt);
  Arrive(meeting, Node(id));
  give_up_ = outer;
  if (doubt->use_empty()) {
    doubt->eraseFromParent();
    return {Meet(meeting, "value"), No()};
  }
  BasicBlock* known = meeting.arrivals.front().second;
  GoTo(doubt);
  Arrive(meeting, llvm::Constant::getNullValue(meeting.arrivals.front().first->getType()));
  Value* payload = Meet(meeting, "value");
  llvm::PHINode* in_doubt = b.CreatePHI(module.i1, 2, "in_doubt");
  in_doubt->addIncoming(No(), known);
  in_doubt->addIncoming(Yes(), doubt);
  return {payload, in_doubt};
}

KnownWriter::Attempt KnownWriter::Straight(ir::NodeId id) {
  const ir::Node& node = program.nodes[id];
  llvm::SmallVector<Attempt> operands;
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    operands.push_back(Straight(operand));
  }
  switch (node.op) {
    case ir::Op::kAnd:
    case ir::Op::kOr:
      return Row(node.op, operands);
    case ir::Op::kIf:
    case ir::Op::kSwitch:
      return Choice(node, operands);
    default:
      return OnOperands(node, operands);
  }
}

// What needs all its operands.
KnownWriter::Attempt KnownWriter::OnOperands(const ir::Node& node,
                                             std::span<const Attempt> operands) {
  Value* doubt = No();
  llvm::SmallVector<Value*> payloads;
  for (const Attempt& operand : operands) {
    doubt = Either(doubt, operand.doubt);
    payloads.push_back(operand.payload);
  }
  switch (node.op) {
    case ir::Op::kConst:
      return {Int(node.imm), No()};
    case ir::Op::kSlot:
    case ir::Op::kReading:
      return Slot(Int(node.imm));
    case ir::Op::kField: {
      // The slot of an undetermined entity is nowhere: slot 0 is read in its place.
      Value* place = b.CreateAdd(AsInteger(payloads[0]), Int(node.imm), "slot");
      const Attempt field = Slot(Choose(doubt, Int(0), place));
      return {field.payload, Either(doubt, field.doubt)};
    }
    case ir::Op::kRule:
      return RuleResult(node);
    case ir::Op::kParam:
      return {scope.params[static_cast<std::size_t>(node.imm)].payload, No()};
    case ir::Op::kElement:
      return {scope.Element(static_cast<std::uint32_t>(node.imm)).payload, No()};
    case ir::Op::kUndetermined:
      return {Int(0), Yes()};
    case ir::Op::kNot:
      return {Opposite(AsTruth(payloads[0])), doubt};
    case ir::Op::kSetOf:
      return {SetOf(payloads), doubt};
    default: {
      // All others are strict; Compute names each of them.
      const Computed computed = Compute(*this, node, payloads);
      return {computed.payload,
              computed.failed == nullptr ? doubt : Either(doubt, computed.failed)};
    }
  }
}

KnownWriter::Attempt KnownWriter::Slot(Value* slot) {
  Value* given = LoadSlot(slot, "given");
  return {given, IsMissing(given)};
}

KnownWriter::Attempt KnownWriter::RuleResult(const ir::Node& node) {
  const ir::RuleId rule(static_cast<std::uint32_t>(node.imm));
  Value* why = b.CreateLoad(module.i32, WhyPlace(rule), "why");
  return {b.CreateLoad(module.i64, ValuePlace(rule), "result"), b.CreateICmpNE(why, Why(0u))};
}

// `and`: %holds = and (%a or %a.doubt), (%b or %b.doubt) ...; in doubt when it may hold and one
// operand is in doubt. `or` in mirror image.
KnownWriter::Attempt KnownWriter::Row(ir::Op op, std::span<const Attempt> operands) {
  const bool is_and = op == ir::Op::kAnd;
  Value* doubt = No();
  Value* possible = Yes();
  for (const Attempt& operand : operands) {
    Value* truth = AsTruth(operand.payload);
    doubt = Either(doubt, operand.doubt);
    possible = Both(possible, Either(is_and ? truth : Opposite(truth), operand.doubt));
  }
  return {is_and ? possible : Opposite(possible), Both(doubt, possible)};
}

// One of the operands, by the first.
KnownWriter::Attempt KnownWriter::Choice(const ir::Node& node, std::span<const Attempt> operands) {
  const auto& [selector, doubt] = operands.front();
  const auto choose = [&](Value* condition, const Attempt& chosen, const Attempt& other) {
    Value* first = chosen.payload;
    Value* second = other.payload;
    if (first->getType() != second->getType()) {
      first = AsInteger(first);
      second = AsInteger(second);
    }
    return Attempt{Choose(condition, first, second, "chosen"),
                   Choose(condition, chosen.doubt, other.doubt)};
  };
  Attempt chosen = operands.back();
  if (node.op == ir::Op::kIf) {
    chosen = choose(AsTruth(selector), operands[1], operands[2]);
  } else {
    for (std::size_t i = operands.size() - 2; i > 0; --i) {
      Value* this_one = b.CreateICmpEQ(AsInteger(selector), Int(static_cast<std::int64_t>(i) - 1));
      chosen = choose(this_one, operands[i], chosen);
    }
  }
  return {chosen.payload, Either(doubt, chosen.doubt)};
}

Value* KnownWriter::Call(const ir::Node& node) {
  llvm::SmallVector<Value*> arguments = {frame()};
  for (const ir::NodeId operand : program.OperandsOf(node)) {
    arguments.push_back(AsInteger(Node(operand)));
  }
  const ir::RuleId callee(static_cast<std::uint32_t>(node.imm));
  return UnlessGivenUp(b.CreateCall(module.RuleFunction(callee, Path::kKnown), arguments, "call"));
}

Value* KnownWriter::SetOf(std::span<Value* const> members) {
  Value* mask = Int(0);
  std::uint64_t ordinal = 0;
  for (Value* member : members) {
    Value* bit = b.CreateZExt(AsTruth(member), module.i64);
    mask = b.CreateOr(mask, b.CreateShl(bit, ordinal++), "mask");
  }
  return mask;
}

// `and`, `or` as a value: computed whole when that is little, else by branching.
Value* KnownWriter::Junction(const ir::Node& node) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  if (std::ranges::all_of(operands, [&](ir::NodeId id) { return weights.IsCheap(id); }) &&
      operands.size() <= kCheap / 2) {
    llvm::SmallVector<Attempt> attempts;
    std::ranges::transform(operands, std::back_inserter(attempts),
                           [&](ir::NodeId id) { return Straight(id); });
    return UnlessInDoubt(Row(node.op, attempts));
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
// do not decide. An operand in doubt leaves the decision to the others; only if none of them
// decides is the row undetermined.
void KnownWriter::BranchRow(ir::Op op, std::span<const ir::NodeId> operands, BasicBlock* yes,
                            BasicBlock* no) {
  const bool is_and = op == ir::Op::kAnd;
  BasicBlock* decided = is_and ? no : yes;
  BasicBlock* end = is_and ? yes : no;
  Value* open = No();
  const auto go_on_unless_decided = [&](const Attempt& operand) {
    Value* truth = AsTruth(operand.payload);
    Value* undecided = Either(is_and ? truth : Opposite(truth), operand.doubt);
    open = Either(open, operand.doubt);
    BasicBlock* next = NewBlock("next");
    BranchOn(undecided, next, decided);
    GoTo(next);
  };
  std::vector<std::uint32_t> row;
  std::ranges::transform(operands, std::back_inserter(row),
                         [&](ir::NodeId id) { return weights.Of(id); });
  if (const auto ranges = weights.CutIntoRanges(row); ranges.size() > 1) {
    for (const auto& [from, to] : ranges) {
      Value* attempt = RowApart(op, operands.subspan(from, to - from));
      go_on_unless_decided({b.CreateExtractValue(attempt, 0, "payload"),
                            Opposite(b.CreateExtractValue(attempt, 1, "is_known"))});
    }
    BranchRarely(open, give_up_, end);
    return;
  }
  std::vector<ir::NodeId> sorted(operands.begin(), operands.end());
  std::ranges::stable_sort(sorted, {}, [&](ir::NodeId id) { return weights.Of(id); });
  for (std::size_t i = 0; i < sorted.size();) {
    if (!weights.IsCheap(sorted[i])) {
      open = GoOnInDoubt(open, [&](BasicBlock* undecided) {
        Branch(sorted[i], is_and ? undecided : yes, is_and ? no : undecided);
      });
      ++i;
      continue;
    }
    llvm::SmallVector<Attempt> together;
    for (std::uint32_t weight = 0;
         i < sorted.size() && weights.IsCheap(sorted[i]) && weight <= 2 * kCheap; ++i) {
      together.push_back(Straight(sorted[i]));
      weight += weights.Of(sorted[i]) + 1;
    }
    go_on_unless_decided(Row(op, together));
  }
  BranchRarely(open, give_up_, end);
}

Value* KnownWriter::RowApart(ir::Op op, std::span<const ir::NodeId> operands) {
  KnownWriter part = BeginPart("row", module.attempt);
  Meeting meeting{part.NewBlock("met"), {}};
  BasicBlock* yes = part.NewBlock("yes");
  BasicBlock* no = part.NewBlock("no");
  part.BranchRow(op, operands, yes, no);
  part.GoTo(yes);
  part.Arrive(meeting, part.Yes());
  part.GoTo(no);
  part.Arrive(meeting, part.No());
  part.ReturnKnown(part.Meet(meeting, "row"));
  return CallPart(part);
}

Value* KnownWriter::If(const ir::Node& node) {
  const std::span<const ir::NodeId> operands = program.OperandsOf(node);
  if (std::ranges::all_of(operands, [&](ir::NodeId id) { return weights.IsCheap(id); })) {
    const Attempt attempts[] = {Straight(operands[0]), Straight(operands[1]),
                                Straight(operands[2])};
    return UnlessInDoubt(Choice(node, attempts));
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
