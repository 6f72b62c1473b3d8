#include "compiler/driver/case_file.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace acta {
namespace {

struct Split {
  CaseFile::Form form = CaseFile::Form::kSingle;
  std::vector<std::string> texts;
  std::vector<std::uint32_t> lines;
};

Result<Split> SplitOf(std::string_view path, std::string_view text) {
  Split split;
  ACTA_TRY(const std::vector<CaseText> cases, SplitCases(path, text, &split.form));
  for (const CaseText& one : cases) {
    split.texts.emplace_back(one.text);
    split.lines.push_back(one.line);
  }
  return split;
}

using testing::ElementsAre;

TEST(CaseFiles, AnObjectIsOneCase) {
  const auto split = SplitOf("case.json", "\n{\"form\":\n \"rally\"}\n");
  ASSERT_TRUE(split);
  EXPECT_EQ(split->form, CaseFile::Form::kSingle);
  EXPECT_THAT(split->texts, ElementsAre("{\"form\":\n \"rally\"}"));
  EXPECT_THAT(split->lines, ElementsAre(2));
}

TEST(CaseFiles, AnArrayIsACaseForEachElementWithItsLine) {
  const auto split = SplitOf("cases.json", "[\n {\"a\": [1, 2]},\n {\"b\": \"}],{\\\"\"}\n]");
  ASSERT_TRUE(split);
  EXPECT_EQ(split->form, CaseFile::Form::kArray);
  EXPECT_THAT(split->texts, ElementsAre("{\"a\": [1, 2]}", "{\"b\": \"}],{\\\"\"}"));
  EXPECT_THAT(split->lines, ElementsAre(2, 3));
}

TEST(CaseFiles, LinesOfObjectsAreJsonLinesWhateverTheName) {
  const auto split = SplitOf("-", "{\"a\": 1}\n\n{\"a\": 2}\n");
  ASSERT_TRUE(split);
  EXPECT_EQ(split->form, CaseFile::Form::kLines);
  EXPECT_THAT(split->texts, ElementsAre("{\"a\": 1}", "{\"a\": 2}"));
  EXPECT_THAT(split->lines, ElementsAre(1, 3));
}

TEST(CaseFiles, ValuesMayStandBehindEachOtherOnAnyLines) {
  const auto values = SplitValues("cases.json", "{\"a\":\n 1} {\"a\": 2}\n\n{\"a\" 3}\n");
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 3);
  EXPECT_EQ((*values)[1].text, "{\"a\": 2}");
  EXPECT_EQ((*values)[1].line, 2);
  EXPECT_EQ((*values)[2].text, "{\"a\" 3}");
  EXPECT_EQ((*values)[2].line, 4);
}

TEST(CaseFiles, ABrokenLineOfJsonLinesDoesNotSwallowTheNext) {
  const auto split = SplitOf("cases.jsonl", "{\"a\": 1}\n{\"a\": [\n{\"a\": 3}\n");
  ASSERT_TRUE(split);
  EXPECT_THAT(split->texts, ElementsAre("{\"a\": 1}", "{\"a\": [", "{\"a\": 3}"));
}

TEST(CaseFiles, AnEmptyArrayHasNoCases) {
  const auto split = SplitOf("cases.json", "[]");
  ASSERT_TRUE(split);
  EXPECT_THAT(split->texts, ElementsAre());
}

TEST(CaseFiles, AnEmptyFileIsAnError) { EXPECT_FALSE(SplitOf("case.json", " \n\t")); }

TEST(CaseFiles, AnArrayThatNeverEndsIsAnErrorThatSaysWhere) {
  const auto split = SplitOf("cases.json", "[{\"a\": 1},\n {\"b\": [");
  ASSERT_FALSE(split);
  EXPECT_THAT(split.error().message, testing::HasSubstr("cases.json:2"));
}

TEST(CaseFiles, SomethingBehindTheArrayIsAnError) { EXPECT_FALSE(SplitOf("cases.json", "[{}] {}")); }

TEST(CaseFiles, TwoElementsWithoutACommaAreAnError) { EXPECT_FALSE(SplitOf("cases.json", "[{} {}]")); }

}  // namespace
}  // namespace acta
