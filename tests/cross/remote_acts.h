// Acts compiled for another kind of machine, and evaluated there: under an emulator.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "acta/batch.h"
#include "compiler/base/temporary_folder.h"
#include "compiler/codegen/target.h"
#include "compiler/interpreter/frame_adapter.h"
#include "tests/aot/linked_acts.h"

namespace acta::cross {

struct RemoteMachine {
  Target target;
  std::string c_compiler;  // for it
  std::string runtime;     // acta_runtime.o for it
  std::string emulator;    // a program and its options, with spaces between
};

// An evaluator asked about a case.
struct RemoteCase {
  std::size_t act = 0;
  bool traced = false;
  std::span<const std::int64_t> slots;
};

// acta_batch_plan, owned.
struct RemotePlan {
  std::vector<acta_batch_domain> domains;
  std::vector<acta_batch_column> columns;
  std::vector<acta_batch_result> results;
  std::vector<std::uint32_t> clauses;
  acta_batch_plan plan;
};

class RemoteActs {
 public:
  // One program of all acts. Fails the check when it cannot be made.
  RemoteActs(std::span<const aot::ActToLink> acts, const RemoteMachine& machine);

  // What each evaluator left, from one run of the program. Fails the check when it does not end
  // well.
  [[nodiscard]] std::vector<interpreter::Frame> Evaluate(std::span<const RemoteCase> cases) const;

  [[nodiscard]] RemotePlan PlanOf(std::size_t act) const;
  // Runs a batch evaluator of the act's first level; what it leaves in the scratch of the cases is
  // copied into that of the block.
  void EvaluateBlock(std::size_t act, bool all_given, const RemotePlan& plan,
                     const acta_batch_block& block) const;

 private:
  // What the program answers.
  [[nodiscard]] std::string Ask(const std::string& requests) const;

  TemporaryFolder folder_;
  std::string run_;
  std::vector<std::uint32_t> rule_counts_, reading_counts_;  // by act
};

}  // namespace acta::cross
