// Where batch evaluators read and write: columns and masks of the block, scratch of tiles; from the
// rows of a list also what stands in the row that owns them.
#include <algorithm>
#include <numeric>

#include <llvm/Analysis/VectorUtils.h>
#include <llvm/IR/Constants.h>
#include <llvm/Support/MathExtras.h>

#include "compiler/base/check.h"
#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

namespace {

// The widest registers there are.
constexpr unsigned kRegisterBits = 512;

}  // namespace

// %rows = load ptr, ptr %block.rows
// %field = load ..., ptr %rows[domain].field
Value* BatchWriter::FieldOf(std::uint32_t of_domain, RowsField field) {
  Value*& known = fields_[{of_domain, field}];
  if (known == nullptr) {
    llvm::IRBuilder<> head(head_);
    Value* rows = head.CreateLoad(module.pointer,
                                  head.CreateStructGEP(unit_.BlockType(), frame(), 2), "rows");
    Value* of = head.CreateConstGEP1_32(unit_.RowsType(), rows, of_domain);
    Value* place = head.CreateStructGEP(unit_.RowsType(), of, static_cast<unsigned>(field));
    if (field == RowsField::kCount || field == RowsField::kTiles) {
      known = head.CreateZExt(head.CreateLoad(module.i32, place), module.i64);
    } else {
      known = head.CreateLoad(
          field == RowsField::kScratchBytes ? static_cast<llvm::Type*>(module.i64) : module.pointer,
          place);
    }
  }
  return known;
}

Value* BatchWriter::ValuePointer(std::uint32_t of_domain, std::uint32_t value) {
  Value*& known = pointers_[{of_domain, value}];
  if (known == nullptr) {
    Value* pointers = FieldOf(of_domain, RowsField::kValues);
    llvm::IRBuilder<> head(head_);
    known =
        head.CreateLoad(module.pointer, head.CreateConstGEP1_32(module.pointer, pointers, value));
  }
  return known;
}

// %rows = load <64 x i32>, ptr %parents[first_row], further out gathered from the parents' parents
Value* BatchWriter::RowsIn(std::uint32_t outer) {
  Value*& known = rows_in_[outer];
  if (known != nullptr) {
    return known;
  }
  ACTA_CHECK(layout_.Encloses(outer, domain_) && outer != domain_,
             "a row is looked up in the rows that enclose it");
  std::uint32_t at = domain_;
  Value* rows = nullptr;
  while (at != outer) {
    Value* parents = FieldOf(at, RowsField::kParents);
    if (rows == nullptr) {
      rows = b.CreateAlignedLoad(VectorOf(32), b.CreateGEP(module.i32, parents, first_row_),
                                 llvm::Align(4), "owners");
    } else {
      rows = Gather(module.i32, module.i32, parents, rows);
    }
    at = layout_.domains()[at].parent;
  }
  return rows_in_[outer] = rows;
}

Value* BatchWriter::ScratchOfTile(std::uint32_t offset) {
  Value* bytes = b.CreateMul(tile_, FieldOf(domain_, RowsField::kScratchBytes));
  Value* tile = b.CreateGEP(b.getInt8Ty(), FieldOf(domain_, RowsField::kScratch), bytes);
  return b.CreateConstGEP1_32(b.getInt8Ty(), tile, offset);
}

llvm::AllocaInst* BatchWriter::Room(std::size_t index) {
  while (index >= room_.size()) {
    llvm::BasicBlock& first = function->getEntryBlock();
    llvm::IRBuilder<> entry(&first, first.begin());
    room_.push_back(entry.CreateAlloca(llvm::ArrayType::get(module.i64, ACTA_TILE)));
    room_.back()->setAlignment(llvm::Align(64));
  }
  return room_[index];
}

// %values = gather `element` from %base[%positions], counted in `step`; where the processor has no
// such instruction, one after the other
Value* BatchWriter::Gather(llvm::Type* element, llvm::Type* step, Value* base, Value* positions) {
  const unsigned bits = element->getScalarSizeInBits();
  const llvm::Align alignment(std::min(bits, static_cast<unsigned>(step->getScalarSizeInBits())) /
                              8);
  if (unit_.variant.gathers && bits >= 32) {
    Value* places = b.CreateGEP(step, base, positions);
    return b.CreateMaskedGather(llvm::FixedVectorType::get(element, ACTA_TILE), places, alignment);
  }
  Value* kept = Room(1);
  b.CreateAlignedStore(positions, kept, llvm::Align(64));
  return RowByRow(bits, Int(0), [&](Value* row, Value* nothing) {
    Value* position = b.CreateLoad(module.i32, b.CreateGEP(module.i32, kept, row));
    Value* place = b.CreateGEP(step, base, position);
    return std::pair<Value*, Value*>{b.CreateAlignedLoad(element, place, alignment), nothing};
  });
}

// For rows of a domain: where, in bytes from `base`, their tiles have what lies at `offset`.
Value* BatchWriter::InTilesOf(Value* rows, Value* bytes_per_tile, std::uint32_t offset) {
  Value* bytes = b.CreateVectorSplat(ACTA_TILE, b.CreateTrunc(bytes_per_tile, module.i32));
  return b.CreateAdd(b.CreateMul(b.CreateLShr(rows, Splat(32, 6)), bytes), Splat(32, offset));
}

// Bit (row & 63) of the word at `offset` in tile (row >> 6).
Value* BatchWriter::GatherBits(Value* base, Value* bytes_per_tile, std::uint32_t offset,
                               Value* rows) {
  Value* words = Gather(module.i64, b.getInt8Ty(), base, InTilesOf(rows, bytes_per_tile, offset));
  Value* bit = b.CreateZExt(b.CreateAnd(rows, Splat(32, 63)), VectorOf(64));
  Value* its_own = b.CreateAnd(words, b.CreateShl(Splat(64, 1), bit));
  return Word(b.CreateICmpNE(its_own, Splat(64, 0)));
}

Value* BatchWriter::MaskWord(std::uint32_t of_domain, std::uint32_t word) {
  Value* masks = FieldOf(of_domain, RowsField::kMasks);
  const std::uint32_t bytes_per_tile = layout_.domains()[of_domain].mask_words * 8;
  if (of_domain != domain_) {
    return GatherBits(masks, Int(bytes_per_tile), word * 8, RowsIn(of_domain));
  }
  Value* tile = b.CreateGEP(b.getInt8Ty(), masks, b.CreateMul(tile_, Int(bytes_per_tile)));
  return b.CreateLoad(module.i64, b.CreateConstGEP1_32(b.getInt8Ty(), tile, word * 8), "mask");
}

Lanes BatchWriter::Column(std::uint32_t of_domain, std::uint32_t slot) {
  const std::uint32_t index = layout_.ColumnAt(of_domain, slot);
  const auto loaded = columns_.find(index);
  return loaded != columns_.end() ? loaded->second : columns_[index] = LoadColumn(index);
}

Lanes BatchWriter::LoadColumn(std::uint32_t index) {
  const acta_batch_column& column = layout_.columns()[index];
  ACTA_CHECK(column.given != ACTA_NO_PLACE, "the layout knows which columns are read");
  Value* given = unit_.variant.all_given ? All() : MaskWord(column.domain, column.given);
  Value* absent =
      column.absent == ACTA_NO_PLACE ? None() : And(MaskWord(column.domain, column.absent), given);
  Lanes lanes{.value = nullptr,
              .known = given,
              .absent = absent,
              .low = column.low,
              .high = column.high,
              .place = {}};
  if (column.store == ACTA_STORE_BITS) {
    lanes.value = Without(And(MaskWord(column.domain, column.value), given), absent);
    return lanes;
  }
  if (column.store == ACTA_STORE_NONE) {
    const bool is_list = column.elements != 0;
    lanes.value = Splat(8, 0);
    lanes.place = RowPlace{column.domain, is_list ? column.slot : column.slot + 1};
    return lanes;
  }
  const unsigned bits = BitsOf(column.store);
  Value* values = ValuePointer(column.domain, column.value);
  if (column.domain != domain_) {
    lanes.value = Gather(IntegerOf(bits), IntegerOf(bits), values, RowsIn(column.domain));
  } else {
    Value* place = b.CreateGEP(IntegerOf(bits), values, first_row_);
    lanes.value = b.CreateAlignedLoad(VectorOf(bits), place, llvm::Align(bits / 8), "column");
    if (domain_ == 0 && !unit_.checked[index]) {
      AskAhead(place, bits);
    }
  }
  // Columns of cases are compared with their range once, others wherever they are read.
  if (domain_ == 0 ? !unit_.checked[index] : column.domain != 0) {
    MarkOutOfRange(index, lanes);
  }
  unit_.checked[index] = unit_.checked[index] || domain_ == 0;
  return lanes;
}

// Acts have more columns than a processor follows by itself; asking for what comes next is never
// wrong, even behind the end. call void @llvm.prefetch(%place + tiles ahead), for each line of the
// cache
void BatchWriter::AskAhead(Value* place, unsigned bits) {
  constexpr std::uint64_t kTilesAhead = 4;
  constexpr std::uint64_t kLine = 64;
  const std::uint64_t bytes_per_tile = ACTA_TILE * bits / 8;
  for (std::uint64_t byte = 0; byte < bytes_per_tile; byte += kLine) {
    Value* ahead =
        b.CreateConstGEP1_64(b.getInt8Ty(), place, kTilesAhead * bytes_per_tile + byte, "ahead");
    // To be read, kept in all caches, data.
    b.CreateIntrinsic(llvm::Intrinsic::prefetch, {ahead->getType()},
                      {ahead, b.getInt32(0), b.getInt32(3), b.getInt32(1)});
  }
}

// One comparison without sign for both ends. Fields of what does not exist hold anything. Where
// every row counts, comparisons of one width are added up in registers as they come, and become a
// word at the end: OutsideSomeRange.
void BatchWriter::MarkOutOfRange(std::uint32_t index, const Lanes& lanes) {
  const acta_batch_column& column = layout_.columns()[index];
  const unsigned bits = BitsOf(column.store);
  if (column.low == llvm::minIntN(bits) && column.high == llvm::maxIntN(bits)) {
    return;
  }
  Value* above = b.CreateSub(lanes.value, Splat(bits, column.low));
  const std::uint64_t span =
      static_cast<std::uint64_t>(column.high) - static_cast<std::uint64_t>(column.low);
  Value* most = llvm::ConstantInt::get(VectorOf(bits), span);
  Value* counted = Without(lanes.known, lanes.absent);
  for (std::uint32_t around = layout_.AroundOf(index); around != ACTA_NO_PLACE;
       around = layout_.AroundOf(around)) {
    const acta_batch_column& entity = layout_.columns()[around];
    counted = Without(counted, Column(entity.domain, entity.slot).absent);
  }
  if (!IsAll(counted)) {
    Value* outside = Word(b.CreateICmpUGT(above, most));
    out_of_range_ = Or(out_of_range_, And(outside, counted));
    return;
  }
  std::vector<Value*>& inside = inside_[bits];
  inside.resize(ACTA_TILE * bits / kRegisterBits);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const auto in_register = [&](Value* vector) {
      llvm::SmallVector<int, ACTA_TILE> rows(kRegisterBits / bits);
      std::iota(rows.begin(), rows.end(), static_cast<int>(i * rows.size()));
      return b.CreateShuffleVector(vector, rows);
    };
    Value* good = b.CreateICmpULE(in_register(above), in_register(most));
    inside[i] = inside[i] == nullptr ? good : b.CreateAnd(inside[i], good);
  }
}

// The rows in which one of the values lies outside its range whose comparisons were added up.
Value* BatchWriter::OutsideSomeRange() {
  Value* outside = None();
  for (const auto& [bits, parts] : inside_) {
    outside = Or(outside, Not(Word(llvm::concatenateVectors(b, parts))));
  }
  inside_.clear();
  return outside;
}

void BatchWriter::CheckTheRest() {
  for (std::uint32_t i = 0; i < layout_.columns().size(); ++i) {
    const acta_batch_column& column = layout_.columns()[i];
    const bool has_values = column.value != ACTA_NO_PLACE && column.store != ACTA_STORE_BITS;
    if (column.domain == 0 && has_values && !unit_.checked[i]) {
      (void)LoadColumn(i);
    }
  }
}

void BatchWriter::ClearMarks() {
  b.CreateStore(Int(0), ScratchOfTile(BatchLayout::kOutOfRange));
  b.CreateStore(Int(0), ScratchOfTile(BatchLayout::kDeferred));
}

TilePlace BatchWriter::PlaceFor(const Lanes& lanes) {
  TilePlace place;
  if (lanes.value->getType() == module.i64) {
    place.value = unit_.PlaceWord(domain_);
  } else {
    place.store = NarrowestStore(lanes.low, lanes.high);
    place.value = unit_.PlaceValues(domain_, place.store);
  }
  place.known = unit_.PlaceWord(domain_);
  place.absent = IsNone(lanes.absent) ? ACTA_NO_PLACE : unit_.PlaceWord(domain_);
  return place;
}

KeptLanes BatchWriter::Store(const Lanes& lanes, const TilePlace& place) {
  const bool truths = place.store == ACTA_STORE_BITS;
  Value* value = truths ? lanes.value : AtWidth(lanes, BitsOf(place.store));
  b.CreateAlignedStore(value, ScratchOfTile(place.value), llvm::Align(truths ? 8 : 64));
  b.CreateStore(lanes.known, ScratchOfTile(place.known));
  if (place.absent != ACTA_NO_PLACE) {
    b.CreateStore(lanes.absent, ScratchOfTile(place.absent));
  }
  KeptLanes kept{.domain = domain_, .place = place, .low = lanes.low, .high = lanes.high};
  // What is known beforehand need not be read again.
  kept.place.known = IsAll(lanes.known) ? ACTA_NO_PLACE : place.known;
  kept.place.absent = IsNone(lanes.absent) ? ACTA_NO_PLACE : place.absent;
  return kept;
}

Lanes BatchWriter::Load(const KeptLanes& kept) {
  const bool outer = kept.domain != domain_;
  const auto word = [&](std::uint32_t offset) -> Value* {
    return outer ? GatherBits(FieldOf(kept.domain, RowsField::kScratch),
                              FieldOf(kept.domain, RowsField::kScratchBytes), offset,
                              RowsIn(kept.domain))
                 : b.CreateLoad(module.i64, ScratchOfTile(offset), "kept");
  };
  Lanes lanes{.value = nullptr,
              .known = kept.place.known == ACTA_NO_PLACE ? All() : word(kept.place.known),
              .absent = kept.place.absent == ACTA_NO_PLACE ? None() : word(kept.place.absent),
              .low = kept.low,
              .high = kept.high,
              .place = {}};
  if (kept.out_of_range != ACTA_NO_PLACE) {
    out_of_range_ = Or(out_of_range_, word(kept.out_of_range));
  }
  if (kept.deferred != ACTA_NO_PLACE) {
    deferred_ = Or(deferred_, word(kept.deferred));
  }
  if (kept.place.store == ACTA_STORE_BITS) {
    lanes.value = word(kept.place.value);
    return lanes;
  }
  const unsigned bits = BitsOf(kept.place.store);
  if (!outer) {
    lanes.value = b.CreateAlignedLoad(VectorOf(bits), ScratchOfTile(kept.place.value),
                                      llvm::Align(64), "kept");
  } else {
    Value* rows = RowsIn(kept.domain);
    Value* tiles =
        InTilesOf(rows, FieldOf(kept.domain, RowsField::kScratchBytes), kept.place.value);
    Value* in_tile = b.CreateMul(b.CreateAnd(rows, Splat(32, 63)), Splat(32, bits / 8));
    lanes.value = Gather(IntegerOf(bits), b.getInt8Ty(), FieldOf(kept.domain, RowsField::kScratch),
                         b.CreateAdd(tiles, in_tile));
  }
  // Results have the width of their type; here the range says how much of it is needed.
  lanes.value = Resize(lanes.value, std::min(bits, BitsOf(NarrowestStore(kept.low, kept.high))));
  return lanes;
}

}  // namespace acta::codegen
