#include "compiler/codegen/function_writer.h"

#include <algorithm>

#include "acta/evaluator.h"
#include "compiler/base/check.h"

namespace acta::codegen {

const Val& Scope::Element(std::uint32_t variable) const {
  const auto found = std::ranges::find(elements, variable, &std::pair<std::uint32_t, Val>::first);
  ACTA_CHECK(found != elements.end(), "an element is named only inside the fold over its list");
  return found->second;
}

FunctionWriter::FunctionWriter(ModuleWriter& module_writer, llvm::Function* written)
    : module(module_writer),
      program(module_writer.program()),
      weights(module_writer.weights()),
      function(written),
      b(module_writer.context()) {
  ACTA_CHECK(function->empty(), "a function is written once");
  function->getArg(0)->setName("frame");
  entry_ = NewBlock("entry");
  llvm::BasicBlock* body = NewBlock("body");
  b.SetInsertPoint(entry_);
  b.CreateBr(body);
  b.SetInsertPoint(body);
}

llvm::ConstantInt* FunctionWriter::Why(ir::ReasonId reason) {
  ACTA_CHECK(reason.valid(), "what can fail says for which reason");
  return b.getInt32(reason.value + 1);
}

bool FunctionWriter::IsYes(const llvm::Value* truth) {
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(truth);
  return constant != nullptr && constant->isOne();
}

bool FunctionWriter::IsNo(const llvm::Value* truth) {
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(truth);
  return constant != nullptr && constant->isZero();
}

llvm::Value* FunctionWriter::Both(llvm::Value* first, llvm::Value* second) {
  if (IsNo(first) || IsYes(second) || first == second) {
    return first;
  }
  if (IsNo(second) || IsYes(first)) {
    return second;
  }
  return b.CreateAnd(first, second);
}

llvm::Value* FunctionWriter::Either(llvm::Value* first, llvm::Value* second) {
  if (IsYes(first) || IsNo(second) || first == second) {
    return first;
  }
  if (IsYes(second) || IsNo(first)) {
    return second;
  }
  return b.CreateOr(first, second);
}

llvm::Value* FunctionWriter::Opposite(llvm::Value* truth) {
  return b.CreateXor(truth, Yes());
}

llvm::Value* FunctionWriter::Choose(llvm::Value* condition, llvm::Value* then_value,
                                    llvm::Value* else_value, const llvm::Twine& name) {
  if (IsYes(condition) || then_value == else_value) {
    return then_value;
  }
  if (IsNo(condition)) {
    return else_value;
  }
  if (then_value->getType() == module.i1) {
    // Truth values are chosen by logic where one of them is constant.
    if (IsYes(then_value)) {
      return Either(condition, else_value);
    }
    if (IsNo(then_value)) {
      return Both(Opposite(condition), else_value);
    }
    if (IsNo(else_value)) {
      return Both(condition, then_value);
    }
  }
  return b.CreateSelect(condition, then_value, else_value, name);
}

llvm::Value* FunctionWriter::Same(llvm::Value* first, llvm::Value* second) {
  if (first == second) {
    return Yes();
  }
  if (first->getType() != second->getType()) {
    first = AsInteger(first);
    second = AsInteger(second);
  }
  return b.CreateICmpEQ(first, second);
}

llvm::Value* FunctionWriter::AsInteger(llvm::Value* payload) {
  return payload->getType() == module.i1 ? b.CreateZExt(payload, module.i64) : payload;
}

llvm::Value* FunctionWriter::AsTruth(llvm::Value* payload) {
  return payload->getType() == module.i1 ? payload : b.CreateICmpNE(payload, Int(0));
}

llvm::BasicBlock* FunctionWriter::NewBlock(const llvm::Twine& name) {
  return llvm::BasicBlock::Create(module.context(), name, function);
}

void FunctionWriter::BranchRarely(llvm::Value* condition, llvm::BasicBlock* rare,
                                  llvm::BasicBlock* usual) {
  if (IsNo(condition)) {
    b.CreateBr(usual);
    return;
  }
  b.CreateCondBr(condition, rare, usual, module.rarely);
}

llvm::Value* FunctionWriter::When(llvm::Value* condition, llvm::Value* otherwise,
                                  const std::function<llvm::Value*()>& compute,
                                  const llvm::Twine& name, llvm::MDNode* how_often) {
  if (IsNo(condition)) {
    return otherwise;
  }
  llvm::BasicBlock* before = b.GetInsertBlock();
  llvm::BasicBlock* when = NewBlock(name + ".when");
  llvm::BasicBlock* after = NewBlock(name + ".after");
  b.CreateCondBr(condition, when, after, how_often);
  GoTo(when);
  llvm::Value* computed = compute();
  llvm::BasicBlock* computed_in = b.GetInsertBlock();
  b.CreateBr(after);
  GoTo(after);
  llvm::PHINode* merged = b.CreatePHI(otherwise->getType(), 2, name);
  merged->addIncoming(otherwise, before);
  merged->addIncoming(computed, computed_in);
  return merged;
}

llvm::Value* FunctionWriter::WhenRarely(llvm::Value* condition, llvm::Value* otherwise,
                                        const std::function<llvm::Value*()>& compute,
                                        const llvm::Twine& name) {
  return When(condition, otherwise, compute, name, module.rarely);
}

llvm::Value* FunctionWriter::LoadSlot(llvm::Value* slot, const llvm::Twine& name) {
  llvm::Value* place = b.CreateGEP(module.i64, FrameArray(FrameField::kSlots), slot);
  llvm::LoadInst* load = b.CreateLoad(module.i64, place, name);
  // A case does not change while it is evaluated.
  load->setMetadata(llvm::LLVMContext::MD_invariant_load, llvm::MDNode::get(module.context(), {}));
  return load;
}

llvm::Value* FunctionWriter::IsMissing(llvm::Value* payload) {
  return b.CreateICmpEQ(payload, Int(ACTA_MISSING), "missing");
}

llvm::Value* FunctionWriter::ValuePlace(ir::RuleId rule) {
  return b.CreateConstInBoundsGEP1_64(module.i64, FrameArray(FrameField::kValues), rule.value);
}

llvm::Value* FunctionWriter::WhyPlace(ir::RuleId rule) {
  return b.CreateConstInBoundsGEP1_64(module.i32, FrameArray(FrameField::kWhys), rule.value);
}

llvm::Value* FunctionWriter::FrameArray(FrameField field) {
  const unsigned first = static_cast<unsigned>(FrameField::kSlots);
  llvm::Value*& array = arrays_[static_cast<unsigned>(field) - first];
  if (array == nullptr) {
    static constexpr const char* kNames[] = {"slots", "values", "whys"};
    llvm::IRBuilder<> head(entry_->getTerminator());
    llvm::Value* place = head.CreateStructGEP(module.frame, frame(), static_cast<unsigned>(field));
    array = head.CreateLoad(module.pointer, place, kNames[static_cast<unsigned>(field) - first]);
  }
  return array;
}

llvm::Value* FunctionWriter::OutPlace() {
  if (out_place_ == nullptr) {
    llvm::IRBuilder<> head(entry_, entry_->begin());
    out_place_ = head.CreateAlloca(module.i64, nullptr, "out");
  }
  return out_place_;
}

bool FunctionWriter::ElementIsEntity(const ir::Node& fold) const {
  const ir::Type& list = program.types[program.nodes[program.OperandsOf(fold)[0]].type];
  return program.types[list.element].kind == ir::Kind::kEntity;
}

std::uint32_t FunctionWriter::ElementWidth(const ir::Node& fold) const {
  const ir::Type& list = program.types[program.nodes[program.OperandsOf(fold)[0]].type];
  const ir::Type& element = program.types[list.element];
  return element.kind == ir::Kind::kEntity ? program.entities[element.entity].width : 1;
}

}  // namespace acta::codegen
