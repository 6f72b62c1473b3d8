#include "compiler/driver/bench.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include <fmt/format.h>

#include "compiler/driver/bench_run.h"
#include "compiler/driver/case_codes.h"
#include "compiler/ir/format.h"
#include "compiler/measure/crew.h"
#include "compiler/measure/draw.h"

namespace acta {

namespace {

// What stands on the command line and does not fit the act.
Exit Refuse(const BenchOptions& options, const char* place, const acta_detail& detail) {
  const auto status = static_cast<acta_status>(detail.status);
  const CaseError error{std::string(CodeOf(status)), place, detail};
  fmt::print(stderr, "{}", RenderCaseError(error, options.common.error_colour));
  return Exit::kUsage;
}

// Whether `text`, if given, is a day; then `day` is that.
bool ReadDay(const Engine& engine, const std::optional<std::string>& text, std::int32_t& day,
             acta_detail& detail) {
  if (!text) {
    return true;
  }
  const CaseHandle facts = engine.NewCase();
  const acta_status status =
      acta_case_set_from_text(facts.get(), "as_of", text->data(), text->size(), nullptr);
  if (status != ACTA_OK) {
    detail.status = status;
    constexpr std::size_t kRoom = sizeof detail.message - 1;
    *fmt::format_to_n(detail.message, kRoom, "{} is no date", *text).out = '\0';
    return false;
  }
  acta_value value{};
  value.struct_size = sizeof value;
  acta_case_get(facts.get(), "as_of", &value, nullptr);
  day = static_cast<std::int32_t>(value.payload);
  return true;
}

// By reading: what `--under` chooses, else the first alternative or, with --leave-open, none.
std::vector<acta_batch_choice> ChoicesOf(const BenchOptions& options, const ir::Program& program) {
  std::vector<acta_batch_choice> choices;
  for (const ir::Reading& reading : program.readings) {
    const char* const first = program.enums[reading.alternatives].members.front().name.c_str();
    choices.push_back({reading.name.c_str(), options.leave_open ? nullptr : first});
  }
  for (const auto& [reading, alternative] : options.under) {
    const auto found = std::ranges::find_if(choices, [&](const acta_batch_choice& choice) {
      return std::string_view(choice.reading) == reading;
    });
    // One that the act does not know is refused by whoever is told of it.
    acta_batch_choice& choice = found != choices.end() ? *found : choices.emplace_back();
    choice = {reading.c_str(), alternative.c_str()};
  }
  return choices;
}

bool AreKnown(const acta_act* act, const std::vector<acta_batch_choice>& choices,
              acta_detail& detail) {
  auto options = Sized<acta_batch_options>();
  options.choices = choices.data();
  options.choice_count = static_cast<std::uint32_t>(choices.size());
  acta_batch* batch = nullptr;
  const acta_status status = acta_batch_create(act, &options, &batch, &detail);
  acta_batch_free(batch);
  return status == ACTA_OK;
}

BenchReport ReportOf(const BenchOptions& options, const ir::Program& program, measure::Days days,
                     const std::vector<acta_batch_choice>& choices) {
  const auto day = [&](std::int32_t of) {
    return ir::FormatValue(program, program.facts.front().type, of);
  };
  BenchReport report;
  report.act = program.law.title.empty() ? options.act : program.law.title;
  report.facts = program.facts.size();
  report.answers = program.answers.size();
  report.clauses = program.clauses.size();
  report.seed = options.seed;
  report.first_day = day(days.first);
  report.last_day = day(days.last);
  for (const acta_batch_choice& choice : choices) {
    report.readings.emplace_back(choice.reading, choice.alternative == nullptr
                                                     ? std::nullopt
                                                     : std::optional(choice.alternative));
  }
  return report;
}

}  // namespace

Exit Bench(const BenchOptions& given) {
  BenchOptions options = given;
  if (options.threads.empty()) {
    options.threads = measure::Processors() > 1 ? std::vector{1U, 2U} : std::vector{1U};
  }
  const std::unique_ptr<Session> session =
      LoadAct(options.act, LoadingOf(options.common));
  PrintDiagnostics(*session, options.common, Show::kErrors);
  if (!session->ok()) {
    return Exit::kLawOrCase;
  }
  const ir::Program& program = *session->graph.program;
  if (program.answers.empty()) {
    fmt::print(stderr,
               "error[A0008]: the act answers no question: there is nothing to measure\n  --> {}\n",
               options.act);
    return Exit::kLawOrCase;
  }
  const Result<Engine> engine =
      Engine::Make(session->graph, session->sources, EngineKind::kNative, Columns::kYes);
  if (!engine) {
    fmt::print(stderr, "error[A9001]: {}\n", engine.error().message);
    return Exit::kOurFailure;
  }

  acta_detail detail = Sized<acta_detail>();
  measure::Days days = measure::LikelyDays(program);
  if (!ReadDay(*engine, options.first_day, days.first, detail)) {
    return Refuse(options, "--from", detail);
  }
  if (!ReadDay(*engine, options.last_day, days.last, detail)) {
    return Refuse(options, "--until", detail);
  }
  if (days.last < days.first) {
    fmt::print(stderr, "--until: the last day lies before the first\n");
    return Exit::kUsage;
  }
  const std::vector<acta_batch_choice> choices = ChoicesOf(options, program);
  if (!AreKnown(engine->act(), choices, detail)) {
    return Refuse(options, "--under", detail);
  }

  BenchReport report = ReportOf(options, program, days, choices);
  BenchRun run(options, program, *engine, choices, days);
  if (const std::optional<std::string> difference = run.Compare(report)) {
    fmt::print(stderr, "error[A9001]: batch and row evaluators differ: {}\n", *difference);
    return Exit::kOurFailure;
  }
  if (options.rounds > 0) {
    run.Measure(report);
  }
  fmt::print("{}", options.json ? BenchJson(report) : BenchText(report));
  return Exit::kFine;
}

}  // namespace acta
