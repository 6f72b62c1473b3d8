#include "compiler/codegen/module_writer.h"

#include <llvm/IR/MDBuilder.h>

namespace acta::codegen {

namespace {

llvm::StructType* FrameType(llvm::LLVMContext& context) {
  llvm::Type* word = llvm::Type::getInt32Ty(context);
  llvm::Type* wide = llvm::Type::getInt64Ty(context);
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  return llvm::StructType::get(
      context, {word, word, pointer, pointer, pointer, pointer, word, word, pointer, wide, wide});
}

}  // namespace

const char* NameOf(Path path) {
  switch (path) {
    case Path::kKnown:
      return "known";
    case Path::kFull:
      return "full";
    case Path::kTraced:
      return "traced";
  }
  return "";
}

ModuleWriter::ModuleWriter(llvm::Module& module, const ir::Program& program, const Weights& weights)
    : i1(llvm::Type::getInt1Ty(module.getContext())),
      i32(llvm::Type::getInt32Ty(module.getContext())),
      i64(llvm::Type::getInt64Ty(module.getContext())),
      pointer(llvm::PointerType::getUnqual(module.getContext())),
      nothing(llvm::Type::getVoidTy(module.getContext())),
      frame(FrameType(module.getContext())),
      pair_of_whys(llvm::StructType::get(module.getContext(), {i32, i32})),
      record(llvm::StructType::get(module.getContext(), {i64, i32, i32})),
      value(llvm::StructType::get(module.getContext(), {i64, i32})),
      attempt(llvm::StructType::get(module.getContext(), {i64, i1})),
      rarely(llvm::MDBuilder(module.getContext()).createBranchWeights(1, 2000)),
      module_(module),
      program_(program),
      weights_(weights) {
}

// define internal i32 @join(ptr %frame, i32 %a, i32 %b) {
//   %no_a = icmp eq i32 %a, 0
//   br i1 %no_a, label %only_b, label %some_a
// some_a:
//   %no_b = icmp eq i32 %b, 0
//   %same = icmp eq i32 %a, %b
//   %only_a = or i1 %no_b, %same
//   br i1 %only_a, label %is_a, label %both
// both:
//   %union = call i32 @acta_k_union(ptr %frame, i32 %a, i32 %b)
//   ret i32 %union
// }
llvm::Function* ModuleWriter::Join() {
  if (llvm::Function* made = module_.getFunction("join")) {
    return made;
  }
  llvm::Function* function =
      PartFunction(llvm::FunctionType::get(i32, {pointer, i32, i32}, false), "join");
  llvm::IRBuilder<> b(llvm::BasicBlock::Create(context(), "entry", function));
  llvm::BasicBlock* only_b = llvm::BasicBlock::Create(context(), "only_b", function);
  llvm::BasicBlock* some_a = llvm::BasicBlock::Create(context(), "some_a", function);
  llvm::BasicBlock* is_a = llvm::BasicBlock::Create(context(), "is_a", function);
  llvm::BasicBlock* both = llvm::BasicBlock::Create(context(), "both", function);
  llvm::Value* frame_argument = function->getArg(0);
  llvm::Value* first = function->getArg(1);
  llvm::Value* second = function->getArg(2);

  b.CreateCondBr(b.CreateICmpEQ(first, b.getInt32(0), "no_a"), only_b, some_a);
  b.SetInsertPoint(only_b);
  b.CreateRet(second);
  b.SetInsertPoint(some_a);
  llvm::Value* no_b = b.CreateICmpEQ(second, b.getInt32(0), "no_b");
  llvm::Value* same = b.CreateICmpEQ(first, second, "same");
  b.CreateCondBr(b.CreateOr(no_b, same, "only_a"), is_a, both);
  b.SetInsertPoint(is_a);
  b.CreateRet(first);
  b.SetInsertPoint(both);
  b.CreateRet(b.CreateCall(codegen::Declare(Kernel::k_union, module_),
                           {frame_argument, first, second}, "union"));
  return function;
}

// define internal void @record(ptr %frame, i64 %payload, i32 %why, i32 %tag) {
//   %count = load i64, ptr %trace_count
//   store i64 (%count + 1), ptr %trace_count
//   %room = icmp ult i64 %count, %capacity
//   br i1 %room, label %write, label %full
// write:
//   store {i64, i32, i32} {%payload, %why, %tag}, ptr %trace[%count]
//   ret void
// full:
//   store i32 1, ptr %overflow
//   ret void
// }
llvm::Function* ModuleWriter::Record() {
  if (llvm::Function* made = module_.getFunction("record")) {
    return made;
  }
  llvm::Function* function =
      PartFunction(llvm::FunctionType::get(nothing, {pointer, i64, i32, i32}, false), "record");
  llvm::IRBuilder<> b(llvm::BasicBlock::Create(context(), "entry", function));
  llvm::BasicBlock* full = llvm::BasicBlock::Create(context(), "full", function);
  llvm::BasicBlock* write = llvm::BasicBlock::Create(context(), "write", function);
  const auto field = [&](FrameField which, const char* name) {
    return b.CreateStructGEP(frame, function->getArg(0), static_cast<unsigned>(which), name);
  };

  llvm::Value* count_field = field(FrameField::kTraceCount, "count.field");
  llvm::Value* count = b.CreateLoad(i64, count_field, "count");
  llvm::Value* capacity =
      b.CreateLoad(i64, field(FrameField::kTraceCapacity, "capacity.field"), "capacity");
  b.CreateStore(b.CreateAdd(count, b.getInt64(1), "next"), count_field);
  b.CreateCondBr(b.CreateICmpUGE(count, capacity, "no_room"), full, write, rarely);

  b.SetInsertPoint(full);
  b.CreateStore(b.getInt32(1), field(FrameField::kOverflow, "overflow.field"));
  b.CreateRetVoid();

  b.SetInsertPoint(write);
  llvm::Value* trace = b.CreateLoad(pointer, field(FrameField::kTrace, "trace.field"), "trace");
  llvm::Value* place = b.CreateGEP(record, trace, count, "place");
  for (unsigned part = 0; part < 3; ++part) {
    b.CreateStore(function->getArg(part + 1), b.CreateStructGEP(record, place, part));
  }
  b.CreateRetVoid();
  return function;
}

llvm::Constant* ModuleWriter::Table(const std::string& symbol, llvm::Type* type) {
  if (llvm::GlobalVariable* declared = module_.getNamedGlobal(symbol)) {
    return declared;
  }
  auto* table = llvm::cast<llvm::GlobalVariable>(module_.getOrInsertGlobal(symbol, type));
  table->setConstant(true);
  table->setVisibility(llvm::GlobalValue::HiddenVisibility);
  return table;
}

llvm::Constant* ModuleWriter::Calendar(ir::CalendarId id) {
  return Table("acta.calendar." + std::to_string(id.value), CalendarType(context()));
}

llvm::Constant* ModuleWriter::Zones(ir::ZoneSetId id) {
  return Table("acta.zones." + std::to_string(id.value),
               llvm::ArrayType::get(ZoneType(context()), program_.zone_sets[id].zones.size()));
}

llvm::Constant* ModuleWriter::Lookup(ir::LookupId id) {
  return Table("acta.lookup." + std::to_string(id.value), LookupType(context()));
}

llvm::FunctionType* ModuleWriter::TypeTaking(llvm::Type* result, std::size_t words, Path path) {
  llvm::SmallVector<llvm::Type*> parameters = {pointer};
  for (std::size_t i = 0; i < words; ++i) {
    parameters.push_back(i64);
    if (path != Path::kKnown) {
      parameters.push_back(i32);
    }
  }
  return llvm::FunctionType::get(result, parameters, /*isVarArg=*/false);
}

llvm::Function* ModuleWriter::RuleFunction(ir::RuleId id, Path path) {
  const ir::Rule& rule = program_.rules[id];
  llvm::Type* result = path == Path::kKnown ? attempt : value;
  return Declare("acta." + std::string(NameOf(path)) + ".rule." + std::to_string(id.value),
                 TypeTaking(result, rule.params.size(), path));
}

llvm::Function* ModuleWriter::ChunkFunction(std::size_t chunk, Path path) {
  llvm::SmallVector<llvm::Type*> parameters = {pointer};
  if (path == Path::kFull) {
    parameters.push_back(i32);
  }
  return Declare("acta." + std::string(NameOf(path)) + ".chunk." + std::to_string(chunk),
                 llvm::FunctionType::get(nothing, parameters, /*isVarArg=*/false));
}

llvm::Function* ModuleWriter::PartFunction(llvm::FunctionType* type, const llvm::Twine& name) {
  llvm::Function* function =
      llvm::Function::Create(type, llvm::Function::InternalLinkage, name, module_);
  function->setDoesNotThrow();
  return function;
}

llvm::Function* ModuleWriter::Declare(const std::string& symbol, llvm::FunctionType* type) {
  if (llvm::Function* declared = module_.getFunction(symbol)) {
    return declared;
  }
  llvm::Function* function =
      llvm::Function::Create(type, llvm::Function::ExternalLinkage, symbol, module_);
  function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  function->setDoesNotThrow();
  return function;
}

}  // namespace acta::codegen
