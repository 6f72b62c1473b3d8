#include "compiler/driver/test.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "compiler/base/check.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/diagnostics/render.h"
#include "compiler/driver/inspect.h"
#include "compiler/driver/scenario.h"
#include "compiler/ir/format.h"
#include "compiler/syntax/names.h"

namespace acta {
namespace {

using Json = nlohmann::ordered_json;

// A clause or exception that the author wrote.
struct Item {
  std::string what;  // "clause short of review_period", "exception court_finding"
  std::string citation;
  Span span;
  bool covered = false;
};

// Rules that only exist because a norm has members say nothing of their own, except where the author's `when` went.
bool IsAuthored(const ir::Rule& rule) {
  switch (rule.role) {
    case ir::RuleRole::kRule:
    case ir::RuleRole::kTable:
    case ir::RuleRole::kProhibition:
    case ir::RuleRole::kPermission:
    case ir::RuleRole::kGround:
    case ir::RuleRole::kPresumed:
      return true;
    case ir::RuleRole::kObligationMember:
      return rule.name.ends_with(".applies");
    case ir::RuleRole::kPowerMember:
      return rule.name.ends_with(".may") || rule.name.ends_with(".must");
    case ir::RuleRole::kGroundsAny:
    case ir::RuleRole::kGroundsSet:
    case ir::RuleRole::kGoverningDate:
    case ir::RuleRole::kAnswer:
    case ir::RuleRole::kScenario:
      return false;
  }
  return false;
}

// The clauses and exceptions of the document itself, and which of them its scenarios reached.
class Inventory {
 public:
  Inventory(const ir::Program& program, SourceId source, const Coverage& coverage) : program_(program), source_(source), coverage_(coverage) {
    for (const ir::Rule& rule : program_.rules) {
      if (IsAuthored(rule)) Group(rule, rule.root);
    }
  }
  [[nodiscard]] std::vector<Item> Take() { return std::move(items_); }

 private:
  [[nodiscard]] std::string Citation(ir::CitationId id) const { return id.valid() ? program_.citations[id].text : ""; }

  void Group(const ir::Rule& rule, ir::GroupId id) {
    const ir::Group& group = program_.groups[id];
    if (!group.name.empty() && group.span.source == source_) {
      Add({fmt::format("exception {} to {}", group.name, rule.name), Citation(group.citation), group.span,
           Seen(coverage_.groups, id.value)});
    }
    for (const ir::ClauseId clause_id : group.clauses) {
      const ir::Clause& clause = program_.clauses[clause_id];
      if (clause.span.source != source_ || OnlyRepeatsTheDuty(clause)) continue;
      const std::string name = clause.name.empty() ? "clause" : "clause " + clause.name;
      Add({fmt::format("{} of {}", name, group.name.empty() ? rule.name : group.name), Citation(clause.citation),
           clause.span, Seen(coverage_.clauses, clause_id.value)});
    }
    for (const ir::GroupId exception : group.exceptions) Group(rule, exception);
    for (const auto& [clause, exception] : group.clause_exceptions) Group(rule, exception);
  }

  // What is an exception to several versions of a clause is in the program for each, and in the document once.
  void Add(Item item) {
    const auto [known, is_new] = written_.try_emplace(item.span.begin, items_.size());
    if (is_new) {
      items_.push_back(std::move(item));
    } else {
      Item& first = items_[known->second];
      first.covered = first.covered || item.covered;
    }
  }

  // The clause of a power that a duty gives along: `must` implies `may`.
  [[nodiscard]] bool OnlyRepeatsTheDuty(const ir::Clause& clause) const {
    if (!clause.condition.valid()) return false;
    const ir::Node& condition = program_.nodes[clause.condition];
    if (condition.op != ir::Op::kRule) return false;
    const ir::Rule& read = program_.rules[ir::RuleId(static_cast<std::uint32_t>(condition.imm))];
    return read.role == ir::RuleRole::kPowerMember && read.name.ends_with(".must");
  }

  [[nodiscard]] static bool Seen(const std::vector<std::uint8_t>& seen, std::uint32_t index) {
    return index < seen.size() && (seen[index] & ACTA_SEEN_YES) != 0;
  }

  const ir::Program& program_;
  SourceId source_;
  const Coverage& coverage_;
  std::vector<Item> items_;
  std::map<std::uint32_t, std::size_t> written_;  // where in items_ what begins there stands
};

// What one act's scenarios came to.
struct ActReport {
  struct Failure {
    const ir::Scenario* scenario = nullptr;
    std::vector<Mismatch> mismatches;
  };
  std::size_t scenarios = 0;
  std::vector<Failure> failures;  // in the order of the document
  std::vector<Item> items;
  // The act by the law of each day that a scenario pins: failures point into them.
  std::vector<ReadyAct> pinned;

  [[nodiscard]] std::size_t covered() const { return static_cast<std::size_t>(std::ranges::count_if(items, &Item::covered)); }
};

using Day = std::optional<std::int32_t>;

// The scenarios that are held against the law of that day; without one, those that pin none.
Result<void> RunScenariosOf(const Day& day, const ReadyAct& act, ActReport& report) {
  const ir::Program& program = *act.session->graph.program;
  Coverage coverage;
  for (const ir::Scenario& scenario : program.scenarios) {
    if (scenario.governing_date != day) continue;
    ACTA_TRY(std::vector<Mismatch> mismatches, RunScenario(act.engine, program, scenario, coverage));
    if (!mismatches.empty()) report.failures.push_back({&scenario, std::move(mismatches)});
  }
  std::vector<Item> items = Inventory(program, act.session->documents.front().source, coverage).Take();
  if (report.items.empty()) report.items.resize(items.size());
  ACTA_CHECK(items.size() == report.items.size(), "the day decides nothing of what is written in the act");
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].covered = items[i].covered || report.items[i].covered;
    report.items[i] = std::move(items[i]);
  }
  return {};
}

// Runs them all, those that pin a day against the act made ready again.
tl::expected<ActReport, Exit> RunScenarios(const std::string& path, const ReadyAct& act, const TestOptions& options) {
  const ir::Program& program = *act.session->graph.program;
  // What expects nothing is there for others to be like it.
  const auto expects = [](const ir::Scenario& scenario) { return !scenario.expectations.empty(); };
  ActReport report{.scenarios = static_cast<std::size_t>(std::ranges::count_if(program.scenarios, expects))};
  std::set<Day> days{std::nullopt};
  for (const ir::Scenario& scenario : program.scenarios) days.insert(scenario.governing_date);
  for (const Day& day : days) {
    if (day) {
      CommonOptions common = options.common;
      common.governing_date = ast::DateOf(*day);
      tl::expected<ReadyAct, Exit> pinned = MakeReady(path, common, plan::Roots::kAnswersAndScenarios, options.engine);
      if (!pinned) return tl::unexpected(pinned.error());
      report.pinned.push_back(*std::move(pinned));
    }
    if (const Result<void> run = RunScenariosOf(day, day ? report.pinned.back() : act, report); !run) {
      fmt::print(stderr, "error[A9001]: {}\n", run.error().message);
      return tl::unexpected(Exit::kOurFailure);
    }
  }
  std::ranges::stable_sort(report.failures, {}, [](const ActReport::Failure& one) { return one.scenario->span.begin; });
  return report;
}

std::string PlaceOf(const SourceMap& sources, const Span& span) {
  const SourceFile& file = sources[span.source];
  return fmt::format("{}:{}", file.path(), file.Locate(span.begin).line);
}

std::string Share(std::size_t part, std::size_t whole) {
  return whole == 0 ? "nothing to cover" : fmt::format("{} of {} clauses and exceptions covered ({:.1f} %)", part, whole, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

void PrintText(const std::string& path, const Session& session, const ActReport& report, bool coverage) {
  fmt::print("{}: {} of {} scenarios pass{}\n", path, report.scenarios - report.failures.size(), report.scenarios,
             coverage ? "; " + Share(report.covered(), report.items.size()) : "");
  for (const ActReport::Failure& failure : report.failures) {
    const Day& day = failure.scenario->governing_date;
    fmt::print("  FAIL \"{}\"{}  {}\n", failure.scenario->title, day ? " by the law of " + ir::FormatDate(*day) : "",
               PlaceOf(session.sources, failure.scenario->span));
    for (const Mismatch& mismatch : failure.mismatches) {
      fmt::print("    {}  {}\n      - expected {}\n      + found    {}\n", mismatch.expectation->text,
                 PlaceOf(session.sources, mismatch.expectation->span), mismatch.expected, mismatch.found);
    }
  }
  if (!coverage) return;
  for (const Item& item : report.items) {
    if (!item.covered) fmt::print("  not covered: {} ({})  {}\n", item.what, item.citation, PlaceOf(session.sources, item.span));
  }
}

Json JsonOf(const std::string& path, const Session& session, const ActReport& report, bool coverage) {
  Json json = {{"act", path}, {"scenarios", report.scenarios}, {"failed", report.failures.size()}, {"failures", Json::array()}};
  for (const ActReport::Failure& failure : report.failures) {
    Json mismatches = Json::array();
    for (const Mismatch& mismatch : failure.mismatches) {
      mismatches.push_back({{"expectation", mismatch.expectation->text},
                            {"place", PlaceOf(session.sources, mismatch.expectation->span)},
                            {"expected", mismatch.expected},
                            {"found", mismatch.found}});
    }
    Json failed = {{"scenario", failure.scenario->title}};
    if (const Day& day = failure.scenario->governing_date) failed["governing_date"] = ir::FormatDate(*day);
    failed["mismatches"] = std::move(mismatches);
    json["failures"].push_back(std::move(failed));
  }
  if (!coverage) return json;
  // By provision, in the order of the document.
  Json provisions = Json::array();
  std::map<std::string, std::size_t> positions;
  for (const Item& item : report.items) {
    const auto [position, added] = positions.try_emplace(item.citation, provisions.size());
    if (added) provisions.push_back({{"provision", item.citation}, {"items", 0}, {"covered", 0}, {"missing", Json::array()}});
    Json& provision = provisions[position->second];
    provision["items"] = provision["items"].get<std::size_t>() + 1;
    if (item.covered) {
      provision["covered"] = provision["covered"].get<std::size_t>() + 1;
    } else {
      provision["missing"].push_back({{"what", item.what}, {"place", PlaceOf(session.sources, item.span)}});
    }
  }
  json["coverage"] = {{"items", report.items.size()}, {"covered", report.covered()}, {"provisions", provisions}};
  return json;
}

}  // namespace

namespace {

// Of what is not held, because amendments took away what it speaks of.
void PrintOutdated(const Session& session, const TestOptions& options) {
  std::vector<Diagnostic> outdated = Sorted(session.reporter.diagnostics());
  std::erase_if(outdated, [](const Diagnostic& one) { return one.code != diag::ScenarioOutdated::code; });
  fmt::print(stderr, "{}", RenderText(outdated, session.sources, options.common.error_colour));
}

}  // namespace

Exit Test(const TestOptions& options) {
  Exit exit = Exit::kFine;
  std::size_t acts = 0;
  std::size_t scenarios = 0;
  std::size_t failed = 0;
  std::size_t items = 0;
  std::size_t covered = 0;
  std::size_t broken = 0;
  Json reports = Json::array();
  for (const std::string& path : options.paths) {
    const Result<std::vector<std::string>> found = ActsUnder(path);
    if (!found) {
      fmt::print(stderr, "error[A0001]: {}\n", found.error().message);
      exit = Exit::kLawOrCase;
      continue;
    }
    for (const std::string& act : *found) {
      ++acts;
      const tl::expected<ReadyAct, Exit> ready = MakeReady(act, options.common, plan::Roots::kAnswersAndScenarios, options.engine);
      if (!ready) {
        if (ready.error() == Exit::kOurFailure) return Exit::kOurFailure;
        ++broken;
        exit = Exit::kLawOrCase;
        continue;
      }
      PrintOutdated(*ready->session, options);
      const tl::expected<ActReport, Exit> report = RunScenarios(act, *ready, options);
      if (!report) {
        if (report.error() == Exit::kOurFailure) return Exit::kOurFailure;
        ++broken;
        exit = Exit::kLawOrCase;
        continue;
      }
      if (options.json) {
        reports.push_back(JsonOf(act, *ready->session, *report, options.coverage));
      } else {
        PrintText(act, *ready->session, *report, options.coverage);
      }
      scenarios += report->scenarios;
      failed += report->failures.size();
      items += report->items.size();
      covered += report->covered();
      if (!report->failures.empty()) exit = Exit::kLawOrCase;
    }
  }
  if (options.json) {
    fmt::print("{}\n", Json{{"acts", reports}, {"scenarios", scenarios}, {"failed", failed}, {"broken", broken}}.dump(2));
  } else {
    fmt::print("\n{} {}, {} scenarios passed, {} failed{}{}\n", acts, acts == 1 ? "act" : "acts", scenarios - failed, failed,
               broken > 0 ? fmt::format(", {} with errors", broken) : "", options.coverage ? "; " + Share(covered, items) : "");
  }
  return exit;
}

}  // namespace acta
