#include "compiler/codegen/object.h"

#include <algorithm>
#include <mutex>

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/CodeGen/TargetSubtargetInfo.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include "compiler/base/check.h"
#include "compiler/codegen/pass_gate.h"

namespace acta::codegen {
namespace {

llvm::CodeGenOptLevel LevelOf(Effort effort) {
  switch (effort) {
    case Effort::kQuick:
      return llvm::CodeGenOptLevel::None;
    case Effort::kLight:
    case Effort::kGaps:
    case Effort::kRow:
      return llvm::CodeGenOptLevel::Less;
    case Effort::kGreat:
      return llvm::CodeGenOptLevel::Default;
  }
  return llvm::CodeGenOptLevel::None;
}

// This machine: to ask the processor and put into words what it can do takes longer than to make
// what a rule needs, so it is asked once.
Result<llvm::orc::JITTargetMachineBuilder> Host() {
  using Builder = llvm::orc::JITTargetMachineBuilder;
  static const Result<Builder> host = []() -> Result<Builder> {
    llvm::Expected<Builder> found = Builder::detectHost();
    if (!found) {
      return Fail("LLVM does not know this machine: {}", llvm::toString(found.takeError()));
    }
    return *std::move(found);
  }();
  return host;
}

}  // namespace

void RegisterTargets() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeAArch64TargetInfo();
    LLVMInitializeAArch64Target();
    LLVMInitializeAArch64TargetMC();
    LLVMInitializeAArch64AsmPrinter();
  });
}

// The passes and their analyses, built once and used for one module after the other.
struct ObjectMaker::Passes {
  Passes(llvm::TargetMachine& machine, Effort effort) : builder(&machine) {
    if (effort == Effort::kQuick) {
      return;
    }
    builder.registerModuleAnalyses(module_analyses);
    builder.registerCGSCCAnalyses(group_analyses);
    builder.registerFunctionAnalyses(function_analyses);
    builder.registerLoopAnalyses(loop_analyses);
    builder.crossRegisterProxies(loop_analyses, function_analyses, group_analyses, module_analyses);
    llvm::FunctionPassManager functions;
    if (effort == Effort::kGreat) {
      // Function by function: what could be inlined was cut off on purpose.
      functions = builder.buildFunctionSimplificationPipeline(llvm::OptimizationLevel::O2,
                                                              llvm::ThinOrFullLTOPhase::None);
    } else {
      functions.addPass(llvm::EarlyCSEPass());
      if (effort == Effort::kRow) {
        functions.addPass(llvm::InstCombinePass());
        functions.addPass(llvm::EarlyCSEPass());
      }
      functions.addPass(llvm::SimplifyCFGPass());
    }
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(functions)));
  }

  void Run(llvm::Module& module) {
    if (passes.isEmpty()) {
      return;
    }
    passes.run(module, module_analyses);
    module_analyses.clear();
    group_analyses.clear();
    function_analyses.clear();
    loop_analyses.clear();
  }

  llvm::PassBuilder builder;
  llvm::LoopAnalysisManager loop_analyses;
  llvm::FunctionAnalysisManager function_analyses;
  llvm::CGSCCAnalysisManager group_analyses;
  llvm::ModuleAnalysisManager module_analyses;
  llvm::ModulePassManager passes;
};

ObjectMaker::ObjectMaker(std::unique_ptr<llvm::TargetMachine> machine, Effort effort)
    : machine_(std::move(machine)),
      effort_(effort),
      passes_(std::make_unique<Passes>(*machine_, effort)) {
}
ObjectMaker::ObjectMaker(ObjectMaker&&) noexcept = default;
ObjectMaker& ObjectMaker::operator=(ObjectMaker&&) noexcept = default;
ObjectMaker::~ObjectMaker() = default;

Result<ObjectMaker> ObjectMaker::ForHost(Effort effort) {
  RegisterTargets();
  ACTA_TRY(llvm::orc::JITTargetMachineBuilder builder, Host());
  builder.setCodeGenOptLevel(LevelOf(effort));
  builder.setRelocationModel(llvm::Reloc::PIC_);
  builder.setCodeModel(llvm::CodeModel::Small);
  builder.getOptions().EmulatedTLS = false;
  llvm::Expected<std::unique_ptr<llvm::TargetMachine>> machine = builder.createTargetMachine();
  if (!machine) {
    return Fail("LLVM cannot make code for this machine: {}", llvm::toString(machine.takeError()));
  }
  return ObjectMaker(std::move(*machine), effort);
}

bool ObjectMaker::has_gathers() const {
  // The features that the processor's name stands for count too.
  return machine_->getTargetTriple().isX86() &&
         machine_->getMCSubtargetInfo()->checkFeatures("+avx2");
}

bool ObjectMaker::moves_bits() const {
  return machine_->getTargetTriple().isX86() &&
         machine_->getMCSubtargetInfo()->checkFeatures("+bmi2");
}

ObjectMaker ObjectMaker::For(const Target& target, Effort effort) {
  RegisterTargets();
  std::string problem;
  const llvm::Target* found = llvm::TargetRegistry::lookupTarget(target.triple, problem);
  ACTA_CHECK(found != nullptr, "a target that was found is known: " + problem);
  std::unique_ptr<llvm::TargetMachine> machine(
      found->createTargetMachine(target.triple, target.cpu, /*Features=*/"", llvm::TargetOptions(),
                                 llvm::Reloc::PIC_, llvm::CodeModel::Small, LevelOf(effort)));
  ACTA_CHECK(machine != nullptr, "LLVM makes code for each architecture that it was built with");
  return ObjectMaker(std::move(machine), effort);
}

void ObjectMaker::Optimise(llvm::Module& module) {
  module.setTargetTriple(machine_->getTargetTriple().str());
  module.setDataLayout(machine_->createDataLayout());
  passes_->Run(module);
}

// A module is for one processor, which its functions name if it is not the machine's. Quickly made
// code has none of the passes; what is worth most has them all.
void ObjectMaker::ShutOutPasses(llvm::Module& module) const {
  const auto function = std::ranges::find_if_not(module, &llvm::Function::isDeclaration);
  if (effort_ == Effort::kQuick || effort_ == Effort::kGreat || function == module.end() ||
      !machine_->getTargetTriple().isX86()) {
    return;
  }
  const bool schedules =
      effort_ == Effort::kGaps && machine_->getSubtargetImpl(*function)->checkFeatures("+avx512f");
  module.getContext().setOptPassGate(schedules ? PassGate::WithScheduler()
                                               : PassGate::WithoutScheduler());
}

Result<void> ObjectMaker::Generate(llvm::Module& module, llvm::CodeGenFileType type,
                                   llvm::raw_pwrite_stream& out) {
  Optimise(module);
  ShutOutPasses(module);
  llvm::legacy::PassManager code_generation;
  if (machine_->addPassesToEmitFile(code_generation, out, /*DwoOut=*/nullptr, type,
                                    /*DisableVerify=*/true)) {
    return Fail("LLVM cannot write code for {}", machine_->getTargetTriple().str());
  }
  code_generation.run(module);
  return {};
}

Result<std::unique_ptr<llvm::MemoryBuffer>> ObjectMaker::Make(llvm::Module& module) {
  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream out(object);
  ACTA_TRY_VOID(Generate(module, llvm::CodeGenFileType::ObjectFile, out));
  return std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(object),
                                                         module.getModuleIdentifier(),
                                                         /*RequiresNullTerminator=*/false);
}

Result<std::string> ObjectMaker::MakeAssembly(llvm::Module& module) {
  llvm::SmallString<0> text;
  llvm::raw_svector_ostream out(text);
  ACTA_TRY_VOID(Generate(module, llvm::CodeGenFileType::AssemblyFile, out));
  return std::string(text);
}

}  // namespace acta::codegen
