// The strict operators of batch evaluators: as vectors where that is possible, else row by row with
// the code of the row evaluator.
#include <algorithm>

#include <llvm/IR/Constants.h>
#include <llvm/IR/Intrinsics.h>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/base/int128.h"
#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;
// Datetimes within the years, and so much more that nothing is lost as floating point.
constexpr std::int64_t kExactInDouble = std::int64_t{1} << 50;
// Parameters with more versions than this are looked up row by row.
constexpr std::size_t kFewVersions = 24;

bool LooksAtAbsence(ir::Op op) {
  return op == ir::Op::kPresent || op == ir::Op::kValue || op == ir::Op::kEq || op == ir::Op::kNe;
}

}  // namespace

Lanes BatchWriter::Strict(const ir::Node& node, const Env* env) {
  std::vector<Lanes> operands;
  Value* known = All();
  bool plain = true;
  for (const ir::NodeId id : program.OperandsOf(node)) {
    operands.push_back(Node(id, env));
    known = And(known, operands.back().known);
    plain = plain && (IsNone(operands.back().absent) || LooksAtAbsence(node.op));
  }
  Value* failed = None();
  std::optional<Lanes> result;
  if (plain) {
    result = InVectors(node, operands, &failed);
  }
  if (!result) {
    result = PerRow(node, operands, &failed);
  }
  return WithKnown(*result, Without(known, failed));
}

// each row:
//   %i = phi i64 [0, ...], [%next, ...]
//   ... the row evaluator's code for the operator ...
//   br i1 (%next < 64), label %row, label %rows_done
Lanes BatchWriter::PerRow(const ir::Node& node, std::span<const Lanes> operands, Value** failed) {
  Value* results = Room(0);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (operands[i].value->getType() != module.i64) {
      b.CreateAlignedStore(Wide(operands[i]), Room(i + 1), llvm::Align(64));
    }
  }
  llvm::BasicBlock* before = b.GetInsertBlock();
  llvm::BasicBlock* each = NewBlock("row");
  llvm::BasicBlock* done = NewBlock("rows_done");
  b.CreateBr(each);
  GoTo(each);
  llvm::PHINode* row = b.CreatePHI(module.i64, 2, "row");
  llvm::PHINode* failures = b.CreatePHI(module.i64, 2, "failures");
  llvm::PHINode* truths = b.CreatePHI(module.i64, 2, "truths");
  for (llvm::PHINode* phi : {row, failures, truths}) {
    phi->addIncoming(Int(0), before);
  }
  llvm::SmallVector<Value*> payloads;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    payloads.push_back(operands[i].value->getType() == module.i64
                           ? b.CreateTrunc(b.CreateLShr(operands[i].value, row), module.i1)
                           : b.CreateLoad(module.i64, b.CreateGEP(module.i64, Room(i + 1), row)));
  }
  const Computed computed = Compute(*this, node, payloads);
  const auto with_bit = [&](Value* word, Value* truth) {
    return b.CreateOr(word, b.CreateShl(b.CreateZExt(truth, module.i64), row));
  };
  const bool is_truth = IsTruth(node.type);
  Value* truths_now = is_truth ? with_bit(truths, AsTruth(computed.payload)) : truths;
  Value* failures_now = computed.failed == nullptr ? failures : with_bit(failures, computed.failed);
  if (!is_truth) {
    b.CreateStore(AsInteger(computed.payload), b.CreateGEP(module.i64, results, row));
  }
  Value* next = b.CreateAdd(row, Int(1));
  llvm::BasicBlock* last = b.GetInsertBlock();
  row->addIncoming(next, last);
  failures->addIncoming(failures_now, last);
  truths->addIncoming(truths_now, last);
  b.CreateCondBr(b.CreateICmpULT(next, Int(ACTA_TILE)), each, done);
  GoTo(done);
  *failed = computed.failed == nullptr ? None() : failures_now;
  if (is_truth) {
    return Truth(truths_now, All());
  }
  const PayloadRange range = RangeOf(program, node.type);
  return Vector(b.CreateAlignedLoad(VectorOf(64), results, llvm::Align(64)), All(), range.low,
                range.high);
}

Lanes BatchWriter::Start(const Lanes& period) {
  Value* start = b.CreateTrunc(b.CreateAShr(AtWidth(period, 64), Splat(64, 32)), VectorOf(32));
  return Vector(start, All(), INT32_MIN, INT32_MAX);
}

Lanes BatchWriter::Finish(const Lanes& period) {
  return Vector(Resize(AtWidth(period, 64), 32), All(), INT32_MIN, INT32_MAX);
}

Lanes BatchWriter::Period(const Lanes& start, const Lanes& end) {
  Value* low = b.CreateAnd(AtWidth(end, 64), Splat(64, 0xffffffff));
  Value* high = b.CreateShl(AtWidth(start, 64), Splat(64, 32));
  return Vector(b.CreateOr(high, low), All(), INT64_MIN, INT64_MAX);
}

// A set that is the same for every row is a row of comparisons with few members.
Lanes BatchWriter::Member(const Lanes& ordinal, const Lanes& set) {
  if (set.low == set.high) {
    const auto members = static_cast<std::uint64_t>(set.low);
    Value* word = None();
    for (std::int64_t member = ordinal.low; member <= ordinal.high && member < 64; ++member) {
      if ((members >> member & 1) != 0) {
        Value* that_one = Splat(Width(ordinal), member);
        word = Or(word, Word(b.CreateICmpEQ(ordinal.value, that_one)));
      }
    }
    return Within(word);
  }
  Value* shifted = b.CreateLShr(AtWidth(set, 64), b.CreateAnd(AtWidth(ordinal, 64), Splat(64, 63)));
  return Within(Word(b.CreateTrunc(shifted, llvm::FixedVectorType::get(module.i1, ACTA_TILE))));
}

// %day = trunc (datetime / 86400.0), one less where that lies behind
Lanes BatchWriter::DayOf(const Lanes& datetime) {
  llvm::Type* doubles = llvm::FixedVectorType::get(b.getDoubleTy(), ACTA_TILE);
  Value* seconds = AtWidth(datetime, 64);
  Value* quotient = b.CreateFMul(b.CreateSIToFP(seconds, doubles),
                                 llvm::ConstantFP::get(doubles, 1.0 / kSecondsPerDay));
  // Rows whose value is unknown may hold anything.
  Value* day = b.CreateFreeze(b.CreateFPToSI(quotient, VectorOf(32)));
  Value* rest = b.CreateSub(seconds, b.CreateMul(Resize(day, 64), Splat(64, kSecondsPerDay)));
  Value* behind = b.CreateICmpSLT(rest, Splat(64, 0));
  Value* ahead = b.CreateICmpSGE(rest, Splat(64, kSecondsPerDay));
  day = b.CreateSub(day, b.CreateZExt(behind, VectorOf(32)));
  day = b.CreateAdd(day, b.CreateZExt(ahead, VectorOf(32)));
  return Vector(day, All(), ACTA_MIN_DAY, ACTA_MAX_DAY + 1);
}

Lanes BatchWriter::TimeOf(const Lanes& datetime) {
  Value* midnight = b.CreateMul(AtWidth(DayOf(datetime), 64), Splat(64, kSecondsPerDay));
  Value* time = b.CreateSub(AtWidth(datetime, 64), midnight);
  return Vector(Resize(time, 32), All(), 0, kSecondsPerDay - 1);
}

// Where the ranges say that nothing can overflow, in as few bits as the result needs.
std::optional<Lanes> BatchWriter::Arithmetic(const ir::Node& node, const Lanes& first,
                                             const Lanes& second, Value** failed) {
  using Exact = Int128;
  const Exact corners[] = {Exact{first.low} * second.low, Exact{first.low} * second.high,
                           Exact{first.high} * second.low, Exact{first.high} * second.high};
  const bool is_product = node.op == ir::Op::kMul;
  const bool is_sum = node.op == ir::Op::kAdd;
  const Exact low = is_product ? *std::ranges::min_element(corners)
                    : is_sum   ? Exact{first.low} + second.low
                               : Exact{first.low} - second.high;
  const Exact high = is_product ? *std::ranges::max_element(corners)
                     : is_sum   ? Exact{first.high} + second.high
                                : Exact{first.high} - second.low;
  constexpr std::int64_t kLeast = INT64_MIN + 2;
  if (low >= kLeast && high <= INT64_MAX) {
    const auto least = static_cast<std::int64_t>(low);
    const auto most = static_cast<std::int64_t>(high);
    const unsigned bits =
        std::max({Width(first), Width(second), BitsOf(NarrowestStore(least, most))});
    Value* x = AtWidth(first, bits);
    Value* y = AtWidth(second, bits);
    Value* result = is_product ? b.CreateMul(x, y) : is_sum ? b.CreateAdd(x, y) : b.CreateSub(x, y);
    return Vector(result, All(), least, most);
  }
  if (is_product) {
    return TimesConstant(first, second, failed);
  }
  Value* pair = b.CreateBinaryIntrinsic(
      is_sum ? llvm::Intrinsic::sadd_with_overflow : llvm::Intrinsic::ssub_with_overflow,
      AtWidth(first, 64), AtWidth(second, 64));
  Value* result = b.CreateExtractValue(pair, 0);
  Value* reserved = b.CreateICmpSLT(result, Splat(64, kLeast));
  *failed = Or(Word(b.CreateExtractValue(pair, 1)), Word(reserved));
  return Vector(result, All(), kLeast, INT64_MAX);
}

// With a factor that is the same for every row, the other one says whether the product fits.
std::optional<Lanes> BatchWriter::TimesConstant(const Lanes& first, const Lanes& second,
                                                Value** failed) {
  const bool is_first = first.low == first.high;
  const std::int64_t factor = is_first ? first.low : second.low;
  if (!is_first && second.low != second.high) {
    return std::nullopt;
  }
  const Lanes& other = is_first ? second : first;
  constexpr std::int64_t kLeast = INT64_MIN + 2;
  // Division cuts towards zero: the ends lie within.
  const std::int64_t low = factor > 0 ? kLeast / factor : INT64_MAX / factor;
  const std::int64_t high = factor > 0 ? INT64_MAX / factor : kLeast / factor;
  Value* value = AtWidth(other, 64);
  *failed = Or(Word(b.CreateICmpSLT(value, Splat(64, low))),
               Word(b.CreateICmpSGT(value, Splat(64, high))));
  return Vector(b.CreateMul(value, Splat(64, factor)), All(), kLeast, INT64_MAX);
}

// One comparison of both ends for each version.
std::optional<Lanes> BatchWriter::Lookup(const ir::Node& node, const Lanes& date, Value** failed) {
  const ir::Lookup& table = program.lookups[ir::LookupId(static_cast<std::uint32_t>(node.imm))];
  if (table.versions.size() > kFewVersions || table.versions.empty()) {
    return std::nullopt;
  }
  Value* found = None();
  std::optional<Lanes> result;
  for (const ir::LookupVersion& version : table.versions) {
    const Lanes value = Constant(node.type, version.value);
    const Lanes from = Vector(Splat(32, version.from), All(), version.from, version.from);
    const Lanes until = Vector(Splat(32, version.until), All(), version.until, version.until);
    Value* in_force = And(Compare(llvm::CmpInst::ICMP_SGE, date, from),
                          Compare(llvm::CmpInst::ICMP_SLE, date, until));
    found = Or(found, in_force);
    result = result ? Merge(in_force, value, *result, All()) : value;
  }
  *failed = Not(found);
  return result;
}

std::optional<Lanes> BatchWriter::InVectors(const ir::Node& node, std::span<const Lanes> operands,
                                            Value** failed) {
  using Predicate = llvm::CmpInst::Predicate;
  const auto compare = [&](Predicate how, const Lanes& x, const Lanes& y) {
    return Compare(how, x, y);
  };
  const auto is_truth = [&](const Lanes& lanes) { return lanes.value->getType() == module.i64; };
  const auto earlier = [&](const Lanes& x, const Lanes& y) {
    return compare(Predicate::ICMP_SLE, x, y);
  };
  const auto extreme = [&](llvm::Intrinsic::ID which, const Lanes& x, const Lanes& y) {
    return Vector(b.CreateBinaryIntrinsic(which, AtWidth(x, 32), AtWidth(y, 32)), All(), INT32_MIN,
                  INT32_MAX);
  };
  const auto whole = [&](Value* vector) {
    const PayloadRange range = RangeOf(program, node.type);
    return Vector(vector, All(), range.low, range.high);
  };
  const auto within_years = [](const Lanes& date) {
    return date.low >= ACTA_MIN_DAY && date.high <= ACTA_MAX_DAY + 1;
  };
  switch (node.op) {
    case ir::Op::kPresent:
      return Within(Without(operands[0].known, operands[0].absent));
    case ir::Op::kValue: {
      Lanes value = operands[0];
      *failed = And(value.absent, value.known);
      value.absent = None();
      return value;
    }
    case ir::Op::kEq:
      return Within(Same(operands[0], operands[1]));
    case ir::Op::kNe:
      return Within(Not(Same(operands[0], operands[1])));
    case ir::Op::kLt:
    case ir::Op::kLe: {
      if (is_truth(operands[0])) {
        return std::nullopt;
      }
      const bool strictly = node.op == ir::Op::kLt;
      return Within(
          compare(strictly ? Predicate::ICMP_SLT : Predicate::ICMP_SLE, operands[0], operands[1]));
    }
    case ir::Op::kMember:
      return Member(operands[0], operands[1]);
    case ir::Op::kSetSingle:
      return whole(b.CreateShl(Splat(64, 1), b.CreateAnd(AtWidth(operands[0], 64), Splat(64, 63))));
    case ir::Op::kSetUnion:
      return whole(b.CreateOr(AtWidth(operands[0], 64), AtWidth(operands[1], 64)));
    case ir::Op::kSetIntersection:
      return whole(b.CreateAnd(AtWidth(operands[0], 64), AtWidth(operands[1], 64)));
    case ir::Op::kSetDifference:
      return whole(b.CreateAnd(AtWidth(operands[0], 64), b.CreateNot(AtWidth(operands[1], 64))));
    case ir::Op::kAdd:
    case ir::Op::kSub:
    case ir::Op::kMul:
      return Arithmetic(node, operands[0], operands[1], failed);
    case ir::Op::kNeg: {
      ir::Node difference = node;
      difference.op = ir::Op::kSub;
      return Arithmetic(difference, Vector(Splat(8, 0), All(), 0, 0), operands[0], failed);
    }
    case ir::Op::kAddDays: {
      const std::int64_t low = operands[1].low;
      const std::int64_t high = operands[1].high;
      const bool small = low >= -1'000'000'000 && high <= 1'000'000'000;
      const unsigned bits = small ? 32 : 64;
      const auto outside = [&](Value* date) {
        Value* from_first = b.CreateSub(date, Splat(bits, ACTA_MIN_DAY));
        Value* span = Splat(bits, std::int64_t{ACTA_MAX_DAY} - ACTA_MIN_DAY);
        return Word(b.CreateICmpUGT(from_first, span));
      };
      Value* date = AtWidth(operands[0], bits);
      Value* sum = b.CreateAdd(date, AtWidth(operands[1], bits), "sum");
      *failed = outside(sum);
      if (operands[0].low < ACTA_MIN_DAY || operands[0].high > ACTA_MAX_DAY) {
        *failed = Or(*failed, outside(date));
      }
      return Vector(Resize(sum, 32), All(), ACTA_MIN_DAY, ACTA_MAX_DAY);
    }
    case ir::Op::kDatePart:
      return within_years(operands[0]) ? std::optional(DatePart(operands[0], node.aux))
                                       : std::nullopt;
    case ir::Op::kAge:
      return within_years(operands[0]) && within_years(operands[1])
                 ? std::optional(Age(operands[0], operands[1], node.aux == 1))
                 : std::nullopt;
    case ir::Op::kInYearly:
      return within_years(operands[0]) ? std::optional(InYearly(operands[0], node.imm))
                                       : std::nullopt;
    case ir::Op::kTimePart: {
      Value* time = AtWidth(operands[0], 32);
      Value* part = node.aux == 0 ? b.CreateUDiv(time, Splat(32, 3600))
                                  : b.CreateURem(b.CreateUDiv(time, Splat(32, 60)), Splat(32, 60));
      return Vector(part, All(), 0, 59);
    }
    case ir::Op::kDateOf:
    case ir::Op::kTimeOf:
      if (operands[0].low < -kExactInDouble || operands[0].high > kExactInDouble) {
        return std::nullopt;
      }
      return node.op == ir::Op::kDateOf ? DayOf(operands[0]) : TimeOf(operands[0]);
    case ir::Op::kMakeDateTime: {
      Value* midnight = b.CreateMul(AtWidth(operands[0], 64), Splat(64, kSecondsPerDay));
      return whole(b.CreateAdd(midnight, AtWidth(operands[1], 64)));
    }
    case ir::Op::kToInstant:
    case ir::Op::kFromInstant:
      return OnClock(node, operands, failed);
    case ir::Op::kIsWorkingDay:
    case ir::Op::kAddWorkingDays:
    case ir::Op::kWorkingDaysBetween:
    case ir::Op::kRoll:
      return InCalendar(node, operands, failed);
    case ir::Op::kMakePeriod:
      return Period(operands[0], operands[1]);
    case ir::Op::kPeriodStart:
      return Start(operands[0]);
    case ir::Op::kPeriodEnd:
      return Finish(operands[0]);
    case ir::Op::kInDates:
      return Within(
          And(earlier(Start(operands[1]), operands[0]), earlier(operands[0], Finish(operands[1]))));
    case ir::Op::kInTimes: {
      const Lanes start = Start(operands[1]);
      const Lanes end = Finish(operands[1]);
      Value* from_start = compare(Predicate::ICMP_SGE, operands[0], start);
      Value* before_end = compare(Predicate::ICMP_SLT, operands[0], end);
      Value* across_midnight = compare(Predicate::ICMP_SGT, start, end);
      return Within(Pick(across_midnight, Or(from_start, before_end), And(from_start, before_end)));
    }
    case ir::Op::kOverlapDates:
      return Within(
          earlier(extreme(llvm::Intrinsic::smax, Start(operands[0]), Start(operands[1])),
                  extreme(llvm::Intrinsic::smin, Finish(operands[0]), Finish(operands[1]))));
    case ir::Op::kIntersectDates:
      return Period(extreme(llvm::Intrinsic::smax, Start(operands[0]), Start(operands[1])),
                    extreme(llvm::Intrinsic::smin, Finish(operands[0]), Finish(operands[1])));
    case ir::Op::kSubsetDates: {
      Value* empty = compare(Predicate::ICMP_SGT, Start(operands[0]), Finish(operands[0]));
      Value* inside = And(earlier(Start(operands[1]), Start(operands[0])),
                          earlier(Finish(operands[0]), Finish(operands[1])));
      return Within(Or(empty, inside));
    }
    case ir::Op::kLookup:
      return Lookup(node, operands[0], failed);
    default:
      // Compute names each of the others.
      return std::nullopt;
  }
}

}  // namespace acta::codegen
