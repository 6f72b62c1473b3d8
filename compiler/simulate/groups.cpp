#include "compiler/simulate/groups.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "acta/evaluator.h"
#include "compiler/ir/format.h"

namespace acta::simulate {

namespace {

using ir::Kind;

bool IsSet(const void* bitmap, std::int64_t at) {
  return (static_cast<const std::uint8_t*>(bitmap)[at / 8] >> at % 8 & 1) != 0;
}

const ArrowArray* ChildNamed(const ArrowSchema& schema, const ArrowArray& array,
                             std::string_view name, const ArrowSchema** child) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (name == schema.children[i]->name) {
      *child = schema.children[i];
      return array.children[i];
    }
  }
  return nullptr;
}

bool IsNumber(Kind kind) {
  switch (kind) {
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
      return true;
    default:
      return false;
  }
}

// 1, 2, 5, 10, 20, 50 and so on, in units of the payload: the step at or below the value.
std::int64_t StepAtOrBelow(std::int64_t value) {
  if (value <= 0) {
    return value < 0 ? -1 : 0;
  }
  std::int64_t step = 1;
  constexpr std::int64_t kTenth = INT64_MAX / 10;
  while (step <= kTenth && step * 10 <= value) {
    step *= 10;
  }
  return value / step >= 5 ? step * 5 : value / step >= 2 ? step * 2 : step;
}

std::int64_t StepAbove(std::int64_t step) {
  std::int64_t power = step;
  while (power % 10 == 0) {
    power /= 10;
  }
  return power == 2 ? step / 2 * 5 : step * 2;
}

std::int64_t MonthOf(std::int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return static_cast<int>(date.year()) * 12 +
         static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::int64_t Bucket(Kind kind, std::int64_t value) {
  constexpr std::int64_t kDay = 86'400;
  constexpr std::int64_t kHour = 3'600;
  if (IsNumber(kind)) {
    return StepAtOrBelow(value);
  }
  switch (kind) {
    case Kind::kDate:
      return MonthOf(value);
    case Kind::kDateTime:
      return MonthOf(FloorDivide(value, kDay));
    case Kind::kTime:
      return value / kHour;
    default:
      return value;
  }
}

template <class T>
std::int64_t At(const ArrowArray& array, std::int64_t at) {
  T value{};
  std::memcpy(&value, static_cast<const T*>(array.buffers[1]) + at, sizeof value);
  return static_cast<std::int64_t>(value);
}

std::int64_t ValueAt(std::string_view format, const ArrowArray& array, std::int64_t at) {
  if (format == "b") {
    return IsSet(array.buffers[1], at) ? 1 : 0;
  }
  if (format == "c") {
    return At<std::int8_t>(array, at);
  }
  if (format == "s") {
    return At<std::int16_t>(array, at);
  }
  if (format == "+l") {
    return At<std::int32_t>(array, at + 1) - At<std::int32_t>(array, at);
  }
  if (format == "i" || format == "tdD" || format == "tts") {
    return At<std::int32_t>(array, at);
  }
  return At<std::int64_t>(array, at);
}

}  // namespace

Result<GroupingBy> GroupingOf(const ir::Program& program, const std::string& path) {
  const std::vector<ir::FactField>* fields = &program.facts;
  std::string_view rest = path;
  while (true) {
    const std::string_view part = rest.substr(0, rest.find('.'));
    const auto field = std::ranges::find(*fields, part, &ir::FactField::name);
    if (field == fields->end()) {
      std::vector<std::string> names;
      for (const ir::FactField& known : *fields) {
        names.push_back(known.name);
      }
      return Fail("there is no fact `{}`; there is {}", path, fmt::join(names, ", "));
    }
    const ir::Type& type = program.types[field->type];
    if (part.size() == rest.size()) {
      if (type.kind == Kind::kEntity || type.kind == Kind::kText ||
          type.kind == Kind::kPeriodOfDates || type.kind == Kind::kPeriodOfTimes) {
        return Fail("cases cannot be grouped by `{}`, which is `{}`", path,
                    ir::TypeName(program, field->type));
      }
      return GroupingBy{.path = path, .type = field->type, .doc = field->doc};
    }
    if (type.kind != Kind::kEntity) {
      return Fail("`{}` has no fields", path.substr(0, path.size() - rest.size() + part.size()));
    }
    fields = &program.entities[type.entity].fields;
    rest.remove_prefix(part.size() + 1);
  }
}

void FindGroups(const ir::Program& program, const GroupingBy& by, const ArrowSchema& schema,
                const ArrowArray& array, std::vector<std::int64_t>& keys) {
  const auto rows = static_cast<std::size_t>(array.length);
  keys.assign(rows, ACTA_MISSING);
  std::vector<const ArrowArray*> holders;
  const ArrowSchema* at_schema = &schema;
  const ArrowArray* at = &array;
  const ArrowArray* absence = nullptr;
  for (std::string_view rest = by.path; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('.'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    const ArrowSchema* ignored = nullptr;
    absence = ChildNamed(*at_schema, *at, std::string(part) + "$absent", &ignored);
    at = ChildNamed(*at_schema, *at, part, &at_schema);
    if (at == nullptr) {
      return;
    }
    holders.push_back(at);
  }
  const Kind kind = program.types[by.type].kind;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto i = static_cast<std::int64_t>(row);
    if (absence != nullptr && IsSet(absence->buffers[1], i + absence->offset)) {
      keys[row] = ACTA_ABSENT;
      continue;
    }
    const bool is_null = std::ranges::any_of(holders, [&](const ArrowArray* holder) {
      return holder->buffers[0] != nullptr && !IsSet(holder->buffers[0], i + holder->offset);
    });
    if (!is_null) {
      keys[row] = Bucket(kind, ValueAt(at_schema->format, *at, i + at->offset));
    }
  }
}

std::string LabelOf(const ir::Program& program, const GroupingBy& by, std::int64_t key) {
  if (key == ACTA_MISSING) {
    return "missing";
  }
  if (key == ACTA_ABSENT) {
    return "absent";
  }
  const ir::Type& type = program.types[by.type];
  const auto show = [&](std::int64_t payload) {
    return ir::FormatValue(program, by.type, payload);
  };
  if (IsNumber(type.kind)) {
    if (key <= 0) {
      return key < 0 ? "below 0" : show(0);
    }
    const std::int64_t last = StepAbove(key) - 1;
    return key == last ? show(key) : fmt::format("{} to {}", key, show(last));
  }
  switch (type.kind) {
    case Kind::kDate:
    case Kind::kDateTime:
      return fmt::format("{:04}-{:02}", FloorDivide(key, 12), key - FloorDivide(key, 12) * 12 + 1);
    case Kind::kTime:
      return fmt::format("{:02}:00 to {:02}:59", key, key);
    case Kind::kList:
      return std::to_string(key);
    default:
      return show(key);
  }
}

}  // namespace acta::simulate
