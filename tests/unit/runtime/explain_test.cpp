// Explanations: what applied, what was defeated, what does not apply and why.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Explanations : public ::testing::Test {
 protected:
  AssemblyAct act_;
  CasePtr facts_ = GoodCase(act_);
  acta_detail detail_ = Fresh<acta_detail>();

  std::string Explained(const char* answer, std::uint32_t flags = 0, std::uint32_t width = 0) {
    const OutcomePtr outcome = Evaluated(*facts_);
    auto options = Fresh<acta_explain_options>();
    options.flags = flags;
    options.width = width;
    Text text;
    EXPECT_EQ(acta_explain_text(outcome.get(), act_.Answer(answer), &options, text.get()), ACTA_OK);
    return text.str();
  }
};

TEST_F(Explanations, TellWhichProvisionAppliedAndWhatItLookedAt) {
  ASSERT_EQ(acta_case_set_date(facts_.get(), "notification.registered", 2021, 3, 25, &detail_),
            ACTA_OK);
  const std::string text = Explained("outcome", 0, 90);
  EXPECT_EQ(
      text,
      R"(outcome = refused                                                May the assembly proceed?
  because Article 14(2) applies
    refused = yes                                                            Article 14(1)
      because Article 14(1)(4) applies
        late = yes                                                        Article 14(1)(4)
          because Article 14(1)(4) applies
            notification is present: yes
            notification.registered > deadline: yes (notification.registered = 2021-03-25)
              deadline = 2021-03-24                                          Article 10(1)
                because Article 10(1) applies
                  5 days before starts.date = 2021-03-24 (starts = 2021-03-29 12:00,
                      reading backward = lenient)
      not applicable: Article 14(1)(3), because `threat` is no
      not applicable: Article 14(1)(2), because `some p in organisers has not
          may_organise(p)` is no (organisers = list of 2, may_organise(organisers[0]) =
          yes, may_organise(organisers[1]) = yes)
  not applicable: Article 11(1), because `not refused` is no (refused = yes)
)");
}

TEST_F(Explanations, AreNoWiderThanAThousandColumnsHoweverMuchTheHostAsksFor) {
  EXPECT_EQ(Explained("outcome", 0, UINT32_MAX), Explained("outcome", 0, 1000));
  EXPECT_EQ(Explained("outcome", 0, 1), Explained("outcome", 0, 40));
}

TEST_F(Explanations, TellWhichExceptionPrevailedOverWhat) {
  ASSERT_EQ(acta_case_set_boolean(facts_.get(), "organisers[1].incapacitated", 1, &detail_),
            ACTA_OK);
  const std::string text = Explained("refused");
  EXPECT_THAT(text, HasSubstr("may_organise(organisers[1]) = no"));
  EXPECT_THAT(text, HasSubstr("exception court_finding prevails"));
  EXPECT_THAT(text, HasSubstr("organisers[1].incapacitated = yes"));
  EXPECT_THAT(text,
              HasSubstr("defeated: Article 1(4), by the exception court_finding in Article 5(6)"));
  EXPECT_THAT(text, Not(HasSubstr("may_organise(organisers[0])"))) << "the other one did not matter";
}

TEST_F(Explanations, FollowWhyNoClauseAppliesWhenTheDefaultHolds) {
  const std::string text = Explained("refused");
  EXPECT_THAT(text, HasSubstr("no clause applies: no"));
  EXPECT_THAT(text, HasSubstr("not applicable: Article 14(1)(4), because `late` is no"));
  EXPECT_THAT(text, HasSubstr("because `notification.registered > deadline` is no\n"));
  EXPECT_THAT(Explained("peaceful"), HasSubstr("presumed (peaceful intent): yes"));
}

TEST_F(Explanations, TellWhatIsNotKnownAndWhoseJudgementItIs) {
  ASSERT_EQ(acta_case_set_missing(facts_.get(), "threat", &detail_), ACTA_OK);
  const std::string text = Explained("outcome");
  EXPECT_THAT(text, HasSubstr("outcome = undetermined"));
  EXPECT_THAT(text,
              HasSubstr("not known: threat (a threat to public order), to be judged by akimat"));
  EXPECT_THAT(text, HasSubstr("whether Article 14(1)(3) applies is not known"));
}

TEST_F(Explanations, ColourOnlyWhenAskedFor) {
  EXPECT_THAT(Explained("outcome"), Not(HasSubstr("\x1b")));
  EXPECT_THAT(Explained("outcome", ACTA_EXPLAIN_COLOUR), HasSubstr("\x1b[1m"));
}

TEST_F(Explanations, InFullAlsoShowWhatDidNotMatter) {
  ASSERT_EQ(acta_case_set_absent(facts_.get(), "notification", &detail_), ACTA_OK);
  EXPECT_THAT(Explained("refused", ACTA_EXPLAIN_FULL),
              HasSubstr("exception court_finding does not apply"));
  EXPECT_THAT(Explained("refused"), Not(HasSubstr("exception court_finding")));
}

TEST_F(Explanations, AreTheSameBytesEveryTimeAndStayWithinTheirWidth) {
  ASSERT_EQ(acta_case_set_missing(facts_.get(), "threat", &detail_), ACTA_OK);
  const std::string once = Explained("outcome", ACTA_EXPLAIN_FULL, 60);
  EXPECT_EQ(once, Explained("outcome", ACTA_EXPLAIN_FULL, 60));
  std::size_t begin = 0;
  for (std::size_t end = once.find('\n'); end != std::string::npos;
       begin = end + 1, end = once.find('\n', begin)) {
    EXPECT_LE(end - begin, 80U) << once.substr(begin, end - begin);
  }
}

}  // namespace
}  // namespace acta
