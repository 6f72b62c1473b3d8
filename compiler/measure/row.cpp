#include "compiler/measure/row.h"

#include <algorithm>

namespace acta::measure {

RowRunner::RowRunner(const ir::Program& program, acta_evaluator evaluator, Trace trace)
    : evaluator_(evaluator),
      values_(program.rules.size()),
      whys_(program.rules.size()),
      unions_(1),
      trace_(trace == Trace::kYes ? 1 : 0) {
  frame_.struct_size = sizeof frame_;
  frame_.values = values_.data();
  frame_.whys = whys_.data();
}

const acta_frame& RowRunner::Run(const std::vector<std::int64_t>& slots) {
  frame_.slots = slots.data();
  do {
    if (frame_.overflow != 0) {
      unions_.resize(std::max<std::size_t>(unions_.size(), frame_.union_count));
      trace_.resize(std::max<std::size_t>(trace_.size(), frame_.trace_count));
    }
    frame_.overflow = 0;
    frame_.unions = unions_.data();
    frame_.union_count = 0;
    frame_.union_capacity = static_cast<std::uint32_t>(unions_.size());
    frame_.trace = trace_.empty() ? nullptr : trace_.data();
    frame_.trace_count = 0;
    frame_.trace_capacity = trace_.size();
    evaluator_(&frame_);
  } while (frame_.overflow != 0);
  return frame_;
}

}  // namespace acta::measure
