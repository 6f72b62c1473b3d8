// The 2020 act of Kazakhstan itself as machine code, and cases of it: drawn so that most events
// are in order and each of its rules is stirred by some.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "acta/columns.h"
#include "compiler/driver/session.h"
#include "compiler/measure/answers.h"
#include "compiler/measure/column_types.h"
#include "compiler/measure/draw.h"
#include "tests/bench/peers/event.h"
#include "tests/bench/peers/object_act.h"

namespace acta::bench {

class CompiledEventAct {
 public:
  // With all its answers, or with those of `kCoreAnswers` only. Reads the act below the current
  // directory, the top of the repository.
  enum class Answers : std::uint8_t { kAll, kCore };
  explicit CompiledEventAct(Answers answers);

  [[nodiscard]] const ir::Program& program() const { return *graph_.program; }
  [[nodiscard]] const acta_compiled_act& compiled() const { return object_.compiled(); }
  [[nodiscard]] const acta_act* act() const { return object_.act(); }
  [[nodiscard]] const measure::ColumnTypes& types() const { return types_; }
  [[nodiscard]] const ir::Calendar& working_days() const { return *program().calendars.begin(); }
  // Options of a batch in which each reading takes its first alternative.
  [[nodiscard]] const acta_batch_options& options() const { return options_; }

 private:
  std::unique_ptr<Session> session_;
  ir::RuleGraph graph_;
  ObjectAct object_;
  measure::ColumnTypes types_;
  std::vector<acta_batch_choice> choices_;
  acta_batch_options options_{};
};

class EventCases {
 public:
  // Of that act, which must outlive the cases.
  EventCases(const ir::Program& program, std::uint64_t seed, unsigned percent_missing);

  // The case of that number, as evaluators expect it.
  void Draw(std::uint64_t number, std::vector<std::int64_t>& slots) const;
  // The same as a row. Nothing is missing.
  [[nodiscard]] Event RowOf(const std::vector<std::int64_t>& slots) const;

 private:
  class Hand;
  [[nodiscard]] std::size_t SlotOf(std::string_view path) const;

  const ir::Program& program_;
  std::uint64_t seed_;
  measure::CaseDrawer drawer_;
  measure::Days days_;
  std::map<std::string, std::uint32_t, std::less<>> slots_;  // by path
  std::map<std::string, std::uint32_t, std::less<>> of_organiser_;
  std::uint32_t organiser_width_ = 0;
};

// What an act with the core's answers, in their order, found in the row of a window.
[[nodiscard]] EventDecision DecisionIn(const measure::AnswerColumns& answers, std::size_t row);

}  // namespace acta::bench
