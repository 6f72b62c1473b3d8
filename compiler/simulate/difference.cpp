#include "compiler/simulate/difference.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "compiler/ir/format.h"
#include "compiler/ir/print.h"
#include "compiler/simulate/law_text.h"
#include "compiler/simulate/sight.h"
#include "compiler/simulate/translator.h"

namespace acta::simulate {

namespace {

using ir::Op;

// The rule whose result an answer gives where its law is in force.
std::optional<ir::RuleId> RepeatedBy(const ir::Program& program, ir::RuleId id) {
  const ir::Rule& rule = program.rules[id];
  const std::vector<ir::ClauseId>& clauses = program.groups[rule.root].clauses;
  if (rule.role != ir::RuleRole::kAnswer || clauses.size() != 1) {
    return std::nullopt;
  }
  const ir::Node* value = &program.nodes[program.clauses[clauses.front()].value];
  if (value->op == Op::kIf) {
    value = &program.nodes[program.OperandsOf(*value)[1]];
  }
  return value->op == Op::kRule ? std::optional(ir::RuleId(static_cast<std::uint32_t>(value->imm)))
                                : std::nullopt;
}

// Whether the rule is the governing date, and somebody said it from outside: then it is no
// provision of the law.
bool IsPinnedDate(const ir::Program& program, ir::RuleId id) {
  const ir::Rule& rule = program.rules[id];
  const std::vector<ir::ClauseId>& clauses = program.groups[rule.root].clauses;
  return rule.role == ir::RuleRole::kGoverningDate && clauses.size() == 1 &&
         program.nodes[program.clauses[clauses.front()].value].op == Op::kConst;
}

// Whether a provision says this part. Of grounds taken together each says its own.
bool IsSaid(const ir::Program& program, ir::RuleId id, const Part& part) {
  const ir::RuleRole role = program.rules[id].role;
  return part.citation.valid() && role != ir::RuleRole::kGroundsAny &&
         role != ir::RuleRole::kGroundsSet;
}

class Comparing {
 public:
  Comparing(const WithInstances& before, const WithInstances& after)
      : old_(before),
        young_(after),
        before_(before.graph),
        after_(after.graph),
        before_order_(before.graph.order.begin(), before.graph.order.end()),
        after_order_(after.graph.order.begin(), after.graph.order.end()) {
    ReadRulesOfInstances(before, before_, after_);
    ReadRulesOfInstances(after, after_, before_);
    for (const auto& [name, old] : before_.rules()) {
      const auto found = after_.rules().find(name);
      if (found != after_.rules().end()) {
        Compare(name, old, found->second);
      }
    }
  }

  Difference Run() && {
    difference_.to_before = std::make_shared<Translator>(young_, old_);
    difference_.to_after = std::make_shared<Translator>(old_, young_);
    SpreadThroughCalls();
    PairAnswers();
    return std::move(difference_);
  }

  [[nodiscard]] std::set<std::string> CalledRules() const {
    std::set<std::string> differing;
    for (const auto& [name, change] : changes_) {
      differing.insert(name);
    }
    const auto rests_on_one = [&](const LawText& law, const std::string& name) {
      const auto text = law.rules().find(name);
      return text != law.rules().end() &&
             std::ranges::any_of(text->second.reads,
                                 [&](const std::string& read) { return differing.contains(read); });
    };
    for (std::size_t known = 0; known != differing.size();) {
      known = differing.size();
      for (const LawText* law : {&before_, &after_}) {
        for (const auto& [name, text] : law->rules()) {
          if (rests_on_one(*law, name)) {
            differing.insert(name);
          }
        }
      }
    }
    std::erase_if(differing, [&](const std::string& name) {
      const auto old = before_.rules().find(name);
      return old == before_.rules().end() || !after_.rules().contains(name) ||
             before_.program().rules[old->second.id].params.empty();
    });
    return differing;
  }

 private:
  // An instance that only one law has differs by what its rule does.
  static void ReadRulesOfInstances(const WithInstances& law, LawText& own, const LawText& other) {
    for (const auto& [made, instance] : law.instances) {
      const std::string name = own.NameOf(made);
      if (!other.rules().contains(name)) {
        own.AddRead(name, own.NameOf(instance.rule));
      }
    }
  }

  // Changes of one rule, not yet known to reach anything.
  struct Change {
    std::vector<Item> items;
  };

  // How one rule differs.
  void Compare(const std::string& name, const RuleText& old, const RuleText& young) {
    if (IsPinnedDate(before_.program(), old.id) && IsPinnedDate(after_.program(), young.id)) {
      return;
    }
    Change change;
    std::vector<bool> met(young.parts.size(), false);
    std::vector<const Part*> left;
    for (const Part& part : old.parts) {
      const auto same = [&](std::size_t i) { return !met[i] && young.parts[i].key == part.key; };
      std::size_t at = 0;
      while (at < young.parts.size() && !same(at)) {
        ++at;
      }
      if (at < young.parts.size()) {
        met[at] = true;
      } else {
        left.push_back(&part);
      }
    }
    for (const Part* part : left) {
      // The same clause with something else tied to it: what is tied is what changed.
      std::size_t at = 0;
      while (at < young.parts.size() && (met[at] || young.parts[at].head != part->head)) {
        ++at;
      }
      if (at < young.parts.size()) {
        met[at] = true;
        AddWithdrawals(name, *part, young.parts[at], change);
      } else if (IsSaid(before_.program(), old.id, *part)) {
        Add(name, *part, false, change);
      } else {
        AddReads(name, old, young, false, change);
      }
    }
    for (std::size_t i = 0; i < young.parts.size(); ++i) {
      if (!met[i] && IsSaid(after_.program(), young.id, young.parts[i])) {
        Add(name, young.parts[i], true, change);
      } else if (!met[i]) {
        AddReads(name, young, old, true, change);
      }
    }
    PairClauses(old, young, change);
    AddWithdrawalsOfPairs(name, old, young, change);
    AddTables(name, old, young, change);
    if (!change.items.empty() || old.signature != young.signature) {
      changes_[name] = std::move(change);
    }
  }

  // Of the clauses that went and those that came, which stands in whose place: clauses of one name,
  // those with the same conditions, and else one after the other. What a level says does not depend
  // on it.
  static void PairClauses(const RuleText& old, const RuleText& young, Change& change) {
    const auto part_of = [&](const Item& item) {
      const std::vector<Part>& parts = (item.is_new ? young : old).parts;
      return std::ranges::find(parts, item.stands_in, &Part::clause);
    };
    const auto pair = [&](auto are_alike) {
      for (Item& one : change.items) {
        for (Item& other : change.items) {
          if (!one.is_new && other.is_new && one.clause && other.clause && !one.in_place_of &&
              !other.in_place_of && part_of(one)->group == part_of(other)->group &&
              are_alike(*part_of(one), *part_of(other))) {
            one.in_place_of = other.clause;
            other.in_place_of = one.clause;
            one.has_other_conditions = other.has_other_conditions =
                part_of(one)->when != part_of(other)->when;
          }
        }
      }
    };
    pair([](const Part& a, const Part& b) { return a.when == b.when; });
    pair([](const Part& a, const Part& b) { return !a.name.empty() && a.name == b.name; });
    pair([](const Part&, const Part&) { return true; });
  }

  // What withdraws the clauses that stand in each other's place.
  void AddWithdrawalsOfPairs(const std::string& name, const RuleText& old, const RuleText& young,
                             Change& change) const {
    const std::vector<Item> items = change.items;
    for (const Item& item : items) {
      if (!item.is_new && item.clause && item.in_place_of) {
        AddWithdrawals(name, *std::ranges::find(old.parts, item.clause, &Part::clause),
                       *std::ranges::find(young.parts, item.in_place_of, &Part::clause), change);
      }
    }
  }

  void Add(const std::string& name, const Part& part, bool is_new, Change& change) const {
    const LawText& law = is_new ? after_ : before_;
    change.items.push_back({.of = part.clause ? Item::Of::kClause : Item::Of::kDefault,
                            .is_new = is_new,
                            .clause = part.clause,
                            .in_force = part.in_force,
                            .stands_in = part.clause,
                            .when = part.when,
                            .key = fmt::format("{} {} {}", is_new ? "+" : "-", name, part.key),
                            .provision = ProvisionOf(law, part.citation)});
  }

  // No provision says what `any prohibition` is, or that any ground applies, but each that it asks:
  // those that only one asks.
  void AddReads(const std::string& name, const RuleText& from, const RuleText& other, bool is_new,
                Change& change) const {
    const LawText& law = is_new ? after_ : before_;
    for (const std::string& read : from.reads) {
      if (!other.reads.contains(read)) {
        const ir::RuleId asked = law.rules().at(read).id;
        change.items.push_back(
            {.of = Item::Of::kCalledRule,
             .is_new = is_new,
             .through = "rule " + read,
             .asks = asked,
             .key = fmt::format("{} {} asks {}", is_new ? "+" : "-", name, read),
             .provision = ProvisionOf(law, law.program().rules[asked].citation)});
      }
    }
  }

  // Two acts may cite alike.
  [[nodiscard]] findings::Provision ProvisionOf(const LawText& law, ir::CitationId id) const {
    findings::Provision provision = law.ProvisionOf(id);
    if (before_.program().law.name != after_.program().law.name) {
      provision.act = law.program().law.name;
    }
    return provision;
  }

  void AddWithdrawals(const std::string& name, const Part& old, const Part& young,
                      Change& change) const {
    const auto add = [&](const Part& from, const Part& other, bool is_new) {
      for (std::size_t i = 0; i < from.withdrawals.size(); ++i) {
        if (std::ranges::find(other.withdrawals, from.withdrawals[i]) == other.withdrawals.end()) {
          const ir::CitationId citation = from.withdrawal_citations[i];
          change.items.push_back(
              {.is_new = is_new,
               .in_force = from.in_force,
               .stands_in = from.clause,
               .in_place_of = other.clause,
               .withdrawal = from.withdrawal_nodes[i],
               .key =
                   fmt::format("{} {} without {}", is_new ? "+" : "-", name, from.withdrawals[i]),
               .provision = ProvisionOf(is_new ? after_ : before_,
                                        citation.valid() ? citation : from.citation)});
        }
      }
    };
    add(old, young, false);
    add(young, old, true);
  }

  // What only one of them reads is a cause where the other law has it otherwise; where that has
  // none such, the words of the rule differ.
  void AddTables(const std::string& name, const RuleText& old, const RuleText& young,
                 Change& change) const {
    const auto add = [&](const RuleText& from, const RuleText& other, bool is_new) {
      for (const Table& table : from.tables) {
        const auto is_read = [&](const Table& one) { return one.name == table.name; };
        const auto is_same = [&](const Table& one) { return one.content == table.content; };
        const bool is_read_by_both = std::ranges::any_of(other.tables, is_read);
        const std::set<std::string> there =
            is_read_by_both ? std::set<std::string>()
                            : (is_new ? before_ : after_).ContentsOf(table.name);
        if (is_read_by_both ? std::ranges::none_of(other.tables, is_same)
                            : !there.empty() && !there.contains(table.content)) {
          change.items.push_back(
              {.of = Item::Of::kTable,
               .is_new = is_new,
               .in_force = table.in_force,
               .valid = table.valid,
               .through = "table " + table.name,
               .key = fmt::format("{} {} {}", is_new ? "+" : "-", name, table.content),
               .provision = ProvisionOf(is_new ? after_ : before_, table.citation)});
        }
      }
    };
    add(old, young, false);
    add(young, old, true);
  }

  [[nodiscard]] bool IsLinkable(const std::string& name) const {
    const auto old = before_.rules().find(name);
    const auto young = after_.rules().find(name);
    return old != before_.rules().end() && young != after_.rules().end() &&
           before_.program().rules[old->second.id].params.empty() &&
           before_order_.contains(old->second.id) && after_order_.contains(young->second.id) &&
           old->second.signature == young->second.signature;
  }

  // What a rule reads in either law, through rules that only one has or that take parameters.
  [[nodiscard]] std::set<std::string> ReadsOf(const std::string& name) const {
    std::set<std::string> seen, found;
    std::vector<std::string> waiting{name};
    while (!waiting.empty()) {
      const std::string at = std::move(waiting.back());
      waiting.pop_back();
      for (const LawText* law : {&before_, &after_}) {
        const auto text = law->rules().find(at);
        if (text == law->rules().end()) {
          continue;
        }
        for (const std::string& read : text->second.reads) {
          if (IsLinkable(read)) {
            found.insert(read);
          } else if (seen.insert(read).second) {
            waiting.push_back(read);
          }
        }
      }
    }
    return found;
  }

  // The changes of rules that are no links count as changes of what reads them.
  void SpreadThroughCalls() {
    std::map<std::string, Change> spread;
    for (const auto& [name, text] : before_.rules()) {
      if (!IsLinkable(name)) {
        continue;
      }
      Change change;
      std::set<std::string> seen{name};
      std::vector<std::string> waiting{name};
      while (!waiting.empty()) {
        const std::string at = std::move(waiting.back());
        waiting.pop_back();
        if (const auto own = changes_.find(at); own != changes_.end()) {
          for (Item item : own->second.items) {
            // The conditions of a rule with parameters are not asked of cases.
            if (at != name) {
              item.of = Item::Of::kCalledRule;
              item.clause.reset();
              item.stands_in.reset();
              item.in_place_of.reset();
              item.through = "rule " + at;
            }
            change.items.push_back(std::move(item));
          }
        }
        for (const LawText* law : {&before_, &after_}) {
          const auto found = law->rules().find(at);
          if (found == law->rules().end()) {
            continue;
          }
          for (const std::string& read : found->second.reads) {
            if (!IsLinkable(read) && seen.insert(read).second) {
              waiting.push_back(read);
            }
          }
        }
      }
      if (!change.items.empty()) {
        spread[name] = std::move(change);
      }
    }
    changes_ = std::move(spread);
  }

  void PairAnswers() {
    const auto& old_answers = before_.program().answers;
    const auto& new_answers = after_.program().answers;
    for (std::size_t i = 0; i < old_answers.size(); ++i) {
      const auto found = std::ranges::find(new_answers, old_answers[i].name, &ir::Answer::name);
      const std::string name = before_.NameOf(old_answers[i].rule);
      const bool is_same =
          found != new_answers.end() &&
          before_.rules().at(name).signature ==
              ir::TypeName(after_.program(), after_.program().rules[found->rule].type);
      if (!is_same) {
        difference_.answers_of_one_law.push_back(old_answers[i].name);
        continue;
      }
      difference_.answers.push_back({.before = i,
                                     .after = static_cast<std::size_t>(found - new_answers.begin()),
                                     .rule = LinkOf(name)});
    }
    for (const ir::Answer& answer : new_answers) {
      if (std::ranges::find(old_answers, answer.name, &ir::Answer::name) == old_answers.end()) {
        difference_.answers_of_one_law.push_back(answer.name);
      }
    }
  }

  // The link of a rule, if a change may reach it; made when first asked for.
  std::optional<std::size_t> LinkOf(const std::string& name) {
    const auto [place, is_new] = links_.try_emplace(name, std::nullopt);
    if (!is_new) {
      return place->second;
    }
    if (!IsLinkable(name)) {
      return std::nullopt;
    }
    std::vector<std::size_t> reads;
    for (const std::string& read : ReadsOf(name)) {
      if (const auto link = LinkOf(read)) {
        reads.push_back(*link);
      }
    }
    const auto change = changes_.find(name);
    if (reads.empty() && change == changes_.end()) {
      return std::nullopt;
    }
    const std::size_t index = difference_.rules.size();
    const ir::RuleId before = before_.rules().at(name).id;
    const ir::RuleId after = after_.rules().at(name).id;
    difference_.rules.push_back({.name = name,
                                 .before = before,
                                 .after = after,
                                 .is_changed = change != changes_.end(),
                                 .reads = std::move(reads),
                                 .repeats = RepeatedByBoth(before, after)});
    if (change != changes_.end()) {
      for (Item item : change->second.items) {
        item.rule = index;
        difference_.items.push_back(std::move(item));
      }
      PairItems(index);
    }
    links_[name] = index;
    AddSights(index);
    return index;
  }

  // Only where it has to be told which of several provisions is why.
  void AddSights(std::size_t index) {
    std::set<std::pair<std::string, std::string>>& behind = behind_.emplace_back();
    std::size_t ways = difference_.rules[index].reads.size();
    for (const std::size_t read : difference_.rules[index].reads) {
      behind.insert(behind_[read].begin(), behind_[read].end());
    }
    for (const Item& item : difference_.items) {
      if (item.rule == index) {
        behind.emplace(item.provision.act, item.provision.citation);
        ++ways;
      }
    }
    if (ways > 1 && behind.size() > 1) {
      SightMaker(
          old_, young_, [&](const std::string& rule) { return BehindOf(rule); }, difference_)
          .Make(index);
    }
  }

  [[nodiscard]] Behind BehindOf(const std::string& rule) const {
    Behind behind;
    if (IsLinkable(rule)) {
      behind.names.insert("rule " + rule);
      const auto link = links_.find(rule);
      if (link != links_.end() && link->second) {
        behind.links.push_back(*link->second);
      }
      return behind;
    }
    std::set<std::string> seen{rule};
    std::vector<std::string> waiting{rule};
    while (!waiting.empty()) {
      const std::string at = std::move(waiting.back());
      waiting.pop_back();
      behind.names.insert("rule " + at);
      for (const LawText* law : {&before_, &after_}) {
        const auto text = law->rules().find(at);
        if (text == law->rules().end()) {
          continue;
        }
        for (const std::string& read : text->second.reads) {
          const auto link = links_.find(read);
          if (!IsLinkable(read)) {
            if (seen.insert(read).second) {
              waiting.push_back(read);
            }
          } else if (link != links_.end() && link->second) {
            behind.links.push_back(*link->second);
          }
        }
      }
    }
    return behind;
  }

  [[nodiscard]] std::optional<std::size_t> RepeatedByBoth(ir::RuleId before,
                                                          ir::RuleId after) const {
    const auto one = RepeatedBy(before_.program(), before);
    const auto other = RepeatedBy(after_.program(), after);
    if (!one || !other || before_.NameOf(*one) != after_.NameOf(*other)) {
      return std::nullopt;
    }
    const auto link = links_.find(before_.NameOf(*one));
    return link != links_.end() ? link->second : std::nullopt;
  }

  // Clauses that were put in the place of others of the same rule.
  void PairItems(std::size_t rule) {
    std::vector<Item>& items = difference_.items;
    for (Item& old : items) {
      for (std::size_t i = 0; i < items.size() && old.rule == rule && !old.is_new && old.clause;
           ++i) {
        if (items[i].rule == rule && items[i].is_new && items[i].clause &&
            items[i].when == old.when) {
          old.successor = i;
        }
      }
    }
  }

  const WithInstances& old_;
  const WithInstances& young_;
  LawText before_, after_;
  std::set<ir::RuleId> before_order_, after_order_;
  std::map<std::string, Change> changes_;
  std::map<std::string, std::optional<std::size_t>> links_;
  // By link: the provisions that a change may reach it from, with their acts.
  std::vector<std::set<std::pair<std::string, std::string>>> behind_;
  Difference difference_;
};

}  // namespace

std::set<std::string> CalledRulesThatDiffer(const ir::RuleGraph& before,
                                            const ir::RuleGraph& after) {
  const WithInstances one{.graph = before};
  const WithInstances other{.graph = after};
  return Comparing(one, other).CalledRules();
}

Difference DifferenceOf(const WithInstances& before, const WithInstances& after) {
  return Comparing(before, after).Run();
}

}  // namespace acta::simulate
