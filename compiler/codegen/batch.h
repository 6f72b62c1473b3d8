// Batch evaluators: the rules of an act over many cases at once, from columns. The contract is
// acta/batch.h; what they compute is docs/semantics.md without reasons.
//
//   <prefix>(block)            calls its parts one after the other
//   <prefix>.part.N(block)     goes over all tiles of a domain: rules of cases, the elements of a
//   list
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <llvm/IR/Module.h>

#include "acta/batch.h"
#include "compiler/codegen/batch_layout.h"
#include "compiler/codegen/batch_unit.h"

namespace acta::codegen {

// acta_batch_plan, owned.
struct BatchPlan {
  std::vector<acta_batch_domain> domains;
  std::vector<acta_batch_column> columns;
  std::vector<acta_batch_result> results;
  std::vector<std::uint32_t> clauses;
  std::uint32_t out_of_range = 0, deferred = 0;

  // Good while this stays where it is.
  [[nodiscard]] acta_batch_plan View() const;
};

class BatchEmitter {
 public:
  // `graph` must outlive the emitter.
  explicit BatchEmitter(const ir::RuleGraph& graph);

  // One evaluator, named variant.prefix; the scratch it needs of a tile, by domain. Modules are
  // verified; tables are named, not defined (module_writer.h: WriteTables). Several threads may
  // emit at once.
  std::vector<std::uint32_t> Emit(const BatchVariant& variant, const BatchUnit::Sink& sink) const;

  // What evaluators keep to that need so much scratch, each of them.
  [[nodiscard]] BatchPlan PlanFor(std::span<const std::vector<std::uint32_t>> scratch) const;

 private:
  const ir::RuleGraph& graph_;
  const BatchWeights weights_;
  const BatchLayout layout_;
  const SharedNodes sharing_;
};

}  // namespace acta::codegen
