#include "compiler/interpreter/operators.h"

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/interpreter/days.h"
#include "compiler/interpreter/numbers.h"
#include "compiler/interpreter/periods.h"

namespace acta::interpreter {

namespace {

using ir::Op;

constexpr std::int64_t kSecondsOfDay = 86400;

std::uint64_t Bit(std::int64_t ordinal) {
  return std::uint64_t{1} << (ordinal & 63);
}

std::int64_t DatePart(std::int64_t date, std::uint32_t part) {
  const Civil civil = CivilOf(date);
  switch (part) {
    case 0:
      return civil.year;
    case 1:
      return civil.month;
    case 2:
      return civil.day;
    default:
      return WeekdayOf(date);
  }
}

std::optional<std::int64_t> OnDate(const ir::Lookup& lookup, std::int64_t date) {
  for (const ir::LookupVersion& version : lookup.versions) {
    if (version.from <= date && date <= version.until) {
      return version.value;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> Apply(const ir::Program& program, const ir::Node& node,
                                  std::span<const std::int64_t> operands) {
  const std::int64_t a = !operands.empty() ? operands[0] : 0;
  const std::int64_t b = operands.size() > 1 ? operands[1] : 0;
  const auto imm = static_cast<std::uint32_t>(node.imm);
  const auto calendar = [&]() -> const ir::Calendar& {
    return program.calendars[ir::CalendarId(imm)];
  };
  // The zone of the law, or of the ordinal that is the second operand.
  const auto zone = [&]() -> const ir::Zone& {
    const auto& zones = program.zone_sets[ir::ZoneSetId(imm)].zones;
    const auto ordinal = static_cast<std::size_t>(b);
    ACTA_CHECK(ordinal < zones.size(), "an ordinal is one of its enum");
    return zones[ordinal];
  };
  switch (node.op) {
    case Op::kInner:
      return a + node.imm;
    case Op::kPresent:
      return a != ACTA_ABSENT ? 1 : 0;
    case Op::kValue:
      return a != ACTA_ABSENT ? std::optional(a) : std::nullopt;

    case Op::kEq:
      return a == b ? 1 : 0;
    case Op::kNe:
      return a != b ? 1 : 0;
    case Op::kLt:
      return a < b ? 1 : 0;
    case Op::kLe:
      return a <= b ? 1 : 0;

    case Op::kMember:
      return (static_cast<std::uint64_t>(b) & Bit(a)) != 0 ? 1 : 0;
    case Op::kSetSingle:
      return static_cast<std::int64_t>(Bit(a));
    case Op::kSetUnion:
      return a | b;
    case Op::kSetIntersection:
      return a & b;
    case Op::kSetDifference:
      return a & ~b;

    case Op::kAdd:
      return AsPayload(Int128{a} + b);
    case Op::kSub:
      return AsPayload(Int128{a} - b);
    case Op::kNeg:
      return AsPayload(-Int128{a});
    case Op::kMul:
      return AsPayload(Int128{a} * b);
    case Op::kMulScaled:
      return Quotient(Int128{a} * b, node.imm, node.aux >> 8,
                      static_cast<Rounding>(node.aux & 255));
    case Op::kDiv:
      return Quotient(Int128{a} * node.imm, b, node.aux >> 8,
                      static_cast<Rounding>(node.aux & 255));

    case Op::kAddDays:
      return AddDays(a, b);
    case Op::kAddMonths:
      return AddMonths(a, b, static_cast<MonthEnd>(node.aux));
    case Op::kDatePart:
      return DatePart(a, node.aux);
    case Op::kTimePart:
      return node.aux == 0 ? a / 3600 : a / 60 % 60;
    case Op::kDateOf:
      return FloorDiv(a, kSecondsOfDay);
    case Op::kTimeOf:
      return a - FloorDiv(a, kSecondsOfDay) * kSecondsOfDay;
    case Op::kMakeDateTime:
      return a * kSecondsOfDay + b;
    case Op::kAge:
      return AgeOn(a, b, node.aux == 1);
    case Op::kToInstant:
      return ToInstant(zone(), a);
    case Op::kFromInstant:
      return FromInstant(zone(), a);

    case Op::kIsWorkingDay:
      return IsWorkingDay(calendar(), a);
    case Op::kAddWorkingDays:
      return AddWorkingDays(calendar(), a, b);
    case Op::kWorkingDaysBetween:
      return WorkingDaysBetween(calendar(), a, b);
    case Op::kRoll:
      return Roll(calendar(), a, static_cast<Direction>(node.aux));
    case Op::kAddWorkingSeconds:
      return AddWorkingSeconds(calendar(), a, b);

    case Op::kMakePeriod:
      return Pack({.start = a, .end = b});
    case Op::kPeriodStart:
      return Unpack(a).start;
    case Op::kPeriodEnd:
      return Unpack(a).end;
    case Op::kInDates:
      return InDates(a, Unpack(b)) ? 1 : 0;
    case Op::kInTimes:
      return InTimes(a, Unpack(b)) ? 1 : 0;
    case Op::kOverlapDates:
      return OverlapDates(Unpack(a), Unpack(b)) ? 1 : 0;
    case Op::kOverlapTimes:
      return OverlapTimes(Unpack(a), Unpack(b)) ? 1 : 0;
    case Op::kIntersectDates:
      return Pack(IntersectDates(Unpack(a), Unpack(b)));
    case Op::kSubsetDates:
      return SubsetDates(Unpack(a), Unpack(b)) ? 1 : 0;
    case Op::kInYearly:
      return InYearly(a, node.imm) ? 1 : 0;
    case Op::kOverlapYearly:
      return OverlapYearly(Unpack(a), node.imm) ? 1 : 0;
    case Op::kSubsetYearly:
      return SubsetYearly(Unpack(a), node.imm) ? 1 : 0;

    case Op::kLookup:
      return OnDate(program.lookups[ir::LookupId(imm)], a);
    case Op::kLength:
      return a & 0xffffffff;

    case Op::kConst:
    case Op::kSlot:
    case Op::kField:
    case Op::kRule:
    case Op::kCall:
    case Op::kParam:
    case Op::kElement:
    case Op::kReading:
    case Op::kUndetermined:
    case Op::kNot:
    case Op::kAnd:
    case Op::kOr:
    case Op::kIf:
    case Op::kSwitch:
    case Op::kSetOf:
    case Op::kAtLeast:
    case Op::kCount:
    case Op::kSum:
    case Op::kEarliest:
    case Op::kLatest:
      break;
  }
  ACTA_CHECK(false, "the evaluator itself evaluates what is not strict");
}

}  // namespace acta::interpreter
