#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "compiler/syntax/builder.h"

namespace acta::syntax {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// The position of the word, which may begin with a capital, as `May` does.
std::optional<int> Find(std::span<const std::string_view> words, std::string word) {
  if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') {
    word[0] = static_cast<char>(word[0] - 'A' + 'a');
  }
  const auto found = std::ranges::find(words, word);
  return found == words.end() ? std::nullopt
                              : std::optional(static_cast<int>(found - words.begin()));
}

bool IsLeap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int DaysIn(int month, bool is_leap) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::string NameOfMonth(int month) {
  std::string name(kMonths[static_cast<std::size_t>(month - 1)]);
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

// The number at the beginning of `text`, which has one, and what follows it and the sign after it.
int TakeNumber(std::string_view& text) {
  int number = 0;
  const char* end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
  const auto length = static_cast<std::size_t>(end - text.data());
  text.remove_prefix(std::min(length + 1, text.size()));
  return number;
}

std::string Digits(std::string_view written) {
  std::string digits(written);
  std::erase(digits, '_');
  return digits;
}

// Words that are units by form and durations by meaning.
std::optional<ast::DurationUnit> DurationNamed(std::string_view unit) {
  constexpr std::pair<std::string_view, ast::DurationUnit> kUnits[] = {
      {"weeks", ast::DurationUnit::kWeeks},
      {"week", ast::DurationUnit::kWeeks},
      {"month", ast::DurationUnit::kMonths},
      {"hour", ast::DurationUnit::kHours},
      {"minute", ast::DurationUnit::kMinutes}};
  const auto found = std::ranges::find(kUnits, unit, [](const auto& pair) { return pair.first; });
  return found == std::end(kUnits) ? std::nullopt : std::optional(found->second);
}

ast::DurationUnit DurationOf(P::DurationContext& tree) {
  if (tree.K_WORKING() != nullptr) {
    return ast::DurationUnit::kWorkingDays;
  }
  switch (tree.start->getType()) {
    case P::K_MONTHS:
      return ast::DurationUnit::kMonths;
    case P::K_YEAR:
    case P::K_YEARS:
      return ast::DurationUnit::kYears;
    case P::K_HOURS:
      return ast::DurationUnit::kHours;
    case P::K_MINUTES:
      return ast::DurationUnit::kMinutes;
    default:
      return ast::DurationUnit::kDays;
  }
}

}  // namespace

std::int64_t Builder::Integer(const antlr4::Token& token) {
  const Span span = SpanOf(token);
  const std::string digits = Digits(TextOf(span));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc()) {
    return value;
  }
  reporter_.Report<diag::NumberTooLarge>(span, "this number", "integer",
                                         std::numeric_limits<std::int64_t>::max());
  return 0;
}

// `12.5` -> 12'500'000, `12.5%` -> 125'000.
std::int64_t Builder::Millionths(const antlr4::Token& token) {
  constexpr std::size_t kPlaces = 6;
  const Span span = SpanOf(token);
  std::string digits = Digits(TextOf(span));
  std::size_t places = kPlaces;
  if (digits.ends_with('%')) {
    digits.pop_back();
    places -= 2;
  }
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string fraction = point < digits.size() ? digits.substr(point + 1) : "";
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (fraction.size() > places) {
    reporter_.Report<diag::TooManyPlaces>(
        span, places == kPlaces ? "this number" : "as a fraction, this percentage");
    return 0;
  }
  fraction.resize(places, '0');
  const std::string scaled = digits.substr(0, point) + fraction;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(scaled.data(), scaled.data() + scaled.size(), value);
  if (error == std::errc()) {
    return value;
  }
  reporter_.Report<diag::NumberTooLarge>(span, "this number", "decimal", "9223372036854.775807");
  return 0;
}

ast::DateLit Builder::Date(const antlr4::Token& token) {
  const Span span = SpanOf(token);
  std::string_view rest = TextOf(span);
  ast::DateLit date;
  date.year = TakeNumber(rest);
  date.month = TakeNumber(rest);
  date.day = TakeNumber(rest);
  if (span.size() != std::string_view("2021-03-01").size()) {
    reporter_.Report<diag::MalformedDate>(span, TextOf(span))
        .Help(fmt::format("write `{:04}-{:02}-{:02}`", date.year, date.month, date.day));
  }
  if (date.month < 1 || date.month > 12) {
    reporter_.Report<diag::NoSuchDate>(span, TextOf(span), "a year", "only 12 months");
    return {};
  }
  const int days = DaysIn(date.month, IsLeap(date.year));
  if (date.day < 1 || date.day > days) {
    reporter_.Report<diag::NoSuchDate>(span, TextOf(span),
                                       fmt::format("{} {}", NameOfMonth(date.month), date.year),
                                       fmt::format("{} days", days));
    return {};
  }
  return date;
}

std::optional<ast::DateLit> Builder::DateIf(const antlr4::Token* token) {
  return token != nullptr ? std::optional(Date(*token)) : std::nullopt;
}

ast::TimeLit Builder::Time(const antlr4::Token& token) {
  const Span span = SpanOf(token);
  std::string_view rest = TextOf(span);
  const bool is_short = rest.find(':') == 1;
  const int hour = TakeNumber(rest);
  const int minute = TakeNumber(rest);
  const int second = rest.empty() ? 0 : TakeNumber(rest);
  if (is_short) {
    reporter_.Report<diag::MalformedTime>(span, TextOf(span))
        .Help(fmt::format("write `0{}`", TextOf(span)));
  }
  const int seconds = (hour * 60 + minute) * 60 + second;
  if (minute > 59 || second > 59 || seconds > 24 * 60 * 60) {
    reporter_.Report<diag::NoSuchTime>(span, TextOf(span))
        .Help("the last is `24:00`, the end of the day");
    return {};
  }
  return {seconds};
}

int Builder::Month(P::MonthContext& tree) {
  const Span span = SpanOf(tree);
  if (const std::optional<int> month = Find(kMonths, std::string(TextOf(span)))) {
    return *month + 1;
  }
  reporter_.Report<diag::UnknownCalendarWord>(span, TextOf(span), "month")
      .Help("months are `January` to `December`");
  return 1;
}

int Builder::Weekday(const ast::Ident& name) {
  if (const std::optional<int> weekday = Find(kWeekdays, name.text)) {
    return *weekday;
  }
  reporter_.Report<diag::UnknownCalendarWord>(name.span, name.text, "day of the week")
      .Help("days are `monday` to `sunday`");
  return 0;
}

ast::DayMonth Builder::Day(P::DayMonthContext& tree) {
  const std::int64_t day = Integer(*tree.INT()->getSymbol());
  const int month = Month(*tree.month());
  if (day < 1 || day > DaysIn(month, true)) {
    reporter_.Report<diag::NoSuchDayOfMonth>(SpanOf(tree), NameOfMonth(month), day);
    return {1, month};
  }
  return {static_cast<int>(day), month};
}

ast::ExprKind Builder::Number(P::NumberContext& tree) {
  std::optional<ast::Ident> unit = NameIf(tree.unitName());
  if (tree.INT() == nullptr) {
    return ast::DecimalLit{Millionths(*tree.start), std::move(unit)};
  }
  const std::int64_t value = Integer(*tree.start);
  if (tree.duration() != nullptr) {
    return ast::DurationLit{value, DurationOf(*tree.duration())};
  }
  if (const auto duration = unit ? DurationNamed(unit->text) : std::nullopt) {
    return ast::DurationLit{value, *duration};
  }
  return ast::IntLit{value, std::move(unit)};
}

ast::ExprKind Builder::Moment(P::MomentContext& tree) {
  if (tree.DATE() == nullptr) {
    return Time(*tree.TIME()->getSymbol());
  }
  const ast::DateLit date = Date(*tree.DATE()->getSymbol());
  if (tree.TIME() == nullptr) {
    return date;
  }
  return ast::DateTimeLit{date, Time(*tree.TIME()->getSymbol())};
}

}  // namespace acta::syntax
