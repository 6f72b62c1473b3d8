// Several ways of doing something, timed in turn: on a machine with neighbours only ratios taken
// within one round mean anything.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "compiler/measure/crew.h"

namespace acta::measure {

class Contest {
 public:
  using Entrant = std::size_t;

  // Each thread of `crew`, which must outlive the contest, does its part of the work; within a
  // round as often as it takes to last `least_seconds`, once when that is 0.
  Entrant Enter(std::string name, Crew& crew, std::function<void(unsigned)> work,
                double least_seconds = 0);

  // Each entrant in each round, after one turn that is not timed. Rounds of several calls add up.
  void Hold(unsigned rounds);

  [[nodiscard]] const std::string& NameOf(Entrant entrant) const { return entrants_[entrant].name; }
  // Of one turn of its work: the median over the rounds.
  [[nodiscard]] double SecondsOf(Entrant entrant) const;
  // How many times as long as the other it takes: the median of the rounds' ratios.
  [[nodiscard]] double Ratio(Entrant entrant, Entrant other) const;

 private:
  struct Timed {
    std::string name;
    Crew* crew;
    std::function<void(unsigned)> work;
    double least_seconds = 0;
    std::size_t turns = 0;
    std::vector<double> seconds;  // per round
  };
  std::vector<Timed> entrants_;
};

// The middle of the values, which must not be empty.
[[nodiscard]] double Median(std::vector<double> values);

}  // namespace acta::measure
