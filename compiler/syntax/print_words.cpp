#include "compiler/syntax/print_words.h"

#include <fmt/format.h>

#include "compiler/syntax/printer.h"

namespace acta::syntax {

namespace {

std::string WordOf(const ast::TypeRef& type) {
  switch (type.word) {
    case ast::TypeWord::kBoolean:
      return "boolean";
    case ast::TypeWord::kInteger:
      return "integer";
    case ast::TypeWord::kDecimal:
      return "decimal";
    case ast::TypeWord::kMoney:
      return "money";
    case ast::TypeWord::kDate:
      return "date";
    case ast::TypeWord::kTime:
      return "time";
    case ast::TypeWord::kDateTime:
      return "datetime";
    case ast::TypeWord::kDays:
      return "days";
    case ast::TypeWord::kWorkingDays:
      return "working days";
    case ast::TypeWord::kMonths:
      return "months";
    case ast::TypeWord::kYears:
      return "years";
    case ast::TypeWord::kHours:
      return "hours";
    case ast::TypeWord::kMinutes:
      return "minutes";
    case ast::TypeWord::kPeriodOfDates:
      return "period of dates";
    case ast::TypeWord::kPeriodOfTimes:
      return "period of times";
    case ast::TypeWord::kText:
      return "text";
    case ast::TypeWord::kNamed:
      return Print(*type.name);
    case ast::TypeWord::kSetOf:
      return "set of " + Print(*type.name);
    case ast::TypeWord::kListOf:
      return "list of";
  }
  return "";
}

}  // namespace

std::string Type(const ast::TypeRef& type) {
  std::string text = (type.optional ? "optional " : "") + WordOf(type);
  if (type.unit) {
    text += (type.word == ast::TypeWord::kMoney ? " in " : " of ") + type.unit->text;
  }
  text += If(type.per, [](const ast::Ident& per) { return " per " + per.text; });
  for (const ast::TypeRef& element : type.element) {
    text += " " + Type(element);
  }
  return text +
         If(type.at_most, [](std::int64_t most) { return fmt::format(", at most {}", most); });
}

std::string Doc(const std::optional<ast::Text>& doc) {
  return If(doc, [](const ast::Text& text) { return " " + Quote(text.text); });
}

std::string Why(const std::optional<ast::Gloss>& gloss) {
  return If(gloss, [](const ast::Gloss& found) { return " gloss " + Quote(found.why.text); });
}

std::string Cited(const std::optional<ast::Citation>& citation) {
  return If(citation, [](const ast::Citation& found) { return "[" + found.text + "] "; });
}

std::string CitedAfter(const std::optional<ast::Citation>& citation) {
  return If(citation, [](const ast::Citation& found) { return " [" + found.text + "]"; });
}

std::string After(std::string_view word, const std::optional<ast::Name>& name) {
  return name ? fmt::format(" {} {}", word, Print(*name)) : "";
}

std::string InForce(const ast::Force& force) {
  return "from " + Print(force.from) +
         If(force.until, [](const ast::DateLit& last) { return " until " + Print(last); });
}

std::string Params(const std::vector<ast::Parameter1>& params) {
  std::string text;
  for (const ast::Parameter1& param : params) {
    text += fmt::format("{}{}: {}", text.empty() ? "(" : ", ", param.name.text, Type(param.type));
  }
  return params.empty() ? text : text + ")";
}

std::string Of(const std::optional<ast::TypeRef>& type) {
  return If(type, [](const ast::TypeRef& found) { return " : " + Type(found); });
}

}  // namespace acta::syntax
