// The columnar door against the row door over random programs and cases, each compiled by the
// other's code generator: batch evaluators fed from columns in every form.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/base/check.h"
#include "compiler/base/source_file.h"
#include "compiler/codegen/jit.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/ir/builder.h"
#include "tests/differential/native.h"
#include "tests/unit/columns/checked_batch.h"

namespace acta::differential {
namespace {

// A program as an act with all its evaluators.
class Act {
 public:
  explicit Act(ir::RuleGraph graph)
      : graph_(std::move(graph)),
        descriptor_(WriteDescriptor(graph_, SourceMap())),
        compiled_(*CompileJit(graph_, {.level = OptimisationLevel::kFast})) {
    const Result<CompiledAct::Batch> batch = compiled_.batch();
    ACTA_CHECK(batch.has_value(), batch.has_value() ? "" : batch.error().message);
    auto options = Fresh<acta_act_options>();
    options.descriptor = descriptor_.data();
    options.descriptor_size = descriptor_.size();
    options.row = compiled_.row();
    options.allocator = *acta_default_allocator();
    options.plan = batch->plan;
    options.code = batch->code;
    auto detail = Fresh<acta_detail>();
    EXPECT_EQ(acta_act_open(&options, &act_, &detail), ACTA_OK) << detail.message;
  }
  Act(const Act&) = delete;
  Act& operator=(const Act&) = delete;
  ~Act() { acta_act_close(act_); }

  [[nodiscard]] const acta_act* get() const { return act_; }

 private:
  ir::RuleGraph graph_;
  std::vector<std::byte> descriptor_;
  CompiledAct compiled_;
  acta_act* act_ = nullptr;
};

void CompareColumns(std::uint64_t seed, std::size_t count, const Chances& chances) {
  const Act act(RandomGraph(seed));
  RandomCases random(act.get(), seed);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < count; ++i) {
    cases.push_back(random.Next(chances));
  }
  acta_batch_options options{};
  options.flags = seed % 3 == 0 ? ACTA_BATCH_REASONS : 0;
  options.block_tiles = seed % 4;
  std::vector<acta_batch_choice> choices;
  for (std::uint32_t i = 0; i < acta_act_reading_count(act.get()); ++i) {
    auto reading = Fresh<acta_reading_info>();
    auto alternative = Fresh<acta_member_info>();
    EXPECT_EQ(acta_act_reading(act.get(), i, &reading), ACTA_OK);
    EXPECT_EQ(acta_act_member(act.get(), reading.enumeration, 0, &alternative), ACTA_OK);
    choices.push_back({reading.name.data, (seed + i) % 2 == 0 ? alternative.name.data : nullptr});
  }
  options.choices = choices.data();
  options.choice_count = static_cast<std::uint32_t>(choices.size());
  Batch batch(act.get(), options);
  const auto forms = seed % 2 == 0 ? RandomCases::Forms::kAny : RandomCases::Forms::kCanonical;
  ASSERT_EQ(batch.Evaluate(random.Columns(cases, forms)), ACTA_OK)
      << "seed " << seed << ": " << batch.detail().message;
  ExpectSameAnswers(act.get(), batch, cases, options, Reading::kSomeFacts);
  ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
}

TEST(Columns, GiveTheAnswersOfTheRowDoorWhenFactsMayBeMissing) {
  for (std::uint64_t seed = 7'000; seed < 7'010 && !HasFailure(); ++seed) {
    CompareColumns(seed, 200, {.missing = 15, .absent = 30, .bad = 3});
  }
}

TEST(Columns, GiveTheAnswersOfTheRowDoorWhenAllIsGiven) {
  for (std::uint64_t seed = 7'100; seed < 7'106 && !HasFailure(); ++seed) {
    CompareColumns(seed, 200, {.missing = 0, .absent = 30, .bad = 0});
  }
}

// On which day is `starts`?
ir::RuleGraph ADayOfAMoment() {
  ir::ProgramBuilder b;
  const ir::TypeId date = b.Of(ir::Kind::kDate);
  const ir::TypeId moment = b.Of(ir::Kind::kDateTime);
  const std::uint32_t starts = b.Fact("starts", moment);
  const ir::RuleId day = b.Rule("day", date);
  b.Clause(day, {.value = b.Make(ir::Op::kDateOf, date, {b.Slot(starts, moment)}),
                 .condition = {},
                 .guard = {},
                 .withdrawals = {}});
  b.Answer(day);
  ir::RuleGraph graph;
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  graph.order = {day};
  return graph;
}

TEST(Columns, HoldNoMomentBehindTheLastDay) {
  constexpr std::int64_t kEnd = (ACTA_MAX_DAY + 1) * INT64_C(86'400);
  const Act act(ADayOfAMoment());
  Batch batch(act.get());
  std::vector<std::int64_t> moments(ACTA_TILE, 0);
  moments[1] = kEnd - 1;
  moments[2] = kEnd;
  ASSERT_EQ(batch.Evaluate(Struct("", ACTA_TILE, {Numbers("starts", "tss:", moments)})), ACTA_OK);
  EXPECT_EQ(batch.At("day", 1), std::to_string(ACTA_MAX_DAY));
  EXPECT_EQ(batch.At("day", 2), "null");
  ASSERT_EQ(batch.Rejects().size(), 1U);
  EXPECT_EQ(batch.Rejects()[0].row, 2U);
}

}  // namespace
}  // namespace acta::differential
