#include "tests/bench/peers/agreement.h"

#include <algorithm>

#include <fmt/format.h>

#ifdef ACTA_DUCKDB
#include "tests/bench/peers/assembly_sql.h"
#endif

namespace acta::bench {

namespace {

constexpr std::size_t kInterpreted = 2000;

template <class CaseOf, class Decide>
std::vector<Outcome> Decided(std::size_t count, const CaseOf& case_of, const Decide& decide) {
  std::vector<Outcome> outcomes;
  outcomes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    outcomes.push_back(decide(case_of(i)));
  }
  return outcomes;
}

}  // namespace

void Agreement::Compare(std::string_view who, std::span<const Outcome> outcomes) {
  const auto [expected, found] = std::ranges::mismatch(reference_, outcomes);
  if (found == outcomes.end()) {
    return;
  }
  holds_ = false;
  fmt::print("{} differs in case {}: {} where {} was found first\n", who, found - outcomes.begin(),
             static_cast<int>(*found), static_cast<int>(*expected));
}

Agreements AgreeOnRows(const CompiledAssembly& compiled, const AssemblyByHand& by_hand,
                       const AssemblyPool& pool, std::size_t count) {
  const auto given = [&](std::size_t i) { return OpenAssembly{.facts = pool.given()[i]}; };
  const auto open = [&](std::size_t i) { return pool.open()[i]; };
  const auto row = [&](const OpenAssembly& one) { return compiled.EvaluateRow(one); };
  const auto interpret = [&](const OpenAssembly& one) { return compiled.Interpret(one); };
  const auto decide = [&](const OpenAssembly& one) { return by_hand.Decide(one.facts); };
  const auto decide_open = [&](const OpenAssembly& one) { return by_hand.DecideOpen(one); };

  const std::size_t interpreted = std::min(count, kInterpreted);
  Agreements all{Agreement(Decided(count, given, row)), Agreement(Decided(count, open, row))};
  all.given.Compare("by hand", Decided(count, given, decide));
  all.given.Compare("by hand, open,", Decided(count, given, decide_open));
  all.given.Compare("the interpreter", Decided(interpreted, given, interpret));
  all.open.Compare("by hand, facts missing,", Decided(count, open, decide_open));
  all.open.Compare("the interpreter, facts missing,", Decided(interpreted, open, interpret));
#ifdef ACTA_DUCKDB
  AssemblySql sql(compiled.office_days());
  sql.LoadAllGiven(pool.given().first(count));
  all.given.Compare("DuckDB", sql.Outcomes());
  sql.Load(pool.open().first(count));
  all.open.Compare("DuckDB, facts missing,", sql.Outcomes());
#endif
  return all;
}

std::vector<Outcome> OutcomesOf(const measure::Door& door, measure::CasePool& pool,
                                std::size_t count) {
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < pool.windows() && outcomes.size() < count; ++i) {
    measure::CaseWindow& window = pool[i];
    door.Evaluate(pool.schema(), window, 0);
    for (std::size_t row = 0; row < window.cases.cases() && outcomes.size() < count; ++row) {
      const measure::AnswerColumns::Found found = window.answers.At(0, row);
      outcomes.push_back(found.state == ACTA_KNOWN ? static_cast<Outcome>(found.payload)
                                                   : Outcome::kUndetermined);
    }
  }
  return outcomes;
}

}  // namespace acta::bench
