// acta bench: how fast an act answers drawn cases, beside merely touching their bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/driver/cases.h"

namespace acta {

struct BenchOptions {
  CommonOptions common;
  std::string act;
  std::uint64_t cases = std::uint64_t{1} << 22;
  std::uint64_t seed = 1;
  std::uint64_t compared = 20'000;
  unsigned percent_missing = 5;      // of the facts; 0: cases with gaps are left out
  unsigned rounds = 9;               // 0: cases are compared, nothing is measured
  std::vector<unsigned> threads;     // empty: one and, where there are as many processors, two
  std::uint64_t memory_mib = 2'048;  // that columns and answers may take
  std::optional<std::string> first_day, last_day;          // of dates without a declared range
  std::vector<std::pair<std::string, std::string>> under;  // reading, alternative
  bool leave_open = false;                                 // readings that `under` does not choose
  bool json = false;
};

// Refuses to measure (kOurFailure) when batch and row evaluators differ in one of the cases
// compared.
[[nodiscard]] Exit Bench(const BenchOptions& options);

}  // namespace acta
