// Whether a row owns some element that is marked, for 64 rows and 64 elements at a time, where the
// processor takes bits apart and puts them in place (pext, pdep). Elements lie in the order of
// their owners, so each row that owns any has a last one: what is found of its elements is gathered
// there, and these bits, one for each such row, are a line from which the rows take theirs.
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/IntrinsicsX86.h>

#include "compiler/codegen/batch_writer.h"

namespace acta::codegen {

using llvm::Value;

// A value that the rounds of the loop hand on, 0 at first: its phi. HandOn says what comes next.
llvm::PHINode* BatchWriter::Carried() {
  llvm::IRBuilder<> top(loop_, loop_->begin());
  llvm::PHINode* carried = top.CreatePHI(module.i64, 2, "carried");
  carried->addIncoming(Int(0), head_);
  return carried;
}

void BatchWriter::HandOn(llvm::PHINode* carried, Value* next) {
  carried_.emplace_back(carried, next);
}

Value* BatchWriter::ExtractBits(Value* word, Value* mask) {
  return b.CreateIntrinsic(llvm::Intrinsic::x86_bmi_pext_64, {}, {word, mask});
}

Value* BatchWriter::DepositBits(Value* bits, Value* mask) {
  return b.CreateIntrinsic(llvm::Intrinsic::x86_bmi_pdep_64, {}, {bits, mask});
}

// The word at `offset` in the scratch of a tile of the domain.
Value* BatchWriter::WordOfTile(std::uint32_t of_domain, Value* tile, std::uint32_t offset) {
  Value* bytes = b.CreateMul(tile, FieldOf(of_domain, RowsField::kScratchBytes));
  Value* of_tile = b.CreateGEP(b.getInt8Ty(), FieldOf(of_domain, RowsField::kScratch), bytes);
  return b.CreateConstGEP1_32(b.getInt8Ty(), of_tile, offset);
}

// Elements: a bit for each that is the last of its owner.
//   %last = (%parents[i] != %parents[i + 1], or i is the very last) and i < %count
std::uint32_t BatchWriter::WriteLastOfOwner() {
  Value* parents = FieldOf(domain_, RowsField::kParents);
  const auto parent_at = [&](Value* row) { return b.CreateGEP(module.i32, parents, row); };
  Value* own = b.CreateAlignedLoad(VectorOf(32), parent_at(first_row_), llvm::Align(4));
  Value* next_tile = b.CreateAdd(tile_, Int(1));
  Value* is_behind = b.CreateICmpUGE(next_tile, FieldOf(domain_, RowsField::kTiles));
  Value* beyond = b.CreateLoad(
      module.i32,
      parent_at(b.CreateAdd(first_row_, b.CreateSelect(is_behind, Int(63), Int(ACTA_TILE)))));
  llvm::SmallVector<int, ACTA_TILE> shifted;
  for (int i = 1; i < static_cast<int>(ACTA_TILE); ++i) {
    shifted.push_back(i);
  }
  shifted.push_back(0);
  Value* next = b.CreateInsertElement(b.CreateShuffleVector(own, shifted), beyond, 63);
  Value* changes = Word(b.CreateICmpNE(own, next));
  Value* left = b.CreateSub(FieldOf(domain_, RowsField::kCount), first_row_);
  Value* is_last_tile = b.CreateICmpULE(left, Int(ACTA_TILE));
  Value* unused = b.CreateAnd(b.CreateSub(Int(ACTA_TILE), left), Int(63));
  Value* real = b.CreateSelect(is_last_tile, b.CreateLShr(All(), unused), All());
  Value* very_last = b.CreateSelect(is_last_tile, b.CreateXor(real, b.CreateLShr(real, 1)), None());
  const std::uint32_t word = unit_.PlaceWord(domain_);
  b.CreateStore(b.CreateOr(b.CreateAnd(changes, real), very_last), ScratchOfTile(word));
  return word;
}

// Rows that own elements of the list's domain: a bit for each that owns some, and how many of them
// there are in the tiles before.
CountedWord BatchWriter::WriteOwners(std::uint32_t elements) {
  Value* offsets = FieldOf(elements, RowsField::kOffsets);
  const auto offsets_from = [&](Value* row) {
    return b.CreateAlignedLoad(VectorOf(32), b.CreateGEP(module.i32, offsets, row), llvm::Align(4));
  };
  Value* owns =
      Word(b.CreateICmpNE(offsets_from(first_row_), offsets_from(b.CreateAdd(first_row_, Int(1)))));
  return KeepCounted(owns);
}

// For elements with the bit set in `word`: the line of their owners' bits, in the scratch of the
// owners' tiles.
//   %any = bits of `word` added up to the last of each owner: with ones below it, a carry comes out
//          where there is some bit
//   %line[%at >> 6] |= pext(%any, %last) << (%at & 63), and on into the next word
MarkedOwners BatchWriter::KeepOwners(Value* word) {
  const std::uint32_t owner = layout_.domains()[domain_].parent;
  const ListEnds& ends = unit_.EndsOf(domain_);
  Value* last = b.CreateLoad(module.i64, ScratchOfTile(ends.last), "last");
  llvm::PHINode* carry = Carried();
  Value* inner = b.CreateNot(last);
  Value* sum = b.CreateAdd(b.CreateAnd(word, inner), inner);
  Value* total = b.CreateAdd(sum, carry);
  Value* carries = b.CreateOr(b.CreateICmpULT(sum, inner), b.CreateICmpULT(total, sum));
  HandOn(carry, b.CreateZExt(carries, module.i64));
  Value* any = b.CreateOr(total, word);

  const std::uint32_t place = unit_.PlaceWord(owner);
  llvm::PHINode* at = Carried();
  llvm::PHINode* begun = Carried();
  Value* bits = ExtractBits(any, last);
  Value* count = b.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, last);
  Value* shift = b.CreateAnd(at, Int(63));
  Value* low = b.CreateOr(begun, b.CreateShl(bits, shift));
  // Two steps: a shift by 64 is none.
  Value* high = b.CreateLShr(b.CreateLShr(bits, 1), b.CreateXor(shift, Int(63)));
  Value* tile = b.CreateLShr(at, 6);
  b.CreateStore(low, WordOfTile(owner, tile, place));
  b.CreateStore(high, WordOfTile(owner, b.CreateAdd(tile, Int(1)), place));
  Value* is_full = b.CreateICmpUGE(b.CreateAdd(shift, count), Int(ACTA_TILE));
  HandOn(begun, b.CreateSelect(is_full, high, low));
  HandOn(at, b.CreateAdd(at, count));
  return {.line = place};
}

// The rows of this domain that own a marked element: they take their bits from the line.
Value* BatchWriter::OwnsMarked(const FoldSite& site, const MarkedOwners& marked) {
  const CountedWord& owners = unit_.EndsOf(site.domain).owners;
  Value* owns = b.CreateLoad(module.i64, ScratchOfTile(owners.word), "owns");
  Value* before = b.CreateLoad(module.i64, ScratchOfTile(owners.before), "before");
  Value* tile = b.CreateLShr(before, 6);
  Value* shift = b.CreateAnd(before, Int(63));
  const auto line_at = [&](Value* of_tile) {
    return b.CreateLoad(module.i64, WordOfTile(domain_, of_tile, marked.line));
  };
  Value* low = b.CreateLShr(line_at(tile), shift);
  Value* high =
      b.CreateShl(b.CreateShl(line_at(b.CreateAdd(tile, Int(1))), 1), b.CreateXor(shift, Int(63)));
  return DepositBits(b.CreateOr(low, high), owns);
}

}  // namespace acta::codegen
