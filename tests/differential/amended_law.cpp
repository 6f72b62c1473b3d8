#include "tests/differential/amended_law.h"

#include <vector>

#include <fmt/format.h>

#include "compiler/base/random.h"

namespace acta::differential {
namespace {

constexpr const char* kFirstDay = "2020-01-01";
constexpr const char* kDay = "2021-05-01";
constexpr const char* kDayBefore = "2021-04-30";

constexpr const char* kCases = "y < 20";

struct Clause {
  std::string name, from, until;
  std::string value, condition, unless;

  [[nodiscard]] std::string Write() const {
    std::string text = (name.empty() ? "" : "clause " + name + " ") +
                       (from.empty() ? "" : "from " + from + " ") +
                       (until.empty() ? "" : "until " + until + " ") + "is " + value;
    // What stands behind a choice begins a line.
    const auto add = [&text](const std::string& words) {
      text += (text.find("if ") == std::string::npos ? " " : "\n    ") + words;
    };
    add("when " + condition);
    if (!unless.empty()) {
      add("unless " + unless);
    }
    return text;
  }
};

// When an amendment applies: from a day later than the law's, in some cases only, or both.
struct Scope {
  bool later = false, some_cases = false;

  [[nodiscard]] bool is_gradual() const { return later || some_cases; }
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

// The clauses `all` with the one at `at` as it is before the amendment, and behind it as it is from
// then on: that is returned.
Clause& FromThenOn(std::vector<Clause>& all, std::size_t at, const Scope& scope) {
  if (!scope.later) {
    return all[at];
  }
  const Clause old = all[at];
  all[at].from = kFirstDay;
  all[at].until = kDayBefore;
  all.insert(all.begin() + static_cast<std::ptrdiff_t>(at) + 1, old);
  all[at + 1].from = kDay;
  return all[at + 1];
}

std::string Choice(const std::string& with, const std::string& without, const Scope& scope) {
  return scope.some_cases && with != without
             ? fmt::format("if {} then {} else {}", kCases, with, without)
             : with;
}

// What becomes of them when one is written anew.
void Rewrite(std::vector<Clause>& all, std::size_t at, const Clause& made, const Scope& scope) {
  Clause& clause = FromThenOn(all, at, scope);
  clause.value = Choice(made.value, clause.value, scope);
  clause.condition = Choice(made.condition, clause.condition, scope);
}

void End(std::vector<Clause>& all, std::size_t at, const Scope& scope) {
  if (scope.some_cases) {
    Clause& clause = FromThenOn(all, at, scope);
    clause.unless = clause.unless.empty() ? fmt::format("({})", kCases)
                                          : fmt::format("({}) or ({})", clause.unless, kCases);
  } else if (scope.later) {
    all[at].from = kFirstDay;
    all[at].until = kDayBefore;
  } else {
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

// A clause that is put in.
void Limit(Clause& added, const Scope& scope) {
  added.from = scope.later ? kDay : "";
  if (scope.some_cases) {
    const std::string others = fmt::format("not ({})", kCases);
    added.unless = added.unless.empty() ? others : fmt::format("({}) or {}", added.unless, others);
  }
}

// One change to the rule, and the instruction that makes it.
std::string Change(Rule& rule, Random& random, std::size_t article, int number,
                   const Scope& scope) {
  switch (random.Below(scope.is_gradual() ? 5 : 7)) {
    case 0: {
      Clause made = rule.clauses[0];
      const std::string old = made.value;
      made.value = fmt::to_string(1000 + number);
      Rewrite(rule.clauses, 0, made, scope);
      return fmt::format("  substitute \"is {} when\" with \"is {} when\" in {}\n", old, made.value,
                         rule.name);
    }
    case 1: {
      Clause added{.name = fmt::format("extra{}", number),
                   .value = rule.clauses[0].value,
                   .condition = fmt::format("x = {}", random.Below(60)),
                   .unless = random.Chance(50) ? "y = 3" : ""};
      const std::string code = added.Write();
      Limit(added, scope);
      rule.clauses.push_back(std::move(added));
      return fmt::format("  add to {} {{ {} }}\n", rule.name, code);
    }
    case 2: {
      if (!rule.exception.empty()) {
        End(rule.exception, 0, scope);
        return fmt::format("  repeal {}.special_{}\n", rule.name, rule.name);
      }
      rule.exception = {{.value = "7", .condition = fmt::format("y < {}", random.Below(40))}};
      const std::string code = rule.WriteException();
      Limit(rule.exception[0], scope);
      return fmt::format("  insert in [Article {}] {{\n{}  }}\n", article, code);
    }
    case 3: {
      Clause made = rule.clauses[1];
      made.value = fmt::to_string(3000 + number);
      made.condition = fmt::format("x <= {}", random.Below(50));
      const std::string code = made.Write();
      Rewrite(rule.clauses, 1, made, scope);
      return fmt::format("  replace {}.low with {{ {} }}\n", rule.name, code);
    }
    case 4:
      End(rule.clauses, 1, scope);
      return fmt::format("  repeal {}.low\n", rule.name);
    case 5:
      rule.clauses = {{.value = fmt::to_string(200 + number), .condition = "x > 3"},
                      {.name = "low", .value = "0", .condition = "x <= 3"}};
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
    rule.clauses = {{.value = fmt::to_string(random.Below(100) + 10),
                     .condition = fmt::format("x > {}", limit),
                     .unless = random.Chance(30) ? fmt::format("y = {}", random.Below(9)) : ""},
                    {.name = "low", .value = "0", .condition = fmt::format("x <= {}", limit)}};
    if (random.Chance(50)) {
      rule.exception = {{.value = "7", .condition = fmt::format("x = {}", random.Below(50))}};
    }
    rules.push_back(std::move(rule));
  }
  AmendedLaw made{.law = Write(rules)};
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (random.Chance(70)) {
      const Scope scope{.later = random.Chance(50), .some_cases = random.Chance(30)};
      made.amendments += fmt::format("amendment change{} to random\n", ++number);
      if (scope.later) {
        made.amendments += fmt::format("  in force from {}\n", kDay);
      }
      if (scope.some_cases) {
        made.amendments += fmt::format("  for cases where {}\n", kCases);
      }
      made.amendments += Change(rules[i], random, i + 1, number, scope);
    }
  }
  made.by_hand = Write(rules);
  return made;
}

}  // namespace acta::differential
