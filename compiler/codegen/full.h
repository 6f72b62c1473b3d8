// The path on which anything may be undetermined: docs/semantics.md as branch-free code, every part
// evaluated, reasons united where there are any. With Path::kTraced every step is recorded as well.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/codegen/compute.h"
#include "compiler/codegen/function_writer.h"

namespace acta::codegen {

// An alternative, or a level of them: whether it applies, and its value if it does.
struct Applied {
  Val applies;
  Val value;
};

class FullWriter : public FunctionWriter {
 public:
  FullWriter(ModuleWriter& module_writer, llvm::Function* written, Path path)
      : FunctionWriter(module_writer, written), path_(path) {}

  // The rules of a chunk one after the other, each stored in the frame: here, or in functions of
  // their own.
  void WriteRules(std::span<const ir::RuleId> rules);
  void CallRules(std::span<const ir::RuleId> rules);
  // A rule as a function of its parameters, if any: {payload, why}.
  void WriteFunction(ir::RuleId rule);

 private:
  // ---- nodes (full_nodes.cpp)
  Val Node(ir::NodeId id);
  // What `read` finds in a place that does not change, read once: a reason that stands in many
  // conditions is then one value, and united with itself only here.
  Val Once(const ir::Node& node, const std::function<Val()>& read);
  bool IsSet(const ir::Node& node) const;
  Val NodeHere(const ir::Node& node);
  Val StrictOperator(const ir::Node& node);
  Val Slot(llvm::Value* slot, llvm::Value* why_if_missing);
  Val Field(const ir::Node& node);
  Val RuleResult(const ir::Node& node);
  Val Call(const ir::Node& node);
  Val Not(const Val& operand);
  Val And(std::span<const Val> operands);
  Val Or(std::span<const Val> operands);
  // The operands [begin, end) of an `and`, `or` or `set of`.
  Val Row(const ir::Node& node, std::size_t begin, std::size_t end);
  Val Mask(std::span<const Val> operands, std::size_t first_ordinal);
  Val If(const ir::Node& node);
  Val Switch(const ir::Node& node);
  // One of the values, which one being decided by a selector that may be undetermined.
  Val Decide(const Val& selector, llvm::Value* payload, llvm::Value* why,
             std::span<const Val> candidates);

  // ---- folds (full_folds.cpp)
  struct Loop;
  Val AtLeast(const ir::Node& node);
  Val Count(const ir::Node& node);
  Val Sum(const ir::Node& node);
  Val Extreme(const ir::Node& node);
  // Runs `body` for each element with what the last round left in `carried`; returns what the last
  // one leaves.
  std::vector<llvm::Value*> ForEach(
      const ir::Node& fold, const Val& list, std::vector<llvm::Value*> carried,
      const std::function<std::vector<llvm::Value*>(std::span<llvm::Value* const>)>& body);
  Val ElementOf(const ir::Node& fold, llvm::Value* slot);

  // ---- rules and exceptions (full_levels.cpp)
  struct LevelState;
  Applied Group(ir::GroupId id);
  Applied GroupHere(ir::GroupId id);
  Applied Clause(const ir::Group& group, ir::ClauseId id);
  Applied ClauseHere(const ir::Group& group, ir::ClauseId id);
  Applied Stand(const ir::Group& group, const Alternative& alternative);
  Applied Level(const ir::Group& group, std::span<const Alternative> alternatives);
  LevelState SideBySide(const ir::Group& group, std::span<const Alternative> alternatives);
  LevelState Alone(const Applied& alternative);
  LevelState Merge(LevelState first, const LevelState& second);
  Applied Finish(const LevelState& state);
  Applied Override(const Applied& exception, const Applied& base);
  Val Result(const ir::Rule& rule);
  Val ResultOf(ir::RuleId id);
  void Store(ir::RuleId rule, const Val& result);
  LevelState StateFrom(llvm::Value* part);
  llvm::Value* Pack(const LevelState& state);
  llvm::Value* Pack(const Applied& applied);
  Applied Unpacked(llvm::Value* part);
  llvm::StructType* LevelStateType();

  // ---- reasons, knowledge
  llvm::Value* WhyOf(const Val& value) { return value.known() ? Why(0u) : value.why; }
  llvm::Value* IsKnown(const Val& value);
  llvm::Value* KnownYes(const Val& truth);
  llvm::Value* KnownNo(const Val& truth);
  // A truth value, undetermined when neither; `why` is then the reason, else none.
  Val Truth(llvm::Value* yes, llvm::Value* no, llvm::Value* why);
  // The payload as stored: 0 (or the mask) when undetermined.
  llvm::Value* Settled(const Val& value);
  // The union of all, unconditionally.
  llvm::Value* Join(std::span<llvm::Value* const> whys);
  // The union of all, made in a cold block when there is a reason and not `unless`. Null when all
  // are statically known.
  llvm::Value* JoinAll(std::span<llvm::Value* const> whys, llvm::Value* unless = nullptr);
  void RecordStep(std::uint32_t tag, const Val& value);
  // Where the next record goes: up to kRecordsAtOnce lie in one stretch, which ends at a loop or a
  // call, where others write records.
  llvm::Value* NextRecord();
  void EndStretch() { stretch_ = nullptr; }
  // Payloads of one type, i1 only when both are.
  std::pair<llvm::Value*, llvm::Value*> Alike(llvm::Value* first, llvm::Value* second);

  // ---- parts cut off
  llvm::Value* Part(const llvm::Twine& name, llvm::Type* result,
                    const std::function<llvm::Value*(FullWriter&)>& body);
  Val Unpack(llvm::Value* pair);
  llvm::Value* Pack(const Val& value);

  [[nodiscard]] bool traced() const { return path_ == Path::kTraced; }

  const Path path_;
  // The slots and rules read so far, of those that can be seen from here.
  std::map<std::tuple<ir::Op, std::int64_t, ir::ReasonId>, Val> read_;
  // The call that reserved the stretch of records being written, if one is; how many are.
  llvm::CallInst* stretch_ = nullptr;
  std::uint64_t in_stretch_ = 0;
  llvm::AllocaInst* spare_records_ = nullptr;
  // The rule whose conflict and gap a level may find.
  const ir::Rule* rule_ = nullptr;
};

}  // namespace acta::codegen
