#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/syntax/reading.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const ast::Provision& ProvisionOf(const Reading& reading, std::size_t decl) {
  return reading.document.provisions[reading.document.decls.at(decl).provision];
}

TEST(Documents, ADeclarationStandsUnderTheNearestHeadingAboveIt) {
  const Reading reading = ReadMarkdown(R"(# Law No 5. On assemblies

```acta
law a
```
## Article 10. Notification
### Article 10(1)
The notification is filed.

~~~ acta
rule b is 1
rule c is 2
~~~
More prose.
)");
  ASSERT_THAT(reading.reporter.diagnostics(), IsEmpty()) << Said(reading);
  ASSERT_THAT(reading.document.decls, SizeIs(3));
  EXPECT_EQ(ProvisionOf(reading, 0).citation, "Law No 5");
  EXPECT_EQ(ProvisionOf(reading, 0).title, "On assemblies");
  EXPECT_EQ(ProvisionOf(reading, 2).citation, "Article 10(1)");
  EXPECT_EQ(ProvisionOf(reading, 2).title, "");
  EXPECT_EQ(ProvisionOf(reading, 2).level, 3);
  EXPECT_EQ(ProvisionOf(reading, 2).prose, "The notification is filed.\n\nMore prose.");
  EXPECT_EQ(reading.TextOf(ProvisionOf(reading, 2).span), "### Article 10(1)");
  EXPECT_EQ(reading.TextOf(reading.document.decls[1].span), "rule b is 1");
}

TEST(Documents, AboveTheFirstHeadingThereIsNoProvision) {
  const Reading reading = ReadMarkdown("```acta\nrule a is 1\n```\n# Article 1\n");
  ASSERT_THAT(reading.document.decls, SizeIs(1));
  EXPECT_FALSE(reading.document.decls[0].provision.valid());
  EXPECT_FALSE(reading.document.bare);
}

TEST(Documents, ABareFileIsOneBlockOfCode) {
  const Reading reading = ReadCode("rule a is 1\nrule b is 2");
  EXPECT_TRUE(reading.document.bare);
  EXPECT_THAT(reading.document.decls, SizeIs(2));
  EXPECT_FALSE(reading.document.decls[0].provision.valid());
}

TEST(Documents, HeadingsAreWrittenAsMarkdownWritesThem) {
  const Reading reading =
      ReadMarkdown("   ## Article 1. Title ##\n#\n####### seven\n#none\n    # code\n# C# and F#\n");
  const auto& provisions = reading.document.provisions;
  ASSERT_EQ(provisions.size(), 3u);
  EXPECT_EQ(provisions[ast::ProvisionId(0)].title, "Title");
  EXPECT_EQ(provisions[ast::ProvisionId(1)].citation, "");
  EXPECT_EQ(provisions[ast::ProvisionId(2)].citation, "C# and F#");
}

TEST(Documents, ThePointOfAnAbbreviationEndsNoCitation) {
  const Reading reading =
      ReadMarkdown("# Law No. 333-VI of 2020. On assemblies\n# Art. 5, para. 2\n# Casino. Hours\n");
  const auto& provisions = reading.document.provisions;
  EXPECT_EQ(provisions[ast::ProvisionId(0)].citation, "Law No. 333-VI of 2020");
  EXPECT_EQ(provisions[ast::ProvisionId(0)].title, "On assemblies");
  EXPECT_EQ(provisions[ast::ProvisionId(1)].citation, "Art. 5, para. 2");
  EXPECT_EQ(provisions[ast::ProvisionId(2)].citation, "Casino");
}

TEST(Documents, ThePointBetweenAWordAndANumberEndsNoCitation) {
  const Reading reading = ReadMarkdown(
      "# Reg. 1. Ponds\n# Article 5. 10 days\n# Reg. 2(1). Rivers\n# Hours. 24 of them\n");
  const auto& provisions = reading.document.provisions;
  EXPECT_EQ(provisions[ast::ProvisionId(0)].citation, "Reg. 1");
  EXPECT_EQ(provisions[ast::ProvisionId(0)].title, "Ponds");
  EXPECT_EQ(provisions[ast::ProvisionId(1)].citation, "Article 5");
  EXPECT_EQ(provisions[ast::ProvisionId(2)].citation, "Reg. 2(1)");
  EXPECT_EQ(provisions[ast::ProvisionId(3)].citation, "Hours");
}

TEST(Documents, OtherFencesAndCommentsAreProse) {
  const Reading reading = ReadMarkdown(R"(# Article 1
```json
# no heading
```
````markdown
```acta
rule a is 1
```
````
<!-- a comment
## no heading
```acta
rule b is 1
```
-->
Inline ```acta is prose too.
```actae
rule c is 1
```
)");
  EXPECT_THAT(reading.reporter.diagnostics(), IsEmpty()) << Said(reading);
  EXPECT_THAT(reading.document.decls, IsEmpty());
  EXPECT_EQ(reading.document.provisions.size(), 1u);
}

TEST(Documents, AnyLineBreakAndAByteOrderMarkWillDo) {
  const Reading reading =
      ReadMarkdown("\xEF\xBB\xBF# Article 1. One\r\n\r\n```acta\r\nrule a is 1\r\n```\r\n");
  EXPECT_THAT(reading.reporter.diagnostics(), IsEmpty()) << Said(reading);
  EXPECT_EQ(ProvisionOf(reading, 0).citation, "Article 1");
  EXPECT_THAT(ReadCode("\xEF\xBB\xBFrule a is 1").reporter.diagnostics(), IsEmpty());
}

TEST(Documents, ABlockThatIsNeverClosedIsReportedAndStillRead) {
  const Reading reading = ReadMarkdown("# A\n```acta\nrule a is 1\n");
  EXPECT_THAT(reading.Codes(), ElementsAre("A1008"));
  EXPECT_THAT(reading.document.decls, SizeIs(1));
}

TEST(Documents, AFenceIsClosedByItsOwnKindAndLength) {
  const Reading reading = ReadMarkdown("# A\n````acta\nrule a is \"\"\n```\n~~~~\n````\n");
  EXPECT_FALSE(reading.Reports("A1008"));
  EXPECT_TRUE(reading.Reports("A1013")) << "the fences inside are code, and mean nothing there";
}

TEST(Documents, ADeclarationEndsWithItsBlock) {
  const Reading reading = ReadMarkdown("# A\n```acta\nrule a\n```\n# B\n```acta\nis 1\n```\n");
  EXPECT_THAT(reading.Codes(), ElementsAre("A1020"));
  EXPECT_THAT(reading.document.decls, SizeIs(1));
}

TEST(Documents, HeadingsAndProseAreInNormalForm) {
  const Reading reading = ReadMarkdown("# \xD0\xB8\xCC\x86. \xD0\xB8\xCC\x86\n\xD0\xB8\xCC\x86\n");
  const ast::Provision& provision = reading.document.provisions[ast::ProvisionId(0)];
  EXPECT_EQ(provision.citation, "\xD0\xB9");
  EXPECT_EQ(provision.title, "\xD0\xB9");
  EXPECT_EQ(provision.prose, "\xD0\xB9");
}

TEST(Documents, AnEmptyDocumentIsNoMistake) {
  EXPECT_THAT(ReadMarkdown("").reporter.diagnostics(), IsEmpty());
  EXPECT_THAT(ReadCode("").reporter.diagnostics(), IsEmpty());
  EXPECT_THAT(ReadCode("-- only a comment").reporter.diagnostics(), IsEmpty());
}

}  // namespace
}  // namespace acta
