// Opening what `acta build` made.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "runtime/core/act.h"
#include "runtime/core/detail.h"
#include "runtime/core/plan.h"
#include "runtime/core/processor.h"

namespace acta::runtime {
namespace {

// Every version of the struct begins with its size and its version.
struct Beginning {
  std::uint32_t struct_size, abi_version;
};
// The first version ended in the evaluators for many cases; they may be left out.
constexpr std::size_t kLeast = offsetof(acta_compiled_act, plan);

acta_status RefuseVersion(std::uint32_t found, Complaint& complaint) {
  complaint.message()
      .Put("the act was compiled for version ")
      .Number(found)
      .Put(" of the library; this is version ")
      .Number(ACTA_ABI_VERSION);
  return complaint.Fail(ACTA_BAD_VERSION);
}

// The code of the highest level that runs here.
const acta_batch_code* BestCode(const acta_compiled_act& compiled) {
  const std::uint32_t level = ProcessorLevel();
  const acta_batch_code* best = nullptr;
  for (std::uint32_t i = 0; i < compiled.code_count && compiled.code[i].level <= level; ++i) {
    best = &compiled.code[i];
  }
  return best;
}

}  // namespace
}  // namespace acta::runtime

extern "C" acta_status acta_act_load(const acta_compiled_act* given,
                                     const acta_allocator* allocator, acta_act** out,
                                     acta_detail* detail) {
  using namespace acta::runtime;
  if (out == nullptr) {
    return ACTA_BAD_ARGUMENT;
  }
  *out = nullptr;
  Complaint complaint(detail);
  if (given == nullptr || allocator == nullptr) {
    return complaint.Say(ACTA_BAD_ARGUMENT, "loading an act needs the act and an allocator");
  }
  Beginning beginning{};
  std::memcpy(&beginning, given, sizeof beginning);
  if (beginning.struct_size < kLeast) {
    return complaint.Say(ACTA_BAD_DESCRIPTOR, "this is no compiled act");
  }
  if (beginning.abi_version != ACTA_ABI_VERSION) {
    return RefuseVersion(beginning.abi_version, complaint);
  }
  const acta_compiled_act compiled = AsFarAsKnown(*given);
  if (compiled.row == nullptr || compiled.traced == nullptr) {
    return complaint.Say(ACTA_BAD_DESCRIPTOR, "this compiled act has no evaluators");
  }
  acta_act_options options{};
  options.struct_size = sizeof options;
  options.descriptor = compiled.descriptor;
  options.descriptor_size = compiled.descriptor_size;
  options.row = compiled.row;
  options.traced = compiled.traced;
  options.allocator = *allocator;
  acta_act* act = nullptr;
  if (const acta_status status = acta_act_open(&options, &act, detail); status != ACTA_OK) {
    return status;
  }
  std::string_view problem;
  if (!CheckPlan(compiled, act->d, &problem)) {
    acta_act_close(act);
    complaint.message().Put("this is no compiled act that this library can open: ").Put(problem);
    return complaint.Fail(ACTA_BAD_DESCRIPTOR);
  }
  act->code = BestCode(compiled);
  act->plan = act->code == nullptr ? nullptr : compiled.plan;
  *out = act;
  return ACTA_OK;
}
