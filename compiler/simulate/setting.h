// What a simulation is of, fixed before the first case: the laws, compiled and paired with the
// first one, and the facts to group by. Private to compiler/simulate.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/simulate/comparer.h"
#include "compiler/simulate/difference.h"
#include "compiler/simulate/groups.h"
#include "compiler/simulate/law.h"
#include "compiler/simulate/simulate.h"

namespace acta::simulate {

// The first law and another.
struct Pairing {
  Difference difference;
  // Places among the answers: of the links, and of what else is asked.
  std::vector<std::size_t> probes_before, probes_after, asked_before, asked_after;
  // Where the governing date is asked; nothing where no item depends on it.
  std::optional<std::size_t> governing_before, governing_after;
  std::vector<ir::ClauseId> clauses_before, clauses_after;
};

struct Setting {
  std::span<const Contender> others;
  Asking asking;
  const ir::Program* facts = nullptr;  // those that the cases have
  unsigned threads = 1;
  std::vector<GroupingBy> groupings;
  std::vector<WithInstances> graphs;       // of the first law, then of the others
  std::vector<std::unique_ptr<Law>> laws;  // likewise
  std::vector<Pairing> pairings;           // by other
  std::vector<ir::ClauseId> base_clauses;  // those of the first law that some pairing asks about
  std::vector<std::string> amendments;     // of all laws, each once
  // By the key of an item the amendments that bring it when they are alone.
  std::map<std::string, std::set<std::string>> bringing;
  std::vector<std::vector<Comparer::Step>> steps;  // by other

  [[nodiscard]] const ir::Program& base() const { return laws.front()->program(); }
};

// `groupings`: of facts of `facts`. Fails when a law cannot be compiled, and when it is told to
// stop. What the contenders point to must outlive the setting.
[[nodiscard]] Result<Setting> Prepare(const Contender& base, std::span<const Contender> others,
                                      const Options& options, std::vector<GroupingBy> groupings,
                                      const Progress& progress);

// An outcome of an answer that both laws of a pairing give, in words: "granted", "absent",
// "undetermined".
[[nodiscard]] std::string NameOf(const Setting& setting, std::size_t pairing, std::size_t answer,
                                 std::int64_t outcome);

}  // namespace acta::simulate
