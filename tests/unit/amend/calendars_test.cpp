#include "compiler/amend/calendars.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnostics/reporter.h"
#include "compiler/syntax/parser.h"

namespace acta::amend {
namespace {

using testing::HasSubstr;

constexpr ast::DateLit kFirstDay{2022, 1, 1};

Text Unwritten(const std::string& text) {
  return Text().Append(text);
}

// What becomes of `item`, from 2022 on.
std::string InPlace(const std::string& item, const std::string& made) {
  SourceMap sources;
  Reporter reporter;
  const std::string text = "calendar desk\n  " + item;
  const ast::Document law = Parse(sources, sources.Add("law.acta", text), reporter);
  EXPECT_FALSE(reporter.HasErrors()) << item;
  const auto& calendar = std::get<ast::Calendar>(law.decls[0].kind);
  const Text whole = Unwritten(text);
  const Result<Text> put_in =
      CalendarVersions(calendar, whole, kFirstDay).InPlaceOf(calendar.items[0], Unwritten(made));
  return put_in ? put_in->view() : "cannot: " + put_in.error().message;
}

TEST(CalendarVersions, EachSideHasItsTime) {
  EXPECT_EQ(InPlace("weekend friday", "weekend sunday"),
            "weekend friday until 2021-12-31\n  weekend sunday from 2022-01-01");
  EXPECT_EQ(InPlace("holiday every year on 1 May [(1)]", "holiday every year on 2 May [(1)]"),
            "holiday every year on 1 May until 2021-12-31 [(1)]\n  "
            "holiday every year on 2 May from 2022-01-01 [(1)]");
  EXPECT_EQ(InPlace("substitute next working day", ""),
            "substitute next working day until 2021-12-31");
}

TEST(CalendarVersions, TheTimeThatIsSaidIsKept) {
  EXPECT_EQ(InPlace("weekend friday from 2020-01-01 until 2022-06-30",
                    "weekend sunday from 2020-01-01 until 2022-06-30"),
            "weekend friday from 2020-01-01 until 2021-12-31\n  "
            "weekend sunday from 2022-01-01 until 2022-06-30");
  EXPECT_EQ(InPlace("weekend friday from 2023-01-01", "weekend sunday from 2023-01-01"),
            "weekend sunday from 2023-01-01");
  EXPECT_EQ(InPlace("weekend friday until 2020-12-31", ""), "weekend friday until 2020-12-31");
  EXPECT_THAT(InPlace("weekend friday until 2020-12-31", "weekend sunday until 2020-12-31"),
              HasSubstr("cannot: what was in force until 2020-12-31 only"));
}

TEST(CalendarVersions, ListedDaysToComeAreChangedInTheList) {
  EXPECT_EQ(InPlace("day off on 2021-05-13, 2022-05-03", "day off on 2021-05-13, 2022-05-02"),
            "day off on 2021-05-13, 2022-05-02");
  EXPECT_EQ(InPlace("day off on 2021-05-13, 2022-05-03", ""),
            "day off on 2021-05-13, 2022-05-03 until 2021-12-31");
  EXPECT_EQ(InPlace("working on 2022-05-07", ""), "");
  EXPECT_EQ(InPlace("covers 2020-01-01 to 2022-12-31", "covers 2020-01-01 to 2023-12-31"),
            "covers 2020-01-01 to 2023-12-31");
  EXPECT_EQ(InPlace("moved 2022-07-02 to 2022-06-30", "moved 2022-07-02 to 2022-06-29"),
            "moved 2022-07-02 to 2022-06-29");
  EXPECT_EQ(InPlace("moved 2021-07-03 to 2021-07-05", ""), "moved 2021-07-03 to 2021-07-05");
}

TEST(CalendarVersions, NoDayBeforeBecomesAnother) {
  const auto past = HasSubstr("cannot: what is said of days before 2022-01-01");
  EXPECT_THAT(InPlace("day off on 2021-05-13", "day off on 2021-05-12"), past);
  EXPECT_THAT(InPlace("covers 2020-01-01 to 2022-12-31", "covers 2020-01-01 to 2021-06-30"), past);
  EXPECT_THAT(InPlace("covers 2020-01-01 to 2022-12-31", "covers 2019-01-01 to 2022-12-31"), past);
  EXPECT_THAT(InPlace("moved 2021-12-31 to 2022-01-03", "moved 2021-12-31 to 2022-01-04"), past);
  EXPECT_THAT(InPlace("weekend friday", "weekend sunday until 2021-06-30"), past);
}

}  // namespace
}  // namespace acta::amend
