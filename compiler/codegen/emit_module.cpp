#include "compiler/codegen/emit_module.h"

#include <algorithm>
#include <utility>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/base/check.h"
#include "compiler/codegen/full.h"
#include "compiler/codegen/known.h"

namespace acta::codegen {
namespace {

constexpr std::size_t kMostRulesInChunk = 100;

// Chunks and batches of bounded weight, in the order given.
class Cutter {
 public:
  explicit Cutter(const Weights& weights) : weights_(weights) {}

  void AddRule(ir::RuleId rule) {
    const std::uint32_t weight = weights_.Of(rule);
    if (chunk_.size() == kMostRulesInChunk ||
        (!chunk_.empty() && chunk_weight_ + weight > weights_.cutting().chunk)) {
      EndChunk();
    }
    chunk_.push_back(rule);
    chunk_weight_ += weight;
  }
  void AddCallee(ir::RuleId rule) {
    Weigh(weights_.Of(rule));
    batch_.callees.push_back(rule);
  }
  std::vector<Batch> Finish() && {
    EndChunk();
    EndBatch();
    return std::move(batches_);
  }

 private:
  void Weigh(std::uint32_t weight) {
    if (batch_weight_ + weight > weights_.cutting().module) {
      EndBatch();
    }
    batch_weight_ += weight;
  }
  void EndChunk() {
    if (chunk_.empty()) {
      return;
    }
    Weigh(chunk_weight_);
    batch_.chunks.push_back(std::exchange(chunk_, {}));
    chunk_weight_ = 0;
  }
  void EndBatch() {
    const bool empty = batch_.chunks.empty() && batch_.callees.empty();
    const std::size_t next = batch_.first + batch_.chunks.size();
    if (!empty) {
      batches_.push_back(std::move(batch_));
    }
    batch_ = Batch{.first = next};
    batch_weight_ = 0;
  }

  const Weights& weights_;
  Chunk chunk_;
  std::uint32_t chunk_weight_ = 0;
  Batch batch_;
  std::uint32_t batch_weight_ = 0;
  std::vector<Batch> batches_;
};

void WriteKnown(ModuleWriter& module, const Batch& batch) {
  for (const ir::RuleId callee : batch.callees) {
    Scope scope;
    scope.params.resize(module.program().rules[callee].params.size());
    KnownWriter(module, module.RuleFunction(callee, Path::kKnown), scope).WriteCallee(callee);
  }
  for (std::size_t i = 0; i < batch.chunks.size(); ++i) {
    const std::size_t chunk = batch.first + i;
    KnownWriter(module, module.ChunkFunction(chunk, Path::kKnown)).WriteRules(batch.chunks[i]);
  }
}

void WriteFull(ModuleWriter& module, const Batch& batch) {
  const auto write = [&](ir::RuleId rule) {
    FullWriter(module, module.RuleFunction(rule, Path::kFull), Path::kFull).WriteFunction(rule);
  };
  std::ranges::for_each(batch.callees, write);
  for (const Chunk& chunk : batch.chunks) {
    std::ranges::for_each(chunk, write);
  }
}

void WriteTraced(ModuleWriter& module, const Batch& batch) {
  for (const ir::RuleId callee : batch.callees) {
    FullWriter(module, module.RuleFunction(callee, Path::kTraced), Path::kTraced)
        .WriteFunction(callee);
  }
  for (std::size_t i = 0; i < batch.chunks.size(); ++i) {
    FullWriter(module, module.ChunkFunction(batch.first + i, Path::kTraced), Path::kTraced)
        .WriteRules(batch.chunks[i]);
  }
}

}  // namespace

void Verify(const llvm::Module& module) {
  std::string faults;
  llvm::raw_string_ostream out(faults);
  const bool broken = llvm::verifyModule(module, &out);
  ACTA_CHECK(!broken, "the code generator writes well-formed modules: " + faults);
}

ActEmitter::ActEmitter(const ir::RuleGraph& graph, const Cutting& cutting)
    : program_(graph.program), weights_(*graph.program, cutting) {
  Cutter cutter(weights_);
  for (const ir::RuleId callee : graph.callees) {
    cutter.AddCallee(callee);
    weight_ += weights_.Of(callee);
  }
  for (const ir::RuleId rule : graph.order) {
    cutter.AddRule(rule);
    weight_ += weights_.Of(rule);
  }
  batches_ = std::move(cutter).Finish();
}

std::unique_ptr<llvm::Module> ActEmitter::EmitBatch(llvm::LLVMContext& context, const Batch& batch,
                                                    Path path) const {
  auto module = std::make_unique<llvm::Module>(NameOf(path), context);
  ModuleWriter writer(*module, *program_, weights_);
  switch (path) {
    case Path::kKnown:
      WriteKnown(writer, batch);
      break;
    case Path::kFull:
      WriteFull(writer, batch);
      break;
    case Path::kTraced:
      WriteTraced(writer, batch);
      break;
  }
  Verify(*module);
  return module;
}

std::unique_ptr<llvm::Module> ActEmitter::EmitEntry(llvm::LLVMContext& context, Path path,
                                                    const std::string& symbol) const {
  auto module = std::make_unique<llvm::Module>(symbol, context);
  ModuleWriter writer(*module, *program_, weights_);
  llvm::Function* entry =
      writer.Declare(symbol, llvm::FunctionType::get(writer.nothing, {writer.pointer}, false));
  llvm::IRBuilder<> b(llvm::BasicBlock::Create(context, "entry", entry));
  for (const Batch& batch : batches_) {
    for (std::size_t i = 0; i < batch.chunks.size(); ++i) {
      llvm::Function* chunk = writer.ChunkFunction(batch.first + i, path);
      b.CreateCall(chunk, {entry->getArg(0)});
      if (path == Path::kFull) {
        FullWriter(writer, chunk, path).CallRules(batch.chunks[i]);
      }
    }
  }
  b.CreateRetVoid();
  Verify(*module);
  return module;
}

std::unique_ptr<llvm::Module> ActEmitter::EmitTables(llvm::LLVMContext& context) const {
  auto module = std::make_unique<llvm::Module>("tables", context);
  ModuleWriter writer(*module, *program_, weights_);
  WriteTables(writer);
  Verify(*module);
  return module;
}

}  // namespace acta::codegen
