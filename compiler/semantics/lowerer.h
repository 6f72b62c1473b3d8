// Lowerer: expressions of one clause (or header, cell, fact) become trees of core operators.
// Checking and lowering are one walk: a node exists only when its expression is well-typed.
// Internal to semantics/.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/semantics/context.h"

namespace acta::semantics {

// What is done with an optional value that nobody has tested.
enum class Untested : std::uint8_t {
  kError,      // A3004
  kUncovered,  // undetermined when absent: deadlines, the governing date
  kAbsent,     // a field of an absent thing is absent: `done`
};

// Periods as sets of days or times, before it is known what is asked of them.
struct PeriodTree {
  enum class Shape : std::uint8_t { kBasic, kYearly, kOr, kAnd, kNot } shape = Shape::kBasic;
  NodeId basic;
  std::int64_t yearly = 0;
  std::vector<PeriodTree> parts;
};
struct PeriodSet {
  Kind kind = Kind::kPeriodOfDates;
  PeriodTree tree;
};

class Lowerer {
 public:
  Lowerer(Context& context, const Place& place, RuleId rule = {},
          Untested untested = Untested::kError)
      : context_(context), place_(place), rule_(rule), untested_(untested) {}

  // The value of an expression; invalid when it is wrong, which has been reported. `expected` helps
  // to understand literals and members of enums; the result may still be of another type.
  NodeId Lower(ast::ExprId id, TypeId expected = {});
  // The same, and it must not be optional.
  NodeId LowerRequired(ast::ExprId id, TypeId expected = {});
  // The same, and it must fit `expected`.
  NodeId LowerAs(ast::ExprId id, TypeId expected);
  NodeId LowerCondition(ast::ExprId id) { return LowerAs(id, context_.Of(Kind::kBoolean)); }
  // The payload of something that must be written out.
  std::optional<std::int64_t> Literal(ast::ExprId id, TypeId expected);

  // The same where a plain number means one of the type: `integer of persons, 1 to 1_000_000`.
  std::optional<std::int64_t> Bound(ast::ExprId id, TypeId expected);

  // `when` and `unless` with what they say about optional values, for as long as it lives.
  class Narrowing {
   public:
    Narrowing(Lowerer& lowerer, std::vector<std::string> keys);
    ~Narrowing();
    Narrowing(const Narrowing&) = delete;
    Narrowing& operator=(const Narrowing&) = delete;

   private:
    Lowerer& lowerer_;
    std::vector<std::string> keys_;
  };
  // What is surely present when `condition` is yes (or no).
  [[nodiscard]] std::vector<std::string> PresentWhen(NodeId condition, bool yes) const;
  [[nodiscard]] std::vector<std::string> PresentWhenChosen(NodeId choice, NodeId first,
                                                           NodeId second, bool yes) const;

  // A value through its dotted name.
  NodeId LowerName(const ast::Name& name, TypeId expected);

 private:
  friend struct ExpressionVisitor;

  struct Variable {
    std::string name;
    TypeId type;
    std::uint32_t number = 0;
  };

  // expressions.cpp
  NodeId LowerRaw(ast::ExprId id, TypeId expected);
  NodeId Required(NodeId node, const Span& span);
  NodeId Tested(NodeId node, ast::ExprId id);
  NodeId Present(NodeId node, const std::string& what, const Span& span);
  NodeId Fit(NodeId node, TypeId expected, const Span& span);
  [[nodiscard]] bool IsOptional(NodeId node) const;
  // Lowers what is compared or added: literals follow the other side.
  std::pair<NodeId, NodeId> LowerPair(ast::ExprId left, ast::ExprId right, TypeId hint);
  // The type of a choice between the two, or invalid with a report.
  TypeId Common(NodeId first, NodeId second, const Span& span);
  [[nodiscard]] bool NeedsExpectation(ast::ExprId id) const;
  [[nodiscard]] const ast::Expr& ExprOf(ast::ExprId id) const {
    return context_.ExprOf(place_, id);
  }
  [[nodiscard]] std::string TextOf(ast::ExprId id) const {
    return semantics::TextOf(context_.TreeOf(place_), id);
  }
  [[nodiscard]] TypeId TypeOf(NodeId node) const { return context_.TypeOf(node); }
  [[nodiscard]] Kind KindOf(NodeId node) const { return context_.KindOf(node); }
  [[nodiscard]] ReasonId Arithmetic(ast::ExprId id, const Span& span);
  NodeId Mismatch(const Span& span, NodeId left, NodeId right, std::string_view word);

  // expressions_names.cpp
  NodeId SymbolValue(const Symbol& symbol, const ast::Name& name, std::size_t next,
                     TypeId expected);
  NodeId Members(NodeId object, const ast::Name& name, std::size_t next);
  NodeId Member(NodeId object, const std::string& member, const Span& span,
                const std::string& text);
  NodeId EntityField(NodeId object, std::uint32_t field, const Span& span);
  NodeId FactValue(std::uint32_t index, const Span& span);
  NodeId ParameterValue(std::uint32_t index, NodeId date, const Span& span);
  // A value that the document of the symbol says, as it is read here.
  NodeId Said(NodeId value, const Symbol& by, const Span& span);
  NodeId VariableValue(const Variable& variable, const Span& span);
  [[nodiscard]] const Variable* FindVariable(const std::string& name) const;
  [[nodiscard]] std::optional<std::size_t> FindParam(const std::string& name) const;
  NodeId EnumMember(ir::EnumId id, const std::string& name, const Span& span);

  // One function per sort of expression: `self` is its id, for descriptions of failures.
  // expressions.cpp
  NodeId On(const ast::ErrorExpr&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::BoolLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::TextLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::AbsentLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::AsOf&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Cited&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Not&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::And&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Or&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::IsPresent&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::If&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::SetLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::RecordLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::ListLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Under&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::AnyProhibition&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::EveryObligation&, ast::ExprId, const Span&, TypeId);
  // expressions_match.cpp
  NodeId On(const ast::Match&, ast::ExprId, const Span&, TypeId);
  // expressions_names.cpp
  NodeId On(const ast::NameRef&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Field&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Call&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::On&, ast::ExprId, const Span&, TypeId);
  // expressions_numbers.cpp
  NodeId On(const ast::IntLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::DecimalLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::DurationLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::As&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Negate&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Arithmetic&, ast::ExprId, const Span&, TypeId);
  // expressions_compare.cpp
  NodeId On(const ast::Compare&, ast::ExprId, const Span&, TypeId);
  // expressions_time.cpp
  NodeId On(const ast::DateLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::TimeLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::DateTimeLit&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::AgeOf&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::At&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::IsWorkingDay&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::WorkingDaysBetween&, ast::ExprId, const Span&, TypeId);
  // expressions_counting.cpp
  NodeId On(const ast::Count&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Window&, ast::ExprId, const Span&, TypeId);
  // expressions_periods.cpp
  NodeId On(const ast::PeriodOf&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::EveryYear&, ast::ExprId, const Span&, TypeId);
  // expressions_lists.cpp
  NodeId On(const ast::Quantifier&, ast::ExprId, const Span&, TypeId);
  NodeId On(const ast::Aggregate&, ast::ExprId, const Span&, TypeId);

  // expressions_match.cpp
  struct Matching;
  bool AddPatterns(const ast::Match& tree, std::size_t arm, Matching& matching, bool subject_known);
  bool CoversAll(const Matching& matching, const Span& span);
  NodeId Choose(const ast::Match& tree, const Matching& matching, TypeId type, const Span& span);
  NodeId MatchesAny(NodeId subject, const std::vector<std::int64_t>& payloads, const Span& span);

  // expressions_compare.cpp
  NodeId IsIn(const ast::Compare& tree, const Span& span);
  NodeId DoOverlap(const ast::Compare& tree, const Span& span);

  // expressions_numbers.cpp
  NodeId AddOrSubtract(const ast::Arithmetic& tree, ast::ExprId self, const Span& span,
                       TypeId hint);
  NodeId Multiply(const ast::Arithmetic& tree, ast::ExprId self, const Span& span, TypeId hint);
  NodeId Divide(const ast::Arithmetic& tree, ast::ExprId self, const Span& span, TypeId hint);
  NodeId Scaled(Op op, TypeId type, NodeId left, NodeId right, std::int64_t scale,
                const ast::Arithmetic& tree, ast::ExprId self, const Span& span);
  NodeId Negated(NodeId amount, const Span& span);
  NodeId Plus(NodeId amount, std::int64_t more, const Span& span);
  NodeId Times(NodeId amount, std::int64_t factor, TypeId type, const Span& span);

  // expressions_time.cpp
  void CheckMonthRounding(Kind amount, std::optional<ast::RoundingWord> rounding, const Span& span);
  NodeId AddToDate(NodeId date, NodeId amount, std::optional<ast::RoundingWord> rounding,
                   ast::ExprId self, const Span& span);
  NodeId AddToDateTime(NodeId datetime, NodeId amount, std::optional<ast::RoundingWord> rounding,
                       ast::ExprId self, const Span& span);
  NodeId ToInstant(NodeId datetime, const Span& span);
  NodeId FromInstant(NodeId instant, ReasonId outside_years, const Span& span);
  NodeId ZoneOrdinal(const DocumentInfo& header);
  [[nodiscard]] const DocumentInfo* ZonedHeader(const Span& span);
  [[nodiscard]] ir::CalendarId CalendarFor(const std::optional<ast::Name>& name, const Span& span);
  NodeId OnCalendar(Op op, TypeId type, std::initializer_list<NodeId> operands,
                    ir::CalendarId calendar, const Span& span, std::uint32_t aux = 0);
  NodeId ShiftMonths(NodeId date, NodeId amount, std::optional<ast::RoundingWord> rounding,
                     ast::ExprId self, const Span& span);

  // expressions_counting.cpp
  struct Counting;
  NodeId CountFrom(const Counting& counting);
  NodeId CountDays(const Counting& counting, bool clear);
  NodeId CountWorkingDays(const Counting& counting, bool clear);
  NodeId CountMonths(const Counting& counting, bool clear);
  NodeId CountClock(const Counting& counting);
  NodeId CountByReading(const Counting& counting, std::uint32_t reading);

  // expressions_periods.cpp
  [[nodiscard]] bool LooksLikePeriod(ast::ExprId id) const;
  std::optional<PeriodSet> LowerPeriod(ast::ExprId id);
  NodeId InPeriod(NodeId point, const PeriodTree& tree, Kind kind, const Span& span);
  NodeId Overlaps(NodeId period, const PeriodTree& tree, Kind kind, const Span& span);
  NodeId Within(NodeId period, const PeriodTree& tree, Kind kind, const Span& span);
  NodeId WithinTimes(NodeId period, NodeId around, const Span& span);
  NodeId Undecidable(const Span& span);

  // expressions_lists.cpp
  std::optional<std::pair<NodeId, TypeId>> LowerList(ast::ExprId id);

  Context& context_;
  Place place_;
  RuleId rule_;
  Untested untested_;
  std::vector<Variable> variables_;
  std::uint32_t next_variable_ = 0;
  std::unordered_map<std::string, int> present_;
};

}  // namespace acta::semantics
