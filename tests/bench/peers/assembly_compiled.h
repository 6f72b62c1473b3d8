// assembly_law.acta.md itself: interpreted, and as machine code.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "compiler/codegen/jit.h"
#include "compiler/driver/session.h"
#include "tests/bench/peers/assembly.h"

namespace acta::bench {

class CompiledAssembly {
 public:
  // Reads the act below the current directory, the top of the repository.
  CompiledAssembly();

  [[nodiscard]] const ir::Program& program() const { return *session_->graph.program; }
  [[nodiscard]] const ir::RuleGraph& graph() const { return session_->graph; }
  [[nodiscard]] const SourceMap& sources() const { return session_->sources; }
  [[nodiscard]] const CompiledAct& act() const { return act_; }
  [[nodiscard]] const ir::Calendar& office_days() const;

  // The case as evaluators expect it (acta/evaluator.h).
  [[nodiscard]] std::vector<std::int64_t> SlotsOf(const OpenAssembly& open) const;

  [[nodiscard]] Outcome Interpret(const OpenAssembly& open) const;
  [[nodiscard]] Outcome EvaluateRow(const OpenAssembly& open) const;

 private:
  std::unique_ptr<Session> session_;
  CompiledAct act_;
  ir::RuleId outcome_;
  std::vector<std::uint32_t> slots_;  // by fact
};

}  // namespace acta::bench
