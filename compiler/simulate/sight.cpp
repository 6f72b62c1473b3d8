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

SightMaker::SightMaker(const WithInstances& before, const WithInstances& after,
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

std::size_t SightMaker::Add(const Rewording& rewording) const {
  std::vector<Rewording>& all = difference_.rewordings;
  const auto place = std::ranges::find(all, rewording);
  const auto index = static_cast<std::size_t>(place - all.begin());
  if (place == all.end()) {
    all.push_back(rewording);
  }
  return index;
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
    Said& own = SaidBy(side)[words];
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

// A rule that one law asks, and nothing follows from its no.
void SightMaker::AskRead(Side side, ir::NodeId id, Item& item) const {
  const ir::RuleRole role = ProgramOf(side).rules[*item.asks].role;
  if ((role != ir::RuleRole::kGround && role != ir::RuleRole::kProhibition) ||
      !CanAskOther(side, {.node = id})) {
    return;
  }
  item.gate = Ask(side, {.node = id});
  item.gate_there = Ask(Other(side), {.node = id, .said_by = &To(Other(side))});
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
    Item& item = difference_.items[i];
    if (item.rule == link_ && behind.names.contains(item.through)) {
      leaf.items.push_back(i);
      if (item.asks == ir::RuleId(index) && item.is_new == (side == Side::kAfter)) {
        AskRead(side, id, item);
      }
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
    if (!leaf.items.empty() && ir::AsksCalendar(node.op)) {
      leaf.by_calendars = AskCalendars(side, id);
    }
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
  const bool is_result =
      node.op == Op::kRule && !IsOfOneLaw(side, ir::RuleId(static_cast<std::uint32_t>(node.imm)));
  if (is_result || IsComparable(program, node.type)) {
    Said& said = SaidBy(side)[ir::PrintNode(program, id)];
    said.sights.push_back(own);
    if (!is_result) {
      said.probe = {.node = id};
    }
  }
  return {own};
}

std::optional<std::size_t> SightMaker::AskCalendars(Side side, ir::NodeId id) const {
  const ir::Program& own = ProgramOf(side);
  const ir::Program& other = ProgramOf(Other(side));
  const ir::CalendarId calendar(static_cast<std::uint32_t>(own.nodes[id].imm));
  if (std::ranges::find(other.calendars, own.calendars[calendar].name, &ir::Calendar::name) ==
      other.calendars.end()) {
    return std::nullopt;
  }
  const std::size_t by_own = Ask(side, {.node = id});
  const std::size_t by_other = Ask(side, {.node = id, .calendar_of = &other});
  return Add({.is_after = side == Side::kAfter,
              .before = side == Side::kBefore ? by_own : by_other,
              .after = side == Side::kBefore ? by_other : by_own});
}

bool SightMaker::IsOfOneLaw(Side side, ir::RuleId rule) const {
  const WithInstances& law = side == Side::kBefore ? before_ : after_;
  return law.instances.contains(rule) &&
         std::ranges::find(ProgramOf(Other(side)).rules, ProgramOf(side).rules[rule].name,
                           &ir::Rule::name) == ProgramOf(Other(side)).rules.end();
}

// Where the value of an expression is the same in both laws nothing is seen through it.
void SightMaker::FindTwins() {
  for (const auto& [words, said] : said_before_) {
    const auto other = said_after_.find(words);
    if (other == said_after_.end() || !said.probe || !other->second.probe) {
      continue;
    }
    difference_.twins.push_back(
        {Ask(Side::kBefore, *said.probe), Ask(Side::kAfter, *other->second.probe)});
    for (const std::size_t sight : said.sights) {
      difference_.sights_before[sight].twin = difference_.twins.size() - 1;
    }
    for (const std::size_t sight : other->second.sights) {
      difference_.sights_after[sight].twin = difference_.twins.size() - 1;
    }
  }
  FindTwinsOf(Side::kBefore);
  FindTwinsOf(Side::kAfter);
}

// Of what only that law says: it is put to the other, too. What it decides there is not seen there.
void SightMaker::FindTwinsOf(Side side) {
  const std::map<std::string, Said>& others = SaidBy(Other(side));
  std::vector<Sight>& sights = SightsOf(side);
  std::set<std::size_t> of_one;
  for (const auto& [words, said] : SaidBy(side)) {
    if (!others.contains(words)) {
      of_one.insert(said.sights.begin(), said.sights.end());
      if (said.probe && CanAskOther(side, *said.probe)) {
        Probe there = *said.probe;
        there.said_by = &To(Other(side));
        const std::size_t own = Ask(side, *said.probe);
        const std::size_t other = Ask(Other(side), there);
        difference_.twins.push_back(side == Side::kBefore ? Twin{own, other} : Twin{other, own});
        for (const std::size_t sight : said.sights) {
          sights[sight].twin = difference_.twins.size() - 1;
        }
      }
    }
    const bool is_truth =
        !said.probe || !said.probe->node.valid() ||
        ProgramOf(side).types[ProgramOf(side).nodes[said.probe->node].type].kind == Kind::kBoolean;
    for (const std::size_t sight : said.sights) {
      std::set<std::size_t> links, items;
      AddBehind(side, sight, links, items);
      sights[sight].may_cancel = !is_truth && links.size() + items.size() > 1;
    }
  }
  for (Sight& sight : sights) {
    if (sight.operand && of_one.contains(sight.first.front())) {
      sight.operand.reset();
    }
  }
}

bool SightMaker::CanAskOther(Side side, const Probe& probe) const {
  const Translator& other = To(Other(side));
  if (probe.node.valid()) {
    return other.CanSay(probe.node);
  }
  const ir::Clause& clause = ProgramOf(side).clauses[probe.clause];
  const auto can_say = [&](ir::NodeId part) { return !part.valid() || other.CanSay(part); };
  return can_say(clause.guard) && can_say(clause.condition) &&
         (probe.without_withdrawals || std::ranges::all_of(clause.withdrawals, can_say));
}

void SightMaker::AddBehind(Side side, std::size_t sight, std::set<std::size_t>& links,
                           std::set<std::size_t>& items) const {
  const Sight& seen = SightsOf(side)[sight];
  links.insert(seen.links.begin(), seen.links.end());
  items.insert(seen.items.begin(), seen.items.end());
  const auto add = [&](const Sights& parts) {
    for (const std::size_t part : parts) {
      AddBehind(side, part, links, items);
    }
  };
  add(seen.first);
  add(seen.second);
  add(seen.third);
  std::ranges::for_each(seen.ways, add);
}

// What is asked to know where the change of a clause, or of what withdraws one, is felt.
void SightMaker::PutChange(Item& item) {
  const Side side = item.is_new ? Side::kAfter : Side::kBefore;
  if (!item.stands_in) {
    return;
  }
  item.gate = AskClause(side, *item.stands_in);
  const auto ask_there = [&](Probe probe) -> std::optional<std::size_t> {
    if (!CanAskOther(side, probe)) {
      return std::nullopt;
    }
    probe.said_by = &To(Other(side));
    return Ask(Other(side), probe);
  };
  if (item.withdrawal.valid()) {
    item.withdraws = Ask(side, {.node = item.withdrawal});
    item.withdraws_there = ask_there({.node = item.withdrawal});
  }
  if (!item.in_place_of) {
    if (item.gate) {
      item.gate_there = ask_there({.clause = *item.stands_in});
    }
    return;
  }
  item.other_gate = AskClause(Other(side), *item.in_place_of);
  if (!item.withdrawal.valid()) {
    AskWords(item);
  }
}

// The words of both laws are put to each of them.
void SightMaker::AskWords(Item& item) {
  const ir::ClauseId before = item.is_new ? *item.in_place_of : *item.stands_in;
  const ir::ClauseId after = item.is_new ? *item.stands_in : *item.in_place_of;
  const auto ask = [&](const Probe& old, const Probe& young, std::vector<std::size_t>& to) {
    if (!CanAskOther(Side::kBefore, old) || !CanAskOther(Side::kAfter, young)) {
      return;
    }
    for (const Side side : {Side::kBefore, Side::kAfter}) {
      const auto ask_one = [&](Probe probe, Side of) -> std::optional<std::size_t> {
        const ir::Program& program = ProgramOf(of);
        if (probe.clause.valid() && !program.clauses[probe.clause].guard.valid() &&
            !program.clauses[probe.clause].condition.valid()) {
          return std::nullopt;
        }
        probe.said_by = of == side ? nullptr : &To(side);
        return Ask(side, probe);
      };
      to.push_back(Add({.is_after = side == Side::kAfter,
                        .before = ask_one(old, Side::kBefore),
                        .after = ask_one(young, Side::kAfter)}));
    }
  };
  const ir::Program& own = ProgramOf(Side::kBefore);
  const ir::Program& other = ProgramOf(Side::kAfter);
  const ir::NodeId value = own.clauses[before].value;
  const ir::NodeId other_value = other.clauses[after].value;
  item.has_other_value = ir::PrintNode(own, value) != ir::PrintNode(other, other_value);
  const bool is_constant =
      own.nodes[value].op == Op::kConst && other.nodes[other_value].op == Op::kConst;
  if (item.has_other_value && !is_constant && IsComparable(own, own.nodes[value].type)) {
    ask({.node = value}, {.node = other_value}, item.values);
  }
  if (item.has_other_conditions) {
    ask({.clause = before, .without_withdrawals = true},
        {.clause = after, .without_withdrawals = true}, item.conditions);
  }
}

}  // namespace acta::simulate
