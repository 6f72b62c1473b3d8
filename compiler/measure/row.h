// One case after the other through a row evaluator, in memory that is used again.
#pragma once

#include <cstdint>
#include <vector>

#include "acta/evaluator.h"
#include "compiler/ir/program.h"

namespace acta::measure {

class RowRunner {
 public:
  // An evaluator that traces is given room for a trace.
  enum class Trace : std::uint8_t { kNo, kYes };
  RowRunner(const ir::Program& program, acta_evaluator evaluator, Trace trace = Trace::kNo);

  // Evaluates the case, again with more room when it was too little. What is found stays until the
  // next run.
  const acta_frame& Run(const std::vector<std::int64_t>& slots);
  [[nodiscard]] const acta_frame& frame() const { return frame_; }

 private:
  acta_evaluator evaluator_;
  std::vector<std::int64_t> values_;
  std::vector<std::uint32_t> whys_;
  std::vector<acta_union> unions_;
  std::vector<acta_trace_record> trace_;
  acta_frame frame_{};
};

}  // namespace acta::measure
