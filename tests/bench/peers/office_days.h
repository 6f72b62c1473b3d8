// A calendar by hand: working days counted with two look-ups.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::bench {

class OfficeDays {
 public:
  explicit OfficeDays(const ir::Calendar& calendar) : first_day_(calendar.first_day) {
    rank_.push_back(0);
    for (std::size_t i = 0; i < calendar.working.size(); ++i) {
      if (calendar.working[i]) {
        working_.push_back(first_day_ + static_cast<std::int32_t>(i));
      }
      rank_.push_back(static_cast<std::int32_t>(working_.size()));
    }
  }

  // The calendar must cover the day and the result.
  [[nodiscard]] std::int32_t Before(std::int32_t day, std::int32_t count) const {
    return working_[static_cast<std::size_t>(rank_[static_cast<std::size_t>(day - first_day_)] -
                                             count)];
  }
  [[nodiscard]] std::int32_t After(std::int32_t day, std::int32_t count) const {
    return working_[static_cast<std::size_t>(rank_[static_cast<std::size_t>(day - first_day_) + 1] +
                                             count - 1)];
  }

 private:
  std::int32_t first_day_;
  std::vector<std::int32_t> rank_;     // working days before each day
  std::vector<std::int32_t> working_;  // the working days
};

}  // namespace acta::bench
