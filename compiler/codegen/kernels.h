// The kernels of runtime/kernels.def as LLVM sees them: symbol, type, attributes, address.
#pragma once

#include <cstdint>
#include <span>

#include <llvm/IR/DerivedTypes.h>
#include <llvm/IR/Module.h>

namespace acta::codegen {

enum class Kernel : std::uint8_t {
#define ACTA_KERNEL(name, result, parameters, undetermined, can_fail) k_##name,
#include "runtime/kernels.def"
#undef ACTA_KERNEL
};

struct KernelRow {
  // "acta_k_age"
  const char* symbol;
  bool can_fail;
  void* address;
  llvm::FunctionType* (*type)(llvm::LLVMContext&);
};

// All rows, in the order of kernels.def.
[[nodiscard]] std::span<const KernelRow> Kernels();

// The declaration of `kernel` in `module`, made when it is first asked for.
[[nodiscard]] llvm::FunctionCallee Declare(Kernel kernel, llvm::Module& module);

}  // namespace acta::codegen
