// One scenario: its case built, the act asked, what was expected compared with what was found.
#pragma once

#include <acta/acta.h>

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/engine/engine.h"
#include "compiler/ir/program.h"

namespace acta {

// An expectation that was not met, as the lines of a diff.
struct Mismatch {
  const ir::Expectation* expectation = nullptr;
  std::string expected;  // "fulfilled", "undetermined because missing as_of"
  std::string found;
};

// What a scenario saw: ACTA_SEEN_* by clause and by group.
struct Coverage {
  std::vector<std::uint8_t> clauses;
  std::vector<std::uint8_t> groups;
};

// Runs the scenario and adds what it reached to `coverage`. Fails only when the engine does.
[[nodiscard]] Result<std::vector<Mismatch>> RunScenario(const Engine& engine, const ir::Program& program, const ir::Scenario& scenario,
                                                        Coverage& coverage);

}  // namespace acta
