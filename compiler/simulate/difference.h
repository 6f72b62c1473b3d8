// In what two laws differ, rule by rule, and through which rules that can reach an answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/findings/findings.h"
#include "compiler/ir/graph.h"

namespace acta::simulate {

// A clause, exception, row or default that one law has and the other has not, or has otherwise.
struct Item {
  // The governing dates on which it has any say, both included; nothing: all of them.
  struct Days {
    std::int32_t from = 0, until = 0;
  };
  std::size_t rule = 0;  // among Difference::rules
  bool is_new = false;   // of the second law
  // Where its own conditions can be asked of every case; else it counts wherever its rule differs.
  std::optional<ir::ClauseId> clause;
  std::optional<Days> in_force;
  // Of a clause that only says something else under the same conditions: the one in its place.
  // Where that does not hold, it is no matter that this one went.
  std::optional<std::size_t> successor;
  std::string when;  // those conditions
  std::string key;   // the same wherever the same change is compared
  findings::Provision provision;
};

// A rule that both laws have and through which a difference may reach an answer.
struct Link {
  std::string name;
  ir::RuleId before, after;
  bool is_changed = false;         // it says something else; or what it calls does
  std::vector<std::size_t> reads;  // links that it rests on
  // Of an answer: the link whose result it gives where its law is in force.
  std::optional<std::size_t> repeats;
};

struct Difference {
  std::vector<Link> rules;
  std::vector<Item> items;
  // By answer of the first law that both give: the index in both, and the link that it asks.
  struct Answer {
    std::size_t before = 0, after = 0;
    std::optional<std::size_t> rule;  // none: nothing can reach it
  };
  std::vector<Answer> answers;
  std::vector<std::string> answers_of_one_law;
};

[[nodiscard]] Difference DifferenceOf(const ir::RuleGraph& before, const ir::RuleGraph& after);

}  // namespace acta::simulate
