#include "runtime/explain/tree.h"

#include "runtime/explain/deciding.h"
#include "runtime/explain/lookup.h"

namespace acta::runtime {

class TreeBuilder {
 public:
  TreeBuilder(acta_outcome& outcome, Array<Item>& items, Depth depth, std::uint32_t max_rules)
      : outcome_(outcome),
        act_(*outcome.act),
        d_(act_.d),
        steps_(outcome),
        items_(items),
        shown_facts_(act_.allocator),
        shown_places_(act_.allocator),
        depth_(depth),
        max_rules_(max_rules) {}

  acta_status Build(std::uint32_t rule) {
    if (!outcome_.visited.Reserve(d_.rules.size())) {
      return ACTA_NO_MEMORY;
    }
    outcome_.visited.Clear();
    if (Step step; steps_.Find(rule, &step)) {
      outcome_.visited.Add(rule);
      Rule(nullptr, step, 0);
    }
    return steps_.status() != ACTA_OK ? steps_.status() : status_;
  }

 private:
  // The parts of one item, chained in order.
  struct Chain {
    ItemId whole;
    ItemId last = 0;
  };

  ItemId Add(Chain* chain, const Item& item) {
    if (status_ != ACTA_OK || !items_.Push(item)) {
      status_ = status_ == ACTA_OK ? ACTA_NO_MEMORY : status_;
      return 0;
    }
    const auto id = static_cast<ItemId>(items_.size());
    if (chain != nullptr) {
      (chain->last == 0 ? items_[chain->whole - 1].first_part : items_[chain->last - 1].next) = id;
      chain->last = id;
    }
    return id;
  }

  static Item ItemOf(ItemKind kind, const Step& step, std::uint32_t index) {
    Item item;
    item.kind = kind;
    item.index = index;
    item.payload = step.payload;
    item.why = step.why;
    return item;
  }

  // ---- rules -----------------------------------------------------------------------------------

  void Rule(Chain* chain, const Step& step, std::uint32_t rules) {
    const std::uint32_t index = step.index();
    const acta_d_rule& rule = d_.rules[index];
    Item item = ItemOf(ItemKind::kRule, step, index);
    item.type = rule.type;
    item.citation = rule.citation;
    const ItemId whole = Add(chain, item);
    if (whole == 0) {
      return;
    }
    Chain parts{whole};
    RuleParts(parts, step, rules);
  }

  void RuleParts(Chain& parts, const Step& step, std::uint32_t rules) {
    const acta_d_rule& rule = d_.rules[step.index()];
    Step root;
    if (!steps_.Root(step, &root)) {
      return;
    }
    const bool by_default = root.applies != Truth::kYes;
    Group(parts, root, {.provision = rule.citation, .rules = rules, .by_default = by_default});
    if (Step otherwise; by_default && steps_.Default(step, root, &otherwise)) {
      Item item = ItemOf(ItemKind::kDefault, otherwise, step.index());
      item.type = rule.type;
      item.citation = rule.otherwise_citation;
      item.decided = root.applies == Truth::kNo || step.why != 0;
      if (const ItemId whole = Add(&parts, item); whole != 0) {
        Chain inside{whole};
        Leaves(inside, otherwise, rules, item.decided);
      }
    }
  }

  // A rule that is evaluated once is explained where it is first met.
  void RuleResult(Chain& chain, const Step& node, std::uint32_t rules) {
    const auto index = static_cast<std::uint32_t>(d_.nodes[node.index()].imm);
    Item item = ItemOf(ItemKind::kRuleAgain, node, index);
    item.type = d_.rules[index].type;
    item.citation = d_.rules[index].citation;
    if (outcome_.visited.Has(index) || rules >= max_rules_ || act_.is_evaluated[index] == 0) {
      Add(&chain, item);
      return;
    }
    if (Step step; steps_.Find(index, &step)) {
      outcome_.visited.Add(index);
      Rule(&chain, step, rules + 1);
    }
  }

  // A call is explained each time: its arguments differ.
  void Call(Chain& chain, const Step& node, std::uint32_t rules) {
    const auto index = static_cast<std::uint32_t>(d_.nodes[node.index()].imm);
    const acta_d_rule& rule = d_.rules[index];
    Item item = ItemOf(rules >= max_rules_ ? ItemKind::kRuleAgain : ItemKind::kRule, node, index);
    item.type = rule.type;
    item.citation = rule.citation;
    const ItemId whole = Add(&chain, item);
    if (whole == 0) {
      return;
    }
    Chain parts{whole};
    std::uint32_t position = 0;
    const std::uint64_t arguments_end = steps_.ForEachOperand(node, [&](const Step& part) {
      if (position < rule.params.count) {
        Item argument = ItemOf(ItemKind::kArgument, part, rule.params.first + position);
        argument.type = d_.params[argument.index].type;
        Add(&parts, argument);
      }
      ++position;
    });
    if (Step callee; rules < max_rules_ && steps_.Callee(node, arguments_end, &callee)) {
      RuleParts(parts, callee, rules + 1);
    }
  }

  // ---- clauses and exceptions ------------------------------------------------------------------

  struct GroupContext {
    std::uint32_t provision = ACTA_NONE;  // for clauses that cite none
    std::uint32_t rules = 0;
    bool by_default = false;       // no clause gave the rule its result
    std::uint32_t by = ACTA_NONE;  // an exception that prevails over the whole group
  };

  // The first exception to a group or a clause that applies, or ACTA_NONE.
  std::uint32_t FirstApplying(const Step& whole) {
    std::uint32_t first = ACTA_NONE;
    steps_.ForEachException(whole, [&](const Step& exception) {
      if (first == ACTA_NONE && exception.applies == Truth::kYes) {
        first = exception.index();
      }
    });
    return first;
  }

  void Group(Chain& chain, const Step& group, const GroupContext& context) {
    const bool may_decide = context.by == ACTA_NONE;
    const Deciders deciders(steps_, group);
    const std::uint32_t over_all = may_decide ? FirstApplying(group) : context.by;
    steps_.ForEachException(group, [&](const Step& exception) {
      Exception(chain, exception, context, may_decide && deciders.HasException(exception));
    });
    steps_.ForEachClause(group, [&](const Step& clause) {
      const std::uint32_t tied = FirstApplying(clause);
      const bool decided = may_decide && deciders.HasClause(clause, tied != ACTA_NONE);
      Clause(chain, clause, context, over_all != ACTA_NONE ? over_all : tied, decided);
      GroupContext tied_context = context;
      tied_context.by = over_all;
      steps_.ForEachException(clause, [&](const Step& exception) {
        if (!IsSaidOfEarlierVersion(group.index(), exception.index())) {
          Exception(chain, exception, tied_context, may_decide && deciders.HasTied(exception));
        }
      });
    });
  }

  // An exception to a clause with several versions is tied to each of them, and said once.
  bool IsSaidOfEarlierVersion(std::uint32_t group, std::uint32_t exception) const {
    const acta_d_slice& tied = d_.groups[group].clause_exceptions;
    const std::uint32_t* const pairs = &d_.indices[tied.first];
    const auto clause_of = [&](std::uint32_t i) { return d_.Text(d_.clauses[pairs[2 * i]].name); };
    const auto name_of = [&](std::uint32_t i) { return d_.Text(d_.groups[pairs[2 * i + 1]].name); };
    std::uint32_t own = 0;
    while (own < tied.count && pairs[2 * own + 1] != exception) {
      ++own;
    }
    for (std::uint32_t i = 0; i < own && own < tied.count; ++i) {
      if (!clause_of(i).empty() && clause_of(i) == clause_of(own) && name_of(i) == name_of(own)) {
        return true;
      }
    }
    return false;
  }

  bool HasWithdrawn(const Step& exception) {
    bool any = false;
    steps_.ForEachClause(exception,
                         [&](const Step& clause) { any = any || IsWithdrawn(d_, steps_, clause); });
    return any;
  }

  void Exception(Chain& chain, const Step& step, GroupContext context, bool decided) {
    const std::uint32_t index = step.index();
    const acta_d_group& group = d_.groups[index];
    Item item = ItemOf(ItemKind::kException, step, index);
    item.citation = group.citation;
    item.decided = decided;
    item.by = context.by;
    item.type = d_.rules[act_.rule_of_group[index]].type;
    switch (step.applies) {
      case Truth::kYes:
        item.standing = context.by != ACTA_NONE ? Standing::kDefeated : Standing::kApplies;
        break;
      case Truth::kNo:
        item.standing = Standing::kNotApplicable;
        break;
      case Truth::kUndetermined:
        item.standing = Standing::kUndetermined;
        break;
    }
    const ItemId whole = Add(&chain, item);
    if (whole == 0 || (item.standing == Standing::kNotApplicable && depth_ == Depth::kShort &&
                       !HasWithdrawn(step))) {
      return;
    }
    Chain parts{whole};
    context.provision = group.citation != ACTA_NONE ? group.citation : context.provision;
    context.by_default = false;
    Group(parts, step, context);
  }

  void Clause(Chain& chain, const Step& step, const GroupContext& context, std::uint32_t by,
              bool decided) {
    const std::uint32_t index = step.index();
    const acta_d_clause& clause = d_.clauses[index];
    const ClauseParts parts = steps_.PartsOf(step);
    Item item = ItemOf(ItemKind::kClause, parts.value.exists() ? parts.value : step, index);
    item.type = d_.rules[act_.rule_of_group[act_.group_of_clause[index]]].type;
    item.citation = clause.citation != ACTA_NONE ? clause.citation : context.provision;
    item.decided = decided;
    item.standing = StandingOf(step, parts, by);
    item.by = item.standing == Standing::kDefeated ? by : ACTA_NONE;
    const ItemId whole = Add(&chain, item);
    if (whole == 0) {
      return;
    }
    Chain inside{whole};
    // What did not lead to the result is named with its reason, but not followed further.
    const bool is_out =
        item.standing == Standing::kNotApplicable || item.standing == Standing::kWithdrawn;
    const bool follow = decided || (context.by_default && is_out);
    switch (item.standing) {
      case Standing::kApplies:
      case Standing::kUndetermined:
        Condition(inside, parts.condition, context.rules, follow);
        Withdrawals(inside, step, parts, context.rules, follow);
        Value(inside, parts.value, context.rules, follow);
        break;
      case Standing::kDefeated:
      case Standing::kNotApplicable:
        Condition(inside, parts.condition, context.rules, follow);
        break;
      case Standing::kWithdrawn:
        Withdrawals(inside, step, parts, context.rules, follow);
        break;
      case Standing::kNotInForce:
        break;
    }
  }

  static Standing StandingOf(const Step& clause, const ClauseParts& parts, std::uint32_t by) {
    switch (clause.truth()) {
      case Truth::kYes:
        return by != ACTA_NONE ? Standing::kDefeated : Standing::kApplies;
      case Truth::kUndetermined:
        return by != ACTA_NONE ? Standing::kDefeated : Standing::kUndetermined;
      case Truth::kNo:
        break;
    }
    if (parts.guard.is_no()) {
      return Standing::kNotInForce;
    }
    if (parts.condition.is_no()) {
      return Standing::kNotApplicable;
    }
    return Standing::kWithdrawn;
  }

  void Withdrawals(Chain& chain, const Step& step, const ClauseParts& parts, std::uint32_t rules,
                   bool follow) {
    const acta_d_slice& of = d_.clauses[step.index()].withdrawals;
    std::uint32_t citation = of.first + of.count;
    steps_.ForEachWithdrawal(step, parts.withdrawals, [&](const Step& withdrawal) {
      const std::uint32_t own = d_.indices[citation++];
      // One that does not hold changes nothing.
      if (withdrawal.truth() == Truth::kNo) {
        return;
      }
      Item item = ItemOf(ItemKind::kWithdrawal, withdrawal, withdrawal.index());
      item.type = d_.nodes[item.index].type;
      item.citation = own;
      if (const ItemId whole = Add(&chain, item); whole != 0) {
        Chain leaves{whole};
        Leaves(leaves, withdrawal, rules, follow);
      }
    });
  }

  // ---- expressions -----------------------------------------------------------------------------

  void Condition(Chain& chain, const Step& condition, std::uint32_t rules, bool follow) {
    if (!condition.exists()) {
      return;
    }
    if (d_.nodes[condition.index()].op != ACTA_OP_And) {
      Test(chain, condition, rules, follow, true);
      return;
    }
    ForEachJudged(d_, steps_, condition, [&](const Step& part, bool decided) {
      if (decided || depth_ == Depth::kFull) {
        Test(chain, part, rules, follow && decided, decided);
      }
    });
  }

  void Test(Chain& chain, const Step& test, std::uint32_t rules, bool follow, bool decided) {
    if (IsUnspoken(test, ACTA_OP_Not)) {
      Expression(chain, ItemKind::kUnless, FirstOperand(test), rules, follow, decided);
    } else {
      Expression(chain, ItemKind::kCondition, test, rules, follow, decided);
    }
  }

  // An operation for which the author has no words of their own: the `not` of an `unless`; the
  // choice that leaves a deadline absent where its duty does not apply.
  bool IsUnspoken(const Step& step, std::uint32_t op) const {
    const acta_d_node& node = d_.nodes[step.index()];
    return node.op == op && node.words == 0;
  }

  void Value(Chain& chain, const Step& value, std::uint32_t rules, bool follow) {
    if (!value.exists() || d_.nodes[value.index()].op == ACTA_OP_Const) {
      return;
    }
    if (!IsUnspoken(value, ACTA_OP_If)) {
      Expression(chain, ItemKind::kValue, value, rules, follow, true);
      return;
    }
    bool is_choice = true;
    ForEachJudged(d_, steps_, value, [&](const Step& part, bool matters) {
      if (matters && is_choice) {
        Expression(chain, ItemKind::kCondition, part, rules, follow, true);
      } else if (matters) {
        Value(chain, part, rules, follow);
      }
      is_choice = false;
    });
  }

  void Expression(Chain& chain, ItemKind kind, const Step& step, std::uint32_t rules, bool follow,
                  bool decided) {
    Item item = ItemOf(kind, step, step.index());
    item.type = d_.nodes[item.index].type;
    item.citation = d_.CitationOf(d_.nodes[item.index]);
    item.decided = decided;
    if (const ItemId whole = Add(&chain, item); whole != 0) {
      Chain leaves{whole};
      Leaves(leaves, step, rules, follow);
    }
  }

  // Parameters are counted among the facts shown, behind all slots that there can be.
  static constexpr std::uint32_t kParams = 0xFFFF0000;

  // Whether the item shows the fact for the first time; then it counts as shown.
  bool IsNewFact(ItemId whole, std::uint32_t slot) {
    const std::uint64_t shown = std::uint64_t{whole} << 32 | slot;
    const auto hash = static_cast<std::uint32_t>(Mix(whole, slot));
    const auto is_it = [&](std::uint32_t i) { return shown_facts_[i] == shown; };
    if (shown_places_.Find(hash, is_it) != ACTA_NONE) {
      return false;
    }
    if (!shown_facts_.Push(shown) ||
        !shown_places_.Add(hash, static_cast<std::uint32_t>(shown_facts_.size() - 1))) {
      status_ = ACTA_NO_MEMORY;
    }
    return true;
  }

  void Fact(Chain& chain, const Step& step, std::uint32_t slot) {
    if (slot != ACTA_NONE && !IsNewFact(chain.whole, slot)) {
      return;
    }
    Item item = ItemOf(ItemKind::kFact, step, step.index());
    item.node = step.index();
    item.slot = slot;
    item.type = d_.nodes[step.index()].type;
    Add(&chain, item);
  }

  bool IsEntity(const acta_d_node& node) const {
    return node.type != ACTA_NONE && d_.types[node.type].kind == ACTA_KIND_ENTITY;
  }

  Step FirstOperand(const Step& node) {
    Step first;
    steps_.ForEachOperand(node, [&](const Step& part) { first = first.exists() ? first : part; });
    return first;
  }

  // The facts, results, readings and parameters that an expression looked at and that mattered.
  void Leaves(Chain& chain, const Step& step, std::uint32_t rules, bool follow) {
    const acta_d_node& node = d_.nodes[step.index()];
    switch (node.op) {
      case ACTA_OP_Const:
        return;
      case ACTA_OP_Slot:
        Fact(chain, step, static_cast<std::uint32_t>(node.imm));
        return;
      case ACTA_OP_Field: {
        const Step entity = FirstOperand(step);
        if (entity.why != 0) {
          break;
        }
        Fact(chain, step, static_cast<std::uint32_t>(entity.payload + node.imm));
        return;
      }
      case ACTA_OP_Param:
        if (!IsEntity(node) &&
            IsNewFact(chain.whole, kParams + static_cast<std::uint32_t>(node.imm))) {
          Fact(chain, step, ACTA_NONE);
        }
        return;
      case ACTA_OP_Element:
        if (!IsEntity(node)) {
          Fact(chain, step, ACTA_NONE);
        }
        return;
      case ACTA_OP_Rule:
        RuleResult(chain, step, follow ? rules : max_rules_);
        return;
      case ACTA_OP_Call:
        Call(chain, step, follow ? rules : max_rules_);
        return;
      case ACTA_OP_Reading: {
        Item item = ItemOf(ItemKind::kReading, step, ReadingAt(d_, node.imm));
        item.type = node.type;
        item.node = step.index();
        item.citation = item.index == ACTA_NONE ? ACTA_NONE : d_.readings[item.index].citation;
        Add(&chain, item);
        return;
      }
      case ACTA_OP_Lookup: {
        Item item = ItemOf(ItemKind::kParameter, step, static_cast<std::uint32_t>(node.imm));
        item.type = node.type;
        item.node = step.index();
        const Step day = FirstOperand(step);
        const acta_d_version* const version = VersionUsed(d_, node, day);
        item.citation = version == nullptr ? ACTA_NONE : version->citation;
        Add(&chain, item);
        if (NamesItsDay(d_, node)) {
          Leaves(chain, day, rules, follow);
        }
        return;
      }
      default:
        break;
    }
    ForEachJudged(d_, steps_, step, [&](const Step& part, bool matters) {
      if (matters) {
        Leaves(chain, part, rules, follow);
      }
    });
  }

  acta_outcome& outcome_;
  const acta_act& act_;
  const Descriptor& d_;
  Steps steps_;
  Array<Item>& items_;
  Array<std::uint64_t> shown_facts_;  // the item that shows it, and its slot
  HashIndex shown_places_;            // of shown_facts_
  Depth depth_;
  std::uint32_t max_rules_;
  acta_status status_ = ACTA_OK;
};

acta_status ExplanationTree::Build(std::uint32_t rule, Depth depth, std::uint32_t max_rules) {
  items_.Clear();
  return TreeBuilder(outcome_, items_, depth, max_rules).Build(rule);
}

}  // namespace acta::runtime
