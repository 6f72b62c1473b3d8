// Counting days: `N before D` and its kin, windows. docs/semantics.md, "Counting".
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {

// One count, with the words that belong to it. `amount` and `anchor` are used up.
struct Lowerer::Counting {
  NodeId amount;
  NodeId anchor;
  ast::CountWord word = ast::CountWord::kBefore;
  bool clear = false;
  bool skipping_days_off = false;
  const ast::Count* tree = nullptr;  // null in a window
  ast::ExprId self;
  Span span;

  [[nodiscard]] bool backwards() const { return word == ast::CountWord::kBefore; }
};

NodeId Lowerer::On(const ast::Count& tree, ast::ExprId self, const Span& span, TypeId) {
  const NodeId amount = LowerRequired(tree.amount);
  const NodeId anchor = LowerRequired(tree.anchor);
  if (!amount.valid() || !anchor.valid()) {
    return {};
  }
  const Counting counting{.amount = amount,
                          .anchor = anchor,
                          .word = tree.word,
                          .clear = tree.clear,
                          .skipping_days_off = tree.skipping_days_off,
                          .tree = &tree,
                          .self = self,
                          .span = span};
  const NodeId counted = CountFrom(counting);
  if (!tree.roll || !counted.valid()) {
    return counted;
  }
  if (KindOf(counted) != Kind::kDate) {
    context_.reporter.Report<diag::WordsDoNotFit>(span, "rolling", "a clock time");
    return {};
  }
  return OnCalendar(Op::kRoll, context_.Of(Kind::kDate), {counted},
                    CalendarFor(tree.calendar, span), span,
                    tree.roll == ast::Roll::kBack ? 1U : 0U);
}

NodeId Lowerer::On(const ast::Window& tree, ast::ExprId self, const Span& span, TypeId) {
  const NodeId anchor = LowerRequired(tree.anchor);
  const NodeId first = LowerRequired(tree.far);
  const NodeId second = LowerRequired(tree.near);
  const auto bound = [&](NodeId amount, ast::ExprId amount_tree) {
    if (!amount.valid() || !anchor.valid()) {
      return NodeId();
    }
    return CountFrom({.amount = amount,
                      .anchor = context_.Fresh(anchor),
                      .word = tree.word,
                      .self = self,
                      .span = ExprOf(amount_tree).span});
  };
  const NodeId far = bound(first, tree.far);
  const NodeId near = bound(second, tree.near);
  if (!far.valid() || !near.valid()) {
    return {};
  }
  if (KindOf(far) != Kind::kDate || KindOf(near) != Kind::kDate) {
    context_.reporter.Report<diag::WordsDoNotFit>(span, "between", "clock times");
    return {};
  }
  const auto begin = context_.ConstantOf(first);
  const auto end = context_.ConstantOf(second);
  const bool is_before = tree.word == ast::CountWord::kBefore;
  if (begin && end && KindOf(first) == KindOf(second) &&
      (is_before ? *begin < *end : *begin > *end)) {
    const auto text = [&](NodeId amount, std::int64_t count) {
      return ir::FormatValue(context_.program, TypeOf(amount), count);
    };
    context_.reporter.Report<diag::EmptyRange>(span, text(first, *begin), text(second, *end))
        .Help("the day that comes first is named first");
    return {};
  }
  return context_.Make(Op::kMakePeriod, context_.Of(Kind::kPeriodOfDates), {far, near}, span);
}

NodeId Lowerer::CountFrom(const Counting& counting) {
  const Kind kind = KindOf(counting.amount);
  const bool by_clock = kind == Kind::kHours || kind == Kind::kMinutes;
  const ast::Count* tree = counting.tree;
  const auto refuse = [&](std::string_view word, std::string_view with) {
    context_.reporter.Report<diag::WordsDoNotFit>(counting.span, word, with);
    return NodeId();
  };
  const bool by_days = kind == Kind::kDays || kind == Kind::kWorkingDays;
  const bool by_months = kind == Kind::kMonths || kind == Kind::kYears;
  if (!by_clock && !by_days && !by_months) {
    context_.reporter.Report<diag::TypeMismatch>(
        counting.span, "a duration such as `5 working days`",
        fmt::format("`{}`", context_.NameOf(TypeOf(counting.amount))));
    return {};
  }
  if (counting.skipping_days_off && !by_clock) {
    return refuse("skipping days off", "days, months and years: write `working days`");
  }
  if (tree != nullptr && tree->month_rounding && !by_months) {
    return refuse("rounding", "anything but months and years");
  }
  const bool needs_calendar = kind == Kind::kWorkingDays || counting.skipping_days_off ||
                              (tree != nullptr && tree->roll.has_value());
  if (tree != nullptr && tree->calendar && !needs_calendar) {
    return refuse("by CALENDAR", "a count that looks at no working day");
  }
  if (by_clock) {
    const bool plain = !counting.clear && counting.word != ast::CountWord::kCountingFrom &&
                       (tree == nullptr || !tree->counted_by);
    return plain ? CountClock(counting)
                 : refuse("clear, counting from or counted by", "hours and minutes");
  }
  if (KindOf(counting.anchor) != Kind::kDate) {
    context_.ReportMismatch(counting.span, context_.Of(Kind::kDate), TypeOf(counting.anchor));
    return {};
  }
  if (by_months && counting.word == ast::CountWord::kCountingFrom) {
    return refuse("counting from", "months and years");
  }
  const bool counting_from = counting.word == ast::CountWord::kCountingFrom;
  if (tree != nullptr && tree->counted_by) {
    if (counting.clear || counting_from) {
      return refuse("counted by", "`clear` or `counting from`: the reading says which it is");
    }
    const auto symbol = context_.FindKind(place_.document, *tree->counted_by, SymbolKind::kReading);
    return symbol ? CountByReading(counting, symbol->index) : NodeId();
  }
  // The law's own reading stands behind `working days before`.
  const DocumentInfo& header = context_.HeaderFor(place_);
  if (header.reading && kind == Kind::kWorkingDays && counting.backwards() && !counting.clear) {
    return CountByReading(counting, *header.reading);
  }
  return kind == Kind::kDays          ? CountDays(counting, counting.clear)
         : kind == Kind::kWorkingDays ? CountWorkingDays(counting, counting.clear)
                                      : CountMonths(counting, counting.clear);
}

NodeId Lowerer::CountByReading(const Counting& counting, std::uint32_t reading) {
  const ast::Reading& tree = *context_.readings[reading];
  const ir::Reading& declared = context_.program.readings[reading];
  const TypeId type = context_.types.EnumOf(declared.alternatives);
  std::vector<NodeId> operands = {
      context_.Make(Op::kReading, type, {}, counting.span,
                    {.imm = declared.slot, .reason = context_.reading_reasons[reading]})};
  const Kind kind = KindOf(counting.amount);
  for (const ast::Reading::Alternative& alternative : tree.alternatives) {
    const auto ordinal = context_.OrdinalOf(declared.alternatives, alternative.name.text);
    if (!ordinal || static_cast<std::size_t>(*ordinal) + 1 != operands.size()) {
      continue;  // declared twice; reported
    }
    if (!alternative.counts) {
      context_.reporter
          .Report<diag::WordsDoNotFit>(
              counting.span, fmt::format("counted by {}", tree.name.text),
              fmt::format("`{}`, which does not say how it counts", alternative.name.text))
          .Label(alternative.name.span, "say `counts nth` or `counts clear` here");
      return {};
    }
    const bool clear = *alternative.counts == ast::Reading::Counts::kClear;
    Counting one = counting;
    if (operands.size() > 1) {
      one.amount = context_.Clone(counting.amount);
      one.anchor = context_.Clone(counting.anchor);
    }
    operands.push_back(kind == Kind::kDays          ? CountDays(one, clear)
                       : kind == Kind::kWorkingDays ? CountWorkingDays(one, clear)
                                                    : CountMonths(one, clear));
  }
  return context_.Make(Op::kSwitch, context_.Of(Kind::kDate), operands, counting.span);
}

NodeId Lowerer::CountDays(const Counting& counting, bool clear) {
  NodeId amount = counting.amount;
  if (counting.word == ast::CountWord::kCountingFrom) {
    amount = Plus(amount, clear ? 0 : -1, counting.span);
  } else if (clear) {
    amount = Plus(amount, 1, counting.span);
  }
  if (counting.backwards()) {
    amount = Negated(amount, counting.span);
  }
  return AddToDate(counting.anchor, amount, std::nullopt, counting.self, counting.span);
}

NodeId Lowerer::CountWorkingDays(const Counting& counting, bool clear) {
  const TypeId date = context_.Of(Kind::kDate);
  const ir::CalendarId calendar =
      CalendarFor(counting.tree != nullptr ? counting.tree->calendar : std::nullopt, counting.span);
  NodeId anchor = counting.anchor;
  NodeId amount = counting.amount;
  if (counting.word == ast::CountWord::kCountingFrom) {
    // The first working day at or after the anchor is the first of them.
    anchor = OnCalendar(Op::kRoll, date, {anchor}, calendar, counting.span);
    amount = Plus(amount, -1, counting.span);
  } else if (clear) {
    amount = Plus(amount, 1, counting.span);
  }
  if (counting.backwards()) {
    amount = Negated(amount, counting.span);
  }
  return OnCalendar(Op::kAddWorkingDays, date, {anchor, amount}, calendar, counting.span);
}

NodeId Lowerer::CountMonths(const Counting& counting, bool clear) {
  NodeId amount = counting.amount;
  if (KindOf(amount) == Kind::kYears) {
    amount = Times(amount, 12, context_.Of(Kind::kMonths), counting.span);
  }
  if (counting.backwards()) {
    amount = Negated(amount, counting.span);
  }
  const NodeId shifted =
      ShiftMonths(counting.anchor, amount,
                  counting.tree != nullptr ? counting.tree->month_rounding : std::nullopt,
                  counting.self, counting.span);
  if (!clear) {
    return shifted;
  }
  const NodeId one_further =
      context_.Const(context_.Of(Kind::kDays), counting.backwards() ? -1 : 1, counting.span);
  return AddToDate(shifted, one_further, std::nullopt, counting.self, counting.span);
}

NodeId Lowerer::CountClock(const Counting& counting) {
  if (KindOf(counting.anchor) != Kind::kDateTime) {
    context_.ReportMismatch(counting.span, context_.Of(Kind::kDateTime), TypeOf(counting.anchor));
    return {};
  }
  NodeId amount = counting.amount;
  if (counting.backwards()) {
    amount = Negated(amount, counting.span);
  }
  if (!counting.skipping_days_off) {
    return AddToDateTime(counting.anchor, amount, std::nullopt, counting.self, counting.span);
  }
  const std::int64_t factor = KindOf(amount) == Kind::kHours ? 3600 : 60;
  const NodeId seconds = Times(amount, factor, context_.Of(Kind::kInteger), counting.span);
  return OnCalendar(
      Op::kAddWorkingSeconds, context_.Of(Kind::kDateTime), {counting.anchor, seconds},
      CalendarFor(counting.tree != nullptr ? counting.tree->calendar : std::nullopt, counting.span),
      counting.span);
}

}  // namespace acta::semantics
