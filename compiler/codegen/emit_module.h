// From a rule graph to LLVM modules, the same for the JIT and for object files.
//
//   acta.row(frame)                      calls the chunks one after the other
//   acta.known.chunk.N(frame)            some rules in order; where one of them gives up, it calls
//   acta.full.rule.R(frame)                the rule with reasons
//   acta.known.rule.R, acta.full.rule.R  rules with parameters, with their arguments
//   acta.full.chunk.N(frame)             all with reasons, for a row evaluator that never guesses
//   acta.traced(frame), acta.traced.chunk.N(frame), acta.traced.rule.R   likewise, with every step
//   acta.calendar.C, acta.zones.Z, acta.lookup.L                         constant tables
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <llvm/IR/Module.h>

#include "compiler/codegen/module_writer.h"
#include "compiler/codegen/weights.h"
#include "compiler/ir/graph.h"

namespace acta::codegen {

// The evaluators.
inline constexpr const char* kRowSymbol = "acta.row";
inline constexpr const char* kTracedSymbol = "acta.traced";

// Rules that share a function on the known and the traced path.
using Chunk = std::vector<ir::RuleId>;

// A module's worth of chunks. `first` numbers the chunks through the act.
struct Bundle {
  std::size_t first = 0;
  std::vector<Chunk> chunks;
  // Rules with parameters; they have no chunks.
  std::vector<ir::RuleId> callees;
};

// What the modules of one act have in common.
class ActEmitter {
 public:
  explicit ActEmitter(const ir::RuleGraph& graph, const Cutting& cutting = {});

  [[nodiscard]] std::span<const Bundle> bundles() const { return bundles_; }
  // Operations of all rules together, roughly.
  [[nodiscard]] std::uint64_t weight() const { return weight_; }

  // The functions of a bundle on a path. Verified (see below), like every module from here.
  [[nodiscard]] std::unique_ptr<llvm::Module> EmitBundle(llvm::LLVMContext& context,
                                                         const Bundle& bundle, Path path) const;
  // `symbol`, which calls all chunks of the path; with those of the full path, which only it calls.
  [[nodiscard]] std::unique_ptr<llvm::Module> EmitEntry(llvm::LLVMContext& context, Path path,
                                                        const std::string& symbol) const;
  [[nodiscard]] std::unique_ptr<llvm::Module> EmitTables(llvm::LLVMContext& context) const;

 private:
  std::shared_ptr<const ir::Program> program_;
  Weights weights_;
  std::vector<Bundle> bundles_;
  std::uint64_t weight_ = 0;
};

// ACTA_CHECK that LLVM finds the module well-formed. Does nothing in builds without ACTA_CHECKED.
void Verify(const llvm::Module& module);

}  // namespace acta::codegen
