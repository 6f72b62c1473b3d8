// Outcomes: values, reasons, citations, coverage, the next question.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Outcomes : public ::testing::Test {
 protected:
  AssemblyAct act_;
  acta_detail detail_ = Fresh<acta_detail>();

  std::vector<std::string> Reasons(acta_outcome& outcome, const char* answer) {
    std::uint32_t count = 0;
    EXPECT_EQ(acta_outcome_reason_count(&outcome, act_.Answer(answer), &count), ACTA_OK);
    std::vector<std::string> reasons;
    for (std::uint32_t i = 0; i < count; ++i) {
      auto reason = Fresh<acta_reason>();
      EXPECT_EQ(acta_outcome_reason(&outcome, act_.Answer(answer), i, &reason), ACTA_OK);
      reasons.push_back(std::to_string(reason.kind) + " " + reason.subject);
    }
    return reasons;
  }
  std::vector<std::string> Citations(acta_outcome& outcome, const char* answer) {
    const std::uint32_t* indices = nullptr;
    std::uint32_t count = 0;
    EXPECT_EQ(acta_outcome_citations(&outcome, act_.Answer(answer), &indices, &count), ACTA_OK);
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < count; ++i) {
      auto info = Fresh<acta_citation_info>();
      EXPECT_EQ(acta_act_citation(act_.get(), indices[i], &info), ACTA_OK);
      texts.emplace_back(info.text.data, info.text.size);
    }
    return texts;
  }
};

TEST_F(Outcomes, AnswersAreKnownWhenTheFactsAre) {
  const OutcomePtr outcome = Evaluated(*GoodCase(act_));
  EXPECT_EQ(Formatted(*outcome, act_.Answer("outcome")), "may_proceed");
  EXPECT_EQ(Formatted(*outcome, act_.Answer("deadline")), "2021-03-24");
  EXPECT_EQ(Formatted(*outcome, act_.Answer("refused")), "no");
  EXPECT_EQ(Formatted(*outcome, act_.Answer("fee")), "2917 KZT");
}

TEST_F(Outcomes, MissingFactsAreNamedByPathEachOnceInTheOrderOfTheCase) {
  const CasePtr facts = GoodCase(act_);
  ASSERT_EQ(acta_case_set_missing(facts.get(), "threat", &detail_), ACTA_OK);
  ASSERT_EQ(acta_case_set_missing(facts.get(), "organisers[1].incapacitated", &detail_), ACTA_OK);
  ASSERT_EQ(acta_case_set_missing(facts.get(), "notification.registered", &detail_), ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  EXPECT_THAT(Reasons(*outcome, "outcome"), ElementsAre("0 notification.registered", "0 threat",
                                                        "0 organisers[1].incapacitated"));
  EXPECT_THAT(Reasons(*outcome, "deadline"), ElementsAre());
}

TEST_F(Outcomes, AnOpenReadingIsAReasonWithItsQuestion) {
  const CasePtr facts = GoodCase(act_);
  ASSERT_EQ(acta_case_choose(facts.get(), "backward", nullptr, &detail_), ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  EXPECT_THAT(Reasons(*outcome, "deadline"), ElementsAre("1 backward"));
  auto reason = Fresh<acta_reason>();
  ASSERT_EQ(acta_outcome_reason(outcome.get(), act_.Answer("deadline"), 0, &reason), ACTA_OK);
  EXPECT_EQ(reason.reading, 0U);
  EXPECT_STREQ(reason.doc.data, "Does the day of registration count?");
}

TEST_F(Outcomes, AParameterOutsideItsVersionsIsUncovered) {
  const CasePtr facts = GoodCase(act_);
  ASSERT_EQ(acta_case_set_date(facts.get(), "as_of", 2019, 12, 31, &detail_), ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  EXPECT_THAT(Reasons(*outcome, "fee"), ElementsAre("3 mci"));
}

TEST_F(Outcomes, CitationsNameTheProvisionsThatDecidedNearestFirst) {
  const CasePtr facts = GoodCase(act_);
  ASSERT_EQ(acta_case_set_date(facts.get(), "notification.registered", 2021, 3, 25, &detail_),
            ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  EXPECT_EQ(Formatted(*outcome, act_.Answer("outcome")), "refused");
  EXPECT_THAT(Citations(*outcome, "outcome"),
              ElementsAre("Article 14(2)", "Article 14(1)(4)", "Article 10(1)"));
  EXPECT_THAT(Citations(*outcome, "fee"), ElementsAre("Article 20", "Budget Law 2021"));
}

TEST_F(Outcomes, AClauseThatDidNotApplyIsNotCitedAndAPrevailingExceptionIs) {
  const CasePtr facts = GoodCase(act_);
  ASSERT_EQ(acta_case_set_boolean(facts.get(), "organisers[1].incapacitated", 1, &detail_),
            ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  EXPECT_THAT(Citations(*outcome, "outcome"),
              ElementsAre("Article 14(2)", "Article 14(1)(2)", "Article 5(6)"));
}

TEST_F(Outcomes, ARuleByDefaultCitesItsProvisionAndAPresumptionItsOwn) {
  const OutcomePtr outcome = Evaluated(*GoodCase(act_));
  EXPECT_THAT(Citations(*outcome, "refused"), ElementsAre("Article 14(1)"));
  EXPECT_THAT(Citations(*outcome, "peaceful"), ElementsAre("Article 3(2)"));
}

TEST_F(Outcomes, CoverageTellsWhichClausesAppliedAndWhichDidNot) {
  const CasePtr facts = GoodCase(act_);
  std::vector<std::uint8_t> clauses(acta_act_clause_count(act_.get()));
  std::vector<std::uint8_t> groups(acta_act_group_count(act_.get()));
  ASSERT_EQ(acta_outcome_coverage(Evaluated(*facts).get(), clauses.data(), groups.data()), ACTA_OK);
  EXPECT_EQ(clauses[0], ACTA_SEEN_YES) << "both organisers are citizens";
  EXPECT_EQ(groups[1], ACTA_SEEN_NO) << "no court has found anything";
  ASSERT_EQ(acta_case_set_boolean(facts.get(), "organisers[1].incapacitated", 1, &detail_),
            ACTA_OK);
  ASSERT_EQ(acta_outcome_coverage(Evaluated(*facts).get(), clauses.data(), groups.data()), ACTA_OK);
  EXPECT_EQ(groups[1], ACTA_SEEN_NO | ACTA_SEEN_YES);
}

TEST_F(Outcomes, WithoutATraceThereAreAnswersAndReasonsButNoCitations) {
  const CasePtr facts = GoodCase(act_);
  acta_outcome* raw = nullptr;
  ASSERT_EQ(acta_evaluate(facts.get(), nullptr, &raw), ACTA_OK);
  const OutcomePtr outcome(raw);
  EXPECT_EQ(Formatted(*outcome, act_.Answer("outcome")), "may_proceed");
  const std::uint32_t* indices = nullptr;
  std::uint32_t count = 0;
  EXPECT_EQ(acta_outcome_citations(outcome.get(), 0, &indices, &count), ACTA_NO_TRACE);
  Text text;
  EXPECT_EQ(acta_explain_text(outcome.get(), 0, nullptr, text.get()), ACTA_NO_TRACE);
  EXPECT_EQ(acta_explain_json(outcome.get(), 0, nullptr, text.get()), ACTA_NO_TRACE);
}

TEST_F(Outcomes, AnOutcomeIsUsedAgainAndForgetsTheCaseBefore) {
  const CasePtr facts = GoodCase(act_);
  const OutcomePtr outcome = Evaluated(*facts);
  EXPECT_THAT(Reasons(*outcome, "outcome"), ElementsAre());
  ASSERT_EQ(acta_case_set_missing(facts.get(), "threat", &detail_), ACTA_OK);
  auto options = Fresh<acta_evaluate_options>();
  options.flags = ACTA_TRACE;
  ASSERT_EQ(acta_evaluate_into(facts.get(), &options, outcome.get()), ACTA_OK);
  EXPECT_THAT(Reasons(*outcome, "outcome"), ElementsAre("0 threat"));
  ASSERT_EQ(acta_evaluate_into(facts.get(), nullptr, outcome.get()), ACTA_OK);
  const std::uint32_t* indices = nullptr;
  std::uint32_t count = 0;
  EXPECT_EQ(acta_outcome_citations(outcome.get(), 0, &indices, &count), ACTA_NO_TRACE);
}

TEST_F(Outcomes, TheNextQuestionIsAPlainFactBeforeAJudgement) {
  const CasePtr facts = GoodCase(act_);
  ASSERT_EQ(acta_case_set_missing(facts.get(), "threat", &detail_), ACTA_OK);
  ASSERT_EQ(acta_case_set_missing(facts.get(), "notification.registered", &detail_), ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  auto question = Fresh<acta_question>();
  ASSERT_EQ(acta_ask(outcome.get(), &question), ACTA_OK);
  EXPECT_STREQ(question.path, "notification.registered");
  EXPECT_EQ(question.answer_count, 2U);
  EXPECT_EQ(question.undetermined_count, 2U);
  Text text;
  ASSERT_EQ(acta_ask_text(outcome.get(), text.get()), ACTA_OK);
  EXPECT_THAT(text.str(), HasSubstr("notification.registered : date"));
  EXPECT_THAT(text.str(), HasSubstr("the day on which it was registered"));
  EXPECT_THAT(text.str(), HasSubstr("May the assembly proceed?"));
}

TEST_F(Outcomes, WhenNothingIsOpenThereIsNothingToAsk) {
  const OutcomePtr outcome = Evaluated(*GoodCase(act_));
  auto question = Fresh<acta_question>();
  EXPECT_EQ(acta_ask(outcome.get(), &question), ACTA_NOTHING_TO_ASK);
  Text text;
  ASSERT_EQ(acta_ask_json(outcome.get(), text.get()), ACTA_OK);
  EXPECT_EQ(text.str(), "{\"ask\":null}");
}

TEST_F(Outcomes, InWordsEveryAnswerHasALineAndItsReasonsBelow) {
  const CasePtr facts = GoodCase(act_);
  ASSERT_EQ(acta_case_set_missing(facts.get(), "threat", &detail_), ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  Text text;
  ASSERT_EQ(acta_outcome_text(outcome.get(), text.get()), ACTA_OK);
  EXPECT_THAT(text.str(), HasSubstr("outcome = undetermined"));
  EXPECT_THAT(text.str(),
              HasSubstr("  not known: threat (a threat to public order), to be judged by akimat"));
  EXPECT_THAT(text.str(), HasSubstr("deadline = 2021-03-24"));
}

// What becomes of an explanation when the trace of a good case is replaced by this one.
class Traces : public Outcomes {
 protected:
  Traces() : facts_(GoodCase(act_)) {
    auto sizes = Fresh<acta_frame_sizes>();
    EXPECT_EQ(acta_act_frame_sizes(act_.get(), &sizes), ACTA_OK);
    values_.resize(sizes.values);
    whys_.resize(sizes.values);
    unions_.resize(sizes.unions);
    trace_.resize(sizes.trace);
    acta_frame frame = Frame();
    EXPECT_EQ(acta_evaluate_row(act_.get(), &frame), ACTA_OK);
    trace_.resize(frame.trace_count);
  }

  acta_status ExplainedBy(std::vector<acta_trace_record> trace) {
    trace_ = std::move(trace);
    acta_frame frame = Frame();
    frame.trace_count = trace_.size();
    acta_outcome* raw = nullptr;
    EXPECT_EQ(acta_outcome_from_frame(facts_.get(), &frame, &raw), ACTA_OK);
    const OutcomePtr outcome(raw);
    Text text;
    return acta_explain_text(raw, act_.Answer("outcome"), nullptr, text.get());
  }

  acta_frame Frame() {
    acta_frame frame{};
    frame.struct_size = sizeof frame;
    frame.slots = acta_case_slots(facts_.get(), nullptr);
    frame.values = values_.data();
    frame.whys = whys_.data();
    frame.unions = unions_.data();
    frame.union_capacity = static_cast<std::uint32_t>(unions_.size());
    frame.trace = trace_.data();
    frame.trace_capacity = trace_.size();
    return frame;
  }

  CasePtr facts_;
  std::vector<std::int64_t> values_;
  std::vector<std::uint32_t> whys_;
  std::vector<acta_union> unions_;
  std::vector<acta_trace_record> trace_;
};

TEST_F(Traces, AFrameThatLacksAnArrayIsRefused) {
  acta_frame frame = Frame();
  acta_outcome* outcome = nullptr;
  frame.values = nullptr;
  EXPECT_EQ(acta_evaluate_row(act_.get(), &frame), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(acta_outcome_from_frame(facts_.get(), &frame, &outcome), ACTA_BAD_ARGUMENT);
  frame = Frame();
  frame.whys = nullptr;
  EXPECT_EQ(acta_evaluate_row(act_.get(), &frame), ACTA_BAD_ARGUMENT);
  frame = Frame();
  frame.slots = nullptr;
  EXPECT_EQ(acta_evaluate_row(act_.get(), &frame), ACTA_BAD_ARGUMENT);
  frame = Frame();
  frame.unions = nullptr;
  EXPECT_EQ(acta_evaluate_row(act_.get(), &frame), ACTA_BAD_ARGUMENT);
}

TEST_F(Traces, OfTheActItselfExplain) {
  EXPECT_EQ(ExplainedBy(trace_), ACTA_OK);
}

TEST_F(Traces, OfAnotherActAreRefusedNotBelieved) {
  EXPECT_EQ(ExplainedBy(std::vector<acta_trace_record>(50)), ACTA_BAD_TRACE);
  EXPECT_EQ(ExplainedBy(std::vector<acta_trace_record>(trace_.size())), ACTA_BAD_TRACE);
}

TEST_F(Traces, CutShortOrGoingOnAreRefused) {
  std::vector<acta_trace_record> trace = trace_;
  trace.push_back(trace.back());
  EXPECT_EQ(ExplainedBy(trace), ACTA_BAD_TRACE);
  trace.resize(trace.size() - 2);
  EXPECT_EQ(ExplainedBy(trace), ACTA_BAD_TRACE);
}

TEST_F(Traces, WithARecordOfAnotherPartAreRefusedWhereItIsLookedAt) {
  const std::vector<acta_trace_record> good = trace_;
  int refused = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::vector<acta_trace_record> trace = good;
    trace[i].tag ^= 1;
    const acta_status status = ExplainedBy(trace);
    ASSERT_TRUE(status == ACTA_OK || status == ACTA_BAD_TRACE) << i;
    refused += status == ACTA_BAD_TRACE ? 1 : 0;
  }
  EXPECT_GT(refused, static_cast<int>(good.size()) / 4);
}

}  // namespace
}  // namespace acta
