// From an LLVM module to an object file in memory: our own few passes, then LLVM's code generation.
#pragma once

#include <memory>
#include <string>

#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/base/result.h"
#include "compiler/codegen/target.h"

namespace acta::codegen {

enum class Effort {
  kQuick,  // as the module stands; the fastest instruction selection
  kLight,  // passes that pay for themselves in fewer instructions to select
  kGaps,   // the same for batches with gaps: masks of what is known beside all values
  kRow,    // likewise for branches on truth values; not for batches, whose masks LLVM 19 never
           // finishes selecting after InstCombine
  kGreat,  // LLVM's own -O2 within each function
};

// LLVM's code generators for the targets there are. May be called any number of times.
void RegisterTargets();

class ObjectMaker {
 public:
  // For the very processor we run on.
  [[nodiscard]] static Result<ObjectMaker> ForHost(Effort effort);
  // For a target that was found.
  [[nodiscard]] static ObjectMaker For(const Target& target, Effort effort);
  ObjectMaker(ObjectMaker&&) noexcept;
  ObjectMaker& operator=(ObjectMaker&&) noexcept;
  ~ObjectMaker();

  // Takes the module's content apart on the way.
  [[nodiscard]] Result<std::unique_ptr<llvm::MemoryBuffer>> Make(llvm::Module& module);
  // The same as assembler text.
  [[nodiscard]] Result<std::string> MakeAssembly(llvm::Module& module);
  // The passes alone: the module as it goes into code generation.
  void Optimise(llvm::Module& module);

  [[nodiscard]] const llvm::TargetMachine& machine() const { return *machine_; }
  // Whether the processor loads from many places at once (x86-64: AVX2).
  [[nodiscard]] bool has_gathers() const;
  // Whether the processor takes bits out of a word and puts them in place (pext, pdep).
  [[nodiscard]] bool moves_bits() const;

 private:
  struct Passes;
  void ShutOutPasses(llvm::Module& module) const;
  Result<void> Generate(llvm::Module& module, llvm::CodeGenFileType type,
                        llvm::raw_pwrite_stream& out);
  ObjectMaker(std::unique_ptr<llvm::TargetMachine> machine, Effort effort);

  std::unique_ptr<llvm::TargetMachine> machine_;
  Effort effort_;
  std::unique_ptr<Passes> passes_;
};

}  // namespace acta::codegen
