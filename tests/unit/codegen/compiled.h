// Small acts made by hand, compiled in every way, asked once.
#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "acta/evaluator.h"
#include "compiler/codegen/jit.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/builder.h"

namespace acta::codegen_test {

using interpreter::Reasons;

inline constexpr std::int64_t kMissing = ACTA_MISSING;

inline Reasons MissingSlot(std::uint32_t slot) {
  return {{.kind = interpreter::Why::Kind::kMissingSlot, .index = slot}};
}
inline Reasons For(ir::ReasonId reason) {
  return {{.kind = interpreter::Why::Kind::kReason, .index = reason.value}};
}
inline Reasons Union(Reasons first, const Reasons& second) {
  first.Add(second);
  return first;
}

// What an evaluator leaves: a payload and its reasons.
struct Outcome {
  std::int64_t payload = 0;
  Reasons reasons;

  friend bool operator==(const Outcome&, const Outcome&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Outcome& outcome);
};
inline Outcome Known(std::int64_t payload) {
  return {.payload = payload};
}
inline Outcome Open(Reasons reasons) {
  return {.reasons = std::move(reasons)};
}

// The graph in which the rules of a program are evaluated in the order of their making.
[[nodiscard]] ir::RuleGraph InOrder(ir::Program program);

[[nodiscard]] CompiledAct Compile(const ir::RuleGraph& graph, const JitOptions& options = {});

// Runs an evaluator with a frame that is large enough.
[[nodiscard]] interpreter::Evaluation Run(acta_evaluator evaluator, const ir::RuleGraph& graph,
                                          std::span<const std::int64_t> slots);

// An act compiled in every way there is.
class Act {
 public:
  explicit Act(ir::Program program);

  // The result of a rule; the same from every evaluator, or the test fails.
  [[nodiscard]] Outcome Ask(ir::RuleId rule, std::span<const std::int64_t> slots) const;
  [[nodiscard]] std::vector<interpreter::TraceRecord> Trace(
      std::span<const std::int64_t> slots) const;
  [[nodiscard]] const ir::RuleGraph& graph() const { return graph_; }

 private:
  ir::RuleGraph graph_;
  std::vector<CompiledAct> compiled_;
};

}  // namespace acta::codegen_test
