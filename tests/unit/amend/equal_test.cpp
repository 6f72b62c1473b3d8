// Amend then compile equals writing the consolidated law by hand: random laws, random amendments,
// the same program, and so the same answers of every engine.
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/amend/apply.h"
#include "compiler/amend/changes.h"
#include "compiler/base/random.h"
#include "compiler/diagnostics/render.h"
#include "compiler/ir/print.h"
#include "compiler/semantics/check.h"
#include "compiler/syntax/parser.h"

namespace acta::amend {
namespace {

// A law as a list of rules that can be changed and written.
struct Model {
  struct Rule {
    std::string name;
    std::string prose;
    int value = 0, limit = 0, special = 0;
    bool has_exception = false;
    std::vector<std::string> more;  // clauses added
  };
  std::vector<Rule> rules;

  [[nodiscard]] std::string Write() const {
    std::string text =
        "# Law\n\n```acta\nlaw random\n  in force from 2020-01-01\n\nfacts\n  x : integer\n```\n\n";
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Rule& rule = rules[i];
      text += fmt::format("## Article {}\n\n{}\n\n```acta\nrule {} : integer\n", i + 1, rule.prose,
                          rule.name);
      text += fmt::format("  is {} when x > {}\n  clause low is 0 when x <= {}\n", rule.value,
                          rule.limit, rule.limit);
      for (const std::string& clause : rule.more) {
        text += "  " + clause + "\n";
      }
      if (rule.has_exception) {
        text += fmt::format("\nexception special_{} to {}\n  is 7 when x = {}\n", rule.name,
                            rule.name, rule.special);
      }
      text += "```\n\n";
    }
    return text;
  }
};

// One change to the model, and the instruction that makes it.
std::string Change(Model& model, Random& random, std::size_t rule_at, int number) {
  Model::Rule& rule = model.rules[rule_at];
  switch (random.Below(5)) {
    case 0: {
      const int old = rule.value;
      rule.value = 1000 + number;
      return fmt::format("  substitute \"is {} when\" with \"is {} when\" in {}\n", old, rule.value,
                         rule.name);
    }
    case 1:
      rule.more.push_back(
          fmt::format("clause extra{} is {} when x = {}", number, rule.value, 5000 + number));
      return fmt::format("  add to {} {{ {} }}\n", rule.name, rule.more.back());
    case 2: {
      const bool had = rule.has_exception;
      rule.has_exception = !had;
      if (had) {
        return fmt::format("  repeal {}.special_{}\n", rule.name, rule.name);
      }
      return fmt::format(
          "  insert in [Article {}] {{\n    exception special_{} to {}\n      is 7 when x = {}\n  "
          "}}\n",
          rule_at + 1, rule.name, rule.name, rule.special);
    }
    case 3: {
      rule.limit = 100 + number;
      rule.value = 200 + number;
      rule.more.clear();
      return fmt::format(
          "  replace {} with {{\n    rule {} : integer\n      is {} when x > {}\n      clause low "
          "is 0 when x <= {}\n  }}\n",
          rule.name, rule.name, rule.value, rule.limit, rule.limit);
    }
    default:
      rule.prose = fmt::format("Other words {}.", number);
      return fmt::format("  reword [Article {}] as \"{}\"\n", rule_at + 1, rule.prose);
  }
}

std::string Program(const std::string& text) {
  SourceMap sources;
  Reporter reporter;
  const std::vector<ast::Document> documents{
      Parse(sources, sources.Add("law.acta.md", text), reporter)};
  const ir::Program program = Check(documents, reporter);
  EXPECT_FALSE(reporter.HasErrors())
      << RenderText(reporter.diagnostics(), sources, Colour::kNever) << text;
  return ir::PrintProgram(program);
}

// The provisions in which two laws differ, be it in a word of their prose.
std::vector<std::string> ProvisionsChanged(const std::string& one, const std::string& other) {
  SourceMap sources;
  Reporter reporter;
  const ast::Document before = Parse(sources, sources.Add("one.acta.md", one), reporter);
  const ast::Document after = Parse(sources, sources.Add("other.acta.md", other), reporter);
  std::vector<std::string> changed;
  for (const ProvisionChange& change : ChangesBetween(before, one, after, other)) {
    changed.push_back(change.citation);
  }
  return changed;
}

class AmendedLaw : public testing::TestWithParam<int> {};

TEST_P(AmendedLaw, IsTheLawWrittenByHand) {
  Random random(static_cast<std::uint64_t>(GetParam()));
  Model model;
  const std::size_t count = 1 + random.Below(6);
  for (std::size_t i = 0; i < count; ++i) {
    model.rules.push_back({.name = fmt::format("rule{}", i),
                           .prose = fmt::format("Prose of article {}.", i + 1),
                           .value = static_cast<int>(random.Below(100)) + 10,
                           .limit = static_cast<int>(random.Below(50)),
                           .special = static_cast<int>(random.Below(50)),
                           .has_exception = random.Chance(50)});
  }
  SourceMap sources;
  Reporter reporter;
  const std::vector<ast::Document> law{
      Parse(sources, sources.Add("law.acta.md", model.Write()), reporter)};
  // Amendments of different rules, so that none clashes with another.
  std::string written;
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (random.Chance(70)) {
      written += fmt::format("amendment change{} to random\n", ++number);
      written += Change(model, random, i, number);
    }
  }
  std::vector<ast::Document> files{
      Parse(sources, sources.Add("amendments.acta", written), reporter)};
  const std::vector<std::string> wanted{""};
  const Settled settled(sources, std::move(files), wanted, reporter);
  std::vector<Written> amendments = settled.amendments();
  const std::vector<LawText> there = Apply(law, sources, amendments, {}, reporter);
  ASSERT_FALSE(reporter.HasErrors()) << RenderText(reporter.diagnostics(), sources, Colour::kNever);

  const std::string amended =
      there.empty() ? std::string(sources[law[0].source].text()) : there[0].text.view();
  EXPECT_EQ(Program(amended), Program(model.Write()));

  // Those that do not clash commute.
  std::vector<Written> backwards(amendments.rbegin(), amendments.rend());
  const std::vector<LawText> back = Apply(law, sources, backwards, {}, reporter);
  if (!there.empty()) {
    EXPECT_EQ(back[0].text.view(), amended);
  }
  EXPECT_EQ(ProvisionsChanged(amended, model.Write()), std::vector<std::string>())
      << amended << model.Write();
}

INSTANTIATE_TEST_SUITE_P(Random, AmendedLaw, testing::Range(1, 61));

}  // namespace
}  // namespace acta::amend
