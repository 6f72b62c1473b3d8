// The rows of a batch that hold what is no value: each once, for the first thing that was met.
#pragma once

#include <cstdint>
#include <string_view>

#include "acta/columns.h"
#include "runtime/columns/shape.h"
#include "runtime/core/memory.h"

namespace acta::runtime::columns {

class Rejects {
 public:
  Rejects(const Shape& shape, std::uint32_t most)
      : shape_(shape), kept_(shape.act().allocator), most_(most) {}

  void Clear() {
    kept_.Clear();
    total_ = 0;
  }
  // False for want of memory. The field says what was expected there.
  [[nodiscard]] bool Add(std::int64_t row, std::uint32_t field, acta_status status,
                         std::string_view path, std::string_view found) {
    if (++total_ > most_) {
      return true;
    }
    acta_batch_reject reject{};
    reject.status = status;
    reject.row = static_cast<std::uint64_t>(row);
    FixedText(reject.path).Put(path);
    FixedText expected(reject.expected);
    shape_.WriteExpected(shape_[field], expected);
    FixedText(reject.found).Put(found);
    return kept_.Push(reject);
  }

  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(kept_.size()); }
  [[nodiscard]] const acta_batch_reject& operator[](std::uint32_t index) const {
    return kept_[index];
  }

 private:
  const Shape& shape_;
  Array<acta_batch_reject> kept_;
  std::uint64_t total_ = 0;
  std::uint32_t most_;
};

}  // namespace acta::runtime::columns
