#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "compiler/syntax/printer.h"

namespace acta::syntax {

namespace {

std::string_view WordOf(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::kEq:
      return "=";
    case ast::CompareOp::kNe:
      return "!=";
    case ast::CompareOp::kLt:
      return "<";
    case ast::CompareOp::kLe:
      return "<=";
    case ast::CompareOp::kGt:
      return ">";
    case ast::CompareOp::kGe:
      return ">=";
    case ast::CompareOp::kIn:
      return "in";
    case ast::CompareOp::kNotIn:
      return "not in";
    case ast::CompareOp::kOverlaps:
      return "overlaps";
  }
  return "";
}

std::string_view WordOf(ast::ArithmeticOp op) {
  switch (op) {
    case ast::ArithmeticOp::kAdd:
      return "+";
    case ast::ArithmeticOp::kSubtract:
      return "-";
    case ast::ArithmeticOp::kMultiply:
      return "*";
    case ast::ArithmeticOp::kDivide:
      return "/";
  }
  return "";
}

std::string_view WordOf(ast::DurationUnit unit) {
  switch (unit) {
    case ast::DurationUnit::kDays:
      return "days";
    case ast::DurationUnit::kWeeks:
      return "weeks";
    case ast::DurationUnit::kWorkingDays:
      return "working days";
    case ast::DurationUnit::kMonths:
      return "months";
    case ast::DurationUnit::kYears:
      return "years";
    case ast::DurationUnit::kHours:
      return "hours";
    case ast::DurationUnit::kMinutes:
      return "minutes";
  }
  return "";
}

std::string_view WordOf(ast::CountWord word) {
  switch (word) {
    case ast::CountWord::kBefore:
      return "before";
    case ast::CountWord::kAfter:
      return "after";
    case ast::CountWord::kCountingFrom:
      return "counting from";
  }
  return "";
}

std::string_view WordOf(ast::QuantifierWord word) {
  switch (word) {
    case ast::QuantifierWord::kSome:
      return "some";
    case ast::QuantifierWord::kEvery:
      return "every";
    case ast::QuantifierWord::kNo:
      return "no";
    case ast::QuantifierWord::kAtLeast:
      return "at least";
    case ast::QuantifierWord::kAtMost:
      return "at most";
    case ast::QuantifierWord::kExactly:
      return "exactly";
  }
  return "";
}

std::string_view WordOf(ast::AggregateWord word) {
  switch (word) {
    case ast::AggregateWord::kCount:
      return "count";
    case ast::AggregateWord::kSum:
      return "sum";
    case ast::AggregateWord::kEarliest:
      return "earliest";
    case ast::AggregateWord::kLatest:
      return "latest";
  }
  return "";
}

std::string UnitAfter(const std::optional<ast::Ident>& unit) {
  return unit ? " " + unit->text : "";
}

// The least number of digits after the point.
std::string Decimal(std::int64_t millionths) {
  const bool is_negative = millionths < 0;
  const auto magnitude = is_negative ? -static_cast<std::uint64_t>(millionths)
                                     : static_cast<std::uint64_t>(millionths);
  std::string text = fmt::format("{}{}.{:06}", is_negative ? "-" : "", magnitude / 1'000'000,
                                 magnitude % 1'000'000);
  text.erase(std::max(text.find_last_not_of('0'), text.find('.') + 1) + 1);
  return text;
}

std::string Day(const ast::DayMonth& day) {
  return fmt::format("{:02}-{:02}", day.month, day.day);
}

}  // namespace

std::string_view WordOf(ast::RoundingWord word) {
  switch (word) {
    case ast::RoundingWord::kDown:
      return "down";
    case ast::RoundingWord::kUp:
      return "up";
    case ast::RoundingWord::kHalfUp:
      return "half up";
    case ast::RoundingWord::kHalfEven:
      return "half even";
  }
  return "";
}

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted.push_back('\\');
    }
    quoted.push_back(c);
  }
  return quoted + '"';
}

std::string Print(const ast::TimeLit& time) {
  const int minutes = time.seconds / 60;
  const std::string text = fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
  return time.seconds % 60 == 0 ? text : fmt::format("{}:{:02}", text, time.seconds % 60);
}

std::string ExpressionPrinter::Print(ast::ExprId id) const {
  if (!id.valid()) {
    return "<none>";
  }
  return std::visit([this](const auto& node) { return Form(node); }, document_.exprs[id].kind);
}

std::string ExpressionPrinter::All(const std::vector<ast::ExprId>& ids) const {
  std::string text;
  for (const ast::ExprId id : ids) {
    text += " " + Print(id);
  }
  return text;
}

std::string ExpressionPrinter::Form(const ast::ErrorExpr&) const {
  return "<error>";
}
std::string ExpressionPrinter::Form(const ast::BoolLit& node) const {
  return node.value ? "yes" : "no";
}
std::string ExpressionPrinter::Form(const ast::IntLit& node) const {
  return fmt::format("{}{}", node.value, UnitAfter(node.unit));
}
std::string ExpressionPrinter::Form(const ast::DecimalLit& node) const {
  return Decimal(node.millionths) + UnitAfter(node.unit);
}
std::string ExpressionPrinter::Form(const ast::DurationLit& node) const {
  return fmt::format("{} {}", node.count, WordOf(node.unit));
}
std::string ExpressionPrinter::Form(const ast::DateLit& node) const {
  return syntax::Print(node);
}
std::string ExpressionPrinter::Form(const ast::TimeLit& node) const {
  return syntax::Print(node);
}
std::string ExpressionPrinter::Form(const ast::DateTimeLit& node) const {
  return syntax::Print(node.date) + " " + syntax::Print(node.time);
}
std::string ExpressionPrinter::Form(const ast::TextLit& node) const {
  return Quote(node.text);
}
std::string ExpressionPrinter::Form(const ast::AbsentLit&) const {
  return "absent";
}
std::string ExpressionPrinter::Form(const ast::AsOf&) const {
  return "as_of";
}
std::string ExpressionPrinter::Form(const ast::NameRef& node) const {
  return syntax::Print(node.name);
}
std::string ExpressionPrinter::Form(const ast::Field& node) const {
  return fmt::format("(. {} {})", Print(node.object), node.field.text);
}
std::string ExpressionPrinter::Form(const ast::Call& node) const {
  return fmt::format("({}{})", syntax::Print(node.callee),
                     node.args.empty() ? " call" : All(node.args));
}
std::string ExpressionPrinter::Form(const ast::On& node) const {
  return fmt::format("(on {} {})", syntax::Print(node.parameter), Print(node.date));
}
std::string ExpressionPrinter::Form(const ast::As& node) const {
  return fmt::format("(as {} {})", Print(node.value), node.unit.text);
}
std::string ExpressionPrinter::Form(const ast::SetLit& node) const {
  return fmt::format("(set{})", All(node.members));
}
std::string ExpressionPrinter::Form(const ast::RecordLit& node) const {
  std::string text = "(record";
  for (const ast::RecordLit::Item& item : node.items) {
    text += fmt::format(" ({} {})", syntax::Print(item.path), Print(item.value));
  }
  return text + ")";
}
std::string ExpressionPrinter::Form(const ast::ListLit& node) const {
  return fmt::format("(list{})", All(node.items));
}
std::string ExpressionPrinter::Form(const ast::Under& node) const {
  return fmt::format("(under {} {})", ast::Dotted(node.reading), node.alternative.text);
}
std::string ExpressionPrinter::Form(const ast::AgeOf& node) const {
  return fmt::format("(age of {} on {}{})", Print(node.birth), Print(node.on),
                     node.rounding_down ? " rounding down" : "");
}
std::string ExpressionPrinter::Form(const ast::Cited& node) const {
  return fmt::format("(cited [{}] {})", node.citation.text, Print(node.operand));
}
std::string ExpressionPrinter::Form(const ast::Not& node) const {
  return fmt::format("(not {})", Print(node.operand));
}
std::string ExpressionPrinter::Form(const ast::And& node) const {
  return fmt::format("(and{})", All(node.operands));
}
std::string ExpressionPrinter::Form(const ast::Or& node) const {
  return fmt::format("(or{})", All(node.operands));
}
std::string ExpressionPrinter::Form(const ast::Compare& node) const {
  return fmt::format("({} {} {})", WordOf(node.op), Print(node.left), Print(node.right));
}
std::string ExpressionPrinter::Form(const ast::IsPresent& node) const {
  return fmt::format("(is {} {})", node.negated ? "absent" : "present", Print(node.operand));
}
std::string ExpressionPrinter::Form(const ast::IsWorkingDay& node) const {
  return fmt::format("(is working day {}{})", Print(node.operand),
                     node.calendar ? " by " + syntax::Print(*node.calendar) : "");
}
std::string ExpressionPrinter::Form(const ast::PeriodOf& node) const {
  return fmt::format("(to {} {})", Print(node.start), Print(node.end));
}
std::string ExpressionPrinter::Form(const ast::EveryYear& node) const {
  return fmt::format("(every year from {} to {})", Day(node.from), Day(node.to));
}
std::string ExpressionPrinter::Form(const ast::Arithmetic& node) const {
  std::string words;
  if (node.month_rounding) {
    words = fmt::format(" rounding {}", WordOf(*node.month_rounding));
  }
  if (node.rounding) {
    words =
        fmt::format(" rounded {} to {} places", WordOf(node.rounding->word), node.rounding->places);
  }
  return fmt::format("({} {} {}{})", WordOf(node.op), Print(node.left), Print(node.right), words);
}
std::string ExpressionPrinter::Form(const ast::Negate& node) const {
  return fmt::format("(- {})", Print(node.operand));
}
std::string ExpressionPrinter::Form(const ast::At& node) const {
  return fmt::format("(at {} {})", Print(node.date), Print(node.time));
}
std::string ExpressionPrinter::Form(const ast::Count& node) const {
  std::string words;
  if (node.counted_by) {
    words += " counted by " + ast::Dotted(*node.counted_by);
  }
  if (node.calendar) {
    words += " by " + syntax::Print(*node.calendar);
  }
  if (node.skipping_days_off) {
    words += " skipping days off";
  }
  if (node.roll) {
    words += *node.roll == ast::Roll::kForward ? " rolling forward" : " rolling back";
  }
  if (node.month_rounding) {
    words += fmt::format(" rounding {}", WordOf(*node.month_rounding));
  }
  return fmt::format("({}{} {} {}{})", node.clear ? "clear " : "", WordOf(node.word),
                     Print(node.amount), Print(node.anchor), words);
}
std::string ExpressionPrinter::Form(const ast::Window& node) const {
  return fmt::format("(between {} {} {} {})", Print(node.far), Print(node.near), WordOf(node.word),
                     Print(node.anchor));
}
std::string ExpressionPrinter::Form(const ast::WorkingDaysBetween& node) const {
  return fmt::format("(working days from {} to {}{})", Print(node.from), Print(node.to),
                     node.calendar ? " by " + syntax::Print(*node.calendar) : "");
}
std::string ExpressionPrinter::Form(const ast::Quantifier& node) const {
  const bool is_counted = node.word == ast::QuantifierWord::kAtLeast ||
                          node.word == ast::QuantifierWord::kAtMost ||
                          node.word == ast::QuantifierWord::kExactly;
  return fmt::format("({}{} {} in {}{} has {})", WordOf(node.word),
                     is_counted ? fmt::format(" {}", node.count) : "", node.variable.text,
                     Print(node.list), node.filter ? " where " + Print(*node.filter) : "",
                     Print(node.body));
}
std::string ExpressionPrinter::Form(const ast::Aggregate& node) const {
  std::string text = fmt::format("({} of", WordOf(node.word));
  if (node.value) {
    text += fmt::format(" {} for", Print(*node.value));
  }
  if (node.variable) {
    text += fmt::format(" {} in", node.variable->text);
  }
  text += " " + Print(node.list);
  if (node.filter) {
    text += " where " + Print(*node.filter);
  }
  return text + ")";
}
std::string ExpressionPrinter::Form(const ast::If& node) const {
  return fmt::format("(if {} {} {})", Print(node.condition), Print(node.then_value),
                     Print(node.else_value));
}
std::string ExpressionPrinter::Form(const ast::Match& node) const {
  std::string text = fmt::format("(match {}", Print(node.subject));
  for (const ast::Match::Arm& arm : node.arms) {
    const std::string patterns = arm.patterns.empty() ? " otherwise" : All(arm.patterns);
    text += fmt::format(" ({}: {})", std::string_view(patterns).substr(1), Print(arm.value));
  }
  return text + ")";
}
std::string ExpressionPrinter::Form(const ast::AnyProhibition& node) const {
  return fmt::format("(any prohibition{})", node.party ? " on " + ast::Dotted(*node.party) : "");
}
std::string ExpressionPrinter::Form(const ast::EveryObligation& node) const {
  return fmt::format("(every obligation{})", node.party ? " on " + ast::Dotted(*node.party) : "");
}

}  // namespace acta::syntax
