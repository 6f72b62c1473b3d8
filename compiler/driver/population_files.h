// The tables that a population draws from, read.
#pragma once

#include <string>

#include "compiler/base/source_file.h"
#include "compiler/diagnostics/reporter.h"
#include "compiler/ir/population.h"

namespace acta {

// Fills the cells of `population.files` in; their paths are counted from `folder`. A file that
// cannot be read, a cell that is no value of what is drawn from it, and one that lies outside what
// the fact may be are reported as A4033.
void ReadPopulationFiles(ir::Population& population, const std::string& folder,
                         const SourceMap& sources, Reporter& reporter);

}  // namespace acta
