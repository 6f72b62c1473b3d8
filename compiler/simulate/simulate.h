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
  std::string amendment;                // kAlone: it. kLeftOut: the one left out
  std::vector<std::string> amendments;  // those that make it of the first law
};

struct Options {
  Asking asking;
  std::vector<std::string> by;  // facts
  // Whose facts the cases have, where there are more than the first law knows: what a population
  // draws, or what an amendment asks about.
  const ir::Program* facts = nullptr;
  // Told of each answer of each case that changes, one at a time, in no order; cases are counted
  // from 0 as their stream counts them.
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

// Why there are no findings.
struct Failure {
  enum class Of : std::uint8_t {
    kAsked,    // there is no such fact to group by
    kLaw,      // a law cannot be compiled
    kCases,    // they cannot be read, or not be answered
    kStopped,  // as was told
  } of = Of::kAsked;
  std::string message;
};

struct Simulated {
  // The comparisons, the number of cases, and where they come from; the rest is the caller's.
  findings::Findings findings;
  // Cells that the stream or a law refused, in the order of the cases, of a thousand cases.
  std::vector<cases::Reject> rejects;
};

// `base` is the law that the others are compared with. Cases that some law does not take are
// counted as rejected and left out of all comparisons. The same stream and laws give the same
// findings with any number of threads.
[[nodiscard]] tl::expected<Simulated, Failure> Simulate(const Contender& base,
                                                        std::span<const Contender> others,
                                                        cases::CaseStream& stream,
                                                        const Options& options,
                                                        const Progress& progress);

}  // namespace acta::simulate
