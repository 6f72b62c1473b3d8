// Writes one function of a batch evaluator: docs/semantics.md for the 64 rows of a tile at once,
// without reasons. Every value has its word of what is known; what cannot be followed row by row is
// undetermined here and left to the row evaluator.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "compiler/codegen/batch_unit.h"
#include "compiler/codegen/compute.h"
#include "compiler/codegen/function_writer.h"

namespace acta::codegen {

class BatchWriter : public FunctionWriter {
 public:
  // Begins a loop over the tiles of `domain`.
  BatchWriter(BatchUnit& batch_unit, llvm::Function* written, std::uint32_t of_domain);

  // Rules without parameters, each kept where the layout says. Cases only.
  void WriteRules(std::span<const ir::RuleId> rules);
  // What the fold needs to know of each row, an element of its list.
  [[nodiscard]] FoldSite WriteElements(const ir::Node& fold, const Env* env);
  [[nodiscard]] KeptLanes WriteKept(Closure expression);
  // For BatchUnit::EndsOf.
  [[nodiscard]] std::uint32_t WriteLastOfOwner();
  [[nodiscard]] CountedWord WriteOwners(std::uint32_t elements);
  // No row is marked yet: before all others.
  void ClearMarks();
  // Compares values of cases with their range that no rule compared.
  void CheckTheRest();
  // Ends loop and function. Lists: the site says where the rows are marked that are out of range or
  // deferred; cases have their own place for it.
  void End(FoldSite* site);

 private:
  using Value = llvm::Value;
  struct Applied {
    Value* yes;
    Value* no;
    Lanes value;
  };

  // ---- words (batch_writer.cpp): bit by bit, constants folded
  [[nodiscard]] Value* All() { return Int(-1); }
  [[nodiscard]] Value* None() { return Int(0); }
  [[nodiscard]] static bool IsAll(const Value* word);
  [[nodiscard]] static bool IsNone(const Value* word);
  Value* And(Value* first, Value* second);
  Value* Or(Value* first, Value* second);
  Value* Not(Value* word);
  Value* Without(Value* word, Value* taken) { return And(word, Not(taken)); }
  Value* Pick(Value* condition, Value* then_word, Value* else_word);

  // ---- vectors
  [[nodiscard]] llvm::FixedVectorType* VectorOf(unsigned bits);
  [[nodiscard]] llvm::Type* IntegerOf(unsigned bits) { return b.getIntNTy(bits); }
  [[nodiscard]] Value* Splat(unsigned bits, std::int64_t number);
  [[nodiscard]] unsigned Width(const Lanes& lanes) const;
  // The values with so many bits: extended with their sign, or cut.
  Value* Resize(Value* vector, unsigned bits);
  Value* AtWidth(const Lanes& lanes, unsigned bits) { return Resize(lanes.value, bits); }
  // As payloads of 64 bits, ACTA_ABSENT where absent.
  Value* Wide(const Lanes& lanes);
  Value* Word(Value* truths);  // <64 x i1> to a word
  Value* Truths(Value* word);  // and back
  Value* Apart(Value* word);
  Value* Compare(llvm::CmpInst::Predicate how, const Lanes& first, const Lanes& second);
  Value* Choose(Value* condition, Value* then_vector, Value* else_vector);

  // ---- lanes
  [[nodiscard]] bool IsTruth(ir::TypeId type) const;
  Lanes Truth(Value* yes, Value* known);
  Lanes Vector(Value* vector, Value* known, std::int64_t low, std::int64_t high);
  Lanes Constant(ir::TypeId type, std::int64_t payload);
  // Undetermined in every row.
  Lanes Undetermined(ir::TypeId type);
  // The same, but the row evaluator may know better.
  Lanes NotFollowed(ir::TypeId type);
  Value* KnownNo(const Lanes& truth) { return Without(truth.known, truth.value); }
  // Where both are known and the same.
  Value* Agree(const Lanes& first, const Lanes& second);
  Value* Same(const Lanes& first, const Lanes& second);
  // One value or the other, row by row; known where `known`.
  Lanes Merge(Value* condition, const Lanes& then_lanes, const Lanes& else_lanes, Value* known);
  Lanes WithKnown(Lanes lanes, Value* known);
  // 0 where there is no value.
  Lanes Cleared(Lanes lanes);

  // ---- memory (batch_memory.cpp)
  struct Rows {
    Value *masks = nullptr, *values = nullptr, *scratch = nullptr, *scratch_bytes = nullptr,
          *offsets = nullptr, *parents = nullptr;
  };
  enum class RowsField : unsigned {
    kCount,
    kTiles,
    kValues,
    kMasks,
    kOffsets,
    kParents,
    kScratch,
    kScratchBytes
  };
  // A field of the rows of a domain, read at the head of the function.
  Value* FieldOf(std::uint32_t of_domain, RowsField field);
  // For each row of this domain the row of an enclosing one.
  Value* RowsIn(std::uint32_t outer);
  Value* ScratchOfTile(std::uint32_t offset);
  Value* MaskWord(std::uint32_t of_domain, std::uint32_t word);
  Value* GatherBits(Value* base, Value* bytes_per_tile, std::uint32_t offset, Value* rows);
  Value* Gather(llvm::Type* element, llvm::Type* step, Value* base, Value* positions);
  // Room on the stack for 64 payloads, given out again and again.
  llvm::AllocaInst* Room(std::size_t index);
  // What `compute(row, carried)` gives for each row, as a vector, and hands on to the next.
  template <class ComputeFn>
  Value* RowByRow(unsigned bits, Value* carried, const ComputeFn& compute);
  Value* InTilesOf(Value* rows, Value* bytes_per_tile, std::uint32_t offset);
  Lanes Column(std::uint32_t of_domain, std::uint32_t slot);
  Lanes LoadColumn(std::uint32_t index);
  void AskAhead(llvm::Value* place, unsigned bits);
  void MarkOutOfRange(std::uint32_t index, const Lanes& lanes);
  Value* OutsideSomeRange();
  KeptLanes Store(const Lanes& lanes, const TilePlace& place);
  Lanes Load(const KeptLanes& kept);
  TilePlace PlaceFor(const Lanes& lanes);
  Value* ValuePointer(std::uint32_t of_domain, std::uint32_t value);

  // ---- nodes (batch_nodes.cpp)
  Lanes Node(ir::NodeId id, const Env* env);
  Lanes NodeHere(ir::NodeId id, const Env* env);
  Lanes ReadingOf(const ir::Node& node);
  Lanes RuleResult(const ir::Node& node);
  Lanes Call(ir::NodeId id, const Env* env);
  Lanes Element(const ir::Node& node, const Env* env);
  Lanes Junction(const ir::Node& node, const Env* env);
  Lanes SetOf(const ir::Node& node, const Env* env);
  Lanes If(const ir::Node& node, const Env* env);
  Lanes Switch(const ir::Node& node, const Env* env);

  // ---- strict operators (batch_compute.cpp, batch_calendar.cpp)
  Lanes Strict(const ir::Node& node, const Env* env);
  std::optional<Lanes> InVectors(const ir::Node& node, std::span<const Lanes> operands,
                                 Value** failed);
  Lanes PerRow(const ir::Node& node, std::span<const Lanes> operands, Value** failed);
  std::optional<Lanes> Arithmetic(const ir::Node& node, const Lanes& first, const Lanes& second,
                                  Value** failed);
  std::optional<Lanes> TimesConstant(const Lanes& first, const Lanes& second, Value** failed);
  Lanes Member(const Lanes& ordinal, const Lanes& set);
  Lanes DayOf(const Lanes& datetime);
  Lanes TimeOf(const Lanes& datetime);
  Lanes Start(const Lanes& period);
  Lanes Finish(const Lanes& period);
  Lanes Period(const Lanes& start, const Lanes& end);
  Lanes Within(Value* word) { return Truth(word, All()); }
  // ---- civil dates (batch_dates.cpp)
  // The year, which begins on 1 March, counted from `first_year`; the day of the year, from 0.
  struct MarchDate {
    Value *year, *day;
    std::int64_t first_year;
  };
  struct Civil {
    Value *year, *month, *day;
  };
  MarchDate MarchDateOf(const Lanes& date);
  MarchDate MarchDateWithinTwoCenturies(const Lanes& date);
  template <std::uint32_t kMost, std::uint32_t kDivisor>
  Value* SmallQuotient(Value* dividend);
  Civil CivilOf(const Lanes& date);
  Lanes Age(const Lanes& birth, const Lanes& on, bool on_last_of_february);
  Lanes DatePart(const Lanes& date, std::uint32_t part);
  Lanes InYearly(const Lanes& date, std::int64_t window);

  // ---- clocks (batch_clocks.cpp): the converted times, and where there are none
  std::optional<Lanes> OnClock(const ir::Node& node, std::span<const Lanes> operands,
                               Value** failed);
  std::pair<Value*, Value*> ToRecentInstant(const ir::Zone& zone, std::size_t first,
                                            std::int64_t before, Value* civil);
  std::pair<Value*, Value*> FromRecentInstant(const ir::Zone& zone, std::size_t first,
                                              std::int64_t before, Value* instant);

  std::optional<Lanes> Lookup(const ir::Node& node, const Lanes& date, Value** failed);
  Lanes InDayTable(const ir::Node& node, const DayTable& table, const Lanes& date, Value** failed);
  std::optional<Lanes> InCalendar(const ir::Node& node, std::span<const Lanes> operands,
                                  Value** failed);

  // ---- lists (batch_folds.cpp)
  Lanes Fold(ir::NodeId id, const Env* env);
  bool StaysWithin(ir::NodeId id, const Env* env, std::uint32_t owner);
  Lanes Counted(const ir::Node& node, const FoldSite& site, const Lanes& list);
  Lanes OverValues(const ir::Node& node, const FoldSite& site, const Lanes& list);
  Lanes Length(const Lanes& list);
  CountedWord KeepCounted(Value* word);
  Value* CountPerRow(const FoldSite& site, const CountedWord& counted);
  Value* AnyPerRow(const FoldSite& site, const CountedWord& counted);

  // ---- some element of a list (batch_some.cpp)
  llvm::PHINode* Carried();
  void HandOn(llvm::PHINode* carried, Value* next);
  Value* ExtractBits(Value* word, Value* mask);
  Value* DepositBits(Value* bits, Value* mask);
  Value* WordOfTile(std::uint32_t of_domain, Value* tile, std::uint32_t offset);
  MarkedOwners KeepOwners(Value* word);
  Value* OwnsMarked(const FoldSite& site, const MarkedOwners& marked);

  // ---- rules and exceptions (batch_levels.cpp)
  struct LevelState;
  Applied Group(ir::GroupId id, const Env* env);
  Applied Clause(const ir::Group& group, ir::ClauseId id, const Env* env);
  Applied Level(const ir::Group& group, std::span<const Alternative> alternatives, const Env* env);
  LevelState Alone(const Applied& alternative);
  LevelState Beside(const LevelState& first, const LevelState& second);
  Applied Override(const Applied& exception, const Applied& base);
  Lanes Result(const ir::Rule& rule, const Env* env);

  BatchUnit& unit_;
  const BatchLayout& layout_;
  const std::uint32_t domain_;
  llvm::BasicBlock* head_ = nullptr;
  llvm::BasicBlock* loop_ = nullptr;
  llvm::PHINode* tile_ = nullptr;
  Value* first_row_ = nullptr;
  Value* out_of_range_ = nullptr;
  // By width: for each register of 64 values the rows, <N x i1>, with all of them in range.
  std::map<unsigned, std::vector<Value*>> inside_;
  Value* deferred_ = nullptr;
  std::map<std::pair<std::uint32_t, RowsField>, Value*> fields_;
  std::map<std::uint32_t, Value*> rows_in_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Value*> pointers_;
  std::map<std::uint32_t, Lanes> columns_;
  std::map<Closure, Lanes> nodes_;
  std::map<ir::RuleId, Lanes> results_;
  // For the functions that come after this one.
  std::vector<std::pair<ir::NodeId, KeptLanes>> kept_here_;
  // Counted words: the count so far, a phi of the loop, and its place.
  std::vector<std::pair<llvm::PHINode*, CountedWord>> counts_;
  std::vector<Value*> count_nexts_;
  // Handed on from round to round, and what comes next.
  std::vector<std::pair<llvm::PHINode*, Value*>> carried_;
  std::vector<llvm::AllocaInst*> room_;
};

// each row:
//   %row = phi i64 [0, ...], [%next, ...]
//   ...
//   br i1 (%next < 64), label %row, label %rows_done
template <class ComputeFn>
llvm::Value* BatchWriter::RowByRow(unsigned bits, Value* carried, const ComputeFn& compute) {
  Value* results = Room(0);
  llvm::BasicBlock* before = b.GetInsertBlock();
  llvm::BasicBlock* each = NewBlock("row");
  llvm::BasicBlock* done = NewBlock("rows_done");
  b.CreateBr(each);
  GoTo(each);
  llvm::PHINode* row = b.CreatePHI(module.i64, 2, "row");
  llvm::PHINode* handed_on = b.CreatePHI(carried->getType(), 2, "carried");
  row->addIncoming(Int(0), before);
  handed_on->addIncoming(carried, before);
  const auto [result, carries] = compute(row, handed_on);
  b.CreateStore(b.CreateZExtOrTrunc(result, IntegerOf(bits)),
                b.CreateGEP(IntegerOf(bits), results, row));
  Value* next = b.CreateAdd(row, Int(1));
  row->addIncoming(next, b.GetInsertBlock());
  handed_on->addIncoming(carries, b.GetInsertBlock());
  b.CreateCondBr(b.CreateICmpULT(next, Int(ACTA_TILE)), each, done);
  GoTo(done);
  return b.CreateAlignedLoad(VectorOf(bits), results, llvm::Align(64));
}

}  // namespace acta::codegen
