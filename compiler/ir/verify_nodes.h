// The verifier's inside: collected faults, and what is checked of every node.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/ir/program.h"

namespace acta::ir {

// The promises that were found broken, the first few of them.
class Faults {
 public:
  static constexpr std::size_t kMost = 20;

  // Takes the promise down as broken unless `kept`, which it returns.
  template <class... Args>
  bool Unless(bool kept, fmt::format_string<Args...> promise, Args&&... args) {
    if (!kept && texts_.size() < kMost) {
      texts_.push_back(fmt::format(promise, std::forward<Args>(args)...));
    }
    return kept;
  }

  [[nodiscard]] bool empty() const { return texts_.empty(); }
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::vector<std::string> texts_;
};

// Operand counts, operand types and immediates of every node against operators.def; that operands
// form no circle; that parameters and elements stand where they are bound. Expects sound tables and
// rules.
void CheckNodes(const Program& program, Faults& faults);

}  // namespace acta::ir
