// Every strict operator: its result, the union of reasons when an operand is undetermined, its own
// reason when it fails.
#include <limits>
#include <ostream>

#include <gtest/gtest.h>

#include "compiler/interpreter/periods.h"
#include "tests/unit/interpreter/workbench.h"

namespace acta::interpreter {
namespace {

using ir::Kind;
using ir::Op;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::optional<std::int64_t> kFails = std::nullopt;

struct Operand {
  Kind kind;
  std::int64_t payload;
};

struct Row {
  const char* claim;
  Op op;
  std::vector<Operand> operands;
  Kind result;
  std::optional<std::int64_t> expected;
  std::int64_t imm = 0;
  std::uint32_t aux = 0;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.claim;
}

Operand Integer(std::int64_t n) {
  return {Kind::kInteger, n};
}
Operand Date(std::int64_t year, int month, int day) {
  return {Kind::kDate, Day(year, month, day)};
}
Operand Days(std::int64_t n) {
  return {Kind::kDays, n};
}
Operand Months(std::int64_t n) {
  return {Kind::kMonths, n};
}
Operand Time(int hours, int minutes = 0) {
  return {Kind::kTime, hours * 3600 + minutes * 60};
}
Operand Dates(std::int64_t start, std::int64_t end) {
  return {Kind::kPeriodOfDates, Pack({.start = start, .end = end})};
}
Operand Times(int start, int end) {
  return {Kind::kPeriodOfTimes, Pack({.start = start * 3600, .end = end * 3600})};
}

constexpr std::uint32_t Places(std::uint32_t places, std::uint32_t mode) {
  return places << 8 | mode;
}
constexpr std::int64_t Window(int from_month, int from_day, int to_month, int to_day) {
  return (from_month * 32 + from_day) * 4096 + to_month * 32 + to_day;
}

// The calendar of these tests: Monday 1 to Sunday 14 March 2021, Monday to Friday, but Monday 8
// March is free.
ir::Calendar March() {
  ir::Calendar calendar{.name = "march",
                        .first_day = static_cast<std::int32_t>(Day(2021, 3, 1)),
                        .last_day = static_cast<std::int32_t>(Day(2021, 3, 14))};
  for (int day = 1; day <= 14; ++day) {
    calendar.working.push_back(WeekdayOf(Day(2021, 3, day)) < 5 && day != 8);
  }
  return calendar;
}

// One hour on from 28 March 2021 01:00 UTC, one hour back from 31 October 01:00 UTC.
ir::Zone Berlin() {
  return {.iana = "Test/Berlin",
          .first_offset = 3600,
          .changes = {{Moment(Day(2021, 3, 28), 1), 7200}, {Moment(Day(2021, 10, 31), 1), 3600}}};
}

class StrictOperator : public testing::TestWithParam<Row> {
 protected:
  StrictOperator() {
    ir::Program& program = bench_.b.program();
    program.calendars.Add(March());
    program.zone_sets.Add({.zones = {Berlin()}});
    program.lookups.Add({.name = "mci",
                         .type = bench_.b.Of(Kind::kMoney),
                         .versions = {{.from = static_cast<std::int32_t>(Day(2020, 1, 1)),
                                       .until = static_cast<std::int32_t>(Day(2020, 3, 31)),
                                       .value = 265100},
                                      {.from = static_cast<std::int32_t>(Day(2020, 4, 2)),
                                       .until = static_cast<std::int32_t>(Day(2020, 12, 31)),
                                       .value = 277800}}});
    for (const Operand& operand : GetParam().operands) {
      slots_.push_back(
          bench_.b.Fact("operand_" + std::to_string(slots_.size()), bench_.b.Of(operand.kind)));
      given_.resize(slots_.back() + 1, ACTA_MISSING);
      given_.back() = operand.payload;
    }
  }

  Value Evaluate(std::vector<std::int64_t> slots) {
    const Row& row = GetParam();
    std::vector<ir::NodeId> operands;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      operands.push_back(bench_.b.Slot(slots_[i], bench_.b.Of(row.operands[i].kind)));
    }
    const ir::ReasonId reason = bench_.b.Arithmetic("failure");
    return bench_.Of(bench_.b.Make(row.op, bench_.b.Of(row.result), operands,
                                   {.imm = row.imm, .aux = row.aux, .reason = reason}),
                     std::move(slots));
  }

  Workbench bench_;
  std::vector<std::uint32_t> slots_;
  std::vector<std::int64_t> given_;
};

TEST_P(StrictOperator, GivesItsResultOrItsReason) {
  const Value value = Evaluate(given_);
  if (GetParam().expected) {
    EXPECT_THAT(value, IsKnown(*GetParam().expected));
  } else {
    EXPECT_OPEN_FOR(bench_, value, "failure");
    EXPECT_EQ(value.payload, 0);
  }
}

TEST_P(StrictOperator, IsUndeterminedForEachUndeterminedOperand) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    std::vector<std::int64_t> given = given_;
    given[slots_[i]] = ACTA_MISSING;
    all.push_back("missing operand_" + std::to_string(i));
    EXPECT_OPEN_FOR(bench_, Evaluate(given), all.back());
  }
  const Value value = Evaluate({});
  EXPECT_THAT(bench_.ReasonsOf(value), testing::UnorderedElementsAreArray(all));
}

const Row kRows[] = {
    {"equal payloads are equal", Op::kEq, {Integer(3), Integer(3)}, Kind::kBoolean, 1},
    {"other payloads are not", Op::kEq, {Integer(3), Integer(4)}, Kind::kBoolean, 0},
    {"other payloads differ", Op::kNe, {Integer(3), Integer(4)}, Kind::kBoolean, 1},
    {"order is signed", Op::kLt, {Integer(-1), Integer(0)}, Kind::kBoolean, 1},
    {"nothing is less than itself", Op::kLt, {Integer(7), Integer(7)}, Kind::kBoolean, 0},
    {"everything is at most itself", Op::kLe, {Integer(7), Integer(7)}, Kind::kBoolean, 1},

    {"sums", Op::kAdd, {Integer(2), Integer(3)}, Kind::kInteger, 5},
    {"the largest sum", Op::kAdd, {Integer(kMax - 1), Integer(1)}, Kind::kInteger, kMax},
    {"a sum too large", Op::kAdd, {Integer(kMax), Integer(1)}, Kind::kInteger, kFails},
    {"a sum that is the reserved `missing`",
     Op::kAdd,
     {Integer(kMin + 2), Integer(-1)},
     Kind::kInteger,
     kFails},
    {"the smallest difference",
     Op::kSub,
     {Integer(kMin + 3), Integer(1)},
     Kind::kInteger,
     kMin + 2},
    {"a difference that is the reserved `absent`",
     Op::kSub,
     {Integer(-2), Integer(kMax)},
     Kind::kInteger,
     kFails},
    {"dates differ by days", Op::kSub, {Date(2020, 3, 1), Date(2020, 2, 28)}, Kind::kDays, 2},
    {"negation", Op::kNeg, {Integer(5)}, Kind::kInteger, -5},
    {"the smallest number has a negation", Op::kNeg, {Integer(kMin + 2)}, Kind::kInteger, kMax - 1},
    {"products", Op::kMul, {Integer(-4), Integer(6)}, Kind::kInteger, -24},
    {"a product too large",
     Op::kMul,
     {Integer(3'037'000'500), Integer(3'037'000'500)},
     Kind::kInteger,
     kFails},

    {"15% of 2917 KZT, exactly",
     Op::kMulScaled,
     {Integer(291700), Integer(150'000)},
     Kind::kMoney,
     43755,
     1'000'000,
     Places(0, 0)},
    {"inexact without rounding fails",
     Op::kMulScaled,
     {Integer(1), Integer(1)},
     Kind::kDecimal,
     kFails,
     2,
     Places(0, 0)},
    {"down is toward zero",
     Op::kMulScaled,
     {Integer(-7), Integer(1)},
     Kind::kInteger,
     -3,
     2,
     Places(0, 1)},
    {"up is away from zero",
     Op::kMulScaled,
     {Integer(-7), Integer(1)},
     Kind::kInteger,
     -4,
     2,
     Places(0, 2)},
    {"half up goes away from zero",
     Op::kMulScaled,
     {Integer(-5), Integer(1)},
     Kind::kInteger,
     -3,
     2,
     Places(0, 3)},
    {"half up leaves less than half",
     Op::kMulScaled,
     {Integer(4), Integer(1)},
     Kind::kInteger,
     1,
     3,
     Places(0, 3)},
    {"half even goes to the even one below",
     Op::kMulScaled,
     {Integer(5), Integer(1)},
     Kind::kInteger,
     2,
     2,
     Places(0, 4)},
    {"half even goes to the even one above",
     Op::kMulScaled,
     {Integer(7), Integer(1)},
     Kind::kInteger,
     4,
     2,
     Places(0, 4)},
    {"rounded to hundreds",
     Op::kMulScaled,
     {Integer(1250), Integer(1)},
     Kind::kInteger,
     1300,
     1,
     Places(2, 3)},
    {"half even of hundreds",
     Op::kMulScaled,
     {Integer(1250), Integer(1)},
     Kind::kInteger,
     1200,
     1,
     Places(2, 4)},
    {"128 bits on the way",
     Op::kMulScaled,
     {Integer(kMax), Integer(kMax)},
     Kind::kInteger,
     kMax,
     kMax,
     Places(0, 0)},
    {"too large at the end",
     Op::kMulScaled,
     {Integer(kMax), Integer(2)},
     Kind::kInteger,
     kFails,
     1,
     Places(0, 0)},
    {"rounding up past the largest",
     Op::kMulScaled,
     {Integer(kMax), Integer(1)},
     Kind::kInteger,
     kFails,
     1,
     Places(18, 2)},
    {"a third, rounded",
     Op::kDiv,
     {Integer(1), Integer(3)},
     Kind::kDecimal,
     333'333,
     1'000'000,
     Places(0, 1)},
    {"a third, exactly",
     Op::kDiv,
     {Integer(1), Integer(3)},
     Kind::kDecimal,
     kFails,
     1'000'000,
     Places(0, 0)},
    {"two negatives divide to a positive",
     Op::kDiv,
     {Integer(-7), Integer(-2)},
     Kind::kInteger,
     4,
     1,
     Places(0, 3)},
    {"division by zero",
     Op::kDiv,
     {Integer(1), Integer(0)},
     Kind::kInteger,
     kFails,
     1,
     Places(0, 1)},

    {"29 February after 28 in a leap year",
     Op::kAddDays,
     {Date(2020, 2, 28), Days(1)},
     Kind::kDate,
     Day(2020, 2, 29)},
    {"days backward over a month",
     Op::kAddDays,
     {Date(2024, 3, 15), Days(-16)},
     Kind::kDate,
     Day(2024, 2, 28)},
    {"no date before -9999", Op::kAddDays, {Date(-9999, 1, 1), Days(-1)}, Kind::kDate, kFails},
    {"no date after 9999", Op::kAddDays, {Date(9999, 12, 31), Days(1)}, Kind::kDate, kFails},
    {"days without end", Op::kAddDays, {Date(2020, 1, 1), Days(kMax)}, Kind::kDate, kFails},
    {"a month keeps the day",
     Op::kAddMonths,
     {Date(2021, 1, 28), Months(1)},
     Kind::kDate,
     Day(2021, 2, 28)},
    {"no 31 April", Op::kAddMonths, {Date(2021, 3, 31), Months(1)}, Kind::kDate, kFails, 0, 0},
    {"30 April, rounding down",
     Op::kAddMonths,
     {Date(2021, 3, 31), Months(1)},
     Kind::kDate,
     Day(2021, 4, 30),
     0,
     1},
    {"1 May, rounding up",
     Op::kAddMonths,
     {Date(2021, 3, 31), Months(1)},
     Kind::kDate,
     Day(2021, 5, 1),
     0,
     2},
    {"months backward over new year",
     Op::kAddMonths,
     {Date(2021, 1, 31), Months(-2)},
     Kind::kDate,
     Day(2020, 11, 30),
     0,
     1},
    {"a year after 29 February",
     Op::kAddMonths,
     {Date(2020, 2, 29), Months(12)},
     Kind::kDate,
     Day(2021, 3, 1),
     0,
     2},
    {"months without end",
     Op::kAddMonths,
     {Date(2021, 1, 1), Months(kMax)},
     Kind::kDate,
     kFails,
     0,
     1},
    {"months past the years",
     Op::kAddMonths,
     {Date(9999, 12, 1), Months(1)},
     Kind::kDate,
     kFails,
     0,
     1},

    {"the year of a date", Op::kDatePart, {Date(2021, 3, 17)}, Kind::kInteger, 2021, 0, 0},
    {"the month of a date", Op::kDatePart, {Date(2021, 3, 17)}, Kind::kInteger, 3, 0, 1},
    {"the day of a date", Op::kDatePart, {Date(2021, 3, 17)}, Kind::kInteger, 17, 0, 2},
    {"Wednesday is 2", Op::kDatePart, {Date(2021, 3, 17)}, Kind::kInteger, 2, 0, 3},
    {"1969 ended on a Wednesday", Op::kDatePart, {Date(1969, 12, 31)}, Kind::kInteger, 2, 0, 3},
    {"years before year 1", Op::kDatePart, {Date(-43, 3, 15)}, Kind::kInteger, -43, 0, 0},
    {"the hour of a time", Op::kTimePart, {Time(20, 45)}, Kind::kInteger, 20, 0, 0},
    {"the minute of a time", Op::kTimePart, {Time(20, 45)}, Kind::kInteger, 45, 0, 1},
    {"24:00 has the hour 24", Op::kTimePart, {Time(24)}, Kind::kInteger, 24, 0, 0},
    {"the date before 1970", Op::kDateOf, {{Kind::kDateTime, -1}}, Kind::kDate, -1},
    {"the time before 1970", Op::kTimeOf, {{Kind::kDateTime, -1}}, Kind::kTime, 86399},
    {"a date at a time",
     Op::kMakeDateTime,
     {Date(2021, 3, 17), Time(12)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 17), 12)},
    {"24:00 is the next midnight",
     Op::kMakeDateTime,
     {Date(2021, 3, 17), Time(24)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 18), 0)},

    {"18 on the birthday", Op::kAge, {Date(2000, 5, 9), Date(2018, 5, 9)}, Kind::kYears, 18},
    {"17 the day before", Op::kAge, {Date(2000, 5, 9), Date(2018, 5, 8)}, Kind::kYears, 17},
    {"born on 29 February, 1 March counts",
     Op::kAge,
     {Date(2000, 2, 29), Date(2018, 3, 1)},
     Kind::kYears,
     18},
    {"born on 29 February, 28 does not",
     Op::kAge,
     {Date(2000, 2, 29), Date(2018, 2, 28)},
     Kind::kYears,
     17},
    {"born on 29 February, rounding down it does",
     Op::kAge,
     {Date(2000, 2, 29), Date(2018, 2, 28)},
     Kind::kYears,
     18,
     0,
     1},
    {"the day before birth is -1",
     Op::kAge,
     {Date(2000, 5, 9), Date(2000, 5, 8)},
     Kind::kYears,
     -1},

    {"winter time",
     Op::kToInstant,
     {{Kind::kDateTime, Moment(Day(2021, 1, 1), 1)}},
     Kind::kInteger,
     Moment(Day(2021, 1, 1), 0)},
    {"summer time",
     Op::kToInstant,
     {{Kind::kDateTime, Moment(Day(2021, 7, 1), 2)}},
     Kind::kInteger,
     Moment(Day(2021, 7, 1), 0)},
    {"a time that the clock skips",
     Op::kToInstant,
     {{Kind::kDateTime, Moment(Day(2021, 3, 28), 2, 30)}},
     Kind::kInteger,
     kFails},
    {"the last moment before the gap",
     Op::kToInstant,
     {{Kind::kDateTime, Moment(Day(2021, 3, 28), 2) - 1}},
     Kind::kInteger,
     Moment(Day(2021, 3, 28), 1) - 1},
    {"the first moment after the gap",
     Op::kToInstant,
     {{Kind::kDateTime, Moment(Day(2021, 3, 28), 3)}},
     Kind::kInteger,
     Moment(Day(2021, 3, 28), 1)},
    {"a time that comes twice",
     Op::kToInstant,
     {{Kind::kDateTime, Moment(Day(2021, 10, 31), 2, 30)}},
     Kind::kInteger,
     kFails},
    {"the first moment after the fold",
     Op::kToInstant,
     {{Kind::kDateTime, Moment(Day(2021, 10, 31), 3)}},
     Kind::kInteger,
     Moment(Day(2021, 10, 31), 2)},
    {"an instant before the change",
     Op::kFromInstant,
     {Integer(Moment(Day(2021, 3, 28), 1) - 1)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 28), 2) - 1},
    {"an instant at the change",
     Op::kFromInstant,
     {Integer(Moment(Day(2021, 3, 28), 1))},
     Kind::kDateTime,
     Moment(Day(2021, 3, 28), 3)},
    {"an instant whose clock time comes again",
     Op::kFromInstant,
     {Integer(Moment(Day(2021, 10, 31), 0, 30))},
     Kind::kDateTime,
     kFails},
    {"an instant whose clock time came before",
     Op::kFromInstant,
     {Integer(Moment(Day(2021, 10, 31), 1, 30))},
     Kind::kDateTime,
     kFails},
    {"an instant behind the fold",
     Op::kFromInstant,
     {Integer(Moment(Day(2021, 10, 31), 2))},
     Kind::kDateTime,
     Moment(Day(2021, 10, 31), 3)},

    {"a Friday works", Op::kIsWorkingDay, {Date(2021, 3, 5)}, Kind::kBoolean, 1},
    {"a free Monday does not", Op::kIsWorkingDay, {Date(2021, 3, 8)}, Kind::kBoolean, 0},
    {"the day after the calendar", Op::kIsWorkingDay, {Date(2021, 3, 15)}, Kind::kBoolean, kFails},
    {"the first working day after",
     Op::kAddWorkingDays,
     {Date(2021, 3, 5), Integer(1)},
     Kind::kDate,
     Day(2021, 3, 9)},
    {"the second working day before",
     Op::kAddWorkingDays,
     {Date(2021, 3, 9), Integer(-2)},
     Kind::kDate,
     Day(2021, 3, 4)},
    {"no working days after a Sunday",
     Op::kAddWorkingDays,
     {Date(2021, 3, 7), Integer(0)},
     Kind::kDate,
     Day(2021, 3, 7)},
    {"no working days outside",
     Op::kAddWorkingDays,
     {Date(2021, 3, 15), Integer(0)},
     Kind::kDate,
     kFails},
    {"past the calendar",
     Op::kAddWorkingDays,
     {Date(2021, 3, 12), Integer(1)},
     Kind::kDate,
     kFails},
    {"from outside into the calendar",
     Op::kAddWorkingDays,
     {Date(2021, 2, 28), Integer(1)},
     Kind::kDate,
     kFails},
    {"working days without end",
     Op::kAddWorkingDays,
     {Date(2021, 3, 1), Integer(kMax)},
     Kind::kDate,
     kFails},
    {"first excluded, last included",
     Op::kWorkingDaysBetween,
     {Date(2021, 3, 5), Date(2021, 3, 10)},
     Kind::kWorkingDays,
     2},
    {"backward, negative",
     Op::kWorkingDaysBetween,
     {Date(2021, 3, 10), Date(2021, 3, 5)},
     Kind::kWorkingDays,
     -2},
    {"between days outside",
     Op::kWorkingDaysBetween,
     {Date(2021, 3, 5), Date(2021, 3, 15)},
     Kind::kWorkingDays,
     kFails},
    {"roll forward", Op::kRoll, {Date(2021, 3, 6)}, Kind::kDate, Day(2021, 3, 9), 0, 0},
    {"roll back", Op::kRoll, {Date(2021, 3, 8)}, Kind::kDate, Day(2021, 3, 5), 0, 1},
    {"a working day stays", Op::kRoll, {Date(2021, 3, 5)}, Kind::kDate, Day(2021, 3, 5), 0, 0},
    {"roll past the calendar", Op::kRoll, {Date(2021, 3, 13)}, Kind::kDate, kFails, 0, 0},
    {"the clock stands still on days off",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 5), 12)}, Integer(13 * 3600)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 9), 1)},
    {"ending with the day, it is over at midnight",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 5), 0)}, Integer(86400)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 6), 0)},
    {"backward from a Tuesday midnight to Friday",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 9), 0)}, Integer(-86400)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 5), 0)},
    {"backward within the day",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 9), 3)}, Integer(-3600)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 9), 2)},
    {"no hours on a Sunday",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 7), 5)}, Integer(0)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 7), 5)},
    {"hours past the calendar",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 12), 0)}, Integer(86401)},
     Kind::kDateTime,
     kFails},
    {"hours ending with the calendar's last day",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 12), 0)}, Integer(86400)},
     Kind::kDateTime,
     Moment(Day(2021, 3, 13), 0)},
    {"hours before the calendar",
     Op::kAddWorkingSeconds,
     {{Kind::kDateTime, Moment(Day(2021, 3, 1), 1)}, Integer(-3601)},
     Kind::kDateTime,
     kFails},

    {"a period of dates",
     Op::kMakePeriod,
     {Date(1969, 12, 30), Date(1970, 1, 2)},
     Kind::kPeriodOfDates,
     Pack({.start = -2, .end = 1})},
    {"its start", Op::kPeriodStart, {Dates(-2, 1)}, Kind::kDate, -2},
    {"its end", Op::kPeriodEnd, {Dates(-5, -2)}, Kind::kDate, -2},
    {"the last day belongs to it",
     Op::kInDates,
     {{Kind::kDate, 5}, Dates(3, 5)},
     Kind::kBoolean,
     1},
    {"the day after does not", Op::kInDates, {{Kind::kDate, 6}, Dates(3, 5)}, Kind::kBoolean, 0},
    {"the end of a time does not", Op::kInTimes, {Time(20), Times(9, 20)}, Kind::kBoolean, 0},
    {"a time across midnight", Op::kInTimes, {Time(5), Times(22, 6)}, Kind::kBoolean, 1},
    {"noon is not in the night", Op::kInTimes, {Time(12), Times(22, 6)}, Kind::kBoolean, 0},
    {"a time that ends where it begins is empty",
     Op::kInTimes,
     {Time(9), Times(9, 9)},
     Kind::kBoolean,
     0},
    {"a shared day", Op::kOverlapDates, {Dates(1, 5), Dates(5, 9)}, Kind::kBoolean, 1},
    {"no shared day", Op::kOverlapDates, {Dates(1, 4), Dates(5, 9)}, Kind::kBoolean, 0},
    {"no days, nothing shared", Op::kOverlapDates, {Dates(1, 9), Dates(5, 3)}, Kind::kBoolean, 0},
    {"a shared second", Op::kOverlapTimes, {Times(9, 12), Times(11, 20)}, Kind::kBoolean, 1},
    {"one begins where the other ends",
     Op::kOverlapTimes,
     {Times(9, 12), Times(12, 20)},
     Kind::kBoolean,
     0},
    {"two nights share midnight",
     Op::kOverlapTimes,
     {Times(22, 6), Times(23, 1)},
     Kind::kBoolean,
     1},
    {"a night and its morning", Op::kOverlapTimes, {Times(22, 6), Times(5, 8)}, Kind::kBoolean, 1},
    {"a night and the day", Op::kOverlapTimes, {Times(22, 6), Times(6, 22)}, Kind::kBoolean, 0},
    {"days shared",
     Op::kIntersectDates,
     {Dates(1, 5), Dates(4, 9)},
     Kind::kPeriodOfDates,
     Pack({.start = 4, .end = 5})},
    {"days within", Op::kSubsetDates, {Dates(2, 4), Dates(1, 4)}, Kind::kBoolean, 1},
    {"days beyond", Op::kSubsetDates, {Dates(2, 5), Dates(1, 4)}, Kind::kBoolean, 0},
    {"no days are within all", Op::kSubsetDates, {Dates(5, 2), Dates(7, 8)}, Kind::kBoolean, 1},
    {"within spring", Op::kInYearly, {Date(2021, 5, 9)}, Kind::kBoolean, 1, Window(5, 1, 5, 9)},
    {"after spring", Op::kInYearly, {Date(2021, 5, 10)}, Kind::kBoolean, 0, Window(5, 1, 5, 9)},
    {"winter crosses new year",
     Op::kInYearly,
     {Date(2021, 1, 6)},
     Kind::kBoolean,
     1,
     Window(12, 20, 1, 6)},
    {"a period touches spring",
     Op::kOverlapYearly,
     {Dates(Day(2020, 6, 1), Day(2021, 5, 1))},
     Kind::kBoolean,
     1,
     Window(5, 1, 5, 9)},
    {"a period misses spring",
     Op::kOverlapYearly,
     {Dates(Day(2020, 6, 1), Day(2021, 4, 30))},
     Kind::kBoolean,
     0,
     Window(5, 1, 5, 9)},
    {"29 February stays away eight years",
     Op::kOverlapYearly,
     {Dates(Day(1896, 3, 1), Day(1904, 2, 28))},
     Kind::kBoolean,
     0,
     Window(2, 29, 2, 29)},
    {"and then comes",
     Op::kOverlapYearly,
     {Dates(Day(1896, 3, 1), Day(1904, 2, 29))},
     Kind::kBoolean,
     1,
     Window(2, 29, 2, 29)},
    {"no days overlap nothing",
     Op::kOverlapYearly,
     {Dates(Day(2021, 5, 2), Day(2021, 5, 1))},
     Kind::kBoolean,
     0,
     Window(5, 1, 5, 9)},
    {"all days in spring",
     Op::kSubsetYearly,
     {Dates(Day(2021, 5, 1), Day(2021, 5, 9))},
     Kind::kBoolean,
     1,
     Window(5, 1, 5, 9)},
    {"from one spring to the next",
     Op::kSubsetYearly,
     {Dates(Day(2020, 5, 1), Day(2021, 5, 9))},
     Kind::kBoolean,
     0,
     Window(5, 1, 5, 9)},

    {"the parameter on its last day", Op::kLookup, {Date(2020, 3, 31)}, Kind::kMoney, 265100},
    {"between two versions", Op::kLookup, {Date(2020, 4, 1)}, Kind::kMoney, kFails},
    {"the next version", Op::kLookup, {Date(2020, 4, 2)}, Kind::kMoney, 277800},
};

INSTANTIATE_TEST_SUITE_P(Rows, StrictOperator, testing::ValuesIn(kRows));

}  // namespace
}  // namespace acta::interpreter
