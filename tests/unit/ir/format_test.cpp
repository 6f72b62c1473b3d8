#include "compiler/ir/format.h"

#include <limits>

#include <gtest/gtest.h>

#include "acta/evaluator.h"
#include "compiler/ir/builder.h"

namespace acta::ir {
namespace {

class Format : public testing::Test {
 protected:
  std::string Value(TypeId type, std::int64_t payload) {
    return FormatValue(b_.program(), type, payload);
  }
  std::string Value(Kind kind, std::int64_t payload) { return Value(b_.Of(kind), payload); }
  std::string Name(TypeId type) { return TypeName(b_.program(), type); }

  ProgramBuilder b_;
};

TEST_F(Format, DatesAndTimesAreWrittenAsInTheLanguage) {
  EXPECT_EQ(Value(Kind::kDate, 18703), "2021-03-17");
  EXPECT_EQ(Value(Kind::kDate, ACTA_MIN_DAY), "-9999-01-01");
  EXPECT_EQ(Value(Kind::kDate, ACTA_MAX_DAY), "9999-12-31");
  EXPECT_EQ(Value(Kind::kDate, std::int64_t{ACTA_MAX_DAY} + 1), "day 2932897");
  EXPECT_EQ(Value(Kind::kTime, 9 * 3600), "09:00");
  EXPECT_EQ(Value(Kind::kTime, 9 * 3600 + 30), "09:00:30");
  EXPECT_EQ(Value(Kind::kTime, 86400), "24:00");
  EXPECT_EQ(Value(Kind::kDateTime, 18703 * 86400LL + 43200), "2021-03-17 12:00");
  EXPECT_EQ(Value(Kind::kDateTime, -1), "1969-12-31 23:59:59");
  EXPECT_EQ(Value(Kind::kPeriodOfDates, 18703LL << 32 | 18704), "2021-03-17 to 2021-03-18");
  EXPECT_EQ(Value(Kind::kPeriodOfTimes, 79200LL << 32 | 21600), "22:00 to 06:00");
}

TEST_F(Format, NumbersCarryTheirUnits) {
  const UnitId metres = b_.program().units.Add({.name = "metres"});
  const UnitId tenge = b_.program().units.Add({.name = "KZT"});
  const UnitId index = b_.program().units.Add({.name = "mci"});
  const TypeId money = b_.types().Intern({.kind = Kind::kMoney, .unit = tenge});
  EXPECT_EQ(Value(Kind::kInteger, -12), "-12");
  EXPECT_EQ(Value(b_.types().Intern({.kind = Kind::kInteger, .unit = metres}), 800), "800 metres");
  EXPECT_EQ(Value(money, 291700), "2917 KZT");
  EXPECT_EQ(Value(money, 291750), "2917.50 KZT");
  EXPECT_EQ(Value(money, -5), "-0.05 KZT");
  EXPECT_EQ(Value(b_.types().Intern({.kind = Kind::kMoney, .unit = tenge, .per = index}), 291700),
            "2917 KZT per mci");
  EXPECT_EQ(Value(Kind::kDecimal, 150'000), "0.15");
  EXPECT_EQ(Value(Kind::kDecimal, 2'000'000), "2");
  EXPECT_EQ(Value(Kind::kDecimal, std::numeric_limits<std::int64_t>::min() + 2),
            "-9223372036854.775806");
}

TEST_F(Format, OneOfAKindIsSingular) {
  EXPECT_EQ(Value(Kind::kWorkingDays, 5), "5 working days");
  EXPECT_EQ(Value(Kind::kWorkingDays, 1), "1 working day");
  EXPECT_EQ(Value(Kind::kMonths, -1), "-1 month");
  EXPECT_EQ(Value(Kind::kHours, 0), "0 hours");
}

TEST_F(Format, EnumsSetsAndTextsAreNamed) {
  const EnumId form = b_.Enum("Form", {"picket", "meeting", "rally"});
  EXPECT_EQ(Value(b_.types().EnumOf(form), 2), "rally");
  EXPECT_EQ(Value(b_.types().EnumOf(form), 9), "Form no. 9");
  EXPECT_EQ(Value(b_.types().SetOf(form), 0b101), "{picket, rally}");
  EXPECT_EQ(Value(b_.types().SetOf(form), 0), "{}");
  b_.program().texts = {"a filing"};
  EXPECT_EQ(Value(Kind::kText, 0), "\"a filing\"");
  EXPECT_EQ(Value(Kind::kText, 1), "text no. 1");
  EXPECT_EQ(Value(Kind::kBoolean, 1), "yes");
  EXPECT_EQ(Value(Kind::kBoolean, 0), "no");
}

TEST_F(Format, TheTwoReservedPayloadsAreWords) {
  EXPECT_EQ(Value(b_.types().Optional(b_.Of(Kind::kDate)), ACTA_ABSENT), "absent");
  EXPECT_EQ(Value(Kind::kDate, ACTA_MISSING), "missing");
}

TEST_F(Format, TypesReadAsTheyAreDeclared) {
  const UnitId tenge = b_.program().units.Add({.name = "KZT"});
  const EnumId form = b_.Enum("Form", {"picket"});
  const EntityId person = b_.Entity("Person", {});
  EXPECT_EQ(Name(b_.types().Optional(b_.Of(Kind::kDate))), "optional date");
  EXPECT_EQ(Name(b_.types().Intern({.kind = Kind::kMoney, .unit = tenge})), "money in KZT");
  EXPECT_EQ(Name(b_.types().SetOf(form)), "set of Form");
  EXPECT_EQ(Name(b_.types().ListOf(b_.types().EntityOf(person), 16)), "list of Person, at most 16");
  EXPECT_EQ(Name(TypeId()), "no type");
}

}  // namespace
}  // namespace acta::ir
