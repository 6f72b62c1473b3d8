#include "compiler/codegen/dump.h"

#include <llvm/Support/raw_ostream.h>

#include "compiler/codegen/batch.h"
#include "compiler/codegen/emit_module.h"

namespace acta {

using codegen::Path;

std::string DumpLlvm(const ir::RuleGraph& graph) {
  const codegen::ActEmitter emitter(graph);
  std::string text;
  llvm::raw_string_ostream out(text);
  llvm::LLVMContext context;
  out << *emitter.EmitTables(context);
  for (const Path path : {Path::kKnown, Path::kFull, Path::kTraced}) {
    for (const codegen::Bundle& bundle : emitter.bundles()) {
      out << *emitter.EmitBundle(context, bundle, path);
    }
  }
  out << *emitter.EmitEntry(context, Path::kKnown, codegen::kRowSymbol);
  out << *emitter.EmitEntry(context, Path::kTraced, codegen::kTracedSymbol);
  const codegen::BatchEmitter batches(graph);
  for (const bool all_given : {false, true}) {
    batches.Emit({.prefix = all_given ? "acta.batch.given" : "acta.batch",
                  .cpu = {},
                  .all_given = all_given},
                 [&](std::unique_ptr<llvm::Module> module) { out << *module; });
  }
  return text;
}

}  // namespace acta
