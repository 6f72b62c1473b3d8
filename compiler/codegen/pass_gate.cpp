#include "compiler/codegen/pass_gate.h"

#include <algorithm>

namespace acta::codegen {
namespace {

constexpr llvm::StringRef kShutOut[] = {
    // Puts loads early, so that nothing waits for them, and holds more values at once for that.
    // With 16 vector registers they go to the stack instead: batch evaluators for AVX2 are a tenth
    // faster without. With the 32 of AVX-512, batches with gaps are a twentieth faster with it,
    // others not.
    "Machine Instruction Scheduler",
    // A loop of ours goes over cases or tiles; its addresses are a small part of it.
    "Loop Strength Reduction",
    // Looks for words that are better off in the mask registers of AVX-512, by way of each
    // instruction's neighbours, and finds none.
    "X86 Domain Reassignment Pass",
};

}  // namespace

PassGate& PassGate::WithScheduler() {
  static PassGate gate{std::span(kShutOut).subspan(1)};
  return gate;
}

PassGate& PassGate::WithoutScheduler() {
  static PassGate gate{std::span(kShutOut)};
  return gate;
}

bool PassGate::shouldRunPass(llvm::StringRef pass, llvm::StringRef /*of*/) {
  return std::ranges::find(shut_out_, pass) == shut_out_.end();
}

}  // namespace acta::codegen
