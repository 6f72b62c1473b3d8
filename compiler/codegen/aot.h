// An act as an object file for other programs: nothing of the compiler is needed to run it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/codegen/cutting.h"
#include "compiler/codegen/optimisation.h"
#include "compiler/codegen/target.h"
#include "compiler/ir/graph.h"

namespace acta {

struct ObjectOptions {
  Target target;
  OptimisationLevel level = OptimisationLevel::kMost;
  Cutting cutting = {};
  // Whether it also carries batch evaluators.
  bool batch = true;
};

// What is to be compiled. All of it must outlive the call.
struct ActSource {
  const ir::RuleGraph& graph;
  // descriptor.h
  std::span<const std::byte> descriptor;
  // What the object exports: an acta_compiled_act (acta/batch.h).
  std::string symbol;
};

// A relocatable ELF object, position-independent. It exports the symbol and nothing else, and needs
// kernels of the runtime (kernels.def) and nothing else. The same bytes for the same source.
[[nodiscard]] Result<std::string> CompileObject(const ActSource& act, const ObjectOptions& options);

enum class ModuleForm {
  kIr,        // LLVM's, as it goes into code generation
  kAssembly,  // of the target
};
struct ModuleText {
  std::string name;
  std::string text;
};
// The modules that the object is made of, for those who want to read them.
[[nodiscard]] Result<std::vector<ModuleText>> WriteModules(const ActSource& act, ModuleForm form,
                                                           const ObjectOptions& options);

}  // namespace acta
