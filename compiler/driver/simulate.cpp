#include "compiler/driver/simulate.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <set>

#include "compiler/amend/places.h"
#include "compiler/base/edit_distance.h"
#include "compiler/base/file.h"
#include "compiler/driver/population.h"
#include "compiler/driver/progress.h"
#include "compiler/ir/format.h"
#include "compiler/population/stream.h"
#include "compiler/report/charts.h"
#include "compiler/report/report.h"
#include "compiler/simulate/simulate.h"
#include "compiler/tables/tables.h"

namespace acta {
namespace {

using Kind = findings::Comparison::Kind;

// Laws to compare with the act, and the sessions that own them.
struct Contest {
  std::vector<std::unique_ptr<Session>> sessions;
  std::vector<simulate::Contender> contenders;

  void Add(std::unique_ptr<Session> session, Kind kind, std::string name,
           std::string amendment = "") {
    contenders.push_back({.graph = &session->graph,
                          .sources = &session->sources,
                          .kind = kind,
                          .name = std::move(name),
                          .amendment = std::move(amendment)});
    sessions.push_back(std::move(session));
  }
};

// The amended law with those amendments that `chosen` takes; null when they do not stand by
// themselves.
std::unique_ptr<Session> WithSome(const SimulateOptions& options,
                                  std::function<bool(const std::string&)> chosen) {
  LoadOptions loading = LoadingOf(options.common);
  loading.chosen = std::move(chosen);
  std::unique_ptr<Session> session = LoadAct(options.act, loading);
  return session->ok() ? std::move(session) : nullptr;
}

// Each amendment alone, all together, each left out.
tl::expected<Contest, Exit> WithAmendments(const SimulateOptions& options,
                                           findings::Findings& found) {
  Contest contest;
  std::unique_ptr<Session> all = LoadAct(options.act, LoadingOf(options.common));
  PrintDiagnostics(*all, options.common, Show::kErrors);
  if (!all->ok()) {
    return tl::unexpected(Exit::kLawOrCase);
  }
  std::vector<std::string> names;
  for (const amend::Written& written : all->settled->amendments()) {
    const ast::Amendment& tree = *written.amendment;
    names.push_back(written.name());
    found.amendments.push_back({.name = written.name(),
                                .title = tree.title ? tree.title->text : "",
                                .source = tree.source ? tree.source->text : "",
                                .path = all->sources[written.document->source].path()});
  }
  if (names.size() == 1) {
    contest.Add(std::move(all), Kind::kAlone, names.front(), names.front());
    return contest;
  }
  std::vector<std::unique_ptr<Session>> left_out;
  for (const std::string& name : names) {
    if (auto alone = WithSome(options, [&](const std::string& one) { return one == name; })) {
      contest.Add(std::move(alone), Kind::kAlone, name, name);
    } else {
      fmt::print(stderr, "note: {} cannot stand alone: it builds on another\n", name);
    }
    left_out.push_back(names.size() > 2
                           ? WithSome(options, [&](const std::string& one) { return one != name; })
                           : nullptr);
  }
  contest.Add(std::move(all), Kind::kTogether, "all amendments");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (left_out[i] != nullptr) {
      contest.Add(std::move(left_out[i]), Kind::kLeftOut, "all but " + names[i], names[i]);
    }
  }
  return contest;
}

// ---- sweeps
// ----------------------------------------------------------------------------------------

struct SweepRange {
  std::string target;
  std::int64_t first = 0, last = 0;
};

// "notification_period=3..15"
std::optional<SweepRange> RangeOf(const std::string& text) {
  SweepRange range;
  const std::size_t equals = text.find('=');
  const std::size_t dots = text.find("..", equals == std::string::npos ? 0 : equals);
  if (equals == std::string::npos || dots == std::string::npos || equals == 0) {
    return std::nullopt;
  }
  range.target = text.substr(0, equals);
  const auto number = [&](std::size_t begin, std::size_t end, std::int64_t& to) {
    const auto [stop, error] = std::from_chars(text.data() + begin, text.data() + end, to);
    return error == std::errc() && stop == text.data() + end;
  };
  constexpr std::int64_t kMostPoints = 200;
  const bool reads =
      number(equals + 1, dots, range.first) && number(dots + 2, text.size(), range.last);
  if (!reads || range.first > range.last || range.last - range.first >= kMostPoints) {
    return std::nullopt;
  }
  return range;
}

// The one number that a rule or parameter says.
struct Turned {
  Span span;  // of the whole literal, "5 working days"
  std::int64_t number = 0;
  std::string unit;
  std::string citation;
};

std::optional<Turned> NumberIn(const Session& session, const std::string& target) {
  const ast::Document& act = session.documents[0];
  ast::Name name;
  for (std::size_t at = 0; at <= target.size();) {
    const std::size_t dot = std::min(target.find('.', at), target.size());
    name.parts.push_back({target.substr(at, dot - at), {}});
    at = dot + 1;
  }
  const std::vector<amend::Place> places = amend::PlacesOf(act, name);
  if (places.size() != 1) {
    fmt::print(stderr, "--sweep: the act has no rule or parameter `{}`", target);
    if (const auto close = ClosestName(target, amend::NamesIn(act))) {
      fmt::print(stderr, "; did you mean `{}`?", *close);
    }
    fmt::print(stderr, "\n");
    return std::nullopt;
  }
  std::vector<ast::ExprId> values;
  const amend::Place& place = places.front();
  if (place.clause != nullptr) {
    values.push_back(place.clause->value);
  } else if (const auto* parameter = std::get_if<ast::ParameterDecl>(&place.decl->kind)) {
    for (const ast::ParameterDecl::Version& version : parameter->versions) {
      values.push_back(version.value);
    }
  } else if (const std::vector<ast::Clause>* clauses = amend::ClausesOf(*place.decl)) {
    for (const ast::Clause& clause : *clauses) {
      values.push_back(clause.value);
    }
  }
  Turned turned;
  if (values.size() == 1) {
    const ast::Expr& expr = act.exprs[values.front()];
    turned.span = expr.span;
    if (const auto* integer = std::get_if<ast::IntLit>(&expr.kind)) {
      turned.number = integer->value;
      turned.unit = integer->unit ? integer->unit->text : "";
    } else if (const auto* duration = std::get_if<ast::DurationLit>(&expr.kind)) {
      turned.number = duration->count;
      const std::string_view text = session.sources.TextOf(expr.span);
      turned.unit = text.substr(std::min(text.find(' ') + 1, text.size()));
    } else {
      values.clear();
    }
  }
  if (values.size() != 1) {
    fmt::print(stderr, "--sweep: `{}` does not say one whole number, such as `is 5 working days`\n",
               target);
    return std::nullopt;
  }
  if (place.decl->provision.valid()) {
    turned.citation = act.provisions[place.decl->provision].citation;
  }
  return turned;
}

tl::expected<Contest, Exit> ForSweep(const SimulateOptions& options, const Session& base,
                                     const SweepRange& range, findings::Sweep& sweep) {
  const std::optional<Turned> turned = NumberIn(base, range.target);
  if (!turned) {
    return tl::unexpected(Exit::kUsage);
  }
  sweep.target = range.target;
  sweep.unit = turned->unit;
  sweep.in_law = turned->number;
  sweep.citation = turned->citation;
  Contest contest;
  const std::string& path = base.sources[base.documents[0].source].path();
  const std::string text(base.sources[base.documents[0].source].text());
  const std::string unit = turned->unit.empty() ? "" : " " + turned->unit;
  for (std::int64_t value = range.first; value <= range.last; ++value) {
    std::string changed = text;
    changed.replace(turned->span.begin, turned->span.size(), std::to_string(value) + unit);
    LoadOptions loading = LoadingOf(options.common);
    loading.with.clear();
    loading.in_place_of = {path, std::move(changed)};
    std::unique_ptr<Session> session = LoadAct(options.act, loading);
    PrintDiagnostics(*session, options.common, Show::kErrors);
    if (!session->ok()) {
      return tl::unexpected(Exit::kLawOrCase);
    }
    contest.Add(std::move(session), Kind::kLeftOut, std::to_string(value));
  }
  return contest;
}

// Of each law of the sweep how often it gives each outcome.
void TakeCurves(const findings::Findings& found, const SweepRange& range, findings::Sweep& sweep) {
  const findings::Comparison& first = found.comparisons.front();
  for (std::size_t i = 0; i < first.answers.size(); ++i) {
    findings::Sweep::Answer curve{.name = first.answers[i].name,
                                  .question = first.answers[i].question};
    bool changes = false;
    for (const findings::Comparison& comparison : found.comparisons) {
      changes = changes || comparison.answers[i].changed > 0;
      for (const std::string& outcome : comparison.answers[i].outcomes) {
        if (std::ranges::find(curve.outcomes, outcome) == curve.outcomes.end()) {
          curve.outcomes.push_back(outcome);
        }
      }
    }
    if (!changes) {
      continue;
    }
    for (std::size_t at = 0; at < found.comparisons.size(); ++at) {
      const findings::Answer& answer = found.comparisons[at].answers[i];
      findings::SweepPoint point{.value = range.first + static_cast<std::int64_t>(at)};
      for (const std::string& outcome : curve.outcomes) {
        const auto place = std::ranges::find(answer.outcomes, outcome) - answer.outcomes.begin();
        std::uint64_t count = 0;
        for (const std::vector<std::uint64_t>& row : answer.matrix) {
          count += static_cast<std::size_t>(place) < row.size()
                       ? row[static_cast<std::size_t>(place)]
                       : 0;
        }
        point.counts.push_back(count);
      }
      curve.points.push_back(std::move(point));
    }
    sweep.answers.push_back(std::move(curve));
  }
}

// ---- all of it
// -------------------------------------------------------------------------------------

// Whether every reading that was chosen is one of the law's.
bool AreKnown(const ir::Program& program, const SimulateOptions& options) {
  for (const auto& [reading, alternative] : options.under) {
    const auto known = std::ranges::find(program.readings, reading, &ir::Reading::name);
    if (known == program.readings.end()) {
      fmt::print(stderr, "--under: the act has no reading `{}`\n", reading);
      return false;
    }
    const auto& members = program.enums[known->alternatives].members;
    if (std::ranges::find(members, alternative, &ir::EnumMember::name) == members.end()) {
      fmt::print(stderr, "--under: the reading `{}` has no alternative `{}`\n", reading,
                 alternative);
      return false;
    }
  }
  return true;
}

// The cases, as often as they are asked for.
struct Cases {
  const SimulateOptions* options;
  const ir::Program* program;                // of the act
  std::optional<ir::Population> population;  // else a table

  [[nodiscard]] Result<std::unique_ptr<cases::CaseStream>> Open() const {
    if (population) {
      return std::make_unique<population::PopulationStream>(*population, options->seed,
                                                            options->size);
    }
    return tables::Open({.path = options->case_path, .sql = options->sql}, *program);
  }
  [[nodiscard]] const ir::Program* Facts() const {
    return population ? &population->program : nullptr;
  }
};

Result<findings::Findings> Run(const simulate::Contender& base, const Contest& contest,
                               const Cases& cases, const SimulateOptions& options,
                               tables::Writer* changes) {
  ACTA_TRY(const std::unique_ptr<cases::CaseStream> stream, cases.Open());
  ProgressBar bar(stream->size(), true);
  simulate::Options asked{.asking = {.readings = options.under, .as_of = options.as_of},
                          .by = options.by,
                          .facts = cases.Facts(),
                          .threads = options.threads};
  if (changes != nullptr) {
    asked.changed = [&](std::uint64_t number, const std::string& comparison,
                        const std::string& answer, const std::string& before,
                        const std::string& after) {
      changes->Value(static_cast<std::int64_t>(number));
      for (const std::string* text : {&comparison, &answer, &before, &after}) {
        changes->Text(*text);
      }
      changes->EndRow();
    };
  }
  std::vector<cases::Reject> rejects;
  Result<findings::Findings> found = simulate::Simulate(
      base, contest.contenders, *stream, asked,
      {.laws = [&](std::size_t done, std::size_t all) { return bar.Laws(done, all); },
       .cases = [&](std::uint64_t more) { return bar.Cases(more); }},
      rejects);
  if (found) {
    PrintRejects(rejects, found->rejected);
  }
  return found;
}

Exit Failed(const Error& error) {
  if (error.message == simulate::kStopped) {
    fmt::print(stderr, "stopped: nothing was written\n");
    return Exit::kLawOrCase;
  }
  fmt::print(stderr, "{}\n", error.message);
  return Exit::kUsage;
}

Exit Unwritten(const Error& error) {
  fmt::print(stderr, "error[A0006]: {}\n", error.message);
  return Exit::kOurFailure;
}

}  // namespace

void PrintRejects(const std::vector<cases::Reject>& rejects, std::uint64_t count) {
  constexpr std::size_t kMost = 10;
  for (std::size_t i = 0; i < std::min(rejects.size(), kMost); ++i) {
    const cases::Reject& reject = rejects[i];
    fmt::print(stderr, "rejected: {}, {}: expected {}, found `{}`\n",
               reject.place.empty() ? fmt::format("case {}", reject.number) : reject.place,
               reject.path, reject.expected, reject.found);
  }
  if (count > 0) {
    fmt::print(stderr, "{} cases were rejected and are left out\n", count);
  }
}

Exit Simulate(const SimulateOptions& options) {
  const bool is_comparing = !options.other.empty();
  if (!is_comparing && options.common.with.empty() && options.sweep.empty()) {
    fmt::print(stderr,
               "acta simulate needs something to compare the act with: amendments (--with FILE) or "
               "a number to turn (--sweep)\n");
    return Exit::kUsage;
  }
  if (options.population.empty() + options.case_path.empty() + options.sql.empty() != 2) {
    fmt::print(
        stderr,
        "say where the cases come from, once: --population NAME, --cases FILE or --sql QUERY\n");
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
  CommonOptions plain = options.common;
  plain.with.clear();
  const std::unique_ptr<Session> base = LoadAct(options.act, LoadingOf(plain));
  Cases cases{.options = &options};
  if (base->ok() && !options.population.empty()) {
    cases.population = LoadPopulation(options.population, *base);
  }
  PrintDiagnostics(*base, options.common, Show::kErrors);
  if (!base->ok() || base->reporter.HasErrors()) {
    return Exit::kLawOrCase;
  }
  const ir::Program& program = *base->graph.program;
  cases.program = &program;
  if (program.answers.empty()) {
    fmt::print(stderr,
               "error[A0008]: the act answers no question: there is nothing to compare\n  --> {}\n",
               options.act);
    return Exit::kLawOrCase;
  }
  if (!AreKnown(program, options)) {
    return Exit::kUsage;
  }

  findings::Findings header;
  Contest contest;
  if (is_comparing) {
    CommonOptions of_other = plain;
    if (options.other_governing_date) {
      of_other.governing_date = options.other_governing_date;
    }
    std::unique_ptr<Session> other = LoadAct(options.other, LoadingOf(of_other));
    PrintDiagnostics(*other, options.common, Show::kErrors);
    if (!other->ok()) {
      return Exit::kLawOrCase;
    }
    const ir::LawInfo& law = other->graph.program->law;
    contest.Add(std::move(other), Kind::kAct, law.title.empty() ? options.other : law.title);
  } else if (!options.common.with.empty()) {
    tl::expected<Contest, Exit> made = WithAmendments(options, header);
    if (!made) {
      return made.error();
    }
    contest = *std::move(made);
  }
  const simulate::Contender act{
      .graph = &base->graph, .sources = &base->sources, .name = options.act};
  CatchInterrupts();
  std::unique_ptr<tables::Writer> changes;
  if (!options.changes.empty()) {
    using Type = tables::Writer::Type;
    Result<std::unique_ptr<tables::Writer>> made =
        tables::Writer::Create(options.changes,
                               {{"case", Type::kInteger},
                                {"comparison", Type::kText},
                                {"answer", Type::kText},
                                {"before", Type::kText},
                                {"after", Type::kText}},
                               tables::Writer::Order::kSorted);
    if (!made) {
      return Failed(made.error());
    }
    changes = *std::move(made);
  }
  findings::Findings found;
  if (!contest.contenders.empty()) {
    Result<findings::Findings> counted = Run(act, contest, cases, options, changes.get());
    if (!counted) {
      return Failed(counted.error());
    }
    found = *std::move(counted);
  }
  if (changes != nullptr) {
    if (const Result<void> written = changes->Finish(); !written) {
      return Unwritten(written.error());
    }
  }
  if (range) {
    findings::Sweep sweep;
    const tl::expected<Contest, Exit> turned = ForSweep(options, *base, *range, sweep);
    if (!turned) {
      return turned.error();
    }
    const Result<findings::Findings> counted = Run(act, *turned, cases, options, nullptr);
    if (!counted) {
      return Failed(counted.error());
    }
    TakeCurves(*counted, *range, sweep);
    if (found.cases == 0) {
      found.cases = counted->cases;
      found.rejected = counted->rejected;
      found.cases_from = counted->cases_from;
    }
    found.sweep = std::move(sweep);
  }
  found.act = program.law.name;
  found.title = program.law.title;
  found.path = options.act;
  found.amendments = std::move(header.amendments);
  found.drawn = cases.population.has_value();
  if (cases.population) {
    found.seed = options.seed;
    found.assumptions = cases.population->assumptions;
  }
  found.readings = options.under;
  if (options.as_of) {
    found.as_of = ir::FormatDate(*options.as_of);
  }
  if (!options.out.empty()) {
    if (const Result<void> written =
            WriteFile(options.out, report::PageOf(found, std::string(report::Charts())));
        !written) {
      return Unwritten(written.error());
    }
  }
  fmt::print("{}", options.json ? report::JsonOf(found) : report::TextOf(found));
  std::fflush(stdout);
  if (!options.out.empty()) {
    fmt::print(stderr, "{}: written\n", options.out);
  }
  return Exit::kFine;
}

}  // namespace acta
