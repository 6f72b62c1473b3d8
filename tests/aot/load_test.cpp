// acta_act_load: what a host may hand it, and what it says.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "acta/columns.h"
#include "compiler/descriptor/descriptor.h"
#include "tests/aot/linked_acts.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta::aot {
namespace {

using testing::HasSubstr;

struct CompiledAssembly {
  std::unique_ptr<AssemblyLaw> law = MakeAssemblyLaw();
  LinkedActs linked{std::vector<ActToLink>{{.name = "assembly",
                                            .graph = &law->graph,
                                            .descriptor = WriteDescriptor(law->graph, law->sources),
                                            .batch = true}}};
};

class Loading : public testing::Test {
 protected:
  ~Loading() override { acta_act_close(act_); }

  [[nodiscard]] static const acta_compiled_act& Original() {
    static const CompiledAssembly assembly;
    return assembly.linked.Act("assembly");
  }
  acta_status Load() {
    acta_act_close(act_);
    detail_ = Fresh<acta_detail>();
    return acta_act_load(&compiled_, acta_default_allocator(), &act_, &detail_);
  }

  // A copy, for tests to spoil.
  acta_compiled_act compiled_ = Original();
  acta_act* act_ = nullptr;
  acta_detail detail_{};
};

TEST_F(Loading, GivesAnActThatAnswersAndExplains) {
  ASSERT_EQ(Load(), ACTA_OK) << detail_.message;
  acta_case* facts = nullptr;
  ASSERT_EQ(acta_case_create(act_, &facts), ACTA_OK);
  const CasePtr owned(facts);
  ASSERT_EQ(acta_case_set_boolean(facts, "threat", 1, nullptr), ACTA_OK);
  const OutcomePtr outcome = Evaluated(*facts);
  std::uint32_t refused = 0;
  ASSERT_EQ(acta_act_find_answer(act_, "refused", &refused), ACTA_OK);
  EXPECT_EQ(Formatted(*outcome, refused), "yes");
  Text text;
  ASSERT_EQ(acta_explain_text(outcome.get(), refused, nullptr, text.get()), ACTA_OK);
  EXPECT_THAT(text.str(), HasSubstr("threat = yes"));
}

TEST_F(Loading, RefusesAnActOfAnotherVersionAndNamesBoth) {
  compiled_.abi_version = 7;
  EXPECT_EQ(Load(), ACTA_BAD_VERSION);
  EXPECT_EQ(act_, nullptr);
  EXPECT_STREQ(detail_.message,
               "the act was compiled for version 7 of the library; this is version 4");
}

TEST_F(Loading, RefusesWhatIsNoCompiledAct) {
  compiled_.struct_size = 0;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  EXPECT_STREQ(detail_.message, "this is no compiled act");
  compiled_ = Original();
  compiled_.traced = nullptr;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  EXPECT_STREQ(detail_.message, "this compiled act has no evaluators");
}

TEST_F(Loading, RefusesADescriptorThatIsMissingCutOrMisplaced) {
  compiled_.descriptor_size -= 8;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  EXPECT_THAT(detail_.message, HasSubstr("its size is not the one it states"));
  compiled_.descriptor = nullptr;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  compiled_ = Original();
  compiled_.descriptor = static_cast<const std::byte*>(compiled_.descriptor) + 4;
  compiled_.descriptor_size -= 4;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  EXPECT_THAT(detail_.message, HasSubstr("aligned"));
}

TEST_F(Loading, RefusesNothingAtAll) {
  EXPECT_EQ(acta_act_load(nullptr, acta_default_allocator(), &act_, nullptr), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(acta_act_load(&compiled_, nullptr, &act_, nullptr), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(acta_act_load(&compiled_, acta_default_allocator(), nullptr, nullptr),
            ACTA_BAD_ARGUMENT);
}

// A plan of one's own, to spoil.
struct OwnPlan {
  explicit OwnPlan(const acta_batch_plan& original)
      : domains(original.domains, original.domains + original.domain_count),
        columns(original.columns, original.columns + original.column_count),
        results(original.results, original.results + original.result_count),
        clauses(original.clauses, original.clauses + original.clause_count),
        plan(original) {
    plan.domains = domains.data();
    plan.columns = columns.data();
    plan.results = results.data();
    plan.clauses = clauses.data();
  }
  OwnPlan(const OwnPlan&) = delete;
  OwnPlan& operator=(const OwnPlan&) = delete;

  std::vector<acta_batch_domain> domains;
  std::vector<acta_batch_column> columns;
  std::vector<acta_batch_result> results;
  std::vector<std::uint32_t> clauses;
  acta_batch_plan plan;
};

TEST_F(Loading, RefusesAPlanThatIsOfAnotherActOrLeadsOutside) {
  const acta_batch_plan& original = *compiled_.plan;
  const auto expect_refused = [&](const char* what, const auto& spoil) {
    OwnPlan own(original);
    compiled_.plan = &own.plan;
    ASSERT_EQ(Load(), ACTA_OK) << detail_.message;
    spoil(own);
    EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR) << what;
  };
  expect_refused("size", [](OwnPlan& own) { own.plan.struct_size -= 8; });
  expect_refused("no domains", [](OwnPlan& own) { own.plan.domain_count = 0; });
  expect_refused("an answer less", [](OwnPlan& own) { --own.plan.result_count; });
  expect_refused("another rule", [](OwnPlan& own) { own.results[0].rule += 1; });
  expect_refused("a clause less", [](OwnPlan& own) { --own.plan.clause_count; });
  expect_refused("width", [](OwnPlan& own) { own.domains[0].width += 1; });
  expect_refused("scratch", [](OwnPlan& own) { own.domains[0].scratch_bytes = 64; });
  expect_refused("the list's parent", [](OwnPlan& own) { own.domains[1].parent = 1; });
  expect_refused("the list", [](OwnPlan& own) { own.domains[1].list = 0; });
  expect_refused("no such type", [](OwnPlan& own) { own.columns[0].type = 1'000; });
  expect_refused("no such slot", [](OwnPlan& own) { own.columns[0].slot = 1'000; });
  expect_refused("no such word", [](OwnPlan& own) { own.columns[0].given = 1'000; });
  expect_refused("a day as a bit", [](OwnPlan& own) { own.columns[0].store = ACTA_STORE_BITS; });
  expect_refused("a day without room",
                 [](OwnPlan& own) { own.columns[0].store = ACTA_STORE_NONE; });
  expect_refused("out of order", [](OwnPlan& own) { std::swap(own.columns[1], own.columns[2]); });
  expect_refused("more words than columns", [](OwnPlan& own) { own.domains[1].mask_words = ~0U; });
  expect_refused("more values than columns",
                 [](OwnPlan& own) { own.domains[1].value_columns = ~0U; });
  expect_refused("an answer as wide as another", [](OwnPlan& own) {
    own.results[0].store =
        own.results[0].store == ACTA_STORE_BITS ? ACTA_STORE_INT32 : ACTA_STORE_BITS;
  });
  expect_refused("no such store", [](OwnPlan& own) { own.results[0].store = 2; });
  expect_refused("a result outside", [](OwnPlan& own) { own.results[0].value = 1U << 31; });
  expect_refused("a mark outside", [](OwnPlan& own) { own.plan.deferred = 0xfffffff8U; });
}

TEST_F(Loading, MakesNoBatchForAPlanWhoseColumnsAreOfOtherFacts) {
  OwnPlan own(*compiled_.plan);
  compiled_.plan = &own.plan;
  const auto clock_time = std::ranges::find_if(own.columns, [&](const acta_batch_column& column) {
    auto type = Fresh<acta_type_info>();
    EXPECT_EQ(Load(), ACTA_OK);
    EXPECT_EQ(acta_act_type(act_, column.type, &type), ACTA_OK);
    return type.kind == ACTA_KIND_TIME;
  });
  ASSERT_NE(clock_time, own.columns.end());
  // The day of asking: as wide, so that nothing in the plan itself is wrong.
  own.columns[0].type = clock_time->type;
  ASSERT_EQ(Load(), ACTA_OK) << detail_.message;
  acta_batch* batch = nullptr;
  EXPECT_EQ(acta_batch_create(act_, nullptr, &batch, &detail_), ACTA_BAD_DESCRIPTOR);
  EXPECT_EQ(batch, nullptr);
  EXPECT_STREQ(detail_.message, "no batch can be made for this act");
}

TEST_F(Loading, RefusesAPlanWithoutEvaluatorsAndEvaluatorsOutOfOrder) {
  std::vector<acta_batch_code> code(compiled_.code, compiled_.code + compiled_.code_count);
  compiled_.code_count = 0;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  EXPECT_THAT(detail_.message, HasSubstr("its batch evaluators have no plan"));
  compiled_.code_count = static_cast<std::uint32_t>(code.size());
  compiled_.code = code.data();
  code.back().general = nullptr;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  EXPECT_THAT(detail_.message, HasSubstr("its batch evaluators are damaged"));
}

TEST_F(Loading, NeverGoesAstrayInAPlanOfGarbage) {
  const OwnPlan original(*compiled_.plan);
  std::mt19937 random(11);
  int loaded = 0;
  for (int round = 0; round < 20'000; ++round) {
    OwnPlan own(original.plan);
    const std::uint32_t values[] = {0, 1, 0xffffffffU, 0x7fffffffU,
                                    static_cast<std::uint32_t>(random() % 64)};
    const auto spoil = [&](auto& rows) {
      if (!rows.empty()) {
        const std::size_t words = rows.size() * sizeof(rows[0]) / sizeof(std::uint32_t);
        std::memcpy(reinterpret_cast<std::byte*>(rows.data()) + random() % words * 4,
                    &values[random() % 5], sizeof(std::uint32_t));
      }
    };
    switch (random() % 4) {
      case 0:
        spoil(own.domains);
        break;
      case 1:
        spoil(own.columns);
        break;
      case 2:
        spoil(own.results);
        break;
      default:
        spoil(own.clauses);
    }
    compiled_.plan = &own.plan;
    loaded += Load() == ACTA_OK;
  }
  EXPECT_GT(loaded, 0);
  EXPECT_LT(loaded, 15'000);
}

TEST_F(Loading, TakesAnActWithoutBatchEvaluatorsAsItWasFirstMade) {
  compiled_.struct_size = offsetof(acta_compiled_act, plan);
  compiled_.code_count = 5;
  EXPECT_EQ(Load(), ACTA_OK) << detail_.message;
}

}  // namespace
}  // namespace acta::aot
