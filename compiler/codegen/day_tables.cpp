#include "compiler/codegen/day_tables.h"

#include <fmt/format.h>

namespace acta::codegen {
namespace {

// Further apart the answers do not fit, whatever the calendar.
constexpr std::int64_t kMostCounted = INT8_MAX;
// Every question has a table of its own.
constexpr std::size_t kMostDays = 30'000;

// The positions of the working days among the days covered, in order, and how many of them lie
// before each.
struct WorkingDays {
  std::vector<std::int64_t> at;
  std::vector<std::int64_t> before;

  explicit WorkingDays(const ir::Calendar& calendar) {
    for (std::size_t day = 0; day < calendar.working.size(); ++day) {
      before.push_back(static_cast<std::int64_t>(at.size()));
      if (calendar.working[day]) {
        at.push_back(static_cast<std::int64_t>(day));
      }
    }
  }
};

// Which working day is asked for from the day `before` which so many lie, itself one or not.
using Ordinal = std::int64_t (*)(std::int64_t before, bool works, std::int64_t count);

std::optional<std::vector<std::int8_t>> Distances(const ir::Calendar& calendar, Ordinal ordinal_of,
                                                  std::int64_t count) {
  const WorkingDays days(calendar);
  std::vector<std::int8_t> entries;
  for (std::size_t day = 0; day < calendar.working.size(); ++day) {
    const std::int64_t ordinal = ordinal_of(days.before[day], calendar.working[day], count);
    if (ordinal < 0 || ordinal >= static_cast<std::int64_t>(days.at.size())) {
      entries.push_back(DayTable::kNone);
      continue;
    }
    const std::int64_t distance =
        days.at[static_cast<std::size_t>(ordinal)] - static_cast<std::int64_t>(day);
    if (distance <= DayTable::kNone || distance > INT8_MAX) {
      return std::nullopt;
    }
    entries.push_back(static_cast<std::int8_t>(distance));
  }
  return entries;
}

std::int64_t CountedFrom(std::int64_t before, bool works, std::int64_t count) {
  return count > 0 ? before + (works ? 1 : 0) + count - 1 : before + count;
}
std::int64_t ThisOrNext(std::int64_t before, bool /*works*/, std::int64_t /*count*/) {
  return before;
}
std::int64_t ThisOrLast(std::int64_t before, bool works, std::int64_t /*count*/) {
  return before - (works ? 0 : 1);
}

}  // namespace

std::optional<DayTable> DayTableFor(const ir::Program& program, const ir::Node& node) {
  std::string question;
  Ordinal ordinal_of = nullptr;
  std::int64_t count = 0;
  switch (node.op) {
    case ir::Op::kAddWorkingDays: {
      const ir::Node& counted = program.nodes[program.OperandsOf(node)[1]];
      count = counted.imm;
      if (counted.op != ir::Op::kConst || count == 0 || count < -kMostCounted ||
          count > kMostCounted) {
        return std::nullopt;
      }
      question = fmt::format("add.{}", count);
      ordinal_of = CountedFrom;
      break;
    }
    case ir::Op::kRoll:
      question = node.aux == 0 ? "next" : "last";
      ordinal_of = node.aux == 0 ? ThisOrNext : ThisOrLast;
      break;
    case ir::Op::kIsWorkingDay:
      question = "works";
      break;
    default:
      return std::nullopt;
  }
  const ir::CalendarId id(static_cast<std::uint32_t>(node.imm));
  const ir::Calendar& calendar = program.calendars[id];
  if (calendar.working.size() > kMostDays) {
    return std::nullopt;
  }
  std::optional<std::vector<std::int8_t>> entries;
  if (ordinal_of == nullptr) {
    entries.emplace(calendar.working.begin(), calendar.working.end());
  } else {
    entries = Distances(calendar, ordinal_of, count);
  }
  if (!entries) {
    return std::nullopt;
  }
  entries->resize(DayTable::EntriesFor(calendar), DayTable::kNone);
  return DayTable{.symbol = fmt::format("acta.days.{}.{}", id.value, question),
                  .entries = *std::move(entries)};
}

}  // namespace acta::codegen
