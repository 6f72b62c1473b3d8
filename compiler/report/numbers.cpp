#include "compiler/report/numbers.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace acta::report {

std::string Grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string Cases(std::uint64_t number) {
  return Grouped(number) + (number == 1 ? " case" : " cases");
}

std::string InWords(const findings::Unworked& unworked) {
  return fmt::format("{}: {} cannot be worked out and {} missing, first in case {}", unworked.fact,
                     unworked.values == 1 ? "1 value" : Grouped(unworked.values) + " values",
                     unworked.values == 1 ? "is" : "are", unworked.first_case);
}

std::string Share(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) {
    return "0%";
  }
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < 0.1) {
    return "below 0.1%";
  }
  return part < whole && percent > 99.9 ? "above 99.9%" : fmt::format("{:.1f}%", percent);
}

std::string ShareOf(const findings::Findings& found, std::uint64_t part, std::uint64_t whole) {
  if (!found.drawn || part == 0 || whole == 0) {
    return Share(part, whole);
  }
  const double error = 100.0 * findings::SamplingError(part, whole);
  return fmt::format("{} (± {})", Share(part, whole),
                     error < 0.05 ? "0.1 at most" : fmt::format("{:.1f}", error));
}

std::vector<std::string> Choices(const findings::Findings& found) {
  std::vector<std::string> choices;
  for (const auto& [reading, alternative] : found.readings) {
    choices.push_back(fmt::format("Reading chosen: {} is {}", reading, alternative));
  }
  if (!found.as_of.empty()) {
    choices.push_back("Asked on " + found.as_of);
  }
  if (!found.on.empty()) {
    choices.push_back("The law as amended on " + found.on);
  }
  const bool has_other = !found.other_governing_date.empty();
  if (!found.governing_date.empty()) {
    choices.push_back(fmt::format(
        "{} by the law of {}", has_other ? "By the first act cases are judged" : "Cases are judged",
        found.governing_date));
  }
  if (has_other) {
    choices.push_back("By the second act cases are judged by the law of " +
                      found.other_governing_date);
  }
  if (!found.first_amended_by.empty()) {
    choices.push_back(
        fmt::format("The first act is amended by {}", fmt::join(found.first_amended_by, ", ")));
  }
  return choices;
}

bool IsSampled(const findings::Findings& found) {
  return found.looked_at > 0 && found.looked_at < found.cases;
}

std::string Heading(const findings::Provision& provision) {
  const std::string act = provision.act.empty() ? "" : " (" + provision.act + ")";
  if (provision.citation.empty()) {
    return (provision.title.empty() ? "elsewhere in the law" : provision.title) + act;
  }
  const std::string title = provision.title.empty() ? "" : ". " + provision.title;
  return provision.citation + title + act;
}

std::string InWords(const findings::Sweep& sweep) {
  return fmt::format("The law {}says {}{}{}{}", sweep.is_amended ? "as amended " : "", sweep.in_law,
                     sweep.unit.empty() ? "" : " ", sweep.unit,
                     sweep.citation.empty() ? "" : " (" + sweep.citation + ")");
}

std::string NameOf(const findings::Comparison& comparison) {
  switch (comparison.kind) {
    case findings::Comparison::Kind::kAct:
      return comparison.name;
    case findings::Comparison::Kind::kAlone:
      return "with " + comparison.amendment + " alone";
    case findings::Comparison::Kind::kTogether:
      return comparison.name;
    case findings::Comparison::Kind::kLeftOut:
      return "with all amendments but " + comparison.amendment;
  }
  return comparison.name;
}

bool LaysToEachAlone(const findings::Comparison& comparison, const findings::Findings& found) {
  // Of two that are left, each without the other is alone, and that is compared.
  constexpr std::ptrdiff_t kMostSplit = 3;
  return comparison.kind == findings::Comparison::Kind::kLeftOut &&
         std::ranges::count_if(found.amendments, [](const findings::Amendment& one) {
           return one.amends.empty();
         }) > kMostSplit;
}

}  // namespace acta::report
