#include "compiler/codegen/compute.h"

#include <llvm/IR/Intrinsics.h>

#include "acta/evaluator.h"
#include "compiler/base/check.h"

namespace acta::codegen {
namespace {

using llvm::Value;

constexpr std::int64_t kSecondsPerDay = 86400;

class Computer {
 public:
  Computer(FunctionWriter& writer, const ir::Node& node, std::span<Value* const> operands)
      : w_(writer), b_(writer.b), node_(node), operands_(operands) {}

  Computed Run();

 private:
  Value* Operand(std::size_t i) { return w_.AsInteger(operands_[i]); }
  Value* Int(std::int64_t payload) { return w_.Int(payload); }

  Value* Minimum(Value* x, Value* y) {
    return b_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, x, y);
  }
  Value* Maximum(Value* x, Value* y) {
    return b_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, x, y);
  }

  // %sum = call {i64, i1} @llvm.sadd.with.overflow.i64(%x, %y)
  // %failed = or i1 (overflow), (icmp slt %sum, INT64_MIN + 2)
  Computed Checked(llvm::Intrinsic::ID intrinsic, Value* x, Value* y);
  Value* Call(Kernel kernel, std::initializer_list<Value*> arguments);
  // %fails = call i32 @acta_k_...(..., ptr %out); %payload = load i64, ptr %out
  Computed CallFailing(Kernel kernel, std::initializer_list<Value*> arguments);

  Value* Start(Value* period) { return b_.CreateAShr(period, Int(32), "start"); }
  Value* End(Value* period) {
    return b_.CreateSExt(b_.CreateTrunc(period, w_.module.i32), w_.module.i64, "end");
  }
  Value* Period(Value* start, Value* end) {
    Value* low = b_.CreateAnd(end, Int(0xffffffff));
    return b_.CreateOr(b_.CreateShl(start, Int(32)), low, "period");
  }
  // Ordinals fit a set of 64.
  Value* Bit(Value* ordinal) { return b_.CreateAnd(ordinal, Int(63)); }
  Value* FloorDays(Value* datetime);
  Value* SecondsOfDay(Value* datetime);
  Value* OutsideYears(Value* date);
  Value* ZoneOf(std::size_t ordinal_operand);
  Value* Calendar() {
    return w_.module.Calendar(ir::CalendarId(static_cast<std::uint32_t>(node_.imm)));
  }

  Value* DatePart();
  Computed InDayTable(const DayTable& table);
  Computed InCalendar();
  Value* InTimes();

  FunctionWriter& w_;
  llvm::IRBuilder<>& b_;
  const ir::Node& node_;
  std::span<Value* const> operands_;
};

Computed Computer::Checked(llvm::Intrinsic::ID intrinsic, Value* x, Value* y) {
  Value* pair = b_.CreateBinaryIntrinsic(intrinsic, x, y);
  Value* result = b_.CreateExtractValue(pair, 0);
  Value* overflow = b_.CreateExtractValue(pair, 1, "overflow");
  Value* reserved = b_.CreateICmpSLT(result, Int(INT64_MIN + 2), "reserved");
  return {result, b_.CreateOr(overflow, reserved)};
}

Value* Computer::Call(Kernel kernel, std::initializer_list<Value*> arguments) {
  return b_.CreateCall(Declare(kernel, w_.module.module()), llvm::ArrayRef<Value*>(arguments));
}

Computed Computer::CallFailing(Kernel kernel, std::initializer_list<Value*> arguments) {
  llvm::SmallVector<Value*> all(arguments);
  all.push_back(w_.OutPlace());
  Value* fails = b_.CreateCall(Declare(kernel, w_.module.module()), all, "fails");
  Value* payload = b_.CreateLoad(w_.module.i64, w_.OutPlace());
  return {payload, b_.CreateICmpNE(fails, b_.getInt32(0))};
}

// Day of a datetime: division toward minus infinity.
Value* Computer::FloorDays(Value* datetime) {
  Value* quotient = b_.CreateSDiv(datetime, Int(kSecondsPerDay));
  Value* remainder = b_.CreateSRem(datetime, Int(kSecondsPerDay));
  Value* below = b_.CreateICmpSLT(remainder, Int(0));
  return b_.CreateSub(quotient, b_.CreateZExt(below, w_.module.i64), "day");
}

Value* Computer::SecondsOfDay(Value* datetime) {
  Value* remainder = b_.CreateSRem(datetime, Int(kSecondsPerDay));
  Value* below = b_.CreateICmpSLT(remainder, Int(0));
  return b_.CreateSelect(below, b_.CreateAdd(remainder, Int(kSecondsPerDay)), remainder, "time");
}

// One comparison, without sign, for both ends.
Value* Computer::OutsideYears(Value* date) {
  Value* from_first = b_.CreateSub(date, Int(ACTA_MIN_DAY));
  return b_.CreateICmpUGT(from_first, Int(std::int64_t{ACTA_MAX_DAY} - ACTA_MIN_DAY),
                          "outside_years");
}

// %entry = load i8, ptr %table[min(date - first day, days covered)]
Computed Computer::InDayTable(const DayTable& table) {
  const ir::Calendar& calendar =
      w_.program.calendars[ir::CalendarId(static_cast<std::uint32_t>(node_.imm))];
  llvm::IntegerType* byte = b_.getInt8Ty();
  Value* index = b_.CreateBinaryIntrinsic(llvm::Intrinsic::umin,
                                          b_.CreateSub(Operand(0), Int(calendar.first_day)),
                                          Int(static_cast<std::int64_t>(calendar.working.size())));
  Value* entry = b_.CreateLoad(byte, b_.CreateGEP(byte, w_.module.Days(table), index), "entry");
  Value* none = b_.CreateICmpEQ(entry, b_.getInt8(static_cast<std::uint8_t>(DayTable::kNone)));
  if (node_.op == ir::Op::kIsWorkingDay) {
    return {b_.CreateICmpNE(entry, b_.getInt8(0)), none};
  }
  return {b_.CreateAdd(Operand(0), b_.CreateSExt(entry, w_.module.i64)), none};
}

Computed Computer::InCalendar() {
  if (const std::optional<DayTable> table = DayTableFor(w_.program, node_)) {
    return InDayTable(*table);
  }
  switch (node_.op) {
    case ir::Op::kIsWorkingDay:
      return CallFailing(Kernel::k_is_working_day, {Calendar(), Operand(0)});
    case ir::Op::kAddWorkingDays:
      return CallFailing(Kernel::k_add_working_days, {Calendar(), Operand(0), Operand(1)});
    default:
      return CallFailing(Kernel::k_roll, {Calendar(), Operand(0), b_.getInt32(node_.aux)});
  }
}

// The zone of the set, or the one for the ordinal; an ordinal the set does not have never leaves
// the table.
Value* Computer::ZoneOf(std::size_t ordinal_operand) {
  const ir::ZoneSetId set(static_cast<std::uint32_t>(node_.imm));
  llvm::Constant* zones = w_.module.Zones(set);
  if (operands_.size() <= ordinal_operand) {
    return zones;
  }
  Value* ordinal = Operand(ordinal_operand);
  const auto count = static_cast<std::int64_t>(w_.program.zone_sets[set].zones.size());
  Value* inside = b_.CreateSelect(b_.CreateICmpULT(ordinal, Int(count)), ordinal, Int(0));
  return b_.CreateGEP(ZoneType(w_.module.context()), zones, inside, "zone");
}

Value* Computer::DatePart() {
  static constexpr Kernel kParts[] = {Kernel::k_year_of, Kernel::k_month_of, Kernel::k_day_of,
                                      Kernel::k_weekday_of};
  ACTA_CHECK(node_.aux < 4, "a date has four parts");
  return Call(kParts[node_.aux], {Operand(0)});
}

// %plain = start <= t and t < end; %across = t >= start or t < end; across midnight when start >
// end
Value* Computer::InTimes() {
  Value* time = Operand(0);
  Value* start = Start(Operand(1));
  Value* end = End(Operand(1));
  Value* from_start = b_.CreateICmpSGE(time, start);
  Value* before_end = b_.CreateICmpSLT(time, end);
  Value* across_midnight = b_.CreateICmpSGT(start, end, "across_midnight");
  return b_.CreateSelect(across_midnight, b_.CreateOr(from_start, before_end),
                         b_.CreateAnd(from_start, before_end), "in_times");
}

Computed Computer::Run() {
  const auto imm = [&] { return Int(node_.imm); };
  const auto aux = [&] { return b_.getInt32(node_.aux); };
  switch (node_.op) {
    case ir::Op::kInner:
      return {b_.CreateAdd(Operand(0), imm(), "inner")};
    case ir::Op::kPresent:
      return {b_.CreateICmpNE(Operand(0), Int(ACTA_ABSENT), "present")};
    case ir::Op::kValue:
      return {operands_[0], b_.CreateICmpEQ(Operand(0), Int(ACTA_ABSENT), "absent")};

    case ir::Op::kEq:
      return {w_.Same(operands_[0], operands_[1])};
    case ir::Op::kNe:
      return {w_.Opposite(w_.Same(operands_[0], operands_[1]))};
    case ir::Op::kLt:
      return {b_.CreateICmpSLT(Operand(0), Operand(1))};
    case ir::Op::kLe:
      return {b_.CreateICmpSLE(Operand(0), Operand(1))};

    case ir::Op::kMember:
      return {b_.CreateTrunc(b_.CreateLShr(Operand(1), Bit(Operand(0))), w_.module.i1, "member")};
    case ir::Op::kSetSingle:
      return {b_.CreateShl(Int(1), Bit(Operand(0)), "single")};
    case ir::Op::kSetUnion:
      return {b_.CreateOr(Operand(0), Operand(1))};
    case ir::Op::kSetIntersection:
      return {b_.CreateAnd(Operand(0), Operand(1))};
    case ir::Op::kSetDifference:
      return {b_.CreateAnd(Operand(0), b_.CreateNot(Operand(1)))};

    case ir::Op::kAdd:
      return Checked(llvm::Intrinsic::sadd_with_overflow, Operand(0), Operand(1));
    case ir::Op::kSub:
      return Checked(llvm::Intrinsic::ssub_with_overflow, Operand(0), Operand(1));
    case ir::Op::kNeg:
      return Checked(llvm::Intrinsic::ssub_with_overflow, Int(0), Operand(0));
    case ir::Op::kMul:
      return Checked(llvm::Intrinsic::smul_with_overflow, Operand(0), Operand(1));
    case ir::Op::kMulScaled:
    case ir::Op::kDiv: {
      const Kernel kernel = node_.op == ir::Op::kDiv ? Kernel::k_div_scaled : Kernel::k_mul_scaled;
      return CallFailing(kernel, {Operand(0), Operand(1), imm(), b_.getInt32(node_.aux >> 8),
                                  b_.getInt32(node_.aux & 255)});
    }

    case ir::Op::kAddDays: {
      // From a date inside the years, what wraps around lies far outside them.
      Value* sum = b_.CreateAdd(Operand(0), Operand(1), "sum");
      return {sum, b_.CreateOr(OutsideYears(Operand(0)), OutsideYears(sum))};
    }
    case ir::Op::kAddMonths:
      return CallFailing(Kernel::k_add_months, {Operand(0), Operand(1), aux()});
    case ir::Op::kDatePart:
      return {DatePart()};
    case ir::Op::kTimePart: {
      Value* hour = b_.CreateSDiv(Operand(0), Int(3600));
      Value* minutes = b_.CreateSDiv(Operand(0), Int(60));
      return {node_.aux == 0 ? hour : b_.CreateSRem(minutes, Int(60))};
    }
    case ir::Op::kDateOf:
      return {FloorDays(Operand(0))};
    case ir::Op::kTimeOf:
      return {SecondsOfDay(Operand(0))};
    case ir::Op::kMakeDateTime:
      return {b_.CreateAdd(b_.CreateMul(Operand(0), Int(kSecondsPerDay)), Operand(1), "datetime")};
    case ir::Op::kAge:
      return {Call(Kernel::k_age, {Operand(0), Operand(1), aux()})};
    case ir::Op::kToInstant:
      return CallFailing(Kernel::k_to_instant, {ZoneOf(1), Operand(0)});
    case ir::Op::kFromInstant:
      return CallFailing(Kernel::k_from_instant, {ZoneOf(1), Operand(0)});

    case ir::Op::kIsWorkingDay:
    case ir::Op::kAddWorkingDays:
    case ir::Op::kRoll:
      return InCalendar();
    case ir::Op::kWorkingDaysBetween:
      return CallFailing(Kernel::k_working_days_between, {Calendar(), Operand(0), Operand(1)});
    case ir::Op::kAddWorkingSeconds:
      return CallFailing(Kernel::k_add_working_seconds, {Calendar(), Operand(0), Operand(1)});

    case ir::Op::kMakePeriod:
      return {Period(Operand(0), Operand(1))};
    case ir::Op::kPeriodStart:
      return {Start(Operand(0))};
    case ir::Op::kPeriodEnd:
      return {End(Operand(0))};
    case ir::Op::kInDates:
      return {b_.CreateAnd(b_.CreateICmpSLE(Start(Operand(1)), Operand(0)),
                           b_.CreateICmpSLE(Operand(0), End(Operand(1))), "in_dates")};
    case ir::Op::kInTimes:
      return {InTimes()};
    case ir::Op::kOverlapDates: {
      Value* start = Maximum(Start(Operand(0)), Start(Operand(1)));
      return {b_.CreateICmpSLE(start, Minimum(End(Operand(0)), End(Operand(1))), "overlap")};
    }
    case ir::Op::kOverlapTimes:
      return {Call(Kernel::k_overlap_times, {Operand(0), Operand(1)})};
    case ir::Op::kIntersectDates:
      return {Period(Maximum(Start(Operand(0)), Start(Operand(1))),
                     Minimum(End(Operand(0)), End(Operand(1))))};
    case ir::Op::kSubsetDates: {
      // A period without days is a subset of every other.
      Value* empty = b_.CreateICmpSGT(Start(Operand(0)), End(Operand(0)), "empty");
      Value* starts_inside = b_.CreateICmpSLE(Start(Operand(1)), Start(Operand(0)));
      Value* ends_inside = b_.CreateICmpSLE(End(Operand(0)), End(Operand(1)));
      return {b_.CreateOr(empty, b_.CreateAnd(starts_inside, ends_inside), "subset")};
    }
    case ir::Op::kInYearly:
      return {Call(Kernel::k_in_yearly, {Operand(0), imm()})};
    case ir::Op::kOverlapYearly:
      return {Call(Kernel::k_overlap_yearly, {Operand(0), imm()})};
    case ir::Op::kSubsetYearly:
      return {Call(Kernel::k_subset_yearly, {Operand(0), imm()})};

    case ir::Op::kLookup: {
      const ir::LookupId table(static_cast<std::uint32_t>(node_.imm));
      return CallFailing(Kernel::k_lookup, {w_.module.Lookup(table), Operand(0)});
    }
    case ir::Op::kLength:
      return {b_.CreateAnd(Operand(0), Int(0xffffffff), "length")};

    case ir::Op::kConst:
    case ir::Op::kSlot:
    case ir::Op::kField:
    case ir::Op::kRule:
    case ir::Op::kCall:
    case ir::Op::kParam:
    case ir::Op::kElement:
    case ir::Op::kReading:
    case ir::Op::kUndetermined:
    case ir::Op::kNot:
    case ir::Op::kAnd:
    case ir::Op::kOr:
    case ir::Op::kIf:
    case ir::Op::kSwitch:
    case ir::Op::kSetOf:
    case ir::Op::kAtLeast:
    case ir::Op::kCount:
    case ir::Op::kSum:
    case ir::Op::kEarliest:
    case ir::Op::kLatest:
      break;
  }
  ACTA_CHECK(false, "only strict operators on operands are computed here");
}

}  // namespace

Computed Compute(FunctionWriter& writer, const ir::Node& node, std::span<Value* const> operands) {
  return Computer(writer, node, operands).Run();
}

}  // namespace acta::codegen
