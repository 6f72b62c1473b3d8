// One row of the columns as a case: for the row evaluator, which gives reasons and follows what the
// batch evaluator leaves open.
#pragma once

#include <cstdint>

#include "runtime/columns/decode.h"
#include "runtime/core/outcome.h"

namespace acta::runtime::columns {

class Gatherer {
 public:
  Gatherer(const Shape& shape, const Sources& sources, Decoder& decoder)
      : shape_(shape), sources_(sources), decoder_(decoder), readings_(shape.act().allocator) {}

  // Per reading of the act: the alternative chosen, or ACTA_MISSING.
  [[nodiscard]] Array<std::int64_t>& readings() { return readings_; }
  void SetAsOf(const std::int32_t* day) { as_of_ = day; }

  // What stands where no value of its kind may: `field` is kNone when there is no such place.
  struct Bad {
    std::uint32_t field = kNone;
    std::uint32_t slot = 0;
    acta_status status = ACTA_OK;
    char found[96] = {};
  };
  // Puts the row into `facts`, up to the first bad value. False for want of memory, or a fault of
  // the decoder's. The payloads of texts are numbers of the batch.
  [[nodiscard]] bool Gather(std::int64_t row, acta_case& facts, Bad* bad);

 private:
  [[nodiscard]] bool Put(std::uint32_t index, std::uint32_t base, std::int64_t row);
  [[nodiscard]] bool PutList(std::uint32_t index, std::uint32_t slot, std::int64_t row);

  const Shape& shape_;
  const Sources& sources_;
  Decoder& decoder_;
  Array<std::int64_t> readings_;
  const std::int32_t* as_of_ = nullptr;
  acta_case* facts_ = nullptr;
  Bad* bad_ = nullptr;
};

}  // namespace acta::runtime::columns
