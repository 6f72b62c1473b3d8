#include "compiler/codegen/kernels.h"

#include <array>
#include <type_traits>

#include <llvm/IR/Type.h>

#include "acta/kernels.h"

namespace acta::codegen {
namespace {

template <class T>
llvm::Type* TypeFor(llvm::LLVMContext& context) {
  if constexpr (std::is_pointer_v<T>) {
    return llvm::PointerType::getUnqual(context);
  } else {
    static_assert(std::is_integral_v<T> && (sizeof(T) == 4 || sizeof(T) == 8),
                  "kernels take words and pointers");
    return llvm::Type::getIntNTy(context, 8 * sizeof(T));
  }
}

// The LLVM type of a C function, read off its declaration.
template <auto function>
struct Signature;
template <class R, class... Args, R (*function)(Args...)>
struct Signature<function> {
  static llvm::FunctionType* Type(llvm::LLVMContext& context) {
    return llvm::FunctionType::get(TypeFor<R>(context), {TypeFor<Args>(context)...},
                                   /*isVarArg=*/false);
  }
};

const std::array kKernels = {
#define ACTA_KERNEL(name, result, parameters, undetermined, can_fail)           \
  KernelRow{"acta_k_" #name, can_fail, reinterpret_cast<void*>(&acta_k_##name), \
            &Signature<&acta_k_##name>::Type},
#include "runtime/kernels.def"
#undef ACTA_KERNEL
};

// A kernel that cannot fail and takes no pointer is a function of its operands; one that can writes
// *out and reads constant tables. Only `union` writes anything else.
llvm::MemoryEffects EffectsOf(Kernel kernel, const KernelRow& row) {
  if (kernel == Kernel::k_union) {
    return llvm::MemoryEffects::unknown();
  }
  if (row.can_fail) {
    return llvm::MemoryEffects::readOnly() | llvm::MemoryEffects::argMemOnly();
  }
  return llvm::MemoryEffects::none();
}

}  // namespace

std::span<const KernelRow> Kernels() {
  return kKernels;
}

llvm::FunctionCallee Declare(Kernel kernel, llvm::Module& module) {
  const KernelRow& row = kKernels[static_cast<std::size_t>(kernel)];
  if (llvm::Function* declared = module.getFunction(row.symbol)) {
    return declared;
  }
  llvm::Function* function = llvm::Function::Create(
      row.type(module.getContext()), llvm::Function::ExternalLinkage, row.symbol, module);
  function->setDoesNotThrow();
  function->setWillReturn();
  function->setMemoryEffects(EffectsOf(kernel, row));
  if (kernel == Kernel::k_union) {
    function->addFnAttr(llvm::Attribute::Cold);
  }
  return function;
}

}  // namespace acta::codegen
