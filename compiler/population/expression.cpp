#include "compiler/population/expression.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/ir/walk.h"

namespace acta::population {

namespace {

using ir::Op;

constexpr std::int64_t kMissing = ACTA_MISSING;
constexpr std::int64_t kAbsent = ACTA_ABSENT;
constexpr std::int64_t kDay = 86'400;

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) {
  const std::int64_t quotient = a / b;
  return quotient - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

// What does not fit is no result.
template <class F>
std::int64_t Checked(F overflows) {
  std::int64_t result = 0;
  return overflows(&result) || result <= kNoResult ? kNoResult : result;
}

// The result of a kernel that can fail.
template <class F>
std::int64_t Asked(F kernel) {
  std::int64_t result = 0;
  return kernel(&result) == 0 ? result : kNoResult;
}

std::int64_t ValidDay(std::int64_t day) {
  return day < ACTA_MIN_DAY || day > ACTA_MAX_DAY ? kNoResult : day;
}

template <class F>
void Map(const Chunk& a, std::size_t count, Chunk& out, F of) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = IsOpen(a[i]) ? a[i] : of(a[i]);
  }
}
template <class F>
void Map(const Chunk& a, const Chunk& b, std::size_t count, Chunk& out, F of) {
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = IsOpen(a[i]) ? a[i] : IsOpen(b[i]) ? b[i] : of(a[i], b[i]);
  }
}

}  // namespace

Tables::Tables(const ir::Program& program) {
  for (const ir::Calendar& calendar : program.calendars) {
    std::vector<std::int32_t>& rank = numbers_.emplace_back(1, 0);
    std::vector<std::int32_t>& select = numbers_.emplace_back();
    for (std::size_t i = 0; i < calendar.working.size(); ++i) {
      if (calendar.working[i]) {
        select.push_back(calendar.first_day + static_cast<std::int32_t>(i));
      }
      rank.push_back(static_cast<std::int32_t>(select.size()));
    }
    calendars_.push_back({.first_day = calendar.first_day,
                          .last_day = calendar.last_day,
                          .working_count = static_cast<std::int32_t>(select.size()),
                          .reserved = 0,
                          .rank = rank.data(),
                          .select = select.data()});
  }
  for (const ir::ZoneSet& set : program.zone_sets) {
    std::vector<acta_zone>& zones = zones_.emplace_back();
    for (const ir::Zone& zone : set.zones) {
      std::vector<std::int64_t>& at = instants_.emplace_back();
      std::vector<std::int32_t>& offsets = numbers_.emplace_back(1, zone.first_offset);
      for (const auto& [instant, offset] : zone.changes) {
        at.push_back(instant);
        offsets.push_back(offset);
      }
      zones.push_back({.count = static_cast<std::uint32_t>(at.size()),
                       .reserved = 0,
                       .at = at.data(),
                       .offset = offsets.data()});
    }
  }
}

const acta_zone& Tables::zone(std::int64_t set, std::int64_t ordinal) const {
  const std::vector<acta_zone>& zones = zones_[static_cast<std::size_t>(set)];
  return zones[std::min(static_cast<std::size_t>(ordinal), zones.size() - 1)];
}

// Gives chunks back when it goes.
class Evaluator::Scratch {
 public:
  explicit Scratch(Evaluator& evaluator) : evaluator_(evaluator), taken_(evaluator.taken_) {}
  ~Scratch() { evaluator_.taken_ = taken_; }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

 private:
  Evaluator& evaluator_;
  std::size_t taken_;
};

Chunk& Evaluator::Take() {
  if (taken_ == chunks_.size()) {
    chunks_.emplace_back();
  }
  return chunks_[taken_++];
}

void Evaluator::Slot(std::uint32_t slot, const Rows& rows, Chunk& out) const {
  const Column& column = rows.table->slots[slot];
  if (column.empty()) {
    std::fill_n(out.begin(), rows.count, kMissing);
  } else if (rows.parents == nullptr) {
    std::copy_n(column.begin() + static_cast<std::ptrdiff_t>(rows.begin), rows.count, out.begin());
  } else {
    for (std::size_t i = 0; i < rows.count; ++i) {
      out[i] = column[rows.of_case(i)];
    }
  }
}

// A field of something that may be absent: undetermined where it is.
void Evaluator::Field(const ir::Node& field, const Rows& rows, Chunk& out) {
  const Scratch scratch(*this);
  const auto slot = ir::StaticSlot(program_, field);
  ACTA_CHECK(slot.has_value(), "the checker lets no other fields through");
  Slot(*slot, rows, out);
  Chunk& holder = Take();
  for (const ir::Node* node = &field; program_.OperandsOf(*node).size() == 1;) {
    node = &program_.nodes[program_.OperandsOf(*node)[0]];
    if (node->op != Op::kSlot || !program_.types[node->type].optional) {
      continue;
    }
    Slot(static_cast<std::uint32_t>(node->imm), rows, holder);
    for (std::size_t i = 0; i < rows.count; ++i) {
      out[i] = holder[i] == kAbsent || holder[i] == kMissing ? kMissing : out[i];
    }
  }
}

// Strong Kleene: `deciding` (0 of `and`, 1 of `or`) settles it whatever the others are.
void Evaluator::Fold(const ir::Node& node, const Rows& rows, Chunk& out, std::int64_t deciding) {
  std::fill_n(out.begin(), rows.count, 1 - deciding);
  const Scratch scratch(*this);
  Chunk& operand = Take();
  for (const ir::NodeId id : program_.OperandsOf(node)) {
    Evaluate(id, rows, operand);
    for (std::size_t i = 0; i < rows.count; ++i) {
      const bool is_settled = out[i] == deciding || operand[i] == deciding;
      out[i] = is_settled           ? deciding
               : IsOpen(out[i])     ? out[i]
               : IsOpen(operand[i]) ? operand[i]
                                    : 1 - deciding;
    }
  }
}

// One of the branches; undetermined with its selector unless all branches agree.
void Evaluator::Choose(const ir::Node& node, const Rows& rows, Chunk& out) {
  const Scratch scratch(*this);
  const auto operands = program_.OperandsOf(node);
  Chunk& selector = Take();
  Evaluate(operands[0], rows, selector);
  Chunk& branch = Take();
  Chunk& first = Take();
  Chunk& differs = Take();
  const bool is_if = node.op == Op::kIf;
  for (std::size_t k = 1; k < operands.size(); ++k) {
    Evaluate(operands[k], rows, branch);
    const auto ordinal =
        is_if ? static_cast<std::int64_t>(2 - k) : static_cast<std::int64_t>(k - 1);
    for (std::size_t i = 0; i < rows.count; ++i) {
      out[i] = k == 1 || selector[i] == ordinal ? branch[i] : out[i];
      differs[i] = k == 1 ? 0 : static_cast<std::int64_t>(differs[i] != 0 || branch[i] != first[i]);
      first[i] = k == 1 ? branch[i] : first[i];
    }
  }
  for (std::size_t i = 0; i < rows.count; ++i) {
    out[i] = !IsOpen(selector[i]) ? out[i] : differs[i] != 0 ? selector[i] : first[i];
  }
}

void Evaluator::Evaluate(ir::NodeId id, const Rows& rows, Chunk& out) {
  const ir::Node& node = program_.nodes[id];
  switch (node.op) {
    case Op::kConst:
      std::fill_n(out.begin(), rows.count, node.imm);
      return;
    case Op::kSlot:
      Slot(static_cast<std::uint32_t>(node.imm), rows, out);
      return;
    case Op::kField:
    case Op::kInner:
      Field(node, rows, out);
      return;
    case Op::kAnd:
      Fold(node, rows, out, 0);
      return;
    case Op::kOr:
      Fold(node, rows, out, 1);
      return;
    case Op::kIf:
    case Op::kSwitch:
      Choose(node, rows, out);
      return;
    default:
      break;
  }
  const Scratch scratch(*this);
  const auto operands = program_.OperandsOf(node);
  Chunk& a = Take();
  Evaluate(operands[0], rows, a);
  if (operands.size() == 1) {
    One(node, a, rows.count, out);
    return;
  }
  Chunk& b = Take();
  Evaluate(operands[1], rows, b);
  Two(node, a, b, rows.count, out);
}

void Evaluator::One(const ir::Node& node, const Chunk& a, std::size_t count, Chunk& out) const {
  const auto map = [&](auto of) { Map(a, count, out, of); };
  const std::int64_t imm = node.imm;
  switch (node.op) {
    case Op::kPresent:
      return map([](std::int64_t x) -> std::int64_t { return x != kAbsent; });
    case Op::kValue:
      return map([](std::int64_t x) { return x == kAbsent ? kMissing : x; });
    case Op::kNot:
      return map([](std::int64_t x) { return 1 - x; });
    case Op::kSetSingle:
      return map([](std::int64_t x) { return std::int64_t{1} << x; });
    case Op::kNeg:
      return map([](std::int64_t x) {
        return Checked(
            [&](std::int64_t* to) { return __builtin_sub_overflow(std::int64_t{0}, x, to); });
      });
    case Op::kDatePart:
      switch (node.aux) {
        case 0:
          return map([](std::int64_t x) { return acta_k_year_of(x); });
        case 1:
          return map([](std::int64_t x) { return acta_k_month_of(x); });
        case 2:
          return map([](std::int64_t x) { return acta_k_day_of(x); });
        default:
          return map([](std::int64_t x) { return acta_k_weekday_of(x); });
      }
    case Op::kTimePart:
      return map([&](std::int64_t x) { return node.aux == 0 ? x / 3600 : x / 60 % 60; });
    case Op::kDateOf:
      return map([](std::int64_t x) { return FloorDivide(x, kDay); });
    case Op::kTimeOf:
      return map([](std::int64_t x) { return x - FloorDivide(x, kDay) * kDay; });
    case Op::kIsWorkingDay:
      return map([&](std::int64_t x) {
        return Asked(
            [&](std::int64_t* to) { return acta_k_is_working_day(&tables_.calendar(imm), x, to); });
      });
    case Op::kRoll:
      return map([&](std::int64_t x) {
        return Asked(
            [&](std::int64_t* to) { return acta_k_roll(&tables_.calendar(imm), x, node.aux, to); });
      });
    case Op::kToInstant:
      return map([&](std::int64_t x) {
        return Asked(
            [&](std::int64_t* to) { return acta_k_to_instant(&tables_.zone(imm, 0), x, to); });
      });
    case Op::kFromInstant:
      return map([&](std::int64_t x) {
        return Asked(
            [&](std::int64_t* to) { return acta_k_from_instant(&tables_.zone(imm, 0), x, to); });
      });
    case Op::kInYearly:
      return map([&](std::int64_t x) { return acta_k_in_yearly(x, imm); });
    default:
      ACTA_CHECK(false, "the checker lets no other operators through");
  }
}

void Evaluator::Two(const ir::Node& node, const Chunk& a, const Chunk& b, std::size_t count,
                    Chunk& out) const {
  const auto map = [&](auto of) { Map(a, b, count, out, of); };
  using Int = std::int64_t;
  const Int imm = node.imm;
  const std::uint32_t places = node.aux >> 8;
  const std::uint32_t mode = node.aux & 255;
  switch (node.op) {
    case Op::kEq:
      return map([](Int x, Int y) -> Int { return x == y; });
    case Op::kNe:
      return map([](Int x, Int y) -> Int { return x != y; });
    case Op::kLt:
      return map([](Int x, Int y) -> Int { return x < y; });
    case Op::kLe:
      return map([](Int x, Int y) -> Int { return x <= y; });
    case Op::kMember:
      return map([](Int x, Int y) -> Int { return y >> x & 1; });
    case Op::kSetUnion:
      return map([](Int x, Int y) { return x | y; });
    case Op::kSetIntersection:
      return map([](Int x, Int y) { return x & y; });
    case Op::kSetDifference:
      return map([](Int x, Int y) { return x & ~y; });
    case Op::kAdd:
      return map([](Int x, Int y) {
        return Checked([&](Int* to) { return __builtin_add_overflow(x, y, to); });
      });
    case Op::kSub:
      return map([](Int x, Int y) {
        return Checked([&](Int* to) { return __builtin_sub_overflow(x, y, to); });
      });
    case Op::kMul:
      return map([](Int x, Int y) {
        return Checked([&](Int* to) { return __builtin_mul_overflow(x, y, to); });
      });
    case Op::kMulScaled:
      return map([&](Int x, Int y) {
        return Asked([&](Int* to) { return acta_k_mul_scaled(x, y, imm, places, mode, to); });
      });
    case Op::kDiv:
      return map([&](Int x, Int y) {
        return Asked([&](Int* to) { return acta_k_div_scaled(x, y, imm, places, mode, to); });
      });
    case Op::kAddDays:
      return map([](Int x, Int y) {
        const Int sum = Checked([&](Int* to) { return __builtin_add_overflow(x, y, to); });
        return sum == kNoResult ? sum : ValidDay(sum);
      });
    case Op::kAddMonths:
      return map([&](Int x, Int y) {
        return Asked([&](Int* to) { return acta_k_add_months(x, y, node.aux, to); });
      });
    case Op::kMakeDateTime:
      return map([](Int x, Int y) { return x * kDay + y; });
    case Op::kMakePeriod:
      return map([](Int x, Int y) {
        return static_cast<Int>(static_cast<std::uint64_t>(x) << 32 |
                                static_cast<std::uint32_t>(y));
      });
    case Op::kInDates:
      return map(
          [](Int x, Int y) -> Int { return y >> 32 <= x && x <= static_cast<std::int32_t>(y); });
    case Op::kInTimes:
      return map([](Int x, Int y) -> Int {
        const Int start = y >> 32;
        const Int end = static_cast<std::int32_t>(y);
        return start <= end ? start <= x && x < end : x >= start || x < end;
      });
    case Op::kAge:
      return map([&](Int x, Int y) { return acta_k_age(x, y, node.aux); });
    case Op::kToInstant:
      return map([&](Int x, Int y) {
        return Asked([&](Int* to) { return acta_k_to_instant(&tables_.zone(imm, y), x, to); });
      });
    case Op::kFromInstant:
      return map([&](Int x, Int y) {
        return Asked([&](Int* to) { return acta_k_from_instant(&tables_.zone(imm, y), x, to); });
      });
    case Op::kAddWorkingDays:
      return map([&](Int x, Int y) {
        return Asked(
            [&](Int* to) { return acta_k_add_working_days(&tables_.calendar(imm), x, y, to); });
      });
    case Op::kWorkingDaysBetween:
      return map([&](Int x, Int y) {
        return Asked(
            [&](Int* to) { return acta_k_working_days_between(&tables_.calendar(imm), x, y, to); });
      });
    case Op::kAddWorkingSeconds:
      return map([&](Int x, Int y) {
        return Asked(
            [&](Int* to) { return acta_k_add_working_seconds(&tables_.calendar(imm), x, y, to); });
      });
    default:
      ACTA_CHECK(false, "the checker lets no other operators through");
  }
}

}  // namespace acta::population
