// The laws that `acta simulate` compares the act with.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/driver/session.h"
#include "compiler/driver/simulate.h"
#include "compiler/findings/findings.h"
#include "compiler/simulate/simulate.h"

namespace acta {

// Laws to compare with the act, and the sessions that own them.
struct Contest {
  std::vector<std::unique_ptr<Session>> sessions;
  std::vector<simulate::Contender> contenders;

  void Add(std::unique_ptr<Session> session, findings::Comparison::Kind kind, std::string name,
           std::string amendment = "", std::vector<std::string> amendments = {}) {
    contenders.push_back({.graph = &session->graph,
                          .sources = &session->sources,
                          .kind = kind,
                          .name = std::move(name),
                          .amendment = std::move(amendment),
                          .amendments = std::move(amendments)});
    sessions.push_back(std::move(session));
  }
};

// The act with each amendment alone, with all together, with each left out, and the amendments
// themselves. What is wrong with them is printed.
struct Amended {
  Contest contest;
  std::vector<findings::Amendment> amendments;
  const Session* all = nullptr;  // of the contest: the act with all of them; null: there are none
};
[[nodiscard]] tl::expected<Amended, Exit> WithAmendments(const SimulateOptions& options);

}  // namespace acta
