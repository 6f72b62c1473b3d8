// Folds over lists on the known path.
#include "acta/evaluator.h"
#include "compiler/codegen/known.h"

namespace acta::codegen {

using llvm::BasicBlock;
using llvm::Value;

// each:    %index, %carried = phi ...; br (%index < %length), label %element, label %done
// element: ... body ...; br label %each
struct KnownWriter::Loop {
  BasicBlock* each;
  BasicBlock* done;
  llvm::PHINode* index;
  std::vector<llvm::PHINode*> carried;
};

KnownWriter::Loop KnownWriter::BeginLoop(const ir::Node& fold, std::span<Value* const> carried) {
  Value* list = AsInteger(Node(program.OperandsOf(fold)[0]));
  Value* base = b.CreateLShr(list, Int(32), "base");
  Value* length = b.CreateAnd(list, Int(0xffffffff), "length");
  BasicBlock* before = b.GetInsertBlock();
  Loop loop{.each = NewBlock("each"), .done = NewBlock("done"), .index = nullptr, .carried = {}};
  BasicBlock* element = NewBlock("element");
  b.CreateBr(loop.each);

  GoTo(loop.each);
  loop.index = b.CreatePHI(module.i64, 2, "index");
  loop.index->addIncoming(Int(0), before);
  for (Value* initial : carried) {
    loop.carried.push_back(b.CreatePHI(initial->getType(), 2, "carried"));
    loop.carried.back()->addIncoming(initial, before);
  }
  b.CreateCondBr(b.CreateICmpULT(loop.index, length, "more"), element, loop.done);

  GoTo(element);
  Value* offset = b.CreateMul(loop.index, Int(ElementWidth(fold)));
  Value* slot = b.CreateAdd(base, offset, "slot");
  scope.elements.emplace_back(fold.aux,
                              Val{ElementIsEntity(fold) ? slot : UnlessInDoubt(Slot(slot))});
  return loop;
}

void KnownWriter::NextRound(Loop& loop, std::span<Value* const> carried) {
  loop.index->addIncoming(b.CreateAdd(loop.index, Int(1), "next"), b.GetInsertBlock());
  for (std::size_t i = 0; i < carried.size(); ++i) {
    loop.carried[i]->addIncoming(carried[i], b.GetInsertBlock());
  }
  b.CreateBr(loop.each);
}

void KnownWriter::EndLoop(Loop& loop) {
  scope.elements.pop_back();
  GoTo(loop.done);
}

// Ends with the k-th that is yes. Elements in doubt matter only if there are enough of them to
// decide.
Value* KnownWriter::AtLeast(const ir::Node& node) {
  Value* initial[] = {Int(0), Int(0)};
  Loop loop = BeginLoop(node, initial);
  Meeting meeting{NewBlock("at_least"), {}};
  const Attempt attempt = Try(program.OperandsOf(node)[1]);
  Value* yes = Both(AsTruth(attempt.payload), Opposite(attempt.doubt));
  Value* count = b.CreateAdd(loop.carried[0], b.CreateZExt(yes, module.i64), "count");
  Value* open = b.CreateAdd(loop.carried[1], b.CreateZExt(attempt.doubt, module.i64), "open");
  BasicBlock* next = NewBlock("next");
  meeting.arrivals.emplace_back(Yes(), b.GetInsertBlock());
  b.CreateCondBr(b.CreateICmpSGE(count, Int(node.imm), "enough"), meeting.block, next);
  GoTo(next);
  Value* carried[] = {count, open};
  NextRound(loop, carried);
  EndLoop(loop);
  Value* enough = b.CreateICmpSGE(loop.carried[0], Int(node.imm), "enough");
  Value* possible =
      b.CreateICmpSGE(b.CreateAdd(loop.carried[0], loop.carried[1]), Int(node.imm), "possible");
  GiveUpWhen(Both(possible, Opposite(enough)));
  Arrive(meeting, enough);
  return Meet(meeting, "at_least");
}

Value* KnownWriter::Count(const ir::Node& node) {
  Value* initial[] = {Int(0)};
  Loop loop = BeginLoop(node, initial);
  Value* yes = AsTruth(Node(program.OperandsOf(node)[1]));
  Value* carried[] = {b.CreateAdd(loop.carried[0], b.CreateZExt(yes, module.i64), "count")};
  NextRound(loop, carried);
  EndLoop(loop);
  return loop.carried[0];
}

// The exact total, in 128 bits; whether it fits is asked at the end.
Value* KnownWriter::Sum(const ir::Node& node) {
  llvm::Type* wide = b.getInt128Ty();
  Value* initial[] = {llvm::ConstantInt::get(wide, 0)};
  Loop loop = BeginLoop(node, initial);
  BasicBlock* included = NewBlock("included");
  Meeting meeting{NewBlock("summed"), {}};
  BasicBlock* excluded = NewBlock("excluded");
  Branch(program.OperandsOf(node)[1], included, excluded);
  GoTo(excluded);
  Arrive(meeting, Int(0));
  GoTo(included);
  Arrive(meeting, Node(program.OperandsOf(node)[2]));
  Value* term = AsInteger(Meet(meeting, "term"));
  Value* carried[] = {b.CreateAdd(loop.carried[0], b.CreateSExt(term, wide), "total")};
  NextRound(loop, carried);
  EndLoop(loop);
  Value* total = b.CreateTrunc(loop.carried[0], module.i64, "total");
  GiveUpWhen(b.CreateICmpNE(b.CreateSExt(total, wide), loop.carried[0]));
  GiveUpWhen(b.CreateICmpSLT(total, Int(INT64_MIN + 2), "reserved"));
  return total;
}

Value* KnownWriter::Extreme(const ir::Node& node) {
  const auto better =
      node.op == ir::Op::kEarliest ? llvm::CmpInst::ICMP_SLT : llvm::CmpInst::ICMP_SGT;
  Value* initial[] = {No(), Int(ACTA_ABSENT)};
  Loop loop = BeginLoop(node, initial);
  BasicBlock* included = NewBlock("included");
  BasicBlock* excluded = NewBlock("excluded");
  Branch(program.OperandsOf(node)[1], included, excluded);
  GoTo(excluded);
  Value* unchanged[] = {loop.carried[0], loop.carried[1]};
  NextRound(loop, unchanged);
  GoTo(included);
  Value* value = AsInteger(Node(program.OperandsOf(node)[2]));
  Value* improves = Either(Opposite(loop.carried[0]), b.CreateICmp(better, value, loop.carried[1]));
  Value* carried[] = {Yes(), Choose(improves, value, loop.carried[1], "best")};
  NextRound(loop, carried);
  EndLoop(loop);
  return loop.carried[1];
}

}  // namespace acta::codegen
