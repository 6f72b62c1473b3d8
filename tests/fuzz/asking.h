// Asking an act and an outcome whatever they can be asked.
#pragma once

#include <cstdint>
#include <vector>

#include "acta/acta.h"
#include "tests/fuzz/hostile_host.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta::fuzz {

// Whatever comes of it.
inline void AskEverything(const acta_act* act, acta_outcome* outcome) {
  Text text;
  static_cast<void>(acta_outcome_text(outcome, text.get()));
  static_cast<void>(acta_outcome_json(outcome, text.get()));
  static_cast<void>(acta_ask_text(outcome, text.get()));
  static_cast<void>(acta_ask_json(outcome, text.get()));
  for (std::uint32_t answer = 0; answer < acta_act_answer_count(act); ++answer) {
    for (const std::uint32_t flags : {0U, ACTA_EXPLAIN_FULL | ACTA_EXPLAIN_COLOUR}) {
      auto options = Fresh<acta_explain_options>();
      options.flags = flags;
      static_cast<void>(acta_explain_text(outcome, answer, &options, text.get()));
      static_cast<void>(acta_explain_json(outcome, answer, &options, text.get()));
    }
  }
  std::vector<std::uint8_t> clauses(acta_act_clause_count(act));
  std::vector<std::uint8_t> groups(acta_act_group_count(act));
  static_cast<void>(acta_outcome_coverage(outcome, clauses.data(), groups.data()));
}

}  // namespace acta::fuzz
