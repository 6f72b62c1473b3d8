#include "compiler/driver/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "compiler/base/check.h"

namespace acta {
namespace {

using Json = nlohmann::ordered_json;

// More combinations of alternatives than this are not spelt out; the reasons still name the readings.
constexpr std::size_t kMostCombinations = 64;

constexpr std::size_t kRule = 88;  // width of the line between cases

acta_value ValueOf(const acta_outcome& outcome, std::uint32_t subject) {
  acta_value value = Sized<acta_value>();
  ACTA_CHECK(acta_outcome_value(&outcome, subject, &value) == ACTA_OK, "the subject exists");
  return value;
}

// The readings that are left open and stand behind an undetermined answer.
std::set<std::uint32_t> OpenReadings(const acta_act& act, acta_outcome& outcome) {
  std::set<std::uint32_t> open;
  for (std::uint32_t answer = 0; answer < acta_act_answer_count(&act); ++answer) {
    std::uint32_t count = 0;
    acta_outcome_reason_count(&outcome, answer, &count);
    for (std::uint32_t i = 0; i < count; ++i) {
      acta_reason reason = Sized<acta_reason>();
      acta_outcome_reason(&outcome, answer, i, &reason);
      if (reason.kind == ACTA_REASON_READING && reason.reading != ACTA_NO_INDEX) open.insert(reason.reading);
    }
  }
  return open;
}

// Every way of choosing one alternative for each of the readings, in the order of declaration. Nothing where they are too many.
std::optional<std::vector<Choice>> Combinations(const acta_act& act, const std::set<std::uint32_t>& readings) {
  std::vector<Choice> combinations = {{}};
  for (const std::uint32_t reading : readings) {
    acta_reading_info info = Sized<acta_reading_info>();
    acta_act_reading(&act, reading, &info);
    acta_enum_info alternatives = Sized<acta_enum_info>();
    acta_act_enum(&act, info.enumeration, &alternatives);
    std::vector<Choice> longer;
    for (const Choice& choice : combinations) {
      for (std::uint32_t i = 0; i < alternatives.member_count; ++i) {
        acta_member_info member = Sized<acta_member_info>();
        acta_act_member(&act, info.enumeration, i, &member);
        longer.push_back(choice);
        longer.back().emplace_back(View(info.name), View(member.name));
      }
    }
    combinations = std::move(longer);
    if (combinations.size() > kMostCombinations) return std::nullopt;
  }
  return combinations;
}

struct Alternative {
  Choice choice;
  OutcomeHandle outcome;
};

struct Alternatives {
  std::vector<Alternative> all;
  std::size_t too_many_readings = 0;  // how many are open, where they have more than kMostCombinations; then all is empty
};

// The outcomes under each alternative of the readings that are open. New readings may come up under an alternative; they are
// followed as far as kMostCombinations allows.
Result<Alternatives> UnderEach(const Engine& engine, const acta_case& facts, acta_outcome& outcome) {
  std::set<std::uint32_t> readings = OpenReadings(*engine.act(), outcome);
  std::vector<Alternative> alternatives;
  while (!readings.empty()) {
    alternatives.clear();
    std::set<std::uint32_t> seen = readings;
    std::optional<std::vector<Choice>> choices = Combinations(*engine.act(), readings);
    if (!choices) return Alternatives{.all = {}, .too_many_readings = readings.size()};
    for (Choice& choice : *choices) {
      const CaseHandle under = engine.Clone(facts);
      for (const auto& [reading, alternative] : choice) {
        acta_case_choose(under.get(), reading.c_str(), alternative.c_str(), nullptr);
      }
      ACTA_TRY(OutcomeHandle result, engine.Evaluate(*under, Trace::kOff));
      seen.merge(OpenReadings(*engine.act(), *result));
      alternatives.push_back({std::move(choice), std::move(result)});
    }
    if (seen.size() == readings.size()) break;
    readings = std::move(seen);
  }
  return Alternatives{.all = std::move(alternatives)};
}

std::string Describe(const Choice& choice) {
  std::string text;
  for (const auto& [reading, alternative] : choice) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", reading, alternative);
  }
  return text;
}

Json JsonOf(const Choice& choice) {
  Json json = Json::object();
  for (const auto& [reading, alternative] : choice) json[reading] = alternative;
  return json;
}

std::string Formatted(const acta_outcome& outcome, std::uint32_t answer) {
  Buffer buffer;
  acta_outcome_format(&outcome, answer, buffer.get());
  return std::string(buffer.view());
}

// What a reason says of its subject.
std::string WordsOf(const acta_reason& reason) {
  switch (static_cast<acta_reason_kind>(reason.kind)) {
    case ACTA_REASON_MISSING:
      return reason.judged_by.size > 0 ? fmt::format("to be judged by {}", View(reason.judged_by)) : "not known";
    case ACTA_REASON_READING:
      return "open reading";
    case ACTA_REASON_CONFLICT:
      return "provisions that apply disagree";
    case ACTA_REASON_UNCOVERED:
      return "not covered";
    case ACTA_REASON_ARITHMETIC:
      return "cannot be computed";
  }
  return "";
}

// "; to be judged by council: threat; not known: reply, visit": why an answer is undetermined, on one line.
std::string Reasons(acta_outcome& outcome, std::uint32_t answer) {
  constexpr std::size_t kMost = 4;
  std::uint32_t count = 0;
  acta_outcome_reason_count(&outcome, answer, &count);
  std::vector<acta_reason> reasons(count, Sized<acta_reason>());
  for (std::uint32_t i = 0; i < count; ++i) acta_outcome_reason(&outcome, answer, i, &reasons[i]);
  std::ranges::stable_partition(reasons, [](const acta_reason& reason) { return reason.judged_by.size > 0; });
  std::string text;
  for (std::size_t i = 0; i < std::min(reasons.size(), kMost); ++i) {
    const std::string words = WordsOf(reasons[i]);
    if (i > 0 && words == WordsOf(reasons[i - 1])) {
      text += fmt::format(", {}", reasons[i].subject);
    } else {
      text += fmt::format("; {}: {}", words, reasons[i].subject);
    }
  }
  return reasons.size() > kMost ? text + fmt::format(" and {} more", reasons.size() - kMost) : text;
}

// Whether the answer is the same in both, be it that it is undetermined in both.
bool IsSame(const Alternative& one, const Alternative& other, std::uint32_t answer) {
  const acta_value value = ValueOf(*one.outcome, answer);
  const acta_value same = ValueOf(*other.outcome, answer);
  return value.state == same.state && value.payload == same.payload;
}

// Which of the readings, by their place in the choices, the answer turns on: two alternatives that choose alike otherwise
// answer differently.
std::vector<std::size_t> TurnsOn(const std::vector<Alternative>& alternatives, std::uint32_t answer) {
  std::vector<std::size_t> readings;
  const auto differ_only_in = [](const Choice& one, const Choice& other, std::size_t reading) {
    for (std::size_t i = 0; i < one.size(); ++i) {
      if ((one[i] != other[i]) != (i == reading)) return false;
    }
    return true;
  };
  for (std::size_t reading = 0; reading < alternatives.front().choice.size(); ++reading) {
    const bool matters = std::ranges::any_of(alternatives, [&](const Alternative& one) {
      return std::ranges::any_of(alternatives, [&](const Alternative& other) {
        return differ_only_in(one.choice, other.choice, reading) && !IsSame(one, other, answer);
      });
    });
    if (matters) readings.push_back(reading);
  }
  return readings;
}

// "may_proceed   under backward_count lenient: may_proceed": only for answers that the readings leave open, and of the readings
// only those that the answer turns on.
void PrintAlternatives(const acta_act& act, const acta_outcome& outcome, const Alternatives& found) {
  if (found.too_many_readings > 0) {
    fmt::print("\nThe {} open readings have more than {} combinations, which are not shown: choose with --under READING=ALTERNATIVE\n",
               found.too_many_readings, kMostCombinations);
  }
  const std::vector<Alternative>& alternatives = found.all;
  if (alternatives.empty()) return;
  fmt::print("\nUnder each alternative of the open readings:\n");
  for (std::uint32_t answer = 0; answer < acta_act_answer_count(&act); ++answer) {
    if (ValueOf(outcome, answer).state != ACTA_UNDETERMINED) continue;
    const bool first_known = ValueOf(*alternatives.front().outcome, answer).state != ACTA_UNDETERMINED;
    acta_answer_info info = Sized<acta_answer_info>();
    acta_act_answer(&act, answer, &info);
    const std::vector<std::size_t> readings = TurnsOn(alternatives, answer);
    if (readings.empty()) {
      if (first_known) fmt::print("  {}: {} under every alternative\n", View(info.name), Formatted(*alternatives.front().outcome, answer));
      continue;
    }
    fmt::print("  {}:\n", View(info.name));
    std::set<Choice> shown;
    for (const Alternative& alternative : alternatives) {
      Choice choice;
      for (const std::size_t reading : readings) choice.push_back(alternative.choice[reading]);
      if (!shown.insert(choice).second) continue;
      const bool known = ValueOf(*alternative.outcome, answer).state != ACTA_UNDETERMINED;
      fmt::print("    under {}: {}\n", Describe(choice),
                 known ? Formatted(*alternative.outcome, answer) : "undetermined" + Reasons(*alternative.outcome, answer));
    }
  }
}

class Runner {
 public:
  Runner(const RunOptions& options, const ReadyAct& act, const CaseFile& file) : options_(options), act_(act), file_(file) {}

  [[nodiscard]] Exit All() {
    if (options_.cases.json && file_.form == CaseFile::Form::kArray) fmt::print("[");
    const Exit exit = ForEachCase(
        act_, options_.cases, file_, [&](const acta_case& facts, const CaseText& text) { return One(facts, text); },
        [&](const CaseError& error) { Refuse(error); });
    if (options_.cases.json && file_.form == CaseFile::Form::kArray) fmt::print("{}]\n", shown_ > 0 ? "\n" : "");
    return exit;
  }

 private:
  // In JSON a bad case keeps its place among the outcomes.
  void Refuse(const CaseError& error) {
    std::fflush(stdout);
    fmt::print(stderr, "{}", RenderCaseError(error, options_.cases.common.error_colour));
    if (options_.cases.json) PrintJson(CaseErrorJson(error));
  }

  [[nodiscard]] Exit One(const acta_case& facts, const CaseText& text) {
    Result<OutcomeHandle> outcome = act_.engine.Evaluate(facts, Trace::kOn);
    if (!outcome) return Fail(outcome.error());
    Result<Alternatives> alternatives = UnderEach(act_.engine, facts, **outcome);
    if (!alternatives) return Fail(alternatives.error());
    if (options_.cases.json) {
      PrintJson(OutcomeJson(facts, **outcome, *alternatives));
    } else {
      PrintText(text, facts, **outcome, *alternatives);
    }
    return Exit::kFine;
  }

  [[nodiscard]] static Exit Fail(const Error& error) {
    fmt::print(stderr, "error[A9001]: {}\n", error.message);
    return Exit::kOurFailure;
  }

  void PrintJson(const std::string& json) {
    const bool array = file_.form == CaseFile::Form::kArray;
    fmt::print("{}{}{}", array ? (shown_ > 0 ? ",\n" : "\n") : "", json, array ? "" : "\n");
    ++shown_;
  }

  [[nodiscard]] std::string OutcomeJson(const acta_case& facts, acta_outcome& outcome, const Alternatives& alternatives) const {
    const auto json_of = [](acta_outcome& one) {
      Buffer buffer;
      acta_outcome_json(&one, buffer.get());
      return Json::parse(buffer.view());
    };
    Json json = json_of(outcome);
    if (const Choice chosen = ChosenIn(*act_.engine.act(), facts); !chosen.empty()) json["under"] = JsonOf(chosen);
    if (alternatives.too_many_readings > 0) json["alternatives_left_out"] = true;
    for (const Alternative& alternative : alternatives.all) {
      json["alternatives"].push_back({{"under", JsonOf(alternative.choice)}, {"answers", json_of(*alternative.outcome)["answers"]}});
    }
    if (options_.explain) {
      for (std::uint32_t answer = 0; answer < acta_act_answer_count(act_.engine.act()); ++answer) {
        Buffer buffer;
        acta_explain_json(&outcome, answer, nullptr, buffer.get());
        json["explanations"].push_back(Json::parse(buffer.view()));
      }
    }
    return json.dump();
  }

  void PrintText(const CaseText& text, const acta_case& facts, acta_outcome& outcome, const Alternatives& alternatives) {
    const bool many = file_.cases.size() > 1;
    if (many) fmt::print("{}{:-<{}}\n", shown_ > 0 ? "\n" : "", fmt::format("---- {}:{} ", file_.path, text.line), kRule);
    ++shown_;
    Buffer buffer;
    acta_outcome_text(&outcome, buffer.get());
    fmt::print("{}", buffer.view());
    if (const Choice chosen = ChosenIn(*act_.engine.act(), facts); !chosen.empty()) {
      fmt::print("\nThese answers rest on the chosen readings: {}\n", Describe(chosen));
    }
    PrintAlternatives(*act_.engine.act(), outcome, alternatives);
    if (options_.explain) PrintExplanations(outcome);
  }

  void PrintExplanations(acta_outcome& outcome) const {
    acta_explain_options explain = Sized<acta_explain_options>();
    explain.flags = options_.cases.common.colour == Colour::kAlways ? ACTA_EXPLAIN_COLOUR : 0;
    for (std::uint32_t answer = 0; answer < acta_act_answer_count(act_.engine.act()); ++answer) {
      Buffer buffer;
      acta_explain_text(&outcome, answer, &explain, buffer.get());
      fmt::print("\n{}", buffer.view());
    }
  }

  const RunOptions& options_;
  const ReadyAct& act_;
  const CaseFile& file_;
  std::size_t shown_ = 0;
};

}  // namespace

Exit Run(const RunOptions& options) {
  tl::expected<ReadyAct, Exit> act = MakeReady(options.cases.act, options.cases.common, plan::Roots::kAnswers, options.cases.engine);
  if (!act) return act.error();
  if (acta_act_answer_count(act->engine.act()) == 0) {
    fmt::print(stderr, "the act answers no question: {}\n", options.cases.act);
  }
  const Result<CaseFile> file = ReadCaseFile(options.cases.case_path);
  if (!file) {
    fmt::print(stderr, "error[A0001]: {}\n", file.error().message);
    return Exit::kLawOrCase;
  }
  return Runner(options, *act, *file).All();
}

}  // namespace acta
