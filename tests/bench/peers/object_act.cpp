#include "tests/bench/peers/object_act.h"

#include <vector>

#include "compiler/base/check.h"
#include "compiler/descriptor/descriptor.h"

namespace acta::bench {

ObjectAct::ObjectAct(const ir::RuleGraph& graph, const SourceMap& sources)
    : linked_(std::vector<aot::ActToLink>{{.name = "peer",
                                           .graph = &graph,
                                           .descriptor = WriteDescriptor(graph, sources),
                                           .batch = true}}) {
  acta_act* act = nullptr;
  ACTA_CHECK(acta_act_load(&compiled(), acta_default_allocator(), &act, nullptr) == ACTA_OK,
             "the object opens");
  act_.reset(act);
}

}  // namespace acta::bench
