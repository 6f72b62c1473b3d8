#include "compiler/interpreter/frame_adapter.h"

#include <map>
#include <set>
#include <utility>

#include "compiler/base/check.h"

namespace acta::interpreter {

namespace {

// Gives each set of reasons one handle, so that equal sets share their unions.
class Handles {
 public:
  explicit Handles(std::vector<acta_union>& unions) : unions_(unions) {}

  std::uint32_t Of(const Reasons& reasons) {
    if (reasons.empty()) {
      return 0;
    }
    const auto [found, added] = known_.try_emplace(reasons, 0);
    if (added) {
      std::uint32_t handle = 0;
      for (const Why& why : reasons) {
        handle = handle == 0 ? OfOne(why) : Join(handle, OfOne(why));
      }
      found->second = handle;
    }
    return found->second;
  }

 private:
  static std::uint32_t OfOne(const Why& why) {
    switch (why.kind) {
      case Why::Kind::kMissingSlot:
        return ACTA_WHY_SLOT | why.index;
      case Why::Kind::kReason:
        return why.index + 1;
    }
    return 0;
  }

  std::uint32_t Join(std::uint32_t left, std::uint32_t right) {
    unions_.push_back({left, right});
    return ACTA_WHY_UNION | static_cast<std::uint32_t>(unions_.size() - 1);
  }

  std::vector<acta_union>& unions_;
  std::map<Reasons, std::uint32_t> known_;
};

}  // namespace

acta_frame Frame::View(std::span<const std::int64_t> slots) {
  acta_frame frame{};
  frame.struct_size = sizeof(acta_frame);
  frame.slots = slots.data();
  frame.values = values.data();
  frame.whys = whys.data();
  frame.unions = unions.data();
  frame.union_count = frame.union_capacity = static_cast<std::uint32_t>(unions.size());
  frame.trace = trace.data();
  frame.trace_count = frame.trace_capacity = trace.size();
  return frame;
}

Frame ToFrame(const Evaluation& evaluation) {
  Frame frame;
  Handles handles(frame.unions);
  for (const Value& value : evaluation.values) {
    frame.values.push_back(value.payload);
    frame.whys.push_back(handles.Of(value.reasons));
  }
  for (const TraceRecord& record : evaluation.trace) {
    frame.trace.push_back(
        {.payload = record.payload, .why = handles.Of(record.reasons), .tag = record.tag});
  }
  return frame;
}

Reasons ReasonsOf(std::uint32_t why, std::span<const acta_union> unions) {
  Reasons reasons;
  std::set<std::uint32_t> seen;
  std::vector<std::uint32_t> open{why};
  while (!open.empty()) {
    const std::uint32_t handle = open.back();
    open.pop_back();
    if (handle == 0 || !seen.insert(handle).second) {
      continue;
    }
    if ((handle & ACTA_WHY_UNION) != 0) {
      const std::size_t index = handle & ~ACTA_WHY_UNION;
      ACTA_CHECK(index < unions.size(), "a handle names a union that was written");
      open.push_back(unions[index].left);
      open.push_back(unions[index].right);
    } else if ((handle & ACTA_WHY_SLOT) != 0) {
      reasons.insert({.kind = Why::Kind::kMissingSlot, .index = handle & ~ACTA_WHY_SLOT});
    } else {
      reasons.insert({.kind = Why::Kind::kReason, .index = handle - 1});
    }
  }
  return reasons;
}

Evaluation FromFrame(const acta_frame& frame, std::size_t rule_count) {
  Evaluation evaluation;
  const std::span unions(frame.unions, frame.union_count);
  for (std::size_t i = 0; i < rule_count; ++i) {
    evaluation.values.push_back(
        {.payload = frame.values[i], .reasons = ReasonsOf(frame.whys[i], unions)});
  }
  for (std::uint64_t i = 0; frame.trace != nullptr && i < frame.trace_count; ++i) {
    const acta_trace_record& record = frame.trace[i];
    evaluation.trace.push_back(
        {.tag = record.tag, .payload = record.payload, .reasons = ReasonsOf(record.why, unions)});
  }
  return evaluation;
}

}  // namespace acta::interpreter
