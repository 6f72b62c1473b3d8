#include "compiler/measure/contest.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace acta::measure {

namespace {

std::size_t TurnsThatLast(double seconds, double seconds_of_one) {
  constexpr double kClockTick = 1e-8;
  return static_cast<std::size_t>(std::ceil(seconds / std::max(seconds_of_one, kClockTick)));
}

}  // namespace

Contest::Entrant Contest::Enter(std::string name, Crew& crew, std::function<void(unsigned)> work,
                                double least_seconds) {
  entrants_.push_back({.name = std::move(name),
                       .crew = &crew,
                       .work = std::move(work),
                       .least_seconds = least_seconds});
  return entrants_.size() - 1;
}

void Contest::Hold(unsigned rounds) {
  for (Timed& entrant : entrants_) {
    if (entrant.turns == 0) {
      entrant.crew->Do(entrant.work);
      entrant.turns = entrant.least_seconds == 0
                          ? 1
                          : TurnsThatLast(entrant.least_seconds, entrant.crew->Do(entrant.work));
    }
  }
  for (unsigned round = 0; round < rounds; ++round) {
    for (Timed& entrant : entrants_) {
      entrant.seconds.push_back(entrant.crew->Do(entrant.work, entrant.turns));
    }
  }
}

double Contest::SecondsOf(Entrant entrant) const {
  return Median(entrants_[entrant].seconds);
}

double Contest::Ratio(Entrant entrant, Entrant other) const {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < entrants_[entrant].seconds.size(); ++round) {
    ratios.push_back(entrants_[entrant].seconds[round] / entrants_[other].seconds[round]);
  }
  return Median(std::move(ratios));
}

double Median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace acta::measure
