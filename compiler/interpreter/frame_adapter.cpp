#include "compiler/interpreter/frame_adapter.h"

#include <map>
#include <set>
#include <utility>

#include "compiler/base/check.h"

namespace acta::interpreter {

namespace {

// Gives each set of reasons one handle, so that equal sets share their unions.
class HandleWriter {
 public:
  explicit HandleWriter(std::vector<acta_union>& unions) : unions_(unions) {}

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
  HandleWriter handles(frame.unions);
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

// ---- back
// -------------------------------------------------------------------------------------------------

namespace {

// The reason behind a handle that is neither 0 nor a union's.
Why WhyOf(std::uint32_t why) {
  if ((why & ACTA_WHY_SLOT) != 0) {
    return {.kind = Why::Kind::kMissingSlot, .index = why & ~ACTA_WHY_SLOT};
  }
  return {.kind = Why::Kind::kReason, .index = why - 1};
}

}  // namespace

HandleReader::HandleReader(std::span<const acta_union> unions)
    : unions_(unions), read_(unions.size()) {
}

Reasons HandleReader::Of(std::uint32_t why) {
  if (why == 0) {
    return {};
  }
  return (why & ACTA_WHY_UNION) == 0 ? Reasons{WhyOf(why)} : OfUnion(IndexOf(why));
}

bool HandleReader::Match(std::uint32_t why, const Reasons& reasons) {
  if (why == 0 || reasons.empty()) {
    return why == 0 && reasons.empty();
  }
  return (why & ACTA_WHY_UNION) == 0 ? reasons.size() == 1 && *reasons.begin() == WhyOf(why)
                                     : OfUnion(IndexOf(why)) == reasons;
}

std::size_t HandleReader::IndexOf(std::uint32_t why) const {
  const std::size_t index = why & ~ACTA_WHY_UNION;
  ACTA_CHECK(index < unions_.size(), "a handle names a union that was written");
  return index;
}

const Reasons& HandleReader::OfUnion(std::size_t asked) {
  if (!read_[asked].empty()) {
    return read_[asked];
  }
  std::set<Why> ones;
  Reasons reasons;
  std::set<std::size_t> seen;
  std::vector<std::size_t> open{asked};
  while (!open.empty()) {
    const std::size_t index = open.back();
    open.pop_back();
    if (!seen.insert(index).second) {
      continue;
    }
    for (const std::uint32_t why : {unions_[index].left, unions_[index].right}) {
      if ((why & ACTA_WHY_UNION) == 0) {
        if (why != 0) {
          ones.insert(WhyOf(why));
        }
      } else if (const Reasons& read = read_[IndexOf(why)]; read.empty()) {
        open.push_back(IndexOf(why));
      } else {
        reasons.Add(read);
      }
    }
  }
  reasons.Add(Reasons(ones));
  return read_[asked] = std::move(reasons);
}

Evaluation FromFrame(const acta_frame& frame, std::size_t rule_count) {
  Evaluation evaluation;
  HandleReader handles({frame.unions, frame.union_count});
  for (std::size_t i = 0; i < rule_count; ++i) {
    evaluation.values.push_back({.payload = frame.values[i], .reasons = handles.Of(frame.whys[i])});
  }
  for (std::uint64_t i = 0; frame.trace != nullptr && i < frame.trace_count; ++i) {
    const acta_trace_record& record = frame.trace[i];
    evaluation.trace.push_back(
        {.tag = record.tag, .payload = record.payload, .reasons = handles.Of(record.why)});
  }
  return evaluation;
}

}  // namespace acta::interpreter
