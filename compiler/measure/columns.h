// Cases as a host would have them: Arrow columns, a window of cases at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "acta/columns.h"
#include "compiler/measure/column_types.h"
#include "compiler/measure/memory.h"
#include "compiler/measure/touch.h"

namespace acta::measure {

// Lays out the case of that number within the window.
using CaseSource = std::function<void(std::size_t, std::vector<std::int64_t>&)>;

class CaseColumns {
 public:
  // `types` must outlive the columns. A column without nulls has no bitmap of them.
  CaseColumns(const ColumnTypes& types, std::size_t cases, const CaseSource& source);

  [[nodiscard]] const ArrowArray& array() const { return arrays_.front(); }
  [[nodiscard]] std::size_t cases() const { return static_cast<std::size_t>(array().length); }
  // What evaluation must read.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  // The same as streams, by the blocks in which evaluation takes them.
  void AddStreams(std::vector<Stream>& to) const;
  [[nodiscard]] std::size_t blocks() const { return BlocksOf(cases()); }

 private:
  class Writer;
  struct Buffer {
    std::size_t offset = 0, bytes = 0;
    bool is_read = true;
  };

  Memory memory_;
  std::size_t bytes_ = 0;
  std::vector<Buffer> buffers_;
  // Parents stand before their children; what points into them is set once all are there.
  std::vector<ArrowArray> arrays_;
  std::vector<std::unique_ptr<ArrowArray*[]>> children_;
  std::vector<std::unique_ptr<const void*[]>> pointers_;
};

}  // namespace acta::measure
