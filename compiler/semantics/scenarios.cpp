// Scenarios: what is given, under which readings, and what is expected.
#include <algorithm>
#include <iterator>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "compiler/semantics/case_values.h"
#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

ir::ReasonKind KindOf(ast::Scenario::ReasonWord word) {
  switch (word) {
    case ast::Scenario::ReasonWord::kReading:
      return ir::ReasonKind::kReading;
    case ast::Scenario::ReasonWord::kConflict:
      return ir::ReasonKind::kConflict;
    case ast::Scenario::ReasonWord::kUncovered:
    case ast::Scenario::ReasonWord::kMissing:
      return ir::ReasonKind::kUncovered;
    case ast::Scenario::ReasonWord::kArithmetic:
      return ir::ReasonKind::kArithmetic;
  }
  return ir::ReasonKind::kUncovered;
}

class ScenarioLowering {
 public:
  explicit ScenarioLowering(Context& context) : context_(context) {}

  void Run() {
    for (const ir::Citation& citation : context_.program.citations) {
      cited_[citation.text].insert(citation.first);
    }
    // Scenarios belong to the act; those of what it uses were checked with that.
    for (const ast::Decl& decl : context_.documents.front().tree->decls) {
      if (const auto* tree = std::get_if<ast::Scenario>(&decl.kind)) {
        Collect(*tree, {0, decl.provision}, decl.span);
      }
    }
    for (std::size_t index = 0; index < entries_.size(); ++index) {
      Given(index);
    }
    for (Entry& entry : entries_) {
      AddExpectations(entry);
      context_.program.scenarios.push_back(std::move(entry.made));
    }
  }

 private:
  struct Entry {
    const ast::Scenario* tree;
    Place place;
    ir::Scenario made;
    Progress progress = Progress::kUntouched;
  };

  void Collect(const ast::Scenario& tree, const Place& place, const Span& span) {
    const auto [earlier, added] = by_title_.try_emplace(tree.title.text, entries_.size());
    if (!added) {
      context_.reporter.Report<diag::DuplicateName>(tree.title.span, tree.title.text)
          .Label(entries_[earlier->second].tree->title.span, "first declared here");
    }
    entries_.push_back(
        {.tree = &tree,
         .place = place,
         .made = {.title = tree.title.text, .citation = context_.Cite(place), .span = span}});
  }

  // What is given in a scenario and those it is like, oldest first.
  void Given(std::size_t index) {
    std::vector<std::size_t> chain;
    for (std::optional<std::size_t> at = index; at;) {
      Entry& entry = entries_[*at];
      if (entry.progress == Progress::kDone) {
        break;
      }
      if (entry.progress == Progress::kUnderWay) {
        context_.reporter.Report<diag::DefinedByItself>(entry.tree->title.span,
                                                        entry.tree->title.text);
        break;
      }
      entry.progress = Progress::kUnderWay;
      chain.push_back(*at);
      at = LikeOf(entry);
    }
    for (const std::size_t at : std::views::reverse(chain)) {
      Entry& entry = entries_[at];
      const auto like = entry.tree->like ? by_title_.find(entry.tree->like->text) : by_title_.end();
      if (like != by_title_.end() && entries_[like->second].progress == Progress::kDone) {
        entry.made.given = entries_[like->second].made.given;
        entry.made.under = entries_[like->second].made.under;
        entry.made.governing_date = entries_[like->second].made.governing_date;
      }
      Fill(entry);
      entry.progress = Progress::kDone;
    }
  }

  std::optional<std::size_t> LikeOf(const Entry& entry) {
    if (!entry.tree->like) {
      return std::nullopt;
    }
    const auto found = by_title_.find(entry.tree->like->text);
    if (found != by_title_.end()) {
      return found->second;
    }
    std::vector<std::string> titles;
    for (const Entry& one : entries_) {
      titles.push_back(one.tree->title.text);
    }
    context_.ReportUnknown(entry.tree->like->text, entry.tree->like->span, titles);
    return std::nullopt;
  }

  void Fill(Entry& entry) {
    for (const ast::Name& path : entry.tree->without) {
      if (ResolvePath(path, false)) {
        RemoveCaseValue(entry.made.given, path.parts);
      }
    }
    std::unordered_map<std::string, Span> seen;
    for (const ast::Scenario::Given& given : entry.tree->given) {
      const auto [earlier, added] = seen.try_emplace(TextOf(given.path), given.path.span);
      if (!added) {
        context_.reporter.Report<diag::DuplicateName>(given.path.span, TextOf(given.path))
            .Label(earlier->second, "first given here");
        continue;
      }
      const auto field = ResolvePath(given.path, false);
      if (!field) {
        continue;
      }
      if (auto value = ReadCaseValue(context_, entry.place, given.value, *field)) {
        PutCaseValue(entry.made.given, given.path.parts, std::move(*value));
      }
    }
    for (const ast::Scenario::Choice& choice : entry.tree->under) {
      Choose(entry, choice);
    }
    if (entry.tree->governed_by) {
      entry.made.governing_date = DayOf(*entry.tree->governed_by);
    }
  }

  void Choose(Entry& entry, const ast::Scenario::Choice& choice) {
    const auto symbol = context_.FindKind(0, choice.reading, SymbolKind::kReading);
    if (!symbol) {
      return;
    }
    const ir::Reading& reading = context_.program.readings[symbol->index];
    if (!context_.OrdinalOf(reading.alternatives, choice.alternative.text)) {
      std::vector<std::string> known;
      for (const ir::EnumMember& member : context_.program.enums[reading.alternatives].members) {
        known.push_back(member.name);
      }
      context_.ReportUnknown(choice.alternative.text, choice.alternative.span, known);
      return;
    }
    auto& under = entry.made.under;
    const auto same =
        std::ranges::find(under, reading.name, &std::pair<std::string, std::string>::first);
    if (same != under.end()) {
      same->second = choice.alternative.text;
    } else {
      under.emplace_back(reading.name, choice.alternative.text);
    }
  }

  // The field that a path from a fact names. Elements of lists have no path of their own in a case,
  // but a reason may speak of their fields.
  const ir::FactField* ResolvePath(const ast::Name& path, bool through_lists) {
    const ast::Name::Part& head = path.parts.front();
    const auto symbol =
        context_.FindKind(0, ast::Name{.parts = {head}, .span = head.span}, SymbolKind::kFact);
    if (!symbol) {
      return nullptr;
    }
    if (context_.fact_broken[symbol->index]) {
      return nullptr;
    }
    const ir::FactField* field = &context_.program.facts[symbol->index];
    for (const ast::Name::Part& part : std::span(path.parts).subspan(1)) {
      ir::Type type = context_.TypeOf(field->type);
      if (type.kind == Kind::kList && through_lists) {
        type = context_.TypeOf(type.element);
      }
      const auto index =
          type.kind == Kind::kEntity ? context_.FieldOf(type.entity, part.text) : std::nullopt;
      if (!index) {
        std::vector<std::string> known;
        if (type.kind == Kind::kEntity) {
          for (const ir::FactField& one : context_.program.entities[type.entity].fields) {
            known.push_back(one.name);
          }
        }
        context_.ReportNoMember(part.span, fmt::format("`{}`", context_.NameOf(field->type)),
                                part.text, known);
        return nullptr;
      }
      field = &context_.program.entities[type.entity].fields[*index];
    }
    return field;
  }

  void AddExpectations(Entry& entry) {
    for (const ast::Scenario::Expect& tree : entry.tree->expects) {
      ir::Expectation made{.text = TextOf(tree.path), .span = tree.span};
      made.rule = RuleOf(entry, tree, made.text);
      bool sound = made.rule.valid();
      for (const ast::Citation& citation : tree.because) {
        sound = IsCited(citation) && sound;
        made.citations.push_back(citation.text);
      }
      for (const ast::Scenario::Reason& reason : tree.reasons) {
        sound = AddReason(reason, made) && sound;
      }
      if (tree.value && made.rule.valid()) {
        made.value = PayloadOf(entry.place, *tree.value, context_.program.rules[made.rule].type);
        sound = sound && made.value.has_value();
      }
      if (sound) {
        entry.made.expectations.push_back(std::move(made));
      }
    }
  }

  std::optional<std::int64_t> PayloadOf(const Place& place, ast::ExprId id, TypeId type) {
    const ast::Expr& expr = context_.ExprOf(place, id);
    if (std::holds_alternative<ast::AbsentLit>(expr.kind) && context_.TypeOf(type).optional) {
      return INT64_MIN;
    }
    if (const auto* record = std::get_if<ast::RecordLit>(&expr.kind);
        record != nullptr && record->items.empty() && context_.TypeOf(type).kind == Kind::kSet) {
      return 0;
    }
    return Lowerer(context_, place).Literal(id, context_.types.Required(type));
  }

  // No answer rests on what nothing in the law cites.
  bool IsCited(const ast::Citation& citation) {
    const auto meant = cited_.find(citation.text);
    if (meant == cited_.end()) {
      std::vector<std::string> known;
      std::ranges::copy(std::views::keys(cited_), std::back_inserter(known));
      context_.ReportUncited(citation, known);
      return false;
    }
    if (meant->second.size() > 1) {
      DiagnosticBuilder report = context_.reporter.Report<diag::AmbiguousCitation>(
          citation.span, citation.text, meant->second.size());
      for (const ir::CitationId one : meant->second) {
        report.Label(context_.program.citations[one].span, "one of them");
      }
      report.Help("give each a citation of its own in its heading");
      return false;
    }
    return true;
  }

  bool AddReason(const ast::Scenario::Reason& tree, ir::Expectation& made) {
    ir::ExpectedReason reason{.missing = tree.word == ast::Scenario::ReasonWord::kMissing,
                              .kind = KindOf(tree.word)};
    bool known = true;
    if (tree.subject) {
      reason.subject = TextOf(*tree.subject);
      if (reason.missing) {
        known = ResolvePath(*tree.subject, true) != nullptr;
      } else if (tree.word == ast::Scenario::ReasonWord::kReading) {
        known = context_.FindKind(0, *tree.subject, SymbolKind::kReading).has_value();
      }
    }
    made.reasons.push_back(std::move(reason));
    return known;
  }

  // The rule whose result is expected: an answer, a rule, or a hidden one around what was written.
  RuleId RuleOf(const Entry& entry, const ast::Scenario::Expect& tree, std::string& text) {
    if (!tree.args) {
      if (const auto answer = context_.answer_rules.find(text);
          answer != context_.answer_rules.end()) {
        return answer->second;
      }
    }
    Lowerer lower(context_, entry.place);
    NodeId value;
    if (tree.args) {
      const auto symbol = context_.FindKind(0, tree.path, SymbolKind::kRule);
      if (!symbol) {
        return {};
      }
      const RuleId callee(symbol->index);
      const std::vector<ir::Param> params = context_.program.rules[callee].params;
      if (params.size() != tree.args->size()) {
        context_.reporter.Report<diag::WrongArguments>(tree.path.span, text, params.size(),
                                                       tree.args->size());
        return {};
      }
      std::vector<NodeId> arguments;
      text += '(';
      for (std::size_t i = 0; i < params.size(); ++i) {
        const ast::ExprId argument = (*tree.args)[i];
        text += (i == 0 ? "" : ", ") + TextOf(context_.TreeOf(entry.place), argument);
        arguments.push_back(lower.LowerAs(argument, params[i].type));
      }
      text += ')';
      value = params.empty()
                  ? context_.Result(callee, tree.span)
                  : context_.Make(Op::kCall, context_.TypeOfRule(callee, tree.span), arguments,
                                  tree.span, {.imm = static_cast<std::int64_t>(callee.value)});
    } else {
      value = lower.LowerName(tree.path, {});
    }
    if (!value.valid()) {
      return {};
    }
    const ir::Node& node = context_.program.nodes[value];
    if (node.op == Op::kRule) {
      return RuleId(static_cast<std::uint32_t>(node.imm));
    }
    const RuleId hidden = context_.AddRule({.name = text,
                                            .place = entry.place,
                                            .span = tree.span,
                                            .role = ir::RuleRole::kScenario,
                                            .type = node.type});
    context_.program.rules[hidden].otherwise.reset();
    context_.AddClause(context_.program.rules[hidden].root, value, {}, tree.span,
                       context_.Cite(entry.place));
    return hidden;
  }

  Context& context_;
  // What rules, clauses and conditions cite, and by which provision; not where the scenarios stand.
  std::map<std::string, std::set<ir::CitationId>> cited_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_title_;
};

}  // namespace

void Context::LowerScenarios() {
  const std::vector<bool> used = fact_used;
  program.before_scenarios = ir::Extent{.nodes = program.nodes.size(),
                                        .clauses = program.clauses.size(),
                                        .groups = program.groups.size(),
                                        .rules = program.rules.size()};
  ScenarioLowering(*this).Run();
  fact_used = used;
}

void Context::WarnOfUnusedFacts() {
  // A module declares its facts for others; only an act can leave one without use. What could not
  // be understood may have used it.
  if (program.law.is_module || reporter.HasErrors()) {
    return;
  }
  for (std::size_t index = 1; index < program.facts.size(); ++index) {
    if (fact_documents[index] == 0 && !fact_used[index]) {
      reporter.Report<diag::UnusedFact>(program.facts[index].span, program.facts[index].name);
    }
  }
}

}  // namespace acta::semantics
