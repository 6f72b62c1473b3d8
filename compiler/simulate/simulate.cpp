#include "compiler/simulate/simulate.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "compiler/simulate/counts.h"
#include "compiler/simulate/found.h"
#include "compiler/simulate/setting.h"

namespace acta::simulate {

namespace {

// Those of the stream and of the laws, in the order of the cases. A cell that several laws refuse
// is told once.
std::vector<cases::Reject> Together(std::vector<cases::Reject> rejects,
                                    const std::vector<cases::Reject>& of_laws) {
  rejects.insert(rejects.end(), of_laws.begin(), of_laws.end());
  const auto cell = [](const cases::Reject& one) { return std::pair(one.number, one.path); };
  std::ranges::stable_sort(rejects, {}, cell);
  const auto again = std::ranges::unique(rejects, {}, cell);
  rejects.erase(again.begin(), again.end());
  rejects.resize(std::min(rejects.size(), kRejectsKept));
  return rejects;
}

}  // namespace

tl::expected<Simulated, Failure> Simulate(const Contender& base, std::span<const Contender> others,
                                          cases::CaseStream& stream, const Options& options,
                                          const Progress& progress) {
  std::atomic<bool> is_stopped = false;
  const auto go_on = [&](bool yes) {
    is_stopped = is_stopped || !yes;
    return yes;
  };
  const Progress watched{
      .laws = [&](std::size_t done, std::size_t all) { return go_on(progress.laws(done, all)); },
      .cases = [&](std::uint64_t cases) { return go_on(progress.cases(cases)); }};
  const auto failure = [&](Failure::Of of, const Error& error) {
    return tl::unexpected(Failure{is_stopped ? Failure::Of::kStopped : of, error.message});
  };

  std::vector<GroupingBy> groupings;
  for (const std::string& path : options.by) {
    Result<GroupingBy> by =
        GroupingOf(options.facts != nullptr ? *options.facts : *base.graph->program, path);
    if (!by) {
      return failure(Failure::Of::kAsked, by.error());
    }
    groupings.push_back(*std::move(by));
  }
  const Result<Setting> setting = Prepare(base, others, options, std::move(groupings), watched);
  if (!setting) {
    return failure(Failure::Of::kLaw, setting.error());
  }
  const Result<Counts> counts = CountCases(*setting, stream, options, watched);
  if (!counts) {
    return failure(Failure::Of::kCases, counts.error());
  }
  std::vector<findings::Unworked> unworked;
  for (const auto& [path, values] : stream.unworked()) {
    unworked.push_back({.fact = path, .values = values.values, .first_case = values.first + 1});
  }
  return Simulated{.findings = {.cases_from = stream.description(),
                                .cases = counts->cases,
                                .rejected = counts->rejected,
                                .unworked = std::move(unworked),
                                .looked_at = counts->sample.size(),
                                .comparisons = ComparisonsOf(*setting, *counts)},
                   .rejects = Together(stream.rejects(), counts->rejects)};
}

}  // namespace acta::simulate
