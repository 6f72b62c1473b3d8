// Instants and clock times of batch evaluators. Most cases lie in the years behind the last few
// changes of a zone's clock: for them a comparison or two will do. A tile with others is converted
// row by row.
#include <algorithm>

#include <llvm/IR/Constants.h>

#include "acta/evaluator.h"
#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

namespace {

constexpr std::size_t kFewChanges = 3;
// No clock is as far from Greenwich.
constexpr std::int64_t kFarthestOffset = 2 * 86'400;
// 2100-01-01: far enough, and inside the years whatever the offset.
constexpr std::int64_t kFarAhead = 4'102'444'800;
// And what lies before is no longer where the clock began.
constexpr std::int64_t kLongAgo = -4'102'444'800;

// The last changes of a zone, and from when on they alone matter, on either scale.
struct Recent {
  std::size_t first;  // of them, among the zone's changes
  std::int64_t since;

  explicit Recent(const ir::Zone& zone)
      : first(zone.changes.size() - std::min(zone.changes.size(), kFewChanges)), since(kLongAgo) {
    if (first > 0) {
      since = zone.changes[first - 1].first + kFarthestOffset;
    }
  }
  [[nodiscard]] std::int64_t OffsetBefore(const ir::Zone& zone) const {
    return first == 0 ? zone.first_offset : zone.changes[first - 1].second;
  }
};

}  // namespace

// %usual = every row that matters lies in the recent years
// br i1 %usual, label %recent, label %any
std::optional<Lanes> BatchWriter::OnClock(const ir::Node& node, std::span<const Lanes> operands,
                                          Value** failed) {
  const ir::ZoneSet& set = program.zone_sets[ir::ZoneSetId(static_cast<std::uint32_t>(node.imm))];
  if (set.zones.size() != 1 || operands.size() != 1) {
    return std::nullopt;
  }
  const ir::Zone& zone = set.zones.front();
  const Recent recent(zone);
  for (std::size_t i = recent.first; i + 1 < zone.changes.size(); ++i) {
    if (zone.changes[i + 1].first - zone.changes[i].first < 2 * kFarthestOffset) {
      return std::nullopt;
    }
  }
  Value* given = AtWidth(operands[0], 64);
  Value* long_ago = Word(b.CreateICmpSLT(given, Splat(64, recent.since)));
  Value* far_ahead = Word(b.CreateICmpSGE(given, Splat(64, kFarAhead)));
  Value* others = And(Or(long_ago, far_ahead), operands[0].known);
  llvm::BasicBlock* any = NewBlock("any_time");
  llvm::BasicBlock* usual = NewBlock("recent");
  llvm::BasicBlock* met = NewBlock("converted");
  BranchRarely(b.CreateICmpNE(others, Int(0)), any, usual);

  GoTo(any);
  Value* failed_any = None();
  Value* any_result = AtWidth(PerRow(node, operands, &failed_any), 64);
  llvm::BasicBlock* any_end = b.GetInsertBlock();
  b.CreateBr(met);

  GoTo(usual);
  const auto [recent_result, recent_failed] =
      node.op == ir::Op::kToInstant
          ? ToRecentInstant(zone, recent.first, recent.OffsetBefore(zone), given)
          : FromRecentInstant(zone, recent.first, recent.OffsetBefore(zone), given);
  llvm::BasicBlock* usual_end = b.GetInsertBlock();
  b.CreateBr(met);

  GoTo(met);
  llvm::PHINode* result = b.CreatePHI(VectorOf(64), 2, "time");
  result->addIncoming(any_result, any_end);
  result->addIncoming(recent_result, usual_end);
  llvm::PHINode* none = b.CreatePHI(module.i64, 2, "no_time");
  none->addIncoming(failed_any, any_end);
  none->addIncoming(recent_failed, usual_end);
  *failed = none;
  const PayloadRange range = RangeOf(program, node.type);
  return Vector(result, All(), range.low, range.high);
}

// A clock time from when the clock that a change sets has begun; between, it is skipped or comes
// twice, and has no instant.
std::pair<Value*, Value*> BatchWriter::ToRecentInstant(const ir::Zone& zone, std::size_t first,
                                                       std::int64_t before, Value* civil) {
  Value* offset = Splat(64, before);
  Value* failed = None();
  for (std::size_t i = first; i < zone.changes.size(); ++i) {
    const auto& [at, after] = zone.changes[i];
    const std::int64_t from = at + std::min<std::int64_t>(before, after);
    const std::int64_t until = at + std::max<std::int64_t>(before, after);
    Value* begun = b.CreateICmpSGE(civil, Splat(64, until));
    offset = b.CreateSelect(begun, Splat(64, after), offset);
    failed = Or(failed, Without(Word(b.CreateICmpSGE(civil, Splat(64, from))), Word(begun)));
    before = after;
  }
  return {b.CreateSub(civil, offset), failed};
}

std::pair<Value*, Value*> BatchWriter::FromRecentInstant(const ir::Zone& zone, std::size_t first,
                                                         std::int64_t before, Value* instant) {
  Value* offset = Splat(64, before);
  for (std::size_t i = first; i < zone.changes.size(); ++i) {
    Value* begun = b.CreateICmpSGE(instant, Splat(64, zone.changes[i].first));
    offset = b.CreateSelect(begun, Splat(64, zone.changes[i].second), offset);
  }
  Value* civil = b.CreateAdd(instant, offset);
  // What comes twice is told of neither instant.
  return {civil, ToRecentInstant(zone, first, before, civil).second};
}

}  // namespace acta::codegen
