#include "compiler/codegen/dump.h"

#include <llvm/Support/raw_ostream.h>

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
    for (const codegen::Batch& batch : emitter.batches()) {
      out << *emitter.EmitBatch(context, batch, path);
    }
  }
  out << *emitter.EmitEntry(context, Path::kKnown, codegen::kRowSymbol);
  out << *emitter.EmitEntry(context, Path::kTraced, codegen::kTracedSymbol);
  return text;
}

}  // namespace acta
