// Lists in batch evaluators. The elements of all lists of a block are rows of their own: what a
// fold asks of each is computed 64 elements at a time, and counted for the row that owns them.
#include <algorithm>

#include <llvm/IR/Constants.h>
#include <llvm/IR/Intrinsics.h>

#include "acta/evaluator.h"
#include "compiler/base/check.h"
#include "compiler/codegen/batch_writer.h"
#include "compiler/ir/walk.h"

namespace acta::codegen {

using llvm::Value;

// ---- environments

std::optional<std::uint32_t> Env::DomainOf(std::uint32_t variable) const {
  for (const auto& [bound, domain] : elements) {
    if (bound == variable) {
      return domain;
    }
  }
  return std::nullopt;
}

const Env* Envs::Inside(const ir::Program& program, Closure call) {
  const Env*& made = of_[call];
  if (made == nullptr) {
    Env& env = made_.emplace_back();
    for (const ir::NodeId argument : program.OperandsOf(program.nodes[call.node])) {
      env.params.push_back({argument, call.env});
    }
    made = &env;
  }
  return made;
}

const Env* Envs::Inside(Closure fold, std::uint32_t variable, std::uint32_t domain) {
  const Env*& made = of_[fold];
  if (made == nullptr) {
    Env& env = made_.emplace_back(*fold.env);
    env.elements.emplace_back(variable, domain);
    made = &env;
  }
  return made;
}

// ---- the fold where it stands

// Whether what the expression names from outside lies in rows that those of `owner` belong to.
bool BatchWriter::StaysWithin(ir::NodeId id, const Env* env, std::uint32_t owner) {
  const ir::Node& node = program.nodes[id];
  if (node.op == ir::Op::kElement) {
    const auto domain = env->DomainOf(static_cast<std::uint32_t>(node.imm));
    return !domain || layout_.Encloses(*domain, owner);
  }
  if (node.op == ir::Op::kParam) {
    const Closure argument = env->params[static_cast<std::size_t>(node.imm)];
    return StaysWithin(argument.node, argument.env, owner);
  }
  return std::ranges::all_of(program.OperandsOf(node),
                             [&](ir::NodeId operand) { return StaysWithin(operand, env, owner); });
}

Lanes BatchWriter::Fold(ir::NodeId id, const Env* env) {
  const ir::Node& node = program.nodes[id];
  const auto operands = program.OperandsOf(node);
  const Lanes list = Node(operands[0], env);
  if (!list.place) {
    return NotFollowed(node.type);
  }
  const std::uint32_t owner = list.place->domain;
  const std::uint32_t elements =
      layout_.columns()[layout_.ColumnAt(owner, list.place->slot)].elements;
  const auto stays_within = [&](ir::NodeId body) { return StaysWithin(body, env, owner); };
  if (!std::ranges::all_of(operands.subspan(1), stays_within)) {
    return NotFollowed(node.type);
  }
  if (owner != domain_) {
    return Load(unit_.Keep({id, env}, owner));
  }
  const FoldSite& site = unit_.Fold({id, env}, elements);
  if (site.out_of_range.exists()) {
    out_of_range_ = Or(out_of_range_, AnyPerRow(site, site.out_of_range));
  }
  if (site.deferred.exists()) {
    deferred_ = Or(deferred_, AnyPerRow(site, site.deferred));
  }
  return site.value ? OverValues(node, site, list) : Counted(node, site, list);
}

// ---- for each element

FoldSite BatchWriter::WriteElements(const ir::Node& fold, const Env* env) {
  FoldSite site{
      .domain = domain_, .yes = {}, .open = {}, .value = {}, .out_of_range = {}, .deferred = {}};
  const auto operands = program.OperandsOf(fold);
  const Lanes condition = Node(operands[1], env);
  Value* open = Not(condition.known);
  if (operands.size() > 2) {
    Lanes value = Node(operands[2], env);
    open = Or(open, And(condition.value, Not(value.known)));
    if (!IsNone(value.absent)) {
      value.value = Wide(value);
      value.low = INT64_MIN;
      value.absent = None();
    }
    // Kept once more even when another function keeps it: it is wanted at its own width.
    TilePlace place{.store = NarrowestStore(value.low, value.high)};
    place.value = unit_.PlaceValues(domain_, place.store);
    b.CreateAlignedStore(AtWidth(value, BitsOf(place.store)), ScratchOfTile(place.value),
                         llvm::Align(64));
    site.value = place;
  }
  if (unit_.variant.moves_bits && fold.op == ir::Op::kAtLeast && fold.imm == 1) {
    site.some_yes = KeepOwners(condition.value);
    if (!IsNone(open)) {
      site.some_possible = KeepOwners(Or(condition.value, open));
    }
    return site;
  }
  site.yes = KeepCounted(condition.value);
  if (!IsNone(open)) {
    site.open = KeepCounted(open);
  }
  return site;
}

// Beside the word how many bits were set in the tiles before.
CountedWord BatchWriter::KeepCounted(Value* word) {
  const CountedWord counted{unit_.PlaceWord(domain_), unit_.PlaceWord(domain_)};
  llvm::IRBuilder<> top(loop_, loop_->begin());
  llvm::PHINode* before = top.CreatePHI(module.i64, 2, "before");
  before->addIncoming(Int(0), head_);
  b.CreateStore(word, ScratchOfTile(counted.word));
  b.CreateStore(before, ScratchOfTile(counted.before));
  Value* here = b.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, word);
  counts_.emplace_back(before, counted);
  count_nexts_.push_back(b.CreateAdd(before, here));
  return counted;
}

// ---- for each row that owns elements

// How many bits of the counted word are set for the elements of each row: up to where they end,
// less those up to where they begin. The end of one row is the beginning of the next.
//   up to %o: %before[%o >> 6] + ctpop(%word[%o >> 6] & ((1 << (%o & 63)) - 1))
Value* BatchWriter::CountPerRow(const FoldSite& site, const CountedWord& counted) {
  Value* scratch = FieldOf(site.domain, RowsField::kScratch);
  Value* bytes_per_tile = FieldOf(site.domain, RowsField::kScratchBytes);
  Value* offsets = FieldOf(site.domain, RowsField::kOffsets);
  const auto up_to = [&](Value* position_of_offset) {
    Value* place = b.CreateGEP(module.i32, offsets, position_of_offset);
    Value* offset = b.CreateZExt(b.CreateLoad(module.i32, place), module.i64);
    Value* tile =
        b.CreateGEP(b.getInt8Ty(), scratch, b.CreateMul(b.CreateLShr(offset, 6), bytes_per_tile));
    const auto word_at = [&](std::uint32_t in_tile) {
      return b.CreateLoad(module.i64, b.CreateConstGEP1_32(b.getInt8Ty(), tile, in_tile));
    };
    Value* bit = b.CreateShl(Int(1), b.CreateAnd(offset, Int(63)));
    Value* below = b.CreateAnd(word_at(counted.word), b.CreateSub(bit, Int(1)));
    return b.CreateAdd(word_at(counted.before),
                       b.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, below));
  };
  return RowByRow(32, up_to(first_row_), [&](Value* row, Value* up_to_begin) {
    Value* up_to_end = up_to(b.CreateAdd(b.CreateAdd(first_row_, row), Int(1)));
    return std::pair{b.CreateSub(up_to_end, up_to_begin), up_to_end};
  });
}

// Elements of this kind are rare: only when there are some is it asked whose they are.
Value* BatchWriter::AnyPerRow(const FoldSite& site, const CountedWord& counted) {
  Value* scratch = FieldOf(site.domain, RowsField::kScratch);
  Value* behind = b.CreateGEP(b.getInt8Ty(), scratch,
                              b.CreateMul(FieldOf(site.domain, RowsField::kTiles),
                                          FieldOf(site.domain, RowsField::kScratchBytes)));
  Value* total = b.CreateLoad(module.i64,
                              b.CreateConstGEP1_32(b.getInt8Ty(), behind, counted.before), "total");
  return WhenRarely(
      b.CreateICmpNE(total, Int(0)), None(),
      [&] { return Word(b.CreateICmpNE(CountPerRow(site, counted), Splat(32, 0))); }, "any");
}

Lanes BatchWriter::Length(const Lanes& list) {
  const std::uint32_t owner = list.place->domain;
  const acta_batch_column& column = layout_.columns()[layout_.ColumnAt(owner, list.place->slot)];
  Value* begin = nullptr;
  Value* end = nullptr;
  if (owner == domain_) {
    const auto offsets_from = [&](unsigned ahead) {
      Value* offsets = FieldOf(column.elements, RowsField::kOffsets);
      Value* place = b.CreateGEP(module.i32, offsets, b.CreateAdd(first_row_, Int(ahead)));
      return b.CreateAlignedLoad(VectorOf(32), place, llvm::Align(4));
    };
    begin = offsets_from(0);
    end = offsets_from(1);
  } else {
    Value* offsets = FieldOf(column.elements, RowsField::kOffsets);
    begin = Gather(module.i32, module.i32, offsets, RowsIn(owner));
    end = Gather(module.i32, module.i32, offsets, b.CreateAdd(RowsIn(owner), Splat(32, 1)));
  }
  return Vector(b.CreateSub(end, begin), list.known, 0, INT32_MAX);
}

Lanes BatchWriter::Counted(const ir::Node& node, const FoldSite& site, const Lanes& list) {
  if (site.some_yes.exists()) {
    Value* some = OwnsMarked(site, site.some_yes);
    Value* possible = site.some_possible.exists() ? OwnsMarked(site, site.some_possible) : some;
    return Truth(some, And(list.known, Or(some, Not(possible))));
  }
  Value* yes = CountPerRow(site, site.yes);
  Value* open = site.open.exists() ? CountPerRow(site, site.open) : Splat(32, 0);
  if (node.op == ir::Op::kCount) {
    Value* all_known = site.open.exists() ? Word(b.CreateICmpEQ(open, Splat(32, 0))) : All();
    return Vector(yes, And(list.known, all_known), 0, INT32_MAX);
  }
  const std::int64_t needed = std::clamp<std::int64_t>(node.imm, -1, INT32_MAX);
  Value* enough = Word(b.CreateICmpSGE(yes, Splat(32, needed)));
  Value* possible = site.open.exists()
                        ? Word(b.CreateICmpSGE(b.CreateAdd(yes, open), Splat(32, needed)))
                        : enough;
  return Truth(enough, And(list.known, Or(enough, Not(possible))));
}

// Row by row, element by element: sums are exact, and the best of none is absent.
//   each row: %element from offsets[row] up to offsets[row + 1]
Lanes BatchWriter::OverValues(const ir::Node& node, const FoldSite& site, const Lanes& list) {
  const bool is_sum = node.op == ir::Op::kSum;
  llvm::Type* wide = is_sum ? b.getInt128Ty() : static_cast<llvm::Type*>(module.i64);
  const auto better =
      node.op == ir::Op::kEarliest ? llvm::CmpInst::ICMP_SLT : llvm::CmpInst::ICMP_SGT;
  Value* scratch = FieldOf(site.domain, RowsField::kScratch);
  Value* bytes_per_tile = FieldOf(site.domain, RowsField::kScratchBytes);
  Value* offsets = FieldOf(site.domain, RowsField::kOffsets);
  llvm::IRBuilder<> entry(&function->getEntryBlock(), function->getEntryBlock().begin());
  llvm::AllocaInst* values = entry.CreateAlloca(llvm::ArrayType::get(module.i64, ACTA_TILE));
  values->setAlignment(llvm::Align(64));

  llvm::BasicBlock* before = b.GetInsertBlock();
  llvm::BasicBlock* each_row = NewBlock("each_row");
  llvm::BasicBlock* each = NewBlock("each");
  llvm::BasicBlock* element_block = NewBlock("element");
  llvm::BasicBlock* row_done = NewBlock("row_done");
  llvm::BasicBlock* done = NewBlock("rows_done");
  b.CreateBr(each_row);

  GoTo(each_row);
  llvm::PHINode* row = b.CreatePHI(module.i64, 2, "row");
  llvm::PHINode* found = b.CreatePHI(module.i64, 2, "found");    // rows with some value
  llvm::PHINode* open = b.CreatePHI(module.i64, 2, "open");      // rows with something undetermined
  llvm::PHINode* failed = b.CreatePHI(module.i64, 2, "failed");  // rows whose sum does not fit
  for (llvm::PHINode* phi : {row, found, open, failed}) {
    phi->addIncoming(Int(0), before);
  }
  const auto offset_at = [&](Value* position) {
    return b.CreateZExt(b.CreateLoad(module.i32, b.CreateGEP(module.i32, offsets, position)),
                        module.i64);
  };
  Value* of_block = b.CreateAdd(first_row_, row);
  Value* begin = offset_at(of_block);
  Value* end = offset_at(b.CreateAdd(of_block, Int(1)));
  b.CreateBr(each);

  GoTo(each);
  llvm::PHINode* element = b.CreatePHI(module.i64, 2, "element");
  llvm::PHINode* best = b.CreatePHI(wide, 2, "best");
  llvm::PHINode* some = b.CreatePHI(module.i1, 2, "some");
  llvm::PHINode* unknown = b.CreatePHI(module.i1, 2, "unknown");
  element->addIncoming(begin, each_row);
  best->addIncoming(llvm::ConstantInt::get(wide, 0), each_row);
  some->addIncoming(No(), each_row);
  unknown->addIncoming(No(), each_row);
  b.CreateCondBr(b.CreateICmpULT(element, end), element_block, row_done);

  GoTo(element_block);
  Value* bit = b.CreateAnd(element, Int(63));
  Value* tile =
      b.CreateGEP(b.getInt8Ty(), scratch, b.CreateMul(b.CreateLShr(element, 6), bytes_per_tile));
  const auto bit_of = [&](const CountedWord& counted) -> Value* {
    Value* word = b.CreateLoad(module.i64, b.CreateConstGEP1_32(b.getInt8Ty(), tile, counted.word));
    return b.CreateTrunc(b.CreateLShr(word, bit), module.i1);
  };
  llvm::Type* stored = IntegerOf(BitsOf(site.value->store));
  Value* place =
      b.CreateGEP(stored, b.CreateConstGEP1_32(b.getInt8Ty(), tile, site.value->value), bit);
  Value* value = b.CreateSExt(b.CreateLoad(stored, place), wide);
  Value* included = bit_of(site.yes);
  Value* next_best =
      is_sum ? b.CreateAdd(best, b.CreateSelect(included, value, llvm::ConstantInt::get(wide, 0)))
             : b.CreateSelect(
                   Both(included, Either(Opposite(some), b.CreateICmp(better, value, best))), value,
                   best);
  element->addIncoming(b.CreateAdd(element, Int(1)), element_block);
  best->addIncoming(next_best, element_block);
  some->addIncoming(Either(some, included), element_block);
  unknown->addIncoming(site.open.exists() ? Either(unknown, bit_of(site.open)) : unknown,
                       element_block);
  b.CreateBr(each);

  GoTo(row_done);
  const auto with_bit = [&](Value* word, Value* truth) {
    return b.CreateOr(word, b.CreateShl(b.CreateZExt(truth, module.i64), row));
  };
  Value* result = is_sum ? b.CreateTrunc(best, module.i64) : best;
  b.CreateStore(result, b.CreateGEP(module.i64, values, row));
  Value* fits = is_sum ? Both(b.CreateICmpEQ(b.CreateSExt(result, wide), best),
                              b.CreateICmpSGE(result, Int(INT64_MIN + 2)))
                       : static_cast<Value*>(Yes());
  Value* found_now = with_bit(found, some);
  Value* open_now = with_bit(open, unknown);
  Value* failed_now = is_sum ? with_bit(failed, Opposite(fits)) : failed;
  Value* next_row = b.CreateAdd(row, Int(1));
  row->addIncoming(next_row, row_done);
  found->addIncoming(found_now, row_done);
  open->addIncoming(open_now, row_done);
  failed->addIncoming(failed_now, row_done);
  b.CreateCondBr(b.CreateICmpULT(next_row, Int(ACTA_TILE)), each_row, done);

  GoTo(done);
  const PayloadRange range = RangeOf(program, node.type);
  Value* known = Without(list.known, is_sum ? Or(open_now, failed_now) : open_now);
  Lanes lanes = Vector(b.CreateAlignedLoad(VectorOf(64), values, llvm::Align(64)), known, range.low,
                       range.high);
  lanes.absent = is_sum ? None() : Not(found_now);
  return lanes;
}

}  // namespace acta::codegen
