#include "compiler/driver/simulate.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include "compiler/base/file.h"
#include "compiler/diagnostics/excerpt.h"
#include "compiler/driver/contest.h"
#include "compiler/driver/population.h"
#include "compiler/driver/progress.h"
#include "compiler/driver/sweep.h"
#include "compiler/engine/engine.h"
#include "compiler/ir/format.h"
#include "compiler/population/stream.h"
#include "compiler/report/charts.h"
#include "compiler/report/numbers.h"
#include "compiler/report/report.h"
#include "compiler/simulate/simulate.h"
#include "compiler/syntax/names.h"
#include "compiler/tables/tables.h"

namespace acta {
namespace {

// The cases, as often as they are asked for.
class Cases {
 public:
  Cases(const SimulateOptions& options, ir::Population population)
      : options_(options), population_(std::move(population)) {}
  // A table, read by the first of the laws that knows all its columns: an amendment may ask about
  // what no case had to say before. Fails as the law that knows of most facts does.
  static Result<Cases> OfTable(const SimulateOptions& options, const Session& base,
                               const Contest& contest) {
    std::vector<const Session*> laws{&base};
    for (const std::unique_ptr<Session>& session : contest.sessions) {
      laws.push_back(session.get());
    }
    std::optional<Error> error;
    std::uint32_t most = 0;
    for (const Session* law : laws) {
      ACTA_TRY(Engine reader, Engine::Make(law->graph, law->sources, EngineKind::kInterpreter));
      Cases cases(options, *law->graph.program, std::move(reader));
      const auto opened = cases.Open();
      if (opened) {
        return cases;
      }
      if (law->graph.program->slot_count > most) {
        most = law->graph.program->slot_count;
        error = opened.error();
      }
    }
    return tl::unexpected(*error);
  }

  [[nodiscard]] Result<std::unique_ptr<cases::CaseStream>> Open() const {
    if (population_) {
      return std::make_unique<population::PopulationStream>(*population_, options_.seed,
                                                            options_.size);
    }
    const acta_act* const act = reader_->act();
    return tables::Open(
        {.path = options_.case_path,
         .sql = options_.sql,
         .json_fault = [act](const std::string& file) { return JsonFault(file, act); }},
        facts(), act);
  }
  // The program whose facts they have.
  [[nodiscard]] const ir::Program& facts() const {
    return population_ ? population_->program : *facts_;
  }
  [[nodiscard]] const std::optional<ir::Population>& population() const { return population_; }

 private:
  Cases(const SimulateOptions& options, const ir::Program& facts, Engine reader)
      : options_(options), reader_(std::move(reader)), facts_(&facts) {}

  const SimulateOptions& options_;
  std::optional<ir::Population> population_;
  // Of a table: what is written in it is read by this, and of whom its facts are.
  std::optional<Engine> reader_;
  const ir::Program* facts_ = nullptr;
};

Exit Failed(const simulate::Failure& failure) {
  using Of = simulate::Failure::Of;
  switch (failure.of) {
    case Of::kAsked:
      fmt::print(stderr, "--by: {}\n", failure.message);
      return Exit::kUsage;
    case Of::kLaw:
      fmt::print(stderr, "error[A9001]: {}\n", failure.message);
      return Exit::kOurFailure;
    case Of::kCases:
      fmt::print(stderr, "{}\n", failure.message);
      return Exit::kLawOrCase;
    case Of::kStopped:
      fmt::print(stderr, "stopped: nothing was written\n");
      return Exit::kInterrupted;
  }
  return Exit::kOurFailure;
}

tl::expected<findings::Findings, Exit> Run(const simulate::Contender& base, const Contest& contest,
                                           const Cases& cases, const SimulateOptions& options,
                                           tables::Writer* changes) {
  const auto stream = cases.Open();
  if (!stream) {
    return tl::unexpected(Failed({simulate::Failure::Of::kCases, stream.error().message}));
  }
  ProgressBar bar((*stream)->size(), true);
  simulate::Options asked{.asking = {.readings = options.under, .as_of = options.as_of},
                          .by = options.by,
                          .facts = &cases.facts(),
                          .threads = options.threads};
  if (changes != nullptr) {
    asked.changed = [&](std::uint64_t number, const std::string& comparison,
                        const std::string& answer, const std::string& before,
                        const std::string& after) {
      changes->Value(static_cast<std::int64_t>(number + 1));
      for (const std::string* text : {&comparison, &answer, &before, &after}) {
        changes->Text(*text);
      }
      changes->EndRow();
    };
  }
  auto simulated = simulate::Simulate(
      base, contest.contenders, **stream, asked,
      {.laws = [&](std::size_t done, std::size_t all) { return bar.Laws(done, all); },
       .cases = [&](std::uint64_t more) { return bar.Cases(more); }});
  if (!simulated) {
    return tl::unexpected(Failed(simulated.error()));
  }
  PrintRejects(simulated->rejects, simulated->findings.rejected);
  PrintBlank((*stream)->blank());
  for (const findings::Unworked& unworked : simulated->findings.unworked) {
    fmt::print(stderr, "{}\n", report::InWords(unworked));
  }
  return std::move(simulated->findings);
}

std::vector<AskedFile> WrittenBy(const SimulateOptions& options) {
  return {{"--out", options.out}, {"--save-changes", options.changes}};
}

// Whether what is written takes the place of none of these files; else that is printed.
bool Spares(const std::vector<AskedFile>& read, const SimulateOptions& options) {
  const auto misuse = Overwritten(options.common, read, WrittenBy(options));
  if (misuse) {
    fmt::print(stderr, "{}\n", *misuse);
  }
  return !misuse;
}

// What is wrong with what is asked for, if anything is.
std::optional<std::string> MisuseIn(const SimulateOptions& options) {
  const bool compares = !options.other.empty() || !options.common.with.empty();
  if (!compares && options.sweep.empty()) {
    return "acta simulate needs something to compare the act with: amendments (--with FILE) or a "
           "number to turn (--sweep)";
  }
  if (!compares && !options.changes.empty()) {
    return "--save-changes writes what amendments change: there are none (--with FILE)";
  }
  if (!options.changes.empty() && !tables::FormatOf(options.changes)) {
    return fmt::format("{}: {}", options.changes, tables::kNamesOfFormats);
  }
  if (options.population.empty() + options.case_path.empty() + options.sql.empty() != 2) {
    return "say where the cases come from, once: --population NAME, --cases FILE or --sql QUERY";
  }
  if (options.population.empty() && options.is_drawing_said) {
    return "--size and --seed are of cases that are drawn (--population NAME): of a table or a "
           "query all are taken";
  }
  for (auto by = options.by.begin(); by != options.by.end(); ++by) {
    if (std::find(options.by.begin(), by, *by) != by) {
      return fmt::format("--by {}: the cases are grouped by it already", *by);
    }
  }
  std::vector<AskedFile> read = FilesNamedIn(options.sql);
  read.insert(read.begin(), {{"the act", options.act},
                             {"the other act", options.other},
                             {"--cases", options.case_path},
                             {"--population", SplitName(options.population).first}});
  return Overwritten(options.common, read, WrittenBy(options));
}

// The laws that are asked for: another act, or the act as amended.
tl::expected<Amended, Exit> ContestOf(const SimulateOptions& options) {
  if (options.other.empty()) {
    return options.common.with.empty() ? Amended() : WithAmendments(options);
  }
  CommonOptions of_other = options.common;
  of_other.with.clear();
  if (options.other_governing_date) {
    of_other.governing_date = options.other_governing_date;
  }
  std::unique_ptr<Session> other = LoadAct(options.other, LoadingOf(of_other));
  PrintDiagnostics(*other, options.common, Show::kErrors);
  if (!other->ok()) {
    return tl::unexpected(Exit::kLawOrCase);
  }
  const ir::LawInfo& law = other->graph.program->law;
  std::string name = law.title.empty() ? law.name : law.title;
  Amended made;
  made.contest.Add(std::move(other), findings::Comparison::Kind::kAct, std::move(name));
  return made;
}

Result<std::unique_ptr<tables::Writer>> ChangesIn(const std::string& path) {
  using Type = tables::Writer::Type;
  return tables::Writer::Create(path,
                                {{"case", Type::kInteger},
                                 {"comparison", Type::kText},
                                 {"answer", Type::kText},
                                 {"before", Type::kText},
                                 {"after", Type::kText}},
                                tables::Writer::Order::kSorted);
}

// Everything that is asked for, computed; nothing is written but into `changes`.
tl::expected<findings::Findings, Exit> Find(const SimulateOptions& options, const Session& base,
                                            const std::optional<SweepRange>& range,
                                            std::optional<ir::Population> population,
                                            tables::Writer* changes) {
  tl::expected<Amended, Exit> amended = ContestOf(options);
  if (!amended) {
    return tl::unexpected(amended.error());
  }
  const Contest& contest = amended->contest;
  std::vector<const ir::Program*> laws{base.graph.program.get()};
  for (const std::unique_ptr<Session>& session : contest.sessions) {
    if (!Spares(FilesOf(*session), options)) {
      return tl::unexpected(Exit::kUsage);
    }
    laws.push_back(session->graph.program.get());
  }
  if (!HaveReadings(laws, options.under)) {
    return tl::unexpected(Exit::kUsage);
  }
  const bool is_drawn = population.has_value();
  const Result<Cases> cases =
      is_drawn ? Cases(options, *std::move(population)) : Cases::OfTable(options, base, contest);
  if (!cases) {
    return tl::unexpected(Failed({simulate::Failure::Of::kCases, cases.error().message}));
  }
  const simulate::Contender act{
      .graph = &base.graph, .sources = &base.sources, .name = options.act};
  findings::Findings found;
  if (!contest.contenders.empty()) {
    auto counted = Run(act, contest, *cases, options, changes);
    if (!counted) {
      return counted;
    }
    found = *std::move(counted);
  }
  if (range) {
    // The number is turned in the act as amended.
    const Session& swept = amended->all != nullptr ? *amended->all : base;
    const simulate::Contender as_it_reads{
        .graph = &swept.graph, .sources = &swept.sources, .name = options.act};
    findings::Sweep sweep;
    sweep.is_amended = amended->all != nullptr;
    const tl::expected<Contest, Exit> turned = ForSweep(options, swept, *range, sweep);
    if (!turned) {
      return tl::unexpected(turned.error());
    }
    auto counted = Run(as_it_reads, *turned, *cases, options, nullptr);
    if (!counted) {
      return counted;
    }
    TakeCurves(*counted, *range, sweep);
    if (contest.contenders.empty()) {
      found.cases = counted->cases;
      found.rejected = counted->rejected;
      found.unworked = std::move(counted->unworked);
      found.cases_from = counted->cases_from;
    }
    found.sweep = std::move(sweep);
  }
  const ir::LawInfo& law = base.graph.program->law;
  found.act = law.name;
  found.title = law.title;
  found.path = options.act;
  if (!options.other.empty() && !options.common.with.empty()) {
    found.path += fmt::format(", as amended by {}", fmt::join(options.common.with, ", "));
    found.first_amended_by = options.common.with;
  }
  found.amendments = std::move(amended->amendments);
  found.drawn = is_drawn;
  if (is_drawn) {
    found.seed = options.seed;
    found.assumptions = cases->population()->assumptions;
  }
  found.readings = options.under;
  if (options.as_of) {
    found.as_of = ir::FormatDate(*options.as_of);
  }
  const auto in_words = [](const std::optional<ast::DateLit>& day) {
    return day ? ir::FormatDate(ast::DayOf(*day)) : "";
  };
  found.on = in_words(options.common.on);
  found.governing_date = in_words(options.common.governing_date);
  found.other_governing_date = in_words(options.other_governing_date);
  return found;
}

}  // namespace

void PrintRejects(const std::vector<cases::Reject>& rejects, std::uint64_t count) {
  constexpr std::size_t kMost = 10;
  for (std::size_t i = 0; i < std::min(rejects.size(), kMost); ++i) {
    const cases::Reject& reject = rejects[i];
    const std::string place =
        reject.place.empty() ? fmt::format("case {}", reject.number + 1) : reject.place;
    fmt::print(stderr, "rejected: {}{}{}: expected {}, found `{}`\n", OnOneLine(place),
               reject.path.empty() ? "" : ", ", reject.path, reject.expected,
               OnOneLine(reject.found));
  }
  if (count > 0) {
    fmt::print(stderr, "{} {} left out\n", report::Cases(count),
               count == 1 ? "was rejected and is" : "were rejected and are");
  }
}

void PrintBlank(const cases::Blank& blank) {
  if (blank.count > 0) {
    fmt::print(stderr,
               "{} without a value in any cell, the first at {}: counted, with all facts missing\n",
               report::Cases(blank.count), OnOneLine(blank.place));
  }
}

Exit Simulate(const SimulateOptions& options) {
  if (const std::optional<std::string> misuse = MisuseIn(options)) {
    fmt::print(stderr, "{}\n", *misuse);
    return Exit::kUsage;
  }
  std::optional<SweepRange> range;
  if (!options.sweep.empty()) {
    range = RangeOf(options.sweep);
    if (!range) {
      fmt::print(stderr, "--sweep: `{}` is not of the form rule=3..15, with 200 numbers at most\n",
                 options.sweep);
      return Exit::kUsage;
    }
  }
  // Amendments are compared with the act as it was; of two acts they amend the first.
  CommonOptions plain = options.common;
  if (options.other.empty()) {
    plain.with.clear();
  }
  const std::unique_ptr<Session> base = LoadAct(options.act, LoadingOf(plain));
  std::optional<ir::Population> population;
  if (base->ok() && !options.population.empty()) {
    population = LoadPopulation(options.population, *base);
  }
  PrintDiagnostics(*base, options.common, Show::kErrors);
  if (!base->ok() || base->reporter.HasErrors()) {
    return ExitWithoutPopulation(*base);
  }
  if (base->graph.program->answers.empty()) {
    fmt::print(stderr,
               "error[A0008]: the act answers no question: there is nothing to compare\n  --> {}\n",
               options.act);
    return Exit::kLawOrCase;
  }
  if (!Spares(FilesOf(*base), options) ||
      (population && !Spares(TablesOf(*population, base->sources), options))) {
    return Exit::kUsage;
  }
  const bool needs_tables = options.population.empty() || !options.changes.empty();
  if (const Result<void> ready = tables::Ready(); needs_tables && !ready) {
    fmt::print(stderr, "{}\n", ready.error().message);
    return Exit::kUsage;
  }
  if (!options.out.empty()) {
    if (const Result<Replacement> page = ReplacementFor(options.out); !page) {
      return Unwritten(page.error());
    }
  }
  CatchInterrupts();
  std::unique_ptr<tables::Writer> changes;
  if (!options.changes.empty()) {
    Result<std::unique_ptr<tables::Writer>> made = ChangesIn(options.changes);
    if (!made) {
      return Unwritten(made.error());
    }
    changes = *std::move(made);
  }
  const auto found = Find(options, *base, range, std::move(population), changes.get());
  if (!found) {
    return found.error();
  }
  if (changes != nullptr) {
    if (const Result<void> written = changes->Finish(); !written) {
      return Unwritten(written.error());
    }
  }
  // What was found is printed whether or not the page can be written.
  fmt::print("{}", options.json ? report::JsonOf(*found) : report::TextOf(*found));
  std::fflush(stdout);
  const Exit done = found->rejected > 0 ? Exit::kLawOrCase : Exit::kFine;
  if (options.out.empty()) {
    return done;
  }
  const Result<void> written =
      WriteFile(options.out, report::PageOf(*found, std::string(report::Charts())));
  if (!written) {
    return Unwritten(written.error());
  }
  fmt::print(stderr, "{}: written\n", options.out);
  return done;
}

}  // namespace acta
