// acta eval: the answers to a table of cases, as a table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/driver/cases.h"

namespace acta {

struct EvalOptions {
  std::string act;
  CommonOptions common;
  std::string case_path, sql;  // one of the two
  std::string out;
  std::string rejects;  // a table of the cells that are no values is written here
  std::vector<std::pair<std::string, std::string>> under;
  std::optional<std::int32_t> as_of;  // days since 1970-01-01
};

// Writes a row for each case, in their order: its number from 1, then its answers. What is
// undetermined, or absent, is null;
// `<answer>$absent` tells the two apart. A case with a cell that is no value has no answers, and is
// reported.
[[nodiscard]] Exit Eval(const EvalOptions& options);

}  // namespace acta
