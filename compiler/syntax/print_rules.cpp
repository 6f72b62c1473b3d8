// Rules, norms, tables, calendars.
#include "compiler/syntax/document_printer.h"
#include "compiler/syntax/print_words.h"

namespace acta::syntax {

void DocumentPrinter::Clauses(const std::vector<ast::Clause>& clauses, bool show_value,
                              std::string_view prefix) {
  for (const ast::Clause& clause : clauses) {
    std::string text = Cited(clause.citation) + std::string(prefix);
    text += clause.name ? "clause " + clause.name->text + " " : "";
    text += If(clause.force, [](const ast::Force& force) { return InForce(force) + " "; });
    text += show_value ? "is " + Expr(clause.value) + " " : "";
    text += Expr("when", clause.when) + (clause.when && clause.unless ? " " : "");
    text += Expr("unless", clause.unless);
    Part(std::string_view(text).substr(0, text.find_last_not_of(' ') + 1));
  }
}

void DocumentPrinter::Write(const ast::Rule& rule) {
  Head("rule " + rule.name.text + Params(rule.params) + Of(rule.type) + Doc(rule.doc) +
       Why(rule.gloss));
  Clauses(rule.clauses, true);
}

void DocumentPrinter::Write(const ast::Exception& exception) {
  Head("exception " + exception.name.text + " to " + Print(exception.target) +
       Why(exception.gloss));
  Clauses(exception.clauses, true);
}

void DocumentPrinter::Write(const ast::Disapply& disapply) {
  Head("disapply " + Print(disapply.target) + Why(disapply.gloss));
  Part(Cited(disapply.citation) + "where " + Expr(disapply.where));
}

void DocumentPrinter::Write(const ast::Presumption& presumption) {
  Head("presumption " + presumption.name.text + " for " + Print(presumption.target) +
       Why(presumption.gloss));
  Clauses(presumption.clauses, true);
}

void DocumentPrinter::Write(const ast::Prohibition& prohibition) {
  Head("prohibition " + prohibition.name.text + Params(prohibition.params) +
       After("on", prohibition.on) + Doc(prohibition.doc) + Why(prohibition.gloss));
  Clauses(prohibition.clauses, false);
}

void DocumentPrinter::Write(const ast::Permission& permission) {
  std::string lifted;
  for (const ast::Name& name : permission.lifts) {
    lifted += (lifted.empty() ? " lifts " : ", ") + Print(name);
  }
  Head("permission " + permission.name.text + lifted + Doc(permission.doc) + Why(permission.gloss));
  Clauses(permission.clauses, false);
}

void DocumentPrinter::Member(std::string_view word, const std::optional<ast::ExprId>& value,
                             const std::optional<ast::Citation>& citation) {
  if (value) {
    Part(fmt::format("{}{} {}", Cited(citation), word, Expr(*value)));
  }
}

void DocumentPrinter::Write(const ast::Obligation& obligation) {
  Head("obligation " + obligation.name.text + After("on", obligation.on) + Doc(obligation.doc) +
       Why(obligation.gloss));
  Clauses(obligation.clauses, false);
  Member("due", obligation.due, obligation.due_citation);
  Member("done", obligation.done, obligation.done_citation);
}

void DocumentPrinter::Write(const ast::Power& power) {
  Head("power " + power.name.text + After("of", power.of) + Doc(power.doc) + Why(power.gloss));
  Clauses(power.may, false, "may ");
  Clauses(power.must, false, "must ");
  Member("by", power.by, power.by_citation);
  Member("done", power.done, power.done_citation);
}

void DocumentPrinter::Write(const ast::Grounds& grounds) {
  Head("grounds " + grounds.name.text + After("by", grounds.by) + Doc(grounds.doc) +
       Why(grounds.gloss));
  Clauses(grounds.grounds, false);
}

void DocumentPrinter::Write(const ast::Calendar& calendar) {
  Head("calendar " + calendar.name.text + Doc(calendar.doc));
  for (const ast::CalendarItem& item : calendar.items) {
    Item(item);
  }
}

void DocumentPrinter::Item(const ast::CalendarItem& item) {
  if (item.kind == ast::CalendarItem::Kind::kCovers) {
    Part("covers " + Print(item.dates[0]) + " to " + Print(item.dates[1]));
    return;
  }
  const std::string_view word = [&] {
    switch (item.kind) {
      case ast::CalendarItem::Kind::kCovers:
        return "covers";
      case ast::CalendarItem::Kind::kWeekend:
        return "weekend";
      case ast::CalendarItem::Kind::kSubstitute:
        return "substitute next working day";
      case ast::CalendarItem::Kind::kHoliday:
        return "holiday";
      case ast::CalendarItem::Kind::kDayOff:
        return "day off";
      case ast::CalendarItem::Kind::kMoved:
        return "moved";
      case ast::CalendarItem::Kind::kWorkingOn:
        return "working on";
    }
    return "";
  }();
  std::string text = std::string(word) + Doc(item.title);
  for (const int day : item.weekdays) {
    text += fmt::format(" {}", day);
  }
  for (const ast::CalendarRule& rule : item.every_year) {
    text += " " + YearDay(rule);
  }
  for (const ast::DateLit& date : item.dates) {
    text += " " + Print(date);
  }
  text += If(item.from, [](const ast::DateLit& date) { return " from " + Print(date); });
  text += If(item.until, [](const ast::DateLit& date) { return " until " + Print(date); });
  Part(text + CitedAfter(item.citation));
}

std::string DocumentPrinter::YearDay(const ast::CalendarRule& rule) {
  switch (rule.kind) {
    case ast::CalendarRule::Kind::kFixed:
      return fmt::format("every {:02}-{:02}", rule.day.month, rule.day.day);
    case ast::CalendarRule::Kind::kEaster:
      return fmt::format("easter{:+}", rule.offset_days);
    case ast::CalendarRule::Kind::kOrthodoxEaster:
      return fmt::format("orthodox easter{:+}", rule.offset_days);
    case ast::CalendarRule::Kind::kNthWeekday:
      return fmt::format("weekday {} number {} of month {:02}", rule.weekday, rule.nth,
                         rule.day.month);
  }
  return "";
}

void DocumentPrinter::Write(const ast::PeriodDecl& period) {
  Head("period " + period.name.text + Doc(period.doc));
  Part("is " + Expr(period.value));
}

void DocumentPrinter::Write(const ast::ParameterDecl& parameter) {
  Head("parameter " + parameter.name.text + " : " + Type(parameter.type) + Doc(parameter.doc));
  for (const ast::ParameterDecl::Version& version : parameter.versions) {
    Part(InForce(version.force) + " is " + Expr(version.value) + CitedAfter(version.citation));
  }
}

std::string DocumentPrinter::Test(const ast::TableCell::Test& test) const {
  switch (test.kind) {
    case ast::TableCell::Test::Kind::kAny:
      return "any";
    case ast::TableCell::Test::Kind::kEq:
      return Expr(test.value);
    case ast::TableCell::Test::Kind::kNe:
      return "not " + Expr(test.value);
    case ast::TableCell::Test::Kind::kLt:
      return "< " + Expr(test.value);
    case ast::TableCell::Test::Kind::kLe:
      return "<= " + Expr(test.value);
    case ast::TableCell::Test::Kind::kGt:
      return "> " + Expr(test.value);
    case ast::TableCell::Test::Kind::kGe:
      return ">= " + Expr(test.value);
    case ast::TableCell::Test::Kind::kRange:
      return Expr(test.value) + " to " + Expr(test.high);
  }
  return "";
}

void DocumentPrinter::Write(const ast::Table& table) {
  Head("table " + table.name.text + Params(table.params) + Of(table.type) + Doc(table.doc) +
       Why(table.gloss));
  std::string head = "|";
  for (const ast::ExprId column : table.columns) {
    head += " " + Expr(column) + " |";
  }
  Part(head + " is |");
  for (const ast::Table::Row& row : table.rows) {
    std::string text = Cited(row.citation);
    text += If(row.from, [](const ast::DateLit& date) { return "from " + Print(date) + " "; });
    text += If(row.until, [](const ast::DateLit& date) { return "until " + Print(date) + " "; });
    text += "|";
    for (const ast::TableCell& cell : row.cells) {
      std::string tests;
      for (const ast::TableCell::Test& test : cell.tests) {
        tests += (tests.empty() ? " " : ", ") + Test(test);
      }
      text += tests + " |";
    }
    Part(text + " " + Expr(row.value) + " |");
  }
}

}  // namespace acta::syntax
