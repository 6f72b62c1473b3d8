#include "compiler/header/header.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/semantics/checked.h"

namespace acta {
namespace {

using ::testing::HasSubstr;

std::string HeaderOf(std::string_view act) {
  const std::unique_ptr<Checked> checked = CheckText(std::string(act));
  EXPECT_EQ(checked->Findings(), "");
  return WriteHeader({.program = checked->program, .source_hash = 0x2a, .name = "permits"});
}

constexpr std::string_view kAct = R"(
unit metres
party city "the council"
facts
  height : integer of metres, 0 metres to 300 metres, judged by city "how high is it?"
  far    : integer of metres
answers
  too_high "Is it too high?"
rule too_high
  is yes when height > 20 metres or far > 20 metres
)";

TEST(Header, AFactTellsItsQuestionUnitRangeAndWhoJudges) {
  EXPECT_THAT(
      HeaderOf(kAct),
      HasSubstr("how high is it? (integer of metres, 0 metres to 300 metres, judged by city)"));
}

TEST(Header, ANumberIsAsWideAsItsRangeNeeds) {
  const std::string header = HeaderOf(kAct);
  EXPECT_THAT(header, HasSubstr("int32_t height;\n  uint8_t height_state;"));
  EXPECT_THAT(header, HasSubstr("int64_t far;\n  uint8_t far_state;"));
}

TEST(Header, NamesTheTextThatItWasMadeFrom) {
  EXPECT_THAT(HeaderOf(kAct),
              HasSubstr("#define permits_source_hash UINT64_C(0x000000000000002a)"));
}

TEST(CppHeader, ASetterOfAnOptionalFactTakesItsAbsence) {
  const std::unique_ptr<Checked> checked = CheckText(R"(
facts
  given_up : optional date
answers
  over "Is it over?"
rule over
  is yes when given_up is present
)");
  EXPECT_EQ(checked->Findings(), "");
  const std::string header = WriteCppHeader({.program = checked->program, .name = "class"});
  EXPECT_THAT(header, HasSubstr("Case& given_up(int32_t value) {"));
  EXPECT_THAT(header, HasSubstr("Case& given_up(std::nullopt_t) {"));
  EXPECT_THAT(header, ::testing::Not(HasSubstr("as_of(std::nullopt_t)")));
  // Namespaces are no words of C++, even where acts are.
  EXPECT_THAT(header, HasSubstr("namespace acta::acts::class_ {"));
}

TEST(Header, IsTheSameForTheSameAct) {
  EXPECT_EQ(HeaderOf(kAct), HeaderOf(kAct));
}

}  // namespace
}  // namespace acta
