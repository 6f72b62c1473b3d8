#include "tests/bench/peers/statute.h"

#include <algorithm>
#include <ctime>
#include <random>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/base/check.h"
#include "compiler/base/source_file.h"
#include "compiler/codegen/jit.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/plan/plan.h"
#include "compiler/semantics/check.h"
#include "compiler/syntax/parser.h"

namespace acta::bench {

namespace {

class Writer {
 public:
  explicit Writer(std::size_t rules) : facts_(std::clamp<std::size_t>(rules / 10, 10, 1'000)) {
    text_ = R"(# Statute

```acta
law statute
  in force from 2020-01-01
  working days by office_days

unit KZT

calendar office_days
  covers 2019-01-01 to 2025-12-31
  weekend saturday, sunday
  holiday "New Year" every year on 1 January

facts
)";
    for (std::size_t i = 0; i < facts_; ++i) {
      text_ += fmt::format("  flag_{0} : boolean\n  count_{0} : integer\n", i);
      text_ += fmt::format("  day_{0} : date\n  sum_{0} : money in KZT\n", i);
    }
    text_ += "```\n";
    for (std::size_t article = 0; article < (rules + 5) / 6; ++article) {
      AddArticle(article);
    }
  }

  [[nodiscard]] std::string Take() && { return std::move(text_); }

 private:
  std::string Fact(const char* sort) { return fmt::format("{}_{}", sort, random_() % facts_); }
  std::string Flag() { return Fact("flag"); }
  std::string Count() { return Fact("count"); }
  std::string Day() { return Fact("day"); }
  std::string Sum() { return Fact("sum"); }

  void AddArticle(std::size_t n) {
    text_ += fmt::format(R"(
## Article {0}. Of the matter of number {0}

(1) Who may ask, (2) until when, (3) for how many, (4) at what price, (5) by when it is answered.

```acta
rule open_{0}
  [(1)] is yes when {1} and {2} <= {3} and ({4} or not {5})
)",
                         n, Flag(), Count(), random_() % 900, Flag(), Flag());
    text_ += fmt::format("rule until_{} : date\n  is {} days after {}\n", n, random_() % 90, Day());
    text_ += fmt::format("rule most_{} : integer\n  [(3)] clause usual is 10\n", n);
    text_ += fmt::format("exception few_{0} to most_{0}.usual\n  is 5 when {1} < {2}\n", n, Count(),
                         random_() % 500);
    text_ += fmt::format("  is 5 when {} and {} <= {}\n", Flag(), Day(), Day());
    text_ += fmt::format("rule fee_{} : money in KZT\n  is if {} then {} + {} else {} * 3\n", n,
                         Flag(), Sum(), Sum(), Sum());
    text_ += fmt::format("rule answer_by_{} : date\n  is {} working days after {}\n", n,
                         1 + random_() % 20, Day());
    text_ += fmt::format("rule allowed_{0}\n  is yes when open_{0} and {1} <= until_{0}", n, Day());
    text_ += fmt::format(" and {1} <= most_{0} and fee_{0} <= {2}", n, Count(), Sum());
    text_ += fmt::format(" and {1} <= answer_by_{0}", n, Day());
    if (n > 0) {
      text_ += fmt::format(" unless allowed_{}", random_() % n);
    }
    text_ += fmt::format("\nanswers\n  allowed_{} \"Is it allowed?\"\n```\n", n);
  }

  std::size_t facts_;
  std::mt19937_64 random_{1};
  std::string text_;
};

}  // namespace

std::string Statute(std::size_t rules) {
  return Writer(rules).Take();
}

StageSeconds CompileStatute(const std::string& text, std::size_t rules) {
  SourceMap sources;
  Reporter reporter;
  const SourceId source = sources.Add("statute.acta.md", text);
  std::clock_t last = std::clock();
  const auto lap = [&] {
    const std::clock_t now = std::clock();
    return static_cast<double>(now - std::exchange(last, now)) / CLOCKS_PER_SEC;
  };
  StageSeconds seconds;
  std::vector<ast::Document> documents;
  documents.push_back(Parse(sources, source, reporter));
  seconds.parse = lap();
  ir::Program program = Check(documents, reporter);
  seconds.check = lap();
  const ir::RuleGraph graph = plan::Plan(std::move(program), plan::Roots::kAnswers, reporter);
  seconds.plan = lap();
  ACTA_CHECK(!reporter.HasErrors(), reporter.diagnostics().empty()
                                        ? "the statute is sound"
                                        : reporter.diagnostics().front().message);
  ACTA_CHECK(graph.order.size() >= rules, "every rule is compiled");
  const Result<CompiledAct> act = CompileJit(graph, {.level = OptimisationLevel::kFast});
  ACTA_CHECK(act.has_value() && act->row() != nullptr, "the statute compiles");
  seconds.compile = lap();
  return seconds;
}

}  // namespace acta::bench
