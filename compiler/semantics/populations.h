// CheckPopulation: what a population says of the facts of an act becomes something to draw from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/population.h"
#include "compiler/syntax/ast.h"

namespace acta {

// The populations that a document declares.
[[nodiscard]] std::vector<const ast::Population*> PopulationsIn(const ast::Document& document);

// `population` stands in `written`; `law` is the act and what it uses, as LoadProgram gives them,
// and has no errors. Reports A2xxx and A3xxx about the expressions, A4030 to A4032 about the rest.
[[nodiscard]] std::optional<ir::Population> CheckPopulation(std::span<const ast::Document> law,
                                                            const ast::Document& written,
                                                            const ast::Population& population,
                                                            const SourceMap& sources,
                                                            Reporter& reporter);

}  // namespace acta
