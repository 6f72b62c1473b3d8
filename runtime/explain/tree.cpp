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
        steps_(outcome.steps),
        items_(items),
        deciding_(act_.allocator),
        depth_(depth),
        max_rules_(max_rules) {}

  acta_status Build(std::uint32_t rule) {
    outcome_.visited.Clear();
    if (!outcome_.visited.Resize(d_.rules.size(), 0)) {
      return ACTA_NO_MEMORY;
    }
    StepId step = 0;
    if (const acta_status status = steps_.Find(outcome_, rule, &step); status != ACTA_OK) {
      return status;
    }
    outcome_.visited[rule] = 1;
    Rule(nullptr, step, 0);
    return status_;
  }

 private:
  // The parts of one item, chained in order.
  struct Chain {
    ItemId whole;
    ItemId last = 0;
  };

  // Steps are decoded while the tree grows: a reference to one does not outlive the next Find.
  Step At(StepId id) const { return steps_[id]; }

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

  void Rule(Chain* chain, StepId id, std::uint32_t rules) {
    const std::uint32_t index = At(id).index();
    const acta_d_rule& rule = d_.rules[index];
    Item item = ItemOf(ItemKind::kRule, At(id), index);
    item.type = rule.type;
    item.citation = rule.citation;
    const ItemId whole = Add(chain, item);
    if (whole == 0) {
      return;
    }
    Chain parts{whole};
    RuleParts(parts, id, rules);
  }

  void RuleParts(Chain& parts, StepId id, std::uint32_t rules) {
    const acta_d_rule& rule = d_.rules[At(id).index()];
    const StepId root = At(id).first_part;
    const bool by_default = At(root).applies != Truth::kYes;
    Group(parts, root, {.provision = rule.citation, .rules = rules, .by_default = by_default});
    const StepId otherwise = At(root).next;
    if (otherwise != 0 && by_default) {
      Item item = ItemOf(ItemKind::kDefault, At(otherwise), At(id).index());
      item.type = rule.type;
      item.citation = rule.otherwise_citation;
      item.decided = At(root).applies == Truth::kNo || At(id).why != 0;
      Add(&parts, item);
    }
  }

  // A rule that is evaluated once is explained where it is first met.
  void RuleResult(Chain& chain, StepId id, std::uint32_t rules) {
    const Step node = At(id);
    const auto index = static_cast<std::uint32_t>(d_.nodes[node.index()].imm);
    Item item = ItemOf(ItemKind::kRuleAgain, node, index);
    item.type = d_.rules[index].type;
    item.citation = d_.rules[index].citation;
    StepId step = 0;
    if (outcome_.visited[index] != 0 || rules >= max_rules_ || act_.is_evaluated[index] == 0) {
      Add(&chain, item);
      return;
    }
    status_ = status_ == ACTA_OK ? steps_.Find(outcome_, index, &step) : status_;
    if (status_ == ACTA_OK) {
      outcome_.visited[index] = 1;
      Rule(&chain, step, rules + 1);
    }
  }

  // A call is explained each time: its arguments differ.
  void Call(Chain& chain, StepId id, std::uint32_t rules) {
    const Step node = At(id);
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
    for (StepId part = node.first_part; part != 0; part = At(part).next, ++position) {
      if (At(part).is_rule()) {
        if (rules < max_rules_) {
          RuleParts(parts, part, rules + 1);
        }
      } else if (position < rule.params.count) {
        Item argument = ItemOf(ItemKind::kArgument, At(part), rule.params.first + position);
        argument.type = d_.params[argument.index].type;
        Add(&parts, argument);
      }
    }
  }

  // ---- clauses and exceptions ------------------------------------------------------------------

  struct GroupContext {
    std::uint32_t provision = ACTA_NONE;  // for clauses that cite none
    std::uint32_t rules = 0;
    bool by_default = false;       // no clause gave the rule its result
    std::uint32_t by = ACTA_NONE;  // an exception that prevails over the whole group
  };

  std::uint32_t FirstApplying(StepId first) const {
    for (StepId id = first; id != 0 && steps_[id].is_group(); id = steps_[id].next) {
      if (steps_[id].applies == Truth::kYes) {
        return steps_[id].index();
      }
    }
    return ACTA_NONE;
  }

  bool Decides(std::size_t from, StepId id) const {
    for (std::size_t i = from; i < deciding_.size(); ++i) {
      if (deciding_[i] == id) {
        return true;
      }
    }
    return false;
  }

  void Group(Chain& chain, StepId id, GroupContext context) {
    const std::size_t deciding = deciding_.size();
    if (context.by == ACTA_NONE) {
      ForEachDeciding(steps_, At(id), [&](StepId step) {
        if (!deciding_.Push(step)) {
          status_ = ACTA_NO_MEMORY;
        }
      });
    }
    const std::uint32_t over_all =
        context.by != ACTA_NONE ? context.by : FirstApplying(At(id).first_part);
    for (StepId part = At(id).first_part; part != 0 && status_ == ACTA_OK; part = At(part).next) {
      if (At(part).is_group()) {
        Exception(chain, part, context, Decides(deciding, part));
        continue;
      }
      const StepId first_exception = PartsOf(d_, steps_, At(part)).first_exception;
      const std::uint32_t tied = FirstApplying(first_exception);
      Clause(chain, part, context, over_all != ACTA_NONE ? over_all : tied,
             Decides(deciding, part));
      for (StepId exception = first_exception; exception != 0 && At(exception).is_group();
           exception = At(exception).next) {
        GroupContext tied_context = context;
        tied_context.by = over_all;
        Exception(chain, exception, tied_context, Decides(deciding, exception));
      }
    }
    deciding_.Truncate(deciding);
  }

  void Exception(Chain& chain, StepId id, GroupContext context, bool decided) {
    const std::uint32_t index = At(id).index();
    const acta_d_group& group = d_.groups[index];
    Item item = ItemOf(ItemKind::kException, At(id), index);
    item.citation = group.citation;
    item.decided = decided;
    item.by = context.by;
    item.type = d_.rules[act_.rule_of_group[index]].type;
    switch (At(id).applies) {
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
    if (whole == 0 || (item.standing == Standing::kNotApplicable && depth_ == Depth::kShort)) {
      return;
    }
    Chain parts{whole};
    context.provision = group.citation != ACTA_NONE ? group.citation : context.provision;
    context.by_default = false;
    Group(parts, id, context);
  }

  void Clause(Chain& chain, StepId id, const GroupContext& context, std::uint32_t by,
              bool decided) {
    const std::uint32_t index = At(id).index();
    const acta_d_clause& clause = d_.clauses[index];
    const ClauseParts parts = PartsOf(d_, steps_, At(id));
    Item item = ItemOf(ItemKind::kClause, parts.value != 0 ? At(parts.value) : At(id), index);
    item.type = d_.rules[act_.rule_of_group[act_.group_of_clause[index]]].type;
    item.citation = clause.citation != ACTA_NONE ? clause.citation : context.provision;
    item.decided = decided;
    item.standing = StandingOf(id, parts, by);
    item.by = item.standing == Standing::kDefeated ? by : ACTA_NONE;
    const ItemId whole = Add(&chain, item);
    if (whole == 0) {
      return;
    }
    Chain inside{whole};
    // What did not lead to the result is named with its reason, but not followed further.
    const bool follow =
        decided || (context.by_default && item.standing == Standing::kNotApplicable);
    switch (item.standing) {
      case Standing::kApplies:
      case Standing::kUndetermined:
        Condition(inside, parts.condition, context.rules, follow);
        Withdrawals(inside, id, parts, context.rules, follow);
        Value(inside, parts.value, context.rules, follow);
        break;
      case Standing::kDefeated:
      case Standing::kNotApplicable:
        Condition(inside, parts.condition, context.rules, follow);
        break;
      case Standing::kWithdrawn:
        Withdrawals(inside, id, parts, context.rules, follow);
        break;
      case Standing::kNotInForce:
        break;
    }
  }

  Standing StandingOf(StepId id, const ClauseParts& parts, std::uint32_t by) const {
    switch (At(id).truth()) {
      case Truth::kYes:
        return by != ACTA_NONE ? Standing::kDefeated : Standing::kApplies;
      case Truth::kUndetermined:
        return by != ACTA_NONE ? Standing::kDefeated : Standing::kUndetermined;
      case Truth::kNo:
        break;
    }
    if (parts.guard != 0 && At(parts.guard).truth() == Truth::kNo) {
      return Standing::kNotInForce;
    }
    if (parts.condition != 0 && At(parts.condition).truth() == Truth::kNo) {
      return Standing::kNotApplicable;
    }
    return Standing::kWithdrawn;
  }

  void Withdrawals(Chain& chain, StepId id, const ClauseParts& parts, std::uint32_t rules,
                   bool follow) {
    const acta_d_clause& clause = d_.clauses[At(id).index()];
    StepId step = parts.first_withdrawal;
    for (std::uint32_t i = 0; i < clause.withdrawals.count && step != 0;
         ++i, step = At(step).next) {
      // One that does not hold changes nothing.
      if (At(step).truth() == Truth::kNo) {
        continue;
      }
      Item item = ItemOf(ItemKind::kWithdrawal, At(step), At(step).index());
      item.type = d_.nodes[item.index].type;
      item.citation = d_.indices[clause.withdrawals.first + clause.withdrawals.count + i];
      if (const ItemId whole = Add(&chain, item); whole != 0) {
        Chain leaves{whole};
        Leaves(leaves, step, rules, follow);
      }
    }
  }

  // ---- expressions -----------------------------------------------------------------------------

  void Condition(Chain& chain, StepId id, std::uint32_t rules, bool follow) {
    if (id == 0) {
      return;
    }
    const Step condition = At(id);
    if (d_.nodes[condition.index()].op != ACTA_OP_And) {
      Expression(chain, ItemKind::kCondition, id, rules, follow, true);
      return;
    }
    const std::size_t mattering = deciding_.size();
    ForEachMattering(d_, steps_, condition, [&](StepId part) {
      if (!deciding_.Push(part)) {
        status_ = ACTA_NO_MEMORY;
      }
    });
    for (StepId part = condition.first_part; part != 0 && status_ == ACTA_OK;
         part = At(part).next) {
      const bool decided = Decides(mattering, part);
      if (decided || depth_ == Depth::kFull) {
        Expression(chain, ItemKind::kCondition, part, rules, follow && decided, decided);
      }
    }
    deciding_.Truncate(mattering);
  }

  void Value(Chain& chain, StepId id, std::uint32_t rules, bool follow) {
    if (id != 0 && d_.nodes[At(id).index()].op != ACTA_OP_Const) {
      Expression(chain, ItemKind::kValue, id, rules, follow, true);
    }
  }

  void Expression(Chain& chain, ItemKind kind, StepId id, std::uint32_t rules, bool follow,
                  bool decided) {
    Item item = ItemOf(kind, At(id), At(id).index());
    item.type = d_.nodes[item.index].type;
    item.citation = d_.nodes[item.index].citation;
    item.decided = decided;
    if (const ItemId whole = Add(&chain, item); whole != 0) {
      Chain leaves{whole};
      Leaves(leaves, id, rules, follow);
    }
  }

  bool HasFact(ItemId after, std::uint32_t slot) const {
    for (ItemId id = items_[after - 1].first_part; id != 0; id = items_[id - 1].next) {
      if (items_[id - 1].kind == ItemKind::kFact && items_[id - 1].slot == slot) {
        return true;
      }
    }
    return false;
  }

  void Fact(Chain& chain, const Step& step, std::uint32_t slot) {
    if (slot != ACTA_NONE && HasFact(chain.whole, slot)) {
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

  // The facts, results, readings and parameters that an expression looked at and that mattered.
  void Leaves(Chain& chain, StepId id, std::uint32_t rules, bool follow) {
    const Step step = At(id);
    const acta_d_node& node = d_.nodes[step.index()];
    switch (node.op) {
      case ACTA_OP_Const:
        return;
      case ACTA_OP_Slot:
        Fact(chain, step, static_cast<std::uint32_t>(node.imm));
        return;
      case ACTA_OP_Field: {
        const Step entity = At(step.first_part);
        if (entity.why != 0) {
          break;
        }
        Fact(chain, step, static_cast<std::uint32_t>(entity.payload + node.imm));
        return;
      }
      case ACTA_OP_Param:
      case ACTA_OP_Element:
        if (!IsEntity(node)) {
          Fact(chain, step, ACTA_NONE);
        }
        return;
      case ACTA_OP_Rule:
        RuleResult(chain, id, follow ? rules : max_rules_);
        return;
      case ACTA_OP_Call:
        Call(chain, id, follow ? rules : max_rules_);
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
        const acta_d_version* const version = VersionUsed(d_, node, At(step.first_part));
        item.citation = version == nullptr ? ACTA_NONE : version->citation;
        Add(&chain, item);
        return;
      }
      default:
        break;
    }
    // Decoding another rule may move the steps; so the parts are collected first.
    const std::size_t from = deciding_.size();
    ForEachMattering(d_, steps_, step, [&](StepId part) {
      if (!deciding_.Push(part)) {
        status_ = ACTA_NO_MEMORY;
      }
    });
    const std::size_t until = deciding_.size();
    for (std::size_t i = from; i < until && status_ == ACTA_OK; ++i) {
      Leaves(chain, deciding_[i], rules, follow);
    }
    deciding_.Truncate(from);
  }

  acta_outcome& outcome_;
  const acta_act& act_;
  const Descriptor& d_;
  Steps& steps_;
  Array<Item>& items_;
  Array<StepId> deciding_;  // a stack: the steps that mattered, of each whole that is being told
  Depth depth_;
  std::uint32_t max_rules_;
  acta_status status_ = ACTA_OK;
};

acta_status ExplanationTree::Build(std::uint32_t rule, Depth depth, std::uint32_t max_rules) {
  items_.Clear();
  return TreeBuilder(outcome_, items_, depth, max_rules).Build(rule);
}

}  // namespace acta::runtime
