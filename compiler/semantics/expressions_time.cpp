// Dates, clock times, calendars, zones.
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int32_t kFirstDay = -4'371'587;  // -9999-01-01
constexpr std::int32_t kLastDay = 2'932'896;    // 9999-12-31

}  // namespace

NodeId Lowerer::On(const ast::DateLit& tree, ast::ExprId, const Span& span, TypeId) {
  return context_.Const(context_.Of(Kind::kDate), DayOf(tree), span);
}

NodeId Lowerer::On(const ast::TimeLit& tree, ast::ExprId, const Span& span, TypeId) {
  return context_.Const(context_.Of(Kind::kTime), tree.seconds, span);
}

NodeId Lowerer::On(const ast::DateTimeLit& tree, ast::ExprId, const Span& span, TypeId) {
  const std::int64_t seconds = DayOf(tree.date) * kDay + tree.time.seconds;
  return context_.Const(context_.Of(Kind::kDateTime), seconds, span);
}

NodeId Lowerer::On(const ast::AgeOf& tree, ast::ExprId, const Span& span, TypeId) {
  const NodeId birth = LowerAs(tree.birth, context_.Of(Kind::kDate));
  const NodeId on = LowerAs(tree.on, context_.Of(Kind::kDate));
  return context_.Make(Op::kAge, context_.Of(Kind::kYears), {birth, on}, span,
                       {.aux = tree.rounding_down ? 1U : 0U});
}

NodeId Lowerer::On(const ast::At& tree, ast::ExprId, const Span& span, TypeId) {
  const NodeId date = LowerAs(tree.date, context_.Of(Kind::kDate));
  const NodeId time = LowerAs(tree.time, context_.Of(Kind::kTime));
  const auto day = context_.ConstantOf(date);
  const auto seconds = context_.ConstantOf(time);
  if (day && seconds) {
    return context_.Const(context_.Of(Kind::kDateTime), *day * kDay + *seconds, span);
  }
  return context_.Make(Op::kMakeDateTime, context_.Of(Kind::kDateTime), {date, time}, span);
}

ir::CalendarId Lowerer::CalendarFor(const std::optional<ast::Name>& name, const Span& span) {
  if (name) {
    const auto symbol = context_.FindKind(place_.document, *name, SymbolKind::kCalendar);
    return symbol ? ir::CalendarId(symbol->index) : ir::CalendarId();
  }
  const DocumentInfo& header = context_.HeaderFor(place_);
  const bool broken = header.law != nullptr && header.law->calendar && !header.calendar.valid();
  if (!header.calendar.valid() && !broken) {
    context_.reporter.Report<diag::HeaderNeeded>(span, "a calendar")
        .Help("write `by CALENDAR` here, or `working days by CALENDAR` in the law's header");
  }
  return header.calendar;
}

NodeId Lowerer::OnCalendar(Op op, TypeId type, std::initializer_list<NodeId> operands,
                           ir::CalendarId calendar, const Span& span, std::uint32_t aux) {
  if (!calendar.valid()) {
    return {};
  }
  const ir::Calendar& days = context_.program.calendars[calendar];
  // A day that is written out can be looked up now.
  const NodeId first = *operands.begin();
  if (const auto payload = context_.ConstantOf(first); payload && first.valid()) {
    const std::int64_t day = KindOf(first) == Kind::kDate ? *payload : days.first_day;
    if (days.first_day <= days.last_day && (day < days.first_day || day > days.last_day)) {
      context_.reporter.Report<diag::NotCovered>(span, days.name, ir::FormatDate(day));
    }
  }
  const ReasonId uncovered =
      context_.Reason(ReasonKind::kUncovered, days.name, span, context_.Cite(place_),
                      days.first_day <= days.last_day
                          ? fmt::format("covers {} to {}", ir::FormatDate(days.first_day),
                                        ir::FormatDate(days.last_day))
                          : "covers no day");
  return context_.Make(
      op, type, operands, span,
      {.imm = static_cast<std::int64_t>(calendar.value), .aux = aux, .reason = uncovered});
}

NodeId Lowerer::On(const ast::IsWorkingDay& tree, ast::ExprId, const Span& span, TypeId) {
  const NodeId day = LowerAs(tree.operand, context_.Of(Kind::kDate));
  return OnCalendar(Op::kIsWorkingDay, context_.Of(Kind::kBoolean), {day},
                    CalendarFor(tree.calendar, span), span);
}

NodeId Lowerer::On(const ast::WorkingDaysBetween& tree, ast::ExprId, const Span& span, TypeId) {
  const NodeId from = LowerAs(tree.from, context_.Of(Kind::kDate));
  const NodeId to = LowerAs(tree.to, context_.Of(Kind::kDate));
  return OnCalendar(Op::kWorkingDaysBetween, context_.Of(Kind::kWorkingDays), {from, to},
                    CalendarFor(tree.calendar, span), span);
}

NodeId Lowerer::ShiftMonths(NodeId date, NodeId amount, std::optional<ast::RoundingWord> rounding,
                            ast::ExprId self, const Span& span) {
  const DocumentInfo& header = context_.HeaderFor(place_);
  if (!rounding && header.law != nullptr) {
    rounding = header.law->month_rounding;
  }
  std::uint32_t aux = 0;
  if (rounding == ast::RoundingWord::kDown) {
    aux = 1;
  } else if (rounding == ast::RoundingWord::kUp) {
    aux = 2;
  } else if (date.valid() && amount.valid()) {
    // A day up to the 28th is in every month.
    const auto day = context_.ConstantOf(date);
    const bool is_safe =
        day && ir::FormatDate(*day).substr(ir::FormatDate(*day).size() - 2) <= "28";
    if (!is_safe) {
      context_.reporter.Report<diag::MonthsWithoutRounding>(span, TextOf(self))
          .Help("say `rounding down` or `rounding up` here or in the law's header");
    }
  }
  return context_.Make(Op::kAddMonths, context_.Of(Kind::kDate), {date, amount}, span,
                       {.aux = aux, .reason = Arithmetic(self, span)});
}

void Lowerer::CheckMonthRounding(Kind amount, std::optional<ast::RoundingWord> rounding,
                                 const Span& span) {
  if (rounding && amount != Kind::kMonths && amount != Kind::kYears) {
    context_.reporter.Report<diag::RoundingOutOfPlace>(span, "rounding down|up",
                                                       "months and years added to a date");
  }
}

NodeId Lowerer::AddToDate(NodeId date, NodeId amount, std::optional<ast::RoundingWord> rounding,
                          ast::ExprId self, const Span& span) {
  if (!date.valid() || !amount.valid()) {
    return {};
  }
  const TypeId type = context_.Of(Kind::kDate);
  const Kind kind = KindOf(amount);
  CheckMonthRounding(kind, rounding, span);
  if (kind == Kind::kDays) {
    const auto day = context_.ConstantOf(date);
    const auto count = context_.ConstantOf(amount);
    if (day && count && *count > -kLastDay && *count < kLastDay && *day + *count >= kFirstDay &&
        *day + *count <= kLastDay) {
      return context_.Const(type, *day + *count, span);
    }
    return context_.Make(Op::kAddDays, type, {date, amount}, span,
                         {.reason = Arithmetic(self, span)});
  }
  if (kind == Kind::kWorkingDays) {
    return OnCalendar(Op::kAddWorkingDays, type, {date, amount}, CalendarFor(std::nullopt, span),
                      span);
  }
  if (kind == Kind::kMonths) {
    return ShiftMonths(date, amount, rounding, self, span);
  }
  if (kind == Kind::kYears) {
    return ShiftMonths(date, Times(amount, 12, context_.Of(Kind::kMonths), span), rounding, self,
                       span);
  }
  return Mismatch(span, date, amount, "+");
}

// Days, months and years move the date; the clock stays where it is.
NodeId Lowerer::AddToDateTime(NodeId datetime, NodeId amount,
                              std::optional<ast::RoundingWord> rounding, ast::ExprId self,
                              const Span& span) {
  if (!datetime.valid() || !amount.valid()) {
    return {};
  }
  const TypeId type = context_.Of(Kind::kDateTime);
  const Kind kind = KindOf(amount);
  if (kind == Kind::kHours || kind == Kind::kMinutes) {
    CheckMonthRounding(kind, rounding, span);
    const NodeId seconds =
        Times(amount, kind == Kind::kHours ? 3600 : 60, context_.Of(Kind::kInteger), span);
    const ReasonId none = Arithmetic(self, span);
    const NodeId instant =
        context_.Make(Op::kAdd, context_.Of(Kind::kInteger), {ToInstant(datetime, span), seconds},
                      span, {.reason = none});
    return FromInstant(instant, none, span);
  }
  const TypeId of_date = context_.Of(Kind::kDate);
  const TypeId of_time = context_.Of(Kind::kTime);
  NodeId date;
  NodeId time;
  if (const auto written = context_.ConstantOf(datetime)) {
    const std::int64_t clock = (*written % kDay + kDay) % kDay;
    date = context_.Const(of_date, (*written - clock) / kDay, span);
    time = context_.Const(of_time, clock, span);
  } else {
    time = context_.Make(Op::kTimeOf, of_time, {context_.Clone(datetime)}, span);
    date = context_.Make(Op::kDateOf, of_date, {datetime}, span);
  }
  const NodeId moved = AddToDate(date, amount, rounding, self, span);
  return moved.valid() ? context_.Make(Op::kMakeDateTime, type, {moved, time}, span) : NodeId();
}

const DocumentInfo* Lowerer::ZonedHeader(const Span& span) {
  const DocumentInfo& header = context_.HeaderFor(place_);
  if (header.zones.valid()) {
    return &header;
  }
  const bool broken = header.law != nullptr && header.law->time_zone.has_value();
  if (!broken) {
    context_.reporter.Report<diag::HeaderNeeded>(span, "a time zone")
        .Help("write `time zone \"Area/City\"` in the law's header");
  }
  return nullptr;
}

NodeId Lowerer::ZoneOrdinal(const DocumentInfo& header) {
  // A zone set by enum comes from a header that names the path of a fact.
  const std::optional<ast::TimeZone>& written = header.law->time_zone;
  if (!written || !written->path) {
    return {};
  }
  return Lowerer(context_, header.law_place).LowerName(*written->path, {});
}

NodeId Lowerer::ToInstant(NodeId datetime, const Span& span) {
  const DocumentInfo* header = ZonedHeader(span);
  if (header == nullptr || !datetime.valid()) {
    return {};
  }
  std::vector<NodeId> operands = {datetime};
  if (context_.program.zone_sets[header->zones].by.valid()) {
    operands.push_back(ZoneOrdinal(*header));
  }
  const ReasonId skipped =
      context_.Reason(ReasonKind::kArithmetic, "a clock time that does not exist or comes twice",
                      span, context_.Cite(place_));
  return context_.Make(Op::kToInstant, context_.Of(Kind::kInteger), operands, span,
                       {.imm = static_cast<std::int64_t>(header->zones.value), .reason = skipped});
}

NodeId Lowerer::FromInstant(NodeId instant, ReasonId outside_years, const Span& span) {
  const DocumentInfo* header = ZonedHeader(span);
  if (header == nullptr || !instant.valid()) {
    return {};
  }
  std::vector<NodeId> operands = {instant};
  if (context_.program.zone_sets[header->zones].by.valid()) {
    operands.push_back(ZoneOrdinal(*header));
  }
  return context_.Make(
      Op::kFromInstant, context_.Of(Kind::kDateTime), operands, span,
      {.imm = static_cast<std::int64_t>(header->zones.value), .reason = outside_years});
}

}  // namespace acta::semantics
