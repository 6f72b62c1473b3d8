#include "compiler/codegen/batch_writer.h"

#include <algorithm>

#include <llvm/IR/Constants.h>
#include <llvm/IR/InlineAsm.h>

#include "compiler/base/check.h"

namespace acta::codegen {

using llvm::Value;

// entry:                       ; what does not change from tile to tile is read here
//   %tiles = load i32, ptr %rows.tiles
//   br i1 (%tiles == 0), label %exit, label %tile
// tile:
//   %tile = phi i64 [0, %entry], [%next_tile, ...]
//   ...
//   br i1 (%next_tile < %tiles), label %tile, label %exit
BatchWriter::BatchWriter(BatchUnit& batch_unit, llvm::Function* written, std::uint32_t of_domain)
    : FunctionWriter(batch_unit.module(), written),
      unit_(batch_unit),
      layout_(batch_unit.layout),
      domain_(of_domain) {
  head_ = b.GetInsertBlock();
  loop_ = NewBlock("tile");
  GoTo(loop_);
  tile_ = b.CreatePHI(module.i64, 2, "tile");
  tile_->addIncoming(Int(0), head_);
  first_row_ = b.CreateShl(tile_, 6, "first_row");
  out_of_range_ = None();
  deferred_ = None();
}

void BatchWriter::WriteRules(std::span<const ir::RuleId> rules) {
  for (const ir::RuleId id : rules) {
    const ir::Rule& rule = program.rules[id];
    const Lanes result =
        unit_.IsTooHeavy(id) ? NotFollowed(rule.type) : Result(rule, unit_.envs.None());
    results_[id] = result;
    unit_.results[id] =
        Store(unit_.is_answer[id.index()] ? Cleared(result) : result, layout_.PlaceOf(id));
  }
}

KeptLanes BatchWriter::WriteKept(Closure expression) {
  const Lanes lanes = Node(expression.node, expression.env);
  return Store(lanes, PlaceFor(lanes));
}

void BatchWriter::End(FoldSite* site) {
  unit_.shared.insert(kept_here_.begin(), kept_here_.end());
  out_of_range_ = Or(out_of_range_, OutsideSomeRange());
  if (domain_ == 0) {
    for (const auto& [offset, word] : {std::pair{BatchLayout::kOutOfRange, out_of_range_},
                                       std::pair{BatchLayout::kDeferred, deferred_}}) {
      if (!IsNone(word)) {
        Value* place = ScratchOfTile(offset);
        b.CreateStore(Or(word, b.CreateLoad(module.i64, place)), place);
      }
    }
  } else {
    ACTA_CHECK(site != nullptr, "the rows of lists are looked at for some fold");
    if (!IsNone(out_of_range_)) {
      site->out_of_range = KeepCounted(out_of_range_);
    }
    if (!IsNone(deferred_)) {
      site->deferred = KeepCounted(deferred_);
    }
  }
  llvm::BasicBlock* last = b.GetInsertBlock();
  llvm::BasicBlock* exit = NewBlock("exit");
  Value* next = b.CreateAdd(tile_, Int(1), "next_tile");
  tile_->addIncoming(next, last);
  for (const auto& [carried, handed_on] : carried_) {
    carried->addIncoming(handed_on, last);
  }
  Value* tiles = FieldOf(domain_, RowsField::kTiles);
  Value* scratch = FieldOf(domain_, RowsField::kScratch);
  Value* scratch_bytes = FieldOf(domain_, RowsField::kScratchBytes);
  b.CreateCondBr(b.CreateICmpULT(next, tiles), loop_, exit);
  llvm::IRBuilder<> head(head_);
  head.CreateCondBr(head.CreateICmpEQ(tiles, head.getInt64(0)), exit, loop_);

  // Behind the last tile the counts are whole.
  GoTo(exit);
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    llvm::PHINode* so_far = counts_[i].first;
    so_far->addIncoming(count_nexts_[i], last);
    llvm::PHINode* total = b.CreatePHI(module.i64, 2, "total");
    total->addIncoming(Int(0), head_);
    total->addIncoming(count_nexts_[i], last);
  }
  Value* behind = b.CreateGEP(b.getInt8Ty(), scratch, b.CreateMul(tiles, scratch_bytes));
  auto total = exit->begin();
  for (const auto& [so_far, counted] : counts_) {
    b.CreateStore(Int(0), b.CreateConstGEP1_32(b.getInt8Ty(), behind, counted.word));
    b.CreateStore(&*total++, b.CreateConstGEP1_32(b.getInt8Ty(), behind, counted.before));
  }
  b.CreateRetVoid();
}

// ---- words

bool BatchWriter::IsAll(const Value* word) {
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(word);
  return constant != nullptr && constant->isMinusOne();
}

bool BatchWriter::IsNone(const Value* word) {
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(word);
  return constant != nullptr && constant->isZero();
}

Value* BatchWriter::And(Value* first, Value* second) {
  if (IsNone(first) || IsAll(second) || first == second) {
    return first;
  }
  return IsNone(second) || IsAll(first) ? second : b.CreateAnd(first, second);
}

Value* BatchWriter::Or(Value* first, Value* second) {
  if (IsAll(first) || IsNone(second) || first == second) {
    return first;
  }
  return IsAll(second) || IsNone(first) ? second : b.CreateOr(first, second);
}

Value* BatchWriter::Not(Value* word) {
  return b.CreateXor(word, All());
}

Value* BatchWriter::Pick(Value* condition, Value* then_word, Value* else_word) {
  if (then_word == else_word) {
    return then_word;
  }
  return Or(And(condition, then_word), Without(else_word, condition));
}

// ---- vectors

llvm::FixedVectorType* BatchWriter::VectorOf(unsigned bits) {
  return llvm::FixedVectorType::get(IntegerOf(bits), ACTA_TILE);
}

Value* BatchWriter::Splat(unsigned bits, std::int64_t number) {
  return llvm::ConstantInt::getSigned(VectorOf(bits), number);
}

unsigned BatchWriter::Width(const Lanes& lanes) const {
  return lanes.value->getType()->getScalarSizeInBits();
}

Value* BatchWriter::Resize(Value* vector, unsigned bits) {
  const unsigned now = vector->getType()->getScalarSizeInBits();
  return now < bits   ? b.CreateSExt(vector, VectorOf(bits))
         : now > bits ? b.CreateTrunc(vector, VectorOf(bits))
                      : vector;
}

Value* BatchWriter::Wide(const Lanes& lanes) {
  Value* wide = AtWidth(lanes, 64);
  return IsNone(lanes.absent) ? wide : Choose(lanes.absent, Splat(64, ACTA_ABSENT), wide);
}

Value* BatchWriter::Word(Value* truths) {
  return Apart(b.CreateBitCast(truths, module.i64));
}

Value* BatchWriter::Truths(Value* word) {
  return b.CreateBitCast(Apart(word), llvm::FixedVectorType::get(module.i1, ACTA_TILE));
}

// %same = call i64 asm "", "=r,0"(i64 %word)
//
// LLVM's instruction selection would carry the logic on words over to vectors of 64 bits and back,
// and (19.1) for some programs does so without end: words and vectors must not see each other.
Value* BatchWriter::Apart(Value* word) {
  if (llvm::isa<llvm::Constant>(word)) {
    return word;
  }
  llvm::FunctionType* type = llvm::FunctionType::get(module.i64, {module.i64}, /*isVarArg=*/false);
  llvm::CallInst* same =
      b.CreateCall(type, llvm::InlineAsm::get(type, "", "=r,0", /*hasSideEffects=*/false), {word});
  same->setDoesNotAccessMemory();
  same->setDoesNotThrow();
  same->addFnAttr(llvm::Attribute::WillReturn);
  return same;
}

Value* BatchWriter::Compare(llvm::CmpInst::Predicate how, const Lanes& first, const Lanes& second) {
  const unsigned bits = std::max(Width(first), Width(second));
  return Word(b.CreateICmp(how, AtWidth(first, bits), AtWidth(second, bits)));
}

Value* BatchWriter::Choose(Value* condition, Value* then_vector, Value* else_vector) {
  if (IsAll(condition) || then_vector == else_vector) {
    return then_vector;
  }
  return IsNone(condition) ? else_vector
                           : b.CreateSelect(Truths(condition), then_vector, else_vector);
}

// ---- lanes

bool BatchWriter::IsTruth(ir::TypeId type) const {
  return program.types[type].kind == ir::Kind::kBoolean;
}

Lanes BatchWriter::Truth(Value* yes, Value* known) {
  return {
      .value = And(yes, known), .known = known, .absent = None(), .low = 0, .high = 1, .place = {}};
}

// Narrowed to what the range needs.
Lanes BatchWriter::Vector(Value* vector, Value* known, std::int64_t low, std::int64_t high) {
  const unsigned bits = BitsOf(NarrowestStore(low, high));
  const unsigned now = vector->getType()->getScalarSizeInBits();
  return {.value = bits < now ? Resize(vector, bits) : vector,
          .known = known,
          .absent = None(),
          .low = low,
          .high = high,
          .place = {}};
}

Lanes BatchWriter::Constant(ir::TypeId type, std::int64_t payload) {
  const ir::Type& of = program.types[type];
  if (of.kind == ir::Kind::kEntity) {
    Lanes entity = Vector(Splat(8, 0), All(), 0, 0);
    entity.place = RowPlace{0, static_cast<std::uint32_t>(payload)};
    return entity;
  }
  const bool is_absent = payload == ACTA_ABSENT;
  Lanes constant = of.kind == ir::Kind::kBoolean
                       ? Truth(!is_absent && payload != 0 ? All() : None(), All())
                   : is_absent ? Vector(Splat(8, 0), All(), 0, 0)
                               : Vector(Splat(64, payload), All(), payload, payload);
  constant.absent = is_absent ? All() : None();
  return constant;
}

Lanes BatchWriter::Undetermined(ir::TypeId type) {
  return IsTruth(type) ? Truth(None(), None()) : Vector(Splat(8, 0), None(), 0, 0);
}

Lanes BatchWriter::NotFollowed(ir::TypeId type) {
  deferred_ = All();
  return Undetermined(type);
}

Value* BatchWriter::Same(const Lanes& first, const Lanes& second) {
  const bool truths = first.value->getType() == module.i64;
  Value* equal = truths ? Not(b.CreateXor(first.value, second.value))
                        : Compare(llvm::CmpInst::ICMP_EQ, first, second);
  if (IsNone(first.absent) && IsNone(second.absent)) {
    return equal;
  }
  Value* both_absent = And(first.absent, second.absent);
  return Or(both_absent, Without(equal, Or(first.absent, second.absent)));
}

Value* BatchWriter::Agree(const Lanes& first, const Lanes& second) {
  Value* both_known = And(first.known, second.known);
  return IsNone(both_known) ? both_known : And(both_known, Same(first, second));
}

Lanes BatchWriter::Merge(Value* condition, const Lanes& then_lanes, const Lanes& else_lanes,
                         Value* known) {
  if (IsAll(condition)) {
    return WithKnown(then_lanes, known);
  }
  if (IsNone(condition)) {
    return WithKnown(else_lanes, known);
  }
  Lanes merged{.value = nullptr,
               .known = known,
               .absent = Pick(condition, then_lanes.absent, else_lanes.absent),
               .low = std::min(then_lanes.low, else_lanes.low),
               .high = std::max(then_lanes.high, else_lanes.high),
               .place = {}};
  if (then_lanes.value->getType() == module.i64) {
    merged.value = And(Pick(condition, then_lanes.value, else_lanes.value), known);
    return merged;
  }
  if (then_lanes.place == else_lanes.place) {
    merged.place = then_lanes.place;
  }
  const unsigned bits = std::max(Width(then_lanes), Width(else_lanes));
  merged.value = Choose(condition, AtWidth(then_lanes, bits), AtWidth(else_lanes, bits));
  return merged;
}

Lanes BatchWriter::WithKnown(Lanes lanes, Value* known) {
  lanes.known = known;
  if (lanes.value->getType() == module.i64) {
    lanes.value = And(lanes.value, known);
  }
  return lanes;
}

Lanes BatchWriter::Cleared(Lanes lanes) {
  if (lanes.value->getType() != module.i64) {
    lanes.value = Choose(Without(lanes.known, lanes.absent), lanes.value,
                         llvm::Constant::getNullValue(lanes.value->getType()));
  }
  return lanes;
}

}  // namespace acta::codegen
