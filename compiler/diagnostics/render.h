// Diagnostics as text for people, as JSON for programs, as SARIF for editors and review tools.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/base/source_file.h"
#include "compiler/diagnostics/diagnostic.h"

namespace acta {

enum class Colour { kNever, kAlways };

// The diagnostics one below the other, with the lines they are about and a closing count. What a
// source text holds cannot reach the terminal as a control sequence. Empty if there are none.
[[nodiscard]] std::string RenderText(const std::vector<Diagnostic>& diagnostics,
                                     const SourceMap& sources, Colour colour = Colour::kNever);

// What was found in the files of one act.
struct Found {
  std::vector<Diagnostic> diagnostics;
  const SourceMap* sources = nullptr;
};

// One document for all acts: {"diagnostics": [{"code", "severity", "message", "location"?,
// "labels", "help"?}]}
[[nodiscard]] std::string RenderJson(std::span<const Found> acts);

// A SARIF 2.1.0 log with one run for all acts; columns count code points.
[[nodiscard]] std::string RenderSarif(std::span<const Found> acts);

}  // namespace acta
