// acta consolidate and acta changes: an act as amendments make it read, and what that differs from.
#pragma once

#include <string>

#include "compiler/driver/cases.h"

namespace acta {

// Prints the act as the amendments of `options` make it read, or writes it to `output` if that is
// not empty: a document that compiles, or diagnostics and nothing written.
[[nodiscard]] Exit Consolidate(const std::string& act, const std::string& output,
                               const CommonOptions& options);

// What `other` says otherwise than `act`, provision by provision; where `other` is empty, what the
// amendments of `options` do.
[[nodiscard]] Exit Changes(const std::string& act, const std::string& other, bool json,
                           const CommonOptions& options);

}  // namespace acta
