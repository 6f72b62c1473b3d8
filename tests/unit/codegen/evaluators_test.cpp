// The evaluators as their callers see them: the order of the trace, frames that are too small,
// threads.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/codegen/compiled.h"

namespace acta::codegen_test {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using ir::RuleId;
using testing::ElementsAre;

constexpr std::uint32_t Of(std::uint32_t tag, std::uint32_t index) {
  return tag | index;
}

std::vector<std::uint32_t> TagsOf(const std::vector<interpreter::TraceRecord>& trace) {
  std::vector<std::uint32_t> tags;
  for (const interpreter::TraceRecord& record : trace) {
    tags.push_back(record.tag);
  }
  return tags;
}

TEST(Trace, HasEveryPartInTheOrderOfTheMeaning) {
  ir::ProgramBuilder builder;
  const ir::TypeId boolean = builder.Of(Kind::kBoolean);
  const std::uint32_t fact = builder.Fact("fact", boolean);
  const RuleId rule = builder.Rule("rule", boolean);
  const ir::GroupId root = builder.program().rules[rule].root;
  const NodeId condition = builder.Slot(fact, boolean);
  const NodeId value = builder.Slot(fact, boolean);
  const ir::ClauseId usual = builder.Clause(root, {.value = value, .condition = condition});
  const NodeId no = builder.Slot(fact, boolean);
  const NodeId not_no = builder.Make(Op::kNot, boolean, {no});
  const ir::GroupId tied = builder.Exception(root, usual, "tied");
  const ir::ClauseId special = builder.Clause(tied, {.value = builder.Yes(), .condition = not_no});
  const NodeId otherwise = builder.Slot(fact, boolean);
  builder.Otherwise(rule, otherwise);
  const Act act(std::move(builder).Build());

  const std::vector<std::int64_t> slots = {0, 1};
  const std::vector<interpreter::TraceRecord> trace = act.Trace(slots);
  EXPECT_THAT(
      TagsOf(trace),
      ElementsAre(Of(ACTA_TAG_NODE, no.value), Of(ACTA_TAG_NODE, not_no.value),
                  Of(ACTA_TAG_CLAUSE, special.value), Of(ACTA_TAG_GROUP_APPLIES, tied.value),
                  Of(ACTA_TAG_GROUP_VALUE, tied.value), Of(ACTA_TAG_NODE, condition.value),
                  Of(ACTA_TAG_NODE, value.value), Of(ACTA_TAG_CLAUSE, usual.value),
                  Of(ACTA_TAG_GROUP_APPLIES, root.value), Of(ACTA_TAG_GROUP_VALUE, root.value),
                  Of(ACTA_TAG_NODE, otherwise.value), Of(ACTA_TAG_RULE, rule.value)));
  // The exception does not apply: its value is not shown.
  EXPECT_EQ(trace[4].payload, 0);
  EXPECT_EQ(trace[9].payload, 1);
  EXPECT_EQ(trace.back().payload, 1);
}

TEST(Trace, ShowsTheGroundsThatAreKnownOfThoseThatAreNotAllKnown) {
  ir::ProgramBuilder builder;
  const ir::TypeId boolean = builder.Of(Kind::kBoolean);
  const std::uint32_t first = builder.Fact("first", boolean);
  const std::uint32_t second = builder.Fact("second", boolean);
  const RuleId rule = builder.Rule("grounds", builder.Of(Kind::kSet));
  const NodeId grounds =
      builder.Make(Op::kSetOf, builder.Of(Kind::kSet),
                   {builder.Slot(first, boolean), builder.Slot(second, boolean)});
  builder.Clause(rule, {.value = grounds});
  const Act act(std::move(builder).Build());
  const std::vector<std::int64_t> slots = {0, kMissing, 1};
  for (const interpreter::TraceRecord& record : act.Trace(slots)) {
    if (record.tag == Of(ACTA_TAG_NODE, grounds.value)) {
      EXPECT_EQ(record.payload, 0b10);
      EXPECT_EQ(record.reasons, MissingSlot(first));
    }
  }
  EXPECT_EQ(act.Ask(rule, slots), Open(MissingSlot(first)));
}

TEST(Trace, ShowsKnownGroundsOfADefaultToNobodyWhoReadsTheRule) {
  ir::ProgramBuilder builder;
  const ir::TypeId boolean = builder.Of(Kind::kBoolean);
  const ir::TypeId set = builder.Of(Kind::kSet);
  const std::uint32_t first = builder.Fact("first", boolean);
  const std::uint32_t second = builder.Fact("second", boolean);
  const RuleId grounds = builder.Rule("grounds", set);
  builder.Otherwise(
      grounds,
      builder.Make(Op::kSetOf, set, {builder.Slot(first, boolean), builder.Slot(second, boolean)}));
  const RuleId reader = builder.Rule("reader", set);
  const NodeId read = builder.Result(grounds);
  builder.Clause(reader, {.value = read});
  const Act act(std::move(builder).Build());
  const std::vector<std::int64_t> slots = {0, kMissing, 1};
  EXPECT_EQ(act.Ask(grounds, slots), (Outcome{0b10, MissingSlot(first)}));
  EXPECT_EQ(act.Ask(reader, slots), Open(MissingSlot(first)));
  for (const interpreter::TraceRecord& record : act.Trace(slots)) {
    EXPECT_FALSE(record.tag == Of(ACTA_TAG_NODE, read.value) && record.payload != 0);
  }
}

// A rule that unites the reasons of many facts.
struct ManyReasons {
  explicit ManyReasons(std::uint32_t facts) {
    ir::ProgramBuilder builder;
    const ir::TypeId boolean = builder.Of(Kind::kBoolean);
    std::vector<NodeId> operands;
    for (std::uint32_t i = 0; i < facts; ++i) {
      operands.push_back(builder.Slot(builder.Fact("fact", boolean), boolean));
    }
    const RuleId rule = builder.Rule("rule", boolean);
    builder.Clause(rule, {.value = builder.Make(Op::kOr, boolean, operands)});
    graph = InOrder(std::move(builder).Build());
  }
  ir::RuleGraph graph;
};

TEST(Frames, TooSmallAreNeverOverrunAndSayWhatIsNeeded) {
  const ManyReasons many(20);
  const CompiledAct act = Compile(many.graph);
  const std::vector<std::int64_t> slots(21, kMissing);
  std::int64_t value = 0;
  std::uint32_t why = 0;
  std::vector<acta_union> unions(64, {77, 77});
  std::vector<acta_trace_record> trace(64, {77, 77, 77});
  const auto run = [&](acta_evaluator evaluator, std::uint32_t room) {
    acta_frame frame{};
    frame.struct_size = sizeof frame;
    frame.slots = slots.data();
    frame.values = &value;
    frame.whys = &why;
    frame.unions = unions.data();
    frame.union_capacity = room;
    frame.trace = trace.data();
    frame.trace_capacity = room;
    evaluator(&frame);
    return frame;
  };
  const acta_frame small = run(act.traced(), 5);
  EXPECT_EQ(small.overflow, 1U);
  EXPECT_GE(small.union_count, 19U);
  EXPECT_EQ(small.trace_count, 20U + 1 + 1 + 2 + 1);
  EXPECT_EQ(unions[5].left, 77U);
  EXPECT_EQ(trace[5].payload, 77);

  const acta_frame enough = run(act.traced(), std::max<std::uint32_t>(small.union_count, 25));
  EXPECT_EQ(enough.overflow, 0U);
  EXPECT_EQ(enough.union_count, small.union_count);
  EXPECT_EQ(trace[4].why, ACTA_WHY_SLOT | 5);
  EXPECT_EQ(trace[25].payload, 77);
  EXPECT_EQ(run(act.row(), 0).overflow, 1U);
}

TEST(Row, LooksForNoReasonsWhereAnotherPartDecides) {
  ir::ProgramBuilder builder;
  const ir::TypeId boolean = builder.Of(Kind::kBoolean);
  const auto missing = [&] { return builder.Slot(builder.Fact("missing", boolean), boolean); };
  const std::uint32_t given = builder.Fact("given", boolean);
  const auto open = [&] { return builder.Make(Op::kAnd, boolean, {missing(), missing()}); };
  const auto yes = [&] { return builder.Slot(given, boolean); };
  builder.Clause(builder.Rule("either", boolean),
                 {.value = builder.Make(Op::kOr, boolean, {open(), yes()})});
  builder.Clause(builder.Rule("branch", boolean),
                 {.value = builder.Make(Op::kIf, boolean, {yes(), yes(), open()})});
  const RuleId clauses = builder.Rule("clauses", boolean);
  builder.Clause(clauses, {.value = builder.Yes(), .condition = open()});
  builder.Clause(clauses, {.value = builder.Yes(), .condition = yes()});
  const ir::RuleGraph graph = InOrder(std::move(builder).Build());
  const CompiledAct act = Compile(graph);

  std::vector<std::int64_t> slots(graph.program->slot_count, kMissing);
  slots[given] = 1;
  std::vector<std::int64_t> values(3);
  std::vector<std::uint32_t> whys(3, 77);
  acta_frame frame{};
  frame.struct_size = sizeof frame;
  frame.slots = slots.data();
  frame.values = values.data();
  frame.whys = whys.data();
  act.row()(&frame);
  EXPECT_EQ(frame.union_count, 0U);
  EXPECT_THAT(values, ElementsAre(1, 1, 1));
  EXPECT_THAT(whys, ElementsAre(0, 0, 0));
}

TEST(Threads, EvaluateOneActAtOnceAndAskForItsTraceAtOnce) {
  const ManyReasons many(20);
  const CompiledAct act = Compile(many.graph);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (std::int64_t number = 0; number < 8; ++number) {
    threads.emplace_back([&, number] {
      for (std::int64_t round = 0; round < 200; ++round) {
        std::vector<std::int64_t> slots(21, 0);
        slots[1 + (number + round) % 20] = round % 3 == 0 ? kMissing : round % 3 == 1 ? 1 : 0;
        const acta_evaluator evaluator = round % 2 == 0 ? act.traced() : act.row();
        const interpreter::Value value =
            codegen_test::Run(evaluator, many.graph, slots).Of(RuleId(0));
        wrong += value.payload != (round % 3 == 1 ? 1 : 0) || value.known() == (round % 3 == 0);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(wrong, 0);
}

TEST(Acts, MayBeMovedAndMayBeEmpty) {
  CompiledAct act = Compile(InOrder(ir::ProgramBuilder().Build()));
  const CompiledAct moved = std::move(act);
  acta_frame frame{};
  frame.struct_size = sizeof frame;
  moved.row()(&frame);
  moved.traced()(&frame);
  EXPECT_EQ(frame.trace_count, 0U);
}

}  // namespace
}  // namespace acta::codegen_test
