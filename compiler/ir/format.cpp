#include "compiler/ir/format.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <date/date.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "acta/evaluator.h"

namespace acta::ir {

namespace {

constexpr std::int64_t kSecondsOfDay = 86400;

std::int64_t FloorDiv(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// "12.5" for 1250 hundredths: no more digits after the point than it takes, but at least `fewest`
// when there are any.
std::string Scaled(std::int64_t payload, int places, int fewest) {
  const bool negative = payload < 0;
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(payload) : static_cast<std::uint64_t>(payload);
  std::uint64_t scale = 1;
  for (int i = 0; i < places; ++i) {
    scale *= 10;
  }
  std::string fraction = fmt::format("{:0{}}", magnitude % scale, places);
  while (!fraction.empty() && fraction.back() == '0') {
    fraction.pop_back();
  }
  if (!fraction.empty()) {
    fraction.resize(std::max<std::size_t>(fraction.size(), static_cast<std::size_t>(fewest)), '0');
    fraction.insert(0, ".");
  }
  return fmt::format("{}{}{}", negative ? "-" : "", magnitude / scale, fraction);
}

std::string Counted(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 || count == -1 ? one : many);
}

std::string UnitName(const Program& program, UnitId unit) {
  return program.units[unit].name;
}

std::string Member(const Program& program, EnumId id, std::int64_t ordinal) {
  const Enum& enumeration = program.enums[id];
  if (ordinal < 0 || static_cast<std::size_t>(ordinal) >= enumeration.members.size()) {
    return fmt::format("{} no. {}", enumeration.name, ordinal);
  }
  return enumeration.members[static_cast<std::size_t>(ordinal)].name;
}

std::string FormatSet(const Program& program, EnumId id, std::int64_t mask) {
  std::vector<std::string> members;
  for (std::int64_t ordinal = 0; ordinal < 64; ++ordinal) {
    if (((static_cast<std::uint64_t>(mask) >> ordinal) & 1) != 0) {
      members.push_back(Member(program, id, ordinal));
    }
  }
  return fmt::format("{{{}}}", fmt::join(members, ", "));
}

std::string FormatText(const Program& program, std::int64_t id) {
  if (id < 0 || static_cast<std::size_t>(id) >= program.texts.size()) {
    return fmt::format("text no. {}", id);
  }
  return fmt::format("\"{}\"", program.texts[static_cast<std::size_t>(id)]);
}

std::string FormatMoney(const Program& program, const Type& type, std::int64_t hundredths) {
  std::string text = Scaled(hundredths, 2, 2);
  if (type.unit.valid()) {
    text += " " + UnitName(program, type.unit);
  }
  if (type.per.valid()) {
    text += " per " + UnitName(program, type.per);
  }
  return text;
}

std::int64_t StartOf(std::int64_t period) {
  return period >> 32;
}
std::int64_t EndOf(std::int64_t period) {
  return static_cast<std::int32_t>(period & 0xffffffff);
}

}  // namespace

std::string KindName(Kind kind) {
  switch (kind) {
    case Kind::kBoolean:
      return "boolean";
    case Kind::kInteger:
      return "integer";
    case Kind::kDecimal:
      return "decimal";
    case Kind::kMoney:
      return "money";
    case Kind::kDate:
      return "date";
    case Kind::kTime:
      return "time";
    case Kind::kDateTime:
      return "datetime";
    case Kind::kDays:
      return "days";
    case Kind::kWorkingDays:
      return "working days";
    case Kind::kMonths:
      return "months";
    case Kind::kYears:
      return "years";
    case Kind::kHours:
      return "hours";
    case Kind::kMinutes:
      return "minutes";
    case Kind::kPeriodOfDates:
      return "period of dates";
    case Kind::kPeriodOfTimes:
      return "period of times";
    case Kind::kEnum:
      return "enum";
    case Kind::kSet:
      return "set";
    case Kind::kEntity:
      return "entity";
    case Kind::kList:
      return "list";
    case Kind::kText:
      return "text";
  }
  return "?";
}

std::string TypeName(const Program& program, TypeId id) {
  if (!id.valid()) {
    return "no type";
  }
  const Type& type = program.types[id];
  std::string name = KindName(type.kind);
  switch (type.kind) {
    case Kind::kInteger:
      if (type.unit.valid()) {
        name += " of " + UnitName(program, type.unit);
      }
      break;
    case Kind::kMoney:
      if (type.unit.valid()) {
        name += " in " + UnitName(program, type.unit);
      }
      if (type.per.valid()) {
        name += " per " + UnitName(program, type.per);
      }
      break;
    case Kind::kEnum:
      name = program.enums[type.enumeration].name;
      break;
    case Kind::kSet:
      name = "set of " + program.enums[type.enumeration].name;
      break;
    case Kind::kEntity:
      name = program.entities[type.entity].name;
      break;
    case Kind::kList:
      name = fmt::format("list of {}, at most {}", TypeName(program, type.element), type.at_most);
      break;
    case Kind::kBoolean:
    case Kind::kDecimal:
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
    case Kind::kPeriodOfDates:
    case Kind::kPeriodOfTimes:
    case Kind::kText:
      break;
  }
  return type.optional ? "optional " + name : name;
}

std::string FormatDate(std::int64_t day) {
  if (day < ACTA_MIN_DAY || day > ACTA_MAX_DAY) {
    return fmt::format("day {}", day);
  }
  const date::year_month_day ymd{date::sys_days{date::days{static_cast<int>(day)}}};
  const int year = static_cast<int>(ymd.year());
  return fmt::format("{}{:04}-{:02}-{:02}", year < 0 ? "-" : "", year < 0 ? -year : year,
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

std::string FormatTime(std::int64_t seconds) {
  const std::string minutes = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
  return seconds % 60 == 0 ? minutes : fmt::format("{}:{:02}", minutes, seconds % 60);
}

std::string FormatDateTime(std::int64_t seconds) {
  const std::int64_t day = FloorDiv(seconds, kSecondsOfDay);
  return fmt::format("{} {}", FormatDate(day), FormatTime(seconds - day * kSecondsOfDay));
}

std::string FormatValue(const Program& program, TypeId id, std::int64_t payload) {
  if (payload == ACTA_ABSENT) {
    return "absent";
  }
  if (payload == ACTA_MISSING) {
    return "missing";
  }
  const Type& type = program.types[id];
  switch (type.kind) {
    case Kind::kBoolean:
      return payload == 0 ? "no" : "yes";
    case Kind::kInteger:
      return type.unit.valid() ? fmt::format("{} {}", payload, UnitName(program, type.unit))
                               : fmt::format("{}", payload);
    case Kind::kDecimal:
      return Scaled(payload, 6, 1);
    case Kind::kMoney:
      return FormatMoney(program, type, payload);
    case Kind::kDate:
      return FormatDate(payload);
    case Kind::kTime:
      return FormatTime(payload);
    case Kind::kDateTime:
      return FormatDateTime(payload);
    case Kind::kDays:
      return Counted(payload, "day", "days");
    case Kind::kWorkingDays:
      return Counted(payload, "working day", "working days");
    case Kind::kMonths:
      return Counted(payload, "month", "months");
    case Kind::kYears:
      return Counted(payload, "year", "years");
    case Kind::kHours:
      return Counted(payload, "hour", "hours");
    case Kind::kMinutes:
      return Counted(payload, "minute", "minutes");
    case Kind::kPeriodOfDates:
      return fmt::format("{} to {}", FormatDate(StartOf(payload)), FormatDate(EndOf(payload)));
    case Kind::kPeriodOfTimes:
      return fmt::format("{} to {}", FormatTime(StartOf(payload)), FormatTime(EndOf(payload)));
    case Kind::kEnum:
      return Member(program, type.enumeration, payload);
    case Kind::kSet:
      return FormatSet(program, type.enumeration, payload);
    case Kind::kEntity:
      return fmt::format("{} at slot {}", program.entities[type.entity].name, payload);
    case Kind::kList:
      return fmt::format("list of {}", payload & 0xffffffff);
    case Kind::kText:
      return FormatText(program, payload);
  }
  return "?";
}

}  // namespace acta::ir
