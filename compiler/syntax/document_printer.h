// Writes documents, a declaration after the other. Private to compiler/syntax.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/syntax/ast.h"
#include "compiler/syntax/printer.h"

namespace acta::syntax {

class DocumentPrinter {
 public:
  explicit DocumentPrinter(const ast::Document& document)
      : document_(document), expressions_(document) {}

  [[nodiscard]] std::string Run();

 private:
  void Line(std::string_view text) { out_.append(text).push_back('\n'); }
  void Head(std::string_view text) { Line(std::string(text) + place_); }
  void Part(std::string_view text) { Line(fmt::format("  {}", text)); }
  [[nodiscard]] std::string Expr(ast::ExprId id) const { return expressions_.Print(id); }
  [[nodiscard]] std::string Expr(std::string_view word,
                                 const std::optional<ast::ExprId>& id) const {
    return id ? fmt::format("{} {}", word, Expr(*id)) : "";
  }

  // print.cpp: names, facts, questions
  void Write(const ast::Law& law);
  void Write(const ast::Module& module);
  void Write(const ast::Use& use);
  void Write(const ast::Party& party);
  void Write(const ast::Unit& unit);
  void Write(const ast::Enum& enumeration);
  void Fields(const std::vector<ast::FieldDecl>& fields);
  void Write(const ast::Entity& entity);
  void Write(const ast::Facts& facts);
  void Write(const ast::Reading& reading);
  void Write(const ast::Answers& answers);
  void Write(const ast::Scenario& scenario);
  void Expectation(const ast::Scenario::Expect& expect);
  static std::string Word(ast::Scenario::ReasonWord word);

  // print_rules.cpp
  // `word` stands before the conditions: `when` of rules and norms, `must when` of powers.
  void Clauses(const std::vector<ast::Clause>& clauses, bool show_value,
               std::string_view prefix = "");
  void Write(const ast::Rule& rule);
  void Write(const ast::Exception& exception);
  void Write(const ast::Disapply& disapply);
  void Write(const ast::Presumption& presumption);
  void Write(const ast::Prohibition& prohibition);
  void Write(const ast::Permission& permission);
  void Member(std::string_view word, const std::optional<ast::ExprId>& value,
              const std::optional<ast::Citation>& citation);
  void Write(const ast::Obligation& obligation);
  void Write(const ast::Power& power);
  void Write(const ast::Grounds& grounds);
  void Write(const ast::Calendar& calendar);
  void Item(const ast::CalendarItem& item);
  static std::string YearDay(const ast::CalendarRule& rule);
  void Write(const ast::PeriodDecl& period);
  void Write(const ast::ParameterDecl& parameter);
  [[nodiscard]] std::string Test(const ast::TableCell::Test& test) const;
  void Write(const ast::Table& table);

  // print_changes.cpp
  static std::string Shown(const ast::Amendment::Target& target);
  static std::string Shown(const Span& material);
  static std::string Prose(const std::optional<ast::Text>& heading,
                           const std::vector<ast::Text>& prose);
  void Instruct(const ast::Amendment::Substitute& what);
  void Instruct(const ast::Amendment::Reword& what);
  void Instruct(const ast::Amendment::Repeal& what);
  void Instruct(const ast::Amendment::Replace& what);
  void Instruct(const ast::Amendment::InsertIn& what);
  void Instruct(const ast::Amendment::InsertAfter& what);
  void Instruct(const ast::Amendment::InsertProvision& what);
  void Instruct(const ast::Amendment::AddTo& what);
  void Write(const ast::Amendment& amendment);
  [[nodiscard]] std::string Drawn(const ast::Population::Draw& draw) const;
  [[nodiscard]] std::string Drawn(const std::vector<ast::Population::Option>& options) const;
  void Write(const ast::Population& population);

  const ast::Document& document_;
  ExpressionPrinter expressions_;
  std::string out_;
  // Where the declaration at hand stands.
  std::string place_;
};

}  // namespace acta::syntax
