// Laws compared over a stream of cases: whose answers change, how, and because of which provision.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "compiler/base/source_file.h"
#include "compiler/cases/case_stream.h"
#include "compiler/findings/findings.h"
#include "compiler/ir/graph.h"
#include "compiler/simulate/law.h"

namespace acta::simulate {

// A law to compare the first one with. All it points to must outlive the simulation.
struct Contender {
  const ir::RuleGraph* graph = nullptr;
  const SourceMap* sources = nullptr;
  findings::Comparison::Kind kind = findings::Comparison::Kind::kTogether;
  std::string name;
  std::string amendment;  // kAlone: it. kLeftOut: the one left out
};

struct Options {
  Asking asking;
  std::vector<std::string> by;  // facts
  // Whose facts the cases have, where there are more than the first law knows: what a population
  // draws.
  const ir::Program* facts = nullptr;
  // Told of each answer of each case that changes, one at a time, in no order.
  std::function<void(std::uint64_t number, const std::string& comparison, const std::string& answer,
                     const std::string& before, const std::string& after)>
      changed;
  unsigned threads = 0;  // 0: one for each processor
};

// Told how far it is; any number of threads tell. False stops the simulation.
struct Progress {
  std::function<bool(std::size_t done, std::size_t all)> laws = [](std::size_t, std::size_t) {
    return true;
  };
  std::function<bool(std::uint64_t cases)> cases = [](std::uint64_t) { return true; };
};

// `base` is the law that the others are compared with. Fills the comparisons, the number of cases,
// and where they come from; the rest of the findings is the caller's. Cases that some law does not
// take are counted as rejected and left out of all comparisons. The same stream and laws give the
// same findings with any number of threads. Fails when a law cannot be compiled or the stream
// fails, and with kStopped when it was told to stop. Rejects are those of the stream and of the
// laws, in the order of the cases, the first thousand.
[[nodiscard]] Result<findings::Findings> Simulate(const Contender& base,
                                                  std::span<const Contender> others,
                                                  cases::CaseStream& stream, const Options& options,
                                                  const Progress& progress,
                                                  std::vector<cases::Reject>& rejects);

inline constexpr std::string_view kStopped = "stopped";

}  // namespace acta::simulate
