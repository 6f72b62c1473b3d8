// acta_act_load: what a host may hand it, and what it says.
#include <cstddef>
#include <cstring>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "acta/acta.h"
#include "compiler/descriptor/descriptor.h"
#include "tests/aot/linked_acts.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta::aot {
namespace {

using testing::HasSubstr;

class Loading : public testing::Test {
 protected:
  Loading()
      : law_(MakeAssemblyLaw()),
        linked_(
            std::vector<ActToLink>{{.name = "assembly",
                                    .graph = &law_->graph,
                                    .descriptor = WriteDescriptor(law_->graph, law_->sources)}}),
        compiled_(linked_.Act("assembly")) {}
  ~Loading() override { acta_act_close(act_); }

  acta_status Load() {
    acta_act_close(act_);
    detail_ = Fresh<acta_detail>();
    return acta_act_load(&compiled_, acta_default_allocator(), &act_, &detail_);
  }

  std::unique_ptr<AssemblyLaw> law_;
  LinkedActs linked_;
  // A copy, for tests to spoil.
  acta_compiled_act compiled_;
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
  compiled_.abi_version = ACTA_ABI_VERSION + 6;
  EXPECT_EQ(Load(), ACTA_BAD_VERSION);
  EXPECT_EQ(act_, nullptr);
  EXPECT_STREQ(detail_.message,
               "the act was compiled for version 7 of the library; this is version 1");
}

TEST_F(Loading, RefusesWhatIsNoCompiledAct) {
  compiled_.struct_size = 0;
  EXPECT_EQ(Load(), ACTA_BAD_DESCRIPTOR);
  EXPECT_STREQ(detail_.message, "this is no compiled act");
  compiled_ = linked_.Act("assembly");
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
  compiled_ = linked_.Act("assembly");
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

TEST_F(Loading, TakesAnActWithoutBatchEvaluatorsAsItWasFirstMade) {
  compiled_.struct_size = offsetof(acta_compiled_act, plan);
  compiled_.code_count = 5;
  EXPECT_EQ(Load(), ACTA_OK) << detail_.message;
}

}  // namespace
}  // namespace acta::aot
