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

// Chunks and bundles of bounded weight, in the order given.
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
    bundle_.callees.push_back(rule);
  }
  std::vector<Bundle> Finish() && {
    EndChunk();
    EndBundle();
    return std::move(bundles_);
  }

 private:
  void Weigh(std::uint32_t weight) {
    if (bundle_weight_ + weight > weights_.cutting().module) {
      EndBundle();
    }
    bundle_weight_ += weight;
  }
  void EndChunk() {
    if (chunk_.empty()) {
      return;
    }
    Weigh(chunk_weight_);
    bundle_.chunks.push_back(std::exchange(chunk_, {}));
    chunk_weight_ = 0;
  }
  void EndBundle() {
    const bool empty = bundle_.chunks.empty() && bundle_.callees.empty();
    const std::size_t next = bundle_.first + bundle_.chunks.size();
    if (!empty) {
      bundles_.push_back(std::move(bundle_));
    }
    bundle_ = Bundle{.first = next};
    bundle_weight_ = 0;
  }

  const Weights& weights_;
  Chunk chunk_;
  std::uint32_t chunk_weight_ = 0;
  Bundle bundle_;
  std::uint32_t bundle_weight_ = 0;
  std::vector<Bundle> bundles_;
};

void WriteKnown(ModuleWriter& module, const Bundle& bundle) {
  for (const ir::RuleId callee : bundle.callees) {
    Scope scope;
    scope.params.resize(module.program().rules[callee].params.size());
    KnownWriter(module, module.RuleFunction(callee, Path::kKnown), scope).WriteCallee(callee);
  }
  for (std::size_t i = 0; i < bundle.chunks.size(); ++i) {
    const std::size_t chunk = bundle.first + i;
    KnownWriter(module, module.ChunkFunction(chunk, Path::kKnown)).WriteRules(bundle.chunks[i]);
  }
}

void WriteFull(ModuleWriter& module, const Bundle& bundle) {
  const auto write = [&](ir::RuleId rule) {
    FullWriter(module, module.RuleFunction(rule, Path::kFull), Path::kFull).WriteFunction(rule);
  };
  std::ranges::for_each(bundle.callees, write);
  for (const Chunk& chunk : bundle.chunks) {
    std::ranges::for_each(chunk, write);
  }
}

void WriteTraced(ModuleWriter& module, const Bundle& bundle) {
  for (const ir::RuleId callee : bundle.callees) {
    FullWriter(module, module.RuleFunction(callee, Path::kTraced), Path::kTraced)
        .WriteFunction(callee);
  }
  for (std::size_t i = 0; i < bundle.chunks.size(); ++i) {
    FullWriter(module, module.ChunkFunction(bundle.first + i, Path::kTraced), Path::kTraced)
        .WriteRules(bundle.chunks[i]);
  }
}

}  // namespace

void Verify([[maybe_unused]] const llvm::Module& module) {
#ifdef ACTA_CHECKED
  std::string faults;
  llvm::raw_string_ostream out(faults);
  const bool broken = llvm::verifyModule(module, &out);
  ACTA_CHECK(!broken, "the code generator writes well-formed modules: " + faults);
#endif
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
  bundles_ = std::move(cutter).Finish();
}

std::unique_ptr<llvm::Module> ActEmitter::EmitBundle(llvm::LLVMContext& context,
                                                     const Bundle& bundle, Path path) const {
  auto module = std::make_unique<llvm::Module>(NameOf(path), context);
  ModuleWriter writer(*module, *program_, weights_);
  switch (path) {
    case Path::kKnown:
      WriteKnown(writer, bundle);
      break;
    case Path::kFull:
      WriteFull(writer, bundle);
      break;
    case Path::kTraced:
      WriteTraced(writer, bundle);
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
  for (const Bundle& bundle : bundles_) {
    for (std::size_t i = 0; i < bundle.chunks.size(); ++i) {
      llvm::Function* chunk = writer.ChunkFunction(bundle.first + i, path);
      b.CreateCall(chunk, {entry->getArg(0)});
      if (path == Path::kFull) {
        FullWriter(writer, chunk, path).CallRules(bundle.chunks[i]);
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
