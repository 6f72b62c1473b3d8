// Numbers and shares as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/findings/findings.h"

namespace acta::report {

// "1,234,567"
[[nodiscard]] std::string Grouped(std::uint64_t number);
// "1 case", "1,234 cases"
[[nodiscard]] std::string Cases(std::uint64_t number);
// "12.3%"; "below 0.1%" for what is there but little; "0%" for nothing.
[[nodiscard]] std::string Share(std::uint64_t part, std::uint64_t whole);
// "half: 497 values cannot be worked out and are missing, first in case 2"
[[nodiscard]] std::string InWords(const findings::Unworked& unworked);
// The share, with its sampling error where cases were drawn: "12.3% (± 0.2)".
[[nodiscard]] std::string ShareOf(const findings::Findings& found, std::uint64_t part,
                                  std::uint64_t whole);
// What was asked for that changes what is computed, a sentence each: "Asked on 2021-01-01".
[[nodiscard]] std::vector<std::string> Choices(const findings::Findings& found);
// Whether why answers are open was asked of a part of the cases only.
[[nodiscard]] bool IsSampled(const findings::Findings& found);
// "Article 10(1). Five working days", or what to call what has no citation; of two acts with the
// name of its own behind.
[[nodiscard]] std::string Heading(const findings::Provision& provision);
// "The law as amended says 5 working days (Article 10(1))"
[[nodiscard]] std::string InWords(const findings::Sweep& sweep);
// What the comparison is, in words: "with the amendment shorter_notice".
[[nodiscard]] std::string NameOf(const findings::Comparison& comparison);
// Whether a change in it is laid to amendments by what each does alone: where one is left out, and
// of those that are left no second one can be left out too, because no two are.
[[nodiscard]] bool LaysToEachAlone(const findings::Comparison& comparison,
                                   const findings::Findings& found);

}  // namespace acta::report
