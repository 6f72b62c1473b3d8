// What a compiled act is called where it is linked: in the symbol acta_act_NAME and in its files.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace acta {

// `wanted`, or when that is empty a name made of the act's file name. Fails when it cannot name a
// symbol: it begins with a letter, goes on with letters, digits and underscores, is no longer than
// 100 bytes, and no name of the library begins so.
[[nodiscard]] Result<std::string> ActName(const std::string& wanted, std::string_view path);

// What follows acta_act_ in names of the library's own headers, sorted. Written by the build from
// these headers.
[[nodiscard]] std::span<const std::string_view> TakenNames();

}  // namespace acta
