// assembly_law.acta.md itself: interpreted, and as machine code.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "compiler/driver/session.h"
#include "compiler/measure/column_types.h"
#include "tests/bench/peers/assembly.h"
#include "tests/bench/peers/object_act.h"

namespace acta::bench {

// How wide the columns of numbers are: as narrow as the declared ranges allow, or, as if nothing
// were declared, 32 bits.
enum class Widths : std::uint8_t { kDeclared, k32Bits };

class CompiledAssembly {
 public:
  // Reads the act below the current directory, the top of the repository.
  explicit CompiledAssembly(Widths widths = Widths::kDeclared);

  [[nodiscard]] const ir::Program& program() const { return *graph_.program; }
  [[nodiscard]] const ir::RuleGraph& graph() const { return graph_; }
  [[nodiscard]] const SourceMap& sources() const { return session_->sources; }
  [[nodiscard]] const acta_compiled_act& compiled() const { return object_.compiled(); }
  [[nodiscard]] const acta_act* act() const { return object_.act(); }
  [[nodiscard]] const measure::ColumnTypes& types() const { return types_; }
  [[nodiscard]] const ir::Calendar& office_days() const;

  // The case as evaluators expect it (acta/evaluator.h).
  void LayOut(const OpenAssembly& open, std::vector<std::int64_t>& slots) const;
  [[nodiscard]] std::vector<std::int64_t> SlotsOf(const OpenAssembly& open) const;

  [[nodiscard]] Outcome Interpret(const OpenAssembly& open) const;
  [[nodiscard]] Outcome EvaluateRow(const OpenAssembly& open) const;

 private:
  std::unique_ptr<Session> session_;
  ir::RuleGraph graph_;
  ObjectAct object_;
  measure::ColumnTypes types_;
  ir::RuleId outcome_;
  std::vector<std::uint32_t> slots_;  // by fact
};

}  // namespace acta::bench
