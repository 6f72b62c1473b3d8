// Machine code set against the interpreter: the same act, the same case, the same values, reasons
// and steps.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "acta/evaluator.h"
#include "compiler/codegen/jit.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/graph.h"

namespace acta::differential {

// The graph of a random program.
[[nodiscard]] ir::RuleGraph RandomGraph(std::uint64_t seed);

// Runs a compiled evaluator with a frame too small at first, as hosts do, until it is large enough.
// Fails the check when the evaluator writes beyond what it was given. What the evaluator wrote is
// good until the next run.
class NativeRunner {
 public:
  [[nodiscard]] acta_frame Run(acta_evaluator evaluator, const ir::RuleGraph& graph,
                               std::span<const std::int64_t> slots);

 private:
  std::vector<std::int64_t> values_;
  std::vector<std::uint32_t> whys_;
  std::vector<acta_union> unions_;
  std::vector<acta_trace_record> trace_;
};

// The first difference between an evaluation with a trace and what an evaluator wrote, in words;
// none when they are the same. Traces are compared when the evaluator wrote one.
[[nodiscard]] std::optional<std::string> FirstDifference(const ir::RuleGraph& graph,
                                                         const interpreter::Evaluation& expected,
                                                         const acta_frame& found);

// One program compiled in several ways.
struct Way {
  std::string name;
  JitOptions options;
};
[[nodiscard]] std::vector<Way> AllWays();

struct Tally {
  std::uint64_t programs = 0, pairs = 0, evaluations = 0;
  std::uint64_t values = 0, records = 0, undetermined = 0;
  std::vector<std::string> differences;
};

// Compares all ways of the program of `seed` with the interpreter over `cases` random cases.
void CompareProgram(std::uint64_t seed, std::uint64_t cases, std::span<const Way> ways,
                    Tally& tally);

}  // namespace acta::differential
