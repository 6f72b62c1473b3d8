// Cases counted: what a simulation makes of a stream, before it is put in words. Private to
// compiler/simulate.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/cases/case_stream.h"
#include "compiler/simulate/examples.h"
#include "compiler/simulate/sample.h"
#include "compiler/simulate/setting.h"
#include "compiler/simulate/tally.h"

namespace acta::simulate {

// All that is counted of the cases, by one thread or by all.
struct Counts {
  std::uint64_t cases = 0, rejected = 0;
  std::vector<ComparisonTally> comparisons;           // by pairing
  std::vector<std::vector<std::int64_t>> group_keys;  // by grouping: the group's key
  std::vector<std::map<std::int64_t, std::uint32_t>> group_of;
  std::vector<std::vector<std::uint64_t>> group_cases;
  Sample sample;                       // of the cases, to be looked at one by one
  std::vector<ReasonCounts> reasons;   // why answers are open in the sample; by law
  std::vector<cases::Reject> rejects;  // of the laws, the first of them

  // `size`: how many cases there are, where that is known.
  Counts(const Setting& setting, std::optional<std::uint64_t> size);
  // The number of the group with that key: as they are met, by each thread otherwise.
  std::uint32_t GroupOfKey(std::size_t grouping, std::int64_t key);
  // Adds what a thread has counted.
  void Merge(Counts counts);
};

// Rejects are remembered up to so many.
inline constexpr std::size_t kRejectsKept = 1000;

// Fails when the stream or a law does, and when it is told to stop.
[[nodiscard]] Result<Counts> CountCases(const Setting& setting, cases::CaseStream& stream,
                                        const Options& options, const Progress& progress);

}  // namespace acta::simulate
