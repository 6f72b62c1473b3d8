#include "compiler/simulate/groups.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

#include <fmt/format.h>

#include "acta/evaluator.h"
#include "acta/kernels.h"
#include "compiler/ir/format.h"
#include "compiler/simulate/columns.h"

namespace acta::simulate {

namespace {

using ir::Kind;

// 1, 2, 5, 10, 20, 50 and so on, as far as payloads go.
constexpr auto kSteps = [] {
  std::array<std::int64_t, 57> steps{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < steps.size(); i += 3) {
    steps[i] = power;
    steps[i + 1] = power * 2;
    steps[i + 2] = power * 5;
    power *= i + 3 < steps.size() ? 10 : 1;
  }
  return steps;
}();

// By the number of bits of a value: which step is at or below the lowest value of so many. Between
// that and the highest at most one more step lies.
constexpr auto kStepOfBits = [] {
  std::array<std::uint8_t, 64> step_of{};
  for (std::size_t bits = 1; bits < step_of.size(); ++bits) {
    step_of[bits] = step_of[bits - 1];
    while (step_of[bits] + 1U < kSteps.size() && kSteps[step_of[bits] + 1U] <= std::int64_t{1}
                                                                                   << (bits - 1)) {
      ++step_of[bits];
    }
  }
  return step_of;
}();

// In units of the payload.
std::int64_t StepAtOrBelow(std::int64_t value) {
  if (value <= 0) {
    return value < 0 ? -1 : 0;
  }
  const std::size_t step =
      kStepOfBits[static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(value)))];
  const std::size_t next = std::min(step + 1, kSteps.size() - 1);
  return kSteps[kSteps[next] <= value ? next : step];
}

std::int64_t StepAbove(std::int64_t step) {
  std::int64_t power = step;
  while (power % 10 == 0) {
    power /= 10;
  }
  return power == 2 ? step / 2 * 5 : step * 2;
}

// Months since year 0.
std::int64_t MonthOf(std::int64_t day) {
  return acta_k_year_of(day) * 12 + acta_k_month_of(day) - 1;
}

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::int64_t Bucket(Kind kind, std::int64_t value) {
  constexpr std::int64_t kDay = 86'400;
  constexpr std::int64_t kHour = 3'600;
  if (ir::IsQuantity(kind)) {
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

// Lists by their length.
PayloadReader ReaderOf(std::string_view format) {
  if (format != "+l") {
    return PayloadReaderOf(format);
  }
  return [](const ArrowArray& array, std::int64_t at) -> std::int64_t {
    return ValueAt<std::int32_t>(array, 1, at + 1) - ValueAt<std::int32_t>(array, 1, at);
  };
}

// A fact on the way to the one that is grouped by: an entity that the next is a field of, or
// itself.
struct Holder {
  Child absence;
  const ArrowArray* array;
  std::int64_t offset;  // of the records that it stands in

  [[nodiscard]] bool IsEmpty(std::int64_t row) const {
    return IsNull(*array, row + offset + array->offset) || SaysAbsent(absence, row + offset);
  }
};

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
  std::vector<Holder> holders;
  Child at{&schema, &array};
  std::int64_t offset = array.offset;
  for (std::string_view rest = by.path; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('.'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    const Child absence = ChildNamed(*at.schema, *at.array, part, kAbsentEnding);
    at = ChildNamed(*at.schema, *at.array, part);
    if (at.array == nullptr) {
      return;
    }
    holders.push_back({.absence = absence, .array = at.array, .offset = offset});
    offset += at.array->offset;
  }
  const Kind kind = program.types[by.type].kind;
  const PayloadReader read = ReaderOf(at.schema->format);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto i = static_cast<std::int64_t>(row);
    // The outermost that has no value decides: what has been drawn for fields of nothing is
    // nothing.
    const auto empty =
        std::ranges::find_if(holders, [&](const Holder& holder) { return holder.IsEmpty(i); });
    if (empty == holders.end()) {
      keys[row] = Bucket(kind, read(*at.array, i + offset));
    } else if (SaysAbsent(empty->absence, i + empty->offset)) {
      keys[row] = ACTA_ABSENT;
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
  if (ir::IsQuantity(type.kind)) {
    if (key <= 0) {
      return key < 0 ? "below 0" : show(0);
    }
    // Parts of a whole are no steps that anybody counts in.
    if (!ir::IsCount(type.kind)) {
      return fmt::format("{} to below {}", show(key), show(StepAbove(key)));
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
