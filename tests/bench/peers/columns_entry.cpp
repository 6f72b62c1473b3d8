#include "tests/bench/peers/columns_entry.h"

namespace acta::bench {

namespace {

acta_batch_options WithClauses(acta_batch_options options) {
  options.flags |= ACTA_BATCH_CLAUSES;
  return options;
}

}  // namespace

ColumnsEntry::ColumnsEntry(const acta_act* act, const acta_batch_options& options,
                           const measure::ColumnTypes& types, const measure::CaseSource& source,
                           std::size_t cases, measure::Crew& hands)
    : pool_(types, source, {.cases = cases, .of_window = kWindow}, hands, measure::Clauses::kYes),
      door_(act, options, 2),
      door_with_clauses_(act, WithClauses(options), 1) {
}

void ColumnsEntry::Enter(measure::Contest& contest, measure::Crew& one, measure::Crew* two) {
  const auto all = [this](const measure::Door& door) {
    for (std::size_t i = 0; i < pool_.windows(); ++i) {
      door.Evaluate(pool_.schema(), pool_[i], 0);
    }
  };
  touched = contest.Enter("touch", one,
                          [this](unsigned) { measure::TouchShare(pool_, pool_.windows(), 0, 1); });
  evaluated = contest.Enter("columns", one, [this, all](unsigned) { all(door_); });
  with_clauses =
      contest.Enter("with clauses", one, [this, all](unsigned) { all(door_with_clauses_); });
  if (two != nullptr) {
    by_two = contest.Enter("by two", *two, [this](unsigned thread) {
      door_.EvaluateShare(pool_, pool_.windows(), thread);
    });
  }
}

}  // namespace acta::bench
