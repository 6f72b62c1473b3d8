// Amendments that come into force one after the other: on each day the amended law says what the
// law of that day alone says, in whatever order they are given; or it is refused.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/amend/apply.h"
#include "compiler/base/random.h"
#include "compiler/diagnostics/render.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/plan/plan.h"
#include "compiler/semantics/check.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/parser.h"

namespace acta::differential {
namespace {

constexpr const char* kLaw = R"(# Law

```acta
law random
  in force from 2020-01-01
  governed by day

party host "the host"

facts
  day : date
  x, y : integer

answers
  result "What is the result?"
  fee    "What is the fee?"
  fee_before "What was the fee?"
  price  "What is the price?"
  open   "Is it open?"
  due "By when?" is tell.due
```

## Article 1

At most ten guests and ten hosts.

```acta
rule result : integer
  clause few is 10 when x <= 3
  clause many is 20 when x > 3

exception odd to result
  is 30 when y = 1

exception odder to odd
  is 40 when x = 2

presumption usual for open
  is yes

rule open
  is no when x = 5
```

## Article 2

```acta
parameter base : integer
  from 2020-01-01 is 10

rule fee : integer
  is base

rule fee_before : integer
  is base on 2020-06-01

table price : integer
  | x    | is |
  | <= 3 | 10 |
  | > 3  | 20 |

obligation tell on host
  when x >= 0
  due 10 days after day
  done day

disapply result.many where y = 4
```
)";

constexpr std::array<const char*, 4> kDays = {"", "2021-01-01", "2021-06-01", "2022-01-01"};
// One in each time between.
constexpr std::array<const char*, 4> kAsked = {"2020-07-01", "2021-03-01", "2021-09-01",
                                               "2022-03-01"};

// One of few things, so that amendments often speak of the same.
std::string RandomInstruction(Random& random) {
  const std::array<int, 3> numbers = {10, 11, 12};
  const int old = random.Pick(numbers);
  const int made = random.Pick(numbers);
  switch (random.Below(15)) {
    case 0:
    case 1:
      return fmt::format("substitute \"is {} when x\" with \"is {} when x\" in result.few", old,
                         made);
    case 2:
      return fmt::format("replace result.few with {{ clause few is {} when x <= 3 }}", made);
    case 3:
      return random.Chance(50) ? "repeal result.few" : "repeal result.many";
    case 4:
      return fmt::format("add to result {{ clause few is {} when x <= 3 }}", made);
    case 5:
      return random.Chance(50) ? "repeal odd" : "repeal odder";
    case 6:
      return "repeal odder, odd";
    case 7:
      return fmt::format("insert after result {{ exception odd to result is {} when y = 1 }}",
                         made);
    case 8:
      return fmt::format("substitute \"is {}\" with \"is {}\" in base", old, made);
    case 9:
      return fmt::format("substitute \"{} days\" with \"{} days\" in tell", old, made);
    case 10:
      return fmt::format("substitute \"| {} |\" with \"| {} |\" in price", old, made);
    case 11:
      return random.Chance(50) ? "substitute \"y = 4\" with \"y = 3\" in [Article 2]"
                               : "substitute \"ten guests\" with \"six guests\" in [Article 1]";
    case 12:
      return random.Chance(50) ? "substitute \"six guests\" with \"ten guests\" in [Article 1]"
                               : "substitute \"ten hosts\" with \"two hosts\" in [Article 1]";
    case 13:
      return fmt::format(
          "replace result with {{ rule result : integer clause few is {} when x <= 3 clause many "
          "is 20 when x > 3 }}",
          made);
    default:
      return random.Chance(50) ? "repeal usual"
                               : "insert in [Article 1] { presumption usual for open is yes }";
  }
}

std::string RandomAmendments(Random& random) {
  std::string text;
  const std::size_t count = 2 + random.Below(3);
  for (std::size_t i = 0; i < count; ++i) {
    text += fmt::format("amendment a{} to random\n", i);
    if (const std::string day = random.Pick(kDays); !day.empty()) {
      text += fmt::format("  in force from {}\n", day);
    }
    if (random.Chance(20)) {
      text += "  for cases where y < 2\n";
    }
    text += "  " + RandomInstruction(random) + "\n";
  }
  return text;
}

ast::DateLit DateIn(std::string_view text) {
  const auto number = [&](std::size_t at, std::size_t size) {
    return std::stoi(std::string(text.substr(at, size)));
  };
  return {number(0, 4), number(5, 2), number(8, 2)};
}

// A law with amendments that were read from `text`.
class Amended {
 public:
  Amended(const std::string& text, bool backwards) {
    law_.push_back(Parse(sources_, sources_.Add("law.acta.md", kLaw), reporter_));
    std::vector<ast::Document> files{
        Parse(sources_, sources_.Add("amendments.acta", text), reporter_)};
    const std::vector<std::string> wanted{""};
    settled_.emplace(sources_, std::move(files), wanted, amend::ApplyOptions{}, reporter_);
    amendments_ = settled_->amendments();
    if (backwards) {
      std::ranges::reverse(amendments_);
    }
    EXPECT_FALSE(reporter_.HasErrors())
        << RenderText(reporter_.diagnostics(), sources_, Colour::kNever);
  }

  // None where it is refused.
  [[nodiscard]] std::optional<std::string> Text(const std::optional<ast::DateLit>& on) const {
    Reporter reporter;
    const auto texts = amend::Apply(law_, sources_, amendments_, {.on = on}, reporter);
    if (reporter.HasErrors()) {
      return std::nullopt;
    }
    return texts.empty() ? kLaw : texts[0].text.view();
  }

  // Whether the laws of all days and cases are in order.
  [[nodiscard]] bool HoldsEverywhere() const {
    return std::ranges::all_of(
        amend::OtherLaws(law_, sources_, amendments_), [](const amend::OtherLaw& other) {
          return other.files.empty() || GraphOf(other.files[0].text.view()).has_value();
        });
  }

  [[nodiscard]] std::vector<amend::OtherLaw> Others() const {
    return amend::OtherLaws(law_, sources_, amendments_);
  }

  [[nodiscard]] static std::optional<ir::RuleGraph> GraphOf(const std::string& text) {
    SourceMap sources;
    Reporter reporter;
    const std::vector<ast::Document> documents{
        Parse(sources, sources.Add("law.acta.md", text), reporter)};
    ir::Program program = Check(documents, reporter);
    if (reporter.HasErrors()) {
      return std::nullopt;
    }
    ir::RuleGraph graph = plan::Plan(std::move(program), plan::Roots::kAnswers, reporter);
    return reporter.HasErrors() ? std::nullopt : std::optional(std::move(graph));
  }

 private:
  SourceMap sources_;
  Reporter reporter_;
  std::vector<ast::Document> law_;
  std::optional<amend::Settled> settled_;
  std::vector<amend::Written> amendments_;
};

// What is answered in each case that is governed by `day`, of those with `y` below the end; "?"
// where it is undetermined.
std::vector<std::string> AnswersOn(const ast::DateLit& day, const ir::RuleGraph& graph,
                                   std::int64_t end = 5) {
  std::vector<std::string> answers;
  for (std::int64_t x = 0; x < 7; ++x) {
    for (std::int64_t y = 0; y < end; ++y) {
      const std::vector<std::int64_t> slots{ast::DayOf(day), ast::DayOf(day), x, y};
      const auto found = interpreter::Evaluate(graph, slots, interpreter::Tracing::kOff);
      for (const ir::Answer& answer : graph.program->answers) {
        const interpreter::Value& value = found.Of(answer.rule);
        answers.push_back(
            fmt::format("x {}, y {}: {} {}", x, y, answer.name,
                        value.known() ? fmt::to_string(value.payload) : std::string("?")));
      }
    }
  }
  return answers;
}

// The paragraph of prose of Article 1 that is in force on that day.
std::string ProseOn(const ast::DateLit& day, const std::string& text) {
  std::string_view rest = std::string_view(text).substr(text.find("## Article 1") + 13);
  rest = rest.substr(0, rest.find("```"));
  std::string prose;
  bool is_meant = true;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.starts_with("*From ")) {
      is_meant = line.substr(6, 10) <= ast::Iso(day);
    } else if (!line.empty() && is_meant) {
      prose = line;
    }
  }
  return prose;
}

class RandomDays : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomDays, SayWhatTheLawOfEachDaySays) {
  int accepted = 0;
  for (std::uint64_t number = 0; number < 40; ++number) {
    Random random(GetParam() * 1'000 + number);
    const std::string amendments = RandomAmendments(random);
    const Amended law(amendments, false);
    const std::optional<std::string> text = law.Text(std::nullopt);
    const std::optional<ir::RuleGraph> graph = text ? Amended::GraphOf(*text) : std::nullopt;
    const Amended other_order(amendments, true);
    if (const auto turned = other_order.Text(std::nullopt); turned && text) {
      const std::optional<ir::RuleGraph> same = Amended::GraphOf(*turned);
      ASSERT_EQ(same.has_value(), graph.has_value()) << amendments;
      for (const char* day : kAsked) {
        if (graph) {
          ASSERT_EQ(AnswersOn(DateIn(day), *graph), AnswersOn(DateIn(day), *same)) << amendments;
        }
      }
    }
    if (!graph || !law.HoldsEverywhere()) {
      continue;
    }
    ++accepted;
    for (const char* asked : kAsked) {
      const ast::DateLit day = DateIn(asked);
      const std::optional<std::string> alone = law.Text(day);
      ASSERT_TRUE(alone.has_value()) << asked << "\n" << amendments << *text;
      const std::optional<ir::RuleGraph> of_day = Amended::GraphOf(*alone);
      ASSERT_TRUE(of_day.has_value()) << asked << "\n" << amendments << *alone;
      ASSERT_EQ(AnswersOn(day, *graph), AnswersOn(day, *of_day)) << asked << "\n"
                                                                 << amendments << *text;
      if (text->find("*For cases") == std::string::npos &&
          text->find(", for cases") == std::string::npos) {
        ASSERT_EQ(ProseOn(day, *text), ProseOn(day, *alone)) << amendments << *text;
      }
    }
    // In the cases of amendments the law is what it would be if they were for all.
    for (const amend::OtherLaw& other : law.Others()) {
      if (other.of_some_cases) {
        const ast::DateLit day = other.day.value_or(DateIn(kAsked[0]));
        const auto for_all = Amended::GraphOf(other.files.at(0).text.view());
        ASSERT_TRUE(for_all.has_value());
        ASSERT_EQ(AnswersOn(day, *graph, 2), AnswersOn(day, *for_all, 2))
            << amendments << *text << other.files[0].text.view();
      }
    }
  }
  EXPECT_GT(accepted, 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomDays, testing::Range<std::uint64_t>(1, 41));

}  // namespace
}  // namespace acta::differential
