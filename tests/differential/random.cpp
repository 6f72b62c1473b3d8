#include "tests/differential/random.h"

#include <algorithm>
#include <array>
#include <limits>

#include "acta/evaluator.h"
#include "compiler/interpreter/days.h"
#include "compiler/interpreter/periods.h"

namespace acta::differential {

namespace {

using interpreter::DayOf;
using ir::Kind;

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min() + 2;
constexpr std::int64_t kSecondsOfDay = 86400;

std::int64_t RandomInteger(Random& random) {
  static constexpr std::array<std::int64_t, 22> kBoundaries = {0,
                                                               1,
                                                               -1,
                                                               2,
                                                               -2,
                                                               3,
                                                               7,
                                                               12,
                                                               17,
                                                               18,
                                                               31,
                                                               64,
                                                               100,
                                                               999'999,
                                                               1'000'000,
                                                               1'000'001,
                                                               0x7fffffff,
                                                               -0x80000000LL,
                                                               3'037'000'500,
                                                               kLargest,
                                                               kSmallest,
                                                               kLargest / 2};
  return random.Chance(50) ? random.Pick(kBoundaries) : random.Between(-40, 200);
}

std::int64_t RandomDate(const ir::Program& program, Random& random) {
  std::vector<std::int64_t> boundaries = {
      DayOf({2020, 2, 28}),  DayOf({2020, 2, 29}),  DayOf({2021, 2, 28}), DayOf({2020, 1, 30}),
      DayOf({2020, 1, 31}),  DayOf({2020, 12, 31}), DayOf({2021, 1, 1}),  DayOf({2021, 3, 31}),
      DayOf({2000, 2, 29}),  DayOf({1900, 3, 1}),   DayOf({2004, 2, 29}), DayOf({1970, 1, 1}),
      DayOf({1969, 12, 31}), DayOf({0, 2, 29}),     ACTA_MIN_DAY,         ACTA_MIN_DAY + 30,
      ACTA_MAX_DAY - 1,      ACTA_MAX_DAY};
  for (const ir::Calendar& calendar : program.calendars) {
    boundaries.push_back(calendar.first_day + random.Between(-2, 2));
    boundaries.push_back(calendar.last_day + random.Between(-2, 2));
  }
  for (const ir::Lookup& lookup : program.lookups) {
    for (const ir::LookupVersion& version : lookup.versions) {
      boundaries.push_back(version.from + random.Between(-1, 0));
      boundaries.push_back(version.until + random.Between(0, 1));
    }
  }
  return random.Chance(45) ? random.Pick(boundaries)
                           : random.Between(DayOf({2019, 1, 1}), DayOf({2024, 12, 31}));
}

std::int64_t RandomTime(Random& random) {
  static constexpr std::array<std::int64_t, 8> kBoundaries = {0,     1,     9 * 3600, 20 * 3600,
                                                              43200, 86399, 86400,    59};
  return random.Chance(50) ? random.Pick(kBoundaries) : random.Between(0, kSecondsOfDay);
}

std::int64_t RandomDateTime(const ir::Program& program, Random& random) {
  // Around a change of the clock.
  if (!program.zone_sets.empty() && random.Chance(30)) {
    const auto set =
        ir::ZoneSetId(static_cast<std::uint32_t>(random.Below(program.zone_sets.size())));
    const auto& zones = program.zone_sets[set].zones;
    const ir::Zone& zone = zones[random.Below(zones.size())];
    if (!zone.changes.empty()) {
      const auto& [at, offset] = zone.changes[random.Below(zone.changes.size())];
      static constexpr std::array<std::int64_t, 9> kAround = {-3601, -3600, -1,   0,    1,
                                                              1800,  3599,  3600, -7200};
      return at + offset + random.Pick(kAround);
    }
  }
  return RandomDate(program, random) * kSecondsOfDay +
         std::min<std::int64_t>(RandomTime(random), 86399);
}

std::int64_t RandomPeriodOfDates(const ir::Program& program, Random& random) {
  const std::int64_t start = RandomDate(program, random);
  // Now and then over before it begins, or years long.
  const std::int64_t length =
      random.Chance(20) ? random.Between(360, 4000) : random.Between(-3, 40);
  const std::int64_t end = std::clamp<std::int64_t>(start + length, ACTA_MIN_DAY, ACTA_MAX_DAY);
  return interpreter::Pack({.start = start, .end = end});
}

std::int64_t RandomMember(const ir::Program& program, ir::EnumId id, Random& random) {
  return static_cast<std::int64_t>(random.Below(program.enums[id].members.size()));
}

std::int64_t RandomSet(const ir::Program& program, ir::EnumId id, Random& random) {
  const std::size_t members = program.enums[id].members.size();
  const std::uint64_t all = (std::uint64_t{1} << members) - 1;
  return static_cast<std::int64_t>(random.Chance(20) ? (random.Chance(50) ? 0 : all)
                                                     : random.Next() & all);
}

}  // namespace

std::int64_t RandomPayload(const ir::Program& program, const ir::Type& type, Random& random) {
  if (type.optional && random.Chance(25)) {
    return ACTA_ABSENT;
  }
  switch (type.kind) {
    case Kind::kBoolean:
      return random.Chance(50) ? 1 : 0;
    case Kind::kInteger:
      return RandomInteger(random);
    case Kind::kDecimal:
      return random.Chance(50) ? RandomInteger(random) : random.Between(-300, 300) * 50'000;
    case Kind::kMoney:
      return random.Chance(50) ? RandomInteger(random) : random.Between(0, 300'000);
    case Kind::kDate:
      return RandomDate(program, random);
    case Kind::kTime:
      return RandomTime(random);
    case Kind::kDateTime:
      return RandomDateTime(program, random);
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
      return random.Chance(15) ? RandomInteger(random) : random.Between(-15, 40);
    case Kind::kPeriodOfDates:
      return RandomPeriodOfDates(program, random);
    case Kind::kPeriodOfTimes:
      return interpreter::Pack({.start = RandomTime(random), .end = RandomTime(random)});
    case Kind::kEnum:
      return RandomMember(program, type.enumeration, random);
    case Kind::kSet:
      return RandomSet(program, type.enumeration, random);
    case Kind::kText:
      return random.Between(0, 3);
    case Kind::kEntity:
    case Kind::kList:
      return 0;  // laid out by GenerateCase
  }
  return 0;
}

std::int64_t CommonPayload(const ir::Program& program, const ir::Type& type, Random& random) {
  switch (type.kind) {
    case Kind::kDate:
      return DayOf({2021, 3, 17}) + random.Between(0, 2);
    case Kind::kDateTime:
      return DayOf({2021, 3, 17}) * kSecondsOfDay + random.Between(0, 1) * 3600;
    case Kind::kTime:
      return random.Between(9, 10) * 3600;
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
    case Kind::kText:
      return random.Between(0, 2);
    case Kind::kPeriodOfDates:
      return interpreter::Pack(
          {.start = DayOf({2021, 3, 17}), .end = DayOf({2021, 3, 18}) + random.Between(0, 1)});
    case Kind::kPeriodOfTimes:
      return interpreter::Pack({.start = 9 * 3600, .end = random.Between(18, 19) * 3600});
    case Kind::kBoolean:
    case Kind::kEnum:
    case Kind::kSet:
    case Kind::kEntity:
    case Kind::kList:
      return RandomPayload(program, type, random);
  }
  return 0;
}

}  // namespace acta::differential
