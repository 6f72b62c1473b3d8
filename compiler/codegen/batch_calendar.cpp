// Working days of batch evaluators: each question is one or two look-ups in the calendar's tables.
#include <algorithm>

#include <llvm/IR/Constants.h>
#include <llvm/IR/Intrinsics.h>

#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

namespace {

// Counts beyond this lie outside every calendar.
constexpr std::int64_t kManyDays = 1 << 30;

}  // namespace

// %entry = gather i32, ptr %table[min(date - first day, days covered)], of which the first byte
// counts
Lanes BatchWriter::InDayTable(const ir::Node& node, const DayTable& table, const Lanes& date,
                              Value** failed) {
  const ir::Calendar& calendar =
      program.calendars[ir::CalendarId(static_cast<std::uint32_t>(node.imm))];
  Value* day = AtWidth(date, 32);
  Value* index = b.CreateSub(day, Splat(32, calendar.first_day));
  Value* last = Splat(32, static_cast<std::int64_t>(calendar.working.size()));
  index = b.CreateBinaryIntrinsic(llvm::Intrinsic::umin, index, last);
  constexpr unsigned kOthers = 24;
  Value* read = Gather(module.i32, b.getInt8Ty(), unit_.module().Days(table), index);
  Value* entry = b.CreateShl(read, Splat(32, kOthers));
  *failed = Word(b.CreateICmpEQ(entry, Splat(32, std::int64_t{DayTable::kNone} << kOthers)));
  if (node.op == ir::Op::kIsWorkingDay) {
    return Within(Word(b.CreateICmpNE(entry, Splat(32, 0))));
  }
  Value* distance = b.CreateAShr(entry, Splat(32, kOthers));
  return Vector(b.CreateAdd(day, distance), All(), calendar.first_day, calendar.last_day);
}

// rank[i]: working days among the first i days covered; select[k]: the k-th working day.
std::optional<Lanes> BatchWriter::InCalendar(const ir::Node& node, std::span<const Lanes> operands,
                                             Value** failed) {
  const ir::CalendarId id(static_cast<std::uint32_t>(node.imm));
  const ir::Calendar& calendar = program.calendars[id];
  const auto working = static_cast<std::int64_t>(std::ranges::count(calendar.working, true));
  if (working == 0) {
    return std::nullopt;
  }
  if (const std::optional<DayTable> days = DayTableFor(program, node)) {
    return InDayTable(node, *days, operands[0], failed);
  }
  const auto table = [&](unsigned field) {
    llvm::IRBuilder<> head(head_);
    return head.CreateLoad(module.pointer, head.CreateStructGEP(CalendarType(module.context()),
                                                                module.Calendar(id), field));
  };
  Value* rank = table(4);
  Value* select = table(5);
  const auto clamp = [&](Value* inside, Value* index) {
    return b.CreateSelect(inside, index, Splat(32, 0));
  };

  // Position among the days covered; 0 for days that are not.
  const auto position = [&](const Lanes& date, Value** outside) {
    Value* index = b.CreateSub(AtWidth(date, 32), Splat(32, calendar.first_day));
    const auto days = static_cast<std::int64_t>(calendar.working.size());
    Value* inside = b.CreateICmpULT(index, Splat(32, days));
    *outside = Word(b.CreateNot(inside));
    return clamp(inside, index);
  };
  const auto rank_at = [&](Value* index) { return Gather(module.i32, module.i32, rank, index); };
  const auto next = [&](Value* index) { return b.CreateAdd(index, Splat(32, 1)); };
  // The k-th working day; fails where there is none.
  const auto working_day = [&](Value* k) {
    Value* exists = b.CreateICmpULT(k, Splat(32, working));
    *failed = Or(*failed, Word(b.CreateNot(exists)));
    return Gather(module.i32, module.i32, select, clamp(exists, k));
  };
  const auto day = [&](Value* vector) {
    return Vector(vector, All(), calendar.first_day, calendar.last_day);
  };

  Value* outside = nullptr;
  Value* index = position(operands[0], &outside);
  *failed = outside;
  switch (node.op) {
    case ir::Op::kIsWorkingDay:
      return Within(Word(b.CreateICmpNE(rank_at(next(index)), rank_at(index))));
    case ir::Op::kWorkingDaysBetween: {
      Value* other_outside = nullptr;
      Value* other = position(operands[1], &other_outside);
      *failed = Or(outside, other_outside);
      return Vector(b.CreateSub(rank_at(next(other)), rank_at(next(index))), All(), -working,
                    working);
    }
    case ir::Op::kRoll:
      return day(node.aux == 0 ? working_day(rank_at(index))
                               : working_day(b.CreateSub(rank_at(next(index)), Splat(32, 1))));
    default:
      break;
  }
  // Forward: the count-th of those behind the date; back: of those before it.
  const Lanes& count = operands[1];
  if (count.low == 0 && count.high == 0) {
    return day(AtWidth(operands[0], 32));
  }
  Value* counted =
      count.low >= -kManyDays && count.high <= kManyDays
          ? AtWidth(count, 32)
          : Resize(b.CreateBinaryIntrinsic(
                       llvm::Intrinsic::smax, Splat(64, -kManyDays),
                       b.CreateBinaryIntrinsic(llvm::Intrinsic::smin, Splat(64, kManyDays),
                                               AtWidth(count, 64))),
                   32);
  Value* forward = b.CreateZExt(b.CreateICmpSGT(counted, Splat(32, 0)), VectorOf(32));
  Value* before = rank_at(b.CreateAdd(index, forward));
  Value* k = b.CreateSub(b.CreateAdd(before, counted), forward);
  if (count.low > 0 || count.high < 0) {
    return day(working_day(k));
  }
  // A count of none is the date itself, whatever day it is.
  Value* none = b.CreateICmpEQ(counted, Splat(32, 0));
  Value* failed_before = *failed;
  *failed = None();
  Value* found = working_day(k);
  *failed = Or(failed_before, Without(*failed, Word(none)));
  return day(b.CreateSelect(none, AtWidth(operands[0], 32), found));
}

}  // namespace acta::codegen
