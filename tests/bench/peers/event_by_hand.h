// The core of the 2020 act as an engineer would write it in C++, with each reading at its first
// alternative.
#pragma once

#include <span>

#include "compiler/ir/program.h"
#include "tests/bench/peers/event.h"
#include "tests/bench/peers/office_days.h"

namespace acta::bench {

class EventByHand {
 public:
  explicit EventByHand(const ir::Calendar& working_days) : working_days_(working_days) {}

  [[nodiscard]] EventDecision Decide(const Event& event) const;
  // One after the other; there are as many decisions as events.
  void DecideAll(std::span<const Event> events, std::span<EventDecision> decisions) const;

 private:
  [[nodiscard]] EventOutcome Standing(const Event& event, const EventDecision& so_far,
                                      std::int32_t lenient_day) const;
  [[nodiscard]] Status AnswerStatus(const Event& event, std::int32_t days) const;

  OfficeDays working_days_;
};

}  // namespace acta::bench
