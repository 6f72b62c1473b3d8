// Batch evaluators set against the interpreter, over random cases of a program.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/measure/block.h"

namespace acta::differential {

using measure::BatchEvaluator;

struct BatchTally {
  std::uint64_t results = 0, known = 0, deferred = 0, blocks_all_given = 0;
  std::vector<std::string> differences;
};

// The evaluators for one level of processors.
struct NamedBatchCode {
  std::string name;
  BatchEvaluator general, all_given;
};

// Compares what is known, and what it is, and which clauses' conditions hold. `seed` is that of the
// cases.
void CompareBatch(const ir::RuleGraph& graph, std::uint64_t seed, std::size_t cases,
                  const acta_batch_plan& plan, std::span<const NamedBatchCode> ways,
                  BatchTally& tally);

}  // namespace acta::differential
