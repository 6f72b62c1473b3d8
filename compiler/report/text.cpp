#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/report/numbers.h"
#include "compiler/report/report.h"

namespace acta::report {

namespace {

using namespace findings;

// More of each is for the JSON and the page.
constexpr std::size_t kMostTransitions = 4;
constexpr std::size_t kMostResponsible = 4;
constexpr std::size_t kMostGroups = 16;

std::string ProvisionsIn(const Responsible& responsible) {
  std::string text;
  for (const Provision& provision : responsible.provisions) {
    text += (text.empty() ? "" : "; ") + Heading(provision);
  }
  return text.empty() ? "elsewhere in the law" : text;
}

std::string OneLine(const Example& example) {
  std::string text;
  for (const Example::Fact& fact : example.facts) {
    text += fmt::format("{}{} is {}", text.empty() ? "" : ", ", fact.path, fact.value);
  }
  return text.empty() ? ", of which nothing need be known" : ": " + text;
}

// "and 3 more", where not all were shown.
template <class Range>
std::string AndMore(const Range& all, std::size_t shown, std::string_view indent,
                    std::string_view what) {
  if (all.size() <= shown) {
    return "";
  }
  std::uint64_t cases = 0;
  for (std::size_t i = shown; i < all.size(); ++i) {
    cases += all[i].cases;
  }
  return fmt::format("{}and {} more {}: {}\n", indent, all.size() - shown, what, Grouped(cases));
}

std::string MoreGroups(const std::vector<Group>& groups) {
  if (groups.size() <= kMostGroups) {
    return "";
  }
  std::uint64_t cases = 0;
  std::uint64_t changed = 0;
  for (std::size_t i = kMostGroups; i < groups.size(); ++i) {
    cases += groups[i].cases;
    changed += groups[i].changed;
  }
  const std::string label = fmt::format("and {} more", groups.size() - kMostGroups);
  return fmt::format("      {:<24} {:>12} of {:>12}  {}\n", label, Grouped(changed), Grouped(cases),
                     Share(changed, cases));
}

std::string TextOf(const Answer& answer, const Findings& found, Comparison::Kind kind) {
  const bool with_examples = kind != Comparison::Kind::kLeftOut;
  // Of one amendment alone there is nothing to tell.
  const bool with_amendments =
      kind == Comparison::Kind::kTogether || kind == Comparison::Kind::kLeftOut;
  std::string text = fmt::format("  {}  {}: {} {}, {}\n", answer.question, answer.name,
                                 Cases(answer.changed), answer.changed == 1 ? "changes" : "change",
                                 ShareOf(found, answer.changed, found.cases));
  for (std::size_t i = 0; i < std::min(answer.responsible.size(), kMostResponsible); ++i) {
    const Responsible& responsible = answer.responsible[i];
    const std::string by = with_amendments && !responsible.amendments.empty()
                               ? fmt::format(", by {}", fmt::join(responsible.amendments, " and "))
                               : "";
    text += fmt::format("    because of {}{}: {}\n", ProvisionsIn(responsible), by,
                        Cases(responsible.cases));
    for (std::size_t k = 0; k < std::min(responsible.transitions.size(), kMostTransitions); ++k) {
      const Transition& transition = responsible.transitions[k];
      text += fmt::format("      {} -> {}: {}\n", answer.outcomes[transition.before],
                          answer.outcomes[transition.after], Grouped(transition.cases));
    }
    text += AndMore(responsible.transitions, kMostTransitions, "      ", "transitions");
    if (with_examples && !responsible.examples.empty()) {
      const Example& example = responsible.examples.front();
      text += fmt::format("      for example case {}{}\n", example.number, OneLine(example));
    }
  }
  text += AndMore(answer.responsible, kMostResponsible, "    ", "causes");
  for (const Grouping& grouping : answer.by) {
    text += fmt::format("    by {}\n", grouping.fact);
    for (std::size_t i = 0; i < std::min(grouping.groups.size(), kMostGroups); ++i) {
      const Group& group = grouping.groups[i];
      text +=
          fmt::format("      {:<24} {:>12} of {:>12}  {}\n", group.label, Grouped(group.changed),
                      Grouped(group.cases), Share(group.changed, group.cases));
    }
    text += MoreGroups(grouping.groups);
  }
  return text;
}

// Answers that a change could not be seen in.
std::string NotCompared(const std::vector<std::string>& answers) {
  constexpr std::size_t kMost = 6;
  if (answers.empty()) {
    return "";
  }
  const std::span<const std::string> shown(answers.data(), std::min(answers.size(), kMost));
  std::string text = fmt::format("  not compared: {}", fmt::join(shown, ", "));
  if (answers.size() > kMost) {
    text += fmt::format(" and {} more", answers.size() - kMost);
  }
  return text + ", which only one of the laws gives, or each as another type\n";
}

std::string TextOf(const Comparison& comparison, const Findings& found) {
  std::string text = fmt::format("{}\n  {} of {} {} some answer changed, {}\n", NameOf(comparison),
                                 Grouped(comparison.changed_cases), Cases(found.cases),
                                 comparison.changed_cases == 1 ? "has" : "have",
                                 ShareOf(found, comparison.changed_cases, found.cases));
  text += NotCompared(comparison.answers_of_one_law);
  if (LaysToEachAlone(comparison, found) && comparison.changed_cases > 0) {
    text += "  \"by\" names here what an amendment does alone: no two are left out together\n";
  }
  for (const Answer& answer : comparison.answers) {
    if (answer.changed > 0) {
      text += TextOf(answer, found, comparison.kind);
    }
  }
  return text + "\n";
}

// Who must judge before an answer is known.
std::string OpenAnswers(const Findings& found) {
  if (found.comparisons.empty() || found.looked_at == 0) {
    return "";
  }
  std::string text;
  for (const Answer& answer : found.comparisons.front().answers) {
    if (answer.undetermined.empty()) {
      continue;
    }
    const Reason& first = answer.undetermined.front();
    const std::string before = Share(first.before, found.looked_at);
    const std::string after = Share(first.after, found.looked_at);
    text += fmt::format("  {}: {} {}{}, in {} of cases{}\n", answer.name, first.kind, first.subject,
                        first.judged_by.empty() ? "" : ", which " + first.judged_by + " judges",
                        before, before == after ? "" : " before and " + after + " after");
  }
  const std::string sample = IsSampled(found)
                                 ? fmt::format(", in a sample of {} of the {}",
                                               Grouped(found.looked_at), Cases(found.cases))
                                 : "";
  return text.empty()
             ? ""
             : fmt::format("Answers that stay open, and most often why{}\n{}\n", sample, text);
}

std::string TextOf(const Sweep& sweep) {
  std::string text =
      fmt::format("What if {} were another number? {}\n", sweep.target, InWords(sweep));
  for (const Sweep::Answer& answer : sweep.answers) {
    text += fmt::format("  {}  {}\n", answer.question, answer.name);
    text += fmt::format("    {:>8}", sweep.unit.empty() ? "value" : sweep.unit);
    for (const std::string& outcome : answer.outcomes) {
      text += fmt::format("  {:>14}", outcome);
    }
    text += fmt::format("  {:>14}\n", "cases change");
    for (const SweepPoint& point : answer.points) {
      text += fmt::format("    {:>8}", point.value);
      for (const std::uint64_t count : point.counts) {
        text += fmt::format("  {:>14}", Grouped(count));
      }
      text += fmt::format("  {:>14}", Grouped(point.changed));
      text += point.value == sweep.in_law ? "  (the law)\n" : "\n";
    }
  }
  return text + "\n";
}

}  // namespace

std::string TextOf(const Findings& found) {
  std::string text =
      fmt::format("{}\n{} from {}{}\n", found.title.empty() ? found.act : found.title,
                  Cases(found.cases), found.cases_from,
                  found.rejected > 0 ? fmt::format("; {} rejected", Grouped(found.rejected)) : "");
  for (const Unworked& unworked : found.unworked) {
    text += InWords(unworked) + "\n";
  }
  for (const std::string& choice : Choices(found)) {
    text += choice + "\n";
  }
  text += "\n";
  for (const Comparison& comparison : found.comparisons) {
    text += TextOf(comparison, found);
  }
  text += OpenAnswers(found);
  if (found.sweep) {
    text += TextOf(*found.sweep);
  }
  return text;
}

}  // namespace acta::report
