// Compiles the rules of an act to machine code in memory.
#pragma once

#include <memory>

#include "acta/batch.h"
#include "acta/evaluator.h"
#include "compiler/base/result.h"
#include "compiler/codegen/cutting.h"
#include "compiler/codegen/optimisation.h"
#include "compiler/ir/graph.h"

namespace acta {

struct JitOptions {
  OptimisationLevel level = OptimisationLevel::kDefault;
  // Whether rules are first tried on the assumption that all they look at is known.
  bool known_path = true;
  Cutting cutting = {};
};

// An act as machine code. The evaluators may be called from any number of threads at once, as long
// as this lives.
class CompiledAct {
 public:
  CompiledAct(CompiledAct&&) noexcept;
  CompiledAct& operator=(CompiledAct&&) noexcept;
  ~CompiledAct();

  // Answers only.
  [[nodiscard]] acta_evaluator row() const;
  // Answers and the trace of docs/semantics.md#trace. Compiled when it is first called.
  [[nodiscard]] acta_evaluator traced() const;

  // Many cases at once, for this machine's processor. Compiled when it is first asked for, by one
  // thread.
  struct Batch {
    const acta_batch_plan* plan = nullptr;
    const acta_batch_code* code = nullptr;
  };
  [[nodiscard]] Result<Batch> batch() const;

  class Impl;

 private:
  friend Result<CompiledAct> CompileJit(const ir::RuleGraph& graph, const JitOptions& options);
  explicit CompiledAct(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

// Fails only when this machine cannot be compiled for.
[[nodiscard]] Result<CompiledAct> CompileJit(const ir::RuleGraph& graph,
                                             const JitOptions& options = {});

}  // namespace acta
