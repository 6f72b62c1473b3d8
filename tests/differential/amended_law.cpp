#include "tests/differential/amended_law.h"

#include <algorithm>
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
    if (!condition.empty()) {
      add("when " + condition);
    }
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

struct Presumption {
  std::string name, rule;
  std::vector<Clause> clauses;

  [[nodiscard]] std::string Write() const {
    std::string text = fmt::format("presumption {} for {}\n", name, rule);
    for (const Clause& clause : clauses) {
      text += "  " + clause.Write() + "\n";
    }
    return text;
  }
};

struct Rule {
  std::string name, prose;
  std::vector<Clause> clauses;
  std::vector<Clause> exception;  // none: there is none
  std::vector<Presumption> presumptions;

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

// What a calendar says before it is amended.
const std::vector<std::string> kItems = {
    "covers 2019-06-01 to 2023-12-31",    "weekend saturday, sunday",
    "holiday every year on 1 May, 9 May", "day off on 2021-04-29, 2021-05-07",
    "substitute next working day",        "moved 2021-05-22 to 2021-05-19",
};

// What a table says before it is amended: not for every case, so that rows may go.
const std::vector<std::string> kRows = {"| < x | 1 |", "| x | 2 |", "| > x | 3 |"};

struct Table {
  std::vector<std::string> rows;

  [[nodiscard]] std::string Write() const {
    std::string text = "table fee : integer\n  | y | is |\n";
    for (const std::string& row : rows) {
      text += "  " + row + "\n";
    }
    return text;
  }
};

// Which days are free, as lines.
struct Calendar {
  std::vector<std::string> items;

  [[nodiscard]] std::string Write() const {
    std::string text = "calendar desk\n";
    for (const std::string& item : items) {
      text += "  " + item + "\n";
    }
    return text;
  }
};

std::string Write(const std::vector<Rule>& rules, const Calendar& calendar, const Table& table) {
  std::string text = fmt::format(
      "# Law\n\n```acta\nlaw random\n  in force from {}\n  governed by day\n  working days by "
      "desk\n\nfacts\n  day : "
      "date\n  "
      "x, y : integer\n\nanswers\n  due \"By when?\"\n  fee \"How much?\"\n",
      kFirstDay);
  for (const Rule& rule : rules) {
    text += fmt::format("  {} \"What is {}?\"\n", rule.name, rule.name);
  }
  text += "```\n\n";
  text +=
      fmt::format("## Days\n\n```acta\n{}\nrule due : date\n  is 3 working days after day\n```\n\n",
                  calendar.Write());
  text += fmt::format("## Fees\n\n```acta\n{}```\n\n", table.Write());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    text += fmt::format("## Article {}\n\n{}\n\n```acta\n{}", i + 1, rules[i].prose,
                        rules[i].WriteRule());
    if (!rules[i].exception.empty()) {
      text += "\n" + rules[i].WriteException();
    }
    for (const Presumption& presumption : rules[i].presumptions) {
      text += "\n" + presumption.Write();
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

// What is presumed by `made` from now on, in the place of what was, if anything.
std::string Presume(Rule& rule, Random& random, std::size_t article, int number,
                    const Scope& scope) {
  Presumption made{
      .name = random.Chance(60) ? "usual_" + rule.name : fmt::format("other{}", number),
      .rule = rule.name,
      .clauses = {{.value = fmt::to_string(5000 + number),
                   .condition = random.Chance(50) ? fmt::format("y < {}", random.Below(40)) : ""}}};
  const std::string code = made.Write();
  if (rule.presumptions.empty()) {
    Limit(made.clauses[0], scope);
    rule.presumptions.push_back(made);
    return fmt::format("  insert in [Article {}] {{\n{}  }}\n", article, code);
  }
  Presumption& old = rule.presumptions[0];
  const std::string name = old.name;
  const bool is_repealed = random.Chance(40);
  if (scope.is_gradual()) {
    End(old.clauses, 0, scope);
  } else {
    rule.presumptions.clear();
  }
  if (is_repealed) {
    return fmt::format("  repeal {}\n", name);
  }
  Limit(made.clauses[0], scope);
  if (scope.is_gradual() && made.name == name) {
    old.clauses.push_back(made.clauses[0]);
  } else {
    rule.presumptions.push_back(made);
  }
  return fmt::format("  replace {} with {{\n{}  }}\n", name, code);
}

// One change to the rule, and the instruction that makes it.
std::string Change(Rule& rule, Random& random, std::size_t article, int number,
                   const Scope& scope) {
  switch (random.Below(scope.is_gradual() ? 8 : 9)) {
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
    case 5: {
      Rule made{.name = rule.name,
                .clauses = {{.value = fmt::to_string(200 + number), .condition = "x > 60"},
                            {.name = "low", .value = "0", .condition = "x <= 60"}}};
      const std::string code = made.WriteRule();
      if (scope.is_gradual()) {
        Rewrite(rule.clauses, 1, made.clauses[1], scope);
        End(rule.clauses, 0, scope);
        Limit(made.clauses[0], scope);
        const auto low = std::ranges::find(rule.clauses, "low", &Clause::name);
        rule.clauses.insert(low, made.clauses[0]);
      } else {
        rule.clauses = made.clauses;
      }
      return fmt::format("  replace {} with {{\n    {}  }}\n", rule.name, code);
    }
    case 6:
    case 7:
      return Presume(rule, random, article, number, scope);
    default:
      rule.prose = fmt::format("Other words {}.", number);
      return fmt::format("  reword [Article {}] as \"{}\"\n", article, rule.prose);
  }
}

// The same of the calendar: its days before that of the amendment stay as they are.
std::string Change(Calendar& calendar, Random& random, bool later) {
  std::string old;
  std::string made;
  std::string extra;
  switch (random.Below(4)) {
    case 0:
      old = "weekend saturday, sunday";
      made = random.Chance(50) ? "weekend friday, saturday" : "weekend saturday";
      break;
    case 1:
      old = "holiday every year on 1 May, 9 May";
      made = random.Chance(30) ? "" : "holiday every year on 2 May, 9 May";
      break;
    case 2:
      old = "substitute next working day";
      break;
    default:
      extra = random.Chance(50) ? "holiday \"New\" every year on 3 May"
                                : "day off on 2021-05-06, 2021-05-14";
  }
  if (!extra.empty()) {
    const bool lists = extra.starts_with("day off");
    calendar.items.push_back(later && !lists ? fmt::format("{} from {}", extra, kDay) : extra);
    return fmt::format("  add to desk {{ {} }}\n", extra);
  }
  const auto at = std::ranges::find(calendar.items, old);
  if (!later) {
    *at = made;
  } else {
    *at = fmt::format("{} until {}", old, kDayBefore);
    if (!made.empty()) {
      calendar.items.insert(at + 1, fmt::format("{} from {}", made, kDay));
    }
  }
  if (random.Chance(50)) {
    return fmt::format("  substitute \"{}\" with \"{}\" in desk\n", old, made);
  }
  Calendar whole{kItems};
  *std::ranges::find(whole.items, old) = made;
  return fmt::format("  replace desk with {{\n{}  }}\n", whole.Write());
}

// And of the table: rows that go, come, or become others.
std::string Change(Table& table, Random& random, bool later) {
  const auto ended = [&](const std::string& row) {
    return later ? fmt::format("until {} {}", kDayBefore, row) : "";
  };
  const auto begun = [&](const std::string& row) {
    return later ? fmt::format("from {} {}", kDay, row) : row;
  };
  const std::size_t at = random.Below(kRows.size());
  const std::string extra = "[(4)] | x + 1 | 4 |";
  switch (random.Below(later ? 5 : 4)) {
    case 0:
      table.rows.push_back(later ? fmt::format("[(4)] from {} | x + 1 | 4 |", kDay) : extra);
      return fmt::format("  add to fee {{ {} }}\n", extra);
    case 1:
      table.rows[at] = ended(kRows[at]);
      return fmt::format("  substitute \"{}\" with \"\" in fee\n", kRows[at]);
    case 2:
      table.rows[1] = begun("| x + 2 | 5 |");
      if (later) {
        table.rows.insert(table.rows.begin() + 1, ended(kRows[1]));
      }
      return "  substitute \"x | 2\" with \"x + 2 | 5\" in fee\n";
    case 3: {
      Table whole{kRows};
      whole.rows[at] = "| 7 | 7 |";
      table.rows[at] = begun(whole.rows[at]);
      if (later) {
        table.rows.insert(table.rows.begin() + static_cast<std::ptrdiff_t>(at), ended(kRows[at]));
      }
      return fmt::format("  replace fee with {{\n{}  }}\n", whole.Write());
    }
    default:
      std::ranges::transform(table.rows, table.rows.begin(), ended);
      return "  repeal fee\n";
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
    if (random.Chance(50)) {
      rule.presumptions = {
          {.name = "usual_" + rule.name,
           .rule = rule.name,
           .clauses = {{.value = "5", .condition = random.Chance(30) ? "y > 1" : ""}}}};
    }
    rules.push_back(std::move(rule));
  }
  Calendar calendar{kItems};
  Table table{kRows};
  AmendedLaw made{.law = Write(rules, calendar, table)};
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
  if (random.Chance(70)) {
    const bool later = random.Chance(70);
    made.amendments += fmt::format("amendment days to random\n{}{}",
                                   later ? fmt::format("  in force from {}\n", kDay) : "",
                                   Change(calendar, random, later));
  }
  if (random.Chance(70)) {
    const bool later = random.Chance(70);
    made.amendments += fmt::format("amendment fees to random\n{}{}",
                                   later ? fmt::format("  in force from {}\n", kDay) : "",
                                   Change(table, random, later));
  }
  made.by_hand = Write(rules, calendar, table);
  return made;
}

}  // namespace acta::differential
