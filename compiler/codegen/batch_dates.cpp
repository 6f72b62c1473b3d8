// Civil dates of batch evaluators, without tables: years that begin on 1 March, so that the leap
// day is the last of its year.
#include <llvm/IR/Constants.h>

#include "acta/evaluator.h"
#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

namespace {

constexpr std::int64_t kDaysOfEra = 146'097;
constexpr std::int64_t kYearsOfEra = 400;
// Enough eras that no day of ours lies before the first.
constexpr std::int64_t kErasBefore = 30;
// From 1 March of the year 0 to 1 January 1970.
constexpr std::int64_t kDaysBefore1970 = 719'468 + kErasBefore * kDaysOfEra;
constexpr std::int64_t kYearsBefore = kErasBefore * kYearsOfEra;
// 1 January is this day of a year that begins on 1 March, counted from 0; 29 February is the last.
constexpr std::int64_t kFirstOfJanuary = 306;
constexpr std::int64_t kLeapDay = 365;

// 1 March 1900 to 28 February 2100: every fourth year is a leap year here.
constexpr std::int64_t kFirstOfTwoCenturies = -25'508;
constexpr std::int64_t kLastOfTwoCenturies = 47'540;

}  // namespace

// %year = fptosi ((days * 4 + 3.5) / 1461): half a quarter of a day keeps it off the years' edges,
// by more than floating point loses.
BatchWriter::MarchDate BatchWriter::MarchDateWithinTwoCenturies(const Lanes& date) {
  llvm::Type* floats = llvm::FixedVectorType::get(b.getFloatTy(), ACTA_TILE);
  const auto number = [&](double of) { return llvm::ConstantFP::get(floats, of); };
  Value* days = b.CreateSub(AtWidth(date, 32), Splat(32, kFirstOfTwoCenturies));
  Value* years = b.CreateFAdd(b.CreateFMul(b.CreateSIToFP(days, floats), number(4.0 / 1461)),
                              number(3.5 / 1461));
  Value* year = b.CreateFPToSI(years, VectorOf(32));
  Value* days_before = b.CreateAShr(b.CreateMul(year, Splat(32, 1461)), Splat(32, 2));
  return {.year = year, .day = b.CreateSub(days, days_before), .first_year = 1900};
}

BatchWriter::MarchDate BatchWriter::MarchDateOf(const Lanes& date) {
  if (date.low >= kFirstOfTwoCenturies && date.high <= kLastOfTwoCenturies) {
    return MarchDateWithinTwoCenturies(date);
  }
  Value* days = b.CreateAdd(AtWidth(date, 32), Splat(32, kDaysBefore1970));
  Value* quarters = b.CreateAdd(b.CreateShl(days, Splat(32, 2)), Splat(32, 3));
  Value* century = b.CreateUDiv(quarters, Splat(32, kDaysOfEra));
  Value* in_century = b.CreateSub(quarters, b.CreateMul(century, Splat(32, kDaysOfEra)));
  // In quarters of days still, three of which make the first day begin at the right one.
  Value* again = b.CreateOr(in_century, Splat(32, 3));
  Value* year = b.CreateUDiv(again, Splat(32, 1461));
  Value* day = b.CreateLShr(b.CreateSub(again, b.CreateMul(year, Splat(32, 1461))), Splat(32, 2));
  return {.year = b.CreateAdd(b.CreateMul(century, Splat(32, 100)), year),
          .day = day,
          .first_year = -kYearsBefore};
}

// Completed years: the years between, less one while the birthday of this year has not come.
// Whoever is born on a leap day has a birthday in other years when they are over, or on their last
// day.
Lanes BatchWriter::Age(const Lanes& birth, const Lanes& on, bool on_last_of_february) {
  const MarchDate born = MarchDateOf(birth);
  const MarchDate now = MarchDateOf(on);
  Value* day = now.day;
  if (on_last_of_february) {
    // The last day of February, of a year that has no other, counts as the leap day.
    Value* is_last = b.CreateICmpEQ(day, Splat(32, kLeapDay - 1));
    Value* tomorrow = MarchDateOf(Vector(b.CreateAdd(AtWidth(on, 32), Splat(32, 1)), All(),
                                         on.low + 1, on.high + 1))
                          .day;
    Value* year_ends = b.CreateICmpEQ(tomorrow, Splat(32, 0));
    day = b.CreateSelect(b.CreateAnd(is_last, year_ends), Splat(32, kLeapDay), day);
  }
  // Years of 512 days: what is left of the difference, rounded down, are the completed ones.
  const auto in_long_years = [&](Value* year, Value* day_of_year) {
    return b.CreateAdd(b.CreateShl(year, Splat(32, 9)), day_of_year);
  };
  const std::int64_t years_between = now.first_year - born.first_year;
  Value* year = years_between == 0 ? now.year : b.CreateAdd(now.year, Splat(32, years_between));
  Value* age = b.CreateAShr(
      b.CreateSub(in_long_years(year, day), in_long_years(born.year, born.day)), Splat(32, 9));
  return Vector(age, All(), -20'000, 20'000);
}

// %quotient = lshr (%dividend * reciprocal), so that nothing is lost where the dividend is at most
// kMost; anything in rows where it is more.
template <std::uint32_t kMost, std::uint32_t kDivisor>
Value* BatchWriter::SmallQuotient(Value* dividend) {
  constexpr unsigned kShift = 20;
  constexpr std::uint64_t kReciprocal = (1U << kShift) / kDivisor + 1;
  constexpr std::uint64_t kTooMuch = kReciprocal * kDivisor - (1U << kShift);
  static_assert(kTooMuch * kMost < 1U << kShift, "rounded down, the quotient is exact");
  static_assert(kReciprocal * kMost <= UINT32_MAX, "the product has 32 bits");
  return b.CreateLShr(b.CreateMul(dividend, Splat(32, kReciprocal)), Splat(32, kShift));
}

// Month and day of the month, from the day of the year.
BatchWriter::Civil BatchWriter::CivilOf(const Lanes& date) {
  const MarchDate march = MarchDateOf(date);
  // Months from March on have 153 days in five.
  Value* fifths = b.CreateAdd(b.CreateMul(march.day, Splat(32, 5)), Splat(32, 2));
  Value* month = SmallQuotient<kLeapDay * 5 + 2, 153>(fifths);
  Value* begins =
      SmallQuotient<11 * 153 + 2, 5>(b.CreateAdd(b.CreateMul(month, Splat(32, 153)), Splat(32, 2)));
  Value* day = b.CreateAdd(b.CreateSub(march.day, begins), Splat(32, 1));
  Value* next_year = b.CreateICmpUGE(march.day, Splat(32, kFirstOfJanuary));
  Value* from_january = b.CreateSelect(next_year, Splat(32, -9), Splat(32, 3));
  Value* year = b.CreateAdd(march.year, b.CreateZExt(next_year, VectorOf(32)));
  return {b.CreateAdd(year, Splat(32, march.first_year)), b.CreateAdd(month, from_january), day};
}

Lanes BatchWriter::DatePart(const Lanes& date, std::uint32_t part) {
  if (part == 3) {
    // 1970-01-01 was a Thursday; the years before it are moved above 0.
    constexpr std::int64_t kWeeksBefore = 7 * 700'000;
    Value* shifted = b.CreateAdd(AtWidth(date, 32), Splat(32, kWeeksBefore + 3));
    return Vector(b.CreateURem(shifted, Splat(32, 7)), All(), 0, 6);
  }
  const Civil civil = CivilOf(date);
  return part == 0   ? Vector(civil.year, All(), -10'000, 10'000)
         : part == 1 ? Vector(civil.month, All(), 1, 12)
                     : Vector(civil.day, All(), 1, 31);
}

// The window's ends are month * 32 + day; it may cross new year.
Lanes BatchWriter::InYearly(const Lanes& date, std::int64_t window) {
  const Civil civil = CivilOf(date);
  Value* day = b.CreateAdd(b.CreateShl(civil.month, Splat(32, 5)), civil.day);
  const std::int64_t first = window / 4096;
  const std::int64_t last = window % 4096;
  Value* from_first = Word(b.CreateICmpUGE(day, Splat(32, first)));
  Value* to_last = Word(b.CreateICmpULE(day, Splat(32, last)));
  return Within(first <= last ? And(from_first, to_last) : Or(from_first, to_last));
}

}  // namespace acta::codegen
