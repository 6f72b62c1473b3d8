// All who take part in a contest must come to the same outcomes first.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/measure/pool.h"
#include "tests/bench/peers/assembly.h"
#include "tests/bench/peers/assembly_by_hand.h"
#include "tests/bench/peers/assembly_compiled.h"
#include "tests/bench/peers/assembly_pool.h"

namespace acta::bench {

// What the first who is asked comes to, and whether all others came to the same.
class Agreement {
 public:
  explicit Agreement(std::vector<Outcome> reference) : reference_(std::move(reference)) {}

  // Those of the first cases, as many as there are; says on standard output where they differ.
  void Compare(std::string_view who, std::span<const Outcome> outcomes);
  [[nodiscard]] bool holds() const { return holds_; }

 private:
  std::vector<Outcome> reference_;
  bool holds_ = true;
};

// The population in two forms: all facts given, and with gaps.
struct Agreements {
  Agreement given, open;
  [[nodiscard]] bool hold() const { return given.holds() && open.holds(); }
};

// The row evaluator's outcomes of the first `count` cases of the pool, to which those by hand, of
// the interpreter (of some) and, where it is at hand, of DuckDB have been compared.
[[nodiscard]] Agreements AgreeOnRows(const CompiledAssembly& compiled,
                                     const AssemblyByHand& by_hand, const AssemblyPool& pool,
                                     std::size_t count);

// What the door answers to the first `count` cases.
[[nodiscard]] std::vector<Outcome> OutcomesOf(const measure::Door& door, measure::CasePool& pool,
                                              std::size_t count);

}  // namespace acta::bench
