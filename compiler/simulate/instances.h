// Rules with parameters made rules of their own, one for each thing that they are asked about a
// case. Private to compiler/simulate.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/ir/graph.h"

namespace acta::simulate {

// A rule with parameters, and what it is asked about.
struct Instance {
  ir::RuleId rule;
  std::vector<ir::NodeId> arguments;
};

struct WithInstances {
  ir::RuleGraph graph;
  std::map<ir::RuleId, Instance> instances;  // by the rules that they became
};

// A law that answers as `graph` does, in which a rule of the names, where it is asked about nothing
// but facts, constants and results of rules, is a rule without parameters that is named after the
// call, `rate(guests)`: then it can be asked of every case what in it is why. What is asked of each
// element of a list stays a call; so does what is asked about something too long, or after too many
// others. What the law had keeps its ids.
[[nodiscard]] WithInstances InstancesOf(const ir::RuleGraph& graph,
                                        const std::set<std::string>& rules);

}  // namespace acta::simulate
