#include "compiler/diagnostics/reporter.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/diagnostics/catalogue.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::SizeIs;

constexpr SourceId kSource(0);

TEST(Reporter, FillsTheSentenceOfTheCatalogue) {
  Reporter reporter;
  reporter.Report<diag::UnknownName>(Span{kSource, 3, 9}, "quorom")
      .Label({kSource, 20, 26}, "declared here")
      .Help("did you mean `quorum`?");
  ASSERT_THAT(reporter.diagnostics(), SizeIs(1));
  EXPECT_EQ(reporter.diagnostics().front(),
            (Diagnostic{.code = "A2001",
                        .severity = Severity::kError,
                        .message = "unknown name `quorom`",
                        .span = {kSource, 3, 9},
                        .labels = {{{kSource, 20, 26}, "declared here"}},
                        .help = "did you mean `quorum`?"}));
  EXPECT_TRUE(reporter.HasErrors());
}

TEST(Reporter, AHostileFileCostsALimitedNumberOfFindings) {
  Reporter reporter;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    reporter.Report<diag::UnknownName>(Span{kSource, i, i + 1}, "x").Help("y").Label({}, "z");
  }
  EXPECT_THAT(reporter.diagnostics(), SizeIs(Reporter::kMost + 1));
  EXPECT_EQ(reporter.error_count(), 100'000u);
  EXPECT_EQ(Sorted(reporter.diagnostics()).back().message,
            "of the severity `error` only the first 200 are shown");
}

TEST(Sorted, GoesBySourceAndPositionAndSaysTheSameThingOnce) {
  Reporter reporter;
  reporter.Report<diag::UnknownName>(Span{SourceId(1), 0, 1}, "d");
  reporter.Report<diag::UnknownName>(Span{SourceId(0), 9, 10}, "c");
  reporter.Report<diag::UnknownName>(Span{SourceId(0), 2, 3}, "b");
  reporter.Report<diag::UnknownName>(Span{SourceId(0), 2, 3}, "b");
  reporter.Report<diag::CannotReadFile>(Span{}, "a");
  EXPECT_THAT(
      Sorted(reporter.diagnostics()),
      ElementsAre(Field(&Diagnostic::message, "a"), Field(&Diagnostic::message, "unknown name `b`"),
                  Field(&Diagnostic::message, "unknown name `c`"),
                  Field(&Diagnostic::message, "unknown name `d`")));
}

TEST(Catalogue, EachCodeAndEachNameIsUsedOnce) {
  std::set<std::string_view> codes;
  std::set<std::string_view> names;
  for (const CatalogueRow& row : Catalogue()) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.code;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_THAT(std::string(row.code), testing::MatchesRegex("A[0-9][0-9][0-9][0-9]"));
  }
}

}  // namespace
}  // namespace acta
