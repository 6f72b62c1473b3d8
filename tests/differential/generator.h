// Random programs and random cases for them, to set one evaluator against another.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::differential {

struct GeneratorOptions {
  // How many rules beside the governing date; a third of them have parameters and are called.
  std::size_t rules = 14;
  // How deep an expression nests.
  int depth = 4;
};

// A well-typed program: sound (ir::FaultsOf), free of circles, within the bounds of plan/. The same
// for the same seed.
[[nodiscard]] ir::Program GenerateProgram(std::uint64_t seed, const GeneratorOptions& options = {});

// A case for it: facts, readings, and the elements of its lists behind them. Half of the values lie
// on boundaries, and any may be missing, or absent where it may be.
[[nodiscard]] std::vector<std::int64_t> GenerateCase(const ir::Program& program,
                                                     std::uint64_t seed);

// The same case with one missing slot filled in, or the same when nothing is missing.
[[nodiscard]] std::vector<std::int64_t> FillOneGap(const ir::Program& program,
                                                   std::vector<std::int64_t> slots,
                                                   std::uint64_t seed);

}  // namespace acta::differential
