#include "tests/differential/amended_law.h"

#include <vector>

#include <fmt/format.h>

#include "compiler/base/random.h"

namespace acta::differential {
namespace {

constexpr const char* kFirstDay = "2020-01-01";
constexpr const char* kDay = "2021-05-01";
constexpr const char* kDayBefore = "2021-04-30";

struct Clause {
  std::string name, from, until;
  int value = 0;
  std::string condition;

  [[nodiscard]] std::string Write() const {
    return (name.empty() ? "" : "clause " + name + " ") +
           (from.empty() ? "" : "from " + from + " ") +
           (until.empty() ? "" : "until " + until + " ") +
           fmt::format("is {} when {}", value, condition);
  }
};

struct Rule {
  std::string name, prose;
  std::vector<Clause> clauses;
  std::vector<Clause> exception;  // none: there is none

  [[nodiscard]] std::string WriteRule() const {
    std::string text = fmt::format("rule {} : integer\n", name);
    for (const Clause& clause : clauses) {
      text += "  " + clause.Write() + "\n";
    }
    return text;
  }
  [[nodiscard]] std::string WriteException() const {
    std::string text = fmt::format("exception special_{} to {}\n", name, name);
    for (const Clause& clause : exception) {
      text += "  " + clause.Write() + "\n";
    }
    return text;
  }
};

std::string Write(const std::vector<Rule>& rules) {
  std::string text = fmt::format(
      "# Law\n\n```acta\nlaw random\n  in force from {}\n  governed by day\n\nfacts\n  day : "
      "date\n  "
      "x, y : integer\n\nanswers\n",
      kFirstDay);
  for (const Rule& rule : rules) {
    text += fmt::format("  {} \"What is {}?\"\n", rule.name, rule.name);
  }
  text += "```\n\n";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    text += fmt::format("## Article {}\n\n{}\n\n```acta\n{}", i + 1, rules[i].prose,
                        rules[i].WriteRule());
    if (!rules[i].exception.empty()) {
      text += "\n" + rules[i].WriteException();
    }
    text += "```\n\n";
  }
  return text;
}

// What becomes of the clauses `all` when one of them is written anew: at once, or from a day on.
void Rewrite(std::vector<Clause>& all, std::size_t at, const Clause& made, bool later) {
  if (!later) {
    all[at] = made;
    return;
  }
  all[at].from = kFirstDay;
  all[at].until = kDayBefore;
  all.insert(all.begin() + static_cast<std::ptrdiff_t>(at) + 1, made);
  all[at + 1].from = kDay;
}

void End(std::vector<Clause>& all, std::size_t at, bool later) {
  if (later) {
    all[at].from = kFirstDay;
    all[at].until = kDayBefore;
  } else {
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

// One change to the rule, and the instruction that makes it.
std::string Change(Rule& rule, Random& random, std::size_t article, int number, bool later) {
  switch (random.Below(later ? 5 : 7)) {
    case 0: {
      Clause made = rule.clauses[0];
      const int old = made.value;
      made.value = 1000 + number;
      Rewrite(rule.clauses, 0, made, later);
      return fmt::format("  substitute \"is {} when\" with \"is {} when\" in {}\n", old, made.value,
                         rule.name);
    }
    case 1: {
      Clause added{.name = fmt::format("extra{}", number),
                   .value = rule.clauses[0].value,
                   .condition = fmt::format("x = {}", random.Below(60))};
      const std::string code = added.Write();
      added.from = later ? kDay : "";
      rule.clauses.push_back(std::move(added));
      return fmt::format("  add to {} {{ {} }}\n", rule.name, code);
    }
    case 2: {
      if (!rule.exception.empty()) {
        End(rule.exception, 0, later);
        return fmt::format("  repeal {}.special_{}\n", rule.name, rule.name);
      }
      rule.exception = {{.value = 7, .condition = fmt::format("y < {}", random.Below(40))}};
      const std::string code = rule.WriteException();
      rule.exception[0].from = later ? kDay : "";
      return fmt::format("  insert in [Article {}] {{\n{}  }}\n", article, code);
    }
    case 3: {
      Clause made = rule.clauses[1];
      made.value = 3000 + number;
      made.condition = fmt::format("x <= {}", random.Below(50));
      const std::string code = made.Write();
      Rewrite(rule.clauses, 1, made, later);
      return fmt::format("  replace {}.low with {{ {} }}\n", rule.name, code);
    }
    case 4:
      End(rule.clauses, 1, later);
      return fmt::format("  repeal {}.low\n", rule.name);
    case 5:
      rule.clauses = {{.value = 200 + number, .condition = "x > 3"},
                      {.name = "low", .value = 0, .condition = "x <= 3"}};
      return fmt::format("  replace {} with {{\n    {}  }}\n", rule.name, rule.WriteRule());
    default:
      rule.prose = fmt::format("Other words {}.", number);
      return fmt::format("  reword [Article {}] as \"{}\"\n", article, rule.prose);
  }
}

}  // namespace

AmendedLaw RandomAmendedLaw(std::uint64_t seed) {
  Random random(seed);
  std::vector<Rule> rules;
  const std::size_t count = 1 + random.Below(6);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t limit = random.Below(50);
    Rule rule{.name = fmt::format("rule{}", i),
              .prose = fmt::format("Prose of article {}.", i + 1)};
    rule.clauses = {{.value = static_cast<int>(random.Below(100)) + 10,
                     .condition = fmt::format("x > {}", limit)},
                    {.name = "low", .value = 0, .condition = fmt::format("x <= {}", limit)}};
    if (random.Chance(50)) {
      rule.exception = {{.value = 7, .condition = fmt::format("x = {}", random.Below(50))}};
    }
    rules.push_back(std::move(rule));
  }
  AmendedLaw made{.law = Write(rules)};
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (random.Chance(70)) {
      const bool later = random.Chance(50);
      made.amendments += fmt::format("amendment change{} to random\n", ++number);
      if (later) {
        made.amendments += fmt::format("  in force from {}\n", kDay);
      }
      made.amendments += Change(rules[i], random, i + 1, number, later);
    }
  }
  made.by_hand = Write(rules);
  return made;
}

}  // namespace acta::differential
