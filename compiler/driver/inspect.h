// acta check, schema, dump and explain-code: what can be said of an act without a case.
#pragma once

#include <string>
#include <vector>

#include "compiler/driver/cases.h"

namespace acta {

// Checks each act by itself; files and folders (every *.acta.md and *.acta below). Says how much it found on standard error.
[[nodiscard]] Exit CheckActs(const std::vector<std::string>& paths, const CommonOptions& options);

[[nodiscard]] Exit PrintSchema(const std::string& act, const CommonOptions& options);

// `stage`: ast, program, plan, llvm.
[[nodiscard]] Exit Dump(const std::string& act, const std::string& stage, const CommonOptions& options);

[[nodiscard]] Exit ExplainCode(const std::string& code);

// The acts under `path`: itself if it is a file, else every *.acta.md and *.acta below, sorted, but for those that declare only
// amendments or populations.
[[nodiscard]] Result<std::vector<std::string>> ActsUnder(const std::string& path);

}  // namespace acta
