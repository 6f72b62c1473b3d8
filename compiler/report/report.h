// Findings as text for a terminal, as JSON, and as a page for a browser or a printer.
#pragma once

#include <string>

#include "compiler/findings/findings.h"

namespace acta::report {

// What changed, for whom and why, in words; a screenful or two.
[[nodiscard]] std::string TextOf(const findings::Findings& found);

// Everything that was found, indented.
[[nodiscard]] std::string JsonOf(const findings::Findings& found);

// One HTML file that needs nothing else: no script or style from elsewhere. Every figure in it
// stands in the JSON too. `charts`: a charting library to put into it; without one the tables stand
// alone.
[[nodiscard]] std::string PageOf(const findings::Findings& found, const std::string& charts);

}  // namespace acta::report
