// Each operator on operands that are known, on operands that are not, and where it fails.
#include <limits>
#include <optional>

#include <gtest/gtest.h>

#include "tests/unit/codegen/compiled.h"

namespace acta::codegen_test {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min() + 2;

constexpr std::int64_t Period(std::int64_t start, std::int64_t end) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(start) << 32) |
         static_cast<std::uint32_t>(end);
}
constexpr std::int64_t Clock(std::int64_t hours, std::int64_t minutes) {
  return hours * 3600 + minutes * 60;
}

// 2020-01-01, a Wednesday.
constexpr std::int64_t kDay = 18262;
constexpr std::int64_t kMidnight = kDay * 86400;
constexpr std::int64_t kFirstSecond = std::int64_t{ACTA_MIN_DAY} * 86400;
constexpr std::int64_t kLastSecond = (std::int64_t{ACTA_MAX_DAY} + 1) * 86400 - 1;

struct Sample {
  Op op;
  std::vector<std::int64_t> operands;
  // None: the operation fails.
  std::optional<std::int64_t> result;
  std::int64_t imm = 0;
  std::uint32_t aux = 0;
};

// The facts a and b, and a rule that is the operator over them.
class OneOperator {
 public:
  explicit OneOperator(const Sample& sample) {
    ir::ProgramBuilder builder;
    AddTables(builder.program());
    std::vector<NodeId> operands;
    for (std::size_t i = 0; i < sample.operands.size(); ++i) {
      const std::uint32_t slot = builder.Fact("fact", builder.Of(Kind::kInteger));
      operands.push_back(builder.Slot(slot, builder.Of(Kind::kInteger)));
    }
    reason_ = builder.Arithmetic("operation");
    rule_ = builder.Rule("result", builder.Of(Kind::kInteger));
    builder.Clause(
        rule_, {.value = builder.Make(sample.op, builder.Of(Kind::kInteger), operands,
                                      {.imm = sample.imm, .aux = sample.aux, .reason = reason_})});
    act_.emplace(std::move(builder).Build());
  }

  Outcome On(const std::vector<std::int64_t>& operands) const {
    std::vector<std::int64_t> slots = {kDay};
    slots.insert(slots.end(), operands.begin(), operands.end());
    return act_->Ask(rule_, slots);
  }
  ir::ReasonId reason() const { return reason_; }

 private:
  // Monday to Friday from 2019-12-30 to 2020-01-31; a clock that skips 02:00 to 03:00 of 2020-01-02
  // and shows 01:00 to 02:00 of 2020-01-10 twice; a second zone without changes, an hour east; a
  // parameter with a gap.
  static void AddTables(ir::Program& program) {
    ir::Calendar calendar{.name = "calendar", .first_day = kDay - 2, .last_day = kDay + 30};
    for (std::int64_t day = calendar.first_day; day <= calendar.last_day; ++day) {
      calendar.working.push_back((day + 3) % 7 < 5);
    }
    program.calendars.Add(std::move(calendar));
    ir::Zone changing{.iana = "Test/Changing", .first_offset = 0};
    changing.changes = {{kMidnight + 86400 + 7200, 3600}, {kMidnight + 9 * 86400 + 3600, 0}};
    program.zone_sets.Add({.zones = {changing}, .by = {}});
    program.zone_sets.Add({.zones = {changing, {.iana = "Test/East", .first_offset = 3600}}});
    ir::Lookup lookup{.name = "fee"};
    lookup.versions = {{.from = kDay, .until = kDay + 9, .value = 100},
                       {.from = kDay + 20, .until = kDay + 29, .value = 200}};
    program.lookups.Add(std::move(lookup));
  }

  std::optional<Act> act_;
  ir::RuleId rule_;
  ir::ReasonId reason_;
};

class StrictOperators : public testing::TestWithParam<Sample> {};

TEST_P(StrictOperators, GiveTheirResultOrTheirReasonOrWhatIsMissing) {
  const Sample& sample = GetParam();
  const OneOperator one(sample);
  EXPECT_EQ(one.On(sample.operands),
            sample.result ? Known(*sample.result) : Open(For(one.reason())));
  Reasons all;
  for (std::uint32_t i = 0; i < sample.operands.size(); ++i) {
    std::vector<std::int64_t> operands = sample.operands;
    operands[i] = kMissing;
    EXPECT_EQ(one.On(operands), Open(MissingSlot(1 + i))) << "operand " << i;
    all = Union(all, MissingSlot(1 + i));
  }
  EXPECT_EQ(one.On(std::vector(sample.operands.size(), kMissing)), Open(all));
}

std::string NameOf(const testing::TestParamInfo<Sample>& info) {
  static constexpr const char* kNames[] = {
#define ACTA_OP(Name, name, arity, undetermined, can_fail) #Name,
#include "compiler/ir/operators.def"
#undef ACTA_OP
  };
  return kNames[static_cast<std::size_t>(info.param.op)] + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(
    Values, StrictOperators,
    testing::Values(Sample{Op::kPresent, {5}, 1}, Sample{Op::kPresent, {ACTA_ABSENT}, 0},
                    Sample{Op::kValue, {5}, 5}, Sample{Op::kValue, {ACTA_ABSENT}, std::nullopt},
                    Sample{Op::kInner, {5}, 8, 3}, Sample{Op::kEq, {4, 4}, 1},
                    Sample{Op::kEq, {4, 5}, 0}, Sample{Op::kEq, {ACTA_ABSENT, ACTA_ABSENT}, 1},
                    Sample{Op::kNe, {4, 5}, 1}, Sample{Op::kNe, {4, 4}, 0},
                    Sample{Op::kLt, {-1, 0}, 1}, Sample{Op::kLt, {0, 0}, 0},
                    Sample{Op::kLe, {0, 0}, 1}, Sample{Op::kLe, {1, 0}, 0}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Sets, StrictOperators,
    testing::Values(Sample{Op::kMember, {2, 0b0100}, 1}, Sample{Op::kMember, {1, 0b0100}, 0},
                    Sample{Op::kMember, {63, std::numeric_limits<std::int64_t>::min() + 7}, 1},
                    Sample{Op::kSetSingle, {3}, 0b1000},
                    Sample{Op::kSetUnion, {0b0011, 0b0110}, 0b0111},
                    Sample{Op::kSetIntersection, {0b0011, 0b0110}, 0b0010},
                    Sample{Op::kSetDifference, {0b0011, 0b0110}, 0b0001}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Numbers, StrictOperators,
    testing::Values(Sample{Op::kAdd, {2, 3}, 5}, Sample{Op::kAdd, {kMost, 1}, std::nullopt},
                    Sample{Op::kAdd, {kLeast, 0}, kLeast},
                    Sample{Op::kAdd, {kLeast, -1}, std::nullopt}, Sample{Op::kSub, {2, 3}, -1},
                    Sample{Op::kSub, {kLeast, 1}, std::nullopt},
                    Sample{Op::kSub, {-2, kMost}, std::nullopt}, Sample{Op::kNeg, {7}, -7},
                    Sample{Op::kNeg, {kMost}, std::nullopt}, Sample{Op::kNeg, {kLeast}, kMost - 1},
                    Sample{Op::kMul, {-4, 5}, -20}, Sample{Op::kMul, {kMost, 2}, std::nullopt},
                    Sample{Op::kDiv, {7, 0}, std::nullopt, 1, 0}, Sample{Op::kDiv, {7, 2}, 4, 1, 3},
                    Sample{Op::kDiv, {-7, 2}, -4, 1, 3},
                    Sample{Op::kDiv, {7, 2}, std::nullopt, 1, 0}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(Scaled, StrictOperators,
                         testing::Values(Sample{Op::kMulScaled, {15, 10}, std::nullopt, 100, 0},
                                         Sample{Op::kMulScaled, {15, 10}, 1, 100, 1},
                                         Sample{Op::kMulScaled, {15, 10}, 2, 100, 2},
                                         Sample{Op::kMulScaled, {25, 10}, 2, 100, 4},
                                         Sample{Op::kMulScaled, {kMost, kMost}, std::nullopt, 1, 0},
                                         Sample{Op::kMulScaled, {1234, 1}, 1200, 1, (2 << 8) | 1}),
                         NameOf);

INSTANTIATE_TEST_SUITE_P(Dates, StrictOperators,
                         testing::Values(Sample{Op::kAddDays, {kDay, 31}, kDay + 31},
                                         Sample{Op::kAddDays, {ACTA_MAX_DAY, 0}, ACTA_MAX_DAY},
                                         Sample{Op::kAddDays, {ACTA_MAX_DAY, 1}, std::nullopt},
                                         Sample{Op::kAddDays, {ACTA_MIN_DAY, -1}, std::nullopt},
                                         Sample{Op::kAddDays, {kDay, kMost}, std::nullopt},
                                         Sample{Op::kAddDays, {kDay, kLeast}, std::nullopt},
                                         Sample{Op::kAddMonths, {kDay + 30, 1}, std::nullopt, 0, 0},
                                         Sample{Op::kAddMonths, {kDay + 30, 1}, kDay + 59, 0, 1},
                                         Sample{Op::kAddMonths, {kDay + 30, 1}, kDay + 60, 0, 2},
                                         Sample{Op::kDatePart, {kDay}, 2020, 0, 0},
                                         Sample{Op::kDatePart, {kDay + 59}, 2, 0, 1},
                                         Sample{Op::kDatePart, {kDay + 59}, 29, 0, 2},
                                         Sample{Op::kDatePart, {kDay}, 2, 0, 3},
                                         Sample{Op::kTimePart, {Clock(23, 59)}, 23, 0, 0},
                                         Sample{Op::kTimePart, {Clock(23, 59)}, 59, 0, 1},
                                         Sample{Op::kDateOf, {-1}, -1},
                                         Sample{Op::kTimeOf, {-1}, 86399},
                                         Sample{Op::kDateOf, {kMidnight}, kDay},
                                         Sample{Op::kMakeDateTime, {kDay, 60}, kMidnight + 60},
                                         Sample{Op::kAge, {kDay - 366, kDay}, 1, 0, 0},
                                         Sample{Op::kAge, {kDay, kDay - 1}, -1, 0, 0}),
                         NameOf);

INSTANTIATE_TEST_SUITE_P(
    Clocks, StrictOperators,
    testing::Values(
        Sample{Op::kToInstant, {kMidnight}, kMidnight, 0},
        Sample{Op::kToInstant, {kMidnight + 86400 + 9000}, std::nullopt, 0},
        Sample{Op::kToInstant, {kMidnight + 9 * 86400 + 5400}, std::nullopt, 0},
        Sample{Op::kToInstant, {kMidnight + 5 * 86400}, kMidnight + 5 * 86400 - 3600, 0},
        Sample{Op::kToInstant, {kMidnight, 1}, kMidnight - 3600, 1},
        Sample{Op::kFromInstant, {kMidnight + 5 * 86400}, kMidnight + 5 * 86400 + 3600, 0},
        Sample{Op::kFromInstant, {kMidnight, 0}, kMidnight, 1},
        Sample{Op::kFromInstant, {kMidnight, 1}, kMidnight + 3600, 1},
        Sample{Op::kFromInstant, {kLastSecond, 0}, kLastSecond, 1},
        Sample{Op::kFromInstant, {kLastSecond, 1}, std::nullopt, 1},
        Sample{Op::kFromInstant, {kLastSecond + 1, 0}, std::nullopt, 1},
        Sample{Op::kFromInstant, {kFirstSecond, 0}, kFirstSecond, 1},
        Sample{Op::kFromInstant, {kFirstSecond - 1, 0}, std::nullopt, 1},
        Sample{Op::kFromInstant, {INT64_MAX, 1}, std::nullopt, 1},
        Sample{Op::kFromInstant, {INT64_MIN + 2, 0}, std::nullopt, 1}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    WorkingDays, StrictOperators,
    testing::Values(
        Sample{Op::kIsWorkingDay, {kDay}, 1}, Sample{Op::kIsWorkingDay, {kDay + 3}, 0},
        Sample{Op::kIsWorkingDay, {kDay - 3}, std::nullopt},
        Sample{Op::kAddWorkingDays, {kDay, 3}, kDay + 5},
        Sample{Op::kAddWorkingDays, {kDay, -2}, kDay - 2},
        Sample{Op::kAddWorkingDays, {kDay + 3, 0}, kDay + 3},
        Sample{Op::kAddWorkingDays, {kDay, -3}, std::nullopt},
        Sample{Op::kAddWorkingDays, {kDay, kMost}, std::nullopt},
        Sample{Op::kWorkingDaysBetween, {kDay, kDay + 7}, 5},
        Sample{Op::kWorkingDaysBetween, {kDay + 7, kDay}, -5},
        Sample{Op::kRoll, {kDay + 3}, kDay + 5, 0, 0},
        Sample{Op::kRoll, {kDay + 3}, kDay + 2, 0, 1},
        Sample{Op::kAddWorkingSeconds, {kMidnight + 2 * 86400, 86400}, kMidnight + 3 * 86400},
        Sample{Op::kAddWorkingSeconds, {kMidnight, kMost}, std::nullopt}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Periods, StrictOperators,
    testing::Values(
        Sample{Op::kMakePeriod, {-5, -3}, Period(-5, -3)},
        Sample{Op::kPeriodStart, {Period(-5, -3)}, -5},
        Sample{Op::kPeriodEnd, {Period(-5, -3)}, -3}, Sample{Op::kInDates, {-3, Period(-5, -3)}, 1},
        Sample{Op::kInDates, {-2, Period(-5, -3)}, 0},
        Sample{Op::kInTimes, {Clock(23, 0), Period(Clock(22, 0), Clock(6, 0))}, 1},
        Sample{Op::kInTimes, {Clock(6, 0), Period(Clock(22, 0), Clock(6, 0))}, 0},
        Sample{Op::kInTimes, {Clock(9, 0), Period(Clock(9, 0), Clock(18, 0))}, 1},
        Sample{Op::kInTimes, {Clock(18, 0), Period(Clock(9, 0), Clock(18, 0))}, 0},
        Sample{Op::kOverlapDates, {Period(1, 5), Period(5, 9)}, 1},
        Sample{Op::kOverlapDates, {Period(1, 4), Period(5, 9)}, 0},
        Sample{Op::kOverlapTimes,
               {Period(Clock(22, 0), Clock(6, 0)), Period(Clock(5, 0), Clock(7, 0))},
               1},
        Sample{Op::kIntersectDates, {Period(1, 5), Period(3, 9)}, Period(3, 5)},
        Sample{Op::kSubsetDates, {Period(3, 5), Period(1, 9)}, 1},
        Sample{Op::kSubsetDates, {Period(3, 10), Period(1, 9)}, 0},
        Sample{Op::kSubsetDates, {Period(7, 3), Period(20, 30)}, 1},
        Sample{Op::kInYearly, {kDay}, 1, (12 * 32 + 25) * 4096 + 32 + 6},
        Sample{Op::kInYearly, {kDay + 10}, 0, (12 * 32 + 25) * 4096 + 32 + 6},
        Sample{Op::kOverlapYearly, {Period(kDay + 5, kDay + 9)}, 1, (12 * 32 + 25) * 4096 + 32 + 6},
        Sample{Op::kSubsetYearly, {Period(kDay + 5, kDay + 9)}, 0, (12 * 32 + 25) * 4096 + 32 + 6}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(Parameters, StrictOperators,
                         testing::Values(Sample{Op::kLookup, {kDay}, 100},
                                         Sample{Op::kLookup, {kDay + 9}, 100},
                                         Sample{Op::kLookup, {kDay + 10}, std::nullopt},
                                         Sample{Op::kLookup, {kDay + 29}, 200},
                                         Sample{Op::kLookup, {kDay - 1}, std::nullopt},
                                         Sample{Op::kLength, {(7LL << 32) | 3}, 3}),
                         NameOf);

// ---- operators that do not need all their operands
// -------------------------------------------------------------

class Kleene : public testing::Test {
 protected:
  // A rule that is `op` over as many boolean facts, in slots 1, 2, ...
  static Outcome Ask(Op op, const std::vector<std::int64_t>& facts) {
    return OneOperator({.op = op, .operands = facts, .result = 0}).On(facts);
  }
};

TEST_F(Kleene, AndIsNoAsSoonAsOneIsNo) {
  EXPECT_EQ(Ask(Op::kAnd, {1, 1, 1}), Known(1));
  EXPECT_EQ(Ask(Op::kAnd, {1, kMissing, 0}), Known(0));
  EXPECT_EQ(Ask(Op::kAnd, {1, kMissing, 1}), Open(MissingSlot(2)));
  EXPECT_EQ(Ask(Op::kAnd, {kMissing, 1, kMissing}), Open(Union(MissingSlot(1), MissingSlot(3))));
}

TEST_F(Kleene, OrIsYesAsSoonAsOneIsYes) {
  EXPECT_EQ(Ask(Op::kOr, {0, 0, 0}), Known(0));
  EXPECT_EQ(Ask(Op::kOr, {0, kMissing, 1}), Known(1));
  EXPECT_EQ(Ask(Op::kOr, {0, kMissing, 0}), Open(MissingSlot(2)));
}

TEST_F(Kleene, NotKeepsReasons) {
  EXPECT_EQ(Ask(Op::kNot, {0}), Known(1));
  EXPECT_EQ(Ask(Op::kNot, {1}), Known(0));
  EXPECT_EQ(Ask(Op::kNot, {kMissing}), Open(MissingSlot(1)));
}

TEST_F(Kleene, IfNeedsItsConditionOnlyWhenTheBranchesDiffer) {
  EXPECT_EQ(Ask(Op::kIf, {1, 7, kMissing}), Known(7));
  EXPECT_EQ(Ask(Op::kIf, {0, kMissing, 8}), Known(8));
  EXPECT_EQ(Ask(Op::kIf, {kMissing, 7, 7}), Known(7));
  EXPECT_EQ(Ask(Op::kIf, {kMissing, 7, 8}), Open(MissingSlot(1)));
  EXPECT_EQ(Ask(Op::kIf, {kMissing, kMissing, 8}), Open(Union(MissingSlot(1), MissingSlot(2))));
  EXPECT_EQ(Ask(Op::kIf, {1, kMissing, 8}), Open(MissingSlot(2)));
}

TEST_F(Kleene, SwitchDoesTheSameForEachOrdinal) {
  EXPECT_EQ(Ask(Op::kSwitch, {0, 7, 8, kMissing}), Known(7));
  EXPECT_EQ(Ask(Op::kSwitch, {1, 7, 8, kMissing}), Known(8));
  EXPECT_EQ(Ask(Op::kSwitch, {2, 7, 8, kMissing}), Open(MissingSlot(4)));
  EXPECT_EQ(Ask(Op::kSwitch, {kMissing, 7, 7, 7}), Known(7));
  EXPECT_EQ(Ask(Op::kSwitch, {kMissing, 7, 8, 7}), Open(MissingSlot(1)));
}

TEST_F(Kleene, GroundsAreKnownWhenAllAre) {
  EXPECT_EQ(Ask(Op::kSetOf, {1, 0, 1}), Known(0b101));
  EXPECT_EQ(Ask(Op::kSetOf, {1, kMissing, 1}), Open(MissingSlot(2)));
}

}  // namespace
}  // namespace acta::codegen_test
