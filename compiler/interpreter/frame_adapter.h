// An evaluation in the shape in which compiled evaluators leave theirs, and back: so that the
// runtime explains either, and so that the two can be compared.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "acta/evaluator.h"
#include "compiler/interpreter/interpreter.h"

namespace acta::interpreter {

// The arrays of a frame, owned.
struct Frame {
  std::vector<std::int64_t> values;  // one per rule
  std::vector<std::uint32_t> whys;   // one per rule
  std::vector<acta_union> unions;
  std::vector<acta_trace_record> trace;

  // The frame over these arrays and the case. Good while both stay where they are.
  [[nodiscard]] acta_frame View(std::span<const std::int64_t> slots);
};

[[nodiscard]] Frame ToFrame(const Evaluation& evaluation);

// Reads the handles of one frame; looks into a union once, however often it is asked about.
class HandleReader {
 public:
  explicit HandleReader(std::span<const acta_union> unions);

  // The reasons behind a handle.
  [[nodiscard]] Reasons Of(std::uint32_t why);
  // Whether these are the reasons behind it. A handle other than 0 is never that of no reasons.
  [[nodiscard]] bool Match(std::uint32_t why, const Reasons& reasons);

 private:
  [[nodiscard]] std::size_t IndexOf(std::uint32_t why) const;
  [[nodiscard]] const Reasons& OfUnion(std::size_t index);

  std::span<const acta_union> unions_;
  // By the index of the union; empty while nobody asked.
  std::vector<Reasons> read_;
};

// What a frame holds after an evaluator has filled it: values and reasons of every rule, and the
// trace.
[[nodiscard]] Evaluation FromFrame(const acta_frame& frame, std::size_t rule_count);

}  // namespace acta::interpreter
