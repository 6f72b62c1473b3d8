// A law rule by rule as it reads, to tell in what another has it otherwise. Private to
// compiler/simulate.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/findings/findings.h"
#include "compiler/ir/graph.h"
#include "compiler/ir/walk.h"

namespace acta::simulate {

// Days, both included.
struct Days {
  std::int32_t from = 0, until = 0;
};

// One clause of a rule, through its exceptions, as it reads without names of places.
struct Part {
  std::string key;
  std::string when;  // in which group it stands, and under which conditions it holds
  std::string head;  // what tells it from the other clauses of the rule, whatever is tied to it
  std::string group, name;
  std::optional<ir::ClauseId> clause;
  std::optional<Days> in_force;
  ir::CitationId citation;
  std::vector<std::string> withdrawals;
  std::vector<ir::CitationId> withdrawal_citations;
  std::vector<ir::NodeId> withdrawal_nodes;
};

// A version of a parameter, a calendar, or the time zone, that a rule reads, by its content.
struct Table {
  std::string name, content;
  ir::CitationId citation;
  std::optional<Days> in_force, valid;
};

// What a rule says and what it reads.
struct RuleText {
  ir::RuleId id;
  std::vector<Part> parts;
  std::string signature;
  std::set<std::string> reads;  // rules without parameters, and those with them
  std::vector<Table> tables;
};

class LawText {
 public:
  // The graph's program must outlive the text.
  explicit LawText(const ir::RuleGraph& graph);

  [[nodiscard]] const ir::Program& program() const { return program_; }
  // By name; what is presumed for a rule is part of it.
  [[nodiscard]] const std::map<std::string, RuleText>& rules() const { return rules_; }
  // What parameters and calendars hold, read or not, by name.
  [[nodiscard]] std::set<std::string> ContentsOf(const std::string& table) const;
  [[nodiscard]] std::string NameOf(ir::RuleId id) const;
  [[nodiscard]] findings::Provision ProvisionOf(ir::CitationId id) const;
  // From here on the rule counts as one that reads the other.
  void AddRead(const std::string& rule, std::string read);

 private:
  [[nodiscard]] std::string Show(ir::NodeId node) const;
  RuleText Read(ir::RuleId id);
  void AddRule(ir::RuleId id, const std::string& prefix, RuleText& text);
  void AddGroup(ir::GroupId id, ir::CitationId fallback, const std::string& prefix, RuleText& text);
  [[nodiscard]] bool IsGoverningDate(ir::NodeId node) const;
  // Of the condition that a clause is in force.
  [[nodiscard]] std::optional<Days> DaysOf(ir::NodeId guard) const;
  static void AddLookup(const ir::Lookup& lookup, bool by_governing_date, RuleText& text);
  static void AddZones(const ir::ZoneSet& set, RuleText& text);
  [[nodiscard]] static std::string ContentOf(const ir::Calendar& calendar);
  // `reader`: cited in its place where the calendar stands under no provision.
  void AddCalendar(const ir::Calendar& calendar, ir::CitationId reader, RuleText& text);

  const ir::Program& program_;
  ir::NodeWalk walk_;
  std::map<std::string, RuleText> rules_;
  std::unordered_map<const ir::Calendar*, std::string> calendars_;
};

// What says which of its presumptions holds, where that depends on the day or the case.
[[nodiscard]] std::optional<ir::RuleId> PresumedBy(const ir::Program& program,
                                                   const ir::Rule& rule);

}  // namespace acta::simulate
