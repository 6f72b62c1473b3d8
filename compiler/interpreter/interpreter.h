// The meaning of a program, executable: docs/semantics.md line by line. Slow, and the judge of
// every faster evaluator.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/interpreter/reasons.h"
#include "compiler/ir/graph.h"

namespace acta::interpreter {

// Known iff there is no reason why not. The payload of an undetermined value is 0, but that of a
// SetOf node.
struct Value {
  std::int64_t payload = 0;
  Reasons reasons;

  [[nodiscard]] bool known() const { return reasons.empty(); }
  friend bool operator==(const Value&, const Value&) = default;
};

// One step; `tag` says whose (ACTA_TAG_* | index, acta/evaluator.h).
struct TraceRecord {
  std::uint32_t tag = 0;
  std::int64_t payload = 0;
  Reasons reasons;

  friend bool operator==(const TraceRecord&, const TraceRecord&) = default;
};

struct Evaluation {
  // By RuleId. Only the rules in the graph's order have one; the others stand at 0.
  std::vector<Value> values;
  std::vector<TraceRecord> trace;

  [[nodiscard]] const Value& Of(ir::RuleId rule) const { return values[rule.value]; }
};

enum class Tracing { kOff, kOn };

// Evaluates the rules of the graph over a case: facts and readings in their slots, then the
// elements of lists. The case must be laid out as the program says (ordinals of their enum, lists
// within their slots); the runtime sees to that.
[[nodiscard]] Evaluation Evaluate(const ir::RuleGraph& graph, std::span<const std::int64_t> slots,
                                  Tracing tracing);

}  // namespace acta::interpreter
