// A case of assembly_law.acta.md as a row, and cases drawn from a seed.
#pragma once

#include <cstddef>
#include <cstdint>

namespace acta::bench {

using Ordinal = std::uint8_t;
using Date = std::int32_t;
using Number = std::int32_t;
using Truth = bool;

enum Form : Ordinal { kPicket, kMeeting, kRally, kDemonstration, kProcession };
enum Venue : Ordinal { kSquare, kStreet, kPark, kBridge };
enum OrganiserKind : Ordinal { kNaturalPerson, kCompany, kAssociation };

enum class Outcome : Ordinal {
  kMayProceed,
  kLimited,
  kToBeChanged,
  kIncomplete,
  kOutOfTime,
  kRefused,
  kForbidden,
  kGivenUp,
  kNotGoverned,
  kUndetermined,
};
inline constexpr std::size_t kOutcomes = 10;

struct Assembly {
#define ACTA_FACT(sort, name) sort name;
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
};

// Each fact's place among the bits that say which are given.
struct Fact {
  enum : unsigned {
#define ACTA_FACT(sort, name) name,
#include "tests/bench/peers/assembly_facts.def"
#undef ACTA_FACT
    kCount
  };
};
inline constexpr std::uint64_t kAllGiven = (std::uint64_t{1} << Fact::kCount) - 1;

// A case of which not all may be known: the facts that are not given hold some value.
struct OpenAssembly {
  Assembly facts;
  std::uint64_t given = kAllGiven;
};

// The case of that number in the population of the seed. Most assemblies are in order, each rule of
// the law decides some.
[[nodiscard]] Assembly DrawAssembly(std::uint64_t seed, std::uint64_t number);

// Which facts of that case are given, if so many in a hundred are missing.
[[nodiscard]] std::uint64_t DrawGiven(std::uint64_t seed, std::uint64_t number,
                                      unsigned percent_missing);

}  // namespace acta::bench
