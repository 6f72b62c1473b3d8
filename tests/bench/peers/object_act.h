// An act as integrators have it: compiled to an object for every level of processors, linked,
// loaded, opened.
#pragma once

#include "acta/acta.h"
#include "acta/batch.h"
#include "compiler/base/source_file.h"
#include "compiler/engine/engine.h"
#include "compiler/ir/graph.h"
#include "tests/aot/linked_acts.h"

namespace acta::bench {

class ObjectAct {
 public:
  // Fails the check when the act cannot be compiled, linked or opened.
  ObjectAct(const ir::RuleGraph& graph, const SourceMap& sources);

  [[nodiscard]] const acta_compiled_act& compiled() const { return linked_.Act("peer"); }
  [[nodiscard]] const acta_act* act() const { return act_.get(); }

 private:
  aot::LinkedActs linked_;
  ActHandle act_;
};

}  // namespace acta::bench
