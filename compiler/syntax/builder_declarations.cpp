#include "compiler/base/check.h"
#include "compiler/syntax/builder.h"

namespace acta::syntax {

ast::DeclKind Builder::Build(P::DeclarationContext& tree) {
  if (auto* law = tree.lawDecl()) {
    return Build(*law);
  }
  if (auto* module = tree.moduleDecl()) {
    return ast::Module{Path(*module->name())};
  }
  if (auto* use = tree.useDecl()) {
    return ast::Use{Path(*use->name())};
  }
  if (auto* party = tree.partyDecl()) {
    return ast::Party{Name(*party->ident()), Quoted(party->TEXT())};
  }
  if (auto* unit = tree.unitDecl()) {
    return Build(*unit);
  }
  if (auto* enumeration = tree.enumDecl()) {
    return Build(*enumeration);
  }
  if (auto* entity = tree.entityDecl()) {
    return Build(*entity);
  }
  if (auto* facts = tree.factsDecl()) {
    return Build(*facts);
  }
  if (auto* rule = tree.ruleDecl()) {
    return Build(*rule);
  }
  if (auto* exception = tree.exceptionDecl()) {
    return Build(*exception);
  }
  if (auto* disapply = tree.disapplyDecl()) {
    return Build(*disapply);
  }
  if (auto* presumption = tree.presumptionDecl()) {
    return Build(*presumption);
  }
  if (auto* prohibition = tree.prohibitionDecl()) {
    return Build(*prohibition);
  }
  if (auto* permission = tree.permissionDecl()) {
    return Build(*permission);
  }
  if (auto* obligation = tree.obligationDecl()) {
    return Build(*obligation);
  }
  if (auto* power = tree.powerDecl()) {
    return Build(*power);
  }
  if (auto* grounds = tree.groundsDecl()) {
    return Build(*grounds);
  }
  if (auto* calendar = tree.calendarDecl()) {
    return Build(*calendar);
  }
  if (auto* period = tree.periodDecl()) {
    return Build(*period);
  }
  if (auto* parameter = tree.parameterDecl()) {
    return Build(*parameter);
  }
  if (auto* table = tree.tableDecl()) {
    return Build(*table);
  }
  if (auto* reading = tree.readingDecl()) {
    return Build(*reading);
  }
  if (auto* answers = tree.answersDecl()) {
    return Build(*answers);
  }
  if (auto* scenario = tree.scenarioDecl()) {
    return Build(*scenario);
  }
  if (auto* amendment = tree.amendmentDecl()) {
    return Build(*amendment);
  }
  ACTA_CHECK(tree.populationDecl() != nullptr, "the grammar has no further declaration");
  return Build(*tree.populationDecl());
}

ast::Law Builder::Build(P::LawDeclContext& tree) {
  ast::Law law;
  law.name = Path(*tree.name());
  for (P::LawItemContext* item : tree.lawItem()) {
    AddLawItem(*item, law);
  }
  return law;
}

void Builder::AddLawItem(P::LawItemContext& tree, ast::Law& law) {
  switch (tree.start->getType()) {
    case P::K_TITLE:
      SetOnce(law.title, Quoted(tree.TEXT()), tree, "the title");
      break;
    case P::K_NUMBER:
      SetOnce(law.number, Quoted(tree.TEXT()), tree, "the number");
      break;
    case P::K_SOURCE:
      SetOnce(law.source, Quoted(tree.TEXT()), tree, "the source");
      break;
    case P::K_IN:
      SetOnce(law.in_force, ForceOf(*tree.force()), tree, "the time in force");
      break;
    case P::K_GOVERNED:
      SetOnce(law.governed_by, Expression(*tree.expression()), tree, "the governing date");
      break;
    case P::K_TIME:
      SetOnce(law.time_zone, ast::TimeZone{Quoted(tree.TEXT()), PathIf(tree.name())}, tree,
              "the time zone");
      break;
    case P::K_WORKING:
      SetOnce(law.calendar, Path(*tree.name()), tree, "the calendar of working days");
      break;
    case P::K_COUNTED:
      SetOnce(law.counted_by, Path(*tree.name()), tree, "the way of counting");
      break;
    default:
      SetOnce(law.month_rounding,
              tree.K_UP() != nullptr ? ast::RoundingWord::kUp : ast::RoundingWord::kDown, tree,
              "the rounding of months");
      break;
  }
}

ast::Unit Builder::Build(P::UnitDeclContext& tree) {
  ast::Unit unit;
  for (P::UnitNameContext* name : tree.units) {
    unit.names.push_back(Name(*name));
  }
  return unit;
}

ast::Enum Builder::Build(P::EnumDeclContext& tree) {
  ast::Enum enumeration{.name = Name(*tree.ident()), .doc = Quoted(tree.TEXT())};
  for (P::EnumMemberContext* member : tree.members) {
    enumeration.members.push_back({Name(*member->ident()), Quoted(member->TEXT())});
  }
  return enumeration;
}

ast::Entity Builder::Build(P::EntityDeclContext& tree) {
  ast::Entity entity{.name = Name(*tree.ident())};
  for (P::FieldContext* field : tree.fields) {
    entity.fields.push_back(Field(*field));
  }
  return entity;
}

ast::Facts Builder::Build(P::FactsDeclContext& tree) {
  ast::Facts facts;
  for (P::FieldContext* field : tree.fields) {
    facts.fields.push_back(Field(*field));
  }
  return facts;
}

ast::PeriodDecl Builder::Build(P::PeriodDeclContext& tree) {
  return {Name(*tree.ident()), Expression(*tree.expression()), Quoted(tree.TEXT())};
}

ast::ParameterDecl Builder::Build(P::ParameterDeclContext& tree) {
  ast::ParameterDecl parameter{Name(*tree.ident()), Type(*tree.type()), Quoted(tree.TEXT()), {}};
  for (P::VersionContext* version : tree.versions) {
    parameter.versions.push_back({ForceOf(*version->force()), Expression(*version->expression()),
                                  Cite(version->CITATION()), SpanOf(*version)});
  }
  return parameter;
}

ast::Reading Builder::Build(P::ReadingDeclContext& tree) {
  ast::Reading reading{Name(*tree.ident()), Quoted(*tree.TEXT()->getSymbol()), {}};
  for (P::AlternativeContext* alternative : tree.alternatives) {
    std::optional<ast::Reading::Counts> counts;
    if (alternative->K_COUNTS() != nullptr) {
      counts = alternative->K_NTH() != nullptr ? ast::Reading::Counts::kNth
                                               : ast::Reading::Counts::kClear;
    }
    reading.alternatives.push_back(
        {Name(*alternative->ident()), Quoted(*alternative->TEXT()->getSymbol()), counts});
  }
  return reading;
}

ast::Answers Builder::Build(P::AnswersDeclContext& tree) {
  ast::Answers answers;
  for (P::AnswerContext* item : tree.items) {
    answers.items.push_back(
        {Name(*item->ident()), Quoted(*item->TEXT()->getSymbol()), PathIf(item->name())});
  }
  return answers;
}

ast::Scenario Builder::Build(P::ScenarioDeclContext& tree) {
  ast::Scenario scenario{.title = Quoted(*tree.title)};
  if (tree.other != nullptr) {
    scenario.like = Quoted(*tree.other);
  }
  for (P::ScenarioItemContext* item : tree.scenarioItem()) {
    AddScenarioItem(*item, scenario);
  }
  return scenario;
}

void Builder::AddScenarioItem(P::ScenarioItemContext& tree, ast::Scenario& scenario) {
  for (P::GivenContext* given : tree.givens) {
    scenario.given.push_back({Path(*given->fact()), Expression(*given->expression())});
  }
  for (P::FactContext* name : tree.names) {
    scenario.without.push_back(Path(*name));
  }
  for (P::ChoiceContext* choice : tree.choices) {
    scenario.under.push_back({Path(*choice->name()), Name(*choice->ident())});
  }
  if (tree.DATE() != nullptr) {
    SetOnce(scenario.governed_by, Date(*tree.DATE()->getSymbol()), tree, "the governing date");
  }
  if (tree.K_EXPECT() == nullptr) {
    return;
  }
  ast::Scenario::Expect expect{.path = Path(*tree.path), .span = SpanOf(tree)};
  if (tree.arguments() != nullptr) {
    expect.args = Arguments(*tree.arguments());
  }
  expect.value = ExpressionIf(tree.value);
  for (P::ReasonContext* reason : tree.reasons) {
    if (reason->CITATION() != nullptr) {
      expect.because.push_back(Cite(*reason->CITATION()->getSymbol()));
    } else {
      expect.reasons.push_back(Reason(*reason));
    }
  }
  scenario.expects.push_back(std::move(expect));
}

ast::Scenario::Reason Builder::Reason(P::ReasonContext& tree) {
  using ReasonWord = ast::Scenario::ReasonWord;
  const ReasonWord word = [&] {
    switch (tree.start->getType()) {
      case P::K_MISSING:
        return ReasonWord::kMissing;
      case P::K_READING:
        return ReasonWord::kReading;
      case P::K_CONFLICT:
        return ReasonWord::kConflict;
      case P::K_UNCOVERED:
        return ReasonWord::kUncovered;
      default:
        return ReasonWord::kArithmetic;
    }
  }();
  std::optional<ast::Name> subject =
      tree.fact() != nullptr ? PathIf(tree.fact()) : PathIf(tree.name());
  return {word, std::move(subject), SpanOf(tree)};
}

}  // namespace acta::syntax
