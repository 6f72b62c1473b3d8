#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/syntax/reading.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Expressions, LiteralsOfEachTypeAreRead) {
  EXPECT_EQ(Form("yes"), "yes");
  EXPECT_EQ(Form("no"), "no");
  EXPECT_EQ(Form("absent"), "absent");
  EXPECT_EQ(Form("as_of"), "as_of");
  EXPECT_EQ(Form("1_000"), "1000");
  EXPECT_EQ(Form("800 metres"), "800 metres");
  EXPECT_EQ(Form("0.15"), "0.15");
  EXPECT_EQ(Form("15%"), "0.15");
  EXPECT_EQ(Form("12.5%"), "0.125");
  EXPECT_EQ(Form("2917.50 KZT"), "2917.5 KZT");
  EXPECT_EQ(Form("2020-06-06"), "2020-06-06");
  EXPECT_EQ(Form("09:00"), "09:00");
  EXPECT_EQ(Form("09:00:30"), "09:00:30");
  EXPECT_EQ(Form("24:00"), "24:00");
  EXPECT_EQ(Form("2020-06-06 09:00"), "2020-06-06 09:00");
  EXPECT_EQ(Form(R"("a \"text\" \\")"), R"("a \"text\" \\")");
  EXPECT_EQ(Form("{}"), "(set)");
  EXPECT_EQ(Form("{picket, rally}"), "(set picket rally)");
}

TEST(Expressions, DurationsKeepTheirKind) {
  EXPECT_EQ(Form("1 day"), "1 days");
  EXPECT_EQ(Form("5 working days"), "5 working days");
  EXPECT_EQ(Form("1 working day"), "1 working days");
  EXPECT_EQ(Form("2 weeks"), "2 weeks");
  EXPECT_EQ(Form("1 week"), "1 weeks");
  EXPECT_EQ(Form("3 months"), "3 months");
  EXPECT_EQ(Form("1 year"), "1 years");
  EXPECT_EQ(Form("48 hours"), "48 hours");
  EXPECT_EQ(Form("1 minute"), "1 minutes");
}

TEST(Expressions, TheLargestNumbersAreExact) {
  EXPECT_EQ(Form("9_223_372_036_854_775_807"), "9223372036854775807");
  EXPECT_EQ(Form("9223372036854.775807"), "9223372036854.775807");
}

TEST(Expressions, EachLevelBindsTighterThanTheOneBefore) {
  EXPECT_EQ(Form("not a = b and c"), "(and (not (= a b)) c)");
  EXPECT_EQ(Form("a = 1 to 5"), "(= a (to 1 5))");
  EXPECT_EQ(Form("a to 5 days before d"), "(to a (before 5 days d))");
  EXPECT_EQ(Form("5 days before d + 1 days"), "(before 5 days (+ d 1 days))");
  EXPECT_EQ(Form("a + b * -c.d"), "(+ a (* b (- c.d)))");
  EXPECT_EQ(Form("-mci on d as KZT"), "(- (as (on mci d) KZT))");
  EXPECT_EQ(Form("(a + b) * c"), "(* (+ a b) c)");
}

TEST(Expressions, SumsAndProductsGroupToTheLeft) {
  EXPECT_EQ(Form("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(Form("a / b / c"), "(/ (/ a b) c)");
  EXPECT_EQ(Form("a - -b"), "(- a (- b))");
}

TEST(Expressions, AndAndOrJoinAnyNumberOfOperands) {
  EXPECT_EQ(Form("a and b and c"), "(and a b c)");
  EXPECT_EQ(Form("a or b or c"), "(or a b c)");
  EXPECT_EQ(Form("a and (b or c)"), "(and a (or b c))");
}

TEST(Expressions, MixedAndOrIsReportedWithBothReadings) {
  const Reading reading = ReadCode("rule r is a = 1 and b or c");
  ASSERT_THAT(reading.Codes(), ElementsAre("A4002"));
  EXPECT_EQ(reading.First().help, "write `(a = 1 and b) or c` or `a = 1 and (b or c)`");
  EXPECT_EQ(reading.TextOf(reading.First().span), "or");
}

TEST(Expressions, ComparisonsDoNotChain) {
  EXPECT_THAT(Form("a = b = c"), HasSubstr("`=` cannot stand here"));
  EXPECT_THAT(Form("a < b <= c"), HasSubstr("`<=` cannot stand here"));
}

TEST(Expressions, TestsAreRead) {
  EXPECT_EQ(Form("a != b"), "(!= a b)");
  EXPECT_EQ(Form("a not in {b}"), "(not in a (set b))");
  EXPECT_EQ(Form("p overlaps q or r"), "(or (overlaps p q) r)");
  EXPECT_EQ(Form("x is present and x.due < y"), "(and (is present x) (< x.due y))");
  EXPECT_EQ(Form("x is absent"), "(is absent x)");
  EXPECT_EQ(Form("d is working day"), "(is working day d)");
  EXPECT_EQ(Form("d is working day by kz.calendar"), "(is working day d by kz.calendar)");
}

TEST(Expressions, ACitationMayStandBeforeAnyOperand) {
  EXPECT_EQ(Form("[(1)] a or [first sentence] not b"),
            "(or (cited [(1)] a) (cited [first sentence] (not b)))");
}

TEST(Expressions, CountsTakeTheirWordsInAnyOrder) {
  EXPECT_EQ(Form("5 working days before d counted by r by cal rolling back"),
            "(before 5 working days d counted by r by cal rolling back)");
  EXPECT_EQ(Form("n clear after d rolling forward by cal"),
            "(clear after n d by cal rolling forward)");
  EXPECT_EQ(Form("10 days counting from d"), "(counting from 10 days d)");
  EXPECT_EQ(Form("48 hours before t skipping days off"), "(before 48 hours t skipping days off)");
  EXPECT_EQ(Form("1 months after d rounding up"), "(after 1 months d rounding up)");
  EXPECT_EQ(Form("between 30 days and 10 days before d"), "(between 30 days 10 days before d)");
  EXPECT_EQ(Form("working days from a to b by cal"), "(working days from a to b by cal)");
}

TEST(Expressions, RoundingIsWrittenAfterTheOperation) {
  EXPECT_EQ(Form("d + 1 months rounding down"), "(+ d 1 months rounding down)");
  EXPECT_EQ(Form("a * b rounded half up to 2 places"), "(* a b rounded half up to 2 places)");
  EXPECT_EQ(Form("a / b rounded half even"), "(/ a b rounded half even to 0 places)");
  EXPECT_EQ(Form("a * b rounded down to 5"), "(to (* a b rounded down to 0 places) 5)");
}

TEST(Expressions, DatesTimesAndAges) {
  EXPECT_EQ(Form("d at 09:00"), "(at d 09:00)");
  EXPECT_EQ(Form("age of p.birth_date on starts.date >= 18 years"),
            "(>= (age of p.birth_date on starts.date) 18 years)");
  EXPECT_EQ(Form("age of b on d rounding down"), "(age of b on d rounding down)");
  EXPECT_EQ(Form("every year from 1 May to 9 May"), "(every year from 05-01 to 05-09)");
  EXPECT_EQ(Form("every year from 29 February to 1 march"), "(every year from 02-29 to 03-01)");
}

TEST(Expressions, QuantifiersReachAsFarRightAsPossible) {
  EXPECT_EQ(Form("some p in l has a and b"), "(some p in l has (and a b))");
  EXPECT_EQ(Form("a and some p in l where q has b or c"),
            "(and a (some p in l where q has (or b c)))");
  EXPECT_EQ(Form("every p in l has b"), "(every p in l has b)");
  EXPECT_EQ(Form("no p in l has b"), "(no p in l has b)");
  EXPECT_EQ(Form("at least 2 p in l have b"), "(at least 2 p in l has b)");
  EXPECT_EQ(Form("at most 2 p in l has b"), "(at most 2 p in l has b)");
  EXPECT_EQ(Form("exactly 2 p in l has b"), "(exactly 2 p in l has b)");
  EXPECT_EQ(Form("not some p in l has b"), "(not (some p in l has b))");
}

TEST(Expressions, NoIsALiteralUnlessAVariableAndAListFollow) {
  EXPECT_EQ(Form("a = no and b"), "(and (= a no) b)");
  EXPECT_EQ(Form("no in {yes}"), "(in no (set yes))");
}

TEST(Expressions, FoldsOverLists) {
  EXPECT_EQ(Form("count of l"), "(count of l)");
  EXPECT_EQ(Form("count of l in {1, 2}"), "(in (count of l) (set 1 2))");
  EXPECT_EQ(Form("count of x in l where x.ok and y"), "(count of x in l where (and x.ok y))");
  EXPECT_EQ(Form("sum of x.a * 2 for x in l"), "(sum of (* x.a 2) for x in l)");
  EXPECT_EQ(Form("earliest of x.d for x in l where c"), "(earliest of x.d for x in l where c)");
  EXPECT_EQ(Form("latest of x.d for x in l"), "(latest of x.d for x in l)");
  EXPECT_EQ(Form("count of l as persons"), "(as (count of l) persons)");
  EXPECT_EQ(Form("count of l + 1"), "(+ (count of l) 1)");
}

TEST(Expressions, ChoicesAreRead) {
  EXPECT_EQ(Form("if a then b else if c then d else e"), "(if a b (if c d e))");
  EXPECT_EQ(Form("match f { a or b: 1; c to d: 2; otherwise: 3 }"),
            "(match f (a b: 1) ((to c d): 2) (otherwise: 3))");
  EXPECT_EQ(Form("match f { a: 1 } + 2"), "(+ (match f (a: 1)) 2)");
  EXPECT_EQ(Form("match f { a: 1; }"), "(match f (a: 1))");
}

TEST(Expressions, NormsOfTheWholeProgram) {
  EXPECT_EQ(Form("any prohibition"), "(any prohibition)");
  EXPECT_EQ(Form("any prohibition on organiser"), "(any prohibition on organiser)");
  EXPECT_EQ(Form("every obligation on organiser and a"), "(and (every obligation on organiser) a)");
  EXPECT_EQ(Form("under backward_count lenient"), "(under backward_count lenient)");
}

TEST(Expressions, NamesWithDotsStayNamesAndFieldsOfValuesAreFields) {
  EXPECT_EQ(Form("a.b.c"), "a.b.c");
  EXPECT_EQ(Form("kz.f(a, b.c).d.e"), "(. (. (kz.f a b.c) d) e)");
  EXPECT_EQ(Form("(a).b"), "(. a b)");
  EXPECT_EQ(Form("f()"), "(f call)");
}

TEST(Expressions, SoftWordsAreNamesWhereTheyAreNotExpected) {
  EXPECT_EQ(Form("date + time"), "(+ date time)");
  EXPECT_EQ(Form("age = count and sum < list"), "(and (= age count) (< sum list))");
  EXPECT_EQ(Form("due before done"), "(before due done)");
  EXPECT_EQ(Form("period in party"), "(in period party)");
  EXPECT_EQ(Form("any or working"), "(or any working)");
}

TEST(Expressions, AfterADotEveryWordIsAName) {
  EXPECT_EQ(Form("kz.calendar.is.rule"), "kz.calendar.is.rule");
  EXPECT_EQ(Form("refusal.grounds = period.start"), "(= refusal.grounds period.start)");
}

}  // namespace
}  // namespace acta
