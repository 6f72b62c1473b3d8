// Folds over lists on the full path: one loop each, every element evaluated.
#include "acta/evaluator.h"
#include "compiler/codegen/full.h"

namespace acta::codegen {

using llvm::Value;

Val FullWriter::ElementOf(const ir::Node& fold, Value* slot) {
  if (ElementIsEntity(fold)) {
    return {slot};
  }
  return Slot(slot, b.CreateOr(b.CreateTrunc(slot, module.i32), Why(ACTA_WHY_SLOT)));
}

// each:
//   %index = phi i64 [0, %before], [%next, %last_of_body]
//   %carried = phi ...
//   %more = icmp ult i64 %index, %length
//   br i1 %more, label %element, label %done
// element:
//   %slot = %base + %index * width
//   ... body ...
//   br label %each
std::vector<Value*> FullWriter::ForEach(
    const ir::Node& fold, const Val& list, std::vector<Value*> carried,
    const std::function<std::vector<Value*>(std::span<Value* const>)>& body) {
  // An undetermined list has no elements.
  Value* packed = Choose(IsKnown(list), AsInteger(list.payload), Int(0), "list");
  Value* base = b.CreateLShr(packed, Int(32), "base");
  Value* length = b.CreateAnd(packed, Int(0xffffffff), "length");
  llvm::BasicBlock* before = b.GetInsertBlock();
  llvm::BasicBlock* each = NewBlock("each");
  llvm::BasicBlock* element = NewBlock("element");
  llvm::BasicBlock* done = NewBlock("done");
  EndStretch();
  b.CreateBr(each);

  GoTo(each);
  llvm::PHINode* index = b.CreatePHI(module.i64, 2, "index");
  index->addIncoming(Int(0), before);
  std::vector<llvm::PHINode*> phis;
  std::vector<Value*> current;
  for (Value* initial : carried) {
    phis.push_back(b.CreatePHI(initial->getType(), 2, "carried"));
    phis.back()->addIncoming(initial, before);
    current.push_back(phis.back());
  }
  b.CreateCondBr(b.CreateICmpULT(index, length, "more"), element, done);

  GoTo(element);
  Value* offset = b.CreateMul(index, Int(ElementWidth(fold)));
  Value* slot = b.CreateAdd(base, offset, "slot");
  scope.elements.emplace_back(fold.aux, ElementOf(fold, slot));
  const auto read_before = read_;
  const std::vector<Value*> next = body(current);
  EndStretch();
  read_ = read_before;
  scope.elements.pop_back();
  index->addIncoming(b.CreateAdd(index, Int(1), "next"), b.GetInsertBlock());
  for (std::size_t i = 0; i < phis.size(); ++i) {
    phis[i]->addIncoming(next[i], b.GetInsertBlock());
  }
  b.CreateBr(each);

  GoTo(done);
  return current;
}

namespace {

Value* Increment(FunctionWriter& w, Value* count, Value* when) {
  return w.b.CreateAdd(count, w.b.CreateZExt(when, w.module.i64), "count");
}

}  // namespace

// The reasons of the list, or those of the elements, of which there are then none.
static Val WithList(FunctionWriter& w, const Val& list, Value* payload, Value* why,
                    Value* list_known) {
  if (!list.known()) {
    why = w.Choose(list_known, why, list.why, "why");
  }
  return {payload, why, /*settled=*/false};
}

Val FullWriter::AtLeast(const ir::Node& node) {
  const auto operands = program.OperandsOf(node);
  const Val list = Node(operands[0]);
  const auto results =
      ForEach(node, list, {Int(0), Int(0), Why(0u)}, [&](std::span<Value* const> so_far) {
        const Val truth = Node(operands[1]);
        Value* yes = Increment(*this, so_far[0], KnownYes(truth));
        Value* open = Increment(*this, so_far[1], Opposite(IsKnown(truth)));
        Value* whys[] = {so_far[2], truth.why};
        return std::vector<Value*>{yes, open, JoinAll(whys)};
      });
  Value* enough = b.CreateICmpSGE(results[0], Int(node.imm), "enough");
  Value* possible = b.CreateICmpSGE(b.CreateAdd(results[0], results[1]), Int(node.imm), "possible");
  Value* open = Both(possible, Opposite(enough));
  return WithList(*this, list, enough, Choose(open, results[2], Why(0u)), IsKnown(list));
}

Val FullWriter::Count(const ir::Node& node) {
  const auto operands = program.OperandsOf(node);
  const Val list = Node(operands[0]);
  const auto results = ForEach(node, list, {Int(0), Why(0u)}, [&](std::span<Value* const> so_far) {
    const Val truth = Node(operands[1]);
    Value* whys[] = {so_far[1], truth.why};
    Value* yes = Increment(*this, so_far[0], KnownYes(truth));
    return std::vector<Value*>{yes, JoinAll(whys)};
  });
  return WithList(*this, list, results[0], results[1], IsKnown(list));
}

// The exact total, in 128 bits; whether it fits is asked at the end.
Val FullWriter::Sum(const ir::Node& node) {
  const auto operands = program.OperandsOf(node);
  llvm::Type* wide = b.getInt128Ty();
  const Val list = Node(operands[0]);
  const auto results = ForEach(
      node, list, {llvm::ConstantInt::get(wide, 0), Why(0u)}, [&](std::span<Value* const> so_far) {
        const Val condition = Node(operands[1]);
        const Val value = Node(operands[2]);
        Value* excluded = KnownNo(condition);
        Value* whys[] = {
            so_far[1], condition.why,
            value.known() ? nullptr : Choose(excluded, Why(0u), value.why, "value_why")};
        Value* why = JoinAll(whys);
        Value* term = Choose(KnownYes(condition), AsInteger(value.payload), Int(0), "term");
        Value* total = b.CreateAdd(so_far[0], b.CreateSExt(term, wide), "total");
        return std::vector<Value*>{total, why == nullptr ? so_far[1] : why};
      });
  Value* total = b.CreateTrunc(results[0], module.i64, "total");
  Value* fits = Both(b.CreateICmpEQ(b.CreateSExt(total, wide), results[0]),
                     b.CreateICmpSGE(total, Int(INT64_MIN + 2)));
  Value* own = Choose(fits, Why(0u), Why(node.reason), "own_why");
  Value* why = Choose(b.CreateICmpEQ(results[1], Why(0u)), own, results[1], "why");
  return WithList(*this, list, total, why, IsKnown(list));
}

Val FullWriter::Extreme(const ir::Node& node) {
  const auto operands = program.OperandsOf(node);
  const auto better =
      node.op == ir::Op::kEarliest ? llvm::CmpInst::ICMP_SLT : llvm::CmpInst::ICMP_SGT;
  const Val list = Node(operands[0]);
  const auto results =
      ForEach(node, list, {No(), Int(ACTA_ABSENT), Why(0u)}, [&](std::span<Value* const> so_far) {
        const Val condition = Node(operands[1]);
        const Val value = Node(operands[2]);
        Value* excluded = KnownNo(condition);
        Value* whys[] = {
            so_far[2], condition.why,
            value.known() ? nullptr : Choose(excluded, Why(0u), value.why, "value_why")};
        Value* why = JoinAll(whys);
        Value* payload = AsInteger(value.payload);
        Value* included = KnownYes(condition);
        Value* improves = Either(Opposite(so_far[0]), b.CreateICmp(better, payload, so_far[1]));
        Value* best = Choose(Both(included, improves), payload, so_far[1], "best");
        return std::vector<Value*>{Either(so_far[0], included), best,
                                   why == nullptr ? so_far[2] : why};
      });
  return WithList(*this, list, results[1], results[2], IsKnown(list));
}

}  // namespace acta::codegen
