// acta: check, run, test, build, measure and explain encoded law. Exit codes: 0 fine, 1 the law or the cases are at fault, 2 wrong usage,
// 3 our failure, 130 stopped by Ctrl-C.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/base/edit_distance.h"
#include "compiler/driver/bench.h"
#include "compiler/driver/build.h"
#include "compiler/driver/consolidate.h"
#include "compiler/driver/eval.h"
#include "compiler/driver/inspect.h"
#include "compiler/driver/population.h"
#include "compiler/driver/run.h"
#include "compiler/driver/simulate.h"
#include "compiler/driver/test.h"
#include "compiler/driver/why.h"
#include "compiler/measure/crew.h"
#include "compiler/syntax/names.h"

namespace acta {
namespace {

enum class ColourWish { kAuto, kAlways, kNever };

struct Arguments {
  CaseOptions cases;
  ColourWish colour = ColourWish::kAuto;
  std::vector<std::string> paths;
  std::vector<std::string> under;
  std::string as_of, on, governing_date, other_governing_date;
  std::string question;
  std::string output, other_act;
  std::string stage = "plan";
  std::string code;
  BuildOptions build;
  BenchOptions bench;
  DrawOptions draw;
  SimulateOptions simulate;
  EvalOptions eval;
  bool explain = false;
  bool no_coverage = false;
};

Colour Resolve(ColourWish wish, int descriptor) {
  if (wish == ColourWish::kAuto) return isatty(descriptor) != 0 ? Colour::kAlways : Colour::kNever;
  return wish == ColourWish::kAlways ? Colour::kAlways : Colour::kNever;
}

// Of an option that counts: CLI11 takes "-1" for a very large number, and "010" for eight.
const CLI::Validator kWholeNumber(
    [](std::string& text) -> std::string {
      std::uint64_t value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc() || end != text.data() + text.size()) {
        return "`" + text + "` is no whole number from 0 to 18446744073709551615";
      }
      text = std::to_string(value);
      return "";
    },
    "");

// One of these names: CLI11 would take their numbers as well.
template <class T>
CLI::Validator OneOf(const std::map<std::string, T>& values) {
  std::vector<std::string> names;
  for (const auto& [name, value] : values) names.push_back(name);
  const std::string known = fmt::format("{}", fmt::join(names, ", "));
  return {[values, known](std::string& text) -> std::string {
            const auto found = values.find(text);
            if (found == values.end()) return "`" + text + "` is none of " + known;
            text = std::to_string(static_cast<int>(found->second));
            return "";
          },
          fmt::format("{{{}}}", fmt::join(names, ","))};
}

// "2021-01-01"
std::optional<ast::DateLit> ParseDay(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  ast::DateLit day;
  int end = 0;
  const bool reads = std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &day.year, &day.month, &day.day, &end) == 3;
  const std::chrono::year_month_day date{std::chrono::year(day.year), std::chrono::month(static_cast<unsigned>(day.month)),
                                         std::chrono::day(static_cast<unsigned>(day.day))};
  if (!reads || end != static_cast<int>(text.size()) || text.size() != std::string_view("2021-01-01").size() || !date.ok()) {
    throw CLI::ValidationError(option, "`" + text + "` is no day such as 2021-01-31");
  }
  return day;
}

// "reading=alternative"
void SplitChoices(const std::vector<std::string>& texts, CaseOptions& options) {
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      throw CLI::ValidationError("--under", "`" + text + "` is not of the form reading=alternative");
    }
    const std::string reading = text.substr(0, equals);
    if (std::ranges::find(options.under, reading, &std::pair<std::string, std::string>::first) != options.under.end()) {
      throw CLI::ValidationError("--under", "`" + reading + "` is chosen twice; an answer rests on one alternative of a reading");
    }
    options.under.emplace_back(reading, text.substr(equals + 1));
  }
}

const std::map<std::string, DiagnosticsForm> kForms = {
    {"text", DiagnosticsForm::kText}, {"json", DiagnosticsForm::kJson}, {"sarif", DiagnosticsForm::kSarif}};
const std::map<std::string, ColourWish> kColours = {
    {"auto", ColourWish::kAuto}, {"always", ColourWish::kAlways}, {"never", ColourWish::kNever}};
const std::map<std::string, EngineKind> kEngines = {{"native", EngineKind::kNative}, {"interpreter", EngineKind::kInterpreter}};

void AddCommon(CLI::App& command, Arguments& arguments) {
  CommonOptions& common = arguments.cases.common;
  command.add_option("-I,--include", common.include_dirs, "look for modules here, before the standard library")
      ->allow_extra_args(false)
      ->option_text("DIR");
  command.add_option("--with", common.with, "the act as amended by this: a file of amendments, or FILE#NAME for one of them; may be given several times")
      ->allow_extra_args(false)
      ->option_text("FILE");
  command.add_option("--governing-date", arguments.governing_date, "judge every case by the law of this day, whatever the act says of it")
      ->type_name("DATE");
  command.add_option("--on", arguments.on, "with amendments: the act as it stands on this day")->type_name("DATE");
  command.add_option("--diagnostics", common.diagnostics, "what is wrong with the law, as text, json or sarif")
      ->transform(OneOf(kForms));
  command.add_option("--colour,--color", arguments.colour, "auto (on a terminal), always or never")
      ->transform(OneOf(kColours));
}

void AddAct(CLI::App& command, Arguments& arguments) {
  command.add_option("act", arguments.cases.act, "the act: a *.acta.md or *.acta file")->required();
  AddCommon(command, arguments);
}

void AddCase(CLI::App& command, Arguments& arguments) {
  AddAct(command, arguments);
  command.add_option("--case", arguments.cases.case_path, "the cases: JSON, an array, or JSON Lines; - reads standard input")->required();
  command.add_option("--as-of", arguments.as_of, "the day on which we ask: a date, or today");
  command.add_option("--under", arguments.under, "choose an alternative of an open reading; may be given several times")
      ->allow_extra_args(false)
      ->option_text("READING=ALTERNATIVE");
  command.add_option("--engine", arguments.cases.engine, "native (compiled code) or interpreter")
      ->transform(OneOf(kEngines));
  command.add_flag("--json", arguments.cases.json, "print JSON");
}

void AddBuild(CLI::App& command, Arguments& arguments) {
  AddAct(command, arguments);
  BuildOptions& build = arguments.build;
  command.add_option("-o,--output", build.folder, "the folder to write into; it is made if need be")->required()->type_name("DIR");
  command.add_option("--name", build.name, "what the act is called in symbols and files; else its file's name")->type_name("IDENT");
  build.emit = {"obj"};
  command.add_option("--emit", build.emit, "what to make, with commas between; obj unless given")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(ProductNames()));
  command.add_option("--target", build.triple, "the machine to compile for; else this one's kind")->type_name("TRIPLE");
  command.add_option("--cpu", build.cpu, "the oldest processor that must run it; else any")->type_name("NAME");
  command.add_option("--depfile", build.depfile, "write which files were read, as a rule for make and ninja")->type_name("FILE");
}

void AddBench(CLI::App& command, Arguments& arguments) {
  AddAct(command, arguments);
  BenchOptions& bench = arguments.bench;
  const auto positive = [](std::uint64_t most) { return CLI::Range(std::uint64_t{1}, most); };
  command.add_option("--cases", bench.cases, "cases that are taken from memory in a round")
      ->check(positive(std::uint64_t{1} << 40))
      ->capture_default_str();
  command.add_option("--seed", bench.seed, "of the cases: the same seed, the same cases")->transform(kWholeNumber)->capture_default_str();
  command.add_option("--missing", bench.percent_missing, "facts missing of a hundred, beside the cases with all facts given; 0: none such")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command.add_option("--compared", bench.compared, "cases in which batch and row evaluators must agree first")
      ->check(positive(std::uint64_t{1} << 40))
      ->capture_default_str();
  command.add_option("--rounds", bench.rounds, "rounds, best an odd number of at least seven; 0 only compares")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  command.add_option("--threads", bench.threads, "numbers of threads, with commas between; else 1 and 2, where there are two processors")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Range(1U, measure::Processors()));
  command.add_option("--memory", bench.memory_mib, "MiB for columns and answers; more cases than fit are the same ones again")
      ->check(positive(std::uint64_t{1} << 24))
      ->capture_default_str();
  command.add_option("--from", bench.first_day, "the first of the days from which dates without a range are drawn")->type_name("DATE");
  command.add_option("--until", bench.last_day, "the last of them; else days on which the act is in force and its calendars speak")
      ->type_name("DATE");
  command.add_option("--under", arguments.under, "choose an alternative of an open reading, else the first; may be given several times")
      ->allow_extra_args(false)
      ->option_text("READING=ALTERNATIVE");
  command.add_flag("--leave-open", bench.leave_open, "leave readings open that --under does not choose");
  command.add_flag("--json", bench.json, "print JSON");
}

void AddPopulation(CLI::App& command, std::string& population, std::uint64_t& seed) {
  command.add_option("--population", population, "of the act, by name; or FILE, or FILE#NAME")->type_name("NAME");
  command.add_option("--seed", seed, "of drawn cases: the same seed, the same cases")->transform(kWholeNumber)->capture_default_str();
}

void AddSimulation(CLI::App& command, Arguments& arguments) {
  SimulateOptions& simulate = arguments.simulate;
  AddPopulation(command, simulate.population, simulate.seed);
  const auto is_said = [&simulate](const std::string& /*number*/) { simulate.is_drawing_said = true; };
  command.get_option("--seed")->each(is_said);
  command.add_option("--size", simulate.size, "how many cases to draw")
      ->transform(kWholeNumber)
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40))
      ->capture_default_str()
      ->each(is_said);
  command.add_option("--cases", simulate.case_path, "take the cases of this table: CSV, JSON, JSON Lines or Parquet")->type_name("FILE");
  command.add_option("--sql", simulate.sql, "take the rows of this query, a SELECT, as cases")->type_name("QUERY");
  command.add_option("--save-changes", simulate.changes, "write each answer that changes to this table")->type_name("FILE");
  command.add_option("--by", simulate.by, "say who changes by this fact; may be given several times")->allow_extra_args(false)->option_text("FACT");
  command.add_option("--as-of", arguments.as_of, "the day on which we ask, for all cases")->type_name("DATE");
  command.add_option("--under", arguments.under, "choose an alternative of an open reading; may be given several times")
      ->allow_extra_args(false)
      ->option_text("READING=ALTERNATIVE");
  command.add_option("--out", simulate.out, "write the report to this HTML file")->type_name("FILE");
  command.add_flag("--json", simulate.json, "print JSON");
  command.add_option("--threads", simulate.threads, "else one for each processor")->check(CLI::Range(1U, 1024U));
}

// What is wrong with the first word of the command line, if it is to be a subcommand and is none.
std::optional<std::string> UnknownSubcommand(const CLI::App& app, int argc, char** argv) {
  const std::string first = argc > 1 ? argv[1] : "-";
  if (first.starts_with('-')) return std::nullopt;
  std::vector<std::string> names;
  for (const CLI::App* subcommand : app.get_subcommands(nullptr)) names.push_back(subcommand->get_name());
  if (std::ranges::find(names, first) != names.end()) return std::nullopt;
  const std::optional<std::string> close = ClosestName(first, names);
  return fmt::format("`{}` is no subcommand; {}", first,
                     close ? fmt::format("did you mean `{}`?", *close) : fmt::format("there is {}", fmt::join(names, ", ")));
}

// What could not be written was not said: a full disk or a closed pipe is no success.
int Printed(Exit exit) {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fputs("error[A0006]: standard output takes no more: what was to be printed is not whole\n", stderr);
    return static_cast<int>(Exit::kOurFailure);
  }
  return static_cast<int>(exit);
}

int Main(int argc, char** argv) {
  CLI::App app("Acta: law that can be computed. Checks, runs, tests and explains encoded acts.", "acta");
  app.require_subcommand(1);
  app.set_version_flag("--version", ACTA_VERSION);
  app.footer("Exit codes: 0 fine, 1 the law or the cases are at fault, 2 wrong usage, 3 our failure, 130 stopped by Ctrl-C.");
  Arguments arguments;

  CLI::App* check = app.add_subcommand("check", "say what is wrong with acts");
  check->add_option("paths", arguments.paths, "acts, or folders of them")->required();
  AddCommon(*check, arguments);

  CLI::App* run = app.add_subcommand("run", "answer the act's questions for each case");
  AddCase(*run, arguments);
  run->add_flag("--explain", arguments.explain, "say for each answer which provisions it rests on");

  CLI::App* why = app.add_subcommand("why", "show the whole tree behind one answer");
  AddCase(*why, arguments);
  why->add_option("question", arguments.question, "an answer, or a rule")->required();

  CLI::App* ask = app.add_subcommand("ask", "say which missing fact to ask for next, and why");
  AddCase(*ask, arguments);

  CLI::App* test = app.add_subcommand("test", "run the scenarios of acts and measure what they cover");
  test->add_option("paths", arguments.paths, "acts, or folders of them")->required();
  AddCommon(*test, arguments);
  test->add_option("--engine", arguments.cases.engine, "native (compiled code) or interpreter")
      ->transform(OneOf(kEngines));
  test->add_flag("--no-coverage", arguments.no_coverage, "leave the coverage of clauses and exceptions out");
  test->add_flag("--json", arguments.cases.json, "print JSON");

  CLI::App* build = app.add_subcommand("build", "compile an act for other programs to use");
  AddBuild(*build, arguments);

  CLI::App* bench = app.add_subcommand("bench", "measure how fast an act answers drawn cases");
  AddBench(*bench, arguments);

  CLI::App* simulate = app.add_subcommand("simulate", "say whose answers amendments change over many cases, and why");
  AddAct(*simulate, arguments);
  AddSimulation(*simulate, arguments);
  simulate->add_option("--sweep", arguments.simulate.sweep, "turn the number that a rule or parameter says: rule=3..15")->type_name("RANGE");

  CLI::App* compare = app.add_subcommand("compare", "compare the answers of two acts over many cases");
  AddAct(*compare, arguments);
  compare->add_option("other", arguments.simulate.other, "the act to compare it with")->required();
  AddSimulation(*compare, arguments);
  compare->add_option("--other-governing-date", arguments.other_governing_date, "judge by the other act's law of this day; else as the first")
      ->type_name("DATE");

  CLI::App* eval = app.add_subcommand("eval", "answer a table of cases with a table of answers");
  AddAct(*eval, arguments);
  eval->add_option("--cases", arguments.eval.case_path, "the cases: CSV, JSON, JSON Lines or Parquet")->type_name("FILE");
  eval->add_option("--sql", arguments.eval.sql, "or the rows of this query, a SELECT")->type_name("QUERY");
  eval->add_option("--out", arguments.eval.out, "the answers: CSV, JSON Lines or Parquet")->required()->type_name("FILE");
  eval->add_option("--rejects", arguments.eval.rejects, "write what was rejected, and why, to this table")->type_name("FILE");
  eval->add_option("--as-of", arguments.as_of, "the day on which we ask, for all cases")->type_name("DATE");
  eval->add_option("--under", arguments.under, "choose an alternative of an open reading; may be given several times")
      ->allow_extra_args(false)
      ->option_text("READING=ALTERNATIVE");

  CLI::App* draw = app.add_subcommand("draw", "draw cases of a population, to look at them");
  AddAct(*draw, arguments);
  AddPopulation(*draw, arguments.draw.population, arguments.draw.seed);
  draw->get_option("--population")->required();
  draw->add_option("--size", arguments.draw.size, "how many cases")->transform(kWholeNumber)->capture_default_str();

  CLI::App* consolidate = app.add_subcommand("consolidate", "print an act as amendments make it read");
  AddAct(*consolidate, arguments);
  consolidate->add_option("-o,--output", arguments.output, "write it to this file")->type_name("FILE");

  CLI::App* changes = app.add_subcommand("changes", "compare two acts, or an act with itself as amended, provision by provision");
  changes->add_option("old", arguments.cases.act, "the act")->required();
  changes->add_option("new", arguments.other_act, "the act to compare it with; else --with says what changes it");
  changes->add_flag("--json", arguments.cases.json, "print JSON");
  AddCommon(*changes, arguments);

  CLI::App* schema = app.add_subcommand("schema", "print the JSON Schema of a case and of the answers");
  AddAct(*schema, arguments);

  CLI::App* dump = app.add_subcommand("dump", "print what a stage of the compiler makes of an act");
  AddAct(*dump, arguments);
  dump->add_option("--stage", arguments.stage, "ast, program, plan or llvm")->check(CLI::IsMember({"ast", "program", "plan", "llvm"}));

  CLI::App* explain_code = app.add_subcommand("explain-code", "print the page of a diagnostic");
  explain_code->add_option("code", arguments.code, "for example A2001")->required();

  if (const std::optional<std::string> unknown = UnknownSubcommand(app, argc, argv)) {
    fmt::print(stderr, "{}\n", *unknown);
    return static_cast<int>(Exit::kUsage);
  }
  try {
    app.parse(argc, argv);
    SplitChoices(arguments.under, arguments.cases);
    arguments.cases.common.on = ParseDay("--on", arguments.on);
    if (simulate->parsed() || compare->parsed() || eval->parsed()) {
      if (const auto day = ParseDay("--as-of", arguments.as_of)) arguments.simulate.as_of = arguments.eval.as_of = ast::DayOf(*day);
    } else if (arguments.as_of != "today") {
      std::ignore = ParseDay("--as-of", arguments.as_of);
    }
    arguments.cases.common.governing_date = ParseDay("--governing-date", arguments.governing_date);
    arguments.simulate.other_governing_date = ParseDay("--other-governing-date", arguments.other_governing_date);
    if (arguments.cases.common.on && arguments.cases.common.with.empty()) {
      throw CLI::ValidationError("--on", "there are no amendments to be in force: say which with --with");
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? Printed(Exit::kFine) : static_cast<int>(Exit::kUsage);
  }

  CommonOptions& common = arguments.cases.common;
  common.colour = Resolve(arguments.colour, STDOUT_FILENO);
  common.error_colour = Resolve(arguments.colour, STDERR_FILENO);
  if (!arguments.as_of.empty()) arguments.cases.as_of = arguments.as_of;

  const Exit exit = [&] {
    if (check->parsed()) return CheckActs(arguments.paths, common);
    if (run->parsed()) return Run({.cases = arguments.cases, .explain = arguments.explain});
    if (why->parsed()) return Why(arguments.cases, arguments.question);
    if (ask->parsed()) return Ask(arguments.cases);
    if (test->parsed()) {
      return Test({.paths = arguments.paths, .common = common, .engine = arguments.cases.engine, .json = arguments.cases.json,
                   .coverage = !arguments.no_coverage});
    }
    if (build->parsed()) {
      arguments.build.act = arguments.cases.act;
      arguments.build.common = common;
      return Build(arguments.build);
    }
    if (bench->parsed()) {
      arguments.bench.act = arguments.cases.act;
      arguments.bench.common = common;
      arguments.bench.under = arguments.cases.under;
      return Bench(arguments.bench);
    }
    if (simulate->parsed() || compare->parsed()) {
      arguments.simulate.act = arguments.cases.act;
      arguments.simulate.common = common;
      arguments.simulate.under = arguments.cases.under;
      return Simulate(arguments.simulate);
    }
    if (eval->parsed()) {
      arguments.eval.act = arguments.cases.act;
      arguments.eval.common = common;
      arguments.eval.under = arguments.cases.under;
      return Eval(arguments.eval);
    }
    if (draw->parsed()) {
      arguments.draw.act = arguments.cases.act;
      arguments.draw.common = common;
      return Draw(arguments.draw);
    }
    if (consolidate->parsed()) return Consolidate(arguments.cases.act, arguments.output, common);
    if (changes->parsed()) return Changes(arguments.cases.act, arguments.other_act, arguments.cases.json, common);
    if (schema->parsed()) return PrintSchema(arguments.cases.act, common);
    if (dump->parsed()) return Dump(arguments.cases.act, arguments.stage, common);
    return ExplainCode(arguments.code);
  }();
  return Printed(exit);
}

}  // namespace
}  // namespace acta

int main(int argc, char** argv) {
  try {
    return acta::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error[A9001]: %s\n", error.what());
    return static_cast<int>(acta::Exit::kOurFailure);
  }
}
