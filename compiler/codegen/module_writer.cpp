#include "compiler/codegen/module_writer.h"

#include <llvm/IR/MDBuilder.h>

#include "acta/evaluator.h"

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

// define internal i32 @join.2(ptr %frame, i32 %a, i32 %b) {
//   %news = and (icmp ne i32 %b, 0), (icmp ne i32 %b, %a)
//   br i1 %news, label %more, label %next
// more:
//   %first = icmp eq i32 %a, 0
//   br i1 %first, label %next, label %both
// both:
//   %union = call i32 @unite(ptr %frame, i32 %a, i32 %b)
//   br label %next
// next:
//   %joined = phi i32 [%a, %entry], [%b, %more], [%union, %both]
//   ret i32 %joined
// }
llvm::Function* ModuleWriter::Join(std::size_t count) {
  const std::string name = "join." + std::to_string(count);
  if (llvm::Function* made = module_.getFunction(name)) {
    return made;
  }
  llvm::SmallVector<llvm::Type*> parameters(count, i32);
  parameters.insert(parameters.begin(), pointer);
  llvm::Function* function =
      PartFunction(llvm::FunctionType::get(i32, parameters, /*isVarArg=*/false), name);
  llvm::BasicBlock* block = llvm::BasicBlock::Create(context(), "entry", function);
  llvm::IRBuilder<> b(block);
  llvm::Value* joined = function->getArg(1);
  for (unsigned i = 2; i <= count; ++i) {
    llvm::BasicBlock* more = llvm::BasicBlock::Create(context(), "more", function);
    llvm::BasicBlock* both = llvm::BasicBlock::Create(context(), "both", function);
    llvm::BasicBlock* next = llvm::BasicBlock::Create(context(), "next", function);
    llvm::Value* why = function->getArg(i);
    llvm::Value* news =
        b.CreateAnd(b.CreateICmpNE(why, b.getInt32(0)), b.CreateICmpNE(why, joined), "news");
    b.CreateCondBr(news, more, next);
    b.SetInsertPoint(more);
    b.CreateCondBr(b.CreateICmpEQ(joined, b.getInt32(0), "first"), next, both);
    b.SetInsertPoint(both);
    llvm::Value* united = b.CreateCall(Unite(), {function->getArg(0), joined, why}, "union");
    b.CreateBr(next);
    b.SetInsertPoint(next);
    llvm::PHINode* merged = b.CreatePHI(i32, 3, "joined");
    merged->addIncoming(joined, block);
    merged->addIncoming(why, more);
    merged->addIncoming(united, both);
    joined = merged;
    block = next;
  }
  b.CreateRet(joined);
  return function;
}

// define internal i32 @unite(ptr %frame, i32 %a, i32 %b) {
//   %count = load i32, ptr %union_count
//   %no_room = icmp uge i32 %count, %capacity
//   br i1 %no_room, label %full, label %write
// write:
//   store {i32, i32} {%a, %b}, ptr %unions[%count]
//   store i32 (%count + 1), ptr %union_count
//   ret i32 (%count | ACTA_WHY_UNION)
// full:
//   %counted = call i32 @acta_k_union(ptr %frame, i32 %a, i32 %b)
//   ret i32 %counted
// }
llvm::Function* ModuleWriter::Unite() {
  if (llvm::Function* made = module_.getFunction("unite")) {
    return made;
  }
  llvm::Function* function =
      PartFunction(llvm::FunctionType::get(i32, {pointer, i32, i32}, false), "unite");
  llvm::IRBuilder<> b(llvm::BasicBlock::Create(context(), "entry", function));
  llvm::BasicBlock* full = llvm::BasicBlock::Create(context(), "full", function);
  llvm::BasicBlock* write = llvm::BasicBlock::Create(context(), "write", function);
  llvm::Value* frame_argument = function->getArg(0);
  llvm::Value* first = function->getArg(1);
  llvm::Value* second = function->getArg(2);
  const auto field = [&](FrameField which, const char* name) {
    return b.CreateStructGEP(frame, frame_argument, static_cast<unsigned>(which), name);
  };

  llvm::Value* count_field = field(FrameField::kUnionCount, "count.field");
  llvm::Value* count = b.CreateLoad(i32, count_field, "count");
  llvm::Value* capacity =
      b.CreateLoad(i32, field(FrameField::kUnionCapacity, "capacity.field"), "capacity");
  b.CreateCondBr(b.CreateICmpUGE(count, capacity, "no_room"), full, write, rarely);

  b.SetInsertPoint(write);
  llvm::Value* unions = b.CreateLoad(pointer, field(FrameField::kUnions, "unions.field"), "unions");
  llvm::Value* place = b.CreateGEP(pair_of_whys, unions, count, "place");
  b.CreateStore(first, b.CreateStructGEP(pair_of_whys, place, 0));
  b.CreateStore(second, b.CreateStructGEP(pair_of_whys, place, 1));
  b.CreateStore(b.CreateAdd(count, b.getInt32(1), "next"), count_field);
  b.CreateRet(b.CreateOr(count, b.getInt32(ACTA_WHY_UNION)));

  b.SetInsertPoint(full);
  b.CreateRet(b.CreateCall(codegen::Declare(Kernel::k_union, module_),
                           {frame_argument, first, second}, "counted"));
  return function;
}

// define internal ptr @reserve(ptr %frame, i64 %n, ptr %spare) {
//   %count = load i64, ptr %trace_count
//   %next = %count + %n
//   store i64 %next, ptr %trace_count
//   %no_room = icmp ugt i64 %next, %capacity
//   br i1 %no_room, label %full, label %room
// room:
//   ret ptr %trace[%count]
// full:
//   store i32 1, ptr %overflow
//   ret ptr %spare
// }
llvm::Function* ModuleWriter::Reserve() {
  if (llvm::Function* made = module_.getFunction("reserve")) {
    return made;
  }
  llvm::Function* function =
      PartFunction(llvm::FunctionType::get(pointer, {pointer, i64, pointer}, false), "reserve");
  llvm::IRBuilder<> b(llvm::BasicBlock::Create(context(), "entry", function));
  llvm::BasicBlock* full = llvm::BasicBlock::Create(context(), "full", function);
  llvm::BasicBlock* room = llvm::BasicBlock::Create(context(), "room", function);
  const auto field = [&](FrameField which, const char* name) {
    return b.CreateStructGEP(frame, function->getArg(0), static_cast<unsigned>(which), name);
  };

  llvm::Value* count_field = field(FrameField::kTraceCount, "count.field");
  llvm::Value* count = b.CreateLoad(i64, count_field, "count");
  llvm::Value* capacity =
      b.CreateLoad(i64, field(FrameField::kTraceCapacity, "capacity.field"), "capacity");
  llvm::Value* next = b.CreateAdd(count, function->getArg(1), "next");
  b.CreateStore(next, count_field);
  b.CreateCondBr(b.CreateICmpUGT(next, capacity, "no_room"), full, room, rarely);

  b.SetInsertPoint(full);
  b.CreateStore(b.getInt32(1), field(FrameField::kOverflow, "overflow.field"));
  b.CreateRet(function->getArg(2));

  b.SetInsertPoint(room);
  llvm::Value* trace = b.CreateLoad(pointer, field(FrameField::kTrace, "trace.field"), "trace");
  b.CreateRet(b.CreateGEP(record, trace, count, "place"));
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

llvm::Constant* ModuleWriter::Days(const DayTable& table) {
  return Table(table.symbol,
               llvm::ArrayType::get(llvm::Type::getInt8Ty(context()), table.entries.size()));
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
  return Declare("acta." + std::string(NameOf(path)) + ".chunk." + std::to_string(chunk),
                 llvm::FunctionType::get(nothing, {pointer}, /*isVarArg=*/false));
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
