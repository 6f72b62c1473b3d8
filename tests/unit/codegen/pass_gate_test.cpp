// What is left out of LLVM's code generation, by the names LLVM has for it.
#include "compiler/codegen/pass_gate.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <llvm/IR/Module.h>
#include <llvm/Pass.h>
#include <llvm/PassInfo.h>

#include "compiler/codegen/object.h"

namespace acta::codegen {
namespace {

// All passes that there are once an object was made.
class Names final : public llvm::PassRegistrationListener {
 public:
  Names() {
    const Target x86{.triple = "x86_64-pc-linux-gnu", .cpu = "x86-64", .tuple = "x86_64-linux-gnu"};
    ObjectMaker maker = ObjectMaker::For(x86, Effort::kLight);
    llvm::LLVMContext context;
    llvm::Module module("nothing", context);
    EXPECT_TRUE(maker.Make(module).has_value());
    enumeratePasses();
  }
  void passEnumerate(const llvm::PassInfo* pass) override { all.insert(pass->getPassName().str()); }
  std::set<std::string> all;
};

// With another LLVM they may be called otherwise, and would run again unnoticed.
TEST(PassGate, ShutsOutPassesThatLlvmHas) {
  const Names names;
  for (const llvm::StringRef pass : PassGate::WithoutScheduler().shut_out()) {
    EXPECT_THAT(names.all, testing::Contains(pass.str()));
    EXPECT_FALSE(PassGate::WithoutScheduler().shouldRunPass(pass, "function (f)"));
  }
}

TEST(PassGate, LetsTheSchedulerInWhereItPays) {
  const char* scheduler = "Machine Instruction Scheduler";
  EXPECT_TRUE(PassGate::WithScheduler().shouldRunPass(scheduler, "function (f)"));
  EXPECT_FALSE(PassGate::WithoutScheduler().shouldRunPass(scheduler, "function (f)"));
  EXPECT_EQ(PassGate::WithScheduler().shut_out().size() + 1,
            PassGate::WithoutScheduler().shut_out().size());
}

TEST(PassGate, LetsInWhatItDoesNotName) {
  EXPECT_TRUE(PassGate::WithoutScheduler().shouldRunPass("Greedy Register Allocator", ""));
}

}  // namespace
}  // namespace acta::codegen
