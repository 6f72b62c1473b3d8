#include "compiler/codegen/batch.h"

#include <algorithm>

namespace acta::codegen {

acta_batch_plan BatchPlan::View() const {
  return {.struct_size = sizeof(acta_batch_plan),
          .domain_count = static_cast<std::uint32_t>(domains.size()),
          .column_count = static_cast<std::uint32_t>(columns.size()),
          .result_count = static_cast<std::uint32_t>(results.size()),
          .clause_count = static_cast<std::uint32_t>(clauses.size()),
          .out_of_range = out_of_range,
          .deferred = deferred,
          .flags = ACTA_PLAN_CLEARS | ACTA_PLAN_SKIPS_GONE,
          .domains = domains.data(),
          .columns = columns.data(),
          .results = results.data(),
          .clauses = clauses.data()};
}

BatchEmitter::BatchEmitter(const ir::RuleGraph& graph)
    : graph_(graph), weights_(graph), layout_(graph, weights_), sharing_(graph) {
}

std::vector<std::uint32_t> BatchEmitter::Emit(const BatchVariant& variant,
                                              const BatchUnit::Sink& sink) const {
  BatchUnit unit(graph_, layout_, weights_, sharing_, variant, sink);
  unit.Write();
  return unit.scratch_bytes();
}

BatchPlan BatchEmitter::PlanFor(std::span<const std::vector<std::uint32_t>> scratch) const {
  const ir::Program& program = *graph_.program;
  BatchPlan plan{.domains = {layout_.domains().begin(), layout_.domains().end()},
                 .columns = {layout_.columns().begin(), layout_.columns().end()},
                 .results = {},
                 .clauses = {layout_.clauses().begin(), layout_.clauses().end()},
                 .out_of_range = BatchLayout::kOutOfRange,
                 .deferred = BatchLayout::kDeferred};
  for (const std::vector<std::uint32_t>& needed : scratch) {
    for (std::size_t i = 0; i < plan.domains.size(); ++i) {
      plan.domains[i].scratch_bytes = std::max(plan.domains[i].scratch_bytes, needed[i]);
    }
  }
  for (const ir::Answer& answer : program.answers) {
    const TilePlace& place = layout_.PlaceOf(answer.rule);
    plan.results.push_back({.rule = answer.rule.value,
                            .store = place.store,
                            .value = place.value,
                            .known = place.known,
                            .absent = place.absent});
  }
  return plan;
}

}  // namespace acta::codegen
