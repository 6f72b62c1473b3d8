// The cases of acta bench: drawn, compared, measured.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "acta/batch.h"
#include "acta/columns.h"
#include "compiler/driver/bench.h"
#include "compiler/driver/bench_report.h"
#include "compiler/engine/engine.h"
#include "compiler/measure/column_types.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/draw.h"
#include "compiler/measure/pool.h"

namespace acta {

class BenchRun {
 public:
  // `engine` has columns and was made of `program`; all must outlive the run. `choices` are the
  // readings chosen; `days` those of dates without a range.
  BenchRun(const BenchOptions& options, const ir::Program& program, const Engine& engine,
           const std::vector<acta_batch_choice>& choices, measure::Days days);

  // The first case in which batch and row evaluators differ, in words; none when there is none.
  // Fills in what the report says of populations before they are measured.
  [[nodiscard]] std::optional<std::string> Compare(BenchReport& report);
  // The rest, after Compare.
  void Measure(BenchReport& report);

 private:
  class Entrants;
  [[nodiscard]] measure::CaseSource SourceOf(unsigned percent_missing) const;
  [[nodiscard]] std::optional<std::string> ComparePopulation(unsigned percent_missing,
                                                             BenchReport& report);
  [[nodiscard]] std::size_t CountOpen(const measure::CaseWindow& window) const;
  [[nodiscard]] std::size_t CountDeferred(const measure::CaseSource& source, std::uint64_t first,
                                          std::size_t count) const;

  const BenchOptions& options_;
  const ir::Program& program_;
  const Engine& engine_;
  const CompiledAct::Batch batch_;
  acta_batch_options batch_options_{};
  std::vector<std::int64_t> readings_;
  measure::Days days_;
  measure::ColumnTypes types_;
  measure::Crew all_hands_;
};

}  // namespace acta
