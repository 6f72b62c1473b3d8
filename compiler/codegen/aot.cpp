#include "compiler/codegen/aot.h"

#include <functional>
#include <map>
#include <memory>
#include <utility>

#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>

#include "acta/acta.h"
#include "acta/batch.h"
#include "compiler/codegen/emit_module.h"
#include "compiler/codegen/link.h"
#include "compiler/codegen/object.h"
#include "compiler/codegen/parallel.h"

namespace acta {

using codegen::Effort;
using codegen::ObjectMaker;
using codegen::Path;

namespace {

// A module of the object and what it is worth.
struct Part {
  std::string name;
  Effort effort = Effort::kQuick;
  std::function<std::unique_ptr<llvm::Module>(llvm::LLVMContext&)> emit;
};

llvm::GlobalVariable* DefineConstant(llvm::Module& module, const std::string& name,
                                     llvm::Constant* content) {
  auto* global =
      llvm::cast<llvm::GlobalVariable>(module.getOrInsertGlobal(name, content->getType()));
  global->setConstant(true);
  global->setInitializer(content);
  return global;
}

// @descriptor = private constant [N x i8] c"ACTA...", align 8
// @acta_act_NAME = constant {i32, i32, ptr, i64, ptr, ptr, ptr, ptr, i32, i32} {
//     <size>, <ABI version>, @descriptor, N, @acta.row, @acta.traced, null, null, 0, 0}
std::unique_ptr<llvm::Module> EmitExport(llvm::LLVMContext& context, const ActSource& act) {
  auto module = std::make_unique<llvm::Module>("act", context);
  llvm::Type* word = llvm::Type::getInt32Ty(context);
  llvm::Type* wide = llvm::Type::getInt64Ty(context);
  llvm::PointerType* pointer = llvm::PointerType::getUnqual(context);

  const llvm::StringRef bytes(reinterpret_cast<const char*>(act.descriptor.data()),
                              act.descriptor.size());
  llvm::Constant* content = llvm::ConstantDataArray::getString(context, bytes, /*AddNull=*/false);
  llvm::GlobalVariable* descriptor = DefineConstant(*module, "descriptor", content);
  descriptor->setLinkage(llvm::GlobalValue::PrivateLinkage);
  descriptor->setAlignment(llvm::Align(alignof(std::int64_t)));

  const auto evaluator = [&](const char* symbol) {
    llvm::Function* function = llvm::Function::Create(
        llvm::FunctionType::get(llvm::Type::getVoidTy(context), {pointer}, false),
        llvm::Function::ExternalLinkage, symbol, *module);
    function->setVisibility(llvm::GlobalValue::HiddenVisibility);
    return function;
  };
  llvm::Constant* none = llvm::ConstantPointerNull::get(pointer);
  llvm::Constant* zero = llvm::ConstantInt::get(word, 0);
  llvm::Constant* fields[] = {
      llvm::ConstantInt::get(word, sizeof(acta_compiled_act)),
      llvm::ConstantInt::get(word, ACTA_ABI_VERSION),
      descriptor,
      llvm::ConstantInt::get(wide, bytes.size()),
      evaluator(codegen::kRowSymbol),
      evaluator(codegen::kTracedSymbol),
      none,
      none,
      zero,
      zero,
  };
  DefineConstant(*module, act.symbol, llvm::ConstantStruct::getAnon(fields));
  codegen::Verify(*module);
  return module;
}

Effort EffortFor(OptimisationLevel level) {
  switch (level) {
    case OptimisationLevel::kFast:
      return Effort::kQuick;
    case OptimisationLevel::kDefault:
      return Effort::kLight;
    case OptimisationLevel::kMost:
      return Effort::kGreat;
  }
  return Effort::kGreat;
}

// The heaviest first, so that no thread is left with one of them at the end.
std::vector<Part> PartsOf(const codegen::ActEmitter& emitter, const ActSource& act,
                          OptimisationLevel level) {
  std::vector<Part> parts;
  for (const Path path : {Path::kTraced, Path::kFull, Path::kKnown}) {
    for (std::size_t i = 0; i < emitter.batches().size(); ++i) {
      parts.push_back({.name = fmt::format("{}.{}", NameOf(path), i),
                       .effort = EffortFor(level),
                       .emit = [&emitter, i, path](llvm::LLVMContext& context) {
                         return emitter.EmitBatch(context, emitter.batches()[i], path);
                       }});
    }
  }
  parts.push_back({.name = "row", .emit = [&](llvm::LLVMContext& context) {
                     return emitter.EmitEntry(context, Path::kKnown, codegen::kRowSymbol);
                   }});
  parts.push_back({.name = "traced", .emit = [&](llvm::LLVMContext& context) {
                     return emitter.EmitEntry(context, Path::kTraced, codegen::kTracedSymbol);
                   }});
  parts.push_back({.name = "tables", .emit = [&](llvm::LLVMContext& context) {
                     return emitter.EmitTables(context);
                   }});
  parts.push_back({.name = "act",
                   .emit = [&](llvm::LLVMContext& context) { return EmitExport(context, act); }});
  return parts;
}

enum class ValueNames { kKeep, kDiscard };

// What `make` makes of each part's module, in the order of the parts.
template <class Make>
Result<std::vector<std::string>> OfEachPart(const std::vector<Part>& parts, const Target& target,
                                            ValueNames names, const Make& make) {
  std::vector<std::string> made(parts.size());
  ACTA_TRY_VOID(codegen::ShareAmongThreads(parts.size(), [&] {
    return [&, makers = std::map<Effort, ObjectMaker>()](std::size_t i) mutable -> Result<void> {
      const Effort effort = parts[i].effort;
      auto maker = makers.find(effort);
      if (maker == makers.end()) {
        maker = makers.emplace(effort, ObjectMaker::For(target, effort)).first;
      }
      llvm::LLVMContext context;
      context.setDiscardValueNames(names == ValueNames::kDiscard);
      const std::unique_ptr<llvm::Module> module = parts[i].emit(context);
      ACTA_TRY(made[i], make(maker->second, *module));
      return {};
    };
  }));
  return made;
}

Result<std::string> ObjectOf(ObjectMaker& maker, llvm::Module& module) {
  ACTA_TRY(const std::unique_ptr<llvm::MemoryBuffer> object, maker.Make(module));
  return object->getBuffer().str();
}

Result<std::string> IrOf(ObjectMaker& maker, llvm::Module& module) {
  maker.Optimise(module);
  std::string text;
  llvm::raw_string_ostream(text) << module;
  return text;
}

Result<std::string> AssemblyOf(ObjectMaker& maker, llvm::Module& module) {
  return maker.MakeAssembly(module);
}

}  // namespace

Result<std::string> CompileObject(const ActSource& act, const ObjectOptions& options) {
  const codegen::ActEmitter emitter(act.graph, options.cutting);
  const std::vector<Part> parts = PartsOf(emitter, act, options.level);
  ACTA_TRY(const std::vector<std::string> objects,
           OfEachPart(parts, options.target, ValueNames::kDiscard, ObjectOf));
  return JoinObjects(objects, act.symbol);
}

Result<std::vector<ModuleText>> WriteModules(const ActSource& act, ModuleForm form,
                                             const ObjectOptions& options) {
  const codegen::ActEmitter emitter(act.graph, options.cutting);
  const std::vector<Part> parts = PartsOf(emitter, act, options.level);
  ACTA_TRY(std::vector<std::string> texts, OfEachPart(parts, options.target, ValueNames::kKeep,
                                                      form == ModuleForm::kIr ? IrOf : AssemblyOf));
  std::vector<ModuleText> modules;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    modules.push_back({.name = parts[i].name, .text = std::move(texts[i])});
  }
  return modules;
}

}  // namespace acta
