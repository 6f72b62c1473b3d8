// Which rows of JSON cannot be the facts of their names, and where that shows.
#include "compiler/tables/json_shape.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/semantics/check.h"
#include "compiler/syntax/parser.h"

namespace acta::tables {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class JsonShape : public ::testing::Test {
 protected:
  // "ps[1]: P, 5", as people are told.
  [[nodiscard]] std::vector<std::string> FaultsOf(std::string_view row) const {
    std::vector<std::string> told;
    for (const ShapeFault& fault : ShapeFaultsOf(program_, program_.facts, row)) {
      told.push_back(fmt::format("{}: {}, {}", fault.path, fault.expected, fault.found));
    }
    return told;
  }

 private:
  SourceMap sources_;
  Reporter reporter_;
  SourceId act_ =
      sources_.Add("shapes.acta",
                   "law shapes\nenum K is red, blue\nentity P\n  kind : K\n  name : text\n"
                   "facts\n  ps : list of P, at most 3\n  note : optional P\n  ks : set of K\n"
                   "  day : date\n  days : list of date, at most 3\n");
  std::vector<ast::Document> documents_{Parse(sources_, act_, reporter_)};
  ir::Program program_ = Check(documents_, reporter_);
};

TEST_F(JsonShape, WhatHasItIsLeftToWhoReadsIt) {
  EXPECT_THAT(FaultsOf(R"({"ps": [{"kind": "red"}, {}], "note": null, "ks": ["red"], "day": "x"})"),
              IsEmpty());
  EXPECT_THAT(FaultsOf(R"({"ps": null, "note": {"name": null}, "ks": "red, blue"})"), IsEmpty());
  EXPECT_THAT(FaultsOf(R"({"note.kind": "red", "other": {"a": 1, "a": 2}, "days": ["x", 5]})"),
              IsEmpty());
}

TEST_F(JsonShape, AnElementIsNamedByItsPlace) {
  EXPECT_THAT(FaultsOf(R"({"ps": [{"kind": [1, {}]}, 5, null, "red", [{}]]})"),
              ElementsAre("ps[1]: P, 5", "ps[2]: P, null", "ps[3]: P, red", "ps[4]: P, an array"));
  EXPECT_THAT(FaultsOf(R"({"ps": [{}, {"name": 1.50}]})"), ElementsAre("ps[1].name: text, 1.50"));
}

TEST_F(JsonShape, WhatHoldsOthersIsWhatTheActSays) {
  EXPECT_THAT(FaultsOf(R"({"ps": {}, "note": "absent", "ks": {}})"),
              ElementsAre("ps: list of P, at most 3, an object", "note: optional P, absent",
                          "ks: set of K, an object"));
  EXPECT_THAT(FaultsOf("[{}]"), ElementsAre(": an object of facts by name, an array"));
}

TEST_F(JsonShape, ANameStandsOnce) {
  EXPECT_THAT(FaultsOf(R"({"day": "a", "note": {"kind": "red", "kind": "red"}, "day": "a"})"),
              ElementsAre("note.kind: one value, a second one", "day: one value, a second one"));
  EXPECT_THAT(FaultsOf(R"({"day": "a", "Day": "b"})"), IsEmpty());
}

TEST_F(JsonShape, WhatIsNoJsonIsToldElsewhere) {
  EXPECT_THAT(FaultsOf(R"({"ps": 5,)"), IsEmpty());
}

}  // namespace
}  // namespace acta::tables
