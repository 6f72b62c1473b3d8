// The columnar door against the row door over random programs and cases, each compiled by the
// other's code generator: batch evaluators fed from columns in every form.
#include <gtest/gtest.h>

#include "compiler/base/check.h"
#include "compiler/base/source_file.h"
#include "compiler/codegen/jit.h"
#include "compiler/descriptor/descriptor.h"
#include "tests/differential/native.h"
#include "tests/unit/columns/checked_batch.h"

namespace acta::differential {
namespace {

// A random program as an act with all its evaluators.
class RandomAct {
 public:
  explicit RandomAct(std::uint64_t seed)
      : graph_(RandomGraph(seed)),
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
  RandomAct(const RandomAct&) = delete;
  RandomAct& operator=(const RandomAct&) = delete;
  ~RandomAct() { acta_act_close(act_); }

  [[nodiscard]] const acta_act* get() const { return act_; }

 private:
  ir::RuleGraph graph_;
  std::vector<std::byte> descriptor_;
  CompiledAct compiled_;
  acta_act* act_ = nullptr;
};

void CompareColumns(std::uint64_t seed, std::size_t count, const Chances& chances) {
  const RandomAct act(seed);
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

}  // namespace
}  // namespace acta::differential
