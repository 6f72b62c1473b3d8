// What the processor that we measure on can do.
#pragma once

#include <string_view>

namespace acta::measure {

// Its level, as batch evaluators know it: "x86-64-v4 (AVX-512)".
[[nodiscard]] std::string_view ProcessorLevel();

}  // namespace acta::measure
