#include "compiler/measure/draw.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "acta/evaluator.h"
#include "compiler/ir/builder.h"

namespace acta::measure {

namespace {

using ir::Kind;

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::int64_t kMinute = 60;
constexpr std::int32_t kYear = 365;
constexpr std::int32_t kYears = 10 * kYear;
constexpr std::int32_t kMargin = 60;
constexpr std::int32_t kYearOfOurs = 18'262;  // 2020-01-01, where an act says nothing

// Where nothing is declared.
constexpr std::int64_t kCounted = 1'000;
constexpr std::int64_t kDuration = 60;
constexpr std::uint32_t kListed = 4;
constexpr std::int64_t kDaysOfPeriod = 60;
constexpr unsigned kPercentAbsent = 20;
constexpr std::size_t kStrangeTexts = 4;
constexpr std::size_t kMostMembers = 62;

struct Range {
  std::int64_t low, high;
};

// The declared ends, and where one is missing the other at a distance.
Range RangeOf(const ir::FactField& field, Range otherwise) {
  const std::int64_t span = otherwise.high - otherwise.low;
  if (field.low && field.high) {
    return {*field.low, *field.high};
  }
  if (field.low) {
    return {*field.low, std::max(*field.low, otherwise.high)};
  }
  if (field.high) {
    return {std::min(*field.high - span, otherwise.low), *field.high};
  }
  return otherwise;
}

std::int64_t Pack(std::int64_t start, std::int64_t end) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) << 32 |
                                   static_cast<std::uint32_t>(end));
}

}  // namespace

Days LikelyDays(const ir::Program& program) {
  const bool has_beginning = program.law.in_force_from > ACTA_MIN_DAY;
  const std::int32_t first = has_beginning ? program.law.in_force_from : kYearOfOurs;
  Days days{first, std::max(first, program.law.in_force_until)};
  for (const ir::Calendar& calendar : program.calendars) {
    const Days both{std::max(days.first, calendar.first_day),
                    std::min(days.last, calendar.last_day)};
    days = both.first <= both.last ? both : days;
  }
  days.last = std::min(days.last, days.first + kYears);
  const std::int32_t margin = std::min(kMargin, (days.last - days.first) / 4);
  return {days.first + margin, days.last - margin};
}

// Draws one case. What is missing is drawn apart, so that the values do not depend on it.
class CaseDrawer::Hand {
 public:
  Hand(const ir::Program& program, const DrawOptions& options, std::uint64_t number,
       std::vector<std::int64_t>& slots)
      : program_(program),
        options_(options),
        random_(options.seed * 0x9e3779b97f4a7c15 ^ number * 0xd1342543de82ef95),
        gaps_(random_.Next()),
        slots_(slots) {}

  void Draw() {
    slots_.assign(program_.slot_count, ACTA_MISSING);
    for (const ir::FactField& fact : program_.facts) {
      DrawField(fact.offset, fact);
    }
    const std::size_t chosen = std::min(options_.readings.size(), program_.readings.size());
    for (std::size_t i = 0; i < chosen; ++i) {
      slots_[program_.readings[i].slot] = options_.readings[i];
    }
  }

 private:
  void DrawField(std::size_t slot, const ir::FactField& field) {
    const ir::Type& type = program_.types[field.type];
    if (type.kind == Kind::kEntity && !type.optional) {
      DrawFields(slot, type.entity);
      return;
    }
    const std::int64_t payload = DrawKnown(slot, field, type);
    const bool is_missing = options_.percent_missing > 0 && gaps_.Chance(options_.percent_missing);
    slots_[slot] = is_missing ? ACTA_MISSING : payload;
  }

  void DrawFields(std::size_t base, ir::EntityId entity) {
    for (const ir::FactField& field : program_.entities[entity].fields) {
      DrawField(base + field.offset, field);
    }
  }

  // Fields of an entity that is absent or missing stand there all the same; nobody reads them.
  std::int64_t DrawKnown(std::size_t slot, const ir::FactField& field, const ir::Type& type) {
    const bool is_absent = type.optional && random_.Chance(kPercentAbsent);
    if (type.kind == Kind::kEntity) {
      DrawFields(slot + 1, type.entity);
    }
    const std::int64_t payload = type.kind == Kind::kEntity ? static_cast<std::int64_t>(slot) + 1
                                 : type.kind == Kind::kList ? DrawList(type)
                                                            : DrawScalar(field, type);
    return is_absent ? ACTA_ABSENT : payload;
  }

  std::int64_t DrawList(const ir::Type& type) {
    const std::size_t length = random_.Below(std::min(type.at_most, kListed) + 1);
    const std::size_t width = ir::WidthOf(program_, type.element);
    const std::size_t base = slots_.size();
    const ir::FactField element{.name = {}, .type = type.element};
    slots_.resize(base + length * width, ACTA_MISSING);
    for (std::size_t i = 0; i < length; ++i) {
      DrawField(base + i * width, element);
    }
    return static_cast<std::int64_t>(base << 32 | length);
  }

  std::int64_t In(Range range) {
    // The whole of 64 bits has no length that fits.
    const auto length =
        static_cast<std::uint64_t>(range.high) - static_cast<std::uint64_t>(range.low) + 1;
    const std::uint64_t drawn = random_.Next();
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(range.low) +
                                     (length == 0 ? drawn : drawn % length));
  }
  std::int64_t InOr(const ir::FactField& field, Range otherwise) {
    return In(RangeOf(field, otherwise));
  }
  // Whole minutes, but for the ends.
  std::int64_t MinuteOr(const ir::FactField& field, Range otherwise) {
    const Range range = RangeOf(field, otherwise);
    const std::int64_t drawn = In(range);
    const std::int64_t seconds = (drawn % kMinute + kMinute) % kMinute;
    return std::max(drawn - seconds, range.low);
  }

  std::int64_t DrawScalar(const ir::FactField& field, const ir::Type& type) {
    const Days& days = options_.days;
    switch (type.kind) {
      case Kind::kBoolean:
        return random_.Chance(50) ? 1 : 0;
      case Kind::kInteger:
        return InOr(field, {0, kCounted});
      case Kind::kDecimal:
        return InOr(field, {0, kCounted * 1'000'000});
      case Kind::kMoney:
        return InOr(field, {0, kCounted * 100 * 100});
      case Kind::kDays:
      case Kind::kWorkingDays:
      case Kind::kMonths:
      case Kind::kYears:
      case Kind::kHours:
      case Kind::kMinutes:
        return InOr(field, {0, kDuration});
      case Kind::kDate:
        return InOr(field, {days.first, days.last});
      case Kind::kTime:
        return MinuteOr(field, {0, kSecondsOfDay});
      case Kind::kDateTime:
        return MinuteOr(field, {days.first * kSecondsOfDay, (days.last + 1) * kSecondsOfDay - 1});
      case Kind::kPeriodOfDates: {
        const std::int64_t start = In({days.first, days.last});
        return Pack(start, start + In({0, kDaysOfPeriod}));
      }
      case Kind::kPeriodOfTimes: {
        const std::int64_t start = In({0, kSecondsOfDay / kMinute}) * kMinute;
        return Pack(start, In({0, kSecondsOfDay / kMinute}) * kMinute);
      }
      case Kind::kEnum:
        return static_cast<std::int64_t>(
            random_.Below(program_.enums[type.enumeration].members.size()));
      case Kind::kSet: {
        const std::size_t members =
            std::min(program_.enums[type.enumeration].members.size(), kMostMembers);
        return static_cast<std::int64_t>(random_.Next() & ((std::uint64_t{1} << members) - 1));
      }
      case Kind::kText:
        return static_cast<std::int64_t>(random_.Below(program_.texts.size() + kStrangeTexts));
      case Kind::kEntity:
      case Kind::kList:
        break;
    }
    return ACTA_MISSING;
  }

  const ir::Program& program_;
  const DrawOptions& options_;
  Random random_;
  Random gaps_;
  std::vector<std::int64_t>& slots_;
};

void CaseDrawer::Draw(std::uint64_t number, std::vector<std::int64_t>& slots) const {
  Hand(program_, options_, number, slots).Draw();
}

std::vector<std::int64_t> CaseDrawer::Draw(std::uint64_t number) const {
  std::vector<std::int64_t> slots;
  Draw(number, slots);
  return slots;
}

std::string TextOf(const ir::Program& program, std::int64_t id) {
  const auto index = static_cast<std::size_t>(id);
  return index < program.texts.size() ? program.texts[index]
                                      : fmt::format("no text of the act: {}", id);
}

}  // namespace acta::measure
