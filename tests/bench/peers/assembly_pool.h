// A population of assembly_law.acta.md in memory, as rows: once with all facts given, once with
// some missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "compiler/measure/crew.h"
#include "compiler/measure/memory.h"
#include "tests/bench/peers/assembly.h"

namespace acta::bench {

class AssemblyPool {
 public:
  static constexpr unsigned kPercentMissing = 5;

  // The first cases of the seed's population, drawn by all hands.
  AssemblyPool(std::uint64_t seed, std::size_t count, measure::Crew& crew);

  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] std::span<const Assembly> given() const {
    return measure::ArrayIn<Assembly>(given_, count_);
  }
  [[nodiscard]] std::span<const OpenAssembly> open() const {
    return measure::ArrayIn<OpenAssembly>(open_, count_);
  }

 private:
  std::size_t count_;
  measure::Memory given_, open_;
};

}  // namespace acta::bench
