// Damaged descriptors: what an act says about itself, altered where its header and its hash do not
// show it. Either it is refused with a reason, or whatever it says leads somewhere, and cases and
// outcomes of it can be asked anything.
//
// Input that begins with D is a descriptor, byte for byte, behind that; all other is edits of a
// good one, after the first byte: words of 4 bytes, each behind its position (2 bytes).
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "acta/acta.h"
#include "acta/columns.h"
#include "acta/descriptor.h"
#include "tests/fuzz/asking.h"
#include "tests/fuzz/walking.h"
#include "tests/unit/runtime/assembly_act.h"

namespace {

using namespace acta;  // As the other targets.
using acta::fuzz::Require;

const AssemblyAct& Good() {
  static const AssemblyAct act;
  return act;
}

// The good act's own evaluation, which a forged descriptor will not fit.
struct GoodTrace {
  std::vector<acta_trace_record> trace;
  std::vector<acta_union> unions;

  GoodTrace() {
    const CasePtr facts = NewCase(Good());
    auto sizes = Fresh<acta_frame_sizes>();
    Require(acta_act_frame_sizes(Good().get(), &sizes) == ACTA_OK);
    std::vector<std::int64_t> values(sizes.values);
    std::vector<std::uint32_t> whys(sizes.values);
    trace.resize(4096);
    unions.resize(4096);
    acta_frame frame{};
    frame.struct_size = sizeof frame;
    frame.slots = acta_case_slots(facts.get(), nullptr);
    frame.values = values.data();
    frame.whys = whys.data();
    frame.unions = unions.data();
    frame.union_capacity = static_cast<std::uint32_t>(unions.size());
    frame.trace = trace.data();
    frame.trace_capacity = trace.size();
    Require(acta_evaluate_row(Good().get(), &frame) == ACTA_OK && frame.overflow == 0);
    trace.resize(frame.trace_count);
    unions.resize(frame.union_count);
  }
};

// An evaluator that leaves everything as it is: all values are zero.
void Nothing(acta_frame*) {
}

void AskForgedOutcome(const acta_act* act, const acta_case* facts) {
  static const GoodTrace good;
  std::vector<std::int64_t> values(acta_act_rule_count(act));
  std::vector<std::uint32_t> whys(values.size(), ACTA_WHY_UNION);
  std::vector<acta_trace_record> trace = good.trace;
  std::vector<acta_union> unions = good.unions;
  acta_frame frame{};
  frame.struct_size = sizeof frame;
  frame.values = values.data();
  frame.whys = whys.data();
  frame.unions = unions.data();
  frame.union_count = frame.union_capacity = static_cast<std::uint32_t>(unions.size());
  frame.trace = trace.data();
  frame.trace_count = frame.trace_capacity = trace.size();
  acta_outcome* outcome = nullptr;
  if (acta_outcome_from_frame(facts, &frame, &outcome) == ACTA_OK) {
    fuzz::AskEverything(act, outcome);
  }
  acta_outcome_free(outcome);
}

void AskColumns(const acta_act* act) {
  ArrowSchema schema{};
  if (acta_batch_input_schema(act, &schema) == ACTA_OK) {
    schema.release(&schema);
  }
  acta_batch* batch = nullptr;
  auto options = Fresh<acta_batch_options>();
  options.flags = ACTA_BATCH_REASONS | ACTA_BATCH_CLAUSES;
  if (acta_batch_create(act, &options, &batch, nullptr) == ACTA_OK &&
      acta_batch_output_schema(batch, &schema) == ACTA_OK) {
    schema.release(&schema);
  }
  acta_batch_free(batch);
}

void Ask(const acta_act* act) {
  fuzz::WalkAct(act);
  AskColumns(act);

  acta_case* facts = nullptr;
  Require(acta_case_create(act, &facts) == ACTA_OK);
  fuzz::SetEachFact(act, facts);
  for (const std::uint32_t flags : {0U, ACTA_TRACE}) {
    auto options = Fresh<acta_evaluate_options>();
    options.flags = flags;
    acta_outcome* outcome = nullptr;
    if (acta_evaluate(facts, &options, &outcome) == ACTA_OK) {
      fuzz::AskEverything(act, outcome);
    }
    acta_outcome_free(outcome);
  }
  constexpr std::string_view kCase =
      R"({"organisers":[{"citizenship":"kz"},{}],"notification":{"registered":"2021-03-20"},"days":["2021-03-01"],"note":"x"})";
  static_cast<void>(acta_case_read_json(facts, kCase.data(), kCase.size(), nullptr));
  AskForgedOutcome(act, facts);
  acta_case_free(facts);
}

void Try(std::vector<std::uint64_t>& words) {
  auto* const bytes = reinterpret_cast<std::byte*>(words.data());
  const std::uint64_t size = words.size() * 8;
  if (size < sizeof(acta_descriptor)) {
    return;
  }
  // Header and hash are put right: what is behind them is to be found.
  auto* const header = reinterpret_cast<acta_descriptor*>(bytes);
  header->magic = ACTA_DESCRIPTOR_MAGIC;
  header->version = ACTA_DESCRIPTOR_VERSION;
  header->endian = ACTA_DESCRIPTOR_ENDIAN;
  header->header_size = sizeof(acta_descriptor);
  header->total_size = size;
  constexpr std::size_t kHashed = offsetof(acta_descriptor, source_hash);
  header->hash = acta_descriptor_hash(bytes + kHashed, size - kHashed);
  auto options = Fresh<acta_act_options>();
  options.descriptor = bytes;
  options.descriptor_size = size;
  options.row = Nothing;
  options.traced = Nothing;
  options.allocator = *acta_default_allocator();
  acta_act* act = nullptr;
  auto detail = Fresh<acta_detail>();
  const acta_status status = acta_act_open(&options, &act, &detail);
  if (status != ACTA_OK) {
    Require(act == nullptr && detail.status == status && detail.message[0] != '\0');
    return;
  }
  Ask(act);
  acta_act_close(act);
}

// The good descriptor with words put over it.
std::vector<std::uint64_t> Edited(std::string_view edits) {
  const std::vector<std::byte>& good = Good().descriptor();
  std::vector<std::uint64_t> words(good.size() / 8);
  std::memcpy(words.data(), good.data(), words.size() * 8);
  constexpr std::size_t kEdit = 6;
  for (; edits.size() >= kEdit; edits.remove_prefix(kEdit)) {
    std::uint16_t position = 0;
    std::uint32_t value = 0;
    std::memcpy(&position, edits.data(), sizeof position);
    std::memcpy(&value, edits.data() + sizeof position, sizeof value);
    std::memcpy(reinterpret_cast<std::byte*>(words.data()) + position % (words.size() * 2) * 4,
                &value, sizeof value);
  }
  return words;
}

std::vector<std::uint64_t> Copied(std::string_view bytes) {
  std::vector<std::uint64_t> words(bytes.size() / 8);
  if (!words.empty()) {
    std::memcpy(words.data(), bytes.data(), words.size() * 8);
  }
  return words;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<std::uint64_t> words =
      input.front() == 'D' ? Copied(input.substr(1)) : Edited(input.substr(1));
  Try(words);
  return 0;
}
