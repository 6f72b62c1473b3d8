// The columnar door: what it takes beside merely touching the columns, with the act's evaluators
// and with one that does nothing.
#include <cstring>

#include <fmt/format.h>

#include "compiler/base/check.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/measure/contest.h"
#include "compiler/measure/crew.h"
#include "tests/bench/peers/assembly_columns.h"
#include "tests/bench/peers/assembly_compiled.h"
#include "tests/bench/peers/contests.h"

namespace acta::bench {

namespace {

using measure::Contest;

constexpr std::size_t kBlock = 2048;

// An evaluator that knows everything and computes nothing.
const acta_batch_plan* idle_plan = nullptr;
void KnowAll(const acta_batch_block* block) {
  const acta_batch_rows& cases = block->rows[0];
  for (std::size_t tile = 0; tile < cases.tiles; ++tile) {
    constexpr std::uint64_t kAll = ~std::uint64_t{0};
    unsigned char* const scratch = cases.scratch + tile * cases.scratch_bytes;
    std::memcpy(scratch + idle_plan->results[0].known, &kAll, sizeof kAll);
  }
}
constexpr acta_batch_code kIdle = {ACTA_LEVEL_BASE, 0, KnowAll, KnowAll};

// The act with these evaluators, and a batch of its one answer.
class Door {
 public:
  Door(const CompiledAssembly& compiled, const std::vector<std::byte>& descriptor,
       const acta_batch_plan* plan, const acta_batch_code* code) {
    acta_act_options options{};
    options.struct_size = sizeof options;
    options.descriptor = descriptor.data();
    options.descriptor_size = descriptor.size();
    options.row = compiled.act().row();
    options.allocator = *acta_default_allocator();
    options.plan = plan;
    options.code = code;
    ACTA_CHECK(acta_act_open(&options, &act_, nullptr) == ACTA_OK, "the bench's act opens");
    ACTA_CHECK(acta_batch_create(act_, nullptr, &batch_, nullptr) == ACTA_OK, "there is memory");
  }
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  ~Door() {
    acta_batch_free(batch_);
    acta_act_close(act_);
  }

  [[nodiscard]] const acta_act* act() const { return act_; }
  void Evaluate(const AssemblyColumns& columns, std::byte* outcomes, std::byte* known) const {
    const acta_batch_output output{outcomes, reinterpret_cast<std::uint64_t*>(known), nullptr};
    acta_detail detail{};
    detail.struct_size = sizeof detail;
    const acta_status status = acta_batch_evaluate_into(
        batch_, &columns.schema(), &columns.array(), 0,
        static_cast<std::uint64_t>(columns.array().length), &output, 1, &detail);
    ACTA_CHECK(status == ACTA_OK, detail.message);
  }

 private:
  acta_act* act_ = nullptr;
  acta_batch* batch_ = nullptr;
};

bool Agrees(const CompiledAssembly& compiled, const AssemblyPool& pool, std::size_t count,
            AssemblyColumns::Nulls nulls, const std::byte* outcomes, const std::byte* known) {
  for (std::size_t i = 0; i < count; ++i) {
    const OpenAssembly open = nulls == AssemblyColumns::Nulls::kSome
                                  ? pool.open()[i]
                                  : OpenAssembly{.facts = pool.given()[i]};
    const bool is_known = (known[i / 8] >> i % 8 & std::byte{1}) != std::byte{0};
    const Outcome found = is_known ? static_cast<Outcome>(outcomes[i]) : Outcome::kUndetermined;
    if (found != compiled.EvaluateRow(open)) {
      fmt::print("columns differ in case {}\n", i);
      return false;
    }
  }
  return true;
}

}  // namespace

bool HoldColumnsContest(const ContestOptions& options, Scoreboard& scoreboard) {
  const CompiledAssembly compiled;
  const Result<CompiledAct::Batch> batch = compiled.act().batch();
  ACTA_CHECK(batch.has_value() && batch->plan != nullptr, "the bench's act has a batch evaluator");
  const std::vector<std::byte> descriptor = WriteDescriptor(compiled.graph(), compiled.sources());
  const Door door(compiled, descriptor, batch->plan, batch->code);
  idle_plan = batch->plan;
  const Door idle(compiled, descriptor, batch->plan, &kIdle);
  measure::Crew drawers(measure::Processors());
  const AssemblyPool pool(options.seed, options.cases / kBlock * kBlock, drawers);
  const AssemblyColumns given(door.act(), pool, AssemblyColumns::Nulls::kNone);
  const AssemblyColumns open(door.act(), pool, AssemblyColumns::Nulls::kSome);
  measure::Memory outcomes(pool.size());
  measure::Memory known(pool.size() / 8);
  const std::size_t compared = std::min(options.compared, pool.size());
  for (const auto nulls : {AssemblyColumns::Nulls::kNone, AssemblyColumns::Nulls::kSome}) {
    door.Evaluate(nulls == AssemblyColumns::Nulls::kSome ? open : given, outcomes.data(),
                  known.data());
    if (!Agrees(compiled, pool, compared, nulls, outcomes.data(), known.data())) {
      return false;
    }
  }

  measure::Crew one(1);
  Contest contest;
  const std::vector<measure::Stream> writes = {{outcomes.data(), kBlock},
                                               {known.data(), kBlock / 8}};
  const auto touch = [&](const AssemblyColumns& columns, const char* name) {
    return contest.Enter(name, one, [&, reads = columns.StreamsOf(kBlock)](unsigned) {
      measure::TouchBlocks(reads, writes, 0, pool.size() / kBlock);
    });
  };
  const auto evaluate = [&](const Door& by, const AssemblyColumns& columns, const char* name) {
    return contest.Enter(name, one,
                         [&](unsigned) { by.Evaluate(columns, outcomes.data(), known.data()); });
  };
  const auto touch_given = touch(given, "touch");
  const auto touch_open = touch(open, "touch, open");
  const auto idle_given = evaluate(idle, given, "idle");
  const auto idle_open = evaluate(idle, open, "idle, open");
  const auto door_given = evaluate(door, given, "door");
  const auto door_open = evaluate(door, open, "door, open");
  contest.Hold(options.rounds);

  const auto nanoseconds = [&](Contest::Entrant entrant) {
    return contest.SecondsOf(entrant) * 1e9 / static_cast<double>(pool.size());
  };
  scoreboard.Open(fmt::format("The columnar door, {} cases from memory, one thread", pool.size()));
  scoreboard.Add("columns touched, all facts given", nanoseconds(touch_given), " ns");
  scoreboard.Add("columns touched, with bitmaps of nulls", nanoseconds(touch_open), " ns");
  scoreboard.Add("the door alone, all facts given", nanoseconds(idle_given), " ns");
  scoreboard.Add("the door alone, 5 % of the facts missing", nanoseconds(idle_open), " ns");
  scoreboard.Add("the door, all facts given", nanoseconds(door_given), " ns");
  scoreboard.Add("the door, 5 % of the facts missing", nanoseconds(door_open), " ns");
  scoreboard.Add("speed of the touch, all facts given",
                 100 / contest.Ratio(door_given, touch_given), " %", Scoreboard::Goal::kAtLeast,
                 88);
  scoreboard.Add("speed of the touch, 5 % missing", 100 / contest.Ratio(door_open, touch_open),
                 " %", Scoreboard::Goal::kAtLeast, 85);
  scoreboard.Print();
  return true;
}

}  // namespace acta::bench
