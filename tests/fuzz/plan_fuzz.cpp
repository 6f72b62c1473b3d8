// Damaged plans of batch evaluators: where each column lies, altered. Either the act is refused, or
// columns are taken apart and put together without a look or a step outside of what there is.
//
// Input: edits of a good plan: words of 4 bytes, each behind its position (2 bytes).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "acta/batch.h"
#include "acta/columns.h"
#include "tests/fuzz/hostile_host.h"
#include "tests/unit/columns/arrow_tree.h"
#include "tests/unit/columns/echo_act.h"
#include "tests/unit/columns/random_cases.h"

namespace {

using namespace acta;  // As the other targets.
using acta::fuzz::Require;

const EchoAct& Good() {
  static const EchoAct act;
  return act;
}

// A plan may ask for more memory than a host has.
constexpr std::size_t kMostBytes = std::size_t{1} << 26;

void* Allocate(void*, std::size_t size) {
  return size > kMostBytes ? nullptr : std::malloc(size);
}
void Release(void*, void* memory, std::size_t) {
  std::free(memory);
}

// An evaluator that finds nothing known, whatever the plan says.
void NothingIsKnown(const acta_batch_block* block) {
  const acta_batch_rows& cases = block->rows[0];
  std::memset(cases.scratch, 0, (cases.tiles + std::size_t{1}) * cases.scratch_bytes);
}

// What is asked about single cases is no matter here: all values are zero.
void AllIsZero(acta_frame*) {
}

// A plan that owns its parts, as words that can be edited.
class Plan {
 public:
  explicit Plan(const acta_batch_plan& good)
      : plan_(good),
        domains_(good.domains, good.domains + good.domain_count),
        columns_(good.columns, good.columns + good.column_count),
        results_(good.results, good.results + good.result_count),
        clauses_(good.clauses, good.clauses + good.clause_count) {
    plan_.domains = domains_.data();
    plan_.columns = columns_.data();
    plan_.results = results_.data();
    plan_.clauses = clauses_.data();
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  void Edit(std::uint16_t position, std::uint32_t value) {
    std::size_t at = position * std::size_t{4};
    const auto try_in = [&](void* part, std::size_t size) {
      if (at < size) {
        std::memcpy(static_cast<std::byte*>(part) + at, &value, sizeof value);
        return true;
      }
      at -= size;
      return false;
    };
    static_cast<void>(try_in(&plan_.out_of_range, sizeof plan_.out_of_range) ||
                      try_in(&plan_.deferred, sizeof plan_.deferred) ||
                      try_in(domains_.data(), domains_.size() * sizeof domains_[0]) ||
                      try_in(columns_.data(), columns_.size() * sizeof columns_[0]) ||
                      try_in(results_.data(), results_.size() * sizeof results_[0]) ||
                      try_in(clauses_.data(), clauses_.size() * sizeof(std::uint32_t)));
  }
  [[nodiscard]] const acta_batch_plan& get() const { return plan_; }

 private:
  acta_batch_plan plan_;
  std::vector<acta_batch_domain> domains_;
  std::vector<acta_batch_column> columns_;
  std::vector<acta_batch_result> results_;
  std::vector<std::uint32_t> clauses_;
};

// Cases of the good act, read in place and converted.
std::vector<Column> SomeCases() {
  std::vector<Column> all;
  for (const auto form : {RandomCases::Forms::kCanonical, RandomCases::Forms::kAny}) {
    RandomCases random(Good().get(), 7);
    std::vector<Case> cases(70);
    std::ranges::generate(cases,
                          [&] { return random.Next({.missing = 20, .absent = 30, .bad = 2}); });
    all.push_back(random.Columns(cases, form));
  }
  return all;
}

void Evaluate(const acta_act* act) {
  static const std::vector<Column> cases = SomeCases();
  auto options = Fresh<acta_batch_options>();
  options.flags = ACTA_BATCH_REASONS | ACTA_BATCH_CLAUSES;
  acta_batch* batch = nullptr;
  if (acta_batch_create(act, &options, &batch, nullptr) == ACTA_OK) {
    for (const Column& columns : cases) {
      Exported exported(columns);
      GivenArray answers;
      static_cast<void>(
          acta_batch_evaluate(batch, &exported.schema(), &exported.array(), &answers.raw, nullptr));
    }
  }
  acta_batch_free(batch);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kEdit = 6;
  acta_act_options options = Good().Options();
  Plan plan(*options.plan);
  for (; size >= kEdit; data += kEdit, size -= kEdit) {
    std::uint16_t position = 0;
    std::uint32_t value = 0;
    std::memcpy(&position, data, sizeof position);
    std::memcpy(&value, data + sizeof position, sizeof value);
    plan.Edit(position, value);
  }
  acta_batch_code code = *options.code;
  code.general = code.all_given = NothingIsKnown;
  options.row = AllIsZero;
  options.plan = &plan.get();
  options.code = &code;
  options.allocator = {nullptr, Allocate, Release};
  acta_act* act = nullptr;
  auto detail = Fresh<acta_detail>();
  const acta_status status = acta_act_open(&options, &act, &detail);
  if (status != ACTA_OK) {
    Require(act == nullptr && detail.status == status && detail.message[0] != '\0');
    return 0;
  }
  Evaluate(act);
  acta_act_close(act);
  return 0;
}
