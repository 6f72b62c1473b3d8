// The parts of Print. Private to compiler/syntax.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/ast.h"
#include "compiler/syntax/names.h"

namespace acta::syntax {

[[nodiscard]] std::string_view WordOf(ast::RoundingWord word);
[[nodiscard]] std::string Quote(std::string_view text);
[[nodiscard]] inline std::string Print(const ast::Name& name) {
  return ast::Dotted(name);
}
[[nodiscard]] inline std::string Print(const ast::DateLit& date) {
  return ast::Iso(date);
}
[[nodiscard]] std::string Print(const ast::TimeLit& time);

// Writes expressions of one document.
class ExpressionPrinter {
 public:
  explicit ExpressionPrinter(const ast::Document& document) : document_(document) {}

  [[nodiscard]] std::string Print(ast::ExprId id) const;

 private:
  // Each with a blank before it.
  [[nodiscard]] std::string All(const std::vector<ast::ExprId>& ids) const;

  std::string Form(const ast::ErrorExpr& node) const;
  std::string Form(const ast::BoolLit& node) const;
  std::string Form(const ast::IntLit& node) const;
  std::string Form(const ast::DecimalLit& node) const;
  std::string Form(const ast::DurationLit& node) const;
  std::string Form(const ast::DateLit& node) const;
  std::string Form(const ast::TimeLit& node) const;
  std::string Form(const ast::DateTimeLit& node) const;
  std::string Form(const ast::TextLit& node) const;
  std::string Form(const ast::AbsentLit& node) const;
  std::string Form(const ast::AsOf& node) const;
  std::string Form(const ast::NameRef& node) const;
  std::string Form(const ast::Field& node) const;
  std::string Form(const ast::Call& node) const;
  std::string Form(const ast::On& node) const;
  std::string Form(const ast::As& node) const;
  std::string Form(const ast::SetLit& node) const;
  std::string Form(const ast::RecordLit& node) const;
  std::string Form(const ast::ListLit& node) const;
  std::string Form(const ast::Under& node) const;
  std::string Form(const ast::AgeOf& node) const;
  std::string Form(const ast::Cited& node) const;
  std::string Form(const ast::Not& node) const;
  std::string Form(const ast::And& node) const;
  std::string Form(const ast::Or& node) const;
  std::string Form(const ast::Compare& node) const;
  std::string Form(const ast::IsPresent& node) const;
  std::string Form(const ast::IsWorkingDay& node) const;
  std::string Form(const ast::PeriodOf& node) const;
  std::string Form(const ast::EveryYear& node) const;
  std::string Form(const ast::Arithmetic& node) const;
  std::string Form(const ast::Negate& node) const;
  std::string Form(const ast::At& node) const;
  std::string Form(const ast::Count& node) const;
  std::string Form(const ast::Window& node) const;
  std::string Form(const ast::WorkingDaysBetween& node) const;
  std::string Form(const ast::Quantifier& node) const;
  std::string Form(const ast::Aggregate& node) const;
  std::string Form(const ast::If& node) const;
  std::string Form(const ast::Match& node) const;
  std::string Form(const ast::AnyProhibition& node) const;
  std::string Form(const ast::EveryObligation& node) const;

  const ast::Document& document_;
};

}  // namespace acta::syntax
