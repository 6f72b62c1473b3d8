// What hosts do to us: damaged descriptors, memory that runs out, many threads, old and new
// headers.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "acta/descriptor.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/ir/builder.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

void Nothing(acta_frame*) {
}

acta_act_options OptionsFor(const void* bytes, std::uint64_t size) {
  auto options = Fresh<acta_act_options>();
  options.descriptor = bytes;
  options.descriptor_size = size;
  options.row = Nothing;
  options.traced = Nothing;
  options.allocator = *acta_default_allocator();
  return options;
}

acta_status Open(const void* bytes, std::uint64_t size, acta_act** act) {
  const acta_act_options options = OptionsFor(bytes, size);
  auto detail = Fresh<acta_detail>();
  return acta_act_open(&options, act, &detail);
}

// Aligned like a descriptor in an object file.
class Bytes {
 public:
  explicit Bytes(const std::vector<std::byte>& bytes)
      : words_((bytes.size() + 7) / 8), size_(bytes.size()) {
    std::memcpy(words_.data(), bytes.data(), bytes.size());
  }
  [[nodiscard]] std::byte* data() { return reinterpret_cast<std::byte*>(words_.data()); }
  [[nodiscard]] const std::byte* data() const {
    return reinterpret_cast<const std::byte*>(words_.data());
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // So that only what was damaged is found, and not the damage itself.
  void Rehash() {
    constexpr std::size_t kHashed = offsetof(acta_descriptor, source_hash);
    reinterpret_cast<acta_descriptor*>(data())->hash =
        acta_descriptor_hash(data() + kHashed, size_ - kHashed);
  }

 private:
  std::vector<std::uint64_t> words_;
  std::uint64_t size_;
};

TEST(Descriptors, DamagedInAnyByteTheyAreRefused) {
  const AssemblyAct whole;
  Bytes bytes(whole.descriptor());
  for (std::uint64_t i = 0; i < bytes.size(); i += 7) {
    bytes.data()[i] ^= std::byte{0x40};
    acta_act* act = nullptr;
    ASSERT_NE(Open(bytes.data(), bytes.size(), &act), ACTA_OK) << i;
    bytes.data()[i] ^= std::byte{0x40};
  }
  acta_act* act = nullptr;
  ASSERT_EQ(Open(bytes.data(), bytes.size(), &act), ACTA_OK);
  acta_act_close(act);
}

TEST(Descriptors, CutShortMisalignedOrOfAnotherVersionTheyAreRefused) {
  const AssemblyAct whole;
  Bytes bytes(whole.descriptor());
  acta_act* act = nullptr;
  for (std::uint64_t size = 0; size < bytes.size(); size += 13) {
    ASSERT_EQ(Open(bytes.data(), size, &act), ACTA_BAD_DESCRIPTOR) << size;
  }
  EXPECT_EQ(Open(nullptr, 0, &act), ACTA_BAD_DESCRIPTOR);
  EXPECT_EQ(Open(bytes.data() + 4, bytes.size() - 4, &act), ACTA_BAD_DESCRIPTOR);
  auto* const header = reinterpret_cast<acta_descriptor*>(bytes.data());
  header->version = ACTA_DESCRIPTOR_VERSION + 1;
  EXPECT_EQ(Open(bytes.data(), bytes.size(), &act), ACTA_BAD_VERSION);
}

template <class T>
T* SectionOf(Bytes& bytes, acta_d_slice section) {
  return reinterpret_cast<T*>(bytes.data() + section.first);
}

TEST(Descriptors, WithAPartThatContainsItselfTheyAreRefused) {
  const AssemblyAct whole;
  Bytes bytes(whole.descriptor());
  const acta_descriptor& header = *reinterpret_cast<const acta_descriptor*>(bytes.data());
  const acta_d_rule& rule = *SectionOf<acta_d_rule>(bytes, header.rules);
  const acta_d_group& group = SectionOf<acta_d_group>(bytes, header.groups)[rule.root];
  auto* const indices = SectionOf<std::uint32_t>(bytes, header.indices);
  const acta_d_clause& clause =
      SectionOf<acta_d_clause>(bytes, header.clauses)[indices[group.clauses.first]];
  const acta_d_node& condition = SectionOf<acta_d_node>(bytes, header.nodes)[clause.condition];
  ASSERT_GT(condition.operand_count, 0U);
  indices[condition.first_operand] = clause.condition;
  bytes.Rehash();
  acta_act* act = nullptr;
  EXPECT_EQ(Open(bytes.data(), bytes.size(), &act), ACTA_BAD_DESCRIPTOR);
}

TEST(Descriptors, WhoseFactsDoNotFollowTheirSlotsAreRefused) {
  const AssemblyAct whole;
  Bytes bytes(whole.descriptor());
  const acta_descriptor& header = *reinterpret_cast<const acta_descriptor*>(bytes.data());
  auto* const facts = SectionOf<acta_d_field>(bytes, header.facts);
  std::swap(facts[0].offset, facts[1].offset);
  bytes.Rehash();
  acta_act* act = nullptr;
  EXPECT_EQ(Open(bytes.data(), bytes.size(), &act), ACTA_BAD_DESCRIPTOR);
}

// Batches put a day there without asking what it is.
TEST(Descriptors, WhoseFirstFactIsNotTheDayOfAskingAreRefused) {
  const AssemblyAct whole;
  Bytes bytes(whole.descriptor());
  const acta_descriptor& header = *reinterpret_cast<const acta_descriptor*>(bytes.data());
  auto* const facts = SectionOf<acta_d_field>(bytes, header.facts);
  std::swap(facts[0].type, facts[1].type);
  bytes.Rehash();
  acta_act* act = nullptr;
  EXPECT_EQ(Open(bytes.data(), bytes.size(), &act), ACTA_BAD_DESCRIPTOR);
}

TEST(Descriptors, ForgedWithARightHashTheyAreRefusedOrHarmless) {
  const AssemblyAct whole;
  const Bytes original(whole.descriptor());
  std::mt19937 random(7);
  int opened = 0;
  for (int round = 0; round < 20000; ++round) {
    Bytes bytes = original;
    for (std::uint32_t changes = 1 + random() % 3; changes > 0; --changes) {
      const std::uint64_t word = random() % (bytes.size() / 4);
      const std::uint32_t values[] = {0,
                                      1,
                                      0xffffffffU,
                                      0x7fffffffU,
                                      static_cast<std::uint32_t>(random()),
                                      static_cast<std::uint32_t>(random() % 64)};
      std::memcpy(bytes.data() + word * 4, &values[random() % 6], 4);
    }
    bytes.Rehash();
    acta_act* act = nullptr;
    if (Open(bytes.data(), bytes.size(), &act) != ACTA_OK) {
      continue;
    }
    ++opened;
    acta_case* facts = nullptr;
    ASSERT_EQ(acta_case_create(act, &facts), ACTA_OK);
    for (std::uint32_t i = 0; i < acta_act_fact_count(act); ++i) {
      auto info = Fresh<acta_fact_info>();
      ASSERT_EQ(acta_act_fact(act, i, &info), ACTA_OK);
      acta_case_set_from_text(facts, info.name.data, "2021-03-01", 10, nullptr);
      acta_case_append(facts, info.name.data, nullptr, nullptr);
    }
    acta_outcome* outcome = nullptr;
    ASSERT_EQ(acta_evaluate(facts, nullptr, &outcome), ACTA_OK);
    {
      Text text;
      acta_outcome_text(outcome, text.get());
    }
    acta_outcome_free(outcome);
    acta_case_free(facts);
    acta_act_close(act);
  }
  EXPECT_GT(opened, 100) << "else the test would show nothing";
}

// Counts what is held, and fails when told to.
struct Memory {
  std::int64_t held = 0;
  std::int64_t requests = 0;
  std::int64_t fail_at = -1;

  static void* Allocate(void* context, std::size_t size) {
    auto& memory = *static_cast<Memory*>(context);
    if (memory.requests++ == memory.fail_at) {
      return nullptr;
    }
    memory.held += static_cast<std::int64_t>(size);
    return std::malloc(size == 0 ? 1 : size);
  }
  static void Release(void* context, void* block, std::size_t size) {
    static_cast<Memory*>(context)->held -= static_cast<std::int64_t>(size);
    std::free(block);
  }
  [[nodiscard]] acta_allocator allocator() { return {this, Allocate, Release}; }
};

// Everything a host does with a case, as far as the memory goes. The reads need an evaluator that
// reads what is given.
acta_status WholeVisit(const AssemblyAct& act, Memory& memory) {
  acta_act_options options = act.Options();
  options.allocator = memory.allocator();
  acta_act* opened = nullptr;
  acta_case* facts = nullptr;
  acta_outcome* outcome = nullptr;
  acta_buffer text{};
  auto traced = Fresh<acta_evaluate_options>();
  traced.flags = ACTA_TRACE;
  acta_status status = ACTA_OK;
  const auto then = [&](auto next) { status = status == ACTA_OK ? next() : status; };
  then([&] { return acta_act_open(&options, &opened, nullptr); });
  then([&] { return acta_case_create(opened, &facts); });
  for (int i = 0; i < 20; ++i) {
    then([&] { return acta_case_append(facts, "days", nullptr, nullptr); });
  }
  then([&] { return acta_case_append(facts, "organisers", nullptr, nullptr); });
  then([&] { return acta_case_set_text(facts, "note", "a text", 6, nullptr); });
  then([&] { return acta_evaluate(facts, &traced, &outcome); });
  then([&] { return acta_outcome_text(outcome, &text); });
  then([&] { return acta_explain_text(outcome, 0, nullptr, &text); });
  then([&] { return acta_explain_json(outcome, 0, nullptr, &text); });
  then([&] { return acta_ask_json(outcome, &text); });
  acta_buffer_free(&text);
  acta_outcome_free(outcome);
  acta_case_free(facts);
  acta_act_close(opened);
  return status;
}

TEST(Hosts, WhoseMemoryRunsOutGetAStatusAndLoseNothing) {
  const AssemblyAct act;
  Memory plenty;
  ASSERT_EQ(WholeVisit(act, plenty), ACTA_OK);
  EXPECT_EQ(plenty.held, 0);
  for (std::int64_t fail_at = 0; fail_at < plenty.requests; ++fail_at) {
    Memory memory;
    memory.fail_at = fail_at;
    ASSERT_EQ(WholeVisit(act, memory), ACTA_NO_MEMORY) << fail_at;
    ASSERT_EQ(memory.held, 0) << fail_at;
  }
}

// rule far is yes when x + x > 3
TEST(Hosts, WhoseMemoryRunsOutWhereAFactIsShownTwiceGetAStatus) {
  ir::ProgramBuilder b;
  const ir::TypeId integer = b.Of(ir::Kind::kInteger);
  const ir::TypeId boolean = b.Of(ir::Kind::kBoolean);
  const std::uint32_t x = b.Fact("x", integer);
  const ir::RuleId far = b.Rule("far", boolean);
  b.Otherwise(far, b.No());
  const ir::NodeId twice = b.Make(ir::Op::kAdd, integer, {b.Slot(x, integer), b.Slot(x, integer)},
                                  {.reason = b.Arithmetic("x + x")});
  b.Clause(far, {.value = b.Yes(),
                 .condition = b.Make(ir::Op::kLt, boolean, {b.Const(integer, 3), twice})});
  b.Answer(far);
  ir::RuleGraph graph;
  graph.order = {far};
  graph.program = std::make_shared<const ir::Program>(std::move(b).Build());
  const Bytes descriptor(WriteDescriptor(graph, SourceMap()));
  const std::vector<std::int64_t> slots = {ACTA_MISSING, 5};
  interpreter::Frame frame =
      interpreter::ToFrame(interpreter::Evaluate(graph, slots, interpreter::Tracing::kOn));
  const acta_frame view = frame.View(slots);

  Memory memory;
  acta_act_options options = OptionsFor(descriptor.data(), descriptor.size());
  options.allocator = memory.allocator();
  acta_act* opened = nullptr;
  acta_case* facts = nullptr;
  ASSERT_EQ(acta_act_open(&options, &opened, nullptr), ACTA_OK);
  ASSERT_EQ(acta_case_create(opened, &facts), ACTA_OK);
  ASSERT_EQ(acta_case_set_payload(facts, "x", 5, nullptr), ACTA_OK);
  int refused = 0;
  acta_status status = ACTA_NO_MEMORY;
  for (std::int64_t spared = 0; status != ACTA_OK; ++spared) {
    memory.fail_at = -1;
    acta_outcome* outcome = nullptr;
    ASSERT_EQ(acta_outcome_from_frame(facts, &view, &outcome), ACTA_OK);
    memory.fail_at = memory.requests + spared;
    acta_buffer text{};
    status = acta_explain_json(outcome, 0, nullptr, &text);
    EXPECT_TRUE(status == ACTA_OK || status == ACTA_NO_MEMORY) << status;
    refused += status == ACTA_OK ? 0 : 1;
    acta_buffer_free(&text);
    acta_outcome_free(outcome);
  }
  EXPECT_GT(refused, 5);
  acta_case_free(facts);
  acta_act_close(opened);
  EXPECT_EQ(memory.held, 0);
}

TEST(Hosts, WhoseMemoryRunsOutStillKnowNothingOfAListThatDidNotGrow) {
  const AssemblyAct act;
  Memory memory;
  acta_act_options options = act.Options();
  options.allocator = memory.allocator();
  acta_act* opened = nullptr;
  acta_case* facts = nullptr;
  ASSERT_EQ(acta_act_open(&options, &opened, nullptr), ACTA_OK);
  ASSERT_EQ(acta_case_create(opened, &facts), ACTA_OK);
  memory.fail_at = memory.requests;
  ASSERT_EQ(acta_case_append(facts, "days", nullptr, nullptr), ACTA_NO_MEMORY);
  auto days = Fresh<acta_value>();
  ASSERT_EQ(acta_case_get(facts, "days", &days, nullptr), ACTA_OK);
  EXPECT_EQ(days.state, ACTA_UNDETERMINED) << "not a list that is known to be empty";
  acta_case_free(facts);
  acta_act_close(opened);
}

TEST(Hosts, ThatUseAnOutcomeAgainAllocateNothing) {
  const AssemblyAct act;
  Memory memory;
  acta_act_options options = OptionsFor(act.descriptor().data(), act.descriptor().size());
  options.allocator = memory.allocator();
  acta_act* opened = nullptr;
  ASSERT_EQ(acta_act_open(&options, &opened, nullptr), ACTA_OK);
  acta_case* facts = nullptr;
  acta_outcome* outcome = nullptr;
  ASSERT_EQ(acta_case_create(opened, &facts), ACTA_OK);
  ASSERT_EQ(acta_outcome_create(opened, &outcome), ACTA_OK);
  auto traced = Fresh<acta_evaluate_options>();
  traced.flags = ACTA_TRACE;
  ASSERT_EQ(acta_evaluate_into(facts, &traced, outcome), ACTA_OK);
  const std::int64_t before = memory.requests;
  for (int i = 0; i < 100; ++i) {
    acta_case_reset(facts);
    ASSERT_EQ(acta_case_set_payload(facts, "as_of", i, nullptr), ACTA_OK);
    ASSERT_EQ(acta_evaluate_into(facts, &traced, outcome), ACTA_OK);
  }
  EXPECT_EQ(memory.requests, before);
  acta_outcome_free(outcome);
  acta_case_free(facts);
  acta_act_close(opened);
  EXPECT_EQ(memory.held, 0);
}

TEST(Hosts, ShareAnActAmongThreads) {
  const AssemblyAct act;
  std::vector<std::string> explanations(8);
  std::vector<std::thread> threads;
  for (std::string& explanation : explanations) {
    threads.emplace_back([&act, &explanation] {
      for (int i = 0; i < 20; ++i) {
        const OutcomePtr outcome = Evaluated(*GoodCase(act));
        Text text;
        EXPECT_EQ(acta_explain_text(outcome.get(), 0, nullptr, text.get()), ACTA_OK);
        explanation = text.str();
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const std::string& explanation : explanations) {
    EXPECT_EQ(explanation, explanations[0]);
  }
}

TEST(Hosts, WhoDoNotSayHowLongTheirOptionsAreOrGiveUnknownOnesAreTold) {
  const AssemblyAct act;
  const CasePtr facts = NewCase(act);
  acta_outcome* outcome = nullptr;
  for (const acta_evaluate_options& options :
       {acta_evaluate_options{0, ACTA_TRACE}, {4, 0}, {8, ACTA_TRACE << 1}}) {
    EXPECT_EQ(acta_evaluate(facts.get(), &options, &outcome), ACTA_BAD_ARGUMENT);
    EXPECT_EQ(outcome, nullptr);
  }
  const acta_evaluate_options traced{sizeof traced, ACTA_TRACE};
  ASSERT_EQ(acta_evaluate(facts.get(), &traced, &outcome), ACTA_OK);
  Text text;
  for (const acta_explain_options& options :
       {acta_explain_options{0, ACTA_EXPLAIN_FULL, 0, 0}, {8, 0, 0, 0}, {16, 4, 0, 0}}) {
    EXPECT_EQ(acta_explain_text(outcome, 0, &options, text.get()), ACTA_BAD_ARGUMENT);
    EXPECT_EQ(acta_explain_json(outcome, 0, &options, text.get()), ACTA_BAD_ARGUMENT);
  }
  EXPECT_EQ(acta_explain_text(outcome, 0, nullptr, text.get()), ACTA_OK);
  acta_outcome_free(outcome);
  acta_act_options options = act.Options();
  options.struct_size = 0;
  auto detail = Fresh<acta_detail>();
  acta_act* opened = nullptr;
  EXPECT_EQ(acta_act_open(&options, &opened, &detail), ACTA_BAD_ARGUMENT);
  EXPECT_STREQ(detail.message, "the struct_size of the options is too small");
}

TEST(Hosts, CompiledWithAnOlderHeaderGetWhatTheyKnow) {
  const AssemblyAct act;
  struct {
    acta_fact_info info;
    std::uint64_t after;
  } room{};
  room.after = 0x1234;
  room.info.struct_size = offsetof(acta_fact_info, name);
  ASSERT_EQ(acta_act_fact(act.get(), 0, &room.info), ACTA_OK);
  EXPECT_EQ(room.info.name.data, nullptr) << "not known to that header";
  EXPECT_EQ(room.info.struct_size, offsetof(acta_fact_info, name));
  room.info.struct_size = sizeof room;
  ASSERT_EQ(acta_act_fact(act.get(), 0, &room.info), ACTA_OK);
  EXPECT_EQ(room.after, 0x1234U) << "a newer header's fields stay as they were";
  EXPECT_EQ(acta_abi_version(), ACTA_ABI_VERSION);
}

}  // namespace
}  // namespace acta
