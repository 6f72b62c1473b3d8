// Builder: the generated parser's tree of one declaration becomes an ast::Decl. Private to
// compiler/syntax.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <antlr4-runtime.h>

#include "ActaParser.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/ast.h"

namespace acta::syntax {

using P = grammar::ActaParser;

// Adds to one document. What a single word says wrongly (a date that does not exist) is reported,
// and something harmless stands for it.
class Builder {
 public:
  // `text` is all of the source, valid UTF-8.
  Builder(std::string_view text, Reporter& reporter, ast::Document& document)
      : text_(text), reporter_(reporter), document_(document) {}

  [[nodiscard]] ast::DeclKind Build(P::DeclarationContext& tree);
  [[nodiscard]] Span SpanOf(const antlr4::ParserRuleContext& tree) const;

 private:
  // builder.cpp: words
  [[nodiscard]] Span SpanOf(const antlr4::Token& token) const;
  [[nodiscard]] std::string_view TextOf(const Span& span) const;
  ast::Ident Name(antlr4::Token& token);
  ast::Ident Name(P::IdentContext& tree);
  ast::Ident Name(P::UnitNameContext& tree);
  ast::Name Path(P::NameContext& tree);
  ast::Name Path(P::TypeNameContext& tree);
  ast::Name Path(P::FactContext& tree);
  ast::Text Quoted(const antlr4::Token& token);
  std::optional<ast::Text> Quoted(antlr4::tree::TerminalNode* node);
  ast::Citation Cite(const antlr4::Token& token);
  std::optional<ast::Citation> Cite(antlr4::tree::TerminalNode* node);
  template <class Tree>
  auto NameIf(Tree* tree) {
    return tree != nullptr ? std::optional(Name(*tree)) : std::nullopt;
  }
  template <class Tree>
  auto PathIf(Tree* tree) {
    return tree != nullptr ? std::optional(Path(*tree)) : std::nullopt;
  }

  // builder_literals.cpp: numbers, dates, times
  std::int64_t Integer(const antlr4::Token& token);
  std::int64_t Millionths(const antlr4::Token& token);
  ast::DateLit Date(const antlr4::Token& token);
  std::optional<ast::DateLit> DateIf(const antlr4::Token* token);
  ast::TimeLit Time(const antlr4::Token& token);
  ast::DayMonth Day(P::DayMonthContext& tree);
  int Month(P::MonthContext& tree);
  int Weekday(const ast::Ident& name);
  ast::ExprKind Number(P::NumberContext& tree);
  ast::ExprKind Moment(P::MomentContext& tree);

  // builder_types.cpp: types, fields, parameters
  ast::TypeRef Type(P::TypeContext& tree);
  ast::TypeRef PlainType(P::PlainTypeContext& tree);
  ast::FieldDecl Field(P::FieldContext& tree);
  ast::ExprId Bound(P::BoundContext& tree);
  std::vector<ast::Parameter1> Params(P::ParamsContext* tree);
  std::optional<ast::TypeRef> TypeIf(P::TypeContext* tree);

  // builder_declarations.cpp
  ast::Law Build(P::LawDeclContext& tree);
  void AddLawItem(P::LawItemContext& tree, ast::Law& law);
  ast::Enum Build(P::EnumDeclContext& tree);
  ast::Entity Build(P::EntityDeclContext& tree);
  ast::Facts Build(P::FactsDeclContext& tree);
  ast::Unit Build(P::UnitDeclContext& tree);
  ast::PeriodDecl Build(P::PeriodDeclContext& tree);
  ast::ParameterDecl Build(P::ParameterDeclContext& tree);
  ast::Reading Build(P::ReadingDeclContext& tree);
  ast::Answers Build(P::AnswersDeclContext& tree);
  ast::Scenario Build(P::ScenarioDeclContext& tree);
  void AddScenarioItem(P::ScenarioItemContext& tree, ast::Scenario& scenario);
  ast::Scenario::Reason Reason(P::ReasonContext& tree);

  // builder_rules.cpp: rules, exceptions, norms
  ast::Rule Build(P::RuleDeclContext& tree);
  ast::Exception Build(P::ExceptionDeclContext& tree);
  ast::Disapply Build(P::DisapplyDeclContext& tree);
  ast::Presumption Build(P::PresumptionDeclContext& tree);
  ast::Prohibition Build(P::ProhibitionDeclContext& tree);
  ast::Permission Build(P::PermissionDeclContext& tree);
  ast::Obligation Build(P::ObligationDeclContext& tree);
  ast::Power Build(P::PowerDeclContext& tree);
  ast::Grounds Build(P::GroundsDeclContext& tree);
  ast::Clause BuildClause(P::ClauseContext& tree);
  ast::Clause BuildClause(P::NormClauseContext& tree);
  ast::Clause BuildClause(P::GroundContext& tree);
  ast::ExprId Yes(const antlr4::Token& token);
  std::optional<ast::Gloss> GlossIf(P::GlossContext* tree);
  ast::Force ForceOf(P::ForceContext& tree);
  std::optional<ast::Force> ForceIf(P::ForceContext* tree);

  // builder_tables.cpp: tables and calendars
  ast::Table Build(P::TableDeclContext& tree);
  std::optional<ast::Table::Row> Row(P::RowContext& tree, std::size_t columns);
  ast::TableCell Cell(P::CellContext& tree);
  ast::TableCell::Test CellTest(P::CellTestContext& tree);
  ast::Calendar Build(P::CalendarDeclContext& tree);
  void AddCalendarItem(P::CalendarItemContext& tree, ast::Calendar& calendar);
  ast::CalendarRule YearDay(P::YearDayContext& tree);

  // builder_amendments.cpp: amendments and populations
  ast::Amendment Build(P::AmendmentDeclContext& tree);
  void AddAmendmentItem(P::AmendmentItemContext& tree, ast::Amendment& amendment);
  ast::Amendment::Instruction Instruction(P::InstructionContext& tree);
  ast::Amendment::Target TargetOf(P::AmendedContext& tree);
  [[nodiscard]] Span Material(P::MaterialContext& tree) const;
  std::vector<ast::Text> Paragraphs(const std::vector<antlr4::Token*>& tokens);
  ast::Population Build(P::PopulationDeclContext& tree);
  ast::Population::Item Item(P::PopulationItemContext& tree);
  std::vector<ast::Population::Option> Options(P::DrawnContext& tree);
  ast::Population::Option Option(P::DrawOptionContext& tree);
  ast::Population::Draw Draw(P::DrawContext& tree);

  // builder_expressions.cpp
  ast::ExprId Add(ast::ExprKind kind, const Span& span);
  ast::ExprId Expression(P::ExpressionContext& tree);
  std::optional<ast::ExprId> ExpressionIf(P::ExpressionContext* tree);
  ast::ExprId Junction(P::ExpressionContext& tree);
  void ReportMixed(P::ExpressionContext& tree);
  ast::ExprId Condition(P::ConditionContext& tree);
  ast::ExprId Open(P::OpenFormContext& tree);
  ast::ExprId Quantified(P::OpenFormContext& tree);
  ast::ExprId Comparison(P::ComparisonContext& tree);
  ast::ExprId TestOf(P::ComparisonContext& tree, ast::ExprId left);
  ast::ExprId Stretch(P::StretchContext& tree);
  ast::ExprId Counted(P::CountedContext& tree);
  void AddSuffix(P::CountSuffixContext& tree, ast::Count& count);
  ast::ExprId Sum(P::SumContext& tree);
  ast::ExprId Product(P::ProductContext& tree);
  ast::Rounding RoundingOf(P::RoundedContext& tree);
  ast::ExprId Negation(P::NegationContext& tree);

  // builder_atoms.cpp: names, calls and what needs no operator
  ast::ExprId Access(P::AccessContext& tree);
  std::optional<ast::Name> NameIn(ast::ExprId id) const;
  ast::ExprId Base(P::BaseContext& tree);
  ast::ExprKind Atom(P::AtomContext& tree);
  ast::Match MatchOf(P::MatchingContext& tree);
  ast::ExprKind CountOf(P::AtomContext& tree);
  ast::ExprKind FoldOf(P::AtomContext& tree, ast::AggregateWord word);
  std::vector<ast::ExprId> Arguments(P::ArgumentsContext& tree);
  ast::RecordLit Record(P::RecordContext& tree);

  // Sets `slot`, unless it has a value: then the author said `what` twice.
  template <class T, class U>
  void SetOnce(std::optional<T>& slot, U value, const antlr4::ParserRuleContext& tree,
               std::string_view what) {
    if (slot) {
      reporter_.Report<diag::SaidTwice>(SpanOf(tree), what);
      return;
    }
    slot = std::move(value);
  }

  std::string_view text_;
  Reporter& reporter_;
  ast::Document& document_;
  // Within how many brackets the builder is; and whether it is in a clause, whose end no bracket
  // marks.
  int brackets_ = 0;
  bool in_clause_ = false;
};

}  // namespace acta::syntax
