// What a population says is what is drawn: shares, ranges, medians, days; the same whatever the
// blocks.
#include "compiler/population/drawing.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "acta/evaluator.h"
#include "compiler/diagnostics/render.h"
#include "compiler/population/stream.h"
#include "compiler/semantics/populations.h"
#include "compiler/syntax/parser.h"

namespace acta::population {
namespace {

constexpr std::string_view kLaw = R"(law visits
  in force from 2020-01-01
enum Form is picket, rally, procession
entity Guest
  age : integer, 0 to 150
  paid : boolean
entity Filing
  sent : date
facts
  form : Form
  alone : boolean
  guests : integer, 1 to 5_000
  lead : days
  visit : date
  hour : time
  filing : optional Filing
  party : list of Guest, at most 8
  ages : list of integer, at most 3
  open : boolean
)";

// The population's columns of so many cases, by slot.
class Drawn {
 public:
  // `files`: what stands in the tables that are drawn from, by column.
  Drawn(const std::string& items, std::size_t cases, std::uint64_t seed = 1,
        const std::map<std::string, std::vector<std::int64_t>>& files = {}) {
    const std::string text = std::string(kLaw) + "population p of visits\n" + items;
    std::vector<ast::Document> law{Parse(sources_, sources_.Add("law.acta", text), reporter_)};
    std::vector<const ast::Population*> found = PopulationsIn(law[0]);
    if (!found.empty()) {
      population_ = CheckPopulation(law, law[0], *found[0], sources_, reporter_);
    }
    if (!population_) {
      return;
    }
    for (ir::PopulationFile& file : population_->files) {
      for (ir::PopulationColumn& column : file.columns) {
        column.cells = files.at(column.name);
        file.rows = column.cells.size();
      }
    }
    const Plan plan(*population_, seed);
    Drawing drawing(plan);
    table_.rows = cases;
    drawing.Fill(table_);
    unworked_ = drawing.TakeUnworked();
  }
  [[nodiscard]] std::string errors() const {
    return RenderText(reporter_.diagnostics(), sources_, Colour::kNever);
  }
  [[nodiscard]] bool ok() const { return population_.has_value() && !reporter_.HasErrors(); }
  [[nodiscard]] const Column& Of(const std::string& name) const {
    for (const ir::FactField& fact : population_->program.facts) {
      if (fact.name == name) {
        return table_.slots[fact.offset];
      }
    }
    ADD_FAILURE() << "no fact " << name;
    return table_.slots[0];
  }
  [[nodiscard]] double Share(const std::string& name, std::int64_t value) const {
    const Column& column = Of(name);
    return static_cast<double>(std::ranges::count(column, value)) /
           static_cast<double>(column.size());
  }
  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] const cases::UnworkedByPath& unworked() const { return unworked_; }

 private:
  SourceMap sources_;
  Reporter reporter_;
  std::optional<ir::Population> population_;
  Table table_;
  cases::UnworkedByPath unworked_;
};

// Five standard deviations of a share over so many cases.
double Tolerance(double share, std::size_t cases) {
  return 5 * std::sqrt(share * (1 - share) / static_cast<double>(cases));
}

constexpr std::size_t kCases = 100'000;

TEST(Population, DrawsTheSharesItSays) {
  const Drawn drawn("form is picket 45%, rally 30%, procession 25%\n", kCases);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  EXPECT_NEAR(drawn.Share("form", 0), 0.45, Tolerance(0.45, kCases));
  EXPECT_NEAR(drawn.Share("form", 1), 0.30, Tolerance(0.30, kCases));
  EXPECT_NEAR(drawn.Share("form", 2), 0.25, Tolerance(0.25, kCases));
}

TEST(Population, DrawsUniformlyFromEndToEnd) {
  const Drawn drawn("guests is uniform 3 to 7\n", kCases);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  for (std::int64_t value = 3; value <= 7; ++value) {
    EXPECT_NEAR(drawn.Share("guests", value), 0.2, Tolerance(0.2, kCases)) << value;
  }
}

TEST(Population, BellCurvesHaveTheirMedianAndTheirBound) {
  for (const std::string curve : {"normal", "lognormal"}) {
    const Drawn drawn("guests is " + curve + " median 60, 95% below 900\n", kCases);
    ASSERT_TRUE(drawn.ok()) << drawn.errors();
    std::size_t below_median = 0;
    std::size_t below_bound = 0;
    for (const std::int64_t value : drawn.Of("guests")) {
      EXPECT_GE(value, 1);
      EXPECT_LE(value, 5'000);
      below_median += value < 60 ? 1 : 0;
      below_bound += value < 900 ? 1 : 0;
    }
    // Whole numbers: half of those at the median belong below.
    EXPECT_NEAR(static_cast<double>(below_median) / kCases, 0.5, 0.02) << curve;
    EXPECT_NEAR(static_cast<double>(below_bound) / kCases, 0.95, Tolerance(0.95, kCases) + 0.001)
        << curve;
  }
}

TEST(Population, DaysWeighAsTheirWeekdays) {
  const Drawn drawn("visit is day of 2021 (saturday 3, sunday 0)\n", kCases);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  std::map<std::int64_t, std::size_t> by_weekday;
  for (const std::int64_t day : drawn.Of("visit")) {
    ASSERT_GE(day, 18'628);  // 2021-01-01
    ASSERT_LE(day, 18'992);
    ++by_weekday[(day + 3) % 7];
  }
  EXPECT_EQ(by_weekday[6], 0U);
  // 52 Saturdays of weight 3 beside 52 of each but for one Friday more.
  const double saturdays = 3.0 * 52 / (3 * 52 + 5 * 52 + 1);
  EXPECT_NEAR(static_cast<double>(by_weekday[5]) / kCases, saturdays, Tolerance(saturdays, kCases));
}

// What stands together in a table stays together in a case.
TEST(Population, RowsOfATableAreDrawnWhole) {
  const std::map<std::string, std::vector<std::int64_t>> permits{
      {"form", {0, 1, 2, 1}}, {"persons", {10, 20, 30, 40}}, {"lead", {1, 2, ACTA_MISSING, 4}}};
  const Drawn drawn(
      "form is from \"permits.csv\"\nguests is from \"persons\" of \"permits.csv\"\n"
      "let lead_time : days is from \"lead\" of \"permits.csv\"\nlead is lead_time\n",
      kCases, 1, permits);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  std::map<std::int64_t, std::size_t> rows;
  for (std::size_t i = 0; i < kCases; ++i) {
    const auto row = static_cast<std::size_t>(drawn.Of("guests")[i] / 10 - 1);
    ASSERT_LT(row, 4U);
    ++rows[static_cast<std::int64_t>(row)];
    EXPECT_EQ(drawn.Of("form")[i], permits.at("form")[row]);
    EXPECT_EQ(drawn.Of("lead")[i], permits.at("lead")[row]);
  }
  for (const auto& [row, count] : rows) {
    EXPECT_NEAR(static_cast<double>(count) / kCases, 0.25, Tolerance(0.25, kCases)) << row;
  }
}

// Each element is of a row of its own, with its fields together, and so is the case.
TEST(Population, ElementsAreOfRowsOfTheirOwn) {
  const Drawn drawn(
      "guests is from \"age\" of \"people.csv\"\n"
      "party is list of 2 each {age is from \"people.csv\"; paid is from \"people.csv\"}\n",
      kCases, 1, {{"age", {20, 21}}, {"paid", {0, 1}}});
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  const Elements& party = drawn.table().lists.begin()->second;
  std::size_t same = 0;
  std::size_t as_case = 0;
  for (std::size_t i = 0; i < kCases; ++i) {
    for (std::size_t element = 2 * i; element < 2 * i + 2; ++element) {
      EXPECT_EQ(party.slots[0][element] - 20, party.slots[1][element]);
    }
    same += party.slots[0][2 * i] == party.slots[0][2 * i + 1] ? 1 : 0;
    as_case += party.slots[0][2 * i] == drawn.Of("guests")[i] ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(same) / kCases, 0.5, Tolerance(0.5, kCases));
  EXPECT_NEAR(static_cast<double>(as_case) / kCases, 0.5, Tolerance(0.5, kCases));
}

TEST(Population, ListsOfValuesAreDrawnElementByElement) {
  const Drawn drawn("ages is list of uniform 1 to 3 each uniform 4 to 5\n", kCases);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  const Elements& ages = drawn.table().lists.begin()->second;
  EXPECT_NEAR(static_cast<double>(ages.parents.size()) / kCases, 2, 0.02);
  const auto fours = static_cast<double>(std::ranges::count(ages.slots[0], 4));
  const auto count = ages.parents.size();
  EXPECT_EQ(std::ranges::count(ages.slots[0], 5) + std::ranges::count(ages.slots[0], 4),
            static_cast<std::ptrdiff_t>(count));
  EXPECT_NEAR(fours / static_cast<double>(count), 0.5, Tolerance(0.5, count));
}

TEST(Population, ConditionsLookAtWhatWasDrawnBefore) {
  const Drawn drawn("alone is yes 30%, no 70%\nguests is 1 when alone, otherwise (2 50%, 3 50%)\n",
                    kCases);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  for (std::size_t i = 0; i < kCases; ++i) {
    EXPECT_EQ(drawn.Of("alone")[i] == 1, drawn.Of("guests")[i] == 1);
  }
  EXPECT_NEAR(drawn.Share("guests", 2), 0.35, Tolerance(0.35, kCases));
}

TEST(Population, WhatDependsOnSomethingMissingIsMissing) {
  const Drawn drawn("alone is missing 50%, yes 50%\nguests is 1 when alone, otherwise 2\n", 1'000);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  for (std::size_t i = 0; i < 1'000; ++i) {
    EXPECT_EQ(drawn.Of("guests")[i], drawn.Of("alone")[i] == ACTA_MISSING ? ACTA_MISSING : 1);
  }
}

// It is missing, and counted: neither a quotient that is no whole number nor a range that ends
// before it begins has a value. What is not chosen is not counted.
TEST(Population, CountsWhatCannotBeWorkedOut) {
  const Drawn drawn(
      "let odd : integer is 7\nguests is odd / 2\n"
      "ages is list of 2 each uniform odd to 1\nform is picket\n"
      "let half : integer is odd / 2 when form = rally, otherwise 1\n",
      100);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  EXPECT_EQ(drawn.Share("guests", ACTA_MISSING), 1);
  ASSERT_EQ(drawn.unworked().size(), 2U);
  EXPECT_EQ(drawn.unworked().at("guests").values, 100U);
  EXPECT_EQ(drawn.unworked().at("guests").first, 0U);
  EXPECT_EQ(drawn.unworked().at("ages").values, 200U);
}

TEST(Population, ListsHaveTheirLengthsAndFields) {
  const Drawn drawn(
      "party is list of (1 50%, 3 50%) each {age is uniform 18 to 20; paid is yes 90%, no 10%}\n",
      kCases);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  const Elements& elements = drawn.table().lists.begin()->second;
  EXPECT_NEAR(static_cast<double>(elements.parents.size()) / kCases, 2.0, 0.05);
  EXPECT_NEAR(static_cast<double>(std::ranges::count(elements.slots[1], 1)) /
                  static_cast<double>(elements.parents.size()),
              0.9, Tolerance(0.9, elements.parents.size()));
  for (const std::int64_t age : elements.slots[0]) {
    EXPECT_TRUE(age >= 18 && age <= 20);
  }
}

TEST(Population, ACaseDoesNotDependOnItsBlock) {
  const std::string items =
      "form is picket 45%, rally 55%\nvisit is day of 2021\nlead is lognormal median 9 days, 10% "
      "below 2 days\n"
      "filing is present when form = rally, otherwise absent\nfiling.sent is visit - lead\n";
  const Drawn whole(items, 5'000);
  ASSERT_TRUE(whole.ok()) << whole.errors();
  const Drawn part(items, 700);
  for (std::size_t slot = 0; slot < whole.table().slots.size(); ++slot) {
    for (std::size_t i = 0; i < 700 && !part.table().slots[slot].empty(); ++i) {
      ASSERT_EQ(whole.table().slots[slot][i], part.table().slots[slot][i]);
    }
  }
  const Drawn other(items, 700, 2);
  EXPECT_NE(other.Of("visit"), part.Of("visit"));
}

TEST(Population, SaysWhatIsWrongWithIt) {
  const auto finds = [](const std::string& items, const std::string& words) {
    const Drawn drawn(items, 1);
    EXPECT_FALSE(drawn.ok()) << items;
    EXPECT_NE(drawn.errors().find(words), std::string::npos) << items << drawn.errors();
  };
  finds("form is picket 45%, rally 30%\n", "add up to 75%");
  finds("form is picket 45%, rally when alone\n", "no share");
  finds("guests is 1 when alone, 2\n", "no condition");
  finds("guests is 1 when alone, otherwise 2\nalone is yes\n", "further below");
  finds("guests is uniform 7 to 3\n", "ends before it begins");
  finds("guests is uniform 1 to 70_000\n", "70000 lies outside");
  finds("guests is 0\n", "1 to 5000");
  finds("guests is lognormal median 60, 95% below 40\n", "above the median");
  finds("visit is day from 2021-02-01 to 2021-01-01\n", "ends before it begins");
  finds(
      "visit is day of 2021 (monday 0, tuesday 0, wednesday 0, thursday 0, friday 0, saturday 0, "
      "sunday 0)\n",
      "weight");
  finds("visit is day of 2021 (monday 1, monday 30)\n", "`monday` has a weight already");
  finds("guests is 5 / 0\n", "divides by nought");
  finds("form is uniform picket to rally\n", "no `uniform`");
  finds("alone is normal median 1, 95% below 2\n", "no bell curve");
  finds("filing is 5\n", "`present` or `absent`");
  finds("guests is 1\nguests is 2\n", "A2002");
  finds("gusts is 1\n", "A2001");
  finds("filing.of is 2021-01-01\n", "no member `of`");
  finds("party is from \"people.csv\"\n", "no `list of Guest");
  finds("filing is from \"people.csv\"\n", "draw its fields");
  finds("party is list of 1 each 3\n", "the elements have fields");
  finds("ages is list of 1 each {age is 1}\n", "the elements have no fields");
}

TEST(Population, ReadsANumberAtTheEndOfALineWithoutAUnit) {
  // `alone` is the next fact, not what is counted.
  const Drawn drawn("guests is 3\nalone is yes\n", 1);
  ASSERT_TRUE(drawn.ok()) << drawn.errors();
  EXPECT_EQ(drawn.Of("guests")[0], 3);
  EXPECT_EQ(drawn.Of("alone")[0], 1);
}

}  // namespace
}  // namespace acta::population
