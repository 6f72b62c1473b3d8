#include "compiler/simulate/law_text.h"

#include <functional>
#include <utility>

#include <fmt/format.h>

#include "compiler/ir/format.h"
#include "compiler/ir/print.h"

namespace acta::simulate {

using ir::Op;

LawText::LawText(const ir::RuleGraph& graph) : program_(*graph.program), walk_(program_) {
  for (const ir::RuleId id : program_.rules.Ids()) {
    // What is presumed for a rule is part of it.
    const ir::RuleRole role = program_.rules[id].role;
    if (role != ir::RuleRole::kScenario && role != ir::RuleRole::kPresumed) {
      rules_.try_emplace(NameOf(id), Read(id));
    }
  }
}

void LawText::AddRead(const std::string& rule, std::string read) {
  const auto text = rules_.find(rule);
  if (text != rules_.end()) {
    text->second.reads.insert(std::move(read));
  }
}

std::set<std::string> LawText::ContentsOf(const std::string& table) const {
  RuleText all;
  for (const ir::Lookup& lookup : program_.lookups) {
    if (lookup.name == table) {
      AddLookup(lookup, false, all);
    }
  }
  for (const ir::Calendar& calendar : program_.calendars) {
    if (calendar.name == table) {
      all.tables.push_back({.content = ContentOf(calendar)});
    }
  }
  std::set<std::string> contents;
  for (const Table& one : all.tables) {
    contents.insert(one.content);
  }
  return contents;
}

std::string LawText::NameOf(ir::RuleId id) const {
  const ir::Rule& rule = program_.rules[id];
  return (rule.role == ir::RuleRole::kAnswer ? "answer " : "") + rule.name;
}

findings::Provision LawText::ProvisionOf(ir::CitationId id) const {
  if (!id.valid()) {
    return {};
  }
  const ir::Citation& citation = program_.citations[id];
  return {citation.text, citation.title, citation.prose};
}

std::string LawText::Show(ir::NodeId node) const {
  return node.valid() ? ir::PrintNode(program_, node) : "";
}

RuleText LawText::Read(ir::RuleId id) {
  const ir::Rule& rule = program_.rules[id];
  RuleText text{.id = id};
  text.signature = ir::TypeName(program_, rule.type);
  for (const ir::Param& param : rule.params) {
    text.signature += ", " + ir::TypeName(program_, param.type);
  }
  AddRule(id, "", text);
  return text;
}

void LawText::AddRule(ir::RuleId id, const std::string& prefix, RuleText& text) {
  const ir::Rule& rule = program_.rules[id];
  AddGroup(rule.root, rule.citation, prefix, text);
  if (const auto presumed = PresumedBy(program_, rule)) {
    AddRule(*presumed, "presumed ", text);
  } else if (rule.otherwise) {
    const std::string words = "otherwise " + Show(rule.otherwise->value);
    text.parts.push_back(
        {.key = words,
         .head = words,
         .citation = rule.otherwise->citation.valid() ? rule.otherwise->citation : rule.citation});
  }
  for (const ir::NodeId node_id : walk_.NodesOf(id)) {
    const ir::Node& node = program_.nodes[node_id];
    const auto index = static_cast<std::uint32_t>(node.imm);
    switch (node.op) {
      case Op::kRule:
      case Op::kCall:
        if (program_.rules[ir::RuleId(index)].role != ir::RuleRole::kPresumed) {
          text.reads.insert(NameOf(ir::RuleId(index)));
        }
        break;
      case Op::kLookup:
        AddLookup(program_.lookups[ir::LookupId(index)],
                  IsGoverningDate(program_.OperandsOf(node)[0]), text);
        break;
      case Op::kToInstant:
      case Op::kFromInstant:
        AddZones(program_.zone_sets[ir::ZoneSetId(index)], text);
        break;
      default:
        break;
    }
    if (ir::AsksCalendar(node.op)) {
      AddCalendar(program_.calendars[ir::CalendarId(index)], rule.citation, text);
    }
  }
}

void LawText::AddGroup(ir::GroupId id, ir::CitationId fallback, const std::string& prefix,
                       RuleText& text) {
  const ir::Group& group = program_.groups[id];
  const ir::CitationId own = group.citation.valid() ? group.citation : fallback;
  const std::string name = prefix + (group.name.empty() ? "" : group.name + "/");
  for (const ir::ClauseId clause_id : group.clauses) {
    const ir::Clause& clause = program_.clauses[clause_id];
    Part part{.clause = clause_id,
              .in_force = DaysOf(clause.guard),
              .citation = clause.citation.valid() ? clause.citation : own};
    part.head = name + clause.name + " " + Show(clause.guard) + " is " + Show(clause.value) +
                " when " + Show(clause.condition);
    part.group = name;
    part.name = clause.name;
    part.when = name + Show(clause.guard) + " when " + Show(clause.condition);
    part.key = part.head;
    for (std::size_t i = 0; i < clause.withdrawals.size(); ++i) {
      part.withdrawals.push_back(Show(clause.withdrawals[i]));
      part.withdrawal_citations.push_back(clause.withdrawal_citations[i]);
      part.withdrawal_nodes.push_back(clause.withdrawals[i]);
      part.key += " without " + part.withdrawals.back();
    }
    text.parts.push_back(std::move(part));
  }
  for (const ir::GroupId exception : group.exceptions) {
    AddGroup(exception, own, name, text);
  }
  for (const auto& [clause, exception] : group.clause_exceptions) {
    AddGroup(exception, own, name + program_.clauses[clause].name + ".", text);
  }
}

bool LawText::IsGoverningDate(ir::NodeId node) const {
  const ir::Node& date = program_.nodes[node];
  return date.op == Op::kRule && program_.governing_date.valid() &&
         static_cast<std::uint32_t>(date.imm) == program_.governing_date.value;
}

std::optional<Days> LawText::DaysOf(ir::NodeId guard) const {
  if (!guard.valid() || program_.nodes[guard].op != Op::kInDates) {
    return std::nullopt;
  }
  const auto operands = program_.OperandsOf(program_.nodes[guard]);
  const ir::Node& period = program_.nodes[operands[1]];
  if (!IsGoverningDate(operands[0]) || period.op != Op::kConst) {
    return std::nullopt;
  }
  return Days{static_cast<std::int32_t>(period.imm >> 32), static_cast<std::int32_t>(period.imm)};
}

void LawText::AddLookup(const ir::Lookup& lookup, bool by_governing_date, RuleText& text) {
  for (const ir::LookupVersion& version : lookup.versions) {
    text.tables.push_back(
        {lookup.name,
         fmt::format("{} {}..{} {}", lookup.name, version.from, version.until, version.value),
         version.citation,
         by_governing_date ? std::optional(Days{version.from, version.until}) : std::nullopt,
         Days{version.from, version.until}});
  }
}

void LawText::AddZones(const ir::ZoneSet& set, RuleText& text) {
  std::string zones;
  for (const ir::Zone& zone : set.zones) {
    zones += " " + zone.iana;
  }
  text.tables.push_back({"time zone", "time zone" + zones, set.citation, {}, {}});
}

std::string LawText::ContentOf(const ir::Calendar& calendar) {
  std::string content = fmt::format("{} {} ", calendar.name, calendar.first_day);
  for (const bool works : calendar.working) {
    content += works ? '1' : '0';
  }
  return fmt::format("calendar {} {:x}", calendar.name, std::hash<std::string>()(content));
}

void LawText::AddCalendar(const ir::Calendar& calendar, ir::CitationId reader, RuleText& text) {
  const ir::CitationId citation = calendar.citation.valid() ? calendar.citation : reader;
  const auto known = calendars_.find(&calendar);
  if (known != calendars_.end()) {
    text.tables.push_back({calendar.name, known->second, citation, {}, {}});
    return;
  }
  const std::string key = ContentOf(calendar);
  calendars_.emplace(&calendar, key);
  text.tables.push_back({calendar.name, key, citation, {}, {}});
}

std::optional<ir::RuleId> PresumedBy(const ir::Program& program, const ir::Rule& rule) {
  if (!rule.otherwise) {
    return std::nullopt;
  }
  const ir::Node& value = program.nodes[rule.otherwise->value];
  const bool is_result = value.op == Op::kRule || value.op == Op::kCall;
  const ir::RuleId asked(is_result ? static_cast<std::uint32_t>(value.imm) : 0);
  return is_result && program.rules[asked].role == ir::RuleRole::kPresumed ? std::optional(asked)
                                                                           : std::nullopt;
}

}  // namespace acta::simulate
