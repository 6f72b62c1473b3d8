#include <algorithm>
#include <utility>

#include "compiler/syntax/builder.h"

namespace acta::syntax {

namespace {

// The only condition of an expression without `and` and `or`.
P::ConditionContext* Single(P::ExpressionContext& tree) {
  return tree.operands.size() == 1 ? tree.operands.front() : nullptr;
}

// `A to B` without parentheses around it, alone in its cell.
P::StretchContext* RangeIn(P::ExpressionContext& tree) {
  P::ConditionContext* condition = Single(tree);
  P::ComparisonContext* comparison = condition != nullptr ? condition->comparison() : nullptr;
  const bool is_range = comparison != nullptr && comparison->children.size() == 1 &&
                        comparison->left->last != nullptr;
  return is_range ? comparison->left : nullptr;
}

// `V` of `not V`, alone in its cell.
P::ConditionContext* NegatedIn(P::ExpressionContext& tree) {
  P::ConditionContext* condition = Single(tree);
  return condition != nullptr && condition->K_NOT() != nullptr ? condition->condition() : nullptr;
}

}  // namespace

ast::Table Builder::Build(P::TableDeclContext& tree) {
  ast::Table table{.name = Name(*tree.ident()),
                   .params = Params(tree.params()),
                   .type = TypeIf(tree.type()),
                   .doc = Quoted(tree.TEXT()),
                   .gloss = GlossIf(tree.gloss())};
  for (P::ExpressionContext* column : tree.header()->columns) {
    table.columns.push_back(Expression(*column));
  }
  for (P::RowContext* row : tree.rows) {
    if (std::optional<ast::Table::Row> built = Row(*row, table.columns.size())) {
      table.rows.push_back(*std::move(built));
    }
  }
  return table;
}

std::optional<ast::Table::Row> Builder::Row(P::RowContext& tree, std::size_t columns) {
  if (tree.cells.size() != columns + 1) {
    auto diagnostic =
        reporter_.Report<diag::RowWidth>(SpanOf(tree), tree.cells.size(), columns + 1);
    if (tree.stop->getLine() > tree.start->getLine()) {
      diagnostic.Help("end each row with `|` at the end of its line");
    }
    return std::nullopt;
  }
  const auto citations = tree.CITATION();
  if (citations.size() > 1) {
    reporter_.Report<diag::SaidTwice>(SpanOf(*citations[1]->getSymbol()),
                                      "the citation of the row");
  }
  ast::Table::Row row{.citation = Cite(citations.empty() ? nullptr : citations[0]),
                      .span = SpanOf(tree)};
  if (P::InTimeContext* time = tree.inTime()) {
    row.from = DateIf(time->first);
    row.until = DateIf(time->last);
    row.in_time = SpanOf(*time);
  }
  for (P::CellContext* cell : std::span(tree.cells).first(columns)) {
    row.cells.push_back(Cell(*cell));
  }
  P::CellContext& result = *tree.cells.back();
  if (result.tests.size() != 1 || result.tests[0]->op != nullptr) {
    reporter_.Report<diag::ResultIsNoValue>(SpanOf(result));
    row.value = Add(ast::ErrorExpr(), SpanOf(result));
  } else {
    row.value = Expression(*result.tests[0]->expression());
  }
  return row;
}

ast::TableCell Builder::Cell(P::CellContext& tree) {
  ast::TableCell cell{.span = SpanOf(tree)};
  if (tree.tests.empty()) {
    cell.tests.push_back({.kind = ast::TableCell::Test::Kind::kAny});
  }
  for (P::CellTestContext* test : tree.tests) {
    cell.tests.push_back(CellTest(*test));
  }
  return cell;
}

ast::TableCell::Test Builder::CellTest(P::CellTestContext& tree) {
  using Kind = ast::TableCell::Test::Kind;
  P::ExpressionContext& expression = *tree.expression();
  if (tree.op == nullptr) {
    if (P::StretchContext* range = RangeIn(expression)) {
      return {Kind::kRange, Counted(*range->first), Counted(*range->last)};
    }
    if (P::ConditionContext* negated = NegatedIn(expression)) {
      return {Kind::kNe, Condition(*negated), {}};
    }
    return {Kind::kEq, Expression(expression), {}};
  }
  const Kind kind = [&] {
    switch (tree.op->getType()) {
      case P::LESS_THAN:
        return Kind::kLt;
      case P::AT_MOST:
        return Kind::kLe;
      case P::MORE_THAN:
        return Kind::kGt;
      default:
        return Kind::kGe;
    }
  }();
  return {kind, Expression(expression), {}};
}

ast::Calendar Builder::Build(P::CalendarDeclContext& tree) {
  ast::Calendar calendar{.name = Name(*tree.ident()), .doc = Quoted(tree.TEXT())};
  for (P::CalendarItemContext* item : tree.calendarItem()) {
    AddCalendarItem(*item, calendar);
  }
  return calendar;
}

void Builder::AddCalendarItem(P::CalendarItemContext& tree, ast::Calendar& calendar) {
  using Kind = ast::CalendarItem::Kind;
  ast::CalendarItem item{
      .title = Quoted(tree.TEXT()), .citation = Cite(tree.CITATION()), .span = SpanOf(tree)};
  for (antlr4::tree::TerminalNode* date : tree.DATE()) {
    item.dates.push_back(Date(*date->getSymbol()));
  }
  if (P::InTimeContext* time = tree.inTime()) {
    item.from = DateIf(time->first);
    item.until = DateIf(time->last);
    item.in_time = SpanOf(*time);
  }
  switch (tree.start->getType()) {
    case P::K_COVERS:
      item.kind = Kind::kCovers;
      if (std::ranges::find(calendar.items, Kind::kCovers, &ast::CalendarItem::kind) !=
          calendar.items.end()) {
        reporter_.Report<diag::SaidTwice>(item.span, "what the calendar covers");
        return;
      }
      break;
    case P::K_WEEKEND:
      item.kind = Kind::kWeekend;
      for (P::IdentContext* day : tree.days) {
        item.weekdays.push_back(Weekday(Name(*day)));
      }
      break;
    case P::K_SUBSTITUTE:
      item.kind = Kind::kSubstitute;
      break;
    case P::K_MOVED:
      item.kind = Kind::kMoved;
      break;
    case P::K_WORKING:
      item.kind = Kind::kWorkingOn;
      break;
    default:
      item.kind = tree.start->getType() == P::K_HOLIDAY ? Kind::kHoliday : Kind::kDayOff;
      for (P::YearDayContext* day : tree.freeDays()->days) {
        item.every_year.push_back(YearDay(*day));
      }
      for (const antlr4::Token* date : tree.freeDays()->dates) {
        item.dates.push_back(Date(*date));
      }
  }
  calendar.items.push_back(std::move(item));
}

ast::CalendarRule Builder::YearDay(P::YearDayContext& tree) {
  using Kind = ast::CalendarRule::Kind;
  if (tree.dayMonth() != nullptr) {
    return {.kind = Kind::kFixed, .day = Day(*tree.dayMonth())};
  }
  if (tree.K_EASTER() != nullptr) {
    ast::CalendarRule rule{.kind = tree.K_ORTHODOX() != nullptr ? Kind::kOrthodoxEaster
                                                                : Kind::kEaster};
    if (tree.INT() != nullptr) {
      constexpr std::int64_t kDaysInYear = 366;
      const std::int64_t days = Integer(*tree.INT()->getSymbol());
      if (days > kDaysInYear) {
        reporter_.Report<diag::NumberTooLarge>(SpanOf(tree), "this number of days",
                                               "offset from easter", kDaysInYear);
        return rule;
      }
      rule.offset_days = static_cast<int>(tree.MINUS() != nullptr ? -days : days);
    }
    return rule;
  }
  constexpr std::pair<std::string_view, int> kOrdinals[] = {
      {"first", 1}, {"second", 2}, {"third", 3}, {"fourth", 4}, {"last", -1}};
  ast::CalendarRule rule{.kind = Kind::kNthWeekday};
  const ast::Ident nth = Name(*tree.nth);
  const auto found =
      std::ranges::find(kOrdinals, nth.text, [](const auto& pair) { return pair.first; });
  if (found == std::end(kOrdinals)) {
    reporter_.Report<diag::UnknownCalendarWord>(nth.span, nth.text, "ordinal")
        .Help("write `first`, `second`, `third`, `fourth` or `last`");
  } else {
    rule.nth = found->second;
  }
  rule.weekday = Weekday(Name(*tree.weekday));
  rule.day.month = Month(*tree.month());
  return rule;
}

}  // namespace acta::syntax
