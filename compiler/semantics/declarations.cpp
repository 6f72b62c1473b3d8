// The first walk: every declaration gets its name and its id, so that the order of declaring never
// matters afterwards.
#include <algorithm>
#include <unordered_set>

#include "compiler/semantics/calendar_builder.h"
#include "compiler/semantics/context.h"

namespace acta::semantics {

Context::Context(std::span<const ast::Document> trees, Reporter& to) : reporter(to) {
  for (const ast::Document& tree : trees) {
    DocumentInfo info{.tree = &tree};
    for (const ast::Decl& decl : tree.decls) {
      const auto* law = std::get_if<ast::Law>(&decl.kind);
      const auto* module = std::get_if<ast::Module>(&decl.kind);
      if (law == nullptr && module == nullptr) {
        continue;
      }
      if (info.law_span.valid()) {
        reporter.Report<diag::SecondHeader>(decl.span).Label(info.law_span,
                                                             "the first stands here");
        continue;
      }
      info.law_span = decl.span;
      info.law = law;
      info.law_place = {static_cast<std::uint32_t>(documents.size()), decl.provision};
      info.name = TextOf(law != nullptr ? law->name : module->name);
    }
    if (!info.name.empty()) {
      modules.try_emplace(info.name, static_cast<std::uint32_t>(documents.size()));
    }
    documents.push_back(std::move(info));
  }
  std::vector<std::vector<std::uint32_t>> uses(documents.size());
  ForEach<ast::Use>([&](const ast::Use& use, const ast::Decl&, const Place& place) {
    if (const auto module = modules.find(TextOf(use.name)); module != modules.end()) {
      uses[place.document].push_back(module->second);
    }
  });
  for (std::uint32_t document = 0; document < documents.size(); ++document) {
    std::vector<bool>& visible = documents[document].visible;
    visible.assign(documents.size(), false);
    visible[document] = true;
    std::vector<std::uint32_t> open = {document};
    while (!open.empty()) {
      const std::uint32_t next = open.back();
      open.pop_back();
      for (const std::uint32_t used : uses[next]) {
        if (!visible[used]) {
          visible[used] = true;
          open.push_back(used);
        }
      }
    }
  }
}

// One function for each sort of declaration.
struct Declarations {
  Context& context;
  Place place;

  [[nodiscard]] Symbol SymbolFor(SymbolKind kind, std::uint32_t index, const Span& span) const {
    return {.kind = kind, .index = index, .document = place.document, .span = span};
  }

  void Name(SymbolKind kind, std::uint32_t index, const ast::Ident& name) {
    context.Declare(context.names, name.text, SymbolFor(kind, index, name.span));
  }

  void RequireProvision(const ast::Ident& name, const std::optional<ast::Gloss>& gloss) {
    if (place.provision.valid() || gloss || context.TreeOf(place).bare) {
      return;
    }
    context.reporter.Report<diag::MissingProvision>(name.span, name.text)
        .Help("put it below the heading of its provision, or say why it has none: `gloss \"...\"`");
  }

  static std::string Words(const std::optional<ast::Text>& text) { return text ? text->text : ""; }
  static std::string Words(const std::optional<ast::Gloss>& gloss) {
    return gloss ? gloss->why.text : "";
  }

  RuleId AddRule(const std::string& name, const ast::Ident& at, ir::RuleRole role) {
    return context.AddRule({.name = name,
                            .place = place,
                            .span = at.span,
                            .role = role,
                            .type = context.Of(Kind::kBoolean)});
  }

  // A norm that never says when it applies would never apply, and nobody would notice.
  void RequireClauses(const ast::Ident& name, bool has_some) {
    if (!has_some) {
      context.reporter
          .Report<diag::EmptyDeclaration>(name.span, name.text, "clause that says when it applies")
          .Help("`when yes` says: always");
    }
  }

  void AddClauses(RuleId rule, const std::vector<ast::Clause>& clauses) {
    const GroupId root = context.program.rules[rule].root;
    for (const ast::Clause& clause : clauses) {
      context.AddClause(root, clause, place);
    }
  }

  void operator()(const ast::Law&) {}
  void operator()(const ast::Module&) {}
  void operator()(const ast::Use& use) {
    if (!context.modules.contains(TextOf(use.name)) && !context.reporter.HasErrors()) {
      context.reporter.Report<diag::ModuleNotFound>(use.name.span, TextOf(use.name));
    }
  }

  void operator()(const ast::Party& party) {
    const ir::PartyId id =
        context.program.parties.Add({.name = party.name.text, .doc = Words(party.doc)});
    context.Declare(context.parties, party.name.text,
                    SymbolFor(SymbolKind::kFact, id.value, party.name.span));
  }

  void operator()(const ast::Unit& unit) {
    for (const ast::Ident& name : unit.names) {
      const ir::UnitId id = context.program.units.Add({.name = name.text});
      context.Declare(context.units, name.text, SymbolFor(SymbolKind::kFact, id.value, name.span));
    }
  }

  void operator()(const ast::Enum& tree) {
    ir::Enum made{.name = tree.name.text, .span = tree.name.span};
    std::unordered_map<std::string, Span> seen;
    for (const ast::Enum::Member& member : tree.members) {
      const auto [earlier, added] = seen.try_emplace(member.name.text, member.name.span);
      if (!added) {
        context.reporter.Report<diag::DuplicateName>(member.name.span, member.name.text)
            .Label(earlier->second, "first declared here");
        continue;
      }
      made.members.push_back({.name = member.name.text, .doc = Words(member.doc)});
    }
    if (made.members.empty()) {
      context.reporter.Report<diag::EmptyDeclaration>(tree.name.span, tree.name.text, "members");
    }
    const ir::EnumId id = context.AddEnum(std::move(made), place.document);
    Name(SymbolKind::kEnum, id.value, tree.name);
  }

  void operator()(const ast::Entity& tree) {
    const ir::EntityId id =
        context.program.entities.Add({.name = tree.name.text, .span = tree.name.span});
    context.index_of_tree[&tree] = id.value;
    Name(SymbolKind::kEntity, id.value, tree.name);
  }

  void operator()(const ast::Facts& tree) {
    for (const ast::FieldDecl& field : tree.fields) {
      for (const ast::Ident& name : field.names) {
        const auto index = static_cast<std::uint32_t>(context.program.facts.size());
        context.program.facts.push_back({.name = name.text,
                                         .doc = Words(field.doc),
                                         .span = name.span,
                                         .citation = context.Cite(place)});
        context.fact_documents.push_back(place.document);
        Name(SymbolKind::kFact, index, name);
      }
    }
  }

  void operator()(const ast::Rule& tree) {
    RequireProvision(tree.name, tree.gloss);
    const RuleId rule = AddRule(tree.name.text, tree.name, ir::RuleRole::kRule);
    context.program.rules[rule].doc = Words(tree.doc);
    context.program.rules[rule].gloss = Words(tree.gloss);
    context.rule_of_tree[&tree] = rule;
    AddClauses(rule, tree.clauses);
    Name(SymbolKind::kRule, rule.value, tree.name);
  }

  void operator()(const ast::Table& tree) {
    RequireProvision(tree.name, tree.gloss);
    const RuleId rule = AddRule(tree.name.text, tree.name, ir::RuleRole::kTable);
    context.program.rules[rule].doc = Words(tree.doc);
    context.program.rules[rule].gloss = Words(tree.gloss);
    context.rule_of_tree[&tree] = rule;
    Name(SymbolKind::kRule, rule.value, tree.name);
  }

  void operator()(const ast::Prohibition& tree) {
    RequireProvision(tree.name, tree.gloss);
    RequireClauses(tree.name, !tree.clauses.empty());
    const RuleId rule = AddRule(tree.name.text, tree.name, ir::RuleRole::kProhibition);
    context.program.rules[rule].doc = Words(tree.doc);
    context.program.rules[rule].gloss = Words(tree.gloss);
    context.rule_of_tree[&tree] = rule;
    AddClauses(rule, tree.clauses);
    Name(SymbolKind::kRule, rule.value, tree.name);
  }

  void operator()(const ast::Permission& tree) {
    RequireProvision(tree.name, tree.gloss);
    RequireClauses(tree.name, !tree.clauses.empty());
    const RuleId rule = AddRule(tree.name.text, tree.name, ir::RuleRole::kPermission);
    context.program.rules[rule].doc = Words(tree.doc);
    context.program.rules[rule].gloss = Words(tree.gloss);
    context.rule_of_tree[&tree] = rule;
    AddClauses(rule, tree.clauses);
    Name(SymbolKind::kRule, rule.value, tree.name);
  }

  RuleId AddMember(const ast::Ident& norm, std::string_view member, ir::RuleRole role,
                   const std::string& doc, const std::optional<ast::Gloss>& gloss) {
    const RuleId rule = AddRule(fmt::format("{}.{}", norm.text, member), norm, role);
    context.program.rules[rule].doc = doc;
    context.program.rules[rule].gloss = Words(gloss);
    return rule;
  }

  // What obligations and powers share: the deadline, the act, what follows from both.
  void AddDuty(Duty duty, const ast::Ident& name, std::string_view deadline, ir::RuleRole role,
               const std::string& doc, const std::optional<ast::Gloss>& gloss,
               SymbolKind kind = SymbolKind::kDuty) {
    const auto index = static_cast<std::uint32_t>(context.duties.size());
    if (duty.due_tree) {
      duty.due = AddMember(name, deadline, role, doc, gloss);
      context.rule_infos[duty.due.index()].typed_by_duty = index;
    }
    if (duty.done_tree) {
      duty.done = AddMember(name, "done", role, doc, gloss);
      context.rule_infos[duty.done.index()].typed_by_duty = index;
      if (duty.due_tree) {
        duty.silent = AddMember(name, "silent", role, doc, gloss);
      }
      duty.status = AddMember(name, "status", role, doc, gloss);
      ir::Rule& status = context.program.rules[duty.status];
      status.type = context.types.EnumOf(context.norm_status);
      status.otherwise.reset();
    }
    context.duties.push_back(std::move(duty));
    Name(kind, index, name);
  }

  void operator()(const ast::Obligation& tree) {
    RequireProvision(tree.name, tree.gloss);
    RequireClauses(tree.name, !tree.clauses.empty());
    const auto role = ir::RuleRole::kObligationMember;
    Duty duty{.name = tree.name.text,
              .place = place,
              .span = tree.name.span,
              .due_tree = tree.due,
              .done_tree = tree.done};
    duty.due_citation = tree.due_citation;
    duty.done_citation = tree.done_citation;
    duty.party_tree = tree.on;
    duty.applies = AddMember(tree.name, "applies", role, Words(tree.doc), tree.gloss);
    AddClauses(duty.applies, tree.clauses);
    AddDuty(std::move(duty), tree.name, "due", role, Words(tree.doc), tree.gloss);
  }

  void operator()(const ast::Power& tree) {
    RequireProvision(tree.name, tree.gloss);
    RequireClauses(tree.name, !tree.may.empty() || !tree.must.empty());
    const auto role = ir::RuleRole::kPowerMember;
    Duty duty{.name = tree.name.text,
              .place = place,
              .span = tree.name.span,
              .is_power = true,
              .has_must = !tree.must.empty(),
              .due_tree = tree.by,
              .done_tree = tree.done};
    duty.due_citation = tree.by_citation;
    duty.done_citation = tree.done_citation;
    duty.party_tree = tree.of;
    duty.applies = AddMember(tree.name, "must", role, Words(tree.doc), tree.gloss);
    AddClauses(duty.applies, tree.must);
    duty.may = AddMember(tree.name, "may", role, Words(tree.doc), tree.gloss);
    AddClauses(duty.may, tree.may);
    AddDuty(std::move(duty), tree.name, "by", role, Words(tree.doc), tree.gloss);
  }

  void operator()(const ast::Grounds& tree) {
    RequireProvision(tree.name, tree.gloss);
    GroundsInfo info{.name = tree.name.text, .place = place, .span = tree.name.span};
    info.party_tree = tree.by;
    ir::Enum made{.name = tree.name.text, .span = tree.name.span};
    std::unordered_map<std::string, RuleId> known;
    for (const ast::Clause& ground : tree.grounds) {
      if (!ground.name) {
        continue;
      }
      if (const auto earlier = known.find(ground.name->text); earlier != known.end()) {
        // Another version of it, or a mistake, which is then reported.
        context.AddClause(context.program.rules[earlier->second].root, ground, place);
        continue;
      }
      made.members.push_back({.name = ground.name->text});
      const RuleId rule = AddRule(fmt::format("{}.{}", tree.name.text, ground.name->text),
                                  *ground.name, ir::RuleRole::kGround);
      context.program.rules[rule].citation = context.Cite(place, ground.citation);
      context.program.rules[rule].gloss = Words(tree.gloss);
      context.AddClause(context.program.rules[rule].root, ground, place);
      known.emplace(ground.name->text, rule);
      info.grounds.push_back(rule);
    }
    if (made.members.empty()) {
      context.reporter.Report<diag::EmptyDeclaration>(tree.name.span, tree.name.text, "grounds");
    }
    if (made.members.size() > kMostInSet) {
      context.reporter.Report<diag::SetTooLarge>(tree.name.span, tree.name.text,
                                                 made.members.size(), kMostInSet);
      made.members.resize(kMostInSet);
      info.grounds.resize(kMostInSet);
    }
    info.enumeration = context.AddEnum(std::move(made), place.document);
    info.applies =
        AddMember(tree.name, "applies", ir::RuleRole::kGroundsAny, Words(tree.doc), tree.gloss);
    info.set =
        AddMember(tree.name, "grounds", ir::RuleRole::kGroundsSet, Words(tree.doc), tree.gloss);
    ir::Rule& set = context.program.rules[info.set];
    set.type = context.types.SetOf(info.enumeration);
    set.otherwise.reset();
    const auto index = static_cast<std::uint32_t>(context.grounds.size());
    context.grounds.push_back(std::move(info));
    Name(SymbolKind::kGrounds, index, tree.name);
  }

  void operator()(const ast::Exception& tree) {
    RequireProvision(tree.name, tree.gloss);
    if (tree.clauses.empty()) {
      context.reporter.Report<diag::EmptyDeclaration>(tree.name.span, tree.name.text, "clauses");
    }
    const GroupId group = context.program.groups.Add(
        {.name = tree.name.text, .citation = context.Cite(place), .span = tree.name.span});
    context.group_infos.push_back({.place = place});
    for (const ast::Clause& clause : tree.clauses) {
      context.AddClause(group, clause, place);
    }
    const auto index = static_cast<std::uint32_t>(context.exceptions.size());
    context.exceptions.push_back(
        {.tree = &tree, .place = place, .group = group, .span = tree.name.span});
    context.Declare(context.exception_names, tree.name.text,
                    SymbolFor(SymbolKind::kRule, index, tree.name.span));
  }

  void operator()(const ast::Disapply&) {}
  void operator()(const ast::Presumption&) {}
  void operator()(const ast::Answers&) {}
  void operator()(const ast::Scenario&) {}
  // Amendments are applied to the text before it is checked; a population is checked by itself.
  void operator()(const ast::Amendment&) {}
  void operator()(const ast::Population&) {}

  void operator()(const ast::Calendar& tree) {
    ir::Calendar calendar =
        BuildCalendar(tree, tree.name.text, context.reporter,
                      [&](const ast::Citation& citation) { return context.Cite(place, citation); });
    calendar.citation = context.Cite(place);
    const ir::CalendarId id = context.program.calendars.Add(std::move(calendar));
    Name(SymbolKind::kCalendar, id.value, tree.name);
  }

  void operator()(const ast::PeriodDecl& tree) {
    const auto index = static_cast<std::uint32_t>(context.periods.size());
    context.periods.push_back({.tree = &tree, .place = place});
    Name(SymbolKind::kPeriod, index, tree.name);
  }

  void operator()(const ast::ParameterDecl& tree) {
    const auto index = static_cast<std::uint32_t>(context.parameters.size());
    context.parameters.emplace_back(&tree, place);
    context.program.lookups.Add({.name = tree.name.text, .span = tree.name.span});
    Name(SymbolKind::kParameter, index, tree.name);
  }

  void operator()(const ast::Reading& tree) {
    ir::Enum made{.name = tree.name.text, .span = tree.name.span};
    std::unordered_map<std::string, Span> seen;
    for (const ast::Reading::Alternative& alternative : tree.alternatives) {
      const auto [earlier, added] = seen.try_emplace(alternative.name.text, alternative.name.span);
      if (!added) {
        context.reporter.Report<diag::DuplicateName>(alternative.name.span, alternative.name.text)
            .Label(earlier->second, "first declared here");
        continue;
      }
      made.members.push_back({.name = alternative.name.text, .doc = alternative.text.text});
    }
    if (made.members.empty()) {
      context.reporter.Report<diag::EmptyDeclaration>(tree.name.span, tree.name.text,
                                                      "alternatives");
    }
    const auto index = static_cast<std::uint32_t>(context.program.readings.size());
    context.readings.push_back(&tree);
    context.program.readings.push_back({.name = tree.name.text,
                                        .question = tree.question.text,
                                        .alternatives = context.AddEnum(std::move(made), kHidden),
                                        .citation = context.Cite(place),
                                        .span = tree.name.span});
    context.reading_reasons.push_back(
        context.Reason(ReasonKind::kReading, tree.name.text, tree.name.span, context.Cite(place)));
    Name(SymbolKind::kReading, index, tree.name);
  }
};

void Context::DeclareAll() {
  const auto built_in = [&](const std::string& name,
                            std::initializer_list<std::string_view> members) {
    ir::Enum made{.name = name};
    for (const std::string_view member : members) {
      made.members.push_back({.name = std::string(member)});
    }
    const ir::EnumId id = AddEnum(std::move(made), kBuiltIn);
    Declare(names, name, {.kind = SymbolKind::kEnum, .index = id.value, .document = kBuiltIn});
    return id;
  };
  weekday = built_in(
      "Weekday", {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"});
  norm_status =
      built_in("NormStatus", {"not_applicable", "pending", "fulfilled", "late", "breached"});
  program.facts.push_back(
      {.name = "as_of", .type = Of(Kind::kDate), .doc = "the day on which we ask"});
  fact_documents.push_back(kBuiltIn);
  Declare(names, "as_of", {.kind = SymbolKind::kFact, .index = 0, .document = kBuiltIn});
  not_understood = Reason(ReasonKind::kUncovered, "what was not understood", {});

  for (std::uint32_t document = 0; document < documents.size(); ++document) {
    for (const ast::Decl& decl : documents[document].tree->decls) {
      std::visit(Declarations{*this, Place{document, decl.provision}}, decl.kind);
    }
  }
  // An exception may be aimed at under its name, so it must not share it with what can be aimed at.
  for (const ExceptionInfo& exception : exceptions) {
    for (const Symbol& symbol : names.Find(exception.tree->name.text)) {
      const bool is_target = symbol.kind == SymbolKind::kRule || symbol.kind == SymbolKind::kDuty ||
                             symbol.kind == SymbolKind::kGrounds;
      if (is_target && symbol.document == exception.place.document) {
        reporter.Report<diag::DuplicateName>(exception.span, exception.tree->name.text)
            .Label(symbol.span, "first declared here");
      }
    }
  }
}

}  // namespace acta::semantics
