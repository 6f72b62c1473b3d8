#include "compiler/simulate/sight.h"

#include <algorithm>
#include <iterator>

#include "compiler/ir/print.h"
#include "compiler/ir/walk.h"

namespace acta::simulate {

namespace {

using ir::Kind;
using ir::Op;

// Whether two laws can be asked for a value of the type and the answers be compared.
bool IsComparable(const ir::Program& program, ir::TypeId type) {
  const Kind kind = program.types[type].kind;
  return kind != Kind::kEntity && kind != Kind::kList;
}

std::string NameOf(const ir::Program& program, std::int64_t rule) {
  return program.rules[ir::RuleId(static_cast<std::uint32_t>(rule))].name;
}

}  // namespace

SightMaker::SightMaker(const ir::Program& before, const ir::Program& after,
                       std::function<Behind(const std::string&)> behind, Difference& difference)
    : before_(before), after_(after), behind_(std::move(behind)), difference_(difference) {
}

void SightMaker::Make(std::size_t link) {
  link_ = link;
  said_before_.clear();
  said_after_.clear();
  MakeRule(Side::kBefore);
  MakeRule(Side::kAfter);
  FindTwins();
  for (Item& item : difference_.items) {
    if (item.rule == link) {
      PutChange(item);
    }
  }
}

std::size_t SightMaker::Add(Side side, Sight sight) const {
  SightsOf(side).push_back(std::move(sight));
  return SightsOf(side).size() - 1;
}

std::size_t SightMaker::Ask(Side side, const Probe& probe) const {
  std::vector<Probe>& asked =
      side == Side::kBefore ? difference_.asked_before : difference_.asked_after;
  const auto place = std::ranges::find(asked, probe);
  if (place != asked.end()) {
    return static_cast<std::size_t>(place - asked.begin());
  }
  asked.push_back(probe);
  return asked.size() - 1;
}

std::optional<std::size_t> SightMaker::AskClause(Side side, ir::ClauseId id) const {
  const ir::Clause& clause = ProgramOf(side).clauses[id];
  if (!clause.guard.valid() && !clause.condition.valid() && clause.withdrawals.empty()) {
    return std::nullopt;
  }
  return Ask(side, {.clause = id});
}

// The default stands behind the clauses: where one of them holds it has no say.
void SightMaker::MakeRule(Side side) {
  Link& link = difference_.rules[link_];
  const ir::Program& program = ProgramOf(side);
  const ir::Rule& rule = program.rules[side == Side::kBefore ? link.before : link.after];
  Sight whole{.kind = Sight::Kind::kGroup};
  AddClauses(side, rule.root, whole.hiding);
  AddDefault(side, rule, whole);
  Sight of_default{.kind = Sight::Kind::kLeaf};
  for (std::size_t i = 0; i < difference_.items.size(); ++i) {
    const Item& item = difference_.items[i];
    if (item.rule == link_ && item.of == Item::Of::kDefault &&
        item.is_new == (side == Side::kAfter)) {
      of_default.items.push_back(i);
    }
  }
  if (!of_default.items.empty()) {
    whole.first.push_back(Add(side, std::move(of_default)));
  }
  whole.third = {Group(side, rule.root)};
  (side == Side::kBefore ? link.sight_before : link.sight_after) = Add(side, std::move(whole));
}

// What is presumed on some days or in some cases has clauses, which are the rule's own.
void SightMaker::AddDefault(Side side, const ir::Rule& rule, Sight& whole) {
  if (const auto presumed = PresumedBy(ProgramOf(side), rule)) {
    const ir::Rule& own = ProgramOf(side).rules[*presumed];
    Sight inner{.kind = Sight::Kind::kGroup};
    AddClauses(side, own.root, inner.hiding);
    AddDefault(side, own, inner);
    inner.third = {Group(side, own.root)};
    whole.first.push_back(Add(side, std::move(inner)));
  } else if (rule.otherwise) {
    whole.first = Expression(side, rule.otherwise->value);
  }
}

std::size_t SightMaker::Group(Side side, ir::GroupId id) {
  const ir::Group& group = ProgramOf(side).groups[id];
  Sight sight{.kind = Sight::Kind::kGroup};
  for (const ir::ClauseId clause : group.clauses) {
    sight.first.push_back(ClauseOf(side, clause, group.clause_exceptions));
  }
  for (const ir::GroupId exception : group.exceptions) {
    AddClauses(side, exception, sight.hiding);
    sight.third.push_back(Group(side, exception));
  }
  return Add(side, std::move(sight));
}

std::size_t SightMaker::ClauseOf(Side side, ir::ClauseId id,
                                 const std::vector<std::pair<ir::ClauseId, ir::GroupId>>& tied) {
  const ir::Program& program = ProgramOf(side);
  const ir::Clause& clause = program.clauses[id];
  Sight sight{.kind = Sight::Kind::kClause};
  for (const auto& [target, exception] : tied) {
    if (target == id) {
      AddClauses(side, exception, sight.hiding);
      sight.third.push_back(Group(side, exception));
    }
  }
  std::vector<ir::NodeId> parts;
  for (const ir::NodeId part : {clause.guard, clause.condition}) {
    if (part.valid()) {
      parts.push_back(part);
    }
  }
  parts.insert(parts.end(), clause.withdrawals.begin(), clause.withdrawals.end());
  Sight applies{.kind = Sight::Kind::kAll};
  std::string words = "applies";
  for (const ir::NodeId part : parts) {
    std::ranges::copy(Expression(side, part), std::back_inserter(applies.first));
    words += ", " + ir::PrintNode(program, part);
  }
  if (!applies.first.empty()) {
    sight.first = {Add(side, std::move(applies))};
    auto& said = side == Side::kBefore ? said_before_ : said_after_;
    Said& own = said[words];
    own.sights.push_back(sight.first.front());
    own.probe = {.clause = id};
  }
  sight.second = Expression(side, clause.value);
  for (std::size_t i = 0; i < difference_.items.size(); ++i) {
    const Item& item = difference_.items[i];
    if (item.rule == link_ && item.stands_in == id && item.is_new == (side == Side::kAfter)) {
      sight.items.push_back(i);
    }
  }
  if (!sight.second.empty()) {
    sight.gate = AskClause(side, id);
  }
  return Add(side, std::move(sight));
}

void SightMaker::AddClauses(Side side, ir::GroupId id, std::vector<ir::ClauseId>& to) const {
  const ir::Group& group = ProgramOf(side).groups[id];
  to.insert(to.end(), group.clauses.begin(), group.clauses.end());
  for (const ir::GroupId exception : group.exceptions) {
    AddClauses(side, exception, to);
  }
  for (const auto& [clause, exception] : group.clause_exceptions) {
    AddClauses(side, exception, to);
  }
}

// What the node reads by itself, without its operands.
void SightMaker::AddOwn(Side side, ir::NodeId id, Sight& leaf) const {
  const ir::Program& program = ProgramOf(side);
  const ir::Node& node = program.nodes[id];
  const auto index = static_cast<std::uint32_t>(node.imm);
  Behind behind;
  switch (node.op) {
    case Op::kRule:
    case Op::kCall:
      behind = behind_(NameOf(program, node.imm));
      break;
    case Op::kLookup:
      behind.names.insert("table " + program.lookups[ir::LookupId(index)].name);
      break;
    case Op::kToInstant:
    case Op::kFromInstant:
      behind.names.insert("table time zone");
      break;
    default:
      if (!ir::AsksCalendar(node.op)) {
        return;
      }
      behind.names.insert("table " + program.calendars[ir::CalendarId(index)].name);
      break;
  }
  leaf.links.insert(leaf.links.end(), behind.links.begin(), behind.links.end());
  for (std::size_t i = 0; i < difference_.items.size(); ++i) {
    const Item& item = difference_.items[i];
    if (item.rule == link_ && behind.names.contains(item.through)) {
      leaf.items.push_back(i);
    }
  }
}

void SightMaker::Gather(Side side, ir::NodeId id, Sight& leaf) const {
  AddOwn(side, id, leaf);
  for (const ir::NodeId operand : ProgramOf(side).OperandsOf(ProgramOf(side).nodes[id])) {
    Gather(side, operand, leaf);
  }
}

SightMaker::Sights SightMaker::Expression(Side side, ir::NodeId id) {
  const ir::Program& program = ProgramOf(side);
  const ir::Node& node = program.nodes[id];
  Sight sight{.kind = Sight::Kind::kAll};
  Sight leaf{.kind = Sight::Kind::kLeaf};
  const auto operands = program.OperandsOf(node);
  if (ir::IsFold(node.op)) {
    // What is asked of each element is not asked of the case.
    Gather(side, id, leaf);
  } else {
    AddOwn(side, id, leaf);
    Sights* const of_if[] = {&sight.first, &sight.second, &sight.third};
    sight.ways.resize(node.op == Op::kSwitch ? operands.size() - 1 : 0);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      Sights* const to = node.op == Op::kIf                ? of_if[i]
                         : node.op == Op::kSwitch && i > 0 ? &sight.ways[i - 1]
                                                           : &sight.first;
      Sights seen = Expression(side, operands[i]);
      if (!seen.empty() && (node.op == Op::kAnd || node.op == Op::kOr)) {
        seen = {Add(side, {.operand = Ask(side, {.node = operands[i]}),
                           .is_among_and = node.op == Op::kAnd,
                           .first = std::move(seen)})};
      }
      std::ranges::copy(seen, std::back_inserter(*to));
    }
  }
  if (!leaf.links.empty() || !leaf.items.empty()) {
    if (node.op == Op::kLookup &&
        program.types[program.nodes[operands[0]].type].kind == Kind::kDate) {
      leaf.date = Ask(side, {.node = operands[0]});
    }
    sight.first.push_back(Add(side, std::move(leaf)));
  }
  if (node.op == Op::kIf && (!sight.second.empty() || !sight.third.empty())) {
    sight.kind = Sight::Kind::kIf;
    sight.gate = Ask(side, {.node = operands[0]});
  }
  const bool has_ways =
      std::ranges::any_of(sight.ways, [](const Sights& way) { return !way.empty(); });
  if (has_ways) {
    sight.kind = Sight::Kind::kSwitch;
    sight.gate = Ask(side, {.node = operands[0]});
  }
  if (sight.first.empty() && sight.second.empty() && sight.third.empty() && !has_ways) {
    return {};
  }
  const std::size_t own = Add(side, std::move(sight));
  // Whether a rule differs is known without asking.
  if (node.op != Op::kRule && IsComparable(program, node.type)) {
    Said& said = (side == Side::kBefore ? said_before_ : said_after_)[ir::PrintNode(program, id)];
    said.sights.push_back(own);
    said.probe = {.node = id};
  }
  return {own};
}

// Expressions that both laws have: where their value is the same nothing is seen through them.
void SightMaker::FindTwins() {
  for (const auto& [words, said] : said_before_) {
    const auto other = said_after_.find(words);
    if (other == said_after_.end()) {
      continue;
    }
    difference_.twins.push_back(
        {Ask(Side::kBefore, said.probe), Ask(Side::kAfter, other->second.probe)});
    for (const std::size_t sight : said.sights) {
      difference_.sights_before[sight].twin = difference_.twins.size() - 1;
    }
    for (const std::size_t sight : other->second.sights) {
      difference_.sights_after[sight].twin = difference_.twins.size() - 1;
    }
  }
}

// What is asked to know where the change of a clause, or of what withdraws one, is felt.
void SightMaker::PutChange(Item& item) {
  const Side side = item.is_new ? Side::kAfter : Side::kBefore;
  const Side there = item.is_new ? Side::kBefore : Side::kAfter;
  if (!item.stands_in) {
    return;
  }
  item.gate = AskClause(side, *item.stands_in);
  if (item.withdrawal.valid()) {
    item.withdraws = Ask(side, {.node = item.withdrawal});
  }
  if (!item.in_place_of) {
    return;
  }
  item.other_gate = AskClause(there, *item.in_place_of);
  const ir::Program& own = ProgramOf(side);
  const ir::Program& other = ProgramOf(there);
  const ir::NodeId value = own.clauses[*item.stands_in].value;
  const ir::NodeId other_value = other.clauses[*item.in_place_of].value;
  item.has_other_value = ir::PrintNode(own, value) != ir::PrintNode(other, other_value);
  const bool is_constant =
      own.nodes[value].op == Op::kConst && other.nodes[other_value].op == Op::kConst;
  if (item.has_other_value && !is_constant && IsComparable(own, own.nodes[value].type)) {
    const std::size_t one = Ask(side, {.node = value});
    const std::size_t two = Ask(there, {.node = other_value});
    difference_.twins.push_back(item.is_new ? Twin{two, one} : Twin{one, two});
    item.values = difference_.twins.size() - 1;
  }
}

}  // namespace acta::simulate
