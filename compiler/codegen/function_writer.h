// What every path needs to write a function: the frame's arrays, truth and choice with what is
// known already folded away, blocks, values in scope.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/IRBuilder.h>

#include "compiler/codegen/module_writer.h"

namespace acta::codegen {

// A value being computed.
struct Val {
  // i1 for a truth value computed here, i64 otherwise. When `why` is not 0: anything, unless
  // settled.
  llvm::Value* payload = nullptr;
  // i32. Null: known, and known to be known.
  llvm::Value* why = nullptr;
  // The payload is already what an undetermined value shows: 0.
  bool settled = true;
  // i1, where they are at hand, so that nobody asks the reasons: whether it is known, whether it is
  // known to be yes, to be no.
  llvm::Value* is_known = nullptr;
  llvm::Value* yes = nullptr;
  llvm::Value* no = nullptr;

  [[nodiscard]] bool known() const { return why == nullptr; }
};

// What an expression may name: the parameters of its rule, the elements of the folds around it.
struct Scope {
  std::vector<Val> params;
  std::vector<std::pair<std::uint32_t, Val>> elements;

  [[nodiscard]] const Val& Element(std::uint32_t variable) const;
  [[nodiscard]] std::size_t size() const { return params.size() + elements.size(); }
};

class FunctionWriter {
 public:
  // Begins `function` with a block "entry".
  FunctionWriter(ModuleWriter& module, llvm::Function* function);
  FunctionWriter(const FunctionWriter&) = delete;
  FunctionWriter& operator=(const FunctionWriter&) = delete;

  ModuleWriter& module;
  const ir::Program& program;
  const Weights& weights;
  llvm::Function* const function;
  llvm::IRBuilder<> b;
  Scope scope;

  [[nodiscard]] llvm::Value* frame() const { return function->getArg(0); }

  [[nodiscard]] llvm::ConstantInt* Int(std::int64_t payload) {
    return b.getInt64(static_cast<std::uint64_t>(payload));
  }
  [[nodiscard]] llvm::ConstantInt* Why(std::uint32_t why) { return b.getInt32(why); }
  // The reason a node or rule gives: r + 1.
  [[nodiscard]] llvm::ConstantInt* Why(ir::ReasonId reason);
  [[nodiscard]] llvm::ConstantInt* Yes() { return b.getTrue(); }
  [[nodiscard]] llvm::ConstantInt* No() { return b.getFalse(); }

  // Logic on i1; what is constant makes no code.
  [[nodiscard]] llvm::Value* Both(llvm::Value* first, llvm::Value* second);
  [[nodiscard]] llvm::Value* Either(llvm::Value* first, llvm::Value* second);
  [[nodiscard]] llvm::Value* Opposite(llvm::Value* truth);
  [[nodiscard]] llvm::Value* Choose(llvm::Value* condition, llvm::Value* then_value,
                                    llvm::Value* else_value, const llvm::Twine& name = "");
  [[nodiscard]] llvm::Value* Same(llvm::Value* first, llvm::Value* second);
  [[nodiscard]] static bool IsYes(const llvm::Value* truth);
  [[nodiscard]] static bool IsNo(const llvm::Value* truth);

  // A payload as i64, a truth value as i1.
  [[nodiscard]] llvm::Value* AsInteger(llvm::Value* payload);
  [[nodiscard]] llvm::Value* AsTruth(llvm::Value* payload);

  [[nodiscard]] llvm::BasicBlock* NewBlock(const llvm::Twine& name);
  void GoTo(llvm::BasicBlock* block) { b.SetInsertPoint(block); }
  // Branches to `rare` when the condition holds, which is hardly ever.
  void BranchRarely(llvm::Value* condition, llvm::BasicBlock* rare, llvm::BasicBlock* usual);
  // `compute()` in a block of its own when `condition`, else `otherwise`.
  [[nodiscard]] llvm::Value* When(llvm::Value* condition, llvm::Value* otherwise,
                                  const std::function<llvm::Value*()>& compute,
                                  const llvm::Twine& name, llvm::MDNode* how_often = nullptr);
  // Likewise, when the condition hardly ever holds.
  [[nodiscard]] llvm::Value* WhenRarely(llvm::Value* condition, llvm::Value* otherwise,
                                        const std::function<llvm::Value*()>& compute,
                                        const llvm::Twine& name);

  // What the case has in a slot: the payload, or ACTA_MISSING.
  [[nodiscard]] llvm::Value* LoadSlot(llvm::Value* slot, const llvm::Twine& name);
  [[nodiscard]] llvm::Value* IsMissing(llvm::Value* payload);
  // Places in the arrays of the frame.
  [[nodiscard]] llvm::Value* ValuePlace(ir::RuleId rule);
  [[nodiscard]] llvm::Value* WhyPlace(ir::RuleId rule);
  // The frame's arrays are read when first needed, at the head of the function.
  [[nodiscard]] llvm::Value* FrameArray(FrameField field);
  // Room for what a kernel writes.
  [[nodiscard]] llvm::Value* OutPlace();

  // The slots of an element of the list that `node` folds.
  [[nodiscard]] std::uint32_t ElementWidth(const ir::Node& fold) const;
  [[nodiscard]] bool ElementIsEntity(const ir::Node& fold) const;

 private:
  llvm::BasicBlock* entry_;
  llvm::Value* arrays_[3] = {nullptr, nullptr, nullptr};
  llvm::Value* out_place_ = nullptr;
};

}  // namespace acta::codegen
