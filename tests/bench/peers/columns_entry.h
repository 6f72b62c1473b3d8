// One population of an act in columns, as it takes part in a contest.
#pragma once

#include <cstddef>

#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/pool.h"

namespace acta::bench {

class ColumnsEntry {
 public:
  static constexpr std::size_t kWindow = 65'536;

  // Draws the cases by all hands. `options` are those of the act's batches; they, `types` and the
  // act must outlive the entry.
  ColumnsEntry(const acta_act* act, const acta_batch_options& options,
               const measure::ColumnTypes& types, const measure::CaseSource& source,
               std::size_t cases, measure::Crew& hands);

  [[nodiscard]] measure::CasePool& pool() { return pool_; }
  [[nodiscard]] const measure::Door& door() const { return door_; }
  // Of a case, read and written.
  [[nodiscard]] double bytes() const { return pool_.bytes_read() + pool_.bytes_written(); }

  // Touched, evaluated, and evaluated with a bit for each clause by `one`; evaluated by `two`, if
  // there is such a crew. The crews and the entry stay where they are until the contest is over.
  void Enter(measure::Contest& contest, measure::Crew& one, measure::Crew* two);

  measure::Contest::Entrant touched = 0, evaluated = 0, with_clauses = 0, by_two = 0;

 private:
  measure::CasePool pool_;
  measure::Door door_, door_with_clauses_;
};

}  // namespace acta::bench
