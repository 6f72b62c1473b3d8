#include "compiler/driver/why.h"

#include <fmt/format.h>

#include <cstdio>
#include <functional>

#include "compiler/base/edit_distance.h"
#include "compiler/diagnostics/catalogue.h"

namespace acta {
namespace {

// Evaluates each case with a trace and prints what `show` writes about it. A bad case is reported and the rest goes on.
Exit ForEachOutcome(const CaseOptions& options, const ReadyAct& act,
                    const std::function<acta_status(acta_outcome&, acta_buffer*)>& show) {
  const Result<CaseFile> file = ReadCaseFile(options.case_path);
  if (!file) {
    fmt::print(stderr, "error[A0001]: {}\n", file.error().message);
    return Exit::kLawOrCase;
  }
  const auto one = [&](const acta_case& facts, const CaseText& text) {
    const Result<OutcomeHandle> outcome = act.engine.Evaluate(facts, Trace::kOn);
    Buffer buffer;
    const acta_status status = outcome ? show(**outcome, buffer.get()) : ACTA_BAD_TRACE;
    if (status != ACTA_OK) {
      fmt::print(stderr, "error[A9001]: {}\n", outcome ? acta_status_name(status) : outcome.error().message);
      return Exit::kOurFailure;
    }
    if (!options.json && file->cases.size() > 1) fmt::print("---- {}:{}\n", file->path, text.line);
    fmt::print("{}{}", buffer.view(), buffer.view().ends_with('\n') ? "" : "\n");
    return Exit::kFine;
  };
  const auto refuse = [&](const CaseError& error) {
    std::fflush(stdout);
    fmt::print(stderr, "{}", RenderCaseError(error, options.common.error_colour));
    if (options.json) fmt::print("{}\n", CaseErrorJson(error));
  };
  return ForEachCase(act, options, *file, one, refuse);
}

}  // namespace

Exit Why(const CaseOptions& options, const std::string& question) {
  tl::expected<ReadyAct, Exit> act = MakeReady(options.act, options.common, plan::Roots::kEveryRule, options.engine);
  if (!act) return act.error();
  const std::optional<std::uint32_t> subject = FindSubject(*act->engine.act(), question);
  if (!subject) {
    const std::vector<std::string> names = SubjectNames(*act->engine.act());
    const std::optional<std::string> close = ClosestName(question, names);
    fmt::print(stderr, "error[{}]: {}\n", diag::UnknownQuestion::code, fmt::format(diag::UnknownQuestion::pattern, question));
    if (close) fmt::print(stderr, "  help: did you mean `{}`?\n", *close);
    fmt::print(stderr, "  the answers are listed by `acta schema {}`; every rule without parameters can be asked for too\n", options.act);
    return Exit::kUsage;
  }
  acta_explain_options explain{};
  explain.struct_size = sizeof explain;
  explain.flags = ACTA_EXPLAIN_FULL | (options.common.colour == Colour::kAlways ? ACTA_EXPLAIN_COLOUR : 0);
  return ForEachOutcome(options, *act, [&](acta_outcome& outcome, acta_buffer* buffer) {
    return options.json ? acta_explain_json(&outcome, *subject, &explain, buffer)
                        : acta_explain_text(&outcome, *subject, &explain, buffer);
  });
}

Exit Ask(const CaseOptions& options) {
  tl::expected<ReadyAct, Exit> act = MakeReady(options.act, options.common, plan::Roots::kAnswers, options.engine);
  if (!act) return act.error();
  return ForEachOutcome(options, *act, [&](acta_outcome& outcome, acta_buffer* buffer) {
    return options.json ? acta_ask_json(&outcome, buffer) : acta_ask_text(&outcome, buffer);
  });
}

}  // namespace acta
