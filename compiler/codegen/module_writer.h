// What all functions of a module share: LLVM types, the layout of a frame, symbols, constant
// tables, and the two helpers that every module carries with it.
#pragma once

#include <cstdint>
#include <string>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "compiler/codegen/day_tables.h"
#include "compiler/codegen/kernels.h"
#include "compiler/codegen/weights.h"
#include "compiler/ir/graph.h"

namespace acta::codegen {

// Which evaluator a function belongs to.
//   kKnown   values without reasons; gives up as soon as one would be undetermined
//   kFull    values with reasons
//   kTraced  values with reasons, and every step recorded
enum class Path : std::uint8_t { kKnown, kFull, kTraced };

// The fields of acta_frame, in its order.
enum class FrameField : unsigned {
  kStructSize,
  kOverflow,
  kSlots,
  kValues,
  kWhys,
  kUnions,
  kUnionCount,
  kUnionCapacity,
  kTrace,
  kTraceCount,
  kTraceCapacity,
};

class ModuleWriter {
 public:
  // Writes into `module`. Everything must outlive the writer.
  ModuleWriter(llvm::Module& module, const ir::Program& program, const Weights& weights);
  ModuleWriter(const ModuleWriter&) = delete;
  ModuleWriter& operator=(const ModuleWriter&) = delete;

  [[nodiscard]] llvm::Module& module() { return module_; }
  [[nodiscard]] llvm::LLVMContext& context() { return module_.getContext(); }
  [[nodiscard]] const ir::Program& program() const { return program_; }
  [[nodiscard]] const Weights& weights() const { return weights_; }

  llvm::IntegerType* const i1;
  llvm::IntegerType* const i32;
  llvm::IntegerType* const i64;
  llvm::PointerType* const pointer;
  llvm::Type* const nothing;
  // acta_frame, acta_union, acta_trace_record.
  llvm::StructType* const frame;
  llvm::StructType* const pair_of_whys;
  llvm::StructType* const record;
  // A value with its reasons {payload, why}; a value or the sign that the known path gave up
  // {payload, known}.
  llvm::StructType* const value;
  llvm::StructType* const attempt;
  // The branch hardly ever taken is the first one.
  llvm::MDNode* const rarely;

  // %join.N(frame, a, b, ...): the union of N sets of reasons.
  [[nodiscard]] llvm::Function* Join(std::size_t count);
  // %reserve(frame, n, spare): the next n records of the trace; where it has no room for them, it
  // counts on, and they are `spare`, which nobody reads.
  [[nodiscard]] llvm::Function* Reserve();

  [[nodiscard]] llvm::Constant* Calendar(ir::CalendarId id);
  [[nodiscard]] llvm::Constant* Zones(ir::ZoneSetId id);
  [[nodiscard]] llvm::Constant* Lookup(ir::LookupId id);
  [[nodiscard]] llvm::Constant* Days(const DayTable& table);

  // The function of a rule on a path, declared if it is not written here.
  [[nodiscard]] llvm::Function* RuleFunction(ir::RuleId rule, Path path);
  // The function of a chunk: void(frame).
  [[nodiscard]] llvm::Function* ChunkFunction(std::size_t chunk, Path path);
  // A part of a function, cut off because of its weight.
  [[nodiscard]] llvm::Function* PartFunction(llvm::FunctionType* type, const llvm::Twine& name);
  // A function others may call by name.
  [[nodiscard]] llvm::Function* Declare(const std::string& symbol, llvm::FunctionType* type);

  // The type of a function that takes the frame and `words` values in the way of the path.
  [[nodiscard]] llvm::FunctionType* TypeTaking(llvm::Type* result, std::size_t words, Path path);

 private:
  // %unite(frame, a, b): the union of two different sets, neither of them empty.
  [[nodiscard]] llvm::Function* Unite();
  llvm::Constant* Table(const std::string& symbol, llvm::Type* type);

  llvm::Module& module_;
  const ir::Program& program_;
  const Weights& weights_;
};

// "known", "full", "traced".
[[nodiscard]] const char* NameOf(Path path);

// acta_calendar, acta_zone, acta_lookup as LLVM types.
[[nodiscard]] llvm::StructType* CalendarType(llvm::LLVMContext& context);
[[nodiscard]] llvm::StructType* ZoneType(llvm::LLVMContext& context);
[[nodiscard]] llvm::StructType* LookupType(llvm::LLVMContext& context);

// Defines every table of the program in `module`; the other modules name them.
void WriteTables(ModuleWriter& module);

}  // namespace acta::codegen
