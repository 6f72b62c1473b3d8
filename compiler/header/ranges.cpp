#include <algorithm>
#include <limits>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/header/shape.h"

namespace acta::header {
namespace {

using ir::Kind;

constexpr std::int64_t kSecondsPerDay = 86'400;

}  // namespace

bool IsPeriod(const ir::Type& type) {
  return type.kind == Kind::kPeriodOfDates || type.kind == Kind::kPeriodOfTimes;
}

Range RangeOf(const ir::Program& program, const ir::Type& type) {
  switch (type.kind) {
    case Kind::kBoolean:
      return {0, 1};
    case Kind::kDate:
    case Kind::kPeriodOfDates:
      return {ACTA_MIN_DAY, ACTA_MAX_DAY};
    case Kind::kTime:
    case Kind::kPeriodOfTimes:
      return {0, kSecondsPerDay};
    case Kind::kDateTime:
      return {ACTA_MIN_DAY * kSecondsPerDay, ACTA_MAX_DAY * kSecondsPerDay + kSecondsPerDay - 1};
    case Kind::kEnum:
      return {0, static_cast<std::int64_t>(program.enums[type.enumeration].members.size()) - 1};
    case Kind::kSet: {
      const std::size_t members = program.enums[type.enumeration].members.size();
      ACTA_CHECK(members < 64, "a set has a bit for each member, and none for a sign");
      return {0, static_cast<std::int64_t>((std::uint64_t{1} << members) - 1)};
    }
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
      // Without the reserved payloads.
      return {ACTA_MISSING + 1, std::numeric_limits<std::int64_t>::max()};
    case Kind::kEntity:
    case Kind::kList:
    case Kind::kText:
      break;
  }
  ACTA_CHECK(false, "entities, lists and texts have no range");
}

Range RangeOf(const ir::Program& program, const ir::FactField& field) {
  const Range of_type = RangeOf(program, program.types[field.type]);
  if (IsPeriod(program.types[field.type])) {
    return of_type;
  }
  return {std::max(of_type.low, field.low.value_or(of_type.low)),
          std::min(of_type.high, field.high.value_or(of_type.high))};
}

}  // namespace acta::header
