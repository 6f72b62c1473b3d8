// Cases with very many elements and texts: what is done for one element does not grow with the
// others, so that these tests end. (Each of these steps once took time squared.)
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/descriptor/descriptor.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/ir/builder.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using ::testing::HasSubstr;

constexpr std::uint32_t kPeople = 20'000;

//   entity Person   name : text   adult : boolean   days : list of date
//   facts           people : list of Person
//   rule some_minor is yes when some p in people has not p.adult
class LargeCases : public ::testing::Test {
 protected:
  LargeCases() {
    ir::ProgramBuilder b;
    const ir::TypeId boolean = b.Of(Kind::kBoolean);
    const ir::EntityId person =
        b.Entity("Person", {{"name", b.Of(Kind::kText)},
                            {"adult", boolean},
                            {"days", b.types().ListOf(b.Of(Kind::kDate), 10)}});
    const ir::TypeId people = b.types().ListOf(b.types().EntityOf(person), kPeople);
    const std::uint32_t fact = b.Fact("people", people);
    const ir::RuleId some_minor = b.Rule("some_minor", boolean);
    b.Otherwise(some_minor, b.No());
    const NodeId element = b.Make(Op::kElement, b.types().EntityOf(person), {}, {.imm = 0});
    const NodeId adult = b.Make(Op::kField, boolean, {element}, {.imm = 1});
    const NodeId some =
        b.Make(Op::kAtLeast, boolean, {b.Slot(fact, people), b.Make(Op::kNot, boolean, {adult})},
               {.imm = 1, .aux = 0});
    b.Clause(some_minor, {.value = b.Yes(), .condition = some, .guard = {}, .withdrawals = {}});
    b.Answer(some_minor);
    graph_.order = {some_minor};
    graph_.program = std::make_shared<const ir::Program>(std::move(b).Build());
    descriptor_ = WriteDescriptor(graph_, SourceMap());
    auto options = Fresh<acta_act_options>();
    options.descriptor = descriptor_.data();
    options.descriptor_size = descriptor_.size();
    options.row = options.traced = [](acta_frame*) {};
    options.allocator = *acta_default_allocator();
    EXPECT_EQ(acta_act_open(&options, &act_, nullptr), ACTA_OK);
    acta_case* facts = nullptr;
    EXPECT_EQ(acta_case_create(act_, &facts), ACTA_OK);
    facts_.reset(facts);
    Read();
  }
  ~LargeCases() override {
    facts_.reset();
    acta_act_close(act_);
  }

  // Each with a name of its own and a list of its own; nobody's age is known.
  void Read() {
    std::string json = "{\"people\":[";
    for (std::uint32_t i = 0; i < kPeople; ++i) {
      json += i == 0 ? "" : ",";
      json += R"({"name":"name )" + std::to_string(i) + R"(","days":["2021-03-01"]})";
    }
    json += "]}";
    auto detail = Fresh<acta_detail>();
    ASSERT_EQ(acta_case_read_json(facts_.get(), json.data(), json.size(), &detail), ACTA_OK)
        << detail.message;
  }

  std::int64_t PayloadOf(const std::string& path) const {
    auto value = Fresh<acta_value>();
    EXPECT_EQ(acta_case_get(facts_.get(), path.c_str(), &value, nullptr), ACTA_OK) << path;
    EXPECT_EQ(value.state, ACTA_KNOWN) << path;
    return value.payload;
  }

  OutcomePtr Evaluated() const {
    std::size_t count = 0;
    const std::int64_t* const slots = acta_case_slots(facts_.get(), &count);
    interpreter::Frame frame = interpreter::ToFrame(
        interpreter::Evaluate(graph_, {slots, count}, interpreter::Tracing::kOn));
    const acta_frame view = frame.View({slots, count});
    acta_outcome* outcome = nullptr;
    EXPECT_EQ(acta_outcome_from_frame(facts_.get(), &view, &outcome), ACTA_OK);
    return OutcomePtr(outcome);
  }

  ir::RuleGraph graph_;
  std::vector<std::byte> descriptor_;
  acta_act* act_ = nullptr;
  CasePtr facts_;
};

TEST_F(LargeCases, KeepEachTextOnceAndFindIt) {
  EXPECT_EQ(PayloadOf("people[19999].name"), kPeople - 1) << "texts are numbered as they come";
  for (const std::uint32_t i : {0U, 1U, 12'345U, kPeople - 1}) {
    const std::string name = "name " + std::to_string(i);
    ASSERT_EQ(acta_case_set_text(facts_.get(), "people[7].name", name.data(), name.size(), nullptr),
              ACTA_OK);
    EXPECT_EQ(PayloadOf("people[7].name"), std::int64_t{i});
  }
  acta_case* copied = nullptr;
  ASSERT_EQ(acta_case_clone(facts_.get(), &copied), ACTA_OK);
  facts_.reset(copied);
  ASSERT_EQ(acta_case_set_text(copied, "people[8].name", "name 3", 6, nullptr), ACTA_OK);
  EXPECT_EQ(PayloadOf("people[8].name"), 3) << "a copy knows its texts too";
}

TEST_F(LargeCases, SayOfEachElementWhatIsMissing) {
  const OutcomePtr outcome = Evaluated();
  std::uint32_t reasons = 0;
  ASSERT_EQ(acta_outcome_reason_count(outcome.get(), 0, &reasons), ACTA_OK);
  EXPECT_EQ(reasons, kPeople);
  Text text;
  ASSERT_EQ(acta_outcome_json(outcome.get(), text.get()), ACTA_OK);
  EXPECT_THAT(text.str(), HasSubstr(R"("subject":"people[0].adult")"));
  EXPECT_THAT(text.str(), HasSubstr(R"("subject":"people[19999].adult")"));
}

TEST_F(LargeCases, AskForOneOfVeryManyMissingFacts) {
  const OutcomePtr outcome = Evaluated();
  auto question = Fresh<acta_question>();
  ASSERT_EQ(acta_ask(outcome.get(), &question), ACTA_OK);
  EXPECT_STREQ(question.path, "people[0].adult");
}

TEST_F(LargeCases, ExplainAnExpressionThatLookedAtVeryManyFacts) {
  const OutcomePtr outcome = Evaluated();
  Text text;
  ASSERT_EQ(acta_explain_json(outcome.get(), 0, nullptr, text.get()), ACTA_OK);
  EXPECT_THAT(text.str(), HasSubstr(R"("path":"people[19999].adult")"));
}

}  // namespace
}  // namespace acta
