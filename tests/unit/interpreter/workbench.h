// One expression on the bench: written with a ProgramBuilder, evaluated in a case where nothing is
// given but what a test gives.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "acta/evaluator.h"
#include "compiler/interpreter/days.h"
#include "compiler/interpreter/interpreter.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/verify.h"

namespace acta::interpreter {

inline std::int64_t Day(std::int64_t year, int month, int day) {
  return DayOf({year, month, day});
}
inline std::int64_t Moment(std::int64_t day, int hours, int minutes = 0) {
  return day * 86400 + hours * 3600 + minutes * 60;
}

class Workbench {
 public:
  ir::ProgramBuilder b;

  ir::NodeId Const(ir::Kind kind, std::int64_t payload) { return b.Const(b.Of(kind), payload); }
  ir::NodeId Yes() { return b.Yes(); }
  ir::NodeId No() { return b.No(); }
  // A condition that is undetermined for a reason of its own name.
  ir::NodeId Open(const std::string& why, ir::Kind kind = ir::Kind::kBoolean) {
    return b.Make(ir::Op::kUndetermined, b.Of(kind), {}, {.reason = b.Uncovered(why)});
  }
  ir::NodeId Make(ir::Op op, ir::Kind result, std::initializer_list<ir::NodeId> operands,
                  const ir::NodeParts& parts = {}) {
    return b.Make(op, b.Of(result), operands, parts);
  }

  // What `value` comes to.
  Value Of(ir::NodeId value, std::vector<std::int64_t> slots = {}) {
    const ir::RuleId rule = b.Rule("subject", b.program().nodes[value].type);
    b.Clause(rule, {.value = value});
    return Run({rule}, std::move(slots)).Of(rule);
  }

  // Evaluates these rules in this order. Slots that are not given are missing.
  Evaluation Run(std::vector<ir::RuleId> order, std::vector<std::int64_t> slots = {},
                 Tracing tracing = Tracing::kOff) {
    slots.resize(std::max<std::size_t>(slots.size(), b.program().slot_count), ACTA_MISSING);
    EXPECT_THAT(ir::FaultsOf(b.program()), testing::IsEmpty());
    const ir::RuleGraph graph{.program = std::make_shared<const ir::Program>(b.program()),
                              .order = std::move(order)};
    return Evaluate(graph, slots, tracing);
  }

  // The subjects of the reasons, and "missing FACT".
  std::vector<std::string> ReasonsOf(const Value& value) {
    std::vector<std::string> words;
    for (const Why& why : value.reasons) {
      if (why.kind == Why::Kind::kReason) {
        words.push_back(b.program().reasons[ir::ReasonId(why.index)].subject);
        continue;
      }
      std::string word = "missing slot " + std::to_string(why.index);
      for (const ir::FactField& fact : b.program().facts) {
        if (fact.offset == why.index) {
          word = "missing " + fact.name;
        }
      }
      words.push_back(word);
    }
    return words;
  }
};

MATCHER_P(IsKnown, payload, "") {
  return arg.known() && arg.payload == payload;
}
MATCHER(IsYesValue, "") {
  return arg.known() && arg.payload == 1;
}
MATCHER(IsNoValue, "") {
  return arg.known() && arg.payload == 0;
}

inline void PrintTo(const Value& value, std::ostream* out) {
  *out << (value.known() ? "known " : "undetermined ") << value.payload << " for "
       << value.reasons.size() << " reasons";
}

// EXPECT that `value` is undetermined for exactly these reasons.
#define EXPECT_OPEN_FOR(bench, value, ...)                                                  \
  do {                                                                                      \
    const acta::interpreter::Value open_value = (value);                                    \
    EXPECT_FALSE(open_value.known());                                                       \
    EXPECT_THAT((bench).ReasonsOf(open_value), testing::UnorderedElementsAre(__VA_ARGS__)); \
  } while (false)

}  // namespace acta::interpreter
