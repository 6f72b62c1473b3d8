// assembly_law.acta.md as an engineer would write it in C++: a row, branches, the first rule that
// applies decides.
#pragma once

#include <cstddef>

#include "compiler/ir/program.h"
#include "tests/bench/peers/assembly.h"
#include "tests/bench/peers/office_days.h"

namespace acta::bench {

class AssemblyByHand {
 public:
  explicit AssemblyByHand(const ir::Calendar& office_days) : office_days_(office_days) {}

  // All facts are given.
  [[nodiscard]] Outcome Decide(const Assembly& a) const;

  // Some facts may not be: the outcome is known when, whatever the open rules come to, it is the
  // same.
  [[nodiscard]] Outcome DecideOpen(const OpenAssembly& open) const;

  // One after the other.
  void DecideAll(const Assembly* cases, std::size_t count, Outcome* outcomes) const;
  void DecideAllOpen(const OpenAssembly* cases, std::size_t count, Outcome* outcomes) const;

 private:
  OfficeDays office_days_;
};

}  // namespace acta::bench
