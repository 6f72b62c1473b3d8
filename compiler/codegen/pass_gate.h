// What we leave out of LLVM's code generation.
#pragma once

#include <span>

#include <llvm/ADT/StringRef.h>
#include <llvm/IR/OptBisect.h>

namespace acta::codegen {

// Shuts out, in the contexts it is set in, passes that take a fifth of the time and make nothing
// faster that we write. LLVM asks it about each pass by name.
class PassGate final : public llvm::OptPassGate {
 public:
  // For x86. The scheduler pays where many values live at once and there are registers for them.
  // Both gates last as long as the program.
  [[nodiscard]] static PassGate& WithScheduler();
  [[nodiscard]] static PassGate& WithoutScheduler();

  [[nodiscard]] std::span<const llvm::StringRef> shut_out() const { return shut_out_; }

  [[nodiscard]] bool isEnabled() const override { return true; }
  [[nodiscard]] bool shouldRunPass(llvm::StringRef pass, llvm::StringRef of) override;

 private:
  explicit PassGate(std::span<const llvm::StringRef> shut_out) : shut_out_(shut_out) {}
  const std::span<const llvm::StringRef> shut_out_;
};

}  // namespace acta::codegen
