#include "tests/bench/peers/assembly_pool.h"

namespace acta::bench {

AssemblyPool::AssemblyPool(std::uint64_t seed, std::size_t count, measure::Crew& crew)
    : count_(count), given_(count * sizeof(Assembly)), open_(count * sizeof(OpenAssembly)) {
  const std::span<Assembly> given = measure::ArrayIn<Assembly>(given_, count);
  const std::span<OpenAssembly> open = measure::ArrayIn<OpenAssembly>(open_, count);
  crew.Do([&](unsigned thread) {
    for (std::size_t i = thread; i < count; i += crew.size()) {
      given[i] = DrawAssembly(seed, i);
      open[i] = {given[i], DrawGiven(seed, i, kPercentMissing)};
    }
  });
}

}  // namespace acta::bench
