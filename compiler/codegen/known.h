// The path on which everything that is looked at is known: plain values, short circuits, no
// reasons. As soon as something would be undetermined it gives up, and the rule is evaluated again
// on the full path, which says why.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "compiler/codegen/compute.h"
#include "compiler/codegen/function_writer.h"

namespace acta::codegen {

class KnownWriter : public FunctionWriter {
 public:
  // A function that evaluates rules without parameters.
  KnownWriter(ModuleWriter& module_writer, llvm::Function* written)
      : FunctionWriter(module_writer, written) {}
  // A function that evaluates a rule with parameters, or part of a rule: its arguments are what
  // `outer` holds.
  KnownWriter(ModuleWriter& module_writer, llvm::Function* written, const Scope& outer);

  // The rules one after the other, each stored in the frame; where one gives up, its full function
  // is called.
  void WriteRules(std::span<const ir::RuleId> rules);
  // The body of a rule with parameters: {payload, true}, or {0, false} when it gives up.
  void WriteCallee(ir::RuleId rule);

 private:
  // A block that several others branch to, each with its value.
  struct Meeting {
    llvm::BasicBlock* block;
    std::vector<std::pair<llvm::Value*, llvm::BasicBlock*>> arrivals;
  };
  // A value that may turn out to be undetermined: then `doubt` is yes, and the payload anything.
  struct Attempt {
    llvm::Value* payload;
    llvm::Value* doubt;
  };
  // How a part cut off ended; the first two are also how an alternative may end.
  enum Ending : std::uint32_t { kDoesNotApply = 0, kApplies = 1, kGaveUp = 2 };

  // ---- expressions (known_nodes.cpp)
  // Gives up when it is undetermined.
  llvm::Value* Node(ir::NodeId id);
  llvm::Value* NodeHere(ir::NodeId id);
  // Leaves it to the caller what to do about doubt.
  Attempt Try(ir::NodeId id);
  // Likewise, for what is cheap: without any branch.
  Attempt Straight(ir::NodeId id);
  Attempt OnOperands(const ir::Node& node, std::span<const Attempt> operands);
  Attempt Row(ir::Op op, std::span<const Attempt> operands);
  Attempt Choice(const ir::Node& node, std::span<const Attempt> operands);
  Attempt Slot(llvm::Value* slot);
  Attempt RuleResult(const ir::Node& node);
  llvm::Value* SetOf(std::span<llvm::Value* const> members);
  llvm::Value* Call(const ir::Node& node);
  llvm::Value* Junction(const ir::Node& node);
  llvm::Value* If(const ir::Node& node);
  llvm::Value* Switch(const ir::Node& node);
  // Branches on a truth value; parts of `and` and `or` that decide early are not evaluated further.
  void Branch(ir::NodeId id, llvm::BasicBlock* yes, llvm::BasicBlock* no);
  void BranchOn(llvm::Value* truth, llvm::BasicBlock* yes, llvm::BasicBlock* no);
  void BranchRow(ir::Op op, std::span<const ir::NodeId> operands, llvm::BasicBlock* yes,
                 llvm::BasicBlock* no);
  // Some of its operands, in a function of their own: {payload, known}.
  llvm::Value* RowApart(ir::Op op, std::span<const ir::NodeId> operands);

  // ---- folds (known_folds.cpp)
  llvm::Value* AtLeast(const ir::Node& node);
  llvm::Value* Count(const ir::Node& node);
  llvm::Value* Sum(const ir::Node& node);
  llvm::Value* Extreme(const ir::Node& node);
  struct Loop;
  Loop BeginLoop(const ir::Node& fold, std::span<llvm::Value* const> carried);
  void NextRound(Loop& loop, std::span<llvm::Value* const> carried);
  void EndLoop(Loop& loop);

  // ---- rules and exceptions (known_levels.cpp). Each ends in `done` with its value, or in `none`
  // when it does not apply.
  using BodyOfPart = std::function<void(KnownWriter&, Meeting& done, llvm::BasicBlock* none)>;
  void Group(ir::GroupId id, Meeting& done, llvm::BasicBlock* none);
  void GroupHere(ir::GroupId id, Meeting& done, llvm::BasicBlock* none);
  void Clause(const ir::Group& group, ir::ClauseId id, Meeting& done, llvm::BasicBlock* none);
  void ClauseHere(const ir::Group& group, ir::ClauseId id, Meeting& done, llvm::BasicBlock* none);
  void Stand(const ir::Group& group, const Alternative& alternative, Meeting& done,
             llvm::BasicBlock* none);
  void Level(const ir::Group& group, std::span<const Alternative> alternatives, Meeting& done,
             llvm::BasicBlock* none);
  void InTurn(std::span<const BodyOfPart> parts, Meeting& done, llvm::BasicBlock* none);
  void Compare(std::span<const BodyOfPart> parts, Meeting& done, llvm::BasicBlock* none);
  // The conditions of a clause, from its guard to its withdrawals.
  void BranchOnConditions(const ir::Clause& clause, llvm::BasicBlock* yes, llvm::BasicBlock* no);
  // Goes to `uncovered` where no clause applies and nothing is said for that.
  llvm::Value* Result(const ir::Rule& rule, llvm::BasicBlock* uncovered);
  // The one constant that every clause below gives, if there is one: then no two of them can be in
  // conflict.
  std::optional<std::int64_t> OnlyValue(const ir::Group& group,
                                        const Alternative& alternative) const;

  // ---- giving up, meeting, parts cut off
  void GiveUpWhen(llvm::Value* condition);
  llvm::Value* UnlessInDoubt(const Attempt& attempt);
  // `body` goes on in the block it is given, or gives up; either way it goes on here. Whether
  // something is in doubt by now: `before`, or yes when it gave up.
  llvm::Value* GoOnInDoubt(llvm::Value* before, const std::function<void(llvm::BasicBlock*)>& body);
  void Arrive(Meeting& meeting, llvm::Value* value);
  // Continues in the meeting's block with the value brought there.
  llvm::Value* Meet(Meeting& meeting, const llvm::Twine& name);
  KnownWriter BeginPart(const llvm::Twine& name, llvm::Type* result);
  llvm::Value* CallPart(const KnownWriter& part);
  void ReturnKnown(llvm::Value* payload);
  // The payload of an {payload, known}, or gives up.
  llvm::Value* UnlessGivenUp(llvm::Value* attempt);
  void Apart(const llvm::Twine& name, Meeting& done, llvm::BasicBlock* none,
             const BodyOfPart& body);
  void ReturnEnding(llvm::Value* payload, Ending ending);

  // Where to go when something is undetermined.
  llvm::BasicBlock* give_up_ = nullptr;
};

}  // namespace acta::codegen
