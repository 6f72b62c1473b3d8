// From a checked program to the rules that are evaluated and the order in which they are.
#pragma once

#include <cstdint>

#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/graph.h"
#include "compiler/ir/program.h"

namespace acta::plan {

// From where rules are reached: a compiled act needs its answers, `acta test` its scenarios too;
// `acta why` may be asked for any rule without parameters.
enum class Roots { kAnswers, kAnswersAndScenarios, kEveryRule };

// What one evaluation may cost at most, in evaluations of nodes, and how deep calls and expressions
// may nest.
inline constexpr std::uint64_t kMostNodeEvaluations = 20'000'000;
inline constexpr std::uint32_t kDeepestEvaluation = 1'000;

// Takes the program in, without its scenarios unless `roots` names them, and orders the rules that
// `roots` reach so that each comes after what it reads, through clauses, exceptions, withdrawals,
// guards and defaults alike.
//
// Reports circles (A4001), rules of the law's own document that no root reaches (A4003),
// evaluations that may cost too much (A4010) or nest too deep (A4011). Rules in a circle, and those
// that need them, are left out of the graph.
[[nodiscard]] ir::RuleGraph Plan(ir::Program program, Roots roots, Reporter& reporter);

// The bound that A4010 is about: the most node evaluations that one evaluation of the graph can
// take, every list full.
[[nodiscard]] std::uint64_t CostOf(const ir::RuleGraph& graph);

}  // namespace acta::plan
