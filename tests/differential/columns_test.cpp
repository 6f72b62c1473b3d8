// The columnar door against the row door over random programs and cases, each compiled by the
// other's code generator: batch evaluators fed from columns in every form.
#include <memory>
#include <set>
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

// What a case holds of a fact, asked back as an answer of the same name.
void Echo(ir::ProgramBuilder& b, const std::string& name, ir::TypeId type, ir::NodeId value) {
  const ir::RuleId rule = b.Rule(name, type);
  b.Clause(rule, {.value = value, .condition = {}, .guard = {}, .withdrawals = {}});
  b.Answer(rule);
}

ir::RuleGraph GraphOf(ir::ProgramBuilder&& b) {
  ir::RuleGraph graph;
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  for (std::uint32_t i = 0; i < graph.program->rules.size(); ++i) {
    graph.order.push_back(ir::RuleId(i));
  }
  return graph;
}

std::vector<std::string> Members(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    names.push_back("e" + std::to_string(i));
  }
  return names;
}

// An act that answers with the place it was given, of so many.
ir::RuleGraph APlaceOfSoMany(std::size_t count) {
  ir::ProgramBuilder b;
  const ir::TypeId type = b.types().EnumOf(b.Enum("Place", Members(count)));
  const std::uint32_t place = b.Fact("place", type);
  Echo(b, "where", type, b.Slot(place, type));
  return GraphOf(std::move(b));
}

// The last members of enums of every width, and the first number that is none.
TEST(Columns, NameEachMemberOfTheLargestEnum) {
  for (const auto& [count, format] : {std::pair<std::int32_t, const char*>{127, "c"},
                                      {128, "s"},
                                      {32'767, "s"},
                                      {32'768, "i"},
                                      {40'000, "i"}}) {
    const Act act(APlaceOfSoMany(static_cast<std::size_t>(count)));
    for (const std::uint32_t flags : {0U, ACTA_BATCH_PLAIN}) {
      Batch batch(act.get(), {.flags = flags});
      const std::string last = "e" + std::to_string(count - 1);
      for (const Column& column :
           {Numbers<std::int32_t>("place", "i", {count - 1, count / 2, count, -1, 0}),
            Names("place", {last, "e" + std::to_string(count / 2), "none", "", "e0"})}) {
        ASSERT_EQ(batch.Evaluate(Struct("", 5, {column})), ACTA_OK) << batch.detail().message;
        EXPECT_EQ(batch.At("where", 0), last);
        EXPECT_EQ(batch.At("where", 1), "e" + std::to_string(count / 2));
        EXPECT_EQ(batch.At("where", 4), "e0");
        EXPECT_EQ(batch.Rejects().size(), 2U);
      }
      EXPECT_STREQ(batch.SchemaOf("where").format, flags == 0 ? format : "u");
    }
  }
}

TEST(Columns, WriteOrdinalsBeyondInt16IntoMemoryOfTheHost) {
  const Act act(APlaceOfSoMany(40'000));
  const Batch batch(act.get());
  Exported cases(Struct("", 2, {Numbers<std::int32_t>("place", "i", {39'999, 32'768})}));
  std::vector<std::int32_t> values(ACTA_TILE);
  std::uint64_t known = 0;
  const acta_batch_output output{.values = values.data(), .known = &known, .absent = nullptr};
  ASSERT_EQ(acta_batch_evaluate_into(batch.get(), &cases.schema(), &cases.array(), 0, 2, &output, 1,
                                     nullptr),
            ACTA_OK);
  EXPECT_EQ(values[0], 39'999);
  EXPECT_EQ(values[1], 32'768);
}

// Sets of as many members as there may be: as a fact, in an entity, in a list.
ir::RuleGraph SetsOfSixtyThree() {
  ir::ProgramBuilder b;
  const ir::EnumId member = b.Enum("Member", Members(63));
  const ir::TypeId set = b.types().SetOf(member);
  const ir::EntityId entity = b.Entity("Body", {{"seats", set}});
  const ir::TypeId body_type = b.types().EntityOf(entity);
  const ir::TypeId integer = b.Of(ir::Kind::kInteger);
  const ir::TypeId list = b.types().ListOf(set, 3);
  const std::uint32_t seats = b.Fact("seats", set);
  const std::uint32_t body = b.Fact("body", body_type);
  const std::uint32_t bodies = b.Fact("bodies", list);
  Echo(b, "all", set, b.Slot(seats, set));
  Echo(b, "inner", set, b.Slot(body, set));
  const ir::NodeId is_empty =
      b.Make(ir::Op::kEq, b.Of(ir::Kind::kBoolean),
             {b.Make(ir::Op::kElement, set, {}, {.imm = 0}), b.Const(set, 0)});
  Echo(b, "empty", integer,
       b.Make(ir::Op::kCount, integer, {b.Slot(bodies, list), is_empty}, {.aux = 0}));
  return GraphOf(std::move(b));
}

TEST(Columns, TakeNoMaskWithABitBehindTheLastMember) {
  const Act act(SetsOfSixtyThree());
  constexpr std::uint64_t kAll = INT64_MAX;
  const auto rejected = [&](const Column& column) {
    Batch batch(act.get());
    const std::int64_t rows = column.length;
    EXPECT_EQ(batch.Evaluate(Struct("", rows, {column})), ACTA_OK) << batch.detail().message;
    std::set<std::uint64_t> found;
    for (const acta_batch_reject& reject : batch.Rejects()) {
      found.insert(reject.row);
    }
    return found;
  };
  const auto in_all_places = [&](const Column& masks) {
    Column fact = masks;
    fact.name = "seats";
    Column items = masks;
    items.name = "item";
    std::vector<std::int32_t> offsets;
    for (std::int64_t i = 0; i <= masks.length; ++i) {
      offsets.push_back(static_cast<std::int32_t>(i));
    }
    return std::vector{fact, Struct("body", masks.length, {fact}),
                       ListOf("bodies", offsets, std::move(items))};
  };
  for (const Column& column :
       in_all_places(Numbers<std::int64_t>("", "l", {INT64_MAX, -1, INT64_MIN, -5, 0}))) {
    EXPECT_EQ(rejected(column), (std::set<std::uint64_t>{1, 2, 3})) << column.name;
  }
  for (const Column& column : in_all_places(
           Numbers<std::uint64_t>("", "L", {kAll, kAll + 1, ~std::uint64_t{0}, kAll + 6, 0}))) {
    EXPECT_EQ(rejected(column), (std::set<std::uint64_t>{1, 2, 3})) << column.name;
  }
  for (const Column& column : in_all_places(Numbers<std::int8_t>("", "c", {127, -1, 0}))) {
    EXPECT_EQ(rejected(column), (std::set<std::uint64_t>{1})) << column.name;
  }
}

}  // namespace
}  // namespace acta::differential
