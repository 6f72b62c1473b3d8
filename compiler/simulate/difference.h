// In what two laws differ, rule by rule, and through which rules that can reach an answer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/findings/findings.h"
#include "compiler/ir/graph.h"
#include "compiler/simulate/instances.h"
#include "compiler/simulate/law.h"
#include "compiler/simulate/law_text.h"

namespace acta::simulate {

// A clause, exception, row or default that one law has and the other has not, or has otherwise.
struct Item {
  enum class Of : std::uint8_t {
    kClause,  // or what withdraws one
    kDefault,
    kTable,       // a version of a parameter, a calendar, the time zone
    kCalledRule,  // anything of a rule that is no link; or that it is asked at all
  } of = Of::kClause;
  std::size_t rule = 0;  // among Difference::rules
  bool is_new = false;   // of the second law
  // Where its own conditions can be asked of every case; else it counts wherever its rule differs.
  std::optional<ir::ClauseId> clause;
  // The governing dates on which it has any say; nothing: all of them.
  std::optional<Days> in_force;
  // Of a version of a parameter: the days that it is for.
  std::optional<Days> valid;
  // Of kTable, kCalledRule: what the rule reads that says it, "table index", "rule may_organise".
  std::string through;
  // That one law asks it and the other does not; a ground or prohibition that is no in both is no
  // cause (`gate`, `gate_there`).
  std::optional<ir::RuleId> asks;
  // Of kClause: the clause that it is, or that it withdraws; and the one of the other law in whose
  // place it stands.
  std::optional<ir::ClauseId> stands_in, in_place_of;
  ir::NodeId withdrawal;
  // Of what has a sight, in indices of what is asked: whether either clause applies (nothing:
  // always), and whether it is withdrawn.
  std::optional<std::size_t> gate, other_gate, withdraws;
  // Likewise of the other law: whether that would apply there which stands in no other's place, and
  // whether it would be withdrawn; nothing: it cannot be put to it.
  std::optional<std::size_t> gate_there, withdraws_there;
  // Than the one in whose place it stands. What the words of both come to in one law and in the
  // other, in indices of rewordings; none: they cannot be put to both.
  bool has_other_value = false;
  bool has_other_conditions = true;
  std::vector<std::size_t> values, conditions;
  // Of a clause that only says something else under the same conditions: the one in its place.
  // Where that does not hold, it is no matter that this one went.
  std::optional<std::size_t> successor;
  std::string when;  // those conditions
  std::string key;   // the same wherever the same change is compared
  findings::Provision provision;
};

// What is asked of both laws, in indices of Difference::asked_*: where the answers are the same, so
// is what is behind them.
struct Twin {
  std::size_t before = 0, after = 0;
};

// What two laws say otherwise, asked of one of them, in indices of what that is asked. A clause
// without conditions holds always: then nothing is asked.
struct Rewording {
  bool is_after = false;  // it is the second law that is asked
  std::optional<std::size_t> before, after;
  friend bool operator==(const Rewording&, const Rewording&) = default;
};

// A part of a rule of one law through which what it reads, or what was changed in it, can be seen
// in its result.
struct Sight {
  enum class Kind : std::uint8_t {
    kLeaf,    // `links`, `items`
    kAll,     // `first`
    kIf,      // `first` of the condition, `second` and `third` of what follows
    kSwitch,  // `first` of what it turns on, `ways` of what follows
    kClause,  // `first` of its conditions, `second` of its value, `third` of the exceptions to it
    kGroup,   // `first` of its clauses, `third` of its exceptions
  } kind = Kind::kAll;
  // Nothing is seen through it where that is the same; but where it may be so because several
  // differences in it come to the same, they are.
  std::optional<std::size_t> twin;
  bool may_cancel = false;
  // Asked: of an operand of `and` and `or`, its value. Nothing is seen through it where it decides
  // nothing: where it is yes among `and`, no among `or`.
  std::optional<std::size_t> operand;
  bool is_among_and = false;
  // Asked: kIf: the condition. kSwitch: what it turns on. kClause: whether it applies.
  std::optional<std::size_t> gate;
  std::optional<std::size_t> date;  // asked: of a parameter, on which day it is read
  // Of what counts by a calendar that both laws have: what it comes to by that of either.
  std::optional<std::size_t> by_calendars;
  std::vector<std::size_t> first, second, third;
  std::vector<std::vector<std::size_t>> ways;  // by ordinal
  std::vector<ir::ClauseId> hiding;  // where one of these holds the clauses here have no say
  std::vector<std::size_t> links, items;
};

// A rule that both laws have and through which a difference may reach an answer.
struct Link {
  std::string name;
  ir::RuleId before, after;
  bool is_changed = false;         // it says something else; or what it calls does
  std::vector<std::size_t> reads;  // links that it rests on
  // Of an answer: the link whose result it gives where its law is in force.
  std::optional<std::size_t> repeats;
  // Where several provisions may be why: how each is seen. Nothing: whatever differs is why.
  std::optional<std::size_t> sight_before, sight_after;
};

struct Difference {
  std::vector<Link> rules;
  std::vector<Item> items;
  std::vector<Sight> sights_before, sights_after;
  std::vector<Probe> asked_before, asked_after;
  std::vector<Twin> twins;
  std::vector<Rewording> rewordings;
  std::shared_ptr<const Translator> to_before, to_after;  // what is asked is said by them
  // By answer of the first law that both give: the index in both, and the link that it asks.
  struct Answer {
    std::size_t before = 0, after = 0;
    std::optional<std::size_t> rule;  // none: nothing can reach it
  };
  std::vector<Answer> answers;
  std::vector<std::string> answers_of_one_law;
};

// Rules with parameters, of both laws, that say something else in one of them or rest on what does.
[[nodiscard]] std::set<std::string> CalledRulesThatDiffer(const ir::RuleGraph& before,
                                                          const ir::RuleGraph& after);

// Both have instances of the same rules, those that differ among them.
[[nodiscard]] Difference DifferenceOf(const WithInstances& before, const WithInstances& after);

}  // namespace acta::simulate
