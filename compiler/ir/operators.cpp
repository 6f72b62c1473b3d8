// The operator table as data.
#include <array>
#include <cstddef>

#include "compiler/base/check.h"
#include "compiler/ir/program.h"

namespace acta::ir {

namespace {

using enum Undetermined;

constexpr std::array kOperators = {
#define ACTA_OP(Name, name, arity, undetermined, can_fail) \
  OpInfo{name, arity, undetermined, can_fail},
#include "compiler/ir/operators.def"
#undef ACTA_OP
};

}  // namespace

const OpInfo& InfoOf(Op op) {
  const auto position = static_cast<std::size_t>(op);
  ACTA_CHECK(position < kOperators.size(), "an operator is one of operators.def");
  return kOperators[position];
}

}  // namespace acta::ir
