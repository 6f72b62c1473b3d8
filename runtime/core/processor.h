// Which of the code in an object this processor can run.
#pragma once

#include <cstdint>

namespace acta::runtime {

// ACTA_LEVEL_* (batch.h): the highest that processor and operating system support.
[[nodiscard]] std::uint32_t ProcessorLevel();

}  // namespace acta::runtime
