#include "compiler/ir/verify.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/base/check.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/verify_nodes.h"
#include "compiler/ir/walk.h"

namespace acta::ir {

namespace {

// ---- tables
// ----------------------------------------------------------------------------------------------------

class ProgramVerifier {
 public:
  explicit ProgramVerifier(const Program& program) : program_(program) {}

  Faults Run() && {
    CheckTypes();
    if (faults_.empty()) {
      CheckLayout();
      CheckTables();
      CheckTrees();
    }
    if (faults_.empty()) {
      CheckRules();
    }
    if (faults_.empty()) {
      CheckNodes(program_, faults_);
    }
    return std::move(faults_);
  }

 private:
  void CheckTypes() {
    for (const Type& type : program_.types) {
      const bool of_enum = type.kind == Kind::kEnum || type.kind == Kind::kSet;
      faults_.Unless(program_.enums.Contains(type.enumeration) == of_enum,
                     "a type has an enumeration when, and only when, it is an enum or a set");
      faults_.Unless(program_.entities.Contains(type.entity) == (type.kind == Kind::kEntity),
                     "a type has an entity when, and only when, it is one");
      faults_.Unless(program_.types.Contains(type.element) == (type.kind == Kind::kList),
                     "a type has an element type when, and only when, it is a list");
      faults_.Unless(!(type.kind == Kind::kList && type.optional), "a list is never optional");
    }
  }

  void CheckField(const FactField& field, std::uint32_t expected_offset) {
    if (!faults_.Unless(program_.types.Contains(field.type), "`{}` has a type", field.name)) {
      return;
    }
    faults_.Unless(field.offset == expected_offset, "`{}` lies at {} instead of {}", field.name,
                   field.offset, expected_offset);
  }

  // The fields of every entity lie side by side; so do the facts, and after them the readings.
  void CheckLayout() {
    for (const Entity& entity : program_.entities) {
      std::uint32_t width = 0;
      for (const FactField& field : entity.fields) {
        CheckField(field, width);
        width += program_.types.Contains(field.type) ? WidthOf(program_, field.type) : 0;
      }
      faults_.Unless(entity.width == width, "entity `{}` is {} slots wide, its fields {}",
                     entity.name, entity.width, width);
    }
    std::uint32_t slot = 0;
    for (const FactField& fact : program_.facts) {
      CheckField(fact, slot);
      slot += program_.types.Contains(fact.type) ? WidthOf(program_, fact.type) : 0;
    }
    for (const Reading& reading : program_.readings) {
      faults_.Unless(program_.enums.Contains(reading.alternatives), "reading `{}` has alternatives",
                     reading.name);
      faults_.Unless(reading.slot == slot, "reading `{}` lies at {} instead of {}", reading.name,
                     reading.slot, slot);
      ++slot;
    }
    faults_.Unless(program_.slot_count == slot, "{} slots are counted, {} are used",
                   program_.slot_count, slot);
    faults_.Unless(!program_.facts.empty() && program_.types.Contains(program_.facts[0].type) &&
                       program_.types[program_.facts[0].type].kind == Kind::kDate,
                   "the first fact is the date `as_of`");
  }

  void CheckTables() {
    for (const Calendar& calendar : program_.calendars) {
      const std::int64_t days = std::int64_t{calendar.last_day} - calendar.first_day + 1;
      faults_.Unless(days >= 0 && calendar.working.size() == static_cast<std::size_t>(days),
                     "calendar `{}` knows each of its days", calendar.name);
      faults_.Unless(
          std::ranges::is_sorted(calendar.names, {}, &std::pair<std::int32_t, std::string>::first),
          "the named days of calendar `{}` are in order", calendar.name);
    }
    for (const ZoneSet& set : program_.zone_sets) {
      const bool by_enum = program_.enums.Contains(set.by);
      faults_.Unless(set.zones.size() == (by_enum ? program_.enums[set.by].members.size() : 1),
                     "a zone set has one zone, or one for each member of its enum");
      for (const Zone& zone : set.zones) {
        const auto not_before = [](const auto& a, const auto& b) { return a.first >= b.first; };
        faults_.Unless(std::ranges::adjacent_find(zone.changes, not_before) == zone.changes.end(),
                       "the changes of zone `{}` are in order", zone.iana);
      }
    }
    for (const Lookup& lookup : program_.lookups) {
      faults_.Unless(program_.types.Contains(lookup.type), "parameter `{}` has a type",
                     lookup.name);
      const auto overlapping = [](const auto& a, const auto& b) { return a.until >= b.from; };
      faults_.Unless(
          std::ranges::adjacent_find(lookup.versions, overlapping) == lookup.versions.end(),
          "the versions of parameter `{}` are in order and apart", lookup.name);
    }
  }

  // ---- rules
  // -----------------------------------------------------------------------------------------------------

  // Every group stands in one place, every clause in one group, and a clause's exceptions beside
  // it.
  void CheckTrees() {
    std::vector<std::uint32_t> group_uses(program_.groups.size(), 0);
    std::vector<std::uint32_t> clause_uses(program_.clauses.size(), 0);
    const auto use_group = [&](GroupId id, std::string_view where) {
      if (faults_.Unless(program_.groups.Contains(id), "{} names a group", where)) {
        ++group_uses[id.value];
      }
    };
    for (const Rule& rule : program_.rules) {
      use_group(rule.root, rule.name);
    }
    for (const Group& group : program_.groups) {
      for (const GroupId exception : group.exceptions) {
        use_group(exception, "an exception to a group");
      }
      for (const ClauseId clause : group.clauses) {
        if (faults_.Unless(program_.clauses.Contains(clause), "a group lists clauses")) {
          ++clause_uses[clause.value];
        }
      }
      for (const auto& [clause, exception] : group.clause_exceptions) {
        use_group(exception, "an exception to a clause");
        faults_.Unless(std::ranges::find(group.clauses, clause) != group.clauses.end(),
                       "an exception to a clause stands in the clause's group");
      }
    }
    const auto more_than_once = [](std::uint32_t uses) { return uses > 1; };
    faults_.Unless(std::ranges::none_of(group_uses, more_than_once), "a group stands in one place");
    faults_.Unless(std::ranges::none_of(clause_uses, more_than_once),
                   "a clause stands in one group");
    for (const RuleId id : program_.rules.Ids()) {
      const GroupId root = program_.rules[id].root;
      faults_.Unless(!program_.groups.Contains(root) || group_uses[root.value] == 1,
                     "the root of rule `{}` is its own", program_.rules[id].name);
    }
  }

  void CheckRules() {
    for (const Clause& clause : program_.clauses) {
      faults_.Unless(program_.nodes.Contains(clause.value), "a clause has a value");
      faults_.Unless(!clause.guard.valid() || program_.nodes.Contains(clause.guard),
                     "a guard is a node");
      faults_.Unless(!clause.condition.valid() || program_.nodes.Contains(clause.condition),
                     "a condition is a node");
      for (const NodeId withdrawal : clause.withdrawals) {
        faults_.Unless(program_.nodes.Contains(withdrawal), "a withdrawal is a node");
      }
    }
    for (const Rule& rule : program_.rules) {
      faults_.Unless(program_.types.Contains(rule.type), "rule `{}` has a type", rule.name);
      faults_.Unless(
          program_.reasons.Contains(rule.uncovered) && program_.reasons.Contains(rule.conflict),
          "rule `{}` has its reasons", rule.name);
      faults_.Unless(!rule.otherwise || program_.nodes.Contains(rule.otherwise->value),
                     "the default of `{}` is a node", rule.name);
      for (const Param& param : rule.params) {
        faults_.Unless(program_.types.Contains(param.type), "parameter `{}` of `{}` has a type",
                       param.name, rule.name);
      }
    }
    const auto check_root = [&](RuleId id, std::string_view what) {
      faults_.Unless(program_.rules.Contains(id) && program_.rules[id].params.empty(),
                     "{} is a rule without parameters", what);
    };
    for (const Answer& answer : program_.answers) {
      check_root(answer.rule, answer.name);
    }
    for (const Scenario& scenario : program_.scenarios) {
      for (const Expectation& expectation : scenario.expectations) {
        check_root(expectation.rule, scenario.title);
      }
    }
    if (program_.governing_date.valid()) {
      check_root(program_.governing_date, "the governing date");
    }
  }

  const Program& program_;
  Faults faults_;
};

// ---- the graph
// -------------------------------------------------------------------------------------------------

class GraphVerifier {
 public:
  explicit GraphVerifier(const RuleGraph& graph)
      : program_(*graph.program),
        graph_(graph),
        walk_(program_),
        position_(program_.rules.size(), kNowhere),
        needs_(program_.rules.size(), 0) {}

  Faults Run() && {
    for (std::size_t i = 0; i < graph_.order.size(); ++i) {
      const RuleId id = graph_.order[i];
      if (faults_.Unless(program_.rules.Contains(id) && position_[id.value] == kNowhere &&
                             program_.rules[id].params.empty(),
                         "the order names rules without parameters, each once")) {
        position_[id.value] = i + 1;
      }
    }
    for (const RuleId id : graph_.callees) {
      if (faults_.Unless(program_.rules.Contains(id) && position_[id.value] == kNowhere &&
                             !program_.rules[id].params.empty(),
                         "the callees are rules with parameters, each once")) {
        needs_[id.value] = NeedsOf(id);
        position_[id.value] = kCallee;
      }
    }
    for (const RuleId id : graph_.order) {
      faults_.Unless(!program_.rules.Contains(id) || NeedsOf(id) < position_[id.value],
                     "rule `{}` comes after what it reads", program_.rules[id].name);
    }
    return std::move(faults_);
  }

 private:
  static constexpr std::size_t kNowhere = 0;
  static constexpr std::size_t kCallee = static_cast<std::size_t>(-1);

  // The last place in the order that `rule` reads, itself or through its callees (all of which have
  // been seen).
  std::size_t NeedsOf(RuleId rule) {
    std::size_t needs = 0;
    for (const NodeId id : walk_.NodesOf(rule)) {
      const Node& node = program_.nodes[id];
      if (node.op != Op::kRule && node.op != Op::kCall) {
        continue;
      }
      const RuleId read(static_cast<std::uint32_t>(node.imm));
      const std::size_t position = position_[read.value];
      faults_.Unless(position != kNowhere,
                     "`{}` reads `{}`, which the graph leaves out or has not come to",
                     program_.rules[rule].name, program_.rules[read].name);
      needs = std::max(needs, node.op == Op::kCall ? needs_[read.value] : position);
    }
    return needs;
  }

  const Program& program_;
  const RuleGraph& graph_;
  NodeWalk walk_;
  std::vector<std::size_t> position_;
  // Of a callee: the last place in the order that it reads.
  std::vector<std::size_t> needs_;
  Faults faults_;
};

}  // namespace

std::vector<std::string> FaultsOf(const Program& program) {
  return ProgramVerifier(program).Run().texts();
}

std::vector<std::string> FaultsOf(const RuleGraph& graph) {
  return GraphVerifier(graph).Run().texts();
}

void VerifyProgram([[maybe_unused]] const Program& program) {
#ifdef ACTA_CHECKED
  const std::vector<std::string> faults = FaultsOf(program);
  ACTA_CHECK(faults.empty(),
             fmt::format("a checked program is sound: {}", fmt::join(faults, "; ")));
#endif
}

void VerifyGraph([[maybe_unused]] const RuleGraph& graph) {
#ifdef ACTA_CHECKED
  const std::vector<std::string> faults = FaultsOf(graph);
  ACTA_CHECK(faults.empty(), fmt::format("a rule graph is in order: {}", fmt::join(faults, "; ")));
#endif
}

}  // namespace acta::ir
