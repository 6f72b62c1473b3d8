// Questions about working days that depend on the date alone, answered beforehand for each day that
// the calendar covers: a batch evaluator then asks by one look-up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/program.h"

namespace acta::codegen {

struct DayTable {
  // What is at the index of a day for which there is no answer; the last entry is this too.
  static constexpr std::int8_t kNone = INT8_MIN;
  // So many bytes are read at once.
  static constexpr std::size_t kRead = 4;

  // The same for questions that are the same: "acta.days.0.add.3".
  std::string symbol;
  // For each day covered how many days later the answer lies, for IsWorkingDay 1 or 0; then one for
  // all days that are not covered; then what a read of the last one reads besides.
  std::vector<std::int8_t> entries;

  [[nodiscard]] static std::size_t EntriesFor(const ir::Calendar& calendar) {
    return calendar.working.size() + kRead;
  }
};

// None for other questions, for calendars of more than some 80 years, and where the days lie too far
// apart for such small numbers.
[[nodiscard]] std::optional<DayTable> DayTableFor(const ir::Program& program, const ir::Node& node);

}  // namespace acta::codegen
