// assembly_law.acta.md as a query of DuckDB. Built only where `./dev` has fetched DuckDB.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "compiler/ir/program.h"
#include "tests/bench/peers/assembly.h"

namespace acta::bench {

class AssemblySql {
 public:
  // `office_days` becomes a table: the two deadlines of each day, and the birthday of those who are
  // eighteen on it.
  explicit AssemblySql(const ir::Calendar& office_days);
  ~AssemblySql();

  // The cases become a table, facts that are not given NULL. The query differs where some may be.
  void Load(std::span<const OpenAssembly> cases);
  void LoadAllGiven(std::span<const Assembly> cases);

  void UseThreads(unsigned threads);

  // By case, in order.
  [[nodiscard]] std::vector<Outcome> Outcomes();
  // The work alone: the outcomes are found and added up inside the engine.
  void Decide();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace acta::bench
