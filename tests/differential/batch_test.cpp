// The interpreter against batch evaluators over random programs and cases: what is known, and what
// it is; which clauses' conditions hold.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/base/check.h"
#include "compiler/codegen/jit.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/builder.h"
#include "compiler/measure/block.h"
#include "tests/differential/batch_compare.h"
#include "tests/differential/native.h"

namespace acta::differential {
namespace {

using measure::BatchBlock;
using measure::BatchFound;
using measure::Slots;

void CompareJit(std::uint64_t seed, std::size_t cases, OptimisationLevel level, BatchTally& tally) {
  const ir::RuleGraph graph = RandomGraph(seed);
  const Result<CompiledAct> act = CompileJit(graph, {.level = level});
  ACTA_CHECK(act.has_value(), "random programs compile");
  const Result<CompiledAct::Batch> batch = act->batch();
  ACTA_CHECK(batch.has_value(), batch.has_value() ? "" : batch.error().message);
  const NamedBatchCode code{
      .name = "", .general = batch->code->general, .all_given = batch->code->all_given};
  CompareBatch(graph, seed, cases, *batch->plan, std::span(&code, 1), tally);
}

void ExpectNoDifference(std::uint64_t first_seed, std::uint64_t programs, std::size_t cases,
                        OptimisationLevel level) {
  BatchTally tally;
  for (std::uint64_t seed = first_seed;
       seed < first_seed + programs && tally.differences.size() < 5; ++seed) {
    CompareJit(seed, cases, level, tally);
  }
  for (std::size_t i = 0; i < tally.differences.size() && i < 10; ++i) {
    ADD_FAILURE() << tally.differences[i];
  }
  EXPECT_GT(tally.blocks_all_given, programs / 2);
  EXPECT_GT(tally.known, tally.results / 10);
  // What the batch evaluator cannot follow is rare.
  EXPECT_LT(tally.deferred, tally.results / 4);
  testing::Test::RecordProperty("results", static_cast<int>(tally.results));
  testing::Test::RecordProperty("known", static_cast<int>(tally.known));
  testing::Test::RecordProperty("deferred", static_cast<int>(tally.deferred));
}

// Two lists of numbers and a truth, and the answers of batch evaluators about them.
class SmallAct {
 public:
  ir::NodeId Make(ir::Op op, std::initializer_list<ir::NodeId> operands, std::int64_t imm = 0,
                  std::uint32_t aux = 0) {
    return b_.Make(op, b_.Of(ir::Kind::kBoolean), operands, {.imm = imm, .aux = aux});
  }
  ir::NodeId Element(std::int64_t variable) {
    return b_.Make(ir::Op::kElement, b_.Of(ir::Kind::kInteger), {}, {.imm = variable});
  }
  ir::NodeId List(std::uint32_t slot) { return b_.Slot(slot, list_); }
  ir::NodeId Truth() { return b_.Slot(truth_, b_.Of(ir::Kind::kBoolean)); }
  void Answer(ir::NodeId condition) {
    const ir::RuleId rule = b_.Rule("rule", b_.Of(ir::Kind::kBoolean));
    b_.Clause(rule, {.value = b_.Yes(), .condition = condition});
    b_.Otherwise(rule, b_.No());
    b_.Answer(rule);
    graph_.order.push_back(rule);
  }
  [[nodiscard]] std::uint32_t first() const { return first_; }
  [[nodiscard]] std::uint32_t second() const { return second_; }

  // A case: the first list is {1, 2}, the second {2, 3}, the truth is yes.
  std::vector<BatchFound> Ask() && {
    graph_.program = std::make_shared<const ir::Program>(std::move(b_).Build());
    const Result<CompiledAct> act = CompileJit(graph_, {.level = OptimisationLevel::kFast});
    ACTA_CHECK(act.has_value(), "the act compiles");
    const Result<CompiledAct::Batch> batch = act->batch();
    ACTA_CHECK(batch.has_value(), "the act compiles for batches");
    Slots slots(graph_.program->slot_count, 0);
    for (const auto& [slot, numbers] : {std::pair{first_, Slots{1, 2}}, {second_, Slots{2, 3}}}) {
      slots[slot] = static_cast<std::int64_t>(slots.size() << 32 | numbers.size());
      slots.insert(slots.end(), numbers.begin(), numbers.end());
    }
    slots[truth_] = 1;
    BatchBlock block(*graph_.program, *batch->plan, std::span(&slots, 1));
    block.Run(batch->code->general);
    std::vector<BatchFound> found;
    for (std::size_t i = 0; i < batch->plan->result_count; ++i) {
      found.push_back(block.ResultOf(i, 0));
    }
    return found;
  }

 private:
  ir::ProgramBuilder b_;
  ir::TypeId list_ = b_.types().ListOf(b_.Of(ir::Kind::kInteger), 4);
  std::uint32_t first_ = b_.Fact("first", list_);
  std::uint32_t second_ = b_.Fact("second", list_);
  std::uint32_t truth_ = b_.Fact("truth", b_.Of(ir::Kind::kBoolean));
  ir::RuleGraph graph_;
};

TEST(BatchEvaluators, LeaveToTheRowEvaluatorWhatComparesEachElementOfAListWithEachOfAnother) {
  SmallAct act;
  const auto same = act.Make(ir::Op::kEq, {act.Element(1), act.Element(2)});
  const auto some_second = act.Make(ir::Op::kAtLeast, {act.List(act.second()), same}, 1, 2);
  const auto in_both = act.Make(ir::Op::kAtLeast, {act.List(act.first()), some_second}, 1, 1);
  act.Answer(in_both);
  // Known whatever is left open.
  act.Answer(act.Make(ir::Op::kOr, {act.Truth(), in_both}));
  const std::vector<BatchFound> found = std::move(act).Ask();
  EXPECT_FALSE(found[0].known);
  EXPECT_TRUE(found[0].deferred);
  EXPECT_TRUE(found[1].known);
  EXPECT_EQ(found[1].payload, 1);
}

TEST(BatchEvaluators, FollowAFoldInsideAnotherWhenItDoesNotLookAtTheOuterElement) {
  SmallAct act;
  const auto second_has_two = act.Make(
      ir::Op::kAtLeast,
      {act.List(act.second()), act.Make(ir::Op::kNe, {act.Element(2), act.Element(2)})}, 0, 2);
  act.Answer(act.Make(ir::Op::kAtLeast, {act.List(act.first()), second_has_two}, 2, 1));
  const std::vector<BatchFound> found = std::move(act).Ask();
  EXPECT_TRUE(found[0].known);
  EXPECT_EQ(found[0].payload, 1);
}

TEST(BatchEvaluators, LeaveToTheRowEvaluatorARuleThatIsTooHeavy) {
  SmallAct act;
  constexpr std::size_t kConditions = 4'096;
  const ir::NodeId truth = act.Truth();
  std::vector<ir::NodeId> conditions;
  for (std::size_t i = 0; i < kConditions; ++i) {
    conditions.push_back(act.Make(ir::Op::kNot, {truth}));
  }
  // Heavy, but not deep.
  for (std::size_t apart = 1; apart < kConditions; apart *= 2) {
    for (std::size_t i = 0; i < kConditions; i += 2 * apart) {
      conditions[i] = act.Make(ir::Op::kAnd, {conditions[i], conditions[i + apart]});
    }
  }
  act.Answer(conditions.front());
  const std::vector<BatchFound> found = std::move(act).Ask();
  EXPECT_FALSE(found[0].known);
  EXPECT_TRUE(found[0].deferred);
}

TEST(BatchEvaluators, AgreeWithTheInterpreterWhenQuicklyMade) {
  ExpectNoDifference(3'000, 12, 150, OptimisationLevel::kFast);
}

TEST(BatchEvaluators, AgreeWithTheInterpreterAtTheDefaultLevel) {
  ExpectNoDifference(4'000, 6, 150, OptimisationLevel::kDefault);
}

}  // namespace
}  // namespace acta::differential
