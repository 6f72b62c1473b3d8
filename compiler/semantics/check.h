// Check: the syntax trees of a law become a program whose every name, type and citation is known.
#pragma once

#include <span>

#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/program.h"
#include "compiler/syntax/ast.h"

namespace acta {

// Looks up names, checks types and units, and lowers every construct to the operators of the core.
// documents[0] is the act; the others are what it uses, as LoadProgram gives them.
// Reports A2xxx, A3xxx and the A4xxx about single rules and tables. The program is well-formed even
// when there are errors, but then it is not to be evaluated: what could not be understood in it is
// undetermined.
[[nodiscard]] ir::Program Check(std::span<const ast::Document> documents, Reporter& reporter);

}  // namespace acta
