// Hostile facts and hostile descriptors. Input that begins with
//   E   edits of a good descriptor: words of 4 bytes, each with its position; then it is opened,
//   asked and explained D   a descriptor, byte for byte, under a header that is put right
// and anything else is the JSON of a case, which is evaluated and explained when it is one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "acta/acta.h"
#include "acta/descriptor.h"
#include "tests/unit/runtime/assembly_act.h"

namespace {

using acta::AssemblyAct;
using acta::CasePtr;
using acta::Fresh;
using acta::OutcomePtr;

void Require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

const AssemblyAct& Act() {
  static const AssemblyAct act;
  return act;
}

// Whatever an outcome can be asked.
void AskEverything(const acta_act* act, acta_outcome* outcome) {
  acta::Text text;
  static_cast<void>(acta_outcome_text(outcome, text.get()));
  static_cast<void>(acta_outcome_json(outcome, text.get()));
  static_cast<void>(acta_ask_text(outcome, text.get()));
  static_cast<void>(acta_ask_json(outcome, text.get()));
  for (std::uint32_t answer = 0; answer < acta_act_answer_count(act); ++answer) {
    for (const std::uint32_t flags : {0U, ACTA_EXPLAIN_FULL | ACTA_EXPLAIN_COLOUR}) {
      auto options = Fresh<acta_explain_options>();
      options.flags = flags;
      static_cast<void>(acta_explain_text(outcome, answer, &options, text.get()));
      static_cast<void>(acta_explain_json(outcome, answer, &options, text.get()));
    }
  }
  std::vector<std::uint8_t> clauses(acta_act_clause_count(act));
  std::vector<std::uint8_t> groups(acta_act_group_count(act));
  static_cast<void>(acta_outcome_coverage(outcome, clauses.data(), groups.data()));
}

void TryCase(std::string_view json) {
  const CasePtr facts = acta::NewCase(Act());
  auto detail = Fresh<acta_detail>();
  const acta_status status = acta_case_read_json(facts.get(), json.data(), json.size(), &detail);
  if (status != ACTA_OK) {
    Require(detail.status == status && detail.message[0] != '\0');
    return;
  }
  const OutcomePtr outcome = acta::Evaluated(*facts);
  acta::Text text;
  Require(acta_outcome_json(outcome.get(), text.get()) == ACTA_OK);
  Require(acta_explain_json(outcome.get(), 0, nullptr, text.get()) == ACTA_OK);
  AskEverything(Act().get(), outcome.get());
}

// The good act's own evaluation, which a forged descriptor will not fit.
struct GoodTrace {
  std::vector<acta_trace_record> trace;
  std::vector<acta_union> unions;

  GoodTrace() {
    const CasePtr facts = acta::NewCase(Act());
    auto sizes = Fresh<acta_frame_sizes>();
    Require(acta_act_frame_sizes(Act().get(), &sizes) == ACTA_OK);
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
    Require(acta_evaluate_row(Act().get(), &frame) == ACTA_OK && frame.overflow == 0);
    trace.resize(frame.trace_count);
    unions.resize(frame.union_count);
  }
};

void Nothing(acta_frame*) {
}

void TryDescriptor(std::vector<std::uint64_t>& words) {
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
  if (acta_act_open(&options, &act, nullptr) != ACTA_OK) {
    return;
  }
  static const GoodTrace good;
  acta_case* facts = nullptr;
  acta_outcome* outcome = nullptr;
  Require(acta_case_create(act, &facts) == ACTA_OK);
  constexpr std::string_view kCase =
      R"({"organisers":[{"citizenship":"kz"},{}],"notification":{"registered":"2021-03-20"},"days":["2021-03-01"],"note":"x"})";
  static_cast<void>(acta_case_read_json(facts, kCase.data(), kCase.size(), nullptr));
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
  if (acta_outcome_from_frame(facts, &frame, &outcome) == ACTA_OK) {
    AskEverything(act, outcome);
  }
  acta_outcome_free(outcome);
  acta_case_free(facts);
  acta_act_close(act);
}

void TryEdits(std::string_view edits) {
  const std::vector<std::byte>& good = Act().descriptor();
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
  TryDescriptor(words);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.starts_with('E')) {
    TryEdits(input.substr(1));
  } else if (input.starts_with('D')) {
    std::vector<std::uint64_t> words((size - 1) / 8);
    if (!words.empty()) {
      std::memcpy(words.data(), input.data() + 1, words.size() * 8);
      TryDescriptor(words);
    }
  } else {
    TryCase(input);
  }
  return 0;
}
