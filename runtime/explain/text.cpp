// Explanations and outcomes in words, for a lawyer at a terminal.
#include <algorithm>

#include "runtime/explain/lookup.h"
#include "runtime/explain/page.h"
#include "runtime/explain/tree.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

constexpr std::uint32_t kUsualWidth = 100;
constexpr std::uint32_t kLeastWidth = 40;
// Notes stand at the right edge: a host that asks for no end would get lines without end.
constexpr std::uint32_t kMostWidth = 1000;
constexpr std::uint32_t kMostRules = 64;

class TextExplainer {
 public:
  TextExplainer(acta_outcome& outcome, const ExplanationTree& tree, Page& page, Depth depth)
      : outcome_(outcome),
        d_(outcome.act->d),
        tree_(tree),
        page_(page),
        phrases_(outcome),
        depth_(depth) {}

  void Explain(std::uint32_t answer) {
    const Item& root = tree_[tree_.root()];
    const acta_d_rule& rule = d_.rules[root.index];
    const bool is_answer = answer != ACTA_NONE;
    Line().Put(d_.Text(is_answer ? d_.answers[answer].name : rule.name)).Put(" = ");
    Value(root);
    page_.End(0, d_.Text(is_answer ? d_.answers[answer].question : rule.doc), Page::Tone::kBold);
    if (root.why != 0) {
      phrases_.Reasons(page_, 1, root.why);
    }
    const ItemId result = rule.role == ACTA_D_ROLE_ANSWER ? ResultBehind(root) : 0;
    Parts(result != 0 ? tree_[result] : root, 1);
  }

 private:
  // The rule whose result the value of an answer is, where its law is in force (else undetermined);
  // or ACTA_NONE.
  std::uint32_t RuleRepeatedBy(const acta_d_node& value) const {
    if (value.op == ACTA_OP_Rule) {
      return static_cast<std::uint32_t>(value.imm);
    }
    if (value.op != ACTA_OP_If) {
      return ACTA_NONE;
    }
    const auto operands = d_.OperandsOf(value);
    const bool is_guarded = d_.nodes[operands[1]].op == ACTA_OP_Rule &&
                            d_.nodes[operands[2]].op == ACTA_OP_Undetermined;
    return is_guarded ? static_cast<std::uint32_t>(d_.nodes[operands[1]].imm) : ACTA_NONE;
  }

  // The explanation of that rule: all there is to explain about the answer. 0: there is more.
  ItemId ResultBehind(const Item& answer) const {
    for (ItemId clause = answer.first_part; clause != 0; clause = tree_[clause].next) {
      for (ItemId part = tree_[clause].first_part; part != 0; part = tree_[part].next) {
        if (!tree_[clause].decided || tree_[part].kind != ItemKind::kValue) {
          continue;
        }
        const std::uint32_t rule = RuleRepeatedBy(d_.nodes[tree_[part].index]);
        for (ItemId leaf = tree_[part].first_part; leaf != 0; leaf = tree_[leaf].next) {
          if (tree_[leaf].kind == ItemKind::kRule && tree_[leaf].index == rule &&
              tree_[leaf].why == answer.why) {
            return leaf;
          }
        }
      }
    }
    return 0;
  }

  Writer& Line() { return page_.line(); }
  void Value(const Item& item) { phrases_.Value(Line(), item.type, item.payload, item.why); }
  std::string_view Citation(const Item& item) const { return phrases_.Citation(item.citation); }

  // "Article 10(1)", or where the clause stands when it cites nothing.
  void Provision(const Item& item) {
    if (item.citation != ACTA_NONE) {
      Line().Put(Citation(item));
    } else {
      const bool is_clause = item.kind == ItemKind::kClause;
      Line().Put("line ").Number(is_clause ? d_.clauses[item.index].line
                                           : d_.groups[item.index].line);
    }
    const std::string_view name = d_.Text(
        item.kind == ItemKind::kClause ? d_.clauses[item.index].name : d_.groups[item.index].name);
    if (!name.empty()) {
      Line().Put(" (").Put(name).Put(')');
    }
  }

  // What applied first, then what did not.
  void Parts(const Item& whole, std::uint32_t level) {
    for (const bool decided : {true, false}) {
      for (ItemId id = whole.first_part; id != 0; id = tree_[id].next) {
        if (tree_[id].decided == decided) {
          Part(tree_[id], whole, level);
        }
      }
    }
  }

  void Part(const Item& item, const Item& whole, std::uint32_t level) {
    switch (item.kind) {
      case ItemKind::kRule:
      case ItemKind::kRuleAgain:
        Rule(item, level);
        break;
      case ItemKind::kClause:
        Clause(item, whole, level);
        break;
      case ItemKind::kException:
        Exception(item, whole, level);
        break;
      case ItemKind::kDefault:
        Default(item, level);
        break;
      case ItemKind::kCondition:
      case ItemKind::kUnless:
      case ItemKind::kWithdrawal:
      case ItemKind::kValue:
        Expression(item, level);
        break;
      case ItemKind::kArgument:
        // Stands in the line of its rule.
        break;
      case ItemKind::kFact:
      case ItemKind::kReading:
      case ItemKind::kParameter:
        Leaf(item);
        page_.End(level, Citation(item));
        break;
    }
  }

  // The line of the rule said it already, unless it came out otherwise.
  void ValueUnlessSame(const Item& item, const Item& whole) {
    if (item.why != whole.why || item.payload != whole.payload) {
      Line().Put(": ");
      Value(item);
    }
  }

  // "may_organise(organisers[1])".
  void NameWithArguments(const Item& rule) {
    Line().Put(d_.Text(d_.rules[rule.index].name));
    bool any = false;
    for (ItemId id = rule.first_part; id != 0; id = tree_[id].next) {
      if (tree_[id].kind == ItemKind::kArgument) {
        Line().Put(any ? ", " : "(");
        any = true;
        Value(tree_[id]);
      }
    }
    Line().Put(any ? ")" : "");
  }

  void Rule(const Item& item, std::uint32_t level) {
    NameWithArguments(item);
    Line().Put(" = ");
    Value(item);
    if (item.kind == ItemKind::kRuleAgain) {
      page_.End(level, Citation(item));
      return;
    }
    page_.End(level, Citation(item), Page::Tone::kBold);
    Parts(item, level + 1);
  }

  void Clause(const Item& item, const Item& whole, std::uint32_t level) {
    Page::Tone tone = Page::Tone::kDim;
    switch (item.standing) {
      case Standing::kApplies:
        Line().Put("because ");
        Provision(item);
        Line().Put(" applies");
        ValueUnlessSame(item, whole);
        tone = Page::Tone::kPlain;
        break;
      case Standing::kUndetermined:
        Line().Put("whether ");
        Provision(item);
        Line().Put(" applies is not known");
        if (item.why == 0) {
          Line().Put("; if so: ");
          Value(item);
        }
        tone = Page::Tone::kPlain;
        break;
      case Standing::kDefeated:
        Line().Put("defeated: ");
        Provision(item);
        Line().Put(", by the exception ").Put(d_.Text(d_.groups[item.by].name));
        if (const std::string_view by = phrases_.Citation(d_.groups[item.by].citation);
            !by.empty()) {
          Line().Put(" in ").Put(by);
        }
        break;
      case Standing::kNotApplicable:
        Line().Put("not applicable: ");
        Provision(item);
        Because(item);
        break;
      case Standing::kNotInForce:
        if (depth_ == Depth::kShort) {
          return;
        }
        Line().Put("not in force on the governing date: ");
        Provision(item);
        break;
      case Standing::kWithdrawn:
        Line().Put("disapplied: ");
        Provision(item);
        Because(item);
        break;
    }
    page_.End(level, {}, tone);
    Inside(item, level + 1);
  }

  // The first operand that decided against it, and what it looked at.
  void Because(const Item& item) {
    for (ItemId id = item.first_part; id != 0; id = tree_[id].next) {
      if (tree_[id].decided && !Source(tree_[id]).empty()) {
        const std::string_view by = phrases_.Citation(tree_[id].citation);
        if (tree_[id].kind == ItemKind::kWithdrawal && !by.empty()) {
          Line().Put(", by ").Put(by);
        }
        Line().Put(", because `");
        NameOf(tree_[id]);
        Line().Put("` is ");
        Value(tree_[id]);
        Facts(tree_[id]);
        return;
      }
    }
  }

  // Operands of a condition. Where the line above said why already, only what stands behind it is
  // left to say.
  void Inside(const Item& clause, std::uint32_t level) {
    const bool is_told =
        clause.standing == Standing::kNotApplicable || clause.standing == Standing::kWithdrawn;
    if (clause.standing == Standing::kDefeated && depth_ == Depth::kShort) {
      return;
    }
    bool first = true;
    for (ItemId id = clause.first_part; id != 0; id = tree_[id].next) {
      const Item& part = tree_[id];
      if (is_told && part.decided && first) {
        first = false;
        Rules(part, level);
        continue;
      }
      Part(part, clause, level);
    }
  }

  void Exception(const Item& item, const Item& whole, std::uint32_t level) {
    // In short it has parts only where something withdrew it.
    if (item.standing == Standing::kNotApplicable && depth_ == Depth::kShort &&
        item.first_part == 0) {
      return;
    }
    Line().Put("exception ").Put(d_.Text(d_.groups[item.index].name));
    switch (item.standing) {
      case Standing::kApplies:
        Line().Put(" prevails");
        ValueUnlessSame(item, whole);
        break;
      case Standing::kDefeated:
        Line().Put(" is itself defeated");
        break;
      case Standing::kUndetermined:
        Line().Put(": whether it applies is not known");
        break;
      default:
        Line().Put(" does not apply");
        break;
    }
    const bool is_weak =
        item.standing == Standing::kNotApplicable || item.standing == Standing::kDefeated;
    page_.End(level, Citation(item), is_weak ? Page::Tone::kDim : Page::Tone::kPlain);
    Parts(item, level + 1);
  }

  // The clause that presumes, where the default is the result of a rule that says what is presumed;
  // or 0.
  ItemId PresumingClause(const Item& otherwise) const {
    const ItemId rule = otherwise.first_part;
    if (rule == 0 || tree_[rule].kind != ItemKind::kRule ||
        d_.rules[tree_[rule].index].role != ACTA_D_ROLE_PRESUMED) {
      return 0;
    }
    for (ItemId id = tree_[rule].first_part; id != 0; id = tree_[id].next) {
      if (tree_[id].kind == ItemKind::kClause && tree_[id].decided &&
          tree_[id].standing == Standing::kApplies) {
        return id;
      }
    }
    return 0;
  }

  void Default(const Item& item, std::uint32_t level) {
    if (const ItemId presuming = PresumingClause(item); presuming != 0) {
      const Item& clause = tree_[presuming];
      Line().Put("presumed (").Put(d_.Text(d_.clauses[clause.index].name)).Put("): ");
      Value(item);
      page_.End(level, Citation(clause));
      Parts(clause, level + 1);
      return;
    }
    const std::string_view name = d_.Text(d_.rules[item.index].otherwise_name);
    if (name.empty()) {
      Line().Put(item.decided ? "no clause applies: " : "if no clause applies: ");
    } else {
      Line().Put("presumed (").Put(name).Put("): ");
    }
    Value(item);
    page_.End(level, Citation(item));
    Parts(item, level + 1);
  }

  std::string_view Source(const Item& item) const { return d_.WordsOf(d_.nodes[item.index]); }

  bool IsResult(const Item& item) const {
    const std::uint32_t op = d_.nodes[item.index].op;
    return op == ACTA_OP_Rule || op == ACTA_OP_Call;
  }

  // "`form in {picket, rally}`: yes (form = picket)", then the rules behind it.
  void Expression(const Item& item, std::uint32_t level) {
    if ((IsResult(item) && item.kind != ItemKind::kUnless) || Source(item).empty()) {
      // The result says it all.
      for (ItemId id = item.first_part; id != 0; id = tree_[id].next) {
        Part(tree_[id], item, level);
      }
      return;
    }
    if (const ItemId result = ResultSaidBy(item); result != 0) {
      Rule(tree_[result], level);
      return;
    }
    const bool is_unless = item.kind == ItemKind::kWithdrawal || item.kind == ItemKind::kUnless;
    if (is_unless) {
      Line().Put("unless ");
    }
    const bool is_fact = OwnLeaf(item) != 0;
    NameOf(item);
    Line().Put(!is_unless && (is_fact || item.kind == ItemKind::kValue) ? " = " : ": ");
    Value(item);
    Facts(item);
    if (HasNoValueOnItsDay(item)) {
      Line().Put(": it has no value on that day");
    }
    page_.End(level, Citation(item), item.decided ? Page::Tone::kPlain : Page::Tone::kDim);
    Rules(item, level + 1);
  }

  // `procedure = by_notification`, which holds, says what the line of the rule `procedure` says:
  // that rule, or 0.
  ItemId ResultSaidBy(const Item& expression) {
    const ItemId leaf = expression.first_part;
    if (leaf == 0 || expression.kind == ItemKind::kUnless || tree_[leaf].kind != ItemKind::kRule ||
        TruthOf(expression.payload, expression.why) != Truth::kYes) {
      return 0;
    }
    const std::size_t begin = Line().size();
    Leaf(tree_[leaf]);
    const bool is_same = Line().From(begin) == Source(expression);
    Line().Rewind(begin);
    return is_same ? leaf : 0;
  }

  // The fact that the expression is nothing but, or 0.
  ItemId OwnLeaf(const Item& expression) const {
    const ItemId leaf = expression.first_part;
    return leaf != 0 && tree_[leaf].node == expression.index ? leaf : 0;
  }

  // A parameter that no version covers on a day that is known.
  bool HasNoValueOnItsDay(const Item& expression) const {
    const ItemId parameter = OwnLeaf(expression);
    if (parameter == 0 || tree_[parameter].kind != ItemKind::kParameter ||
        tree_[parameter].why == 0) {
      return false;
    }
    for (ItemId id = tree_[parameter].next; id != 0; id = tree_[id].next) {
      if (tree_[id].why != 0) {
        return false;
      }
    }
    return NamesItsDay(d_, d_.nodes[expression.index]);
  }

  // The words of the author; for a fact its path, which also tells whose it is.
  void NameOf(const Item& expression) {
    if (const ItemId leaf = OwnLeaf(expression); leaf != 0) {
      Name(tree_[leaf]);
    } else {
      Line().Put(Source(expression));
    }
  }

  // That an entity is there needs no saying.
  bool IsPresentEntity(const Item& leaf) const {
    return leaf.type != ACTA_NONE && d_.types[leaf.type].kind == ACTA_KIND_ENTITY &&
           leaf.why == 0 && leaf.payload != ACTA_ABSENT;
  }

  // "path = value" for each fact, and for each result that is explained elsewhere; unless the
  // expression says just that.
  void Facts(const Item& item) {
    if (IsResult(item)) {
      return;
    }
    bool any = false;
    for (ItemId id = item.first_part; id != 0; id = tree_[id].next) {
      const Item& leaf = tree_[id];
      if (leaf.kind == ItemKind::kRule || leaf.node == item.index || IsPresentEntity(leaf)) {
        continue;
      }
      const std::size_t before = Line().size();
      Line().Put(any ? ", " : " (");
      const std::size_t begin = Line().size();
      Leaf(leaf);
      if (Line().From(begin) == Source(item)) {
        Line().Rewind(before);
      } else {
        any = true;
      }
    }
    if (any) {
      Line().Put(')');
    }
  }

  void Rules(const Item& item, std::uint32_t level) {
    for (ItemId id = item.first_part; id != 0; id = tree_[id].next) {
      if (tree_[id].kind == ItemKind::kRule) {
        Rule(tree_[id], level);
      }
    }
  }

  void Leaf(const Item& item) {
    Name(item);
    Line().Put(" = ");
    if (item.why == 0) {
      Value(item);
    } else {
      Line().Put(item.kind == ItemKind::kReading ? "open"
                 : item.kind == ItemKind::kFact  ? "not known"
                                                 : "undetermined");
    }
  }

  void Name(const Item& item) {
    switch (item.kind) {
      case ItemKind::kReading:
        if (item.index != ACTA_NONE) {
          Line().Put("reading ").Put(d_.Text(d_.readings[item.index].name));
          return;
        }
        break;
      case ItemKind::kParameter: {
        const acta_d_node& node = d_.nodes[item.node];
        if (const std::string_view words = d_.WordsOf(node);
            NamesItsDay(d_, node) && !words.empty()) {
          Line().Put(words);
        } else {
          Line().Put(d_.Text(d_.lookups[item.index].name));
        }
        return;
      }
      case ItemKind::kRule:
      case ItemKind::kRuleAgain:
        NameWithArguments(item);
        return;
      default: {
        char path[256];
        FixedText text(path);
        if (item.slot != ACTA_NONE &&
            WritePath(outcome_.facts, item.slot, SlotMeans::kField, text, nullptr)) {
          Line().Put(text.view());
          return;
        }
        break;
      }
    }
    Line().Put(d_.WordsOf(d_.nodes[item.node]));
  }

  acta_outcome& outcome_;
  const Descriptor& d_;
  const ExplanationTree& tree_;
  Page& page_;
  Phrases phrases_;
  Depth depth_;
};

}  // namespace
}  // namespace acta::runtime

using namespace acta::runtime;  // The functions below are the C door of this namespace.

extern "C" {

acta_status acta_explain_text(acta_outcome* outcome, uint32_t subject,
                              const acta_explain_options* given, acta_buffer* out) {
  std::uint32_t rule = 0;
  acta_explain_options options;
  if (out == nullptr || !RuleOf(outcome, subject, &rule) ||
      !Accept(given, &acta_explain_options::max_depth, &options) ||
      (options.flags & ~(ACTA_EXPLAIN_COLOUR | ACTA_EXPLAIN_FULL)) != 0) {
    return ACTA_BAD_ARGUMENT;
  }
  const Depth depth = (options.flags & ACTA_EXPLAIN_FULL) != 0 ? Depth::kFull : Depth::kShort;
  const std::uint32_t rules =
      options.max_depth == 0 || options.max_depth > kMostRules ? kMostRules : options.max_depth;
  ExplanationTree tree(*outcome);
  if (const acta_status status = tree.Build(rule, depth, rules); status != ACTA_OK) {
    return status;
  }
  const std::uint32_t width =
      options.width == 0 ? kUsualWidth : std::clamp(options.width, kLeastWidth, kMostWidth);
  Writer writer(outcome->act->allocator, *out);
  Page page(writer, outcome->act->allocator, width, (options.flags & ACTA_EXPLAIN_COLOUR) != 0);
  TextExplainer(*outcome, tree, page, depth).Explain(AnswerOf(subject));
  return page.Finish();
}

acta_status acta_outcome_text(acta_outcome* outcome, acta_buffer* out) {
  if (outcome == nullptr || !outcome->is_evaluated || out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  const Descriptor& d = outcome->act->d;
  Writer writer(outcome->act->allocator, *out);
  Page page(writer, outcome->act->allocator, kUsualWidth, false);
  Phrases phrases(*outcome);
  for (const acta_d_answer& answer : d.answers) {
    if (outcome->act->is_evaluated[answer.rule] == 0) {
      continue;
    }
    const std::uint32_t why = outcome->whys[answer.rule];
    page.line().Put(d.Text(answer.name)).Put(" = ");
    const std::uint32_t type = d.rules[answer.rule].type;
    phrases.Value(page.line(), type, outcome->values[answer.rule], why);
    const bool is_open_set = why != 0 && d.types[type].kind == ACTA_KIND_SET;
    if (const std::int64_t sure = is_open_set ? SureMembers(*outcome, answer.rule) : 0; sure != 0) {
      page.line().Put(", at least ");
      phrases.Value(page.line(), type, sure, 0);
    }
    page.End(0, d.Text(answer.question));
    if (why != 0) {
      phrases.Reasons(page, 1, why);
    }
  }
  return page.Finish();
}

}  // extern "C"
