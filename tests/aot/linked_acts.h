// Acts compiled to objects, linked with what they need of the runtime into one shared object, and
// loaded from there as a host would.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "acta/batch.h"
#include "compiler/codegen/aot.h"
#include "compiler/ir/graph.h"

namespace acta::aot {

struct ActToLink {
  std::string name;
  const ir::RuleGraph* graph = nullptr;
  std::vector<std::byte> descriptor;
  OptimisationLevel level = OptimisationLevel::kMost;
  bool batch = false;
};

class LinkedActs {
 public:
  // Fails the check when something cannot be compiled, linked or loaded.
  explicit LinkedActs(std::span<const ActToLink> acts);
  LinkedActs(const LinkedActs&) = delete;
  LinkedActs& operator=(const LinkedActs&) = delete;
  ~LinkedActs();

  [[nodiscard]] const acta_compiled_act& Act(const std::string& name) const;

 private:
  void* library_ = nullptr;
};

// The object of an act for a target; fails the check when there is none.
[[nodiscard]] std::string ObjectOf(const ActToLink& act, const Target& target);
// The machine we run on.
[[nodiscard]] Target HostTarget();

}  // namespace acta::aot
