#include "compiler/codegen/jit.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <span>
#include <utility>

#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/IR/IRBuilder.h>

#include "compiler/base/check.h"
#include "compiler/codegen/batch.h"
#include "compiler/codegen/emit_module.h"
#include "compiler/codegen/kernels.h"
#include "compiler/codegen/object.h"
#include "compiler/codegen/parallel.h"

namespace acta {

namespace orc = llvm::orc;
using codegen::Effort;
using codegen::ObjectMaker;
using codegen::Path;

namespace {

using codegen::kRowSymbol;
using codegen::kTracedSymbol;
constexpr const char* kTracedDoorSymbol = "acta.traced.door";

Result<void> AsResult(llvm::Error error) {
  if (error) {
    return Fail("{}", llvm::toString(std::move(error)));
  }
  return {};
}

// Acts heavier than this (some 20,000 rules) are made quickly unless asked otherwise: whoever
// compiles them in memory waits. What undetermined values need is twice the code, and is made
// quickly for acts of some 2,000 rules already.
constexpr std::uint64_t kHeavyAct = 600'000;
constexpr std::uint64_t kLargeAct = 60'000;
// A path of an act heavier than this is worth a thread of its own.
constexpr std::uint64_t kWorthAThread = 2'000;

// How much work each path is worth: what usual cases run through is optimised, what unusual ones
// need is made quickly.
Effort EffortFor(Path path, OptimisationLevel level, std::uint64_t weight) {
  switch (level) {
    case OptimisationLevel::kFast:
      return Effort::kQuick;
    case OptimisationLevel::kDefault: {
      const std::uint64_t most = path == Path::kKnown  ? kHeavyAct
                                 : path == Path::kFull ? kLargeAct
                                                       : 0;
      return weight <= most ? Effort::kRow : Effort::kQuick;
    }
    case OptimisationLevel::kMost:
      return Effort::kGreat;
  }
  return Effort::kQuick;
}

// Wide operations as they stand are what the processor does; there is little to simplify.
Effort EffortForBatch(bool all_given, OptimisationLevel level, std::uint64_t weight) {
  return std::min(EffortFor(Path::kKnown, level, weight),
                  all_given ? Effort::kLight : Effort::kGaps);
}

}  // namespace

class CompiledAct::Impl {
 public:
  static Result<std::unique_ptr<Impl>> Make(const ir::RuleGraph& graph, const JitOptions& options);
  ~Impl();

  [[nodiscard]] acta_evaluator row() const { return row_; }
  [[nodiscard]] acta_evaluator traced() const { return traced_door_; }
  Result<Batch> CompileBatch();

 private:
  Impl(const ir::RuleGraph& graph, const JitOptions& options,
       std::unique_ptr<orc::ExecutorProcessControl> process);

  Result<void> CompileRow();
  Result<void> CompilePaths(std::span<const Path> paths);
  Result<void> CompileEntry(Path path, const char* symbol);
  Result<void> CompileTracedDoor();
  // The traced evaluator, made when it is first asked for. Called by compiled code.
  static acta_evaluator TracedOf(Impl* self);

  template <class EmitFn>
  Result<void> Add(ObjectMaker& maker, const EmitFn& emit);
  Result<void> DefineAbsolute(const char* symbol, void* address);
  Result<void> AddModule(ObjectMaker& maker, std::unique_ptr<llvm::Module> module);
  template <class Function = acta_evaluator>
  Result<Function> Find(const char* symbol);

  const ir::RuleGraph graph_;
  const JitOptions options_;
  const codegen::ActEmitter emitter_;
  orc::ExecutionSession session_;
  orc::ObjectLinkingLayer objects_;
  orc::JITDylib& library_;
  acta_evaluator row_ = nullptr;
  acta_evaluator traced_door_ = nullptr;
  std::once_flag traced_once_;
  acta_evaluator traced_ = nullptr;
  codegen::BatchPlan batch_plan_;
  acta_batch_plan batch_plan_view_{};
  acta_batch_code batch_code_{};
};

CompiledAct::Impl::Impl(const ir::RuleGraph& graph, const JitOptions& options,
                        std::unique_ptr<orc::ExecutorProcessControl> process)
    : graph_(graph),
      options_(options),
      emitter_(graph, options.cutting),
      session_(std::move(process)),
      objects_(session_, session_.getExecutorProcessControl().getMemMgr()),
      library_(session_.createBareJITDylib("act")) {
}

CompiledAct::Impl::~Impl() {
  llvm::cantFail(session_.endSession());
}

Result<std::unique_ptr<CompiledAct::Impl>> CompiledAct::Impl::Make(const ir::RuleGraph& graph,
                                                                   const JitOptions& options) {
  llvm::Expected<std::unique_ptr<orc::SelfExecutorProcessControl>> process =
      orc::SelfExecutorProcessControl::Create();
  if (!process) {
    return Fail("{}", llvm::toString(process.takeError()));
  }
  std::unique_ptr<Impl> impl(new Impl(graph, options, std::move(*process)));
  // Compiled code finds these, and nothing else of the process it runs in.
  for (const codegen::KernelRow& kernel : codegen::Kernels()) {
    ACTA_TRY_VOID(impl->DefineAbsolute(kernel.symbol, kernel.address));
  }
  ACTA_TRY_VOID(impl->CompileRow());
  ACTA_TRY_VOID(impl->CompileTracedDoor());
  return impl;
}

Result<void> CompiledAct::Impl::DefineAbsolute(const char* symbol, void* address) {
  const orc::ExecutorSymbolDef definition(orc::ExecutorAddr::fromPtr(address),
                                          llvm::JITSymbolFlags::Exported);
  return AsResult(library_.define(orc::absoluteSymbols({{session_.intern(symbol), definition}})));
}

template <class Function>
Result<Function> CompiledAct::Impl::Find(const char* symbol) {
  const orc::JITDylibSearchOrder order = {{&library_, orc::JITDylibLookupFlags::MatchAllSymbols}};
  llvm::Expected<orc::ExecutorSymbolDef> found = session_.lookup(order, session_.intern(symbol));
  if (!found) {
    return Fail("{}", llvm::toString(found.takeError()));
  }
  return found->getAddress().toPtr<Function>();
}

// Emits a module into a context of its own, so that what it took is given back, and adds its
// object.
template <class EmitFn>
Result<void> CompiledAct::Impl::Add(ObjectMaker& maker, const EmitFn& emit) {
  llvm::LLVMContext context;
  context.setDiscardValueNames(true);
  return AddModule(maker, emit(context));
}

Result<void> CompiledAct::Impl::AddModule(ObjectMaker& maker,
                                          std::unique_ptr<llvm::Module> module) {
  ACTA_TRY(std::unique_ptr<llvm::MemoryBuffer> object, maker.Make(*module));
  return AsResult(objects_.add(library_, std::move(object)));
}

Result<void> CompiledAct::Impl::CompilePaths(std::span<const Path> paths) {
  const std::span<const codegen::Bundle> bundles = emitter_.bundles();
  const std::uint64_t weight = emitter_.weight();
  const auto make_worker = [&] {
    return [&, makers = std::map<Effort, ObjectMaker>()](std::size_t i) mutable -> Result<void> {
      const Path path = paths[i / bundles.size()];
      const Effort effort = EffortFor(path, options_.level, weight);
      auto maker = makers.find(effort);
      if (maker == makers.end()) {
        ACTA_TRY(ObjectMaker made, ObjectMaker::ForHost(effort));
        maker = makers.emplace(effort, std::move(made)).first;
      }
      return Add(maker->second, [&](llvm::LLVMContext& context) {
        return emitter_.EmitBundle(context, bundles[i % bundles.size()], path);
      });
    };
  };
  return codegen::ShareAmongThreads(paths.size() * bundles.size(), make_worker,
                                    weight > kWorthAThread ? 1 : 2);
}

Result<void> CompiledAct::Impl::CompileEntry(Path path, const char* symbol) {
  ACTA_TRY(ObjectMaker maker, ObjectMaker::ForHost(Effort::kQuick));
  return Add(maker,
             [&](llvm::LLVMContext& context) { return emitter_.EmitEntry(context, path, symbol); });
}

Result<void> CompiledAct::Impl::CompileRow() {
  ACTA_TRY(ObjectMaker quick, ObjectMaker::ForHost(Effort::kQuick));
  ACTA_TRY_VOID(
      Add(quick, [&](llvm::LLVMContext& context) { return emitter_.EmitTables(context); }));
  static constexpr Path kPaths[] = {Path::kFull, Path::kKnown};
  const Path usual = options_.known_path ? Path::kKnown : Path::kFull;
  ACTA_TRY_VOID(CompilePaths(std::span(kPaths).first(options_.known_path ? 2 : 1)));
  ACTA_TRY_VOID(CompileEntry(usual, kRowSymbol));
  ACTA_TRY(row_, Find(kRowSymbol));
  return {};
}

// One evaluator for blocks in which all is given, one for others.
Result<CompiledAct::Batch> CompiledAct::Impl::CompileBatch() {
  if (batch_code_.general != nullptr) {
    return Batch{&batch_plan_view_, &batch_code_};
  }
  const codegen::BatchEmitter emitter(graph_);
  std::vector<std::vector<std::uint32_t>> scratch;
  const auto compile = [&](const char* symbol, bool all_given) -> Result<acta_batch_evaluator> {
    ACTA_TRY(ObjectMaker maker,
             ObjectMaker::ForHost(EffortForBatch(all_given, options_.level, emitter_.weight())));
    Result<void> added;
    scratch.push_back(emitter.Emit({.prefix = symbol,
                                    .cpu = {},
                                    .gathers = maker.has_gathers(),
                                    .all_given = all_given,
                                    .moves_bits = maker.moves_bits()},
                                   [&](std::unique_ptr<llvm::Module> module) {
                                     if (added.has_value()) {
                                       added = AddModule(maker, std::move(module));
                                     }
                                   }));
    ACTA_TRY_VOID(std::move(added));
    return Find<acta_batch_evaluator>(symbol);
  };
  ACTA_TRY(batch_code_.all_given, compile("acta.batch.given", /*all_given=*/true));
  ACTA_TRY(batch_code_.general, compile("acta.batch", /*all_given=*/false));
  batch_plan_ = emitter.PlanFor(scratch);
  batch_plan_view_ = batch_plan_.View();
  return Batch{&batch_plan_view_, &batch_code_};
}

// define void @acta.traced.door(ptr %frame) {
//   %made = load atomic ptr, ptr @traced acquire, align 8
//   %missing = icmp eq ptr %made, null
//   br i1 %missing, label %make, label %enter
// make:
//   %now = call ptr @acta.traced_of(ptr <this act>)
//   store atomic ptr %now, ptr @traced release, align 8
//   br label %enter
// enter:
//   %traced = phi ptr [%made, %entry], [%now, %make]
//   call void %traced(ptr %frame)
//   ret void
// }
Result<void> CompiledAct::Impl::CompileTracedDoor() {
  static constexpr const char* kMaker = "acta.traced_of";
  static constexpr const char* kSelf = "acta.self";
  ACTA_TRY_VOID(DefineAbsolute(kMaker, reinterpret_cast<void*>(&TracedOf)));
  ACTA_TRY_VOID(DefineAbsolute(kSelf, this));
  ACTA_TRY(ObjectMaker maker, ObjectMaker::ForHost(Effort::kQuick));
  ACTA_TRY_VOID(Add(maker, [](llvm::LLVMContext& context) {
    auto module = std::make_unique<llvm::Module>("door", context);
    llvm::PointerType* pointer = llvm::PointerType::getUnqual(context);
    llvm::FunctionType* evaluator =
        llvm::FunctionType::get(llvm::Type::getVoidTy(context), {pointer}, false);
    auto* cell = llvm::cast<llvm::GlobalVariable>(module->getOrInsertGlobal("traced", pointer));
    cell->setLinkage(llvm::GlobalValue::InternalLinkage);
    cell->setInitializer(llvm::ConstantPointerNull::get(pointer));
    llvm::Constant* self = module->getOrInsertGlobal(kSelf, llvm::Type::getInt8Ty(context));
    const llvm::FunctionCallee make = module->getOrInsertFunction(kMaker, pointer, pointer);
    llvm::Function* door = llvm::Function::Create(evaluator, llvm::Function::ExternalLinkage,
                                                  kTracedDoorSymbol, *module);

    llvm::BasicBlock* entry = llvm::BasicBlock::Create(context, "entry", door);
    llvm::BasicBlock* make_it = llvm::BasicBlock::Create(context, "make", door);
    llvm::BasicBlock* enter = llvm::BasicBlock::Create(context, "enter", door);
    llvm::IRBuilder<> b(entry);
    llvm::LoadInst* made = b.CreateAlignedLoad(pointer, cell, llvm::Align(8), "made");
    made->setAtomic(llvm::AtomicOrdering::Acquire);
    b.CreateCondBr(b.CreateIsNull(made, "missing"), make_it, enter);
    b.SetInsertPoint(make_it);
    llvm::Value* now = b.CreateCall(make, {self}, "now");
    b.CreateAlignedStore(now, cell, llvm::Align(8))->setAtomic(llvm::AtomicOrdering::Release);
    b.CreateBr(enter);
    b.SetInsertPoint(enter);
    llvm::PHINode* traced = b.CreatePHI(pointer, 2, "traced");
    traced->addIncoming(made, entry);
    traced->addIncoming(now, make_it);
    b.CreateCall(evaluator, traced, {door->getArg(0)});
    b.CreateRetVoid();
    codegen::Verify(*module);
    return module;
  }));
  ACTA_TRY(traced_door_, Find(kTracedDoorSymbol));
  return {};
}

acta_evaluator CompiledAct::Impl::TracedOf(Impl* self) {
  std::call_once(self->traced_once_, [self] {
    const auto compile = [self]() -> Result<acta_evaluator> {
      ACTA_TRY_VOID(self->CompilePaths(std::array{Path::kTraced}));
      ACTA_TRY_VOID(self->CompileEntry(Path::kTraced, kTracedSymbol));
      return self->Find(kTracedSymbol);
    };
    const Result<acta_evaluator> traced = compile();
    ACTA_CHECK(traced.has_value(), "what compiles without trace compiles with it");
    self->traced_ = *traced;
  });
  return self->traced_;
}

CompiledAct::CompiledAct(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
}
CompiledAct::CompiledAct(CompiledAct&&) noexcept = default;
CompiledAct& CompiledAct::operator=(CompiledAct&&) noexcept = default;
CompiledAct::~CompiledAct() = default;

acta_evaluator CompiledAct::row() const {
  return impl_->row();
}
acta_evaluator CompiledAct::traced() const {
  return impl_->traced();
}

Result<CompiledAct::Batch> CompiledAct::batch() const {
  return impl_->CompileBatch();
}

Result<CompiledAct> CompileJit(const ir::RuleGraph& graph, const JitOptions& options) {
  ACTA_TRY(std::unique_ptr<CompiledAct::Impl> impl, CompiledAct::Impl::Make(graph, options));
  return CompiledAct(std::move(impl));
}

}  // namespace acta
