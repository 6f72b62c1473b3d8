#include "compiler/codegen/aot.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <span>
#include <utility>

#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Triple.h>

#include "acta/acta.h"
#include "acta/batch.h"
#include "compiler/codegen/batch.h"
#include "compiler/codegen/emit_module.h"
#include "compiler/codegen/link.h"
#include "compiler/codegen/object.h"
#include "compiler/codegen/parallel.h"

namespace acta {

using codegen::Effort;
using codegen::ObjectMaker;
using codegen::Path;

namespace {

enum class ValueNames { kKeep, kDiscard };

// Modules of the object and what they are worth.
struct Part {
  using Take = std::function<Result<void>(std::unique_ptr<llvm::Module>)>;
  std::string name;
  Effort effort = Effort::kQuick;
  // Hands over each module in a context that is good until then.
  std::function<Result<void>(ValueNames, const Take&)> emit;
};

// A part of one module, which `emit(context)` writes.
template <class EmitFn>
Part OfOneModule(std::string name, Effort effort, EmitFn emit) {
  return {.name = std::move(name),
          .effort = effort,
          .emit = [emit](ValueNames names, const Part::Take& take) {
            llvm::LLVMContext context;
            context.setDiscardValueNames(names == ValueNames::kDiscard);
            return take(emit(context));
          }};
}

// The batch evaluators that an object carries, from the lowest level to the highest; a processor
// below all of them answers case by case. The lower of two levels has one evaluator for all blocks:
// objects stay small, and who needs the last bit of speed has the higher one.
struct BatchLevel {
  std::uint32_t level;
  std::string cpu;
  bool gathers;
  bool moves_bits;
  bool apart_when_all_given;
};
std::vector<BatchLevel> BatchLevelsFor(const Target& target) {
  const bool is_x86 = llvm::Triple(target.triple).isX86();
  if (is_x86 && (target.cpu.empty() || target.cpu == "x86-64")) {
    return {{.level = ACTA_LEVEL_X86_64_V3,
             .cpu = "x86-64-v3",
             .gathers = true,
             .moves_bits = true,
             .apart_when_all_given = false},
            {.level = ACTA_LEVEL_X86_64_V4,
             .cpu = "x86-64-v4",
             .gathers = true,
             .moves_bits = true,
             .apart_when_all_given = true}};
  }
  const ObjectMaker maker = ObjectMaker::For(target, Effort::kQuick);
  return {{.level = ACTA_LEVEL_BASE,
           .cpu = {},
           .gathers = maker.has_gathers(),
           .moves_bits = maker.moves_bits(),
           .apart_when_all_given = true}};
}

// What is to be written of them, and, as that is done, how much scratch each needs.
struct Batches {
  const codegen::BatchEmitter emitter;
  const std::vector<BatchLevel> levels;
  std::vector<codegen::BatchVariant> variants;
  std::vector<std::vector<std::uint32_t>> scratch;

  Batches(const ir::RuleGraph& graph, const ObjectOptions& options)
      : emitter(graph),
        levels(options.batch ? BatchLevelsFor(options.target) : std::vector<BatchLevel>()) {
    for (const BatchLevel& level : levels) {
      for (const bool all_given : {false, true}) {
        if (!all_given || level.apart_when_all_given) {
          variants.push_back({.prefix = SymbolOf(level, all_given),
                              .cpu = level.cpu,
                              .gathers = level.gathers,
                              .all_given = all_given,
                              .moves_bits = level.moves_bits});
        }
      }
    }
    scratch.resize(variants.size());
  }

  [[nodiscard]] static std::string SymbolOf(const BatchLevel& level, bool all_given) {
    return fmt::format("acta.batch.{}{}", level.level,
                       all_given && level.apart_when_all_given ? ".given" : "");
  }
};

llvm::GlobalVariable* DefineConstant(llvm::Module& module, const std::string& name,
                                     llvm::Constant* content) {
  auto* global =
      llvm::cast<llvm::GlobalVariable>(module.getOrInsertGlobal(name, content->getType()));
  global->setConstant(true);
  global->setInitializer(content);
  return global;
}

llvm::Constant* Number(llvm::Type* type, std::uint64_t number) {
  return llvm::ConstantInt::get(type, number);
}

// @name = private constant [N x %row] [%row {...}, ...]
template <class Row, class WriteRow>
llvm::Constant* PrivateTable(llvm::Module& module, const std::string& name,
                             std::span<const Row> rows, const WriteRow& write) {
  if (rows.empty()) {
    return llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(module.getContext()));
  }
  std::vector<llvm::Constant*> content;
  for (const Row& row : rows) {
    content.push_back(write(row));
  }
  llvm::GlobalVariable* table =
      DefineConstant(module, name,
                     llvm::ConstantArray::get(
                         llvm::ArrayType::get(content[0]->getType(), content.size()), content));
  table->setLinkage(llvm::GlobalValue::PrivateLinkage);
  return table;
}

// @batch.plan, with the tables that it points to.
llvm::Constant* EmitPlan(llvm::Module& module, const codegen::BatchPlan& plan) {
  llvm::LLVMContext& context = module.getContext();
  llvm::Type* word = llvm::Type::getInt32Ty(context);
  llvm::Type* wide = llvm::Type::getInt64Ty(context);
  const auto row_of = [&](std::initializer_list<std::uint32_t> words) {
    std::vector<llvm::Constant*> fields;
    for (const std::uint32_t field : words) {
      fields.push_back(Number(word, field));
    }
    return fields;
  };
  const auto domains = PrivateTable(
      module, "batch.domains", std::span(plan.domains), [&](const acta_batch_domain& domain) {
        return llvm::ConstantStruct::getAnon(
            row_of({domain.parent, domain.list, domain.mask_words, domain.value_columns,
                    domain.scratch_bytes, domain.width}));
      });
  const auto columns = PrivateTable(
      module, "batch.columns", std::span(plan.columns), [&](const acta_batch_column& column) {
        std::vector<llvm::Constant*> fields =
            row_of({column.domain, column.slot, column.type, column.store, column.value,
                    column.given, column.absent, column.elements});
        fields.push_back(Number(wide, static_cast<std::uint64_t>(column.low)));
        fields.push_back(Number(wide, static_cast<std::uint64_t>(column.high)));
        return llvm::ConstantStruct::getAnon(fields);
      });
  const auto results = PrivateTable(
      module, "batch.results", std::span(plan.results), [&](const acta_batch_result& result) {
        return llvm::ConstantStruct::getAnon(
            row_of({result.rule, result.store, result.value, result.known, result.absent}));
      });
  const auto clauses = PrivateTable(module, "batch.clauses", std::span(plan.clauses),
                                    [&](std::uint32_t place) { return Number(word, place); });
  const acta_batch_plan view = plan.View();
  std::vector<llvm::Constant*> fields =
      row_of({view.struct_size, view.domain_count, view.column_count, view.result_count,
              view.clause_count, view.out_of_range, view.deferred, view.flags});
  fields.insert(fields.end(), {domains, columns, results, clauses});
  llvm::GlobalVariable* global =
      DefineConstant(module, "batch.plan", llvm::ConstantStruct::getAnon(fields));
  global->setLinkage(llvm::GlobalValue::PrivateLinkage);
  return global;
}

// @descriptor = private constant [N x i8] c"ACTA...", align 8
// @acta_act_NAME = constant {i32, i32, ptr, i64, ptr, ptr, ptr, ptr, i32, i32} {
//     <size>, <ABI version>, @descriptor, N, @acta.row, @acta.traced, @batch.plan, @batch.code, M,
//     0}
std::unique_ptr<llvm::Module> EmitExport(llvm::LLVMContext& context, const ActSource& act,
                                         const Batches& batches) {
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

  const auto evaluator = [&](const std::string& symbol) {
    if (llvm::Function* declared = module->getFunction(symbol)) {
      return declared;
    }
    llvm::Function* function = llvm::Function::Create(
        llvm::FunctionType::get(llvm::Type::getVoidTy(context), {pointer}, false),
        llvm::Function::ExternalLinkage, symbol, *module);
    function->setVisibility(llvm::GlobalValue::HiddenVisibility);
    return function;
  };
  llvm::Constant* code =
      PrivateTable(*module, "batch.code", std::span(batches.levels), [&](const BatchLevel& level) {
        llvm::Constant* row[] = {Number(word, level.level), Number(word, 0),
                                 evaluator(Batches::SymbolOf(level, /*all_given=*/false)),
                                 evaluator(Batches::SymbolOf(level, /*all_given=*/true))};
        return llvm::ConstantStruct::getAnon(row);
      });
  llvm::Constant* fields[] = {
      llvm::ConstantInt::get(word, sizeof(acta_compiled_act)),
      llvm::ConstantInt::get(word, ACTA_ABI_VERSION),
      descriptor,
      llvm::ConstantInt::get(wide, bytes.size()),
      evaluator(codegen::kRowSymbol),
      evaluator(codegen::kTracedSymbol),
      batches.levels.empty() ? llvm::ConstantPointerNull::get(pointer)
                             : EmitPlan(*module, batches.emitter.PlanFor(batches.scratch)),
      code,
      Number(word, batches.levels.size()),
      Number(word, 0),
  };
  DefineConstant(*module, act.symbol, llvm::ConstantStruct::getAnon(fields));
  codegen::Verify(*module);
  return module;
}

// What usual cases run through is worth most. Cases with gaps, and explained ones, are not answered
// faster by what would take longer.
Effort EffortFor(Path path, OptimisationLevel level) {
  const Effort most = path == Path::kKnown ? Effort::kGreat : Effort::kRow;
  switch (level) {
    case OptimisationLevel::kFast:
      return Effort::kQuick;
    case OptimisationLevel::kDefault:
      return std::min(most, Effort::kRow);
    case OptimisationLevel::kMost:
      return most;
  }
  return most;
}

// The heaviest first, so that no thread is left with one of them at the end.
std::vector<Part> PartsOf(const codegen::ActEmitter& emitter, Batches& batches,
                          OptimisationLevel level) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < batches.variants.size(); ++i) {
    const codegen::BatchVariant& variant = batches.variants[i];
    // Wide operations as they stand are what the processor does; there is little to simplify.
    const Effort effort = level == OptimisationLevel::kFast ? Effort::kQuick
                          : variant.all_given               ? Effort::kLight
                                                            : Effort::kGaps;
    parts.push_back({.name = variant.prefix,
                     .effort = effort,
                     .emit = [&batches, i](ValueNames, const Part::Take& take) {
                       Result<void> taken;
                       batches.scratch[i] = batches.emitter.Emit(
                           batches.variants[i], [&](std::unique_ptr<llvm::Module> module) {
                             if (taken.has_value()) {
                               taken = take(std::move(module));
                             }
                           });
                       return taken;
                     }});
  }
  for (const Path path : {Path::kTraced, Path::kFull, Path::kKnown}) {
    for (std::size_t i = 0; i < emitter.bundles().size(); ++i) {
      parts.push_back(OfOneModule(fmt::format("{}.{}", NameOf(path), i), EffortFor(path, level),
                                  [&emitter, i, path](llvm::LLVMContext& context) {
                                    return emitter.EmitBundle(context, emitter.bundles()[i], path);
                                  }));
    }
  }
  const auto entry = [&](const char* name, Path path, const char* symbol) {
    parts.push_back(
        OfOneModule(name, Effort::kQuick, [&emitter, path, symbol](llvm::LLVMContext& context) {
          return emitter.EmitEntry(context, path, symbol);
        }));
  };
  entry("row", Path::kKnown, codegen::kRowSymbol);
  entry("traced", Path::kTraced, codegen::kTracedSymbol);
  parts.push_back(OfOneModule("tables", Effort::kQuick, [&emitter](llvm::LLVMContext& context) {
    return emitter.EmitTables(context);
  }));
  return parts;
}

// What `make` makes of each module, in the order of the parts; last the module that exports the
// act, when it is known how much scratch its batch evaluators need.
template <class Make>
Result<std::vector<ModuleText>> OfEachModule(const ActSource& act, const ObjectOptions& options,
                                             ValueNames names, const Make& make) {
  const codegen::ActEmitter emitter(act.graph, options.cutting);
  Batches batches(act.graph, options);
  const std::vector<Part> parts = PartsOf(emitter, batches, options.level);
  std::vector<std::vector<ModuleText>> made(parts.size() + 1);
  const auto make_part = [&](const Part& part, ObjectMaker& maker, std::vector<ModuleText>& into) {
    return part.emit(names, [&](std::unique_ptr<llvm::Module> module) -> Result<void> {
      const std::string name =
          into.empty() ? part.name : fmt::format("{}.{}", part.name, into.size());
      ACTA_TRY(std::string text, make(maker, *module));
      into.push_back({.name = name, .text = std::move(text)});
      return {};
    });
  };
  ACTA_TRY_VOID(codegen::ShareAmongThreads(parts.size(), [&] {
    return [&, makers = std::map<Effort, ObjectMaker>()](std::size_t i) mutable -> Result<void> {
      const Effort effort = parts[i].effort;
      auto maker = makers.find(effort);
      if (maker == makers.end()) {
        maker = makers.emplace(effort, ObjectMaker::For(options.target, effort)).first;
      }
      return make_part(parts[i], maker->second, made[i]);
    };
  }));
  const Part exports = OfOneModule("act", Effort::kQuick, [&](llvm::LLVMContext& context) {
    return EmitExport(context, act, batches);
  });
  ObjectMaker maker = ObjectMaker::For(options.target, exports.effort);
  ACTA_TRY_VOID(make_part(exports, maker, made.back()));
  std::vector<ModuleText> modules;
  for (std::vector<ModuleText>& of_part : made) {
    std::ranges::move(of_part, std::back_inserter(modules));
  }
  return modules;
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
  ACTA_TRY(std::vector<ModuleText> modules,
           OfEachModule(act, options, ValueNames::kDiscard, ObjectOf));
  std::vector<std::string> objects;
  for (ModuleText& module : modules) {
    objects.push_back(std::move(module.text));
  }
  return JoinObjects(objects, act.symbol);
}

Result<std::vector<ModuleText>> WriteModules(const ActSource& act, ModuleForm form,
                                             const ObjectOptions& options) {
  return OfEachModule(act, options, ValueNames::kKeep, form == ModuleForm::kIr ? IrOf : AssemblyOf);
}

}  // namespace acta
