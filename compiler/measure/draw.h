// Cases drawn at random from what an act declares: types, ranges, members, lengths of lists.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/random.h"
#include "compiler/ir/program.h"

namespace acta::measure {

// Both included, counted from 1970-01-01.
struct Days {
  std::int32_t first = 0, last = 0;
};

// The days about which an act has most to say: those on which it is in force and that its calendars
// cover, ten years of them where there are more, but for a few weeks at both ends, so that
// deadlines are covered too.
[[nodiscard]] Days LikelyDays(const ir::Program& program);

struct DrawOptions {
  std::uint64_t seed = 1;
  // Of a hundred facts, and of a hundred fields of entities. A case is the same but for these gaps
  // whatever the share.
  unsigned percent_missing = 0;
  // Dates, datetimes and periods without a declared range lie here.
  Days days;
  // By reading: the ordinal of the alternative, or ACTA_MISSING. Those behind the last stay open.
  std::vector<std::int64_t> readings;
};

class CaseDrawer {
 public:
  // `program` must outlive the drawer.
  CaseDrawer(const ir::Program& program, DrawOptions options)
      : program_(program), options_(std::move(options)) {}

  // The case of that number, laid out as evaluators expect it (acta/evaluator.h): the same on every
  // machine, and whatever was drawn before. Any number of threads may draw.
  void Draw(std::uint64_t number, std::vector<std::int64_t>& slots) const;
  [[nodiscard]] std::vector<std::int64_t> Draw(std::uint64_t number) const;

 private:
  class Hand;

  const ir::Program& program_;
  DrawOptions options_;
};

// The text of an id: a constant of the act, or one of those drawn besides, which no act knows.
[[nodiscard]] std::string TextOf(const ir::Program& program, std::int64_t id);

}  // namespace acta::measure
